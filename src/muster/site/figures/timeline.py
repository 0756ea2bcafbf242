"""The operation as it went on: what happened when, and how it stood at any instant of it.

Souls are counted from what is known now: a head count that was settled on Tuesday counts for the
lift of Monday. What was known on Monday, ``reporting.report`` as of Monday says; it folds the whole
record. Nobody is named here, and arrangements are told to whoever may read them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import accumulate

import msgspec

from muster.ground.people.moment import HOUR, Instant
from muster.ground.people.saying import Word
from muster.journey.figures.casualties import Casualties
from muster.journey.figures.figure import Cut
from muster.journey.figures.ledger import LiftLedger
from muster.journey.figures.report import Report
from muster.journey.gate import facts as gate_facts
from muster.journey.gate.state import Gate, Way, fold_gate
from muster.journey.incident.state import Incident
from muster.journey.passage.state import Arrangement, Standing, Step, stands
from muster.journey.passage.terms import Counterpart
from muster.journey.plan.state import Calls
from muster.site.figures import reporting
from muster.site.record.kinds import ARRANGEMENT, CALLS, DEATH, GATE, INCIDENT, PLACE
from muster.site.record.view import View
from muster.site.registry import stories
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

Span = tuple[int, int]


class Lane(StrEnum):
    """Where an event is drawn. Stable: translated."""

    LIFTS = "lifts"
    GATES = "gates"
    INCIDENTS = "incidents"
    ROAD = "road"


class Event(msgspec.Struct, frozen=True):
    """Something that happened: ``what`` is a code, ``text`` what was said of it, ``where`` names.

    ``subject`` is the gate, incident, arrangement or lift.
    """

    at: Instant
    lane: Lane
    what: str
    where: tuple[Word, ...]
    text: str
    subject: bytes


class GateThen(msgspec.Struct, frozen=True):
    """How a gate stood."""

    name: Word
    gate: Gate


class RoadThen(msgspec.Struct, frozen=True):
    """How an arrangement stood."""

    counterpart: Counterpart
    standing: Standing


class Then(msgspec.Struct, frozen=True):
    """How the operation stood at ``at``: souls as intervals, calls counted, what was in force.

    ``out`` left, ``landed`` of them came in, ``moving`` were on the way. ``live`` calls were out,
    ``unreached`` parties did not know yet that theirs was taken back. ``past`` happened by then,
    latest first.
    """

    at: Instant
    out: Span
    landed: Span
    moving: Span
    lifts: int
    dead: Span
    live: int
    unreached: int
    gates: tuple[GateThen, ...]
    warnings: tuple[Event, ...]
    roads: tuple[RoadThen, ...]
    past: tuple[Event, ...]


class Course(msgspec.Struct, frozen=True):
    """All that is needed to say how the operation stood at any instant from ``begins`` to ``ends``.

    ``lifts`` left the origin, in order. ``calls`` are changes: when, of live ones, of unreached.
    """

    begins: Instant
    ends: Instant
    events: tuple[Event, ...]
    lifts: tuple[LiftLedger, ...]
    gates: dict[bytes, tuple[Word, tuple[Gate, ...]]]
    incidents: dict[bytes, Incident]
    deaths: tuple[Instant, ...]
    calls: tuple[tuple[Instant, int, int], ...]
    roads: dict[bytes, Arrangement]

    def at(self, when: Instant) -> Then:
        """Return how it stood at ``when``."""
        left = [one for one in self.lifts if one.left is not None and one.left <= when]
        landed = [one for one in left if one.landed is not None and one.landed <= when]
        moving = [one for one in left if one.landed is None or one.landed > when]
        known = self.calls[: bisect_right(self.calls, when, key=lambda one: one[0])]
        return Then(
            when,
            _souls(left),
            _souls(landed),
            _souls(moving),
            len(left),
            self._dead(when),
            sum(live for _, live, _ in known),
            sum(unreached for _, _, unreached in known),
            tuple(self._gates(when)),
            tuple(one for one in self.events if self._warns(one, when)),
            tuple(self._roads(when)),
            tuple(one for one in reversed(self.events) if one.at <= when),
        )

    def out(self, instants: Iterable[Instant]) -> list[int]:
        """Return for each instant, in order, how many had left by then, by the higher reading."""
        times = [one.left or 0 for one in self.lifts]
        sums = [0, *accumulate(one.souls.hi for one in self.lifts)]
        return [sums[bisect_right(times, when)] for when in instants]

    def _dead(self, when: Instant) -> Span:
        told = {
            one: msgspec.structs.replace(
                incident, reports=tuple(said for said in incident.reports if said.at <= when)
            )
            for one, incident in self.incidents.items()
        }
        established = bisect_right(self.deaths, when)
        dead = next(iter(Casualties(Cut(when, ()), told, established).figures()))
        return dead.lo, dead.hi

    def _gates(self, when: Instant) -> Iterator[GateThen]:
        for name, turns in self.gates.values():
            stood = [one for one in turns if one.since <= when]
            yield GateThen(name, stood[-1] if stood else Gate(Way.SHUT, 0, 0))

    def _warns(self, event: Event, when: Instant) -> bool:
        incident = self.incidents.get(event.subject)
        if incident is None or not incident.warning or event.what != "warning":
            return False
        return event.at <= when and (incident.until is None or when < incident.until)

    def _roads(self, when: Instant) -> Iterator[RoadThen]:
        for one in self.roads.values():
            stood = stands(one, when)
            if one.counterpart is not None and stood.step is not None:
                yield RoadThen(one.counterpart, stood)


def course(site: Site, by: Operator, report: Report | None = None) -> Course:
    """Return the course of the operation up to now; ``report`` is today's, if it is at hand."""
    require(by, Right.FIGURES)
    found = report or reporting.report(site, by)
    lifts = sorted(
        (one for one in found.lifts if one.out and one.left is not None),
        key=lambda one: one.left or 0,
    )
    with site.view() as view:
        names = {one: place.name for one, place in view.scan(PLACE)}
        incidents: dict[bytes, Incident] = view.states(INCIDENT)
        roads = view.states(ARRANGEMENT) if by.may(Right.ARRANGE) else {}
        gates = {one: (names.get(one, ""), _turns(site, view, one)) for one, _ in view.scan(GATE)}
        deaths = sorted(one.at for _, one in view.scan(DEATH) if one.established and one.at)
        calls = sorted(change for _, one in view.scan(CALLS) for change in _changes(one))
    events = sorted(
        [*_at_gates(gates), *_of(incidents, names), *_agreed(roads), *_last(found)],
        key=lambda one: (one.at, one.subject, one.what),
    )
    begins, ends = _span(found, events, lifts)
    return Course(
        begins,
        ends,
        tuple(events),
        tuple(lifts),
        gates,
        incidents,
        tuple(deaths),
        tuple(calls),
        roads,
    )


