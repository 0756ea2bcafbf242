"""The report for machines: the schema that scripts rely on, and the ledgers beside it.

A figure has ``id``, ``lo``, ``hi``, ``unit``, ``population``, ``window``, ``base``, ``as_of`` and
``reasons``; a reason has ``code``, ``d_lo``, ``d_hi``, ``text``. Times are ISO 8601 in UTC, to the
second (``as_of_ms`` is exact, for whoever counts again); of a figure in unit ``time`` the ends are
times and its reasons contribute seconds. Ids are spelled as on screens. Keys may be added within a
schema number, none changes or goes.
"""

from typing import Any

import msgspec

from muster.ground.people.ids import spell
from muster.ground.people.moment import SECOND, Instant, iso
from muster.ground.people.saying import said
from muster.journey.figures.changes import Change, Changes
from muster.journey.figures.estimates import Estimated
from muster.journey.figures.figure import Figure, Reason, Unit, Window
from muster.journey.figures.ledger import LiftLedger, PlaceLedger
from muster.journey.figures.report import IncidentLine, Report
from muster.journey.figures.running import Gap
from muster.journey.figures.sentences import sentences
from muster.journey.figures.series import Beside, Comparison
from muster.journey.figures.tasks import Task

Json = dict[str, Any]


def document(report: Report) -> bytes:
    """Return the report as one JSON object, UTF-8, keys in a fixed order."""
    return msgspec.json.encode(as_object(report))


def as_object(report: Report) -> Json:
    """Return the report as plain objects, for a door that adds to it."""
    return {
        "schema": report.schema,
        "cut": [{"log": log, "sequence": at, "hash": digest} for log, at, digest in report.cut],
        "as_of": iso(report.as_of),
        "as_of_ms": report.as_of,
        "operation": report.operation,
        "site": report.site,
        "training": report.training,
        "unheld": list(report.unheld),
        "figures": [figure_object(one) for one in report.figures],
        "populations": {
            one.population.key: one.population.sentence.said() for one in report.figures
        },
        "sentences": [one.text.said() for one in sentences(report)],
        "ledger": msgspec.to_builtins(report.ledger),
        "lifts": [_lift(one) for one in report.lifts],
        "places": [_place(one) for one in report.places],
        "incidents": [_incident(one) for one in report.incidents],
        "series": _series(report.series),
        "tasks": [_task(one) for one in report.tasks],
        "estimates": [_estimate(one) for one in report.estimates],
        "quarantined": [
            {
                "log": log,
                "from": sequence,
                "released": [one for of, one in report.beyond.released if of == log],
            }
            for log, sequence in report.beyond.logs
        ],
        "changes": None if report.changes is None else _changes(report.changes),
    }


def figure_object(figure: Figure) -> Json:
    """Return one figure as scripts read it."""
    return {
        "id": figure.id,
        "lo": _end(figure, figure.lo),
        "hi": _end(figure, figure.hi),
        "unit": figure.unit.value,
        "population": figure.population.key,
        "window": _window(figure.window),
        "base": _time(figure.base),
        "as_of": iso(figure.as_of),
        "reasons": [_reason(figure, one) for one in figure.reasons],
    }


def _end(figure: Figure, value: int) -> int | str:
    return iso(value) if figure.unit is Unit.TIME else value


def _reason(figure: Figure, reason: Reason) -> Json:
    per = SECOND if figure.unit is Unit.TIME else 1
    return {
        "code": reason.code.value,
        "d_lo": reason.d_lo // per,
        "d_hi": reason.d_hi // per,
        "text": reason.text.said(),
    }


def _window(window: Window | None) -> list[str] | None:
    return None if window is None else [iso(end) for end in window]


def _time(when: Instant | None) -> str | None:
    return None if when is None else iso(when)


