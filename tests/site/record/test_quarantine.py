"""A log that forked, at a site: figures with its branches and without them, and never a winner."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.journey.figures.figure import ReasonCode
from muster.journey.figures.tasks import TaskCode
from muster.site import upkeep
from muster.site.figures import reporting
from muster.site.opening import open_site
from muster.site.registry import desk
from tests.world.copies import copy
from tests.world.site import PHRASE, World
from tests.world.sites import Joined, own, tell


@pytest.fixture
def forked(world: World, tmp_path: Path) -> Iterator[Joined]:
    """A second site that took in both branches of the first: 4 people before, 2 and 3 after."""
    second = Joined(world, tmp_path / "second")
    people = world.people(4)
    world.site.close()
    older = copy(world.folder, tmp_path / "older")
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    world.people(2)
    tell(world, second.site)
    world.site.close()
    world.site = open_site(older, PHRASE, clock=world.clock)
    world.people(3)
    desk.withdraw(world.site, world.by, people[:1], "own wish")
    for chunk in own(world):
        chunk.into(second.site)
    second.clock.at = world.clock.at
    yield second
    second.site.close()


def test_people_of_either_branch_are_in_the_upper_end_only(forked: Joined) -> None:
    assert forked.span("registered") == (4, 9)
    figure = forked.figure("remaining")
    assert (figure.lo, figure.hi) == (4, 8)
    (reason,) = figure.reasons
    assert reason.code is ReasonCode.QUARANTINED
    assert (reason.d_lo, reason.d_hi) == (0, 4)


def test_what_a_branch_closed_is_open_without_it(forked: Joined) -> None:
    assert forked.span("closed/withdrew") == (0, 1)


def test_the_quarantine_is_an_open_task_and_stands_in_the_json(forked: Joined) -> None:
    report = reporting.report(forked.site, forked.by)
    told = {task.code: task for task in report.tasks}[TaskCode.QUARANTINED]
    assert told.number == report.beyond.entries > 5
    assert {log for log, _ in report.beyond.logs} <= {log for log, _, _ in report.cut}


def test_a_report_of_an_earlier_time_is_quarantined_in_the_same_way(forked: Joined) -> None:
    now = reporting.report(forked.site, forked.by).as_of
    forked.people(1)
    assert forked.span("registered", now) == (4, 9)
    assert forked.span("registered") == (5, 10)


def test_the_record_still_verifies_and_a_rebuild_changes_nothing(forked: Joined) -> None:
    before = forked.span("registered")
    assert upkeep.verify(forked.site, forked.by).findings == ()
    assert upkeep.rebuild(forked.site, forked.by).equal
    assert forked.span("registered") == before


def test_where_no_log_forked_nothing_is_quarantined(world: World) -> None:
    world.people(2)
    report = reporting.report(world.site, world.by)
    assert report.beyond.entries == 0
    assert not [one for figure in report.figures for one in figure.reasons]
