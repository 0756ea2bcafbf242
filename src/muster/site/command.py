"""The head of operation's desk: places, gates, incidents, published figures."""

from collections.abc import Sequence

from muster.ground.people.facts import PlaceNamed
from muster.ground.people.ids import IncidentId, PersonId, PlaceId, SeriesId
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.journey.figures import rules as figures_rules
from muster.journey.figures.facts import FigurePublished
from muster.journey.gate import rules as gate_rules
from muster.journey.incident import facts, rules
from muster.site.kinds import GATE, INCIDENT
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def name_place(
    site: Site,
    by: Operator,
    name: str,
    role: PlaceRole,
    *,
    capacity: tuple[int, int] | None = None,
    within: PlaceId | None = None,
    country: str = "",
) -> PlaceId:
    """Put a place on record; return its id."""
    require(by, Right.COMMAND)
    place = PlaceId(site.new_id())
    with site.writing() as journal:
        named = PlaceNamed(place, site.now(), by.id, name, role, capacity, within or b"", country)
        journal.put([named])
    return place


def open_gate(site: Site, by: Operator, gate: PlaceId, per_hour: int) -> None:
    """Open a gate at a rate; raise ``GateShutForGood``."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        state, now = site.rows.state(GATE, gate), site.now()
        journal.put([gate_rules.open_gate(state, gate, per_hour, now, by.id)])


def shut_gate(
    site: Site, by: Operator, gate: PlaceId, reason: str, *, for_good: bool = False
) -> None:
    """Shut a gate."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        now = site.now()
        journal.put([gate_rules.shut_gate(gate, reason, now, by.id, for_good=for_good)])


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


def warn(
    site: Site,
    by: Operator,
    places: Sequence[PlaceId],
    text: str,
    *,
    source: str,
    until: Instant | None = None,
) -> IncidentId:
    """Put a warning on record; return its id."""
    require(by, Right.COMMAND)
    incident = IncidentId(site.new_id())
    with site.writing() as journal:
        now = site.now()
        journal.put([facts.WarningIssued(incident, now, by.id, tuple(places), text, source, until)])
    return incident


def state(site: Site, by: Operator, incident: IncidentId, source: str, text: str) -> None:
    """Put on record who said what about an incident."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        rules.known(site.rows.state(INCIDENT, incident))
        journal.put([facts.StatementMade(incident, site.now(), by.id, source, text)])


def report_casualties(
    site: Site,
    by: Operator,
    incident: IncidentId,
    *,
    source: str,
    sentence: str,
    dead: tuple[int, int],
    injured: tuple[int, int] | None = None,
    parts: tuple[tuple[str, int, int], ...] = (),
    whole: bool | None = True,
    confirmed: bool = False,
) -> None:
    """Put one source's casualty report on record, with the sentence it used."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        report = facts.CasualtiesReported(
            incident, site.now(), by.id, source, sentence, dead, injured, parts, whole, confirmed
        )
        journal.put([rules.report_casualties(site.rows.state(INCIDENT, incident), report)])


def report_deaths(
    site: Site,
    by: Operator,
    people: Sequence[PersonId],
    observer: str,
    *,
    authority: bool = False,
    incident: IncidentId | None = None,
) -> None:
    """Put on record that known people died, by this observer or authority."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        now = site.now()
        journal.put(
            rules.report_deaths(people, observer, incident, now, by.id, authority=authority)
        )


def tell_kin(site: Site, by: Operator, people: Sequence[PersonId], teller: str) -> None:
    """Put on record that next of kin know."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        now = site.now()
        journal.put(facts.KinTold(person, now, by.id, teller) for person in people)


def publish(
    site: Site,
    by: Operator,
    *,
    series: str,
    publisher: str,
    sentence: str,
    low: int,
    high: int,
    window: tuple[Instant, Instant] | None = None,
    base: Instant | None = None,
    running: bool = False,
    unit: str = "souls",
) -> SeriesId:
    """Enter a number that somebody else published; it is never taken for a count of ours.

    Raises ``PublisherMissing``, ``PublishedUnitUnknown``, ``ReadingUnordered`` or
    ``PublishedWindowWrong`` where it could not be compared with anything later.
    """
    require(by, Right.COMMAND)
    identity = SeriesId(site.new_id())
    begins, ends = window if window is not None else (None, None)
    with site.writing() as journal:
        published = FigurePublished(
            identity,
            site.now(),
            by.id,
            series,
            publisher,
            sentence,
            unit,
            low,
            high,
            begins,
            ends,
            base,
            running,
        )
        journal.put([figures_rules.publish(published)])
    return identity
