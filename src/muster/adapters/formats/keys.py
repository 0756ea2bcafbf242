"""A row's key: the same whenever the same row of the same list is read again.

It is a hash over the list's id and what the mapped columns hold, so that a list can be imported
twice and only new and changed rows come in. Two rows of one list that say the same are one claim
when they carry a document number or the list's own id of the person. Without either they are
counted apart: two men of one name are two.
"""

import hashlib
from collections.abc import Callable, Sequence
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

    def keys(
        self, rows: Sequence[Sequence[str]], identified: Callable[[int], bool]
    ) -> tuple[list[bytes], list[int]]:
        """Return the keys of some rows (32 bytes each), and which of them were there before.

        Of each row ``rows`` holds the cells of ``columns``, in that order; ``identified`` says
        whether the one at a place tells by a number whom it means.
        """
        said = self._said(rows)
        keys = [hashlib.sha256(one).digest() for one in said]
        if len(set(keys)) == len(keys) and self._met.keys().isdisjoint(keys):
            self._met.update(dict.fromkeys(keys, 1))
            return keys, []
        repeated = []
        for at, key in enumerate(keys):
            before = self._met.get(key, 0)
            self._met[key] = before + 1
            if before:
                repeated.append(at)
            if before and not identified(at):
                again = said[at] + b"\x00" + before.to_bytes(4, "big")
                keys[at] = hashlib.sha256(again).digest()
        return keys, repeated

    def _said(self, rows: Sequence[Sequence[str]]) -> list[bytes]:
        """Return what the key of each row is a hash of."""
        contents = list(map(_BETWEEN.join, rows))
        if _is_untidy(_BETWEEN.join(contents)):
            contents = [
                _BETWEEN.join(map(plain, cells)) if _is_untidy(content) else content
                for content, cells in zip(contents, rows, strict=True)
            ]
        return [self._start + one.encode("utf-8", "surrogatepass") for one in contents]


def _is_untidy(content: str) -> bool:
    """Tell whether a cell may read otherwise once it is plain; cheap, and once for many rows."""
    return (
        "'" in content
        or "=" in content
        or "  " in content
        or " \x1f" in content
        or "\x1f " in content
        or "\n" in content
    )
