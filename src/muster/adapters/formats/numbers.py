"""Read a list of published numbers from CSV: a row each, columns by the names that are given here.

Columns are ``series``, ``publisher``, ``sentence``, ``low``; and, where they are there, ``high``
(as ``low``), ``unit`` (souls), ``begins``, ``ends``, ``base`` (times in ISO 8601, a missing zone is
UTC) and ``running`` (yes or no). What a row lacks comes back by its line; no cell is repeated.
"""

import csv
import io
from collections.abc import Iterator, Mapping

import msgspec

from muster.adapters.formats.cells import latin_digits
from muster.adapters.formats.charset import decoded
from muster.adapters.formats.csv import cells_up_to, delimiter_of
from muster.adapters.formats.problems import (
    FileTooBig,
    NumbersMissing,
    NumberUnreadable,
    TextDamaged,
    TooManyRows,
)
from muster.ground.people.moment import Instant, read_iso
from muster.ground.people.problems import TimeUnreadable

MOST_BYTES = 4_000_000
MOST_ROWS = 20_000
MOST_CELL = 10_000
MOST_DIGITS = 12
NEEDED = ("series", "publisher", "sentence", "low")
COLUMNS = (*NEEDED, "high", "unit", "begins", "ends", "base", "running")
_YES = frozenset({"yes", "true", "1", "y"})
_NO = frozenset({"", "no", "false", "0", "n"})
_KINDS = {"number": "a whole number", "time": "a date like 2021-08-30", "flag": "yes or no"}


class Published(msgspec.Struct, frozen=True):
    """One row: the fields of ``FigurePublished`` that a list gives."""

    series: str
    publisher: str
    sentence: str
    unit: str
    low: int
    high: int
    begins: Instant | None
    ends: Instant | None
    base: Instant | None
    running: bool


class Refusal(msgspec.Struct, frozen=True):
    """Why the row at ``line`` (from 1 on, the head included) did not come in."""

    line: int
    code: str
    text: str


def read_numbers(raw: bytes) -> tuple[list[tuple[int, Published]], list[Refusal]]:
    """Return the rows with their lines, and those that cannot be read.

    Raises:
        FileTooBig, TooManyRows: a limit is passed.
        FileBinary, TextDamaged: the bytes are no CSV.
        NumbersMissing: a column that is needed is not there.
    """
    if len(raw) > MOST_BYTES:
        raise FileTooBig(limit=MOST_BYTES, found=len(raw))
    read: list[tuple[int, Published]] = []
    refused: list[Refusal] = []
    with cells_up_to(MOST_CELL):
        for line, row in _rows(decoded(raw).text):
            try:
                read.append((line, _published(line, row)))
            except NumberUnreadable as problem:
                refused.append(Refusal(line, problem.code, problem.text()))
    return read, refused


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        head = [cell.strip().casefold() for cell in next(reader, [])]
        known = sum(name in head for name in NEEDED)
        if known < len(NEEDED):
            raise NumbersMissing(expected=", ".join(NEEDED), found=known)
        for number, cells in enumerate(reader):
            if number >= MOST_ROWS:
                raise TooManyRows(limit=MOST_ROWS)
            if any(cell.strip() for cell in cells) and not "".join(cells).startswith("#"):
                yield (
                    reader.line_num,
                    {name: cell.strip() for name, cell in zip(head, cells, strict=False)},
                )
    except csv.Error:
        raise TextDamaged(line=reader.line_num) from None


def _published(line: int, row: Mapping[str, str]) -> Published:
    low = _number(line, "low", row.get("low", ""))
    return Published(
        row.get("series", ""),
        row.get("publisher", ""),
        row.get("sentence", ""),
        row.get("unit", "") or "souls",
        low,
        _number(line, "high", row.get("high", "") or str(low)),
        _time(line, row, "begins"),
        _time(line, row, "ends"),
        _time(line, row, "base"),
        _flag(line, row, "running"),
    )


def _number(line: int, column: str, cell: str) -> int:
    digits = latin_digits(cell).replace(",", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > MOST_DIGITS:
        raise NumberUnreadable(line=line, column=column, expected=_KINDS["number"])
    return int(digits)


def _time(line: int, row: Mapping[str, str], column: str) -> Instant | None:
    cell = row.get(column, "")
    if not cell:
        return None
    try:
        return read_iso(cell)
    except TimeUnreadable:
        raise NumberUnreadable(line=line, column=column, expected=_KINDS["time"]) from None


def _flag(line: int, row: Mapping[str, str], column: str) -> bool:
    cell = row.get(column, "").casefold()
    if cell not in _YES | _NO:
        raise NumberUnreadable(line=line, column=column, expected=_KINDS["flag"])
    return cell in _YES
