"""The situation report in sentences: each made from figures, none typed in.

A sentence is a saying, so that a door can say it in the reader's language.
"""

from collections.abc import Callable, Iterator

import msgspec

from muster.ground.people.moment import DAY, Instant, day_window
from muster.ground.people.saying import Listed, Saying, counted, listed, say
from muster.journey.figures.figure import Figure
from muster.journey.figures.populations import LAST_LIFT
from muster.journey.figures.report import Report
from muster.journey.figures.running import Gap
from muster.journey.figures.spoken import (
    lifts,
    people_of,
    spoken,
    spoken_between,
    spoken_day,
    spoken_name,
    spoken_time,
)


class Sentence(msgspec.Struct, frozen=True):
    """What is said in ``text``; ``figure`` is what it tells of."""

    figure: str
    text: Saying


def sentences(report: Report) -> tuple[Sentence, ...]:
    """Return what the report says, most important first; what has no figure is not said."""
    tellers: tuple[Callable[[Report], Iterator[Sentence]], ...] = (
        _unheld,
        _out,
        _last_lift,
        _peak,
        _arrived,
        _dead,
        _gates,
        _left,
        _unmatched,
        _bases,
        _published,
    )
    return tuple(sentence for tell in tellers for sentence in tell(report))


def _unheld(report: Report) -> Iterator[Sentence]:
    if report.unheld:
        text = say(
            "This site does not hold {compartments}: what rests on that is not in this report.",
            compartments=listed(report.unheld),
        )
        yield Sentence("unheld", text)


def _out(report: Report) -> Iterator[Sentence]:
    departed, left = report.figure("departed"), report.figure("lifts")
    if departed is None or left is None or departed.base is None:
        return
    days = [one.window for one in report.under("departed") if one.window is not None]
    if not left.hi or not days:
        yield Sentence("departed", say("No lift has left."))
        return
    text = counted(
        departed.hi,
        "{People} has left on {lifts} in {days}, the first of them ending on {first}; counted "
        "since {base}.",
        "{People} have left on {lifts} in {days}, the first of them ending on {first}; counted "
        "since {base}.",
        people=people_of(departed),
        lifts=lifts(left.hi),
        days=counted(len(days), "{n} day", "{n} days"),
        first=spoken_day(days[0][1] - 1),
        base=spoken_day(departed.base),
    )
    yield Sentence("departed", text)


def _last_lift(report: Report) -> Iterator[Sentence]:
    last = report.figure("last-lift")
    if last is None:
        return
    declared = say("The last lift left on {when}.")
    latest = say("The latest lift left on {when}.")
    text = declared if last.population == LAST_LIFT else latest
    yield Sentence("last-lift", text.filled(when=spoken_time(last.lo)))
    if not last.exact:
        after = say("A lift left after it, on {when}, and contradicts that it was the last.")
        yield Sentence("last-lift", after.filled(when=spoken_time(last.hi)))


def _peak(report: Report) -> Iterator[Sentence]:
    days = report.under("departed")
    if not days:
        return
    peak = max(days, key=lambda one: one.hi)
    start, _ = day_window(peak.id.rpartition("/")[2], report.day_ends)
    day = spoken_day(start + DAY - 1)
    text = say("The busiest reporting day ended on {day}, with {people}.")
    yield Sentence(peak.id, text.filled(day=day, people=people_of(peak)))


def _arrived(report: Report) -> Iterator[Sentence]:
    arrived, on_the_way = report.figure("arrived"), report.figure("on-the-way")
    if arrived is not None and on_the_way is not None and arrived.hi:
        text = counted(
            on_the_way.hi,
            "{People} came off these lifts; {aboard} is still aboard a lift or not seen to come "
            "off.",
            "{People} came off these lifts; {aboard} are still aboard a lift or not seen to come "
            "off.",
            people=people_of(arrived),
            aboard=people_of(on_the_way),
        )
        yield Sentence("arrived", text)


def _dead(report: Report) -> Iterator[Sentence]:
    dead = report.figure("dead")
    if dead is None or not dead.hi:
        return
    parts = [one for one in report.under("dead") if one.id != "dead/other-reading" and one.hi]
    plain = say("{People} died in incidents, by the reports named below.")
    among = say("{People} died in incidents, by the reports named below, among them {groups}.")
    text = among.filled(groups=_among(parts)) if parts else plain
    yield Sentence("dead", text.filled(people=_toll(dead)))
    other = report.figure("dead/other-reading")
    if other is not None:
        text = say("If the groups that sources name lie outside their totals, {people} died.")
        yield Sentence(other.id, text.filled(people=people_of(other)))
    injured = report.figure("injured")
    if injured is not None:
        text = counted(
            injured.hi,
            "{People} was injured.",
            "{People} were injured.",
            people=_toll(injured),
        )
        yield Sentence("injured", text)


def _among(parts: list[Figure]) -> Listed:
    """Return the groups of the dead, each with its number."""
    named = say("{number} ({group})")
    return listed(named.filled(number=spoken(one), group=_group(one)) for one in parts)


