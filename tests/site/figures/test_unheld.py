"""A site that never held the registry counts nobody as waiting: it says that it cannot say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.journey.figures.report import Report
from muster.journey.figures.rests import needed, rests_on
from muster.site.exchange.exchanging import meet
from muster.site.figures import reporting
from muster.site.members import EVERY
from tests.world.site import World
from tests.world.sites import Joined


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A site with two parties, one of them landed."""
    made = World(tmp_path / "north")
    left = made.party()
    made.party()
    made.land(made.lift(left, counted=4), left)
    yield made
    made.site.close()


def told(world: World, folder: Path, *compartments: str) -> Report:
    """Return the report of a site that may hold these compartments alone, once it met."""
    other = Joined(world, folder, "Other", compartments)
    with other.site as site:
        meet(world.site, world.by, site)
        return reporting.report(site, site.lead)


def test_a_gate_says_nothing_of_people_it_never_held(world: World, tmp_path: Path) -> None:
    report = told(world, tmp_path / "gate", "gates")
    assert report.unheld == ("command", "desk", "havens", "lifts")
    said = {one.id for one in report.figures}
    assert not said & {"registered", "remaining", "waiting", "departed", "dead"}
    assert report.places == ()
    first = reporting.sentences(report)[0].text.said()
    assert first.startswith("This site does not hold command, desk, havens, lifts")
    assert first in reporting.as_text(report).replace("\n  ", " ")


def test_a_base_says_who_came_and_not_who_waits(world: World, tmp_path: Path) -> None:
    report = told(world, tmp_path / "base", "lifts", "havens")
    whole = reporting.report(world.site, world.by)
    for figure in ("departed", "arrived", "safe"):
        here, there = report.figure(figure), whole.figure(figure)
        assert here is not None
        assert there is not None
        assert (here.lo, here.hi) == (there.lo, there.hi) == (4, 4)
    assert report.figure("remaining") is None
    assert [one.souls.lo for one in report.lifts] == [4]


def test_a_member_of_everything_leaves_nothing_out(world: World, tmp_path: Path) -> None:
    whole = reporting.report(world.site, world.by)
    assert told(world, tmp_path / "desk", *EVERY).unheld == whole.unheld == ()
    assert all(rests_on(one.id) <= needed() for one in whole.figures)
