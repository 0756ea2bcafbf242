"""Two plans side by side, as a difference that a person reads in a minute.

"17 families move, nobody told in the last day does." Of every party that may travel the difference
says what becomes of it and how far it had come, so that the planner sees first whom it will hurt.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec

from muster.ground.people.saying import SEMICOLON, Saying, counted, listed, say
from muster.journey.plan.operation import Operation, Party, Place, Standing


class Change(StrEnum):
    """What becomes of a party. Stable: shown, translated, documented."""

    KEPT = "kept"
    MOVED = "moved"
    LOST = "lost"
    GAINED = "gained"
    LEFT = "left"


class Known(StrEnum):
    """How far its old place had come. Stable: shown, translated, documented."""

    TOLD = "told"
    PLANNED = "planned"
    FREE = "free"
    INSIDE = "inside"


class Count(msgspec.Struct, frozen=True, array_like=True):
    """Parties and souls."""

    parties: int = 0
    souls: int = 0


class Difference(msgspec.Struct, frozen=True):
    """What a new plan changes; lists are indexes of parties, the told ones first, then by rank.

    ``counts`` is by change and by how far the old place had come; ``left`` is souls without a place
    by priority, before and after. ``recent`` of those who lose or change their place were told
    within the hours that were asked for.
    """

    changes: dict[Change, tuple[int, ...]]
    counts: dict[tuple[Change, Known], Count]
    left: tuple[tuple[int, int], ...]
    recent: tuple[int, ...]

    def count(self, *changes: Change, known: Known | None = None) -> Count:
        """Return how many parties and souls these changes are about, of those known so."""
        found = [
            one
            for (change, how), one in self.counts.items()
            if change in changes and known in (None, how)
        ]
        return Count(sum(one.parties for one in found), sum(one.souls for one in found))

    @property
    def disturbed(self) -> tuple[int, ...]:
        """Return the parties that move or lose their place."""
        return self.changes[Change.MOVED] + self.changes[Change.LOST]


def compare(
    operation: Operation,
    before: Sequence[Place | None],
    after: Sequence[Place | None],
    recently_told: Collection[int] = (),
) -> Difference:
    """Return what changes for whom from ``before`` to ``after``, in the order of the parties.

    The places of both are indexes into ``operation``; a place of before that is gone since counts
    as one that they had. ``recently_told`` are parties that were told a short while ago.
    """
    found: dict[Change, list[int]] = {change: [] for change in Change}
    for index in _by_claim(operation):
        found[_change(operation.parties[index], before[index], after[index])].append(index)
    disturbed = {*found[Change.MOVED], *found[Change.LOST]}
    return Difference(
        changes={change: tuple(some) for change, some in found.items()},
        counts=_counts(operation, before, found),
        left=_left(operation, before, after),
        recent=tuple(sorted(disturbed.intersection(recently_told))),
    )


def olds(operation: Operation) -> tuple[Place | None, ...]:
    """Return the old places of the parties of an operation, to compare a plan with."""
    return tuple(one.old for one in operation.parties)


def sentences(difference: Difference, hours: int = 24) -> tuple[Saying, ...]:
    """Return the difference in a few sentences; ``recent`` were told in the last ``hours``."""
    disturbed = len(difference.disturbed)
    parts = [one for one in _clauses(difference) if one.n]
    before = sum(one for one, _ in difference.left)
    after = sum(one for _, one in difference.left)
    found = [_DIFFERENCE.filled(parts=listed(parts, SEMICOLON))] if parts else [_NOTHING]
    if disturbed:
        found.append(_told(len(difference.recent), disturbed, hours))
    found.append(_LEFT.filled(before=before, after=after))
    return tuple(found)


_DIFFERENCE = say("{Parts}.")
_NOTHING = say("No family moves.")
_LEFT = say("People without a place: {before} before, {after} after.")


def _clauses(difference: Difference) -> tuple[Saying, ...]:
    moved, lost = difference.count(Change.MOVED), difference.count(Change.LOST)
    gained = difference.count(Change.GAINED)
    return (
        counted(moved.parties, "{n} family moves", "{n} families move"),
        counted(lost.parties, "{n} family loses its place", "{n} families lose their place"),
        counted(gained.parties, "{n} family gets a place", "{n} families get a place"),
    )


def _told(recent: int, disturbed: int, hours: int) -> Saying:
    within = counted(hours, "the last hour", "the last {n} hours")
    if not recent:
        return say(
            "None of those who move or lose their place was told in {within}.", within=within
        )
    return counted(
        recent,
        "{n} of the {disturbed} that move or lose their place was told in {within}.",
        "{n} of the {disturbed} that move or lose their place were told in {within}.",
        disturbed=disturbed,
        within=within,
    )


def _by_claim(operation: Operation) -> list[int]:
    """Return who may travel, the told ones first, then by rank."""
    parties = operation.parties
    line = [
        (_known(one, one.old) is not Known.TOLD, one.rank, index)
        for index, one in enumerate(parties)
        if one.standing.seatable
    ]
    return [index for *_, index in sorted(line)]


def _change(party: Party, before: Place | None, after: Place | None) -> Change:
    if before is None:
        return Change.LEFT if after is None else Change.GAINED
    if after is None:
        return Change.LOST
    inside = party.standing is Standing.INSIDE
    same = before.lift == after.lift if inside else before == after
    return Change.KEPT if same else Change.MOVED


def _known(party: Party, before: Place | None) -> Known:
    match party.standing:
        case Standing.TOLD | Standing.RELEASED:
            return Known.TOLD
        case Standing.INSIDE:
            return Known.INSIDE
        case _:
            return Known.FREE if before is None else Known.PLANNED


def _left(
    operation: Operation, before: Sequence[Place | None], after: Sequence[Place | None]
) -> tuple[tuple[int, int], ...]:
    """Return souls without a place by priority, before and after."""
    parties = operation.parties
    found = [[0, 0] for _ in range(1 + max((one.priority for one in parties), default=0))]
    for party, *both in zip(parties, before, after, strict=True):
        for at, place in enumerate(both):
            if place is None and party.standing.seatable:
                found[party.priority][at] += party.souls
    return tuple((had, has) for had, has in found)


def _counts(
    operation: Operation, before: Sequence[Place | None], found: dict[Change, list[int]]
) -> dict[tuple[Change, Known], Count]:
    sums: defaultdict[tuple[Change, Known], list[int]] = defaultdict(lambda: [0, 0])
    for change, some in found.items():
        for index in some:
            party = operation.parties[index]
            total = sums[change, _known(party, before[index])]
            total[0] += 1
            total[1] += party.souls
    return {key: Count(parties, souls) for key, (parties, souls) in sums.items()}
