"""Crowds: the people of one lift in handfuls that go through a gate together.

A crowd is claimed on a list or at a desk some time before, comes through its gate in the slot that
was free, is processed inside and waits there for its lift.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from muster.doors.drill.gates import Gates, Slot
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.schedule import PlannedLift
from muster.doors.drill.seed import Streams, endless, yes
from muster.ground.people.moment import HOUR, MINUTE, Instant, instant

SOULS = 110
_FIRST_CLAIM = 10 * MINUTE


class Crowd(Struct, frozen=True, kw_only=True):
    """``souls`` people for one lift; ``sender`` is who sent their list, empty for the desk."""

    lift: int
    souls: int
    alone: int
    claimed: Instant
    slot: Slot
    sender: str
    decided_early: bool


def crowds(scenario: Scenario, lifts: Sequence[PlannedLift], streams: Streams) -> list[Crowd]:
    """Return the crowds of all lifts in order of claim."""
    people, begins = scenario.people, instant(scenario.operation.begins)
    gates = Gates(scenario.places, scenario.origin().id)
    inside = streams.named("inside")
    before = streams.named("claimed-before")
    early = yes(streams.named("decided-early"), people.decided_before_entry)
    senders = endless(streams.named("senders"), people.list_senders or ("",))
    listed = yes(streams.named("listed"), people.listed if people.list_senders else 0.0)
    wishes = [
        (lift.departs - round(inside.uniform(*people.inside_hours) * HOUR), lift, souls, alone)
        for lift in lifts
        for souls, alone in _parts(lift)
    ]
    wishes.sort(key=lambda wish: wish[0], reverse=True)
    made = []
    for wished, lift, souls, alone in wishes:
        slot = gates.slot(souls, wished, begins + HOUR)
        claimed = slot.begins - round(before.uniform(*people.claimed_hours_before) * HOUR)
        made.append(
            Crowd(
                lift=lift.number,
                souls=souls,
                alone=alone,
                claimed=max(claimed, begins + _FIRST_CLAIM),
                slot=slot,
                sender=next(senders) if next(listed) else "",
                decided_early=next(early),
            )
        )
    made.sort(key=lambda crowd: crowd.claimed)
    return made


def _parts(lift: PlannedLift) -> Iterator[tuple[int, int]]:
    """Yield souls and unaccompanied children of each crowd of a lift, near ``SOULS`` each."""
    souls = lift.through_gates()
    count = -(-souls // SOULS)
    for n in range(count):
        part = souls * (n + 1) // count - souls * n // count
        alone = lift.alone * (n + 1) // count - lift.alone * n // count
        yield part, min(alone, part)
