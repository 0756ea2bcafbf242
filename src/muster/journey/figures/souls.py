"""How many living people were aboard a lift, as an interval, from what was seen of it (T7).

The counts are independent: scans at the ramp, people found on arrival, a head count aboard, a count
coming off. None is ever dropped for another. 640 scanned and 823 counted are "640 to 823" until
somebody settles it, or until the 183 are found on arrival (315th Airlift Wing, 2021).
"""

import msgspec


class Sightings(msgspec.Struct):
    """How many people were seen how on one lift.

    ``scanned`` at the ramp, ``arrived`` of them scanned off again; ``known`` and ``unknown`` came
    off without a scan, the second without anybody knowing who they are.
    """

    planned: int = 0
    scanned: int = 0
    arrived: int = 0
    known: int = 0
    unknown: int = 0

    @property
    def found(self) -> int:
        """Return how many came off without a scan."""
        return self.known + self.unknown

    @property
    def came_off(self) -> int:
        """Return how many people were seen to come off."""
        return self.arrived + self.found


class Counts(msgspec.Struct, frozen=True):
    """Head counts: aboard, coming off, and the one a person settled with a reason and a witness."""

    head: int | None = None
    off: int | None = None
    settled: int | None = None
    landed: bool = False


class Souls(msgspec.Struct, frozen=True):
    """An interval, with what each doubt takes off its lower or adds to its upper end.

    ``found``: unknown people who may be missing ones; ``conflict``: people booked on another lift
    too; ``fewer`` and ``more``: head counts that scans do not explain.
    """

    counted: int
    found: int = 0
    conflict: int = 0
    fewer: int = 0
    more: int = 0

    @property
    def lo(self) -> int:
        """Return the lower end."""
        return self.counted + self.found + self.conflict + self.fewer

    @property
    def hi(self) -> int:
        """Return the upper end."""
        return self.counted + self.more


def missing(seen: Sightings, *, landed: bool) -> int:
    """Return how many were scanned aboard and not seen to come off, once the lift has landed."""
    return max(0, seen.scanned - seen.arrived) if landed else 0


def reckon(seen: Sightings, counts: Counts, *, doubled: int = 0) -> Souls:
    """Return how many were aboard one lift.

    ``doubled`` of the scanned may have been on another lift instead. Found people of whom nobody
    knows who they are may be some of those missing. Each head count that the scans do not explain
    widens the interval; none ever narrows it. A settled count is exact.
    """
    if counts.settled is not None:
        return Souls(counts.settled)
    counted = seen.scanned + seen.found
    found = -min(seen.unknown, missing(seen, landed=counts.landed))
    conflict = -min(doubled, counted + found)
    low = counted + found + conflict
    heads = _heads(counts)
    return Souls(
        counted, found, conflict, min([low, *heads]) - low, max([counted, *heads]) - counted
    )


def share(seen: Sightings, counts: Counts, *, doubled: int, elsewhere: int) -> Souls:
    """Return what one lift adds to a total over lifts in which each person counts once.

    ``elsewhere`` of the scanned count on another lift already, which of the two carried them or
    not. So a head count is held against all readings of whom it may have counted: with all
    ``doubled`` people for the lower end, with none of them for the upper.
    """
    if counts.settled is not None:
        return Souls(counts.settled)
    everybody = seen.scanned + seen.found
    counted = everybody - elsewhere
    found = -min(seen.unknown, missing(seen, landed=counts.landed), counted)
    heads = _heads(counts)
    fewer = min([everybody + found, *heads]) - (everybody + found)
    alone = everybody - min(doubled, everybody)
    more = max([alone, *heads]) - alone
    return Souls(counted, found, fewer=max(fewer, -(counted + found)), more=more)


def _heads(counts: Counts) -> list[int]:
    return [one for one in (counts.head, counts.off) if one is not None]


def came_off(seen: Sightings, counts: Counts) -> Souls:
    """Return how many came off: those seen to, those counted, or what a settled count leaves.

    With a settled count nobody but the missing can still have stayed behind.
    """
    counted = seen.came_off
    if counts.settled is not None and counts.landed:
        least = max(0, counts.settled - missing(seen, landed=True))
        return Souls(min(max(counted, least), counts.settled))
    off = counted if counts.off is None else counts.off
    return Souls(counted, fewer=min(0, off - counted), more=max(0, off - counted))


def apart(seen: Sightings, counts: Counts) -> int:
    """Return how far apart the counts of one lift are; 0 when all agree."""
    told = [seen.scanned + seen.found, *_heads(counts)]
    if counts.landed:
        told.append(seen.came_off)
    return max(told) - min(told)