def _lift(lift: LiftLedger) -> Json:
    plain = (
        "out",
        "places",
        "planned",
        "scanned",
        "counted",
        "off",
        "settled",
        "arrived",
        "found",
        "unknown",
        "missing",
    )
    return {
        "id": spell(lift.id),
        "name": lift.name,
        "craft": lift.craft,
        "carrier": lift.carrier,
        "origin": said(lift.origin),
        "destination": said(lift.destination),
        **{name: getattr(lift, name) for name in plain},
        "stage": lift.stage.value,
        "left": _time(lift.left),
        "landed": _time(lift.landed),
        "souls": [lift.souls.lo, lift.souls.hi],
        "difference": lift.difference.hi,
    }


def _place(place: PlaceLedger) -> Json:
    return {
        "id": spell(place.id),
        "name": place.name,
        "role": place.role.value,
        "capacity": place.capacity,
        "in": place.came_in,
        "out": place.went_out,
        "here": [place.here.lo, place.here.hi],
        "closed": place.closed,
        "unseen": place.unseen,
        "absent": place.absent,
        "over": place.over,
        "open": place.open,
    }


def _incident(incident: IncidentLine) -> Json:
    return {
        "id": spell(incident.id),
        "at": iso(incident.at),
        "kind": incident.kind,
        "places": [said(one) for one in incident.places],
        "warning": incident.warning,
        "until": _time(incident.until),
        "reports": [
            {
                "at": iso(one.at),
                "source": one.source,
                "sentence": one.sentence,
                "dead": list(one.dead),
                "injured": None if one.injured is None else list(one.injured),
                "missing": None if one.missing is None else list(one.missing),
                "parts": {name: [low, high] for name, low, high in one.parts},
                "parts_inside": one.whole,
                "confirmed": one.confirmed,
            }
            for one in incident.reports
        ],
        "statements": [
            {"at": iso(at), "source": source, "text": text}
            for at, source, text in incident.statements
        ],
    }


def _series(series: Comparison) -> Json:
    return {
        "beside": [_beside(one) for one in series.beside],
        "running": [_gap(one) for one in series.runs],
        "refusals": [{"code": one.code, "text": one.sentence.said()} for one in series.refusals],
        "shifts": [
            {
                "bases": [iso(one) for one in shift.bases],
                "ends": [iso(one) for one in shift.ends],
                "change": shift.change,
                "tolerance": shift.tolerance,
            }
            for shift in series.shifts
        ],
    }


def _beside(one: Beside) -> Json:
    return {
        "series": one.series,
        "publisher": one.publisher,
        "window": _window(one.window),
        "published": [one.low, one.high],
        "ours": None if one.ours is None else [one.ours.lo, one.ours.hi],
        "gap": None if one.lo is None else [one.lo, one.hi],
    }


def _gap(one: Gap) -> Json:
    return {
        "series": one.series,
        "flows": one.flows,
        "base": _time(one.base),
        "window": _window(one.window),
        "expected": list(one.expected),
        "published": list(one.published),
        "gap": [one.lo, one.hi],
        "size": one.size,
        "tolerance": one.tolerance,
        "verdict": one.verdict.value,
    }


def _estimate(one: Estimated) -> Json:
    return {
        "population": one.population,
        "place": said(one.place),
        "shown": one.shown,
        "sources": [
            {
                "source": it.source,
                "method": it.method,
                "made": iso(it.made),
                "estimate": [it.low, it.high],
            }
            for it in one.sources
        ],
    }


def _changes(found: Changes) -> Json:
    return {
        "since": iso(found.as_of),
        "given": iso(found.at),
        "figures": [_change(one) for one in found.changes],
    }


def _change(one: Change) -> Json:
    return {
        "id": one.now.id,
        "window": _window(one.now.window),
        "then": [_end(one.now, one.before.lo), _end(one.now, one.before.hi)],
        "now": [_end(one.now, one.now.lo), _end(one.now, one.now.hi)],
        "facts": [
            {
                "kind": it.kind,
                "number": it.number,
                "observed": [iso(it.first), iso(it.last)],
                "subjects": [spell(id_) for id_ in it.subjects],
            }
            for it in one.causes
        ],
    }


def _task(task: Task) -> Json:
    return {
        "code": task.code.value,
        "number": task.number,
        "text": task.text.said(),
        "subjects": [spell(one) for one in task.subjects],
    }
