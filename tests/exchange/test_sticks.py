"""Two sites tell each other by stick what they would by a link: in any order, twice, late, cut."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.ground.people.moment import DAY
from muster.ground.secrecy.parcel import BLOCK, HEADER
from muster.ground.secrecy.problems import ParcelCut, ParcelNotOurs
from muster.site import upkeep
from muster.site.exchange import letterboxes, sticks
from muster.site.members import EVERY
from muster.site.record import quarantine
from tests.exchange.carrying import Stick
from tests.exchange.fleet import ROAD, Fleet
from tests.world.sites import normal

ALL = frozenset(EVERY)
SHARED = frozenset({*ROAD, "audit", "public"})


@pytest.fixture
def stick(fleet: Fleet, tmp_path: Path) -> Stick:
    """Return a stick that all three sites know each other's letterbox on."""
    return Stick(fleet, tmp_path / "stick")


def filled(fleet: Fleet) -> None:
    for what in range(6):
        fleet.write(0, what)


def test_what_one_site_wrote_the_other_holds_after_reading(fleet: Fleet, stick: Stick) -> None:
    filled(fleet)
    made = stick.write(0, 1)
    found = stick.only(1)
    assert (found.entries, found.waiting, found.problem) == (made.entries, 0, None)
    stick.empty()
    stick.write(1, 0)
    stick.read(0)
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert normal(fleet.sites[0].store) == normal(fleet.sites[1].store)


def test_after_sticks_both_ways_a_link_tells_nothing(fleet: Fleet, stick: Stick) -> None:
    filled(fleet)
    stick.write(0, 1)
    stick.read(1, answer=True)
    stick.read(0)
    here, there = fleet.meet(0, 1)
    assert here.course.sent.entries == there.course.sent.entries == 0
    assert here.course.short


def test_a_parcel_holds_no_compartment_that_the_other_is_no_member_of(
    fleet: Fleet, stick: Stick
) -> None:
    """T8: the third site is told what all three share, and stores nothing else."""
    filled(fleet)
    stick.write(0, 2)
    stick.read(2)
    assert fleet.held(2, SHARED) >= fleet.held(0, SHARED)
    assert fleet.compartments(2) <= SHARED


def test_a_second_parcel_goes_on_from_the_receipt_that_rode_back(
    fleet: Fleet, stick: Stick
) -> None:
    filled(fleet)
    stick.write(0, 1)
    (answer,) = stick.read(1, answer=True).answers
    stick.empty()
    assert stick.write(0, 1).entries > 0, "no receipt has come yet"
    assert answer.to == fleet.sites[0].keys.site
    stick.write(1, 0)
    stick.read(0)
    fleet.write(0, 2)
    assert 0 < stick.write(0, 1).entries < 9


def test_an_answer_to_an_answer_is_not_written_for_ever(fleet: Fleet, stick: Stick) -> None:
    filled(fleet)
    stick.write(0, 1)
    answers = [stick.read(number % 2, answer=True).answers for number in range(1, 9)]
    assert [len(one) for one in answers][-4:] == [0, 0, 0, 0]
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_parcel_that_is_read_again_brings_nothing_and_harms_nothing(
    fleet: Fleet, stick: Stick
) -> None:
    filled(fleet)
    stick.write(0, 1)
    stick.read(1)
    before = normal(fleet.sites[1].store)
    again = stick.only(1)
    assert (again.entries, again.problem) == (0, None)
    assert normal(fleet.sites[1].store) == before


def test_what_goes_on_from_what_is_lost_waits_and_counts_once_it_can(
    fleet: Fleet, stick: Stick
) -> None:
    """The receiver is restored after its receipt: the next parcel goes on from what it lost."""
    fleet.back_up(1)
    filled(fleet)
    fleet.meet(0, 1)
    fleet.restore(1)
    fleet.write(0, 2)
    stick.write(0, 1)
    found = stick.only(1)
    assert found.waiting > 0
    assert found.problem is None
    fleet.meet(0, 1)
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert list(fleet.sites[1].store.pending()) == []


def test_a_fork_is_told_by_sticks_alone_and_shown_at_both(fleet: Fleet, stick: Stick) -> None:
    """T2: both branches reach both sites, though nobody can be asked for rungs."""
    fleet.back_up(0)
    filled(fleet)
    stick.write(0, 1)
    stick.read(1)
    stick.empty()
    fleet.restore(0)
    for what in range(4):
        fleet.write(0, what)
    for number in range(6):
        one = number % 2
        stick.write(one, 1 - one)
        stick.read(1 - one)
        stick.empty()
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    for site in fleet.sites[:2]:
        assert quarantine.forks(site.store)
        assert upkeep.verify(site, site.lead).findings == ()


