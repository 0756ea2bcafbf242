"""Decide on the dead and the missing: who is, and since when.

A death is established by two different observers or an authority. Somebody is missing until they
are seen again, in whatever room: ``sighted`` reads it from the states of the rooms before this one.
"""

from collections.abc import Sequence

from muster.ground.people.ids import IncidentId, OperatorId, PersonId
from muster.ground.people.moment import Instant, Moment
from muster.journey.arrival.state import Guest
from muster.journey.incident.facts import DeathReported, PersonMissing
from muster.journey.incident.sources import attributed
from muster.journey.incident.state import Death
from muster.journey.lift.state import Passenger
from muster.journey.registry.state import Record


def report_deaths(
    people: Sequence[PersonId],
    observer: str,
    incident: IncidentId | None,
    observed: Moment,
    by: OperatorId,
    *,
    authority: bool,
) -> list[DeathReported]:
    """Return that ``people`` died, by this observer; one observer alone does not establish it."""
    attributed(observer)
    return [DeathReported(person, observed, by, observer, authority, incident) for person in people]


def report_missing(
    people: Sequence[PersonId],
    source: str,
    incident: IncidentId | None,
    observed: Moment,
    by: OperatorId,
) -> list[PersonMissing]:
    """Return that ``people`` are missed, by this source."""
    attributed(source)
    return [PersonMissing(person, observed, by, source, incident) for person in people]


def sighted(
    record: Record | None, passenger: Passenger | None, guest: Guest | None
) -> Instant | None:
    """Return when a person was last seen or heard from themselves, as any room knows."""
    seen: list[Instant | None] = []
    if record is not None:
        seen.append(record.seen)
    if passenger is not None:
        seen += [passenger.ready_at, *(leg.at for leg in passenger.legs)]
    if guest is not None:
        seen += [guest.seen, *(one.at for one in guest.landings)]
    return max((one for one in seen if one is not None), default=None)


def missed(death: Death | None, last: Instant | None) -> bool:
    """Say whether a person is missing: reported so, not dead, and not seen since (``last``)."""
    if death is None or death.missing is None or death.established:
        return False
    return last is None or last <= death.missing


def troubled(death: Death | None, last: Instant | None) -> Instant | None:
    """Return since when somebody is dead or missing; none for who is neither."""
    if death is None:
        return None
    if death.established:
        return death.since
    return death.missing if missed(death, last) else None
