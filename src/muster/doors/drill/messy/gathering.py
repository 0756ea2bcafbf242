"""Who stands on which list: everybody on one, some on a second or third, and what comes of it.

The people are those of the clean drill, one by one: the same stream of moves is thought up first,
and whoever claims in it stands on a list instead. Some lists come again changed, one is taken back
and comes again; rows that nobody can read come back to whoever sent them.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import accumulate
from operator import attrgetter
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from muster.doors.drill import outside_moves
from muster.doors.drill.list_moves import (
    Entered,
    FileReceived,
    FileTakenBack,
    OpenOnesTraced,
    Reading,
    RecordsCompared,
)
from muster.doors.drill.messy import messages, tables
from muster.doors.drill.messy.habits import Habits, habits
from muster.doors.drill.messy.rows import Cells, Entry, Writer
from muster.doors.drill.messy.spoiling import spoilt
from muster.doors.drill.messy.tables import Row, Written
from muster.doors.drill.moves import Claimed, ClaimedParty, ListReceived, Move, Number
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Stream, Streams
from muster.doors.drill.timeline import moves
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant, iso

_BETWEEN: Final = 5_000
"""Milliseconds of event time between two files: all are there before anybody comes to a desk."""
_CHANGED_LISTS: Final = 3
_ALTERED, _LATE, _GONE = 0.03, 0.02, 5
_LEAST_WEIGHT, _MOST_WEIGHT = 0.4, 2.0
_MOST_BAD: Final = 10
"""At most one row in so many comes back: more, and the list as a whole would not be taken in."""
_COMPARED_BEFORE_END: Final = 3 * HOUR
_TRACED_BEFORE_END: Final = 2 * HOUR
_DRAFT: Final = "the sender says that it was a draft"
_ORDERS: Final = {
    "day/month": "day-first",
    "day.month": "day-first",
    "month/day": "month-first",
    "words": "day-first",
    "iso": "day-first",
    "cells": "day-first",
}

Block = list[Entry]
Same = tuple[tuple[Number, Number], ...]


class Line(Struct, frozen=True):
    """One row of a list: whose it is, what should stand there, and what its sender wrote."""

    entry: Entry
    cells: Cells
    row: Row
    written: Row


def in_lists(scenario: Scenario, seed: int) -> Iterator[Move]:
    """Yield what happens with lists in a drill, in order of time.

    Everybody is on record under a list before anybody of the clean drill would have claimed.
    """
    parties, same = _everybody(scenario, seed)
    streams = Streams(seed)
    at = instant(scenario.operation.begins) + MINUTE
    for move in _Lists(scenario, streams).moves(parties, at):
        yield move
        at = move.at
    yield RecordsCompared(at + _BETWEEN, same)
    ends = instant(scenario.operation.ends)
    yield RecordsCompared(ends - _COMPARED_BEFORE_END, same)
    yield OpenOnesTraced(ends - _TRACED_BEFORE_END)


def _everybody(scenario: Scenario, seed: int) -> tuple[list[ClaimedParty], Same]:
    """Return everybody who claims in the clean drill, without who claims a second time there."""
    parties: list[ClaimedParty] = []
    same: list[tuple[Number, Number]] = []
    for move in moves(scenario, seed):
        match move:
            case Claimed(parties=some) | ListReceived(parties=some):
                parties += some
            case outside_moves.Judged(pairs=pairs, unsure=False):
                same += pairs
            case _:
                pass  # nobody comes in by it
    again = {other for _, other in same}
    first = [one for one in parties if one.people[0].number not in again]
    return first, tuple(same)


class _Lists:
    """The lists of one drill."""

    def __init__(self, scenario: Scenario, streams: Streams) -> None:
        self._rates = scenario.messy
        self._streams = streams
        self._writer = Writer(scenario)
        self._when = iso(instant(scenario.operation.begins))
        self._habits = [habits(number, streams) for number in range(self._rates.lists)]
        apart = [one.number for one in self._habits if one.form == "csv"]
        known = [n for n in apart if "row-id" in self._habits[n].columns]
        self._changed = frozenset(n for n in known if self._by_number(n))
        self._changed = frozenset(sorted(self._changed)[:_CHANGED_LISTS])
        left = [n for n in apart if self._by_number(n) and n not in self._changed]
        self._draft = left[0] if left else -1

    def _by_number(self, number: int) -> bool:
        return self._habits[number].families == "by-number"

    def moves(self, parties: Sequence[ClaimedParty], at: Instant) -> Iterator[Move]:
        """Yield the files of all lists, those that come again after all others."""
        later: list[Move] = []
        for number, blocks in enumerate(self._placed(parties)):
            if not blocks:
                continue
            for again, move in enumerate(self._of_list(self._habits[number], blocks, at)):
                if again:
                    later.append(move)
                else:
                    yield move
            at += _BETWEEN
        for move in later:
            at += _BETWEEN
            yield replace(move, at=at)

    def _placed(self, parties: Sequence[ClaimedParty]) -> list[list[Block]]:
        """Return the blocks of each list: parties at home there, and those who stand there too."""
        chance = self._streams.named("messy/placed")
        count = len(self._habits)
        weights = list(
            accumulate(chance.uniform(_LEAST_WEIGHT, _MOST_WEIGHT) for _ in range(count))
        )
        lists: list[list[Block]] = [[] for _ in range(count)]
        homes: list[int] = []
        for party in parties:
            home = chance.choices(range(count), cum_weights=weights)[0]
            while self._habits[home].form == "pfif" and len(party.people) > 1:
                home = (home + 1) % count
            homes.append(home)
            lists[home].append(_block(party, range(len(party.people)), home=True))
        for party, home in self._again(parties, homes, chance):
            whole = chance.random() * 100 < self._rates.whole
            there = range(len(party.people))
            some = there if whole else (chance.choice(there),)
            lists[home].append(_block(party, some, home=False))
        for blocks in lists:
            chance.shuffle(blocks)
        return lists

    def _again(
        self, parties: Sequence[ClaimedParty], homes: Sequence[int], chance: Stream
    ) -> Iterator[tuple[ClaimedParty, int]]:
        """Yield parties of whom somebody stands on another list, and on which."""
        count = len(self._habits)
        if count == 1:
            return
        share = self._rates.whole / 100
        mean = sum(len(one.people) for one in parties) / max(1, len(parties))
        chosen = self._rates.twice / 100 * mean / (share * mean + 1 - share)
        for party, home in zip(parties, homes, strict=True):
            if chance.random() >= chosen:
                continue
            others = chance.sample([n for n in range(count) if n != home], min(2, count - 1))
            more = chance.random() * 100 < self._rates.thrice
            for other in others[: 2 if more else 1]:
                yield party, other

    # ------------------------------------------------------------------------------ one list

    def _of_list(self, known: Habits, blocks: Sequence[Block], at: Instant) -> Iterator[Move]:
        """Yield what comes of one list, first the file as it came first."""
        chance = self._streams.named(f"messy/rows/{known.number}")
        if known.form in {"pfif", "paxlst"}:
            yield self._message(known, blocks, at, chance)
            return
        told = self._lines(known, blocks, chance)
        if known.number in self._changed:
            yield self._file(known, _as_before(told, known, chance), at)
            yield self._file(known, [block for block in told if _stays(block)], at, again=True)
            return
        first = self._file(known, told, at, spoilt_too=True)
        yield first
        if known.number == self._draft:
            yield FileTakenBack(at, known.number, _DRAFT)
            yield self._file(known, told, at, spoilt_too=True, again=True)
        elif not self._by_number(known.number) and _bad(told):
            yield self._file(known, told, at, again=True)

    def _lines(self, known: Habits, blocks: Sequence[Block], chance: Stream) -> list[list[Line]]:
        """Return the rows of a list, some of them such that they must come back."""
        told: list[list[Line]] = []
        number = bad = 0
        rows = sum(map(len, blocks))
        for block in blocks:
            lines: list[Line] = []
            for entry in block:
                number += 1
                cells = self._writer.cells(entry, known, chance)
                row = written = tables.row(cells, known, number)
                if chance.random() * 100 < self._rates.bad and (bad + 1) * _MOST_BAD <= rows:
                    bad += 1
                    written = spoilt(row, known, chance)
                lines.append(Line(entry, cells, row, written))
            told.append(lines)
        return told

    def _file(
        self,
        known: Habits,
        told: Sequence[Sequence[Line]],
        at: Instant,
        *,
        spoilt_too: bool = False,
        again: bool = False,
    ) -> FileReceived:
        """Return the file of some rows; ``spoilt_too``: with those that come back."""
        blocks = [[one.written if spoilt_too else one.row for one in block] for block in told]
        file = tables.write(blocks, known)
        flat = [one for block in told for one in block]
        right: tuple[tuple[int, Row], ...] = ()
        if spoilt_too and self._by_number(known.number):
            pairs = zip(file.lines, flat, strict=True)
            right = tuple((line, one.row) for line, one in pairs if one.written != one.row)
        entries = [one.entry for one in flat]
        return _received(known, file, entries, at, _reading(known), right=right, again=again)

    def _message(
        self, known: Habits, blocks: Sequence[Block], at: Instant, chance: Stream
    ) -> FileReceived:
        entries = [one for block in blocks for one in block]
        cells = [self._writer.cells(one, known, chance) for one in entries]
        sexes = [one.person.sex.value[:1].upper() for one in entries]
        if known.form == "pfif":
            file = messages.finder(cells, sexes, self._when)
        else:
            file = messages.carrier(cells, sexes, f"DRL{known.number:03d}")
        return _received(known, file, entries, at, None)


def _block(party: ClaimedParty, places: Sequence[int], *, home: bool) -> Block:
    return [
        Entry(party.people[place], party, home, first=number == 0)
        for number, place in enumerate(places)
    ]


def _received(
    known: Habits,
    file: Written,
    entries: Sequence[Entry],
    at: Instant,
    reading: Reading | None,
    *,
    right: tuple[tuple[int, Row], ...] = (),
    again: bool = False,
) -> FileReceived:
    rows = tuple(
        Entered(line, one.person.number, one.party.number, one.home)
        for line, one in zip(file.lines, entries, strict=True)
    )
    who = known.number, known.sender, known.name
    return FileReceived(at, *who, file.content, reading, rows, right, again)


def _reading(known: Habits) -> Reading:
    columns = tuple(
        (place, one) for place, one in enumerate(known.columns) if one not in {"idle", "number"}
    )
    return Reading(columns, _ORDERS.get(known.dates, ""), known.families)


def _bad(told: Sequence[Sequence[Line]]) -> bool:
    return any(one.written != one.row for block in told for one in block)


def _as_before(told: Sequence[Sequence[Line]], known: Habits, chance: Stream) -> list[list[Line]]:
    """Return a list as it came first: some rows say something else, some came only later."""
    place = known.columns.index("phone") if "phone" in known.columns else -1
    before: list[list[Line]] = []
    for block in told:
        kept = [one for at, one in enumerate(block) if at == 0 or chance.random() >= _LATE]
        before.append([_altered(one, place, chance) for one in kept])
    return before


def _altered(line: Line, place: int, chance: Stream) -> Line:
    if place < 0 or chance.random() >= _ALTERED:
        return line
    row = (*line.row[:place], f"+9300{chance.randrange(10**7):07d}", *line.row[place + 1 :])
    return Line(line.entry, line.cells, row, row)


def _stays(block: Sequence[Line]) -> bool:
    """Return whether a block is still there when the list comes again: some guests are not."""
    entry = block[0].entry
    return entry.home or entry.person.number % _GONE != 0


def with_lists(scenario: Scenario, seed: int) -> Iterator[Move]:
    """Yield the moves of a drill whose people come in by lists, in order of time.

    They are those of ``timeline.moves`` and ``in_lists`` together: whoever claims and is on record
    already is known when they come to a desk.
    """
    yield from merge(in_lists(scenario, seed), moves(scenario, seed), key=attrgetter("at"))
