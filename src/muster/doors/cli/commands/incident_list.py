"""``muster incident list`` and ``show``: how incidents stand, and who contradicts whom in what."""

from collections.abc import Iterable, Iterator

import rich_click as click

from muster.doors.cli import happened
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.journey.incident.casualties import Contradiction
from muster.journey.incident.state import Interval, Parts, Report
from muster.site.incident import incidents
from muster.site.incident.incidents import IncidentPage, IncidentRow


class IncidentShown(Part, frozen=True):
    """An incident or warning; ``until`` is empty where it has no end, or is no warning."""

    id: str
    at: str
    kind: str
    state: str
    places: tuple[str, ...]
    text: str
    source: str
    until: str
    contradictions: int


class Incidents(Answer, frozen=True):
    """Incidents and warnings, the latest first."""

    incidents: tuple[IncidentShown, ...]


class CasualtyReport(Part, frozen=True):
    """One source's report; an interval is [low, high], null where the source says nothing."""

    at: str
    source: str
    sentence: str
    dead: Interval
    injured: Interval | None
    missing: Interval | None
    dead_parts: dict[str, Interval]
    injured_parts: dict[str, Interval]
    missing_parts: dict[str, Interval]
    parts_inside: bool | None
    confirmed: bool


class Contradicted(Part, frozen=True):
    """Two sources whose numbers cannot both be true; ``part`` is a population, or empty."""

    what: str
    part: str
    sources: tuple[str, str]
    numbers: tuple[Interval, Interval]


class Statement(Part, frozen=True):
    """Who said what, when; ``claim`` where the source claims responsibility."""

    at: str
    source: str
    text: str
    claim: bool


class Turn(Part, frozen=True):
    """One fact of the story."""

    at: str
    kind: str
    operator: str


class IncidentStory(Answer, frozen=True):
    """One incident with everything that was said about it."""

    incident: IncidentShown
    unaccounted: tuple[str, ...]
    reports: tuple[CasualtyReport, ...]
    contradictions: tuple[Contradicted, ...]
    statements: tuple[Statement, ...]
    live_calls: dict[str, int]
    story: tuple[Turn, ...]


@click.command("list")
@in_session
def listed(session: Session) -> None:
    """List incidents and warnings, with how far each is."""
    with session.site() as site:
        rows = incidents.listed(site, site.lead)
    said = Incidents(incidents=tuple(map(_shown, rows)))
    head = ("id", "at", "state", "until", "contradict", "kind", "where")
    cells = (
        (one.id, one.at, one.state, one.until, one.contradictions, one.kind, ", ".join(one.places))
        for one in said.incidents
    )
    session.tell(said, columns(head, cells))
    if not said.incidents:
        session.note("No incident is on record.")


@click.command("show")
@click.argument("incident")
@in_session
def show(session: Session, *, incident: str) -> None:
    """Show one incident: its story, casualty reports side by side, statements.

    INCIDENT is its id, of which the first six letters are enough. Who is dead or missing stands in
    `muster roll`.
    """
    with session.site() as site:
        page = incidents.page(site, site.lead, happened.meant(site, incident))
    said = _story(page)
    session.tell(said, _lines(said))


def _shown(row: IncidentRow) -> IncidentShown:
    return IncidentShown(
        id=spell(row.id),
        at=iso(row.incident.at),
        kind=row.incident.kind,
        state=row.stage.value,
        places=row.places,
        text=row.incident.text,
        source=row.incident.source,
        until=_time(row.incident.until),
        contradictions=row.apart,
    )


def _story(page: IncidentPage) -> IncidentStory:
    it = page.incident
    row = IncidentRow(page.id, it, page.stage, page.places, len(page.contradictions))
    return IncidentStory(
        incident=_shown(row),
        unaccounted=tuple(one.value for one in page.unaccounted) if not it.warning else (),
        reports=tuple(map(_report, it.reports)),
        contradictions=tuple(map(_contradicted, page.contradictions)),
        statements=tuple(
            Statement(at=iso(said[0]), source=said[1], text=said[2], claim=said in it.claims)
            for said in it.statements
        ),
        live_calls={name: live for _, name, live in page.gates if live},
        story=tuple(
            Turn(at=iso(one.at), kind=one.kind, operator=one.operator) for one in page.story
        ),
    )


def _report(one: Report) -> CasualtyReport:
    return CasualtyReport(
        at=iso(one.at),
        source=one.source,
        sentence=one.sentence,
        dead=one.dead,
        injured=one.injured,
        missing=one.missing,
        dead_parts=_parts(one.parts),
        injured_parts=_parts(one.injured_parts),
        missing_parts=_parts(one.missing_parts),
        parts_inside=one.whole,
        confirmed=one.confirmed,
    )


def _parts(parts: Parts) -> dict[str, Interval]:
    return {name: (low, high) for name, low, high in parts}


def _contradicted(one: Contradiction) -> Contradicted:
    return Contradicted(
        what=one.harm.value, part=one.part, sources=one.sources, numbers=one.numbers
    )


def _lines(said: IncidentStory) -> Iterator[str]:
    one = said.incident
    yield from pairs(
        (
            ("incident", one.id),
            ("what", one.kind),
            ("where", ", ".join(one.places)),
            ("said", one.text),
            ("by", one.source),
            ("at", one.at),
            ("until", one.until),
            ("state", one.state),
            ("no number yet of", ", ".join(said.unaccounted)),
            *((f"live calls to {name}", live) for name, live in said.live_calls.items()),
        )
    )
    if said.reports:
        yield ""
        head = ("at", "dead", "injured", "missing", "source", "said")
        yield from columns(head, map(_cells, said.reports))
    for it in said.contradictions:
        what = f"{it.what} ({it.part})" if it.part else it.what
        ours, theirs = map(_interval, it.numbers)
        first, second = it.sources
        yield f"contradiction in the {what}: {first} says {ours}, {second} says {theirs}"
    if said.statements:
        yield ""
        yield from columns(("at", "", "source", "said"), _statements(said.statements))
    yield ""
    turns = ((turn.at, turn.kind, turn.operator) for turn in said.story)
    yield from columns(("at", "recorded", "by"), turns)


def _cells(one: CasualtyReport) -> tuple[str, ...]:
    counts = (_with(one.dead, one.dead_parts), _with(one.injured, one.injured_parts))
    missing = _with(one.missing, one.missing_parts)
    source = f"{one.source} (confirmed)" if one.confirmed else one.source
    return (one.at, *counts, missing, source, one.sentence)


def _with(total: Interval | None, parts: dict[str, Interval]) -> str:
    if total is None:
        return "-"
    groups = ", ".join(f"{name} {_interval(it)}" for name, it in parts.items())
    return f"{_interval(total)} ({groups})" if groups else _interval(total)


def _interval(ends: Interval) -> str:
    low, high = ends
    return str(low) if low == high else f"{low}-{high}"


def _statements(said: Iterable[Statement]) -> Iterator[tuple[str, ...]]:
    for one in said:
        yield one.at, "claims responsibility" if one.claim else "", one.source, one.text


def _time(when: Instant | None) -> str:
    return iso(when) if when is not None else ""
