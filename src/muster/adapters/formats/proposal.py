"""Propose a mapping for a table, say how sure it is, and ask what the table does not settle.

Headers speak first, then HXL tags, then values. What a header leaves vague is settled by its
neighbours: ``name`` beside ``surname`` is the given name, ``Name`` beside ``Vorname`` the family
name. A question with a suggestion is already answered that way in the mapping; one without leaves
the mapping unreadable until somebody answers.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final

import msgspec

from muster.adapters.formats import clues
from muster.adapters.formats.cells import plain
from muster.adapters.formats.dates import Order, Votes
from muster.adapters.formats.headers import (
    Meaning,
    is_family_name,
    is_known,
    is_refused,
    meaning,
    order_hint,
)
from muster.adapters.formats.mapping import Calendar, Families, Mapped, Mapping, digest_of
from muster.adapters.formats.tables import Column, Table
from muster.adapters.formats.tags import tag_meaning
from muster.adapters.formats.targets import DATES, DOCUMENTS, MANY, NAMES, Target

_SAMPLE: Final = 500
_OFTEN: Final = 20
"""So many times as many rows as a sample settle an order where few dates stand in many rows."""
_YEARS: Final = frozenset({Target.BIRTH_DATE, Target.BIRTH_YEAR})
_OF_A_DOCUMENT: Final = frozenset({Target.DOCUMENT_EXPIRY, Target.DOCUMENT_STATE})
_FEWEST_BLOCKS: Final = 3
_LARGEST_BLOCK: Final = 20


class Why(StrEnum):
    """What a guess rests on."""

    HEADER = "header"
    TAG = "tag"
    VALUES = "values"
    KEPT = "kept"  # confirmed for the last list of this form


_SURE: Final = {Why.HEADER: 0.98, Why.TAG: 0.95, Why.VALUES: 0.7}


class Guess(msgspec.Struct, frozen=True):
    """What one column seems to be; ``confidence`` is from 0 to 1 and only orders guesses."""

    column: int
    target: Target
    group: str
    why: Why
    confidence: float


class Asked(StrEnum):
    """What the table does not settle."""

    DATE_ORDER = "formats.ask-date-order"
    CALENDAR = "formats.ask-calendar"
    FAMILIES = "formats.ask-families"
    NAME = "formats.ask-name"
    ENCODING = "formats.ask-encoding"


class Question(msgspec.Struct, frozen=True):
    """One question, about a ``column`` (from 0) or the whole table (-1)."""

    code: Asked
    column: int = -1
    choices: tuple[str, ...] = ()
    suggested: str = ""


class Proposal(msgspec.Struct, frozen=True):
    """A mapping to confirm; ``refused`` columns hold what is never imported."""

    mapping: Mapping
    guesses: tuple[Guess, ...]
    questions: tuple[Question, ...]
    refused: tuple[int, ...]
    unmapped: tuple[int, ...]

    @property
    def confidence(self) -> float:
        """The confidence of the weakest guess; 0 while no column is taken for a name."""
        named = any(one.target in NAMES for one in self.guesses)
        return min((one.confidence for one in self.guesses), default=0.0) if named else 0.0


def propose(table: Table) -> Proposal:
    """Return the proposed mapping of ``table``; raise nothing."""
    cells = _sample(table)
    refused = tuple(one.index for one in table.columns if is_refused(one.header))
    guesses = _grouped(tuple(_guesses(table.columns, cells, refused)))
    fields, questions = [], []
    for one in guesses:
        mapped, asked = _mapped(one, table)
        fields.append(mapped)
        questions += asked
    families, about_families = _families(table, guesses)
    mapping = Mapping(tuple(fields), families, digest_of(table.columns))
    taken = {one.column for one in fields}
    return Proposal(
        mapping,
        guesses,
        (*_about(table, guesses), *questions, *about_families),
        refused,
        tuple(one.index for one in table.columns if one.index not in taken | set(refused)),
    )


def _sample(table: Table) -> list[list[str]]:
    rows = [cells for _, cells in islice(table.rows(), _SAMPLE)]
    return [
        [plain(cells[index]) if index < len(cells) else "" for cells in rows]
        for index in range(len(table.columns))
    ]


def _guesses(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], refused: Sequence[int]
) -> Iterator[Guess]:
    words = {
        one.index: _by_words(one, cells[one.index]) for one in columns if one.index not in refused
    }
    targets = {found[0].target for found in words.values() if found}
    taken: set[tuple[Target, str]] = set()
    for index, found in words.items():
        if found:
            meant, why = found
            target = _settled(meant, targets)
            if _is_free(target, meant.group, taken):
                yield Guess(index, target, meant.group, why, _SURE[why])
    for index, found in words.items():
        if found is None and not is_known(columns[index].header):
            seen = clues.guess(cells[index])
            if seen and _is_free(seen, "", taken):
                yield Guess(index, seen, "", Why.VALUES, _SURE[Why.VALUES])


def _grouped(guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """Give ``expiry`` and ``issuing state`` to the one numbered document that they can be about."""
    numbers = [one.group for one in guesses if one.target is Target.DOCUMENT_NUMBER]
    taken = {(one.target, one.group) for one in guesses}
    return tuple(
        msgspec.structs.replace(one, group=numbers[0])
        if one.target in _OF_A_DOCUMENT
        and not one.group
        and len(numbers) == 1
        and (one.target, numbers[0]) not in taken
        else one
        for one in guesses
    )


def _by_words(column: Column, cells: Sequence[str]) -> tuple[Meaning, Why] | None:
    """Return what header or tag say; a surname is never taken for a family number."""
    if found := meaning(column.header):
        if found.target is not Target.PARTY or clues.has_figures(cells):
            return found, Why.HEADER
        is_name = is_family_name(column.header) and clues.filled(cells)
        return (Meaning(Target.FAMILY_NAME), Why.HEADER) if is_name else None
    if found := tag_meaning(column.tag):
        return found, Why.TAG
    return None


def _settled(meant: Meaning, targets: set[Target]) -> Target:
    if not meant.vague:
        return meant.target
    match Target.GIVEN_NAME in targets, Target.FAMILY_NAME in targets:
        case True, False:
            return Target.FAMILY_NAME
        case False, True:
            return Target.GIVEN_NAME
        case _:
            return Target.FULL_NAME


def _is_free(target: Target, group: str, taken: set[tuple[Target, str]]) -> bool:
    place = (target, group if target in DOCUMENTS else "")
    if place in taken and target not in MANY:
        return False
    taken.add(place)
    return True


def _mapped(guess: Guess, table: Table) -> tuple[Mapped, list[Question]]:
    mapped = Mapped(guess.column, guess.target, guess.group)
    if guess.target not in DATES | _YEARS:
        return mapped, []
    asked = []
    votes = _votes(table, guess.column)
    order = order_hint(table.columns[guess.column].header) or votes.order()
    if guess.target in DATES and order is Order.OPEN:
        choices = (Order.DAY_FIRST.value, Order.MONTH_FIRST.value)
        asked.append(Question(Asked.DATE_ORDER, guess.column, choices))
    if guess.target in _YEARS and votes.hijri:
        choices = (Calendar.SOLAR_HIJRI.value, Calendar.GREGORIAN.value)
        asked.append(Question(Asked.CALENDAR, guess.column, choices, choices[0]))
    return msgspec.structs.replace(mapped, order=order), asked


def _votes(table: Table, column: int) -> Votes:
    """Return the votes of a column's first rows, or of all while they leave the order open."""
    seen: set[str] = set()
    votes, rows = Votes(), 0
    for chunk in table.chunks():
        cells = {plain(row[column]) for row in chunk.cells if column < len(row)}
        rows += len(chunk.cells) if cells - {""} else 0
        votes = votes.plus(clues.date_votes(list(cells - seen)))
        seen |= cells
        enough = votes.dates >= _SAMPLE or rows >= _SAMPLE * _OFTEN
        if enough and votes.order() is not Order.OPEN:
            break
    return votes


