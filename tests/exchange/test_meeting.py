"""Sites hold whole sessions: both know the same then, and a second session says nothing."""

from pathlib import Path

from muster.adapters.exchange.frames import LARGEST, Chunk, Receipt, encode
from muster.adapters.exchange.packing import entries_in
from muster.ground.people.moment import DAY
from muster.site import upkeep
from muster.site.exchange.exchanging import carry, meet
from muster.site.members import EVERY
from muster.site.record import quarantine
from muster.site.registry import desk
from tests.exchange.fleet import Fleet, chunks, turns
from tests.world.site import World
from tests.world.sites import Joined, normal

ALL = frozenset(EVERY)


def forks(fleet: Fleet, number: int) -> int:
    with fleet.sites[number].store.reader() as reader:
        return len(quarantine.forks(reader))


def test_after_a_session_both_hold_the_same(world: World, tmp_path: Path) -> None:
    second = Joined(world, tmp_path / "second")
    people = world.people(8)
    here, there = meet(world.site, world.by, second.site)
    assert here.complete
    assert there.complete
    assert normal(world.site.store) == normal(second.site.store)
    second.clock.at = world.clock.at + 60_000
    desk.register(second.site, second.by, people[:1], second.airport)
    world.people(3)
    meet(world.site, world.by, second.site)
    assert normal(world.site.store) == normal(second.site.store)
    assert upkeep.verify(second.site, second.by).findings == ()
    second.site.close()


def test_two_sites_that_hold_the_same_need_one_round_trip_and_a_half(fleet: Fleet) -> None:
    fleet.write(0, 2)
    fleet.meet(0, 1)
    here, there = fleet.meet(0, 1)
    assert here.course.turns == 2
    assert there.course.turns == 1
    assert here.course.sent.chunks == there.course.sent.chunks == 0


def test_news_on_both_sides_takes_two_round_trips_with_receipts(fleet: Fleet) -> None:
    fleet.write(0, 2)
    fleet.write(1, 2)
    here, there = fleet.meet(0, 1)
    assert here.course.turns == there.course.turns == 2
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_cut_makes_no_more_be_sent_again_than_the_chunk_under_way(fleet: Fleet) -> None:
    """At most 64 kB, wherever the link breaks: what came is taken, the vector says the rest."""
    for chunk_lost in (0, 1, 2):
        desk.claim(fleet.sites[0], fleet.sites[0].lead, [World.party_claim(n) for n in range(300)])
        first, second = [], []
        here, there = fleet.pair(0, 1)
        for frame, speaker, listener in turns(here, there):
            first += chunks([frame])
            if len(first) > chunk_lost and speaker is here:
                break  # it was sent, and did not come
            carry(frame, speaker, listener)
        here.leave()
        there.leave()
        here, there = fleet.pair(0, 1)
        for frame, speaker, listener in turns(here, there):
            second += chunks([frame])
            carry(frame, speaker, listener)
        assert len(first) == chunk_lost + 1
        again = [one for one in second if entries_of(one) & entries_of(*first)]
        assert 0 < sum(map(len, map(encode, again))) <= LARGEST
        assert fleet.held(0, frozenset(EVERY)) == fleet.held(1, frozenset(EVERY))


def entries_of(*told: Chunk) -> set[tuple[bytes, int]]:
    return {(one.log, one.first + at) for one in told for at in range(entries_in(one))}


def test_nothing_is_told_that_the_peer_holds_already(fleet: Fleet) -> None:
    """Nothing is sent while it is unsure whether the peer is ahead or a log has forked."""
    fleet.write(0, 2)
    fleet.meet(0, 1)
    for number, caller in ((0, 0), (1, 0), (0, 1), (1, 1)):
        fleet.write(number, 2)
        here, there = fleet.meet(caller, 1 - caller)
        news = (here, there) if number == caller else (there, here)
        assert news[0].course.sent.entries == news[1].course.taken.entries == 3
        assert news[1].course.sent.entries == 0


def test_the_next_vector_lists_only_what_changed(fleet: Fleet) -> None:
    fleet.write(0, 2)
    fleet.meet(0, 1)
    here, there = fleet.meet(0, 1)
    assert here.course.short
    assert here.course.sent.points == there.course.sent.points == 0
    fleet.write(0, 1)
    here, _ = fleet.meet(0, 1)
    assert here.course.sent.points == 1


