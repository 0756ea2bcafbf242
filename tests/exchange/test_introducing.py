"""Cards travel with any meeting; who was never heard of shows its own; letters compare by voice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import SiteId
from muster.ground.record.problems import CardWrong
from muster.site import members
from muster.site.exchange import introducing, letterboxes, neighbours, sticks
from muster.site.exchange.exchanging import meet
from muster.site.problems import NotMember
from muster.site.site import Site
from tests.world.site import World
from tests.world.sites import Joined

Three = tuple[World, Joined, Joined]


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """A founder, a site that met it once, and one that joined afterwards."""
    founder = World(tmp_path / "founder")
    early = Joined(founder, tmp_path / "early", "Early site")
    meet(founder.site, founder.by, early.site)
    late = Joined(founder, tmp_path / "late", "Late site")
    yield founder, early, late
    for world in (founder, early, late):
        world.site.close()


def knows(site: Site, other: Site) -> bool:
    return SiteId(other.keys.site) in members.cards(site, site.rows)


def test_two_sites_meet_before_the_founder_told_one_of_the_other(three: Three) -> None:
    _, early, late = three
    assert not knows(early.site, late.site)
    people = late.people(3)
    here, there = meet(late.site, late.by, early.site)
    assert (here.complete, there.complete) == (True, True)
    assert knows(early.site, late.site)
    assert len(people) == 3


def test_a_card_goes_on_to_whoever_is_met_next(three: Three, tmp_path: Path) -> None:
    founder, early, late = three
    meet(late.site, late.by, early.site)
    third = Joined(founder, tmp_path / "third", "Third site")
    meet(third.site, third.by, early.site)
    assert knows(third.site, late.site)
    assert knows(early.site, third.site)
    third.site.close()


def test_a_parcel_brings_the_card_of_who_wrote_it(three: Three, tmp_path: Path) -> None:
    _, early, late = three
    late.people(2)
    stick = tmp_path / "stick"
    stick.mkdir()
    to = letterboxes.taken(late.site, late.by, letterboxes.own(early.site, early.by))
    sticks.write(late.site, late.by, to, stick)
    [read] = sticks.read(early.site, early.by, stick, answer=False).parcels
    assert read.problem is None
    assert read.entries > 0
    assert knows(early.site, late.site)


def test_a_card_is_learned_from_a_file_once(three: Three) -> None:
    _, early, late = three
    raw = introducing.card(late.site, late.by)
    introducing.learn(early.site, early.by, raw)
    held = early.site.store.digest_rows()
    introducing.learn(early.site, early.by, raw)
    assert early.site.store.digest_rows() == held
    assert knows(early.site, late.site)


def test_a_card_that_the_operation_did_not_sign_is_nobodys(three: Three, tmp_path: Path) -> None:
    _, early, _ = three
    stranger = World(tmp_path / "stranger")
    Joined(stranger, tmp_path / "other").site.close()
    raw = introducing.card(stranger.site, stranger.by)
    stranger.site.close()
    with pytest.raises(CardWrong):
        introducing.learn(early.site, early.by, raw)
    with pytest.raises(CardWrong):
        introducing.learn(early.site, early.by, raw[:-1])


def test_without_a_card_nobody_is_told_anything(three: Three) -> None:
    _, early, late = three
    with early.site.view() as view, pytest.raises(NotMember):
        members.shared(early.site, view, late.site.keys.site)


def test_letters_are_equal_when_records_are(three: Three) -> None:
    founder, early, _ = three
    meet(founder.site, founder.by, early.site)

    def read_aloud(site: World, other: World) -> str:
        found = neighbours.spoken(site.site, site.by)
        return next(one.letters for one in found if one.site == other.site.keys.site)

    equal = read_aloud(founder, early)
    assert read_aloud(early, founder) == equal
    assert len(equal.replace(" ", "")) == 16
    founder.people(1)
    assert read_aloud(founder, early) != equal
    meet(founder.site, founder.by, early.site)
    assert read_aloud(founder, early) == read_aloud(early, founder) != equal


def test_what_lies_only_here_is_counted_until_another_signed_for_it(three: Three) -> None:
    founder, early, _ = three

    def only_here() -> int:
        return neighbours.around(founder.site, founder.by).only_here

    meet(founder.site, founder.by, early.site)
    assert only_here() == 0
    before = sum(row.head_sequence for row in founder.site.store.logs())
    founder.people(4)
    assert only_here() == sum(row.head_sequence for row in founder.site.store.logs()) - before > 0
    meet(founder.site, founder.by, early.site)
    assert only_here() == 0
