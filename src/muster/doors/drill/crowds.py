"""Crowds: the people of one lift in handfuls that go through a gate together.

A crowd is claimed at a desk or on somebody's list some time before, comes through its gate in the
slot that was free, is processed inside and waits there for its lift.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from muster.doors.drill.gates import Gates, Slot
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.schedule import PlannedLift
from muster.doors.drill.seed import Streams, endless, yes
from muster.ground.people.moment import DAY, HOUR, MINUTE, Instant, instant

SOULS = 110
_FIRST_CLAIM = 10 * MINUTE
_GATHERING = 13 * DAY


class Crowd(Struct, frozen=True, kw_only=True):
    """``souls`` people for one lift; ``listed`` is the number of their list, none at the desk."""

    number: int
    lift: int
    souls: int
    alone: int
    claimed: Instant
    slot: Slot
    decided_early: bool
    listed: int | None = None


class SentList(Struct, frozen=True):
    """One sender's list: the crowds whose people are on it."""

    number: int
    sender: str
    sent: Instant
    crowds: tuple[Crowd, ...]


def crowds(scenario: Scenario, lifts: Sequence[PlannedLift], streams: Streams) -> list[Crowd]:
    """Return the crowds of all lifts, numbered from 0; the last to leave chose its gate first."""
    people, begins = scenario.people, instant(scenario.operation.begins)
    gates = Gates(scenario.places, scenario.origin().id)
    inside, before = streams.named("inside"), streams.named("claimed-before")
    early = yes(streams.named("decided-early"), people.decided_before_entry)
    wishes = [
        (lift.departs - round(inside.uniform(*people.inside_hours) * HOUR), lift, souls, alone)
        for lift in lifts
        for souls, alone in _parts(lift)
    ]
    wishes.sort(key=lambda wish: wish[0], reverse=True)
    made = []
    for number, (wished, lift, souls, alone) in enumerate(wishes):
        slot = gates.slot(souls, wished, begins + HOUR)
        claimed = slot.begins - round(before.uniform(*people.claimed_hours_before) * HOUR)
        made.append(
            Crowd(
                number=number,
                lift=lift.number,
                souls=souls,
                alone=alone,
                claimed=max(claimed, begins + _FIRST_CLAIM),
                slot=slot,
                decided_early=next(early),
            )
        )
    return made


def sent_lists(
    scenario: Scenario, made: Sequence[Crowd], streams: Streams
) -> tuple[list[SentList], list[Crowd]]:
    """Return the lists that senders send, and all crowds with those on a list marked.

    A sender gathers the crowds of some days on one list and sends it before the first of them would
    have come to the desk.
    """
    people, begins = scenario.people, instant(scenario.operation.begins)
    senders = endless(streams.named("senders"), people.list_senders or ("",))
    listed = yes(streams.named("listed"), people.listed if people.list_senders else 0.0)
    gathered: dict[tuple[int, str], list[Crowd]] = {}
    for crowd in sorted(made, key=lambda one: (one.claimed, one.number)):
        if next(listed):
            key = (crowd.claimed - begins) // _GATHERING, next(senders)
            gathered.setdefault(key, []).append(crowd)
    marked = {crowd.number: crowd for crowd in made}
    lists = []
    for number, ((_, sender), some) in enumerate(gathered.items()):
        sent = some[0].claimed
        for one in some:
            marked[one.number] = replace(one, claimed=sent, listed=number)
        lists.append(SentList(number, sender, sent, tuple(marked[one.number] for one in some)))
    return lists, list(marked.values())


def _parts(lift: PlannedLift) -> Iterator[tuple[int, int]]:
    """Yield souls and unaccompanied children of each crowd of a lift, near ``SOULS`` each."""
    souls = lift.through_gates()
    count = -(-souls // SOULS)
    for n in range(count):
        part = souls * (n + 1) // count - souls * n // count
        alone = lift.alone * (n + 1) // count - lift.alone * n // count
        yield part, min(alone, part)
