"""T10, T16: epochs turn, and each member gets the new key with a fact that says so."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from muster.adapters.exchange.frames import Grant, Keys
from muster.adapters.store import Store
from muster.ground.people.ids import SiteId
from muster.ground.people.keyholders import Epoch
from muster.ground.people.moment import DAY, HOUR
from muster.ground.people.place import PlaceRole
from muster.ground.record.fact import body
from muster.ground.secrecy.hybrid import SEALED_KEY
from muster.ground.secrecy.keys import EpochKey
from muster.ground.secrecy.problems import KeyMismatch
from muster.site import epochs, members, operators, upkeep
from muster.site.exchange import exchanging, granting, letterboxes, sticks
from muster.site.exchange.exchanging import SiteRecord
from muster.site.problems import KeyUngranted
from muster.site.record.kinds import EPOCH, LIFT, RECORD
from muster.site.rights import Operator, Role
from muster.site.secrecy import fallen
from tests.world.captors import epochs_of, facts, keys
from tests.world.site import World
from tests.world.sites import Joined

PIN = "24681357"


class Four:
    """Headquarters, two desks and a ramp, with one clock; all have met."""

    def __init__(self, folder: Path) -> None:
        self.first = World(folder / "0")
        self.second = Joined(self.first, folder / "1", "Second site")
        self.third = Joined(self.first, folder / "2", "Third site")
        self.ramp = Joined(self.first, folder / "3", "Ramp", ("gates", "lifts"))
        for world in self.all:
            world.clock = self.first.clock
            world.site.clock = self.first.clock
        enrolled = operators.enrol(
            self.first.site, self.first.by, "Example officer", (Role.LEAD.value,), PIN
        )
        self.officer = Operator(enrolled, "Example officer", (Role.LEAD,))
        self.everybody()

    @property
    def all(self) -> list[World]:
        return [self.first, self.second, self.third, self.ramp]

    def meet(self, one: World, other: World) -> None:
        """Let two hold one whole session."""
        here, there = exchanging.meet(one.site, one.by, other.site)
        assert here.complete
        assert there.complete

    def everybody(self) -> None:
        """Let all meet twice."""
        for _ in range(2):
            for one in (self.second, self.third, self.ramp):
                self.meet(self.first, one)

    def later(self, days: float) -> None:
        """Let time pass at all sites."""
        self.first.clock.at += int(days * DAY)

    def close(self) -> None:
        """Close all."""
        for world in self.all:
            world.site.close()


@pytest.fixture
def four(tmp_path: Path) -> Iterator[Four]:
    """Four sites that have met."""
    made = Four(tmp_path)
    yield made
    made.close()


def present(world: World, compartment: str) -> bytes:
    """Return the id of the epoch that a site seals under now."""
    return world.site.keyring.epoch(compartment)[0]


def numbers(world: World) -> dict[str, int]:
    """Return the number of each compartment's present epoch."""
    return {row.compartment: row.number for row in world.site.keyring.present()}


def test_a_day_turns_gates_and_lifts_and_a_week_turns_the_desk(four: Four) -> None:
    assert set(numbers(four.first).values()) == {1}
    four.later(1.01)
    four.first.lift(leave=False)
    held = numbers(four.first)
    assert {name for name, number in held.items() if number == 2} == {"gates", "lifts", "command"}
    four.later(6)
    four.first.party()
    held = numbers(four.first)
    assert held == {
        "public": 1, "gates": 3, "lifts": 3, "command": 3,
        "desk": 2, "plan": 2, "havens": 2, "audit": 2,
    }  # fmt: skip


def test_whoever_did_not_open_it_waits_half_a_period_longer(four: Four) -> None:
    four.later(1.2)
    four.second.lift(leave=False)
    assert numbers(four.second)["lifts"] == 1
    four.later(0.31)
    four.second.lift(leave=False)
    assert numbers(four.second)["lifts"] == 2


def test_a_site_alone_has_nobody_to_turn_for(tmp_path: Path) -> None:
    world = World(tmp_path / "alone")
    world.tick(30 * DAY)
    world.party()
    assert set(numbers(world).values()) == {1}
    world.site.close()


def test_a_new_key_goes_with_the_session_to_whoever_may_have_it(four: Four) -> None:
    four.later(1.01)
    lift = four.first.lift(leave=False)
    four.meet(four.first, four.second)
    assert present(four.second, "lifts") == present(four.first, "lifts")
    assert four.second.site.rows.state(LIFT, lift) is not None
    four.meet(four.first, four.ramp)
    assert four.ramp.site.rows.state(LIFT, lift) is not None
    assert {row.compartment for row in four.ramp.site.store.epochs()} == {
        "public", "audit", "gates", "lifts",
    }  # fmt: skip


