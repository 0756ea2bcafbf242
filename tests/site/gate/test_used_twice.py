"""A pass used at posts that were apart: every use as evidence, a resolution, two that differ."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.recount import scanned
from muster.journey.gate.problems import ReasonMissing, UseUnknown
from muster.site import upkeep
from muster.site.exchange.exchanging import meet
from muster.site.figures import reporting
from muster.site.gate import gatepost, used_twice
from muster.site.gate.readings import Sign
from muster.site.gate.used_twice import UsedTwice
from muster.site.passes import cards
from tests.world.gates import Gates, Ticket
from tests.world.sites import Joined, normal

Islands = tuple[Gates, Joined, Joined]


@pytest.fixture
def islands(tmp_path: Path) -> Iterator[Islands]:
    """A centre that issues, and two laptops at its gate."""
    centre = Gates(tmp_path / "centre")
    laptops = [Joined(centre, tmp_path / name, name, ("gates",)) for name in ("West", "East")]
    yield centre, laptops[0], laptops[1]
    for one in (centre, *laptops):
        one.site.close()


def together(islands: Islands) -> None:
    centre, *laptops = islands
    for one in (*laptops, *laptops):
        meet(centre.site, centre.by, one.site)


def let_in(world: Gates | Joined, islands: Islands, ticket: Ticket) -> None:
    world.tick()
    post = gatepost.take_post(world.site, world.by, islands[0].gate, "lane 1")
    assert post.scan(ticket.text).sign is Sign.GO


def twice(islands: Islands) -> Ticket:
    """Let a party of four in at both laptops, apart, west first, and let all meet."""
    centre, west, east = islands
    ticket = centre.issued(4)
    together(islands)
    east.tick()
    for one in (west, east):
        let_in(one, islands, ticket)
    together(islands)
    return ticket


def card(world: Gates | Joined) -> UsedTwice:
    [found] = used_twice.used_twice(world.site, world.by)
    return found


def still_open(world: Gates) -> int:
    report = reporting.report(world.site, world.by)
    return next(one.hi for one in report.figures if one.id == "second-uses/open")


def sound(world: Gates | Joined) -> bool:
    verified = upkeep.verify(world.site, world.by).findings == ()
    return verified and upkeep.rebuild(world.site, world.by).equal


def test_a_card_shows_every_use_with_who_let_them_in_at_which_site(islands: Islands) -> None:
    ticket = twice(islands)
    for world in islands:
        found = card(world)
        assert (found.card.id, found.card.is_open) == (ticket.id, True)
        assert (found.stands, found.resolutions) == (b"", 0)
        assert [one.site for one in found.uses] == ["West", "East"]
        assert {one.heads for one in found.uses} == {4}
        assert len({one.hash for one in found.uses}) == 2


def test_a_resolution_closes_it_everywhere_and_removes_nobody(islands: Islands) -> None:
    ticket = twice(islands)
    centre = islands[0]
    right = card(centre).uses[1].hash
    assert still_open(centre) == 1
    assert used_twice.resolve(centre.site, centre.by, ticket.id, right, "asked at the tent") == 2
    together(islands)
    for world in islands:
        assert (card(world).stands, card(world).card.is_open) == (right, False)
        assert card(world).card.heads == 8
        assert cards.second_uses(world.site, world.by) == []
        assert sound(world)
    assert still_open(centre) == 0
    used_twice.resolve(centre.site, centre.by, ticket.id, right, "asked again")
    assert card(centre).resolutions == 1


def test_two_that_differ_open_it_again_until_somebody_knows_of_both(islands: Islands) -> None:
    ticket = twice(islands)
    centre, west, _ = islands
    first, second = (one.hash for one in card(centre).uses)
    used_twice.resolve(centre.site, centre.by, ticket.id, first, "asked at the tent")
    used_twice.resolve(west.site, west.by, ticket.id, second, "knew the face")
    assert (card(centre).stands, card(west).stands) == (first, second)
    together(islands)
    for world in islands:
        assert (card(world).stands, card(world).resolutions) == (b"", 2)
        assert card(world).card.is_open
    assert still_open(centre) == 1
    used_twice.resolve(west.site, west.by, ticket.id, second, "both were asked")
    together(islands)
    for world in islands:
        assert (card(world).stands, card(world).resolutions) == (second, 3)
        assert sound(world)
    assert still_open(centre) == 0
    assert normal(islands[1].site.store) == normal(islands[2].site.store)


def test_a_use_that_comes_to_be_known_later_opens_it_again(
    islands: Islands, tmp_path: Path
) -> None:
    centre, west, east = islands
    third = Joined(centre, tmp_path / "third", "Third", ("gates",))
    ticket = centre.issued(4)
    together(islands)
    meet(centre.site, centre.by, third.site)
    let_in(third, islands, ticket)  # the earliest of all, and the last to be heard of
    for one in (west, east):
        one.tick()
        let_in(one, islands, ticket)
    together(islands)
    right = card(centre).uses[0].hash
    used_twice.resolve(centre.site, centre.by, ticket.id, right, "asked")
    assert not card(centre).card.is_open
    meet(centre.site, centre.by, third.site)
    assert card(centre).card.is_open
    assert still_open(centre) == 1
    assert len(card(centre).uses) == 3
    third.site.close()


def test_what_was_used_once_and_what_is_no_use_are_not_resolved(islands: Islands) -> None:
    ticket = twice(islands)
    centre, west, _ = islands
    once = centre.issued(2)
    together(islands)
    let_in(west, islands, once)
    together(islands)
    right = card(centre).uses[0].hash
    for identity, stands in ((once.id, right), (ticket.id, bytes(32))):
        with pytest.raises(UseUnknown):
            used_twice.resolve(centre.site, centre.by, identity, stands, "guessed")
    with pytest.raises(ReasonMissing):
        used_twice.resolve(centre.site, centre.by, ticket.id, right, "  ")


def test_the_second_count_says_the_same_of_words_that_differ() -> None:
    entries = [scanned.Entry(at, b"gate", 4, asked=False) for at in (1, 2)]
    one, other = scanned.Word(b"one", 2, 0), scanned.Word(b"other", 2, 0)
    later = scanned.Word(b"other", 2, 2)
    assert not scanned.Admission(entries, 3, {one}).is_open
    assert scanned.Admission(entries, 3, {one, other}).is_open
    assert not scanned.Admission(entries, 3, {one, other, later}).is_open
    assert scanned.Admission([*entries, entries[0]], 3, {one}).is_open
    assert scanned.Admission(entries, None, set()).is_open
    assert not scanned.Admission(entries, 2, set()).is_open
