"""Incidents, warnings, what named sources say about them, and whom they harmed.

A warning may take back every live call to the gates it names, without shutting them. Questions show
how far each incident is, and which sources contradict each other in what. Who of the people on
record is dead or missing stands in ``roll``.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from muster.ground.people.ids import IncidentId, PlaceId
from muster.ground.people.moment import Instant
from muster.journey.incident import casualties, facts, rules
from muster.journey.incident.casualties import Contradiction, Harm, contradictions, unaccounted
from muster.journey.incident.rules import Stage, stage
from muster.journey.incident.sources import known
from muster.journey.incident.state import Incident, Interval, Parts
from muster.journey.plan.facts import Cause
from muster.site.plan import recalling
from muster.site.plan.recalling import Recalled
from muster.site.record.kinds import CALLS, GATE, INCIDENT, PLACE
from muster.site.registry import stories
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class Warned(msgspec.Struct, frozen=True):
    """The id of a warning, and what was taken back with it."""

    incident: IncidentId
    recalled: Recalled


def report_incident(
    site: Site, by: Operator, place: PlaceId, kind: str, text: str, source: str = ""
) -> IncidentId:
    """Put an incident on record as first reported; return its id."""
    require(by, Right.COMMAND)
    incident = IncidentId(site.new_id())
    with site.writing() as journal:
        reported = facts.IncidentReported(incident, site.now(), by.id, place, kind, text, source)
        journal.put([reported])
    return incident


def confirm(site: Site, by: Operator, incident: IncidentId, source: str, text: str = "") -> None:
    """Put on record that it happened, says ``source``; raise ``IncidentOver``."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        state, now = _state(site, incident), site.now()
        journal.put([rules.confirm(state, incident, source, text, now, by.id)])


def dismiss(site: Site, by: Operator, incident: IncidentId, source: str, text: str = "") -> None:
    """Put on record that it did not happen, says ``source``; raise ``IncidentOver``."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        state, now = _state(site, incident), site.now()
        journal.put([rules.dismiss(state, incident, source, text, now, by.id)])


def close(site: Site, by: Operator, incident: IncidentId, text: str = "") -> None:
    """Close what is accounted for or false; raise ``NotConfirmed``, ``NotAccounted``."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        state, now = _state(site, incident), site.now()
        journal.put([rules.close(state, incident, text, now, by.id)])


def warn(
    site: Site,
    by: Operator,
    places: Sequence[PlaceId],
    text: str,
    *,
    source: str,
    until: Instant | None = None,
    threat: bool = False,
    recall: bool = False,
    to: PlaceId | None = None,
) -> Warned:
    """Put a warning or threat on record; return its id, and how many calls that took back.

    ``recall`` takes back every live call to the gates among ``places``, to gate ``to`` or to stay.
    Raises ``SourceMissing``, ``WarningOver``; ``GateNotOpen`` where ``to`` lets nobody in.
    """
    require(by, Right.COMMAND)
    incident = IncidentId(site.new_id())
    with site.writing() as journal:
        now, named = site.now(), tuple(places)
        said = facts.WarningIssued(incident, now, by.id, named, text, source, until, threat)
        journal.put([rules.warn(said)])
        live = _live(site, named) if recall else []
        taken = recalling.take_back(site, by, journal, live, Cause.INCIDENT, to)
    return Warned(incident, taken)


def recall(
    site: Site, by: Operator, incident: IncidentId, *, to: PlaceId | None = None
) -> Recalled:
    """Take back every live call to the gates that an incident or warning names.

    Raises ``IncidentUnknown``, ``GateNotOpen``.
    """
    require(by, Right.COMMAND)
    with site.writing() as journal:
        live = _live(site, known(_state(site, incident)).places)
        return recalling.take_back(site, by, journal, live, Cause.INCIDENT, to)


def _live(site: Site, places: Sequence[PlaceId]) -> list[recalling.Live]:
    return [one for place in dict.fromkeys(places) for one in recalling.live_at(site.rows, place)]


