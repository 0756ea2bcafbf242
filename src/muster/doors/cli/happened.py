"""Incidents as answers and lines, and the counts that casualty reports are given in."""

from collections.abc import Iterator
from typing import Any

import click
from typing_extensions import override

from muster.doors.cli.answer import Answer
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import IncidentId, spell
from muster.ground.problem import Problem
from muster.journey.incident.casualties import read_group, read_interval
from muster.journey.incident.rules import Stage
from muster.journey.incident.state import Interval
from muster.site.incident import incidents
from muster.site.site import Site


class IncidentRecorded(Answer, frozen=True):
    """What was put on record of an incident, how far it is now, and what that took back."""

    incident: str
    recorded: str
    state: str
    recalled: int = 0
    moved: int = 0


class IntervalType(click.ParamType[Interval]):
    """170, or 13-170: both ends are counted."""

    name = "interval"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Interval:
        try:
            return read_interval(str(value))
        except Problem:
            self.fail("no interval", param, ctx)


class GroupType(click.ParamType[tuple[str, int, int]]):
    """A population with its interval: us-service=13, children=1-4."""

    name = "group"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int, int]:
        try:
            return read_group(str(value))
        except Problem:
            self.fail("no group", param, ctx)


INTERVAL, GROUP = IntervalType(), GroupType()


def meant(site: Site, text: str) -> IncidentId:
    """Return the incident whose id begins with ``text``, six letters or more."""
    return incidents.meant(site, site.lead, text)


def recorded(
    site: Site, incident: IncidentId, what: str, recalled: int = 0, moved: int = 0
) -> IncidentRecorded:
    """Return the answer of a command that put ``what`` on record of ``incident``."""
    found: Stage = incidents.page(site, site.lead, incident).stage
    return IncidentRecorded(
        incident=spell(incident),
        recorded=what,
        state=found.value,
        recalled=recalled,
        moved=moved,
    )


def recorded_lines(said: IncidentRecorded) -> Iterator[str]:
    """Yield what was put on record."""
    yield from pairs(
        (
            ("incident", said.incident),
            ("recorded", said.recorded),
            ("state", said.state),
            ("calls taken back", said.recalled or ""),
            ("of them sent elsewhere", said.moved or ""),
        )
    )