def test_a_site_that_never_met_the_opener_is_granted_it_on_the_way(four: Four) -> None:
    four.later(7.1)
    people = four.first.party(2)
    four.meet(four.first, four.second)
    four.meet(four.second, four.third)
    assert all(four.third.site.rows.state(RECORD, one) is not None for one in people)
    epoch: Epoch = four.third.site.rows.state(EPOCH, present(four.third, "desk"))
    assert {one.site for one in epoch.grants} == {
        world.site.keys.site for world in (four.first, four.second, four.third)
    }


def test_every_key_that_a_site_holds_is_a_fact_at_every_site(four: Four) -> None:
    four.later(8)
    four.first.party(2)
    four.everybody()
    for world in four.all:
        for row in world.site.store.epochs():
            for other in four.all:
                epoch: Epoch = other.site.rows.state(EPOCH, row.key_id)
                assert epoch.granted(world.site.keys.site)


def test_a_grant_is_sealed_to_the_letterbox_once_both_have_told_theirs(four: Four) -> None:
    four.later(1.01)
    four.first.lift(leave=False)
    record, peer = SiteRecord(four.first.site), four.second.site.keys.site
    assert {len(one.sealed) for one in record.grants(peer, ())} == {80}
    record.reached(letterboxes.own(four.second.site, four.second.by))
    assert {len(one.sealed) for one in record.grants(peer, [
        row.key_id for row in four.first.site.store.epochs()
    ])} == {SEALED_KEY}  # fmt: skip
    four.meet(four.first, four.second)
    assert present(four.second, "lifts") == present(four.first, "lifts")


def test_what_was_granted_once_is_sent_again_as_it_was_until_the_peer_signs(four: Four) -> None:
    four.later(1.01)
    four.first.lift(leave=False)
    record, peer = SiteRecord(four.first.site), four.second.site.keys.site
    first = record.grants(peer, ())
    assert first
    assert record.grants(peer, ()) == first
    four.meet(four.first, four.second)
    assert record.grants(peer, ()) == []


def test_a_key_that_no_fact_names_is_not_taken(four: Four) -> None:
    four.later(1.01)
    four.first.lift(leave=False)
    (mine,) = [row for row in four.first.site.keyring.present() if row.compartment == "lifts"]
    card_key = members.card_of(
        four.first.site, four.first.site.rows, four.second.site.keys.site
    ).exchange_key
    sealed = four.first.site.keyring.grant_to(mine, b"", card_key)
    quiet = Grant("lifts", mine.key_id, mine.number, sealed)
    with pytest.raises(KeyUngranted):
        granting.take(four.second.site, quiet)
    SiteRecord(four.second.site).take_grant(four.first.site.keys.site, quiet)
    assert mine.key_id not in {row.key_id for row in four.second.site.store.epochs()}


def test_a_site_that_lost_a_key_asks_and_is_granted_it_again_in_public(four: Four) -> None:
    four.later(1.01)
    four.first.lift(leave=False)
    four.meet(four.first, four.second)
    four.meet(four.first, four.second)
    lost = present(four.second, "lifts")
    with four.second.site.writing():
        four.second.site.store.drop_epoch(lost)
    four.second.reopen()
    assert granting.lacking(four.second.site) == [lost]
    four.first.lift(leave=False)
    four.meet(four.first, four.second)
    assert present(four.second, "lifts") == lost
    epoch: Epoch = four.first.site.rows.state(EPOCH, lost)
    assert sum(one.site == four.second.site.keys.site for one in epoch.grants) == 2


def test_sites_that_turn_apart_read_each_other_afterwards(four: Four) -> None:
    four.later(2)
    lifts = [world.lift(leave=False) for world in (four.first, four.second, four.third)]
    four.everybody()
    four.meet(four.first, four.second)
    for world in (four.first, four.second, four.third, four.ramp):
        assert all(world.site.rows.state(LIFT, one) is not None for one in lifts)
        assert upkeep.verify(world.site, world.by).findings == ()
    assert len({present(world, "lifts") for world in four.all}) == 1


def test_a_parcel_brings_the_key_with_the_entries(four: Four, tmp_path: Path) -> None:
    for one in (four.second,):
        letterboxes.taken(four.first.site, four.first.by, letterboxes.own(one.site, one.by))
    four.later(1.01)
    lift = four.first.lift(leave=False)
    (to,) = letterboxes.known(four.first.site, four.first.by)
    folder = tmp_path / "stick"
    folder.mkdir()
    sticks.write(four.first.site, four.first.by, to, folder)
    (parcel,) = sticks.read(four.second.site, four.second.by, folder, answer=False).parcels
    assert parcel.problem is None
    assert parcel.waiting == 0
    assert four.second.site.rows.state(LIFT, lift) is not None


