"""What stands in which section of the report, under which label; page and terminal follow it."""

import re
from enum import StrEnum

import msgspec

from muster.ground.people.moment import Instant, calendar
from muster.journey.figures.figure import Figure, Reason, Unit
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import spoken_name

LABELS = {
    "departed": "Departed",
    "arrived": "Arrived",
    "lifts": "Lifts out",
    "lifts/cancelled": "Lifts cancelled",
    "last-lift": "Last lift",
    "seats": "Places taken",
    "seats/offered": "Places offered",
    "found-on-arrival": "Found on arrival",
    "found-on-arrival/unmatched": "of them not matched to a claim",
    "missing-on-arrival": "Missing on arrival",
    "registered": "On record",
    "on-the-way": "On the way",
    "waiting": "Waiting",
    "safe": "Safe",
    "closed": "Closed",
    "remaining": "Remaining",
    "untraced": "Untraced",
    "no-responsible-agency": "Without a responsible agency",
    "absent": "Absent at the last muster",
    "dead": "Dead",
    "dead/other-reading": "Dead, groups added to the total",
    "injured": "Injured",
}


class Part(StrEnum):
    """The parts of the report, in order."""

    OUT = "out"
    LEFT = "left"
    TRANSIT = "transit"
    RECEIVING = "receiving"
    INCIDENTS = "incidents"
    OPEN = "open"
    PUBLISHED = "published"


TITLES = {
    Part.OUT: "Out",
    Part.LEFT: "Who is left",
    Part.TRANSIT: "In transit",
    Part.RECEIVING: "Receiving capacity",
    Part.INCIDENTS: "Incidents and casualties",
    Part.OPEN: "Differences and open tasks",
    Part.PUBLISHED: "Published series and gaps",
}
_IDS: dict[Part, tuple[str, ...]] = {
    Part.OUT: ("departed", "lifts", "lifts/cancelled", "last-lift", "seats", "seats/offered"),
    Part.LEFT: ("remaining", "remaining/*", "untraced", "registered", "closed", "closed/*"),
    Part.TRANSIT: (
        "waiting",
        "on-the-way",
        "arrived",
        "missing-on-arrival",
        "found-on-arrival",
        "found-on-arrival/unmatched",
    ),
    Part.RECEIVING: ("safe", "no-responsible-agency", "absent"),
    Part.INCIDENTS: ("dead", "dead/*", "injured"),
    Part.OPEN: (),
    Part.PUBLISHED: (),
}


class Section(msgspec.Struct, frozen=True):
    """A part of the report with its figures; what stands below them is drawn by the renderer."""

    part: Part
    title: str
    figures: tuple[Figure, ...]


def sections(report: Report) -> tuple[Section, ...]:
    """Return the sections of the report in order."""
    return tuple(Section(part, TITLES[part], _figures(report, _IDS[part])) for part in Part)


def _figures(report: Report, ids: tuple[str, ...]) -> tuple[Figure, ...]:
    found: list[Figure] = []
    for one in ids:
        if one.endswith("/*"):
            found.extend(report.under(one.removesuffix("/*")))
        elif (figure := report.figure(one)) is not None:
            found.append(figure)
    return tuple(found)


def label(figure: Figure) -> str:
    """Return what a figure is called in a table."""
    if figure.id in LABELS:
        return LABELS[figure.id]
    whole, _, part = figure.id.partition("/")
    return f"{LABELS.get(whole, whole)}: {spoken_name(part)}"


def value(figure: Figure) -> str:
    """Return the ends of a figure: 823, 640 to 823, or a time."""
    if figure.unit is Unit.TIME:
        return clock(figure.lo) if figure.exact else f"{clock(figure.lo)} to {clock(figure.hi)}"
    return span(figure.lo, figure.hi)


def span(low: int, high: int) -> str:
    """Return two ends of a count."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def part_of(reason: Reason) -> str:
    """Return what a reason contributes: its code, then off the lower and onto the upper end."""
    ends = ", ".join(f"{one:+,}" if one else "0" for one in (reason.d_lo, reason.d_hi))
    return f"{reason.code} ({ends}): {reason.text}"


def is_number(cell: str) -> bool:
    """Return whether a cell holds a count or an interval of counts, to be set to the right."""
    return bool(_NUMBER.fullmatch(cell))


_NUMBER = re.compile(r"[+-]?[\d,]*( to [+-]?[\d,]+)?")


def signed(low: int | None, high: int | None) -> str:
    """Return the two ends of a gap with their signs."""
    if low is None or high is None:
        return "not compared"
    return f"{low:+,}" if low == high else f"{low:+,} to {high:+,}"


def clock(when: Instant | None) -> str:
    """Return an instant to the minute, UTC."""
    return "" if when is None else f"{calendar(when):%Y-%m-%d %H:%M}"


def count(number: int | None) -> str:
    """Return a count, or a dash where nobody counted."""
    return "-" if number is None else f"{number:,}"