def _group(figure: Figure) -> Saying:
    return spoken_name(figure.id.partition("/")[2])


def _toll(figure: Figure) -> Saying:
    """Return a toll as reports say it: the highest first, then what is certain."""
    if figure.exact or not figure.lo:
        return people_of(figure)
    return counted(
        figure.hi,
        "up to {n} person ({certain} confirmed or established)",
        "up to {n} people ({certain} confirmed or established)",
        certain=figure.lo,
    )


def _gates(report: Report) -> Iterator[Sentence]:
    through, walked = report.figure("let-through"), report.figure("walked-in")
    back, second = report.figure("turned-back"), report.figure("second-uses")
    if through is None or walked is None or back is None or second is None:
        return
    text = counted(
        back.hi,
        "{People} went in at the gates on a pass and {walked} without one; {n} time somebody was "
        "turned back.",
        "{People} went in at the gates on a pass and {walked} without one; {n} times somebody was "
        "turned back.",
        people=people_of(through),
        walked=spoken(walked),
    )
    yield Sentence(through.id, text)
    if second.hi:
        text = counted(
            second.hi,
            "{n} second use of a pass let in {heads}: at most one for each island of posts of the "
            "gate that a pass names.",
            "{n} second uses of passes let in {heads}: at most one for each island of posts of the "
            "gate that a pass names.",
            heads=_heads(report),
        )
        yield Sentence(second.id, text)
    islands = report.figure("islands")
    if islands is not None and islands.hi > 1:
        text = say(
            "The posts of one gate formed up to {n} islands that heard nothing of each other: a "
            "copy of a pass lets its party in {n} times at most there.",
            n=islands.hi,
        )
        yield Sentence(islands.id, text)


def _heads(report: Report) -> Saying:
    heads = report.figure("second-uses/heads")
    return people_of(heads) if heads is not None else say("nobody")


def _left(report: Report) -> Iterator[Sentence]:
    remaining = report.figure("remaining")
    if remaining is None:
        return
    groups = [one for one in report.under("remaining") if one.hi]
    named = say("{group} {number}")
    each = listed(named.filled(group=_group(one), number=spoken(one)) for one in groups)
    text = _still_waiting(remaining.hi, each) if groups else _nobody_waits(remaining.hi)
    yield Sentence("remaining", text.filled(people=people_of(remaining)))
    text = say("Whoever never came forward is not in that number, and it may rise.")
    yield Sentence("remaining", text)
    unnamed = report.figure("estimate/unnamed")
    if unnamed is not None:
        text = say("Sources estimate {people} whom nobody has named; they are in no other figure.")
        yield Sentence(unnamed.id, text.filled(people=people_of(unnamed)))


def _still_waiting(number: int, groups: Listed) -> Saying:
    return counted(
        number,
        "{People} on record is still waiting: {groups}.",
        "{People} on record are still waiting: {groups}.",
        groups=groups,
    )


def _nobody_waits(number: int) -> Saying:
    return counted(
        number,
        "{People} on record is still waiting.",
        "{People} on record are still waiting.",
    )


def _unmatched(report: Report) -> Iterator[Sentence]:
    found, open_ = report.figure("found-on-arrival"), report.figure("found-on-arrival/unmatched")
    if found is None or open_ is None or not found.hi:
        return
    some = say(
        "{People} came off without having been scanned aboard; {open} of them are not matched to "
        "a claim."
    )
    none = say(
        "{People} came off without having been scanned aboard; all of them have been looked up."
    )
    text = some.filled(open=spoken(open_)) if open_.hi else none
    yield Sentence(found.id, text.filled(people=people_of(found)))


def _bases(report: Report) -> Iterator[Sentence]:
    for place in report.places:
        if place.over and place.capacity is not None:
            text = say(
                "{place} holds {people}, {over} over its capacity of {capacity}.",
                place=place.name,
                people=people_of(place.here),
                over=place.over,
                capacity=place.capacity[1],
            )
            yield Sentence(place.here.id, text)


def _published(report: Report) -> Iterator[Sentence]:
    by_base: dict[Instant | None, list[Gap]] = {}
    for gap in report.series.gaps:
        by_base.setdefault(gap.base, []).append(gap)
    for base, gaps in by_base.items():
        yield Sentence("series", _does_not_run(base, gaps))
    totals = dict.fromkeys(one for refusal in report.series.refusals for one in refusal.totals)
    if totals:
        text = say(
            "Published totals that count from different or unknown dates are no contradiction and "
            "are not subtracted: {totals}."
        )
        each = listed(spoken_between(one.low, one.high) for one in totals)
        yield Sentence("series", text.filled(totals=each))


def _does_not_run(base: Instant | None, gaps: list[Gap]) -> Saying:
    undated = say(
        "The published running total without a base date does not run at {steps}: {sizes}."
    )
    dated = say("The published running total since {base} does not run at {steps}: {sizes}.")
    text = undated if base is None else dated.filled(base=spoken_day(base))
    steps = counted(len(gaps), "{n} step", "{n} steps")
    return text.filled(steps=steps, sizes=listed(f"{gap.size:+,}" for gap in gaps))
