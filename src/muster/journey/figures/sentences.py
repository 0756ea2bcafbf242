"""The situation report in plain English: each sentence made from figures, none typed in.

A sentence is a template and the words that fill it, so that a door can translate the template. An
interval is always said as one: "between 640 and 823", "up to 170".
"""

from collections.abc import Callable, Iterator

import msgspec

from muster.ground.people.moment import DAY, Instant, calendar, day_window
from muster.journey.figures.figure import Figure
from muster.journey.figures.populations import LAST_LIFT
from muster.journey.figures.report import Report
from muster.journey.figures.running import Gap


class Sentence(msgspec.Struct, frozen=True):
    """``template`` with ``words`` for the names in its braces; ``figure`` is what it tells of."""

    figure: str
    template: str
    words: dict[str, str]

    def text(self) -> str:
        """Return the English sentence."""
        return self.template.format_map(self.words)


def sentences(report: Report) -> tuple[Sentence, ...]:
    """Return what the report says, most important first; what has no figure is not said."""
    tellers: tuple[Callable[[Report], Iterator[Sentence]], ...] = (
        _out,
        _last_lift,
        _peak,
        _arrived,
        _dead,
        _left,
        _unmatched,
        _bases,
        _published,
    )
    return tuple(sentence for tell in tellers for sentence in tell(report))


def spoken(figure: Figure) -> str:
    """Return a figure as words: a number, "up to 170", "between 640 and 823"."""
    return spoken_between(figure.lo, figure.hi)


def spoken_between(low: int, high: int) -> str:
    """Return an interval of counts as words."""
    if low == high:
        return f"{low:,}"
    return f"up to {high:,}" if low <= 0 else f"between {low:,} and {high:,}"


def spoken_day(when: Instant) -> str:
    """Return the UTC day of an instant: Monday 30 August 2021."""
    day = calendar(when)
    return f"{day:%A} {day.day} {day:%B %Y}"


def spoken_time(when: Instant) -> str:
    """Return an instant to the minute: Monday 30 August 2021 at 19:29 UTC."""
    return f"{spoken_day(when)} at {calendar(when):%H:%M} UTC"


_STATES = {"us": "US", "uk": "UK", "uae": "UAE"}
"""Parts of an id that name a state and are spoken letter by letter."""


def spoken_name(word: str) -> str:
    """Return the id of a group or part as words: worked with, US service."""
    return " ".join(_STATES.get(part, part) for part in word.split("-"))


def _people(figure: Figure) -> str:
    return f"{spoken(figure)} {'person' if figure.hi == 1 else 'people'}"


def _out(report: Report) -> Iterator[Sentence]:
    departed, lifts = report.figure("departed"), report.figure("lifts")
    if departed is None or lifts is None or departed.base is None:
        return
    days = [one.window for one in report.under("departed") if one.window is not None]
    if not lifts.hi or not days:
        yield Sentence("departed", "No lift has left.", {})
        return
    yield Sentence(
        "departed",
        "{people} have left on {lifts} in {days}, the first of them ending on {first}; counted "
        "since {base}.",
        {
            "people": _people(departed).capitalize(),
            "lifts": f"{spoken(lifts)} {'lift' if lifts.hi == 1 else 'lifts'}",
            "days": "1 day" if len(days) == 1 else f"{len(days):,} days",
            "first": spoken_day(days[0][1] - 1),
            "base": spoken_day(departed.base),
        },
    )


def _last_lift(report: Report) -> Iterator[Sentence]:
    last = report.figure("last-lift")
    if last is None:
        return
    declared = last.population == LAST_LIFT
    template = "The last lift left on {when}." if declared else "The latest lift left on {when}."
    yield Sentence("last-lift", template, {"when": spoken_time(last.lo)})
    if not last.exact:
        after = "A lift left after it, on {when}, and contradicts that it was the last."
        yield Sentence("last-lift", after, {"when": spoken_time(last.hi)})


def _peak(report: Report) -> Iterator[Sentence]:
    days = report.under("departed")
    if not days:
        return
    peak = max(days, key=lambda one: one.hi)
    start, _ = day_window(peak.id.rpartition("/")[2], report.day_ends)
    yield Sentence(
        peak.id,
        "The busiest reporting day ended on {day}, with {people}.",
        {"day": spoken_day(start + DAY - 1), "people": _people(peak)},
    )


