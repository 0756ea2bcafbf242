"""What every report about an incident needs: the incident itself, and whose word it is."""

from muster.journey.incident.problems import IncidentUnknown, SourceMissing
from muster.journey.incident.state import Incident


def known(incident: Incident | None) -> Incident:
    """Return ``incident``; raise ``IncidentUnknown``."""
    if incident is None or not incident.at:
        raise IncidentUnknown
    return incident


def attributed(source: str) -> str:
    """Return ``source``; raise ``SourceMissing`` where nobody answers for what is said."""
    if not source.strip():
        raise SourceMissing
    return source
