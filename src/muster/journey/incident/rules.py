"""Decide how far an incident is, and what is put on record of it and of warnings.

An incident goes from reported over confirmed or false and accounted to closed; how far it is
follows from what was said of it. Every such word has its source. What casualty reports say stands
in ``casualties``, what is known of one dead or missing person in ``roll``.
"""

from enum import StrEnum

from muster.ground.people.ids import IncidentId, OperatorId
from muster.ground.people.moment import Instant, Moment
from muster.journey.incident import facts
from muster.journey.incident.casualties import unaccounted
from muster.journey.incident.problems import (
    IncidentOver,
    NotAccounted,
    NotConfirmed,
    NoWarning,
    WarningOver,
)
from muster.journey.incident.sources import attributed, known
from muster.journey.incident.state import Incident


class Stage(StrEnum):
    """How far an incident is, or whether a warning holds. Stable: translated, documented."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    FALSE = "false"
    ACCOUNTED = "accounted"
    CLOSED = "closed"
    IN_FORCE = "in-force"
    LIFTED = "lifted"
    OVER = "over"


def stage(incident: Incident, now: Instant) -> Stage:
    """Return how far ``incident`` is at ``now``."""
    if incident.warning:
        if incident.lifted is not None:
            return Stage.LIFTED
        over = incident.until is not None and incident.until <= now
        return Stage.OVER if over else Stage.IN_FORCE
    if incident.closed is not None:
        return Stage.CLOSED
    confirmed, dismissed = incident.confirmed, incident.dismissed
    if dismissed is not None and (confirmed is None or confirmed[0] < dismissed[0]):
        return Stage.FALSE
    if confirmed is None:
        return Stage.REPORTED
    return Stage.CONFIRMED if unaccounted(incident) else Stage.ACCOUNTED


def _open(incident: Incident | None) -> Incident:
    """Return an incident about which something may still be decided."""
    found = known(incident)
    if found.warning or found.closed is not None:
        raise IncidentOver
    return found


def confirm(
    incident: Incident | None,
    identity: IncidentId,
    source: str,
    text: str,
    observed: Moment,
    by: OperatorId,
) -> facts.IncidentConfirmed:
    """Return that it happened, also of one that was taken for false; raise ``IncidentOver``."""
    _open(incident)
    return facts.IncidentConfirmed(identity, observed, by, attributed(source), text)


def dismiss(
    incident: Incident | None,
    identity: IncidentId,
    source: str,
    text: str,
    observed: Moment,
    by: OperatorId,
) -> facts.IncidentDismissed:
    """Return that it did not happen; raise ``IncidentOver``."""
    _open(incident)
    return facts.IncidentDismissed(identity, observed, by, attributed(source), text)


def close(
    incident: Incident | None, identity: IncidentId, text: str, observed: Moment, by: OperatorId
) -> facts.IncidentClosed:
    """Return the closing of what is accounted for or false.

    Raises:
        IncidentOver: it is closed already, or a warning, which is lifted.
        NotConfirmed: nobody has said whether it happened.
        NotAccounted: of the dead, the injured or the missing no source gives a number.
    """
    found = _open(incident)
    match stage(found, observed.latest):
        case Stage.REPORTED:
            raise NotConfirmed
        case Stage.CONFIRMED:
            raise NotAccounted(missing=", ".join(unaccounted(found)))
        case _:
            return facts.IncidentClosed(identity, observed, by, text)


def warn(fact: facts.WarningIssued) -> facts.WarningIssued:
    """Return ``fact`` if it is attributed and not over before it begins."""
    attributed(fact.source)
    if fact.until is not None and fact.until <= fact.observed.latest:
        raise WarningOver
    return fact


def lift_warning(
    incident: Incident | None,
    identity: IncidentId,
    source: str,
    text: str,
    observed: Moment,
    by: OperatorId,
) -> facts.WarningLifted:
    """Return the end of a warning; raise ``NoWarning``, ``WarningOver``."""
    found = known(incident)
    if not found.warning:
        raise NoWarning
    if stage(found, observed.latest) is not Stage.IN_FORCE:
        raise WarningOver
    return facts.WarningLifted(identity, observed, by, attributed(source), text)


def state(incident: Incident | None, fact: facts.StatementMade) -> facts.StatementMade:
    """Return ``fact`` if it says who said it."""
    known(incident)
    attributed(fact.source)
    return fact
