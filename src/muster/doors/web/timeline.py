"""The operation as it went on: a slider over its hours, and how it stood at the hour chosen.

The picture is drawn here once for each answer; moving the slider asks for the moving part alone.
Without script the slider is a form with a button, and a time can be typed.
"""

from collections.abc import Iterator
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.door import Door
from muster.doors.web.request import Request
from muster.doors.web.timeline_words import HAPPENED, LANES
from muster.doors.web.times import TimeField
from muster.doors.web.words import WAYS, say
from muster.ground.people.moment import DAY, HOUR, SECOND, Instant, calendar, iso
from muster.site.figures import timeline as course_of
from muster.site.figures.timeline import Course, GateThen, Lane
from muster.site.rights import Operator, Right

WIDTH, TOP, FLOOR, LANE = 1000, 12, 150, 22
_MOST_DAYS = 12
_SHOWN = 8


class Moment(forms.Form):
    """Which moment: so many hours after the beginning, or a time."""

    hour = forms.IntegerField(required=False, min_value=0)
    at = TimeField(label=_("A time, in UTC"), required=False)


class Mark(msgspec.Struct, frozen=True):
    """An event in the picture, in the picture's units; ``later`` than the moment shown."""

    x: str
    y: int
    lane: str
    words: str
    later: bool


class Tick(msgspec.Struct, frozen=True):
    """A midnight on the axis."""

    x: str
    date: str


class Courses:
    """The course of each door's operation, read once for each state of the record."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: WeakKeyDictionary[Door, dict[bool, tuple[str, Course]]] = WeakKeyDictionary()

    def of(self, door: Door, by: Operator) -> Course:
        """Return the course as ``by`` may read it."""
        token, report = door.reports.latest(by)
        told = by.may(Right.ARRANGE)
        with self._lock:
            held = self._held.setdefault(door, {})
            if told not in held or held[told][0] != token:
                held[told] = token, course_of.course(door.site, by, report)
            return held[told][1]


COURSES = Courses()


@right(Right.FIGURES)
def timeline(request: Request) -> HttpResponse:
    """Show the operation at one moment, at first the latest."""
    return _timeline(request, "timeline.html")


@right(Right.FIGURES)
def timeline_then(request: Request) -> HttpResponse:
    """Answer the slider: the moving part."""
    return _timeline(request, "timeline-then.html")


def _timeline(request: Request, template: str) -> HttpResponse:
    course = COURSES.of(request.door, request.operator)
    form = Moment(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    when = _moment(course, chosen.get("hour"), chosen.get("at"))
    shown = {"form": form if form.errors else Moment(), **arrange(course, when)}
    return render(request, template, shown, status=422 if form.errors else 200)


def _moment(course: Course, hour: int | None, at: Instant | None) -> Instant:
    """Return the moment asked for within the course; a time goes before an hour."""
    asked = at if at is not None else course.ends if hour is None else course.begins + hour * HOUR
    return min(max(asked, course.begins), course.ends)


def arrange(course: Course, when: Instant) -> dict[str, Any]:
    """Return what the template needs to show ``course`` at ``when``."""
    then = course.at(when)
    hours = (course.ends - course.begins) // HOUR
    lanes = [lane for lane in Lane if any(one.lane is lane for one in course.events)]
    bottom = FLOOR + LANE * (len(lanes) + 1)
    return {
        "then": then,
        "hour": (when - course.begins) // HOUR,
        "hours": hours,
        "begins": course.begins,
        "now_x": _x(course, when),
        "area": _area(course, hours),
        "most": max(course.out([course.ends])),
        "lanes": [(FLOOR + LANE * (n + 1), say(LANES, one)) for n, one in enumerate(lanes)],
        "marks": list(_marks(course, lanes, when)),
        "ticks": list(_ticks(course)),
        "floor": FLOOR,
        "bottom": bottom,
        "height": bottom + LANE,
        "gates": _gates(then.gates),
        "past": [(one, say(HAPPENED, one.what)) for one in then.past[:_SHOWN]],
        "steps": _steps(course, when),
        "road": [(one, say(HAPPENED, f"road-{one.standing.step}")) for one in then.roads],
    }


def _x(course: Course, at: Instant) -> str:
    """Return how far to the right ``at`` lies, as a number that no language writes its own way."""
    return f"{WIDTH * (at - course.begins) / (course.ends - course.begins):.1f}"


def _area(course: Course, hours: int) -> str:
    """Return who had left by each hour, as the path of an area."""
    instants = [course.begins + n * HOUR for n in range(hours + 1)]
    counted = course.out(instants)
    scale = (FLOOR - TOP) / (max(counted) or 1)
    points = (
        f"L{_x(course, at)} {FLOOR - souls * scale:.1f}"
        for at, souls in zip(instants, counted, strict=True)
    )
    return f"M0 {FLOOR}{''.join(points)}L{WIDTH} {FLOOR}Z"


def _marks(course: Course, lanes: list[Lane], when: Instant) -> Iterator[Mark]:
    for one in course.events:
        y = FLOOR + LANE * (lanes.index(one.lane) + 1)
        yield Mark(_x(course, one.at), y, one.lane, say(HAPPENED, one.what), one.at > when)


def _ticks(course: Course) -> Iterator[Tick]:
    """Yield midnights, so few that their dates do not run together."""
    first = -(-course.begins // DAY) * DAY
    every = max(1, -(-(course.ends - first) // DAY // _MOST_DAYS)) * DAY
    for at in range(first, course.ends, every):
        yield Tick(_x(course, at), calendar(at).date().isoformat()[5:])


def _gates(gates: tuple[GateThen, ...]) -> list[tuple[str, list[GateThen]]]:
    """Return the gates by how they stood, open ones first."""
    ways: dict[str, list[GateThen]] = {way: [] for way in WAYS}
    for one in gates:
        ways[one.gate.way].append(one)
    return [(say(WAYS, way), found) for way, found in ways.items() if found]


def _steps(course: Course, when: Instant) -> dict[str, str]:
    """Return where the links lead that go on or back without the slider, as times."""
    before = [one.at for one in course.events if one.at < when]
    after = [one.at for one in course.events if one.at > when]
    steps = {
        "event_before": max(before, default=None),
        "event_after": min(after, default=None),
        "day_before": when - DAY if when > course.begins else None,
        "day_after": when + DAY if when < course.ends else None,
    }
    return {key: iso(-(-at // SECOND) * SECOND) for key, at in steps.items() if at is not None}