def _arrived(report: Report) -> Iterator[Sentence]:
    arrived, on_the_way = report.figure("arrived"), report.figure("on-the-way")
    if arrived is not None and on_the_way is not None and arrived.hi:
        yield Sentence(
            "arrived",
            "{people} came off these lifts; {aboard} still aboard a lift or not seen to come off.",
            {
                "people": _people(arrived).capitalize(),
                "aboard": f"{_people(on_the_way)} {'is' if on_the_way.hi == 1 else 'are'}",
            },
        )


def _dead(report: Report) -> Iterator[Sentence]:
    dead = report.figure("dead")
    if dead is None or not dead.hi:
        return
    template = "{people} died in incidents, by the reports named below{among}."
    parts = [one for one in report.under("dead") if one.id != "dead/other-reading" and one.hi]
    named = ", ".join(f"{spoken(one)} ({spoken_name(one.id.partition('/')[2])})" for one in parts)
    words = {"people": _toll(dead), "among": f", among them {named}" if named else ""}
    yield Sentence("dead", template, words)
    other = report.figure("dead/other-reading")
    if other is not None:
        template = "If the groups that sources name lie outside their totals, {people} died."
        yield Sentence(other.id, template, {"people": _people(other)})
    injured = report.figure("injured")
    if injured is not None:
        yield Sentence("injured", "{people} were injured.", {"people": _toll(injured)})


def _toll(figure: Figure) -> str:
    """Return a toll as reports say it: the highest first, then what is certain."""
    if figure.exact:
        return _people(figure).capitalize()
    certain = f" ({figure.lo:,} confirmed or established)" if figure.lo else ""
    return f"Up to {figure.hi:,} people{certain}"


def _left(report: Report) -> Iterator[Sentence]:
    remaining = report.figure("remaining")
    if remaining is None:
        return
    groups = [one for one in report.under("remaining") if one.hi]
    named = ", ".join(f"{spoken_name(one.id.partition('/')[2])} {spoken(one)}" for one in groups)
    verb = "is" if remaining.hi == 1 else "are"
    yield Sentence(
        "remaining",
        "{people} on record {verb} still waiting{groups}.",
        {
            "people": _people(remaining).capitalize(),
            "verb": verb,
            "groups": f": {named}" if named else "",
        },
    )
    text = "Whoever never came forward is not in that number, and it may rise."
    yield Sentence("remaining", text, {})


def _unmatched(report: Report) -> Iterator[Sentence]:
    found, open_ = report.figure("found-on-arrival"), report.figure("found-on-arrival/unmatched")
    if found is None or open_ is None or not found.hi:
        return
    some = "{people} came off without having been scanned aboard; {open} of them are not matched "
    none = "{people} came off without having been scanned aboard; all of them have been looked up."
    words = {"people": _people(found).capitalize(), "open": spoken(open_)}
    yield Sentence(found.id, f"{some}to a claim." if open_.hi else none, words)


def _bases(report: Report) -> Iterator[Sentence]:
    for place in report.places:
        if place.over and place.capacity is not None:
            yield Sentence(
                place.here.id,
                "{place} holds {people}, {over} over its capacity of {capacity}.",
                {
                    "place": place.name,
                    "people": _people(place.here),
                    "over": f"{place.over:,}",
                    "capacity": f"{place.capacity[1]:,}",
                },
            )


def _published(report: Report) -> Iterator[Sentence]:
    by_base: dict[Instant | None, list[Gap]] = {}
    for gap in report.series.gaps:
        by_base.setdefault(gap.base, []).append(gap)
    for base, gaps in by_base.items():
        yield Sentence(
            "series",
            "The published running total {base} does not run at {steps}: {sizes}.",
            {
                "base": "without a base date" if base is None else f"since {spoken_day(base)}",
                "steps": "1 step" if len(gaps) == 1 else f"{len(gaps):,} steps",
                "sizes": ", ".join(f"{gap.size:+,}" for gap in gaps),
            },
        )
    totals = dict.fromkeys(one for refusal in report.series.refusals for one in refusal.totals)
    if totals:
        template = (
            "Published totals that count from different or unknown dates are no contradiction and "
            "are not subtracted: {totals}."
        )
        words = {"totals": ", ".join(spoken_between(one.low, one.high) for one in totals)}
        yield Sentence("series", template, words)
