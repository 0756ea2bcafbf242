"""Decide what a report about an incident puts on record: attributed, as an interval."""

from collections.abc import Sequence

from muster.ground.people.ids import IncidentId, OperatorId, PersonId
from muster.ground.people.moment import Moment
from muster.journey.incident.facts import CasualtiesReported, DeathReported
from muster.journey.incident.problems import (
    CasualtiesUnordered,
    IncidentUnknown,
    SourceMissing,
)
from muster.journey.incident.state import Incident


def known(incident: Incident | None) -> Incident:
    """Return ``incident``; raise ``IncidentUnknown``."""
    if incident is None or not incident.at:
        raise IncidentUnknown
    return incident


def report_casualties(incident: Incident | None, fact: CasualtiesReported) -> CasualtiesReported:
    """Return ``fact`` if it is attributed and its intervals are in order."""
    known(incident)
    if not fact.source.strip():
        raise SourceMissing
    _ordered("the dead", *fact.dead)
    if fact.injured is not None:
        _ordered("the injured", *fact.injured)
    for _, low, high in fact.parts:
        _ordered("a sub-count", low, high)
        if fact.whole and low > fact.dead[1]:
            raise CasualtiesUnordered(what="a sub-count", low=low, high=fact.dead[1])
    return fact


def _ordered(what: str, low: int, high: int) -> None:
    if not 0 <= low <= high:
        raise CasualtiesUnordered(what=what, low=low, high=high)


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
    if not observer.strip():
        raise SourceMissing
    return [DeathReported(person, observed, by, observer, authority, incident) for person in people]
