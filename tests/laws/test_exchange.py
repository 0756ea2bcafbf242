"""Laws of the exchange: whatever was written, cut and restored, sites end up holding the same.

Three sites, the third without the registry, write and meet as drawn; sessions are cut at any frame;
backups are put back unnoticed, so that logs fork. Then all meet.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from muster.site import upkeep
from muster.site.members import EVERY
from tests.exchange.fleet import ROAD, Fleet, template
from tests.world.sites import normal

ALL = frozenset(EVERY)
SHARED = frozenset({*ROAD, "audit", "public"})

write = st.tuples(st.just("write"), st.integers(0, 2), st.integers(0, 2))
meet = st.tuples(st.just("meet"), st.sampled_from([(0, 1), (1, 0), (1, 2), (2, 0)]), st.just(0))
cut = st.tuples(st.just("meet"), st.sampled_from([(0, 1), (1, 2), (2, 0)]), st.integers(1, 14))
back_up = st.tuples(st.just("back_up"), st.integers(0, 2))
restore = st.tuples(st.just("restore"), st.integers(0, 2))
pairs = st.sampled_from([(0, 1), (1, 2), (2, 0), (1, 0)])
fork = st.tuples(st.just("fork"), pairs, st.integers(0, 2), st.integers(0, 14))
course = st.lists(st.one_of(write, write, meet, cut, back_up, restore, fork), max_size=20)


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    """Three sites that know nothing of each other, made once."""
    folder = Path(tempfile.mkdtemp())
    yield template(folder / "whole")
    shutil.rmtree(folder)


def forked(fleet: Fleet, pair: tuple[int, int], what: int, end: int) -> None:
    """Let the first of two lose what the other was told, and write on in its place."""
    one, other = pair
    fleet.back_up(one)
    fleet.write(one, what)
    fleet.meet(one, other)
    fleet.restore(one)
    fleet.write(one, what)
    fleet.write(one, what)
    fleet.meet(one, other, end)


def play(fleet: Fleet, course: list[tuple[Any, ...]]) -> None:
    for what, *rest in course:
        match what:
            case "write":
                fleet.write(*rest)
            case "meet":
                (one, other), end = rest
                fleet.meet(one, other, end)
            case "fork":
                forked(fleet, *rest)
            case "back_up":
                fleet.back_up(*rest)
            case _:
                fleet.restore(*rest)


@given(course=course)
@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_all_sites_end_up_holding_the_same(whole: Path, course: list[tuple[Any, ...]]) -> None:
    fleet = Fleet(whole, whole.with_name("drawn"))
    play(fleet, course)
    fleet.settle()
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert fleet.held(0, SHARED) == fleet.held(2, SHARED)
    assert fleet.compartments(2) <= SHARED, "T8: a non-member stores nothing"
    assert normal(fleet.sites[0].store) == normal(fleet.sites[1].store)
    for one, other in ((0, 1), (1, 2), (2, 0)):
        here, there = fleet.meet(one, other)
        assert here.course.sent.chunks == there.course.sent.chunks == 0, "a second says nothing"
        assert here.course.complete
        assert there.course.complete
    for site in fleet.sites:
        assert upkeep.verify(site, site.lead).findings == ()
    fleet.close()
