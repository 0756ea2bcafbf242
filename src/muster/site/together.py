"""Parties that are kept together, and people whose tasks are stopped, as the rows say now.

Somebody who is dead or missing goes nowhere, and nobody moves the rest of their party until a
person has heard and confirmed it. Which people that are is looked up in one short table.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

from muster.ground.people.fact import Observation
from muster.ground.people.ids import PartyId, PersonId
from muster.ground.people.moment import Instant, Moment
from muster.journey.incident import roll
from muster.journey.incident.problems import PersonStopped
from muster.journey.lift.facts import Bumped
from muster.journey.plan.problems import PartyKept
from muster.journey.registry.state import Party, Record
from muster.site.record.kinds import DEATH, GUEST, LIFT, PARTY, PASSENGER, RECORD, Table
from muster.site.rights import Operator
from muster.site.site import Site

STOPPED = "stopped"
"""Why somebody was taken off a manifest: the ramp is not told more before the kin are."""


class Known(Protocol):
    """What is known here: the writer's rows, or a view of what is committed."""

    def state(self, table: Table, subject: bytes) -> Any:  # noqa: ANN401
        """Return the state of ``subject``, or none."""
        ...

    def scan(self, table: Table) -> Iterable[tuple[bytes, Any]]:
        """Return subject and state of every row."""
        ...


def troubled(rows: Known) -> dict[PersonId, Instant]:
    """Return everybody who is dead or missing, and since when."""
    found = {}
    for person, death in rows.scan(DEATH):
        since = roll.troubled(death, last_seen(rows, person))
        if since is not None:
            found[PersonId(person)] = since
    return found


def last_seen(rows: Known, person: bytes) -> Instant | None:
    """Return when a person was last seen, in whatever room."""
    state = rows.state
    return roll.sighted(state(RECORD, person), state(PASSENGER, person), state(GUEST, person))


def kept(rows: Known) -> frozenset[PartyId]:
    """Return the parties that nobody confirmed since one of them died or was missed."""
    return frozenset(_kept(rows, troubled(rows)))


def _kept(rows: Known, people: dict[PersonId, Instant]) -> Iterator[PartyId]:
    for person, since in people.items():
        identity = party_of(rows, person)
        if identity is not None:
            party: Party | None = rows.state(PARTY, identity)
            if party is None or party.heard is None or party.heard < since:
                yield identity


def party_of(rows: Known, person: bytes) -> PartyId | None:
    """Return the party a person belongs to, if that is known here."""
    record: Record | None = rows.state(RECORD, person)
    return record.party if record is not None else None


def require_free(rows: Known, people: Collection[PersonId]) -> None:
    """Raise ``PersonStopped`` or ``PartyKept`` where one of ``people`` may not be moved."""
    stopped = troubled(rows)
    if not stopped:
        return
    found = sum(one in stopped for one in people)
    if found:
        raise PersonStopped(found=found)
    parties = frozenset(_kept(rows, stopped))
    if parties:
        found = len(parties & {party_of(rows, one) for one in people})
        if found:
            raise PartyKept(found=found)


def taken_off(
    site: Site, by: Operator, people: Iterable[PersonId], now: Moment
) -> Iterator[Observation]:
    """Yield that people leave every planned manifest of a lift they have not boarded."""
    for person in people:
        passenger = site.rows.state(PASSENGER, person)
        if passenger is None:
            continue
        aboard = {leg.lift for leg in passenger.legs}
        for lift in passenger.planned:
            state = site.rows.state(LIFT, lift)
            going = state is None or (state.departed is None and state.cancelled is None)
            if going and lift not in aboard:
                yield Bumped(person, now, by.id, lift, STOPPED)
