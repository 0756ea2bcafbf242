"""The tables below the figures: places, gates, incidents, lifts, published series.

Each is a head and rows of text, the same on the page and on the terminal.
"""

from collections.abc import Iterator

from muster.adapters.formats.report.sections import clock, count, signed, span, value
from muster.journey.figures.ledger import LiftLedger
from muster.journey.figures.report import Report
from muster.journey.figures.running import Verdict
from muster.journey.figures.sentences import spoken_name

MOST_LIFTS = 40

Row = tuple[str, ...]
Table = tuple[Row, list[Row]]


def places(report: Report) -> Table:
    """Return heads and rows of the places; in = out + here + closed + unseen, in souls."""
    head = ("Place", "In", "Out", "Here", "Closed", "Unseen", "Room for", "State")
    rows: list[Row] = [
        (
            one.name,
            count(one.came_in),
            count(one.went_out),
            value(one.here),
            count(one.closed),
            f"{one.unseen:+,}" if one.unseen else "0",
            "not known" if one.capacity is None else span(*one.capacity),
            _state(one.over, closed=not one.open, reason=one.reason),
        )
        for one in report.places
    ]
    return head, rows


def _state(over: int, *, closed: bool, reason: str) -> str:
    said = [f"{over:,} over capacity"] if over else []
    said += [f"takes nobody: {reason}" if reason else "takes nobody"] if closed else []
    return "; ".join(said)


def gates(report: Report) -> Table:
    """Return heads and rows of the gates."""
    head = ("Gate", "State", "Souls an hour", "Since (UTC)", "Reason")
    return head, [
        (
            one.name,
            spoken_name(one.gate.way.value),
            count(one.gate.per_hour),
            clock(one.gate.since),
            one.gate.reason,
        )
        for one in report.gates
    ]


def incidents(report: Report) -> Table:
    """Return heads and rows of incidents: one for each report or statement of a source."""
    head = ("When (UTC)", "What", "Where", "Source", "Said", "Dead", "Injured")
    rows: list[Row] = []
    for one in report.incidents:
        what = (clock(one.at), one.kind, ", ".join(one.places))
        rows.append((*what, "", "", "", ""))
        for said in one.reports:
            injured = "" if said.injured is None else span(*said.injured)
            told = said.source + (" (confirmed)" if said.confirmed else "")
            when = clock(said.at)
            rows.append((when, "", "", told, said.sentence, span(*said.dead), injured))
        rows.extend(
            (clock(at), "", "", source, text, "", "") for at, source, text in one.statements
        )
    return head, rows


def differing(report: Report) -> tuple[list[LiftLedger], int]:
    """Return the lifts whose counts differ, the largest first, and how many more there are."""
    found = [one for one in report.lifts if one.left is not None and one.difference.hi]
    found.sort(key=lambda one: -one.difference.hi)
    return found[:MOST_LIFTS], max(0, len(found) - MOST_LIFTS)


def lifts(report: Report) -> Table:
    """Return heads and rows of the lifts whose counts differ."""
    seen = ("Planned", "Scanned", "Counted", "Arrived", "Found", "Missing")
    return ("Lift", "Left (UTC)", *seen, "Souls", "Difference"), [
        (
            one.name,
            clock(one.left),
            count(one.planned),
            count(one.scanned),
            count(one.counted),
            count(one.arrived),
            count(one.found),
            count(one.missing),
            value(one.souls),
            f"{one.difference.hi:,}" + (" (settled)" if one.settled is not None else ""),
        )
        for one in differing(report)[0]
    ]


def beside(report: Report) -> Table:
    """Return heads and rows of published flows beside ours."""
    head = ("Window ends (UTC)", "Series", "Published", "Ours", "Ours less published")
    return head, [
        (
            clock(one.window[1]),
            one.series,
            span(one.low, one.high),
            "not counted" if one.ours is None else value(one.ours),
            signed(one.lo, one.hi),
        )
        for one in report.series.beside
    ]


def running(report: Report) -> Table:
    """Return heads and rows of the steps of published running totals."""
    head = ("Window ends (UTC)", "Counted from", "Expected", "Published", "Gap", "Rounding", "Says")
    return head, [
        (
            clock(one.window[1]),
            "not stated" if one.base is None else clock(one.base)[:10],
            span(*one.expected),
            span(*one.published),
            signed(one.lo, one.hi),
            f"{one.tolerance:,}",
            _VERDICTS[one.verdict],
        )
        for one in report.series.runs
    ]


_VERDICTS = {
    Verdict.GAP: "gap",
    Verdict.ROUNDING: "within rounding",
    Verdict.EXACT: "exact",
}


def remarks(report: Report) -> Iterator[str]:
    """Yield what is said below the published series: refusals, and distances that moved."""
    for refusal in report.series.refusals:
        yield refusal.sentence
    for shift in report.series.shifts:
        first, second = (clock(one)[:10] for one in shift.bases)
        until = clock(shift.ends[1])
        yield (
            f"The totals since {first} and since {second} are {shift.change:+,} further apart by "
            f"{until}, though that is a past period; rounding allows {shift.tolerance:,}."
        )
