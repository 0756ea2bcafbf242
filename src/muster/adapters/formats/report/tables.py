"""The tables below the figures: places, gates, incidents, lifts, published series.

Each is a head and rows of words, the same on the page and on the terminal.
"""

from collections.abc import Iterator

from muster.adapters.formats.report.sections import clock, count, ends, label, signed, span, value
from muster.ground.people.ids import spell
from muster.ground.people.saying import SEMICOLON, Saying, Word, counted, listed, say
from muster.journey.figures.changes import Changes
from muster.journey.figures.ledger import LiftLedger
from muster.journey.figures.report import Report
from muster.journey.figures.running import Verdict
from muster.journey.figures.spoken import spoken_name
from muster.journey.incident.casualties import Harm, total_of

MOST_LIFTS = 40

Row = tuple[Word, ...]
Table = tuple[Row, list[Row]]


def places(report: Report) -> Table:
    """Return heads and rows of the places; in = out + here + closed + unseen, in souls."""
    head = (
        say("Place"),
        say("In"),
        say("Out"),
        say("Here"),
        say("Closed"),
        say("Unseen"),
        say("Room for"),
        say("State"),
    )
    rows: list[Row] = [
        (
            one.name,
            count(one.came_in),
            count(one.went_out),
            value(one.here),
            count(one.closed),
            f"{one.unseen:+,}" if one.unseen else "0",
            say("not known") if one.capacity is None else span(*one.capacity),
            _state(one.over, closed=not one.open, reason=one.reason),
        )
        for one in report.places
    ]
    return head, rows


def _state(over: int, *, closed: bool, reason: str) -> Word:
    states = [say("{n} over capacity", n=over)] if over else []
    if closed and reason:
        states.append(say("takes nobody: {reason}", reason=reason))
    elif closed:
        states.append(say("takes nobody"))
    return listed(states, SEMICOLON)


def gates(report: Report) -> Table:
    """Return heads and rows of the gates."""
    head = (say("Gate"), say("State"), say("Souls an hour"), say("Since (UTC)"), say("Reason"))
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


_CONFIRMED = say("{source} (confirmed)")


def incidents(report: Report) -> Table:
    """Return heads and rows of incidents: one for each report or statement of a source.

    The missing have a column only where a source speaks of them.
    """
    counts = [(say("Dead"), Harm.DEAD), (say("Injured"), Harm.INJURED)]
    if any(said.missing is not None for one in report.incidents for said in one.reports):
        counts.append((say("Missing"), Harm.MISSING))
    words = (say("When (UTC)"), say("What"), say("Where"), say("Source"), say("Said"))
    nothing = ("",) * len(counts)
    rows: list[Row] = []
    for one in report.incidents:
        what = (clock(one.at), one.kind, listed(one.places))
        rows.append((*what, "", "", *nothing))
        for said in one.reports:
            who = _CONFIRMED.filled(source=said.source) if said.confirmed else said.source
            numbers = (_number(total_of(said, harm)) for _, harm in counts)
            rows.append((clock(said.at), "", "", who, said.sentence, *numbers))
        rows.extend(
            (clock(at), "", "", source, text, *nothing) for at, source, text in one.statements
        )
    return (*words, *(head for head, _ in counts)), rows


def _number(total: tuple[int, int] | None) -> Word:
    return "" if total is None else span(*total)


def differing(report: Report) -> tuple[list[LiftLedger], int]:
    """Return the lifts whose counts differ, the largest first, and how many more there are."""
    found = [one for one in report.lifts if one.left is not None and one.difference.hi]
    found.sort(key=lambda one: -one.difference.hi)
    return found[:MOST_LIFTS], max(0, len(found) - MOST_LIFTS)


def more(report: Report) -> Saying | None:
    """Return how many lifts whose counts differ are not in the table; none where all are."""
    rest = differing(report)[1]
    return counted(rest, "and {n} more lift", "and {n} more lifts") if rest else None


def lifts(report: Report) -> Table:
    """Return heads and rows of the lifts whose counts differ."""
    head = (
        say("Lift"),
        say("Left (UTC)"),
        say("Planned"),
        say("Scanned"),
        say("Counted"),
        say("Arrived"),
        say("Found"),
        say("Missing"),
        say("Souls"),
        say("Difference"),
    )
    return head, [
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
            one.difference.hi if one.settled is None else _settled(one.difference.hi),
        )
        for one in differing(report)[0]
    ]


def _settled(difference: int) -> Saying:
    return say("{difference} (settled)", difference=difference)


