"""A row's key: the same whenever the same row of the same list is read again.

It is a hash over the list's id and what the mapped columns hold, so that a list can be imported
twice and only new and changed rows come in. Two rows of one list that say the same are one claim
when they carry a document number or the list's own id of the person. Without either they are
counted apart: two men of one name are two.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from muster.adapters.formats.cells import plain
from muster.adapters.formats.mapping import Mapping

_BETWEEN: Final = "\x1f"


class RowKeys:
    """Gives each row of one reading its key."""

    def __init__(self, list_id: bytes, mapping: Mapping) -> None:
        fields = sorted(mapping.fields, key=lambda one: (one.target, one.group, one.column))
        self.columns = [one.column for one in fields]
        labels = _BETWEEN.join(f"{one.target}/{one.group}" for one in fields)
        self._start = len(list_id).to_bytes(4, "big") + list_id + labels.encode() + b"\x00"
        self._met: dict[bytes, int] = {}

    def key(self, cells: Sequence[str], *, identified: bool) -> tuple[bytes, bool]:
        """Return the key of a row (32 bytes), and whether such a row was there before.

        ``cells`` are those of ``columns``, in that order.
        """
        content = _BETWEEN.join(cells)
        if _is_untidy(content):
            content = _BETWEEN.join(map(plain, cells))
        said = self._start + content.encode("utf-8", "surrogatepass")
        key = hashlib.sha256(said).digest()
        before = self._met.get(key, 0)
        self._met[key] = before + 1
        if before and not identified:
            key = hashlib.sha256(said + b"\x00" + before.to_bytes(4, "big")).digest()
        return key, bool(before)


def _is_untidy(content: str) -> bool:
    """Tell whether a cell may read otherwise once it is plain; cheap, since every row asks."""
    return (
        "'" in content
        or "=" in content
        or "  " in content
        or " \x1f" in content
        or "\x1f " in content
        or "\n" in content
    )