def test_a_peer_without_the_receipt_asks_for_all_points_and_gets_them(fleet: Fleet) -> None:
    fleet.meet(0, 1)
    fleet.back_up(1)
    fleet.write(0, 2)
    fleet.meet(0, 1)
    fleet.restore(1)
    fleet.write(0, 2)
    here, there = fleet.meet(0, 1)
    assert here.course.short
    assert here.course.turns <= 3
    assert here.course.complete
    assert there.course.complete
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_after_a_session_that_broke_off_nobody_is_asked_for_forks(fleet: Fleet) -> None:
    """Who lacks our last receipt asks for all points, and tells nothing by that yet."""
    fleet.write(1, 2)
    fleet.meet(0, 1)
    fleet.write(0, 2)
    here, there = fleet.pair(0, 1)
    for frame, speaker, listener in turns(here, there):
        if isinstance(frame, Receipt) and speaker is here:
            break  # it was signed, and did not come
        carry(frame, speaker, listener)
    fleet.write(1, 2)
    here, there = fleet.meet(0, 1)
    assert here.course.short
    assert here.course.taken.entries > 0
    assert here.course.turns == 3
    assert not here.course.doubted
    assert not there.course.doubted
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_restored_site_takes_back_what_it_lost_and_writes_as_another(fleet: Fleet) -> None:
    fleet.back_up(1)
    fleet.write(1, 2)
    fleet.meet(0, 1)
    fleet.restore(1)
    before = fleet.sites[1].keys.certificate
    fleet.meet(1, 0)
    assert fleet.sites[1].keys.certificate != before
    fleet.write(1, 2)
    fleet.meet(1, 0)
    assert forks(fleet, 0) == forks(fleet, 1) == 0
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_site_that_begins_anew_in_a_session_gives_the_keys_that_turned_then(
    fleet: Fleet,
) -> None:
    """Else what it seals next could not be read until they meet once more."""
    fleet.back_up(1)
    fleet.write(1, 2)
    fleet.meet(0, 1)
    fleet.restore(1)
    fleet.clock.at += 3 * DAY
    fleet.meet(0, 1)
    here, there = fleet.meet(0, 1)
    assert here.course.sent.entries == there.course.sent.entries == 0


def test_what_is_written_in_a_session_is_not_told_back(fleet: Fleet) -> None:
    fleet.meet(0, 1)
    fleet.clock.at += 3 * DAY
    fleet.write(0, 2)
    for caller in (0, 1):
        here, there = fleet.meet(caller, 1 - caller)
        assert here.course.sent.entries == there.course.taken.entries
        assert there.course.sent.entries == here.course.taken.entries


def test_a_fork_is_reported_at_the_first_meeting_by_both_and_both_branches_stay(
    fleet: Fleet,
) -> None:
    """T2: restored unnoticed, it wrote on; equal sequences with other entries."""
    fleet.write(1, 2)
    fleet.back_up(1)
    fleet.write(1, 2)
    fleet.meet(0, 1)
    fleet.restore(1)
    fleet.write(1, 2)
    fleet.write(1, 2)
    lost = fleet.held(0, ALL)
    written = fleet.held(1, ALL)
    before = fleet.sites[1].keys.certificate
    here, there = fleet.meet(0, 1)
    assert here.course.turns + there.course.turns == 7, "one trip more, and one for the receipt"
    assert forks(fleet, 0) >= 1
    assert forks(fleet, 0) == forks(fleet, 1)
    assert here.course.forked
    assert there.course.forked
    assert fleet.held(0, ALL) >= lost | written
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert fleet.sites[1].keys.certificate != before, "no write after meeting its own fork"
    again, _ = fleet.meet(1, 0)
    assert again.course.sent.chunks == 0


def test_a_branch_that_grows_is_told_on(fleet: Fleet) -> None:
    fleet.write(1, 2)
    fleet.back_up(1)
    for _ in range(3):
        fleet.write(1, 2)
    fleet.meet(0, 1)
    fleet.restore(1)
    for _ in range(5):
        fleet.write(1, 2)
    fleet.meet(1, 2)
    fleet.meet(0, 2)
    fleet.meet(0, 1)
    fleet.settle()
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert forks(fleet, 0) == forks(fleet, 1) >= 1
