"""Read a run of cells of one column at once, where all of them are plain.

Most cells of a list are words, figures or addresses that need no second look, and most of those
stand there once: asking each by itself what it says is most of the work of reading a list. So one
pattern is laid over the whole run. It fits plain cells alone, and what it says is what reading cell
by cell says (a law holds that); where one cell is anything else the run is read cell by cell. No
pattern looks back: each takes as long as the run is long.
"""

import re
from collections.abc import Callable, Sequence
from re import Pattern
from typing import Any, Final

from muster.adapters.formats.cells import MISSING
from muster.adapters.formats.names import LONGEST
from muster.adapters.formats.targets import Target

Run = Callable[[Sequence[str]], list[Any] | None]
"""Returns what a run of cells says; none where it has to be read cell by cell."""

_END: Final = "\n"
_PLACEHOLDERS: Final = ("fnu", "lnu", "nfn", "nln")
_LATIN: Final = r"(?:[A-Za-z]++(?:[ '.-][A-Za-z]++)*+)?+"
_LETTERS: Final = r"(?:[^\W\d_]++(?:[ '.-][^\W\d_]++)*+)?+"
_IDS: Final = r"(?:[A-Za-z0-9]++(?:[ ./#-][A-Za-z0-9]++)*+)?+"


def _each(cell: str) -> Pattern[str]:
    return re.compile(f"(?:{cell}{_END})*+")


_IS_LATIN: Final = _each(_LATIN)
_IS_LETTERS: Final = _each(_LETTERS)
_IS_IDS: Final = _each(_IDS)
_ARE_NUMBERS: Final = _each(r"(?:[A-Z]{0,3}+[0-9]{5,20}+)?+")
_ARE_PHONES: Final = _each(r"(?:\+?+[0-9]{5,15}+)?+")
_ARE_MAILS: Final = _each(r"(?:[A-Za-z0-9_.+-]{1,64}+@[A-Za-z0-9_-]++\.[a-z]{2,63}+)?+")


def _joined(cells: Sequence[str]) -> str:
    """Return the cells, each with an end; nothing where a cell holds one."""
    joined = _END.join(cells) + _END
    return joined if joined.count(_END) == len(cells) else ""


def _names(cells: Sequence[str]) -> Sequence[str] | None:
    """Return the cells where each is a plain name or empty."""
    joined = _joined(cells)
    pattern = _IS_LATIN if joined.isascii() else _IS_LETTERS
    if not joined or not pattern.fullmatch(joined) or max(map(len, cells)) > LONGEST:
        return None
    low = joined.casefold()
    if any(one in low for one in _PLACEHOLDERS) or not MISSING.isdisjoint(low.split(_END)):
        return None
    return cells


def _name(cells: Sequence[str]) -> list[Any] | None:
    names = _names(cells)
    return None if names is None else list(names)


def _full(cells: Sequence[str]) -> list[Any] | None:
    names = _names(cells)
    return None if names is None else [(one, "", "") for one in names]


def _ids(cells: Sequence[str]) -> list[Any] | None:
    joined = _joined(cells)
    if not joined or not _IS_IDS.fullmatch(joined) or max(map(len, cells)) > LONGEST:
        return None
    return list(cells) if MISSING.isdisjoint(joined.casefold().split(_END)) else None


def _numbers(cells: Sequence[str]) -> list[Any] | None:
    joined = _joined(cells)
    return [one or None for one in cells] if joined and _ARE_NUMBERS.fullmatch(joined) else None


def _several(pattern: Pattern[str]) -> Run:
    def read(cells: Sequence[str]) -> list[Any] | None:
        joined = _joined(cells)
        if not joined or not pattern.fullmatch(joined):
            return None
        return [(one,) if one else () for one in cells]

    return read


RUNS: Final[dict[Target, Run]] = {
    Target.FULL_NAME: _full,
    Target.GIVEN_NAME: _name,
    Target.FAMILY_NAME: _name,
    Target.FATHER_NAME: _name,
    Target.DOCUMENT_NUMBER: _numbers,
    Target.PHONE: _several(_ARE_PHONES),
    Target.MAIL: _several(_ARE_MAILS),
    Target.PARTY: _ids,
    Target.PLACE: _ids,
    Target.ROW_ID: _ids,
}
"""By target, what reads a run of plain cells."""