def _families(table: Table, guesses: Iterable[Guess]) -> tuple[Families, list[Question]]:
    targets = {one.target for one in guesses}
    if Target.PARTY in targets:
        return Families.BY_NUMBER, []
    if targets & {Target.RELATION, Target.HEAD}:
        return Families.BY_RELATION, []
    for column in _without_figures(table, guesses):
        numbered = (Families.ALONE.value, Families.BY_NUMBER.value)
        return Families.ALONE, [Question(Asked.FAMILIES, column, numbered, numbered[0])]
    if not _has_blocks(table):
        return Families.ALONE, []
    choices = (Families.BY_BLANK_ROWS.value, Families.ALONE.value)
    return Families.BY_BLANK_ROWS, [Question(Asked.FAMILIES, -1, choices, choices[0])]


def _without_figures(table: Table, guesses: Iterable[Guess]) -> list[int]:
    """Return the columns that are called a family number and hold no figures."""
    taken = {one.column for one in guesses}
    meant = {one.index: meaning(one.header) for one in table.columns if one.index not in taken}
    return [at for at, found in meant.items() if found and found.target is Target.PARTY]


def _has_blocks(table: Table) -> bool:
    """Tell whether blank rows cut the first rows into blocks of the size of families."""
    sizes = [0]
    for chunk in islice(table.chunks(), 5):
        for cells in chunk.cells:
            if cells:
                sizes[-1] += 1
            else:
                sizes.append(0)
    blocks = [size for size in sizes if size]
    return len(blocks) >= _FEWEST_BLOCKS and 1 < max(blocks) <= _LARGEST_BLOCK


def _about(table: Table, guesses: Iterable[Guess]) -> Iterator[Question]:
    if table.guessed:
        yield Question(Asked.ENCODING, -1, (table.encoding,), table.encoding)
    if not any(one.target in NAMES for one in guesses):
        yield Question(Asked.NAME)
