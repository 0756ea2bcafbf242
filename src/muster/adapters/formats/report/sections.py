"""What stands in which section of the report, under which label; page and terminal follow it.

Nothing is in a language here yet: a renderer says each word in the voice it was given.
"""

import re
from enum import StrEnum

import msgspec

from muster.ground.people.moment import Instant, calendar
from muster.ground.people.saying import Saying, Word, said, say
from muster.journey.figures.estimates import UNNAMED
from muster.journey.figures.figure import Figure, Reason, Unit
from muster.journey.figures.report import Report
from muster.journey.figures.spoken import spoken_name
from muster.journey.gate.sayings import SHORT

LABELS: dict[str, Saying] = {
    "departed": say("Departed"),
    "arrived": say("Arrived"),
    "lifts": say("Lifts out"),
    "lifts/cancelled": say("Lifts cancelled"),
    "last-lift": say("Last lift"),
    "seats": say("Places taken"),
    "seats/offered": say("Places offered"),
    "found-on-arrival": say("Found on arrival"),
    "found-on-arrival/unmatched": say("of them not matched to a claim"),
    "missing-on-arrival": say("Missing on arrival"),
    "registered": say("On record"),
    "on-the-way": say("On the way"),
    "waiting": say("Waiting"),
    "safe": say("Safe"),
    "closed": say("Closed"),
    "remaining": say("Remaining"),
    "untraced": say("Untraced"),
    "estimate/unnamed": say("Nobody has named, as estimated"),
    "no-responsible-agency": say("Without a responsible agency"),
    "absent": say("Absent at the last muster"),
    "dead": say("Dead"),
    "dead/other-reading": say("Dead, groups added to the total"),
    "injured": say("Injured"),
    "missing": say("Missing"),
    "let-through": say("Let through on a pass"),
    "walked-in": say("Let in without a pass"),
    "held": say("Held beside the gate"),
    "turned-back": say("Turned back"),
    "second-uses": say("Second uses of a pass"),
    "second-uses/heads": say("Heads let in by second uses"),
    "second-uses/open": say("Passes used again, still open"),
    "islands": say("Most islands of posts of one gate"),
    "intake/received": say("Claims not sorted"),
    "intake/received-oldest": say("Claims not sorted, the oldest since"),
    "intake/received-middle": say("Claims not sorted, half since"),
    "intake/received-late": say("Claims not sorted, 19 of 20 since"),
    "intake/triaged": say("Claims sorted, not decided"),
    "intake/triaged-oldest": say("Claims sorted, not decided, the oldest since"),
    "intake/triaged-middle": say("Claims sorted, not decided, half since"),
    "intake/triaged-late": say("Claims sorted, not decided, 19 of 20 since"),
    "intake/decided": say("Claims decided, not answered"),
    "intake/decided-oldest": say("Claims decided, not answered, the oldest since"),
    "intake/decided-middle": say("Claims decided, not answered, half since"),
    "intake/decided-late": say("Claims decided, not answered, 19 of 20 since"),
}


class Part(StrEnum):
    """The parts of the report, in order."""

    OUT = "out"
    GATES = "gates"
    LEFT = "left"
    TRANSIT = "transit"
    RECEIVING = "receiving"
    INCIDENTS = "incidents"
    OPEN = "open"
    PUBLISHED = "published"
    CHANGES = "changes"


TITLES = {
    Part.OUT: say("Out"),
    Part.GATES: say("At the gates"),
    Part.LEFT: say("Who is left"),
    Part.TRANSIT: say("In transit"),
    Part.RECEIVING: say("Receiving capacity"),
    Part.INCIDENTS: say("Incidents and casualties"),
    Part.OPEN: say("Differences and open tasks"),
    Part.PUBLISHED: say("Published series and gaps"),
    Part.CHANGES: say("What changed since the last report"),
}
_IDS: dict[Part, tuple[str, ...]] = {
    Part.OUT: ("departed", "lifts", "lifts/cancelled", "last-lift", "seats", "seats/offered"),
    Part.GATES: (
        "let-through",
        "walked-in",
        "held",
        "held/*",
        "turned-back",
        "turned-back/*",
        "second-uses",
        "second-uses/*",
        "islands",
    ),
    Part.LEFT: (
        "remaining",
        "remaining/*",
        "estimate/*",
        "untraced",
        "registered",
        "closed",
        "closed/*",
    ),
    Part.TRANSIT: (
        "waiting",
        "on-the-way",
        "arrived",
        "missing-on-arrival",
        "found-on-arrival",
        "found-on-arrival/unmatched",
    ),
    Part.RECEIVING: ("safe", "no-responsible-agency", "absent"),
    Part.INCIDENTS: ("dead", "dead/*", "injured", "injured/*", "missing", "missing/*"),
    Part.OPEN: ("intake/*",),
    Part.PUBLISHED: (),
    Part.CHANGES: (),
}