def test_a_site_changes_its_key_each_week_and_keeps_two(fleet: Fleet, stick: Stick) -> None:
    """T10: what was sealed to a key that is gone is refused, and told again to the new one."""
    filled(fleet)
    parcels = []
    for week in range(3):
        parcels.append(stick.write(0, 1).path.read_bytes())
        stick.empty()
        fleet.clock.at += 8 * DAY
        site = fleet.sites[1]
        letterboxes.taken(fleet.sites[0], fleet.sites[0].lead, letterboxes.own(site, site.lead))
        assert len(letterboxes.seeds(site)) == min(2, week + 2)
    for raw, opens in zip(parcels, (False, False, True), strict=True):
        (stick.folder / "a.parcel").write_bytes(raw)
        assert isinstance(stick.only(1).problem, ParcelNotOurs) is not opens


def test_letterboxes_are_told_on_so_that_strangers_can_write(fleet: Fleet, tmp_path: Path) -> None:
    first, second, third = fleet.sites
    letterboxes.taken(first, first.lead, letterboxes.own(second, second.lead))
    letterboxes.taken(first, first.lead, letterboxes.own(third, third.lead))
    folder = tmp_path / "stick"
    folder.mkdir()
    (to,) = [one for one in letterboxes.known(first, first.lead) if one.site == second.keys.site]
    sticks.write(first, first.lead, to, folder)
    sticks.read(second, second.lead, folder)
    known = {one.site for one in letterboxes.known(second, second.lead)}
    assert known == {first.keys.site, third.keys.site}


@pytest.fixture(scope="module")
def shipped(whole: Path) -> Iterator[tuple[Path, list[bytes]]]:
    """A folder of three sites, and five parcels for the second that the first wrote in turn."""
    folder = Path(tempfile.mkdtemp())
    fleet = Fleet(whole, folder / "fleet")
    stick = Stick(fleet, folder / "stick")
    parcels = []
    for turn in range(5):
        for what in range(3):
            fleet.write(0, what + turn)
        parcels.append(stick.write(0, 1).path.read_bytes())
        if turn == 2:
            fleet.meet(0, 1)
        stick.empty()
    for site in fleet.sites:
        site.close()
    yield folder, parcels
    shutil.rmtree(folder)


@given(data=st.data())
@settings(max_examples=15)
def test_in_any_order_twice_late_or_cut_the_same_comes_of_it(
    shipped: tuple[Path, list[bytes]], data: st.DataObject
) -> None:
    """Law: parcels are a set; where one was broken off, the next link brings the rest."""
    folder, parcels = shipped
    fleet = Fleet(folder / "fleet", folder / "drawn")
    stick = Stick(fleet, folder / "law")
    try:
        drawn = data.draw(st.lists(st.sampled_from(parcels), min_size=1, max_size=8))
        for number, raw in enumerate(drawn):
            cut = data.draw(st.sampled_from([len(raw), len(raw), HEADER, len(raw) - BLOCK - 1, 9]))
            (stick.folder / f"{number}.parcel").write_bytes(raw[:cut])
        for one in stick.read(1).parcels:
            assert one.problem is None or one.size < len(parcels[-1])
        fleet.meet(0, 1)
        assert fleet.held(0, ALL) == fleet.held(1, ALL)
        assert normal(fleet.sites[0].store) == normal(fleet.sites[1].store)
        assert list(fleet.sites[1].store.pending()) == []
    finally:
        fleet.close()
        shutil.rmtree(stick.folder)


def test_a_parcel_of_many_blocks_cut_in_the_middle_is_good_up_to_the_cut(
    fleet: Fleet, stick: Stick
) -> None:
    for _ in range(800):
        fleet.write(0, 2)
    made = stick.write(0, 1)
    assert made.size >= HEADER + 3 * BLOCK
    raw = made.path.read_bytes()
    made.path.write_bytes(raw[: HEADER + 2 * BLOCK + 7])
    found = stick.only(1)
    assert isinstance(found.problem, ParcelCut)
    assert 0 < found.entries < made.entries
    made.path.write_bytes(raw)
    assert stick.only(1).problem is None
    assert fleet.held(1, ALL) >= fleet.held(0, ALL)
