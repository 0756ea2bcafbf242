"""What a peer lacks of a log, given the points it told: the rule of the exchange.

Drop the ancestors of every point that is known here; the rest is *uncovered*. The peer lists
nothing: send all. All its points are known: send what is uncovered, oldest first. A point is
unknown and nothing is uncovered: the peer is ahead, send nothing. A point is unknown and something
is uncovered: send nothing yet; if it is still so after the peer's chunks came, the log has
**forked**, and rungs find where.

A tablet's log may have holes, and both edges of each are told, too; the lower edge of a hole before
the first entry held is ``START``. A peer that tells two points of one line therefore lacks what
lies between, or is sent it once more: only who tells the same points is sent nothing. For that the
edges alone would not do: five entries in a row have the same two as the first and the last of them
with a hole between. So a log with holes has one point more, a mark at place 0 for all that is held.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import msgspec

from muster.adapters.exchange.record import START, Log, Look, Stored
from muster.adapters.exchange.vector import Point, Seen

MOST_RUNGS = 22
"""Steps back from one end: 2^20 entries."""


Ends = tuple[tuple[int, bytes], ...]
"""Entries of one log by sequence and hash."""


class Standing(Enum):
    """How the peer stands to us in one log."""

    LEVEL = "level"
    BEHIND = "behind"
    AHEAD = "ahead"
    DOUBT = "doubt"


class Told(msgspec.Struct):
    """What a peer told of one log: its points, and rungs of it where it was in doubt."""

    seen: tuple[Seen, ...] = ()
    rungs: tuple[Seen, ...] = ()


class Covering:
    """One log as it is held here, measured against what its peer told and was ``given`` by us."""

    def __init__(self, look: Look, log: Log, told: Told, given: Ends = ()) -> None:
        self._look = look
        self._log = log
        known = [_known(look, log, one) for one in told.seen if not is_mark(one)]
        ends = tuple(one for one in known if one is not None)
        found = (_known(look, log, one) for one in told.rungs)
        self.listed = bool(ends or given)
        self._searched = bool(told.rungs)
        self._measure = _measure(look, log)
        if is_level(log, told.seen):
            self._measure.cover_all()
        else:
            steps = tuple(one for one in found if one is not None)
            self._measure.cover(ends, (*steps, *given))
        marked = any(map(is_mark, told.seen)) and not self._measure.left
        self.unknown = any(one is None for one in known) or (
            marked and not is_level(log, told.seen)
        )

    @property
    def standing(self) -> Standing:
        """How the peer stands; a fork that rungs have found is nothing to doubt any more."""
        if not self._measure.left:
            return Standing.AHEAD if self.unknown else Standing.LEVEL
        return Standing.DOUBT if self.unknown and not self._searched else Standing.BEHIND

    def covers(self, sequence: int) -> bool:
        """Return whether the peer surely holds what lies at ``sequence``."""
        return self._measure.covers(sequence)

    def segments(self) -> Iterator[Stored]:
        """Yield the segments with something that the peer lacks, oldest first."""
        return self._measure.segments(self._look.segments(self._log.id, self._measure.since))


class Lacking:
    """How much of one log others may lack, by the points that they signed for: never too little."""

    def __init__(self, look: Look, log: Log) -> None:
        self._look = look
        self._log = log
        self._measure: _Line | _Branches | None = None

    def by(self, *told: Sequence[Seen]) -> int:
        """Return how many entries none of those who ``told`` these points surely holds."""
        if any(is_level(self._log, seen) for seen in told):
            return 0
        if self._measure is None:
            self._measure = _measure(self._look, self._log)
        self._measure.clear()
        for seen in told:
            known = (_known(self._look, self._log, one) for one in seen if not is_mark(one))
            self._measure.cover(tuple(one for one in known if one is not None), ())
        return self._measure.left


def is_level(log: Log, seen: Sequence[Seen]) -> bool:
    """Return whether who told these points holds a log exactly as it is held here."""
    return len(seen) == len(log.ends) and all(
        any(one.sequence == sequence and one.names(end) for one in seen)
        for sequence, end in log.ends
    )


def is_mark(seen: Seen) -> bool:
    """Return whether a point stands for all that is held of a log with holes, and for no entry."""
    return seen.sequence == START[0] and not seen.names(START[1])


def _known(look: Look, log: Log, seen: Seen) -> tuple[int, bytes] | None:
    """Return the entry held here that a point names, or none."""
    if seen.sequence == START[0]:
        return START if seen.names(START[1]) else None
    for end in log.ends:
        if end[0] == seen.sequence and seen.names(end[1]):
            return end
    if log.linear and seen.sequence >= max((one[0] for one in log.ends), default=0):
        return None
    held = look.at(log.id, seen.sequence)
    return next(((seen.sequence, one) for one in held if seen.names(one)), None)


def _measure(look: Look, log: Log) -> "_Line | _Branches":
    return _Line(log) if log.linear else _Branches(look, log)


class _Line:
    """A log that is one unbroken line: everything up to a known point is covered."""

    def __init__(self, log: Log) -> None:
        self._last = max((sequence for sequence, _ in log.ends), default=0)
        self._covered = 0

    def clear(self) -> None:
        """Let nothing be covered."""
        self._covered = 0

    def cover_all(self) -> None:
        """Let everything be covered."""
        self._covered = self._last

    def cover(self, ends: Ends, steps: Ends) -> None:
        """Cover up to the lowest end that was told, and the highest step beyond it."""
        lowest = min((sequence for sequence, _ in ends), default=0)
        self._covered = max((self._covered, lowest, *(sequence for sequence, _ in steps)))

    @property
    def left(self) -> int:
        return max(0, self._last - self._covered)

    @property
    def since(self) -> int:
        return self._covered + 1

    def covers(self, sequence: int) -> bool:
        return sequence <= self._covered

    def segments(self, held: Iterator[Stored]) -> Iterator[Stored]:
        return held


class _Branches:
    """A log with branches or holes: an entry is covered where a known point descends from it."""

    def __init__(self, look: Look, log: Log) -> None:
        self._before = {digest: (sequence, previous) for sequence, digest, previous in
                        look.places(log.id)}  # fmt: skip
        self._at: dict[int, list[bytes]] = {}
        for digest, (sequence, _) in self._before.items():
            self._at.setdefault(sequence, []).append(digest)
        self._covered: set[bytes] = set()

    def clear(self) -> None:
        """Let nothing be covered."""
        self._covered = set()

    def cover_all(self) -> None:
        """Let everything be covered."""
        self._covered = {*self._before}

    def cover(self, ends: Ends, steps: Ends) -> None:
        """Cover the ancestors of ``ends`` and ``steps``."""
        listed = {digest for _, digest in ends}
        told = [sequence for sequence, _ in ends if sequence]
        floor = min(told, default=1) if START in ends else 1
        for digest in sorted(listed):
            line, at_hole = self._ancestors(digest, listed)
            if at_hole:  # the peer's may be wider than ours: only what it told is sure
                self._covered.add(digest)
            elif listed.isdisjoint(line - {digest}):
                self._covered |= {one for one in line if self._before[one][0] >= floor}
        for _, digest in steps:
            self._covered |= self._ancestors(digest, listed)[0]

    def _ancestors(self, digest: bytes, listed: set[bytes]) -> tuple[set[bytes], bool]:
        """Return an entry with all before it, and whether a hole that the peer has ends that.

        A hole that the peer does not have ends nothing.
        """
        found: set[bytes] = set()
        at: bytes | None = digest
        while at is not None and at in self._before and at not in found:
            found.add(at)
            sequence, previous = self._before[at]
            at = previous if previous in self._before else self._below(sequence)
            if at is not None and at != previous and at in listed:
                return found, True
        return found, False

    def _below(self, sequence: int) -> bytes | None:
        """Return the one entry held next below a hole; none where there is not just one."""
        lower = max((one for one in self._at if one < sequence - 1), default=0)
        held = self._at.get(lower, [])
        return held[0] if len(held) == 1 and sequence > 1 else None

    @property
    def left(self) -> int:
        return len(self._before) - len(self._covered)

    @property
    def since(self) -> int:
        missing = (self._before[one][0] for one in self._before.keys() - self._covered)
        return min(missing, default=1)

    def covers(self, sequence: int) -> bool:
        held = self._at.get(sequence, ())
        return bool(held) and self._covered.issuperset(held)

    def segments(self, held: Iterator[Stored]) -> Iterator[Stored]:
        for one in held:
            at, missing = one.end, False
            for _ in range(one.last - one.first + 1):
                missing = missing or at not in self._covered
                at = self._before[at][1]
            if missing:
                yield one


def rungs(look: Look, log: Log) -> list[Point]:
    """Return points at 0, 1, 2, 4, 8 ... entries back from each end of ``log``."""
    if log.linear:
        return sorted({one for end in log.ends for one in _straight(look, log.id, end)})
    before = {digest: previous for _, digest, previous in look.places(log.id)}
    return sorted({one for end in log.ends for one in _along(before, log.id, end)})


def _steps() -> Iterator[int]:
    yield 0
    yield from (1 << power for power in range(MOST_RUNGS - 1))


def _straight(look: Look, log: bytes, end: tuple[int, bytes]) -> Iterator[Point]:
    for back in _steps():
        if back >= end[0]:
            return
        held = look.at(log, end[0] - back) if back else [end[1]]
        yield from ((log, end[0] - back, digest) for digest in held)


def _along(before: dict[bytes, bytes], log: bytes, end: tuple[int, bytes]) -> Iterator[Point]:
    sequence, at = end
    wanted = frozenset(_steps())
    for back in range(sequence):
        if at not in before:
            return
        if back in wanted:
            yield log, sequence - back, at
        at = before[at]


def by_log(seen: Iterable[Seen]) -> dict[bytes, tuple[Seen, ...]]:
    """Return points by the short id of their log."""
    found: dict[bytes, list[Seen]] = {}
    for one in seen:
        found.setdefault(one.log, []).append(one)
    return {log: tuple(points) for log, points in found.items()}