def beside(report: Report) -> Table:
    """Return heads and rows of published flows beside ours."""
    head = (
        say("Window ends (UTC)"),
        say("Series"),
        say("Published"),
        say("Ours"),
        say("Ours less published"),
    )
    return head, [
        (
            clock(one.window[1]),
            one.series,
            span(one.low, one.high),
            say("not counted") if one.ours is None else value(one.ours),
            signed(one.lo, one.hi),
        )
        for one in report.series.beside
    ]


def running(report: Report) -> Table:
    """Return heads and rows of the steps of published running totals."""
    head = (
        say("Window ends (UTC)"),
        say("Counted from"),
        say("Expected"),
        say("Published"),
        say("Gap"),
        say("Rounding"),
        say("Says"),
    )
    return head, [
        (
            clock(one.window[1]),
            say("not stated") if one.base is None else clock(one.base)[:10],
            span(*one.expected),
            span(*one.published),
            signed(one.lo, one.hi),
            one.tolerance,
            _VERDICTS[one.verdict],
        )
        for one in report.series.runs
    ]


_VERDICTS = {
    Verdict.GAP: say("gap"),
    Verdict.ROUNDING: say("within rounding"),
    Verdict.EXACT: say("exact"),
}


def sentence(text: Saying) -> Saying:
    """Return the words of a task as a sentence."""
    return say("{text}.", text=text)


def remarks(report: Report) -> Iterator[Saying]:
    """Yield what is said below the published series: refusals, and distances that moved."""
    for refusal in report.series.refusals:
        yield refusal.sentence
    for shift in report.series.shifts:
        yield say(
            "The totals since {first} and since {second} are {change} further apart by {until}, "
            "though that is a past period; rounding allows {tolerance}.",
            first=clock(shift.bases[0])[:10],
            second=clock(shift.bases[1])[:10],
            change=f"{shift.change:+,}",
            until=clock(shift.ends[1]),
            tolerance=shift.tolerance,
        )


def estimates(report: Report) -> Table:
    """Return heads and rows of estimates: one for each source, the kinds of people together."""
    head = (
        say("Of whom"),
        say("Where"),
        say("Source"),
        say("Made"),
        say("Method"),
        say("From, to"),
        say("Shown"),
    )
    return head, [
        (
            kind.population,
            kind.place,
            one.source,
            clock(one.made)[:10],
            one.method,
            span(one.low, one.high),
            say("yes") if kind.shown else say("one source only"),
        )
        for kind in report.estimates
        for one in kind.sources
    ]


def since(changes: Changes) -> Saying:
    """Return which report this one is held against, and whether anything of it is other now."""
    when, given = clock(changes.as_of), clock(changes.at)
    same = say(
        "The last report was as of {when} UTC, given on {given} UTC; nothing of it is other now.",
        when=when,
        given=given,
    )
    if not changes.changes:
        return same
    return counted(
        len(changes.changes),
        "The last report was as of {when} UTC, given on {given} UTC; {n} figure of it is other "
        "now.",
        "The last report was as of {when} UTC, given on {given} UTC; {n} figures of it are other "
        "now.",
        when=when,
        given=given,
    )


def changes(found: Changes) -> Table:
    """Return heads and rows of figures that were corrected."""
    head = (say("Figure"), say("Window ends (UTC)"), say("Then"), say("Now"))
    return head, [
        (
            label(one.now),
            "" if one.now.window is None else clock(one.now.window[1]),
            ends(one.now.unit, one.before.lo, one.before.hi),
            value(one.now),
        )
        for one in found.changes
    ]


def causes(found: Changes) -> Table:
    """Return heads and rows of the facts that changed figures: kinds, and ids behind them."""
    head = (
        say("Figure"),
        say("Kind of fact"),
        say("Facts"),
        say("Observed from (UTC)"),
        say("to (UTC)"),
        say("About"),
    )
    return head, [
        (
            label(one.now),
            it.kind,
            it.number,
            clock(it.first),
            clock(it.last),
            listed([spell(id_) for id_ in it.subjects]),
        )
        for one in found.changes
        for it in one.causes
    ]


def changes_said(found: Changes) -> Iterator[Saying]:
    """Yield in sentences which report was held against, and each figure of it that is other now."""
    yield since(found)
    for one in found.changes:
        number = sum(it.number for it in one.causes)
        yield counted(
            number,
            "{figure}: {before} then, {now} now; {n} fact recorded since concerns it.",
            "{figure}: {before} then, {now} now; {n} facts recorded since concern it.",
            figure=label(one.now),
            before=ends(one.now.unit, one.before.lo, one.before.hi),
            now=value(one.now),
        )