class Section(msgspec.Struct, frozen=True):
    """A part of the report with its figures; what stands below them is drawn by the renderer."""

    part: Part
    title: Saying
    figures: tuple[Figure, ...]


def sections(report: Report) -> tuple[Section, ...]:
    """Return the sections of the report in order."""
    absent = set()
    if report.changes is None:
        absent.add(Part.CHANGES)
    if report.figure("let-through") is None:
        absent.add(Part.GATES)
    told = [part for part in Part if part not in absent]
    return tuple(Section(part, TITLES[part], _figures(report, _IDS[part])) for part in told)


def _figures(report: Report, ids: tuple[str, ...]) -> tuple[Figure, ...]:
    found: list[Figure] = []
    for one in ids:
        if one.endswith("/*"):
            found.extend(report.under(one.removesuffix("/*")))
        elif (figure := report.figure(one)) is not None:
            found.append(figure)
    return tuple(found)


def label(figure: Figure) -> Saying:
    """Return what a figure is called in a table."""
    if figure.id in LABELS:
        return LABELS[figure.id]
    if figure.id.startswith(f"{UNNAMED}/"):
        part = figure.id.removeprefix(f"{UNNAMED}/").partition("/")[0]
        return say("{whole}: {part}", whole=LABELS[UNNAMED], part=part.replace("-", " "))
    whole, _, part = figure.id.partition("/")
    named = SHORT.get(part.rpartition("/")[2]) or spoken_name(part)
    return say("{whole}: {part}", whole=LABELS.get(whole, whole), part=named)


def value(figure: Figure) -> Word:
    """Return the ends of a figure: 823, 640 to 823, or a time."""
    return ends(figure.unit, figure.lo, figure.hi)


def ends(unit: Unit, low: int, high: int) -> Word:
    """Return two ends of a figure in ``unit``."""
    if unit is not Unit.TIME:
        return span(low, high)
    return clock(low) if low == high else _from_to(clock(low), clock(high))


def span(low: int, high: int) -> Word:
    """Return two ends of a count."""
    return low if low == high else _from_to(low, high)


def _from_to(low: Word, high: Word) -> Saying:
    return say("{low} to {high}", low=low, high=high)


def part_of(reason: Reason) -> Saying:
    """Return what a reason contributes: its code, then off the lower and onto the upper end."""
    return say(
        "{code} ({low}, {high}): {text}",
        code=reason.code.value,
        low=_part(reason.d_lo),
        high=_part(reason.d_hi),
        text=reason.text,
    )


def _part(souls: int) -> str:
    return f"{souls:+,}" if souls else "0"


def is_number(cell: Word) -> bool:
    """Return whether a cell holds a count or an interval of counts, to be set to the right.

    It is asked of the English, whatever language the cell is said in.
    """
    return bool(_NUMBER.fullmatch(said(cell)))


_NUMBER = re.compile(r"[+-]?[\d,]*( to [+-]?[\d,]+)?")


def signed(low: int | None, high: int | None) -> Word:
    """Return the two ends of a gap with their signs."""
    if low is None or high is None:
        return say("not compared")
    return f"{low:+,}" if low == high else _from_to(f"{low:+,}", f"{high:+,}")


def clock(when: Instant | None) -> str:
    """Return an instant to the minute, UTC."""
    return "" if when is None else f"{calendar(when):%Y-%m-%d %H:%M}"


def count(number: int | None) -> Word:
    """Return a count, or a dash where nobody counted."""
    return "-" if number is None else number
