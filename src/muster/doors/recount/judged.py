"""Records that were judged: which are one person, and which may be.

The rules are "Records judged" in ``docs/figures.md``. Records judged the same make a *cluster*;
those that may be the same as others make a *tangle* of clusters.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from muster.doors.recount import line as lines
from muster.doors.recount.line import NAMELESS, Line, line_of
from muster.doors.recount.record import DIFFERENT, SAME, UNSURE, Record

MOST_EXACT = 12
MOST_APART = 4
_GONE = frozenset({lines.HANDED_OVER, lines.LEFT})
_TELLING = (
    (lines.WAITING, lines.READY),
    (lines.WAITING, lines.ELIGIBLE),
    (lines.WAITING, lines.DEFERRED),
    (lines.WAITING, lines.CLAIMED),
    (lines.WAITING, lines.UNTRACED),
    (lines.CLOSED, lines.LEFT_BEHIND),
    (lines.CLOSED, lines.LEFT_UNTRACED),
    (lines.CLOSED, lines.WITHDREW),
    (lines.CLOSED, lines.INELIGIBLE),
    (lines.WAITING, lines.UNNAMED),
)
Pairs = list[tuple[bytes, bytes]]


class Tangle(NamedTuple):
    """Lines of clusters that may be one person, and by number which may be, and which are not."""

    lines: tuple[Line, ...]
    near: tuple[frozenset[int], ...]
    apart: tuple[frozenset[int], ...]

    def fewer(self, counted: Callable[[Line], bool], elsewhere: Callable[[Line], bool]) -> int:
        """Return how many fewer people may be ``counted``; who is ``elsewhere`` too is none."""
        inside = frozenset(n for n, line in enumerate(self.lines) if counted(line))
        if not inside:
            return 0
        outside = frozenset(n for n, line in enumerate(self.lines) if elsewhere(line))
        return len(inside) - self._least(inside, outside)

    def _least(self, inside: frozenset[int], outside: frozenset[int]) -> int:
        """Return the fewest people inside, over all ways to say which records are one person."""
        if not any(self.apart):
            return 0 if outside else 1
        if len(self.lines) <= MOST_EXACT:
            return self._exact(inside, outside)
        sure = frozenset(n for n in inside if outside <= self.apart[n])
        return max(self._apart(sure, MOST_APART), 0 if outside else 1)

    def _exact(self, inside: frozenset[int], outside: frozenset[int]) -> int:
        @cache
        def fewest(left: frozenset[int]) -> int:
            if not left:
                return 0
            return min(
                bool(person & inside and not person & outside) + fewest(left - person)
                for person in self._persons(min(left), left)
            )

        return fewest(frozenset(range(len(self.lines))))

    def _persons(self, first: int, among: frozenset[int]) -> Iterator[frozenset[int]]:
        """Yield every set with ``first`` that can be one person: near by near, none apart."""
        found = {frozenset({first})}
        grown = list(found)
        while grown:
            person = grown.pop()
            yield person
            beside = {n for one in person for n in self.near[one]} & among - person
            for one in beside:
                larger = person | {one}
                if not self.apart[one] & person and larger not in found:
                    found.add(larger)
                    grown.append(larger)

    def _apart(self, among: frozenset[int], most: int) -> int:
        """Return how many of ``among`` are apart, each from each; at most ``most``."""
        if not among or not most:
            return 0
        return max(
            1 + self._apart(frozenset(n for n in among & self.apart[one] if n > one), most - 1)
            for one in among
        )


class Judged:
    """All that judgements come to: ``persons`` are clusters of two records and more."""

    def __init__(self, record: Record) -> None:
        told = {one for pair in record.judged for one in pair}
        self.lines = {one: line_of(record.persons[one]) for one in told if one in record.persons}
        pairs: dict[str, Pairs] = {SAME: [], DIFFERENT: [], UNSURE: []}
        for pair, judgement in self._judgements(record):
            pairs[judgement].append(pair)
        names = _names(pairs[SAME])
        broken = {names[a] for a, b in pairs[DIFFERENT] if names.get(a, a) == names.get(b, b)}
        loose = [pair for pair in pairs[SAME] if names[pair[0]] in broken]
        names = {one: name for one, name in names.items() if name not in broken}
        self.persons = _members(names)
        self._joint = {
            name: joint([self.lines[one] for one in members])
            for name, members in self.persons.items()
        }
        self.tangles = self._tangles([*pairs[UNSURE], *loose], pairs[DIFFERENT], names)

    def _judgements(self, record: Record) -> Iterator[tuple[tuple[bytes, bytes], str]]:
        """Yield what stands of each pair of which both are on record, claims among them."""
        for pair, judgement in record.judged.items():
            if pair[0] in self.lines and pair[1] in self.lines:
                yield pair, judgement.says
        for one in list(self.lines):
            claim = record.persons[one].claim
            if claim is not None and claim in record.persons:
                self.lines.setdefault(claim, line_of(record.persons[claim]))
                yield (one, claim), SAME

    def _tangles(self, near: Pairs, apart: Pairs, names: dict[bytes, bytes]) -> list[Tangle]:
        near, apart = _named(near, names), _named(apart, names)
        found = []
        for members in _members(_names(near)).values():
            at = {one: number for number, one in enumerate(members)}
            own = tuple(self._joint.get(one) or self.lines[one] for one in members)
            found.append(Tangle(own, _beside(near, at), _beside(apart, at)))
        return found

    def told(self) -> Iterator[tuple[bytes, Line]]:
        """Yield each record that is part of a person, with the line that counts in its place."""
        for name, members in self.persons.items():
            for one in members:
                yield one, self._joint[name] if one == name else Line(lines.MERGED)


def _names(pairs: Pairs) -> dict[bytes, bytes]:
    """Return for each record in ``pairs`` the one that names all that hang together with it."""
    members: dict[bytes, set[bytes]] = {}
    for one, other in pairs:
        together = members.get(one, {one}) | members.get(other, {other})
        members |= dict.fromkeys(together, together)
    return {one: min(together) for one, together in members.items()}


def _members(names: dict[bytes, bytes]) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for one in sorted(names):
        found.setdefault(names[one], []).append(one)
    return found


def _named(pairs: Pairs, names: dict[bytes, bytes]) -> Pairs:
    """Return ``pairs`` as pairs of clusters, without those inside one."""
    told = ((names.get(one, one), names.get(other, other)) for one, other in pairs)
    return [pair for pair in told if pair[0] != pair[1]]


def _beside(pairs: Pairs, at: dict[bytes, int]) -> tuple[frozenset[int], ...]:
    found: list[set[int]] = [set() for _ in at]
    for one, other in pairs:
        if one in at and other in at:
            found[at[one]].add(at[other])
            found[at[other]].add(at[one])
    return tuple(map(frozenset, found))


def joint(records: Iterable[Line]) -> Line:
    """Return the one line of a person whose records have these lines."""
    known = list(records)
    best = min(_telling(known), key=Line.raw)
    category = best.category or min((one.category for one in known if one.category), default="")
    named = any(one.mark not in NAMELESS and one.stage != lines.MERGED for one in known)
    mark = "" if named and best.mark in NAMELESS else best.mark
    return best._replace(mark=mark, category=category)


def _telling(known: list[Line]) -> list[Line]:
    """Return the lines that say most of where the person is."""
    dead = [one for one in known if one.mark == lines.DEAD]
    ashore = [one for one in known if one.stage == lines.ASHORE or one.mark in _GONE]
    places = {one.place for one in ashore}
    aboard = [one for one in known if one.stage == lines.ABOARD]
    went_on = [one for one in aboard if not ashore or one.place in places]
    if dead or went_on:
        return dead or went_on
    if ashore:
        gone = [one for one in ashore if one.mark in _GONE]
        left = {one.place for one in gone}
        here = [one for one in ashore if one.place not in left]
        return [one for one in here if not one.mark] or here or gone
    for told in _TELLING:
        if found := [one for one in known if one[:2] == told]:
            return found
    return known