def lift_warning(
    site: Site, by: Operator, incident: IncidentId, source: str, text: str = ""
) -> None:
    """End a warning; raise ``NoWarning``, ``WarningOver``."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        state, now = _state(site, incident), site.now()
        journal.put([rules.lift_warning(state, incident, source, text, now, by.id)])


def state(
    site: Site,
    by: Operator,
    incident: IncidentId,
    source: str,
    text: str,
    *,
    responsibility: bool = False,
) -> None:
    """Put on record who said what about an incident, or who claims responsibility for it."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        said = facts.StatementMade(incident, site.now(), by.id, source, text, responsibility)
        journal.put([rules.state(_state(site, incident), said)])


def report_casualties(
    site: Site,
    by: Operator,
    incident: IncidentId,
    *,
    source: str,
    sentence: str,
    dead: Interval,
    injured: Interval | None = None,
    missing: Interval | None = None,
    parts: Parts = (),
    injured_parts: Parts = (),
    missing_parts: Parts = (),
    whole: bool | None = True,
    confirmed: bool = False,
) -> None:
    """Put one source's casualty report on record, with the sentence it used."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        report = facts.CasualtiesReported(
            incident,
            site.now(),
            by.id,
            source,
            sentence,
            dead,
            injured,
            parts,
            whole,
            confirmed,
            missing,
            injured_parts,
            missing_parts,
        )
        journal.put([casualties.report_casualties(_state(site, incident), report)])


def _state(site: Site, incident: IncidentId) -> Incident | None:
    found: Incident | None = site.rows.state(INCIDENT, incident)
    return found


class IncidentRow(msgspec.Struct, frozen=True):
    """An incident or warning in the list; ``apart`` counts pairs of sources that contradict."""

    id: IncidentId
    incident: Incident
    stage: Stage
    places: tuple[str, ...]
    apart: int


class IncidentPage(msgspec.Struct, frozen=True):
    """One incident with its story, what contradicts what, and what is not accounted for yet.

    ``gates`` are its places that are gates, with the live calls to each.
    """

    id: IncidentId
    incident: Incident
    stage: Stage
    places: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    unaccounted: tuple[Harm, ...]
    gates: tuple[tuple[PlaceId, str, int], ...]
    story: tuple[stories.StoryLine, ...]


def listed(site: Site, by: Operator) -> list[IncidentRow]:
    """Return incidents and warnings, the latest first."""
    require(by, Right.COMMAND)
    now = site.now().latest
    with site.view() as view:
        names = {one: place.name for one, place in view.scan(PLACE)}
        rows = [
            IncidentRow(
                IncidentId(one),
                state,
                stage(state, now),
                tuple(names.get(place, "") for place in state.places),
                len(contradictions(state.reports)),
            )
            for one, state in view.scan(INCIDENT)
        ]
    return sorted(rows, key=lambda row: (-row.incident.at, row.id))


def page(site: Site, by: Operator, incident: IncidentId) -> IncidentPage:
    """Return one incident; raise ``IncidentUnknown``. It names no person."""
    require(by, Right.COMMAND)
    with site.view() as view:
        state = known(view.state(INCIDENT, incident))
        names = {one: place.name for one, place in view.scan(PLACE)}
        live = Counter(one.gate for _, calls in view.scan(CALLS) for one in calls.live)
        gates = tuple(
            (place, names.get(place, ""), live[place])
            for place in state.places
            if view.state(GATE, place) is not None or live[place]
        )
        return IncidentPage(
            incident,
            state,
            stage(state, site.now().latest),
            tuple(names.get(place, "") for place in state.places),
            contradictions(state.reports),
            unaccounted(state),
            gates,
            stories.story(site, view, (INCIDENT,), incident),
        )


def meant(site: Site, by: Operator, text: str) -> IncidentId:
    """Return the incident whose id is ``text`` or begins so; raise ``site.*``, ``people.*``."""
    require(by, Right.COMMAND)
    with site.view() as view:
        return IncidentId(stories.beginning(view, (("incident", INCIDENT),), text)[1])
