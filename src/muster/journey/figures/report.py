"""The situation report: all figures of one account, its ledgers, its series and what is open.

``report`` is pure: the same account gives the same report, in whatever order the facts arrived. It
holds no name of a person and no free text about an incident but what named sources said in public.
"""

from collections.abc import Iterator, Mapping

import msgspec

from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.saying import Word, said
from muster.journey.figures import admissions, estimates, intake, ledger
from muster.journey.figures.account import Account
from muster.journey.figures.books import Mark
from muster.journey.figures.casualties import Casualties
from muster.journey.figures.changes import Changes
from muster.journey.figures.duplicates import joined
from muster.journey.figures.estimates import Estimated
from muster.journey.figures.figure import Figure, Vector
from muster.journey.figures.flows import Flows
from muster.journey.figures.ledger import LiftLedger, OperationLedger, PlaceLedger
from muster.journey.figures.movements import read
from muster.journey.figures.persons import Persons
from muster.journey.figures.quarantine import Beyond, widened
from muster.journey.figures.rests import can_say
from muster.journey.figures.series import Comparison, compare
from muster.journey.figures.stages import settle
from muster.journey.figures.tasks import Task, tasks
from muster.journey.gate.state import Gate
from muster.journey.incident.state import Incident
from muster.journey.incident.state import Report as Casualty

SCHEMA = 1
_replace = msgspec.structs.replace


class GateLine(msgspec.Struct, frozen=True):
    """A gate by name, and how it stands."""

    id: bytes
    name: Word
    gate: Gate


class IncidentLine(msgspec.Struct, frozen=True):
    """An incident or warning: what, when, where, and what named sources said of it."""

    id: bytes
    at: Instant
    kind: str
    places: tuple[Word, ...]
    warning: bool
    until: Instant | None
    reports: tuple[Casualty, ...]
    statements: tuple[tuple[Instant, str, str], ...]


class Report(msgspec.Struct, frozen=True):
    """Everything a situation report says; ``figures`` in the order in which they are shown.

    Figures that rest on what is ``unheld``, compartments that this site is no member of, are not
    in it: a gate that never held the registry would count nobody as waiting.
    """

    cut: Vector
    as_of: Instant
    operation: str
    site: str
    training: bool
    figures: tuple[Figure, ...]
    ledger: OperationLedger
    lifts: tuple[LiftLedger, ...]
    places: tuple[PlaceLedger, ...]
    gates: tuple[GateLine, ...]
    incidents: tuple[IncidentLine, ...]
    series: Comparison
    tasks: tuple[Task, ...]
    estimates: tuple[Estimated, ...] = ()
    changes: Changes | None = None
    beyond: Beyond = Beyond()
    day_ends: int = 0
    unheld: tuple[str, ...] = ()
    schema: int = SCHEMA

    def figure(self, identity: str) -> Figure | None:
        """Return the figure of that id."""
        return next((one for one in self.figures if one.id == identity), None)

    def under(self, prefix: str) -> tuple[Figure, ...]:
        """Return the figures whose id is ``prefix``, a slash and one more word."""
        start = f"{prefix}/"
        return tuple(one for one in self.figures if one.id.startswith(start))


def report(account: Account) -> Report:
    """Return the situation report of ``account``; raise nothing."""
    found = _report(account)
    if account.trusted is None:
        return found
    sure = {one.id: one for one in _all_figures(_report(account.trusted))}
    figures = widened(sure, {one.id: one for one in _all_figures(found)}, account.beyond)
    return _replace(
        found,
        figures=tuple(figures[one.id] for one in found.figures),
        lifts=tuple(_replace(one, souls=figures[one.souls.id]) for one in found.lifts),
        places=tuple(_replace(one, here=figures[one.here.id]) for one in found.places),
    )


def _all_figures(found: Report) -> Iterator[Figure]:
    yield from found.figures
    yield from (one.souls for one in found.lifts)
    yield from (one.here for one in found.places)


def _report(known: Account) -> Report:
    account, doubles = joined(known)
    movements = read(account)
    standings = settle(account, movements)
    flows = Flows(account, movements)
    persons = Persons(account, movements, standings, doubles)
    days = flows.days()
    places = ledger.Places(account, movements, standings).ledgers()
    casualties = Casualties(account.common(), account.incidents, standings.closed[Mark.DEAD])
    kinds = estimates.estimated(account)
    figures = (
        *flows.figures(),
        *persons.figures(),
        *estimates.figures(account.common(), kinds),
        *casualties.figures(),
        *admissions.figures(account),
        *intake.figures(account),
        *(one.here for one in places if one.role is not PlaceRole.ORIGIN),
        *days,
    )
    lifts = ledger.lifts(account, movements)
    return Report(
        cut=account.cut,
        as_of=account.as_of,
        operation=account.site.operation,
        site=account.site.name,
        training=account.site.training,
        figures=tuple(one for one in figures if can_say(one.id, account.unheld)),
        ledger=ledger.operation(standings, persons.unrecorded()),
        lifts=lifts,
        places=places if can_say("stock", account.unheld) else (),
        gates=tuple(_gates(account)),
        incidents=tuple(_incidents(account)),
        series=compare(account.published, days),
        tasks=tuple(tasks(figures, lifts, places, doubles, account)),
        estimates=kinds,
        beyond=account.beyond,
        day_ends=account.site.day_ends,
        unheld=account.unheld,
    )


def _gates(account: Account) -> Iterator[GateLine]:
    gates: Mapping[bytes, Gate] = account.gates
    for one in sorted(gates, key=lambda one: (said(account.name(one)), one)):
        yield GateLine(one, account.name(one), gates[one])


def _incidents(account: Account) -> Iterator[IncidentLine]:
    incidents: Mapping[bytes, Incident] = account.incidents
    for one, it in sorted(incidents.items(), key=lambda pair: (pair[1].at, pair[0])):
        yield IncidentLine(
            one,
            it.at,
            it.kind,
            tuple(account.name(place) for place in it.places),
            it.warning,
            it.until,
            it.reports,
            it.statements,
        )
