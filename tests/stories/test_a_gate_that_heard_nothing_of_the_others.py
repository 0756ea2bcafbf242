"""A gate on a laptop of its own knows up to when it knows what the other sites of the gates knew.

A control centre issues, two laptops scan. They meet by link and by stick; the laptop in the west
never meets the one in the east, whose clock is three days off, and hears of it all the same.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import DeviceId
from muster.ground.people.moment import DAY, HOUR, MINUTE, Instant
from muster.ground.record.certificate import read_writer
from muster.site.clock import SetClock
from muster.site.exchange import abreast, exchanging, letterboxes, neighbours, revoking, sticks
from muster.site.gate import gatepost
from muster.site.gate.readings import Sign
from muster.site.opening import open_site
from tests.world.gates import Gates, Ticket
from tests.world.site import PHRASE
from tests.world.sites import Joined

ONLY_GATES = ("gates",)


class Day:
    """Three sites, and one true time that goes on for all of them."""

    def __init__(self, folder: Path) -> None:
        self.centre = Gates(folder / "centre")
        self.west = Joined(self.centre, folder / "west", "West", ONLY_GATES)
        self.east = Joined(self.centre, folder / "east", "East", ONLY_GATES)
        self.east.clock.at += 3 * DAY
        self.admitted = self.centre.clock.at
        self.folder = folder / "stick"
        self.folder.mkdir()

    @property
    def now(self) -> Instant:
        """The time at the control centre and in the west."""
        return self.centre.clock.at

    def pass_by(self, time: Instant) -> Instant:
        """Let time pass at all three; return the time then."""
        for one in (self.centre, self.west, self.east):
            one.clock.at += time
        return self.now

    def issued(self) -> Ticket:
        """Let a party of two be called and given a pass, which takes the same time everywhere."""
        before = self.now
        made = self.centre.issued(2)
        for one in (self.west, self.east):
            one.clock.at += self.now - before
        return made

    def meet(self, one: Gates | Joined, other: Gates | Joined) -> None:
        """Let two sites hold a whole session."""
        exchanging.meet(one.site, one.by, other.site)

    def cut(self, one: Gates | Joined, other: Gates | Joined) -> None:
        """Let two sites begin a session that breaks before its end."""
        here = exchanging.session(one.site, one.by, call=True, peer=other.site.keys.site)
        there = exchanging.session(other.site, other.by, call=False, peer=one.site.keys.site)
        assert not exchanging.converse(here, there, cut=4)

    def post(self) -> gatepost.Gatepost:
        """Take the post in the west."""
        return gatepost.take_post(self.west.site, self.west.by, self.centre.gate, "lane 1")

    def close(self) -> None:
        """Close all three."""
        for one in (self.centre, self.west, self.east):
            one.site.close()


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.close()


def test_one_site_alone_has_nobody_to_ask(tmp_path: Path) -> None:
    with Gates(tmp_path / "site").site as site:
        assert abreast.alone_since(site) is None


def test_what_was_heard_through_another_site_is_as_old_as_it_was_there(day: Day) -> None:
    day.meet(day.centre, day.west)
    assert abreast.alone_since(day.west.site) == day.admitted  # the east was never heard
    heard_of_east = day.pass_by(HOUR)
    day.meet(day.east, day.centre)
    day.pass_by(2 * HOUR)
    assert abreast.alone_since(day.west.site) == day.admitted
    day.meet(day.west, day.centre)
    assert abreast.alone_since(day.west.site) == heard_of_east
    day.meet(day.west, day.centre)  # asked again it is no younger
    assert abreast.alone_since(day.west.site) == heard_of_east


def test_a_session_that_broke_says_nothing(day: Day) -> None:
    for other in (day.west, day.east):
        day.meet(day.centre, other)
    day.meet(day.centre, day.west)
    before = abreast.alone_since(day.west.site)
    day.pass_by(HOUR)
    day.issued()
    day.cut(day.west, day.centre)
    assert abreast.alone_since(day.west.site) == before


def test_a_parcel_counts_from_when_it_was_written_and_only_if_nothing_is_open(day: Day) -> None:
    for other in (day.east, day.west):
        day.meet(day.centre, other)
    letter = letterboxes.own(day.west.site, day.west.by)
    to_west = letterboxes.taken(day.centre.site, day.centre.by, letter)
    day.pass_by(HOUR)
    day.issued()
    day.meet(day.east, day.centre)
    written = day.now
    sticks.write(day.centre.site, day.centre.by, to_west, day.folder)
    (whole,) = day.folder.glob("*.parcel")
    raw = whole.read_bytes()
    day.pass_by(5 * HOUR)
    before = abreast.alone_since(day.west.site)
    (folder := day.folder.parent / "cut").mkdir()
    (folder / whole.name).write_bytes(raw[: len(raw) // 2])
    sticks.read(day.west.site, day.west.by, folder)
    assert abreast.alone_since(day.west.site) == before
    sticks.read(day.west.site, day.west.by, day.folder)
    assert abreast.alone_since(day.west.site) == written


def test_the_guard_is_told_and_stale_news_is_a_doubt_until_the_next_exchange(day: Day) -> None:
    tickets = [day.issued() for _ in range(2)]
    day.meet(day.east, day.centre)
    heard = day.west.clock.at
    day.meet(day.west, day.centre)
    by, gate = day.west.by, day.centre.gate
    post = gatepost.Gatepost(day.west.site, by, gate, "lane 1", stale_after=3 * HOUR)
    day.pass_by(HOUR)
    told = post.scan(tickets[0].text)
    assert (told.sign, told.heard) == (Sign.GO, heard)
    day.pass_by(2 * HOUR + MINUTE)
    assert post.scan(tickets[1].text).reasons == ("gate.news-stale",)
    day.meet(day.east, day.centre)
    day.meet(day.west, day.centre)
    day.pass_by(MINUTE)
    assert post.scan(tickets[1].text).sign is Sign.GO


def test_it_is_known_again_after_a_restart(day: Day) -> None:
    for other in (day.east, day.west):
        day.meet(day.centre, other)
    before = abreast.alone_since(day.west.site)
    day.west.site.close()
    day.west.site = open_site(day.west.folder, PHRASE, clock=SetClock(day.now + HOUR))
    assert abreast.alone_since(day.west.site) == before
    assert day.post().alone_since == before


def test_a_laptop_that_was_put_away_is_waited_for_no_more(day: Day) -> None:
    day.meet(day.centre, day.east)
    day.pass_by(HOUR)
    day.meet(day.centre, day.west)
    writer = DeviceId(read_writer(day.east.site.keys.certificate).writer)
    second = day.centre.colleague()
    revoking.revoke(day.centre.site, day.centre.by, second, writer, "put away")
    day.pass_by(HOUR)
    day.meet(day.west, day.centre)
    assert abreast.alone_since(day.west.site) == day.now
    shown = {one.name: one.known for one in neighbours.around(day.west.site, day.west.by).sites}
    assert shown["East"] is None
