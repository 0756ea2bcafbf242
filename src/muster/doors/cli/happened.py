"""Incidents as answers and lines, and the counts that casualty reports are given in."""

import re
from collections.abc import Iterator
from typing import Any

import click
from typing_extensions import override

from muster.doors.cli.answer import Answer
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import IncidentId, spell
from muster.journey.incident.rules import Stage
from muster.journey.incident.state import Interval
from muster.site import incidents
from muster.site.site import Site

_INTERVAL = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")


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
        found = _INTERVAL.fullmatch(str(value).strip())
        if found is None:
            self.fail("no interval", param, ctx)
        low = int(found[1])
        return low, int(found[2]) if found[2] else low


class GroupType(click.ParamType[tuple[str, int, int]]):
    """A population with its interval: us-service=13, children=1-4."""

    name = "group"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int, int]:
        name, _, text = str(value).rpartition("=")
        found = _INTERVAL.fullmatch(text.strip())
        if found is None or not name.strip():
            self.fail("no group", param, ctx)
        low = int(found[1])
        return name.strip(), low, int(found[2]) if found[2] else low


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