def _souls(lifts: Iterable[LiftLedger]) -> Span:
    spans = [(one.souls.lo, one.souls.hi) for one in lifts]
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def _span(report: Report, events: list[Event], lifts: list[LiftLedger]) -> Span:
    """Return from the hour of the first thing that happened to the end of the last one."""
    known = [one.at for one in events if one.at] + [one.left for one in lifts if one.left]
    begins = min(known, default=report.as_of) // HOUR * HOUR
    return begins, max(begins + HOUR, -(-report.as_of // HOUR) * HOUR)


def _turns(site: Site, view: View, gate: bytes) -> tuple[Gate, ...]:
    """Return how a gate stood after each fact, as in its story."""
    turns: list[Gate] = []
    for line in stories.story(site, view, (GATE,), gate):
        if isinstance(line.fact, gate_facts.GateOpened | gate_facts.GateHeld | gate_facts.GateShut):
            turns.append(fold_gate(turns[-1] if turns else None, line.fact))
    return tuple(turns)


def _at_gates(gates: dict[bytes, tuple[Word, tuple[Gate, ...]]]) -> Iterator[Event]:
    for gate, (name, turns) in gates.items():
        for turn in dict.fromkeys(turns):
            what = f"gate-{turn.way.value}"
            yield Event(turn.since, Lane.GATES, what, (name,), turn.reason, gate)


def _of(incidents: dict[bytes, Incident], names: dict[bytes, str]) -> Iterator[Event]:
    for identity, one in incidents.items():
        where: tuple[Word, ...] = tuple(names.get(place, "") for place in one.places)
        first = "warning" if one.warning else "incident-reported"
        told = [(one.at, first, one.source, one.text)]
        told += [
            (said.at, "casualties-reported", said.source, said.sentence) for said in one.reports
        ]
        for at, source, text in one.statements:
            claimed = (at, source, text) in one.claims
            told.append(
                (at, "responsibility-claimed" if claimed else "statement-made", source, text)
            )
        for what, said in (
            ("incident-confirmed", one.confirmed),
            ("incident-dismissed", one.dismissed),
            ("warning-lifted", one.lifted),
            ("incident-closed", one.closed),
        ):
            if said is not None:
                told.append((said[0], what, said[1], said[2]))
        for at, what, source, text in told:
            words = f"{source}: {text}" if source and text else source or text
            yield Event(at, Lane.INCIDENTS, what, where, words, identity)


def _agreed(roads: dict[bytes, Arrangement]) -> Iterator[Event]:
    for identity, one in roads.items():
        where = (one.counterpart.role,) if one.counterpart is not None else ()
        for turn in one.turns:
            if turn.step is not Step.HONOURED:
                what = f"road-{turn.step.value}"
                yield Event(turn.at, Lane.ROAD, what, where, turn.text, identity)


def _last(report: Report) -> Iterator[Event]:
    last = report.figure("last-lift")
    if last is None or last.population.id != "last-lift":
        return
    for one in report.lifts:
        if one.out and one.left == last.lo:
            yield Event(last.lo, Lane.LIFTS, "last-lift", (one.name, one.destination), "", one.id)


def _changes(calls: Calls) -> Iterator[tuple[Instant, int, int]]:
    """Yield how a party's calls change two counts: live calls, and recalls it does not know of.

    A party that came, on whichever call, knows.
    """
    came = [one.came for one in calls.calls if one.came is not None]
    for one in calls.calls:
        if one.called is None:
            continue
        recalled = one.recalls[0].at if one.recalls else None
        ends = [at for at in (one.came, one.missed, recalled) if at is not None]
        yield one.called, 1, 0
        if ends:
            yield min(ends), -1, 0
        if recalled is not None and (one.came is None or one.came > recalled):
            yield recalled, 0, 1
            known = [at for at in (*came, *(at for at, _ in one.told)) if at >= recalled]
            if known:
                yield min(known), 0, -1