def test_a_fall_turns_every_epoch_that_the_site_held_and_every_persons_key(four: Four) -> None:
    people = four.first.party(3)
    lift = four.first.lift(people, leave=False)
    four.everybody()
    held, disks = epochs_of(four.ramp.site), [world.site.store for world in four.all]
    site, by = four.first.site, four.first.by
    fallen.fall(site, by, four.officer, SiteId(four.ramp.site.keys.site), "taken")
    assert {name for name, number in numbers(four.first).items() if number == 2} == {
        "gates", "lifts", "audit",
    }  # fmt: skip
    four.meet(four.first, four.second)
    four.meet(four.second, four.third)
    before = sealed(held, disks)
    more = four.second.lift(people, leave=False)
    four.third.lift(leave=False)
    four.meet(four.second, four.third)
    four.meet(four.first, four.third)
    assert all(four.first.site.rows.state(LIFT, one) is not None for one in (lift, more))
    after = sealed(held, disks)
    assert before
    assert before == after, "the captor reads nothing that was written since"


def sealed(held: list[EpochKey], disks: list[Store]) -> list[bytes]:
    """Return what a captor reads beyond ``public``, as bytes of facts."""
    opening, _ = keys(held, disks)
    return sorted(body(one) for one in facts(opening, disks) if one.compartment != "public")


def test_a_clock_that_goes_back_turns_nothing(four: Four) -> None:
    four.first.clock.at -= 3 * DAY
    four.first.place("Another base", PlaceRole.STAGING)
    assert set(numbers(four.first).values()) == {1}
    four.first.clock.at += 3 * DAY + HOUR
    four.first.place("A third base", PlaceRole.STAGING)
    assert set(numbers(four.first).values()) == {1}


def test_the_hash_on_record_is_that_of_the_seal(four: Four) -> None:
    four.later(1.01)
    four.first.lift(leave=False)
    record, peer = SiteRecord(four.first.site), four.second.site.keys.site
    for one in record.grants(peer, ()):
        epoch: Epoch = four.first.site.rows.state(EPOCH, one.key_id)
        assert (peer, sha256(one.sealed).digest()) in {(g.site, g.hash) for g in epoch.grants}


@pytest.mark.parametrize("invented", [False, True])
def test_a_key_that_nobody_could_try_keeps_no_place(four: Four, *, invented: bool) -> None:
    """T5: wrong keys come ahead of their epoch, or under one that never was; the right ones count.

    Else whoever tells them could shut a person's facts at a site for good.
    """
    epochs.turn(four.first.site, four.first.by, ["desk"])
    people = four.first.party()
    epoch = present(four.first, "desk")
    wrong = EpochKey.of(bytes(32)).wrap(bytes(32))
    rows = four.first.site.store.wraps_under(epoch)
    assert rows
    keys = Keys(
        "desk",
        (bytes(16) if invented else epoch,),
        tuple((row.key_id, 0, row.owner, wrong) for row in rows),
    )
    SiteRecord(four.second.site).take(bytes(16), [keys])
    four.meet(four.first, four.second)
    assert four.second.site.rows.state(RECORD, people[0]).name
    assert four.second.site.store.wraps_under(epoch) == rows


@pytest.mark.parametrize("invented", [False, True])
def test_a_right_key_under_another_persons_name_keeps_no_place_and_shreds_nobody_else(
    four: Four, *, invented: bool
) -> None:
    """T5, T9: a captured member tells whose a key is, and lies, before the epoch's key is there.

    The facts are taken all the same once the key comes, and who is shredded meanwhile takes nobody
    along: what is on the shred list is there for all, for good.
    """
    one = four.first.party()
    four.everybody()
    epochs.turn(four.first.site, four.first.by, ["desk"])
    other = four.first.party()
    epoch = present(four.first, "desk")
    rows = [row for row in four.first.site.store.wraps_under(epoch) if row.owner in other]
    assert rows
    told = tuple((row.key_id, 0, one[0], row.wrap) for row in rows)
    keys = Keys("desk", (bytes(16) if invented else epoch,), told)
    SiteRecord(four.second.site).take(bytes(16), [keys])
    assert {row.key_id for row in rows} <= {
        row.key_id for row in four.second.site.store.wraps_of(one[0])
    }
    upkeep.shred(four.second.site, four.second.by, one[0], "on request")
    four.everybody()
    for world in (four.first, four.second, four.third):
        assert not world.site.store.wraps_of(one[0])
        assert [row for row in world.site.store.wraps_under(epoch) if row.owner in other] == rows
        assert world.site.rows.state(RECORD, other[0]).name
        assert not upkeep.verify(world.site, world.by).findings


def test_a_right_key_under_another_persons_name_is_refused_where_it_can_be_tried(
    four: Four,
) -> None:
    one, other = four.first.party(), four.first.party()
    rows = four.first.site.store.wraps_of(other[0])
    told = tuple((row.key_id, 0, one[0], row.wrap) for row in rows)
    with pytest.raises(KeyMismatch):
        SiteRecord(four.second.site).take(bytes(16), [Keys("desk", (rows[0].epoch,), told)])
    four.meet(four.first, four.second)
    assert four.second.site.store.wraps_of(other[0]) == rows
    assert four.second.site.rows.state(RECORD, other[0]).name
