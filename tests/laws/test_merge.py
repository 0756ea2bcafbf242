"""Laws of merging: whatever order entries come in, two holders of the same set agree (T1, T2)."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.record.entry import FIRST_PREVIOUS, LAMPORT_STEP, Entry, entry_hash, header
from muster.ground.record.merge import Known
from muster.ground.record.order import order

WRITERS = {bytes([number]) * 16: bytes([number % 3]) * 16 for number in range(1, 5)}
COMPARTMENTS = dict(zip(WRITERS, ("desk", "desk", "gates/north", "public"), strict=True))


def entry(log: bytes, before: Entry | None, step: int, body: bytes) -> Entry:
    """Return the entry of ``log`` that follows ``before``."""
    sequence, previous, lamport = 1, FIRST_PREVIOUS, step
    if before is not None:
        sequence, previous = before.sequence + 1, before.hash
        lamport = before.lamport + step
    head = header(log, sequence, previous, lamport, bytes(16))
    return Entry(log, sequence, previous, lamport, bytes(16), body, entry_hash(head, body))


@st.composite
def forests(draw: st.DrawFn) -> list[Entry]:
    """Draw entries of some logs; a log forks wherever two entries follow one."""
    grown: list[Entry] = []
    for number in range(draw(st.integers(1, 14))):
        log = draw(st.sampled_from(sorted(WRITERS)))
        own = [one for one in grown if one.log == log]
        before = draw(st.sampled_from([None, *own])) if own else None
        grown.append(entry(log, before, draw(st.integers(1, 3)), number.to_bytes(4, "big")))
    return grown


@st.composite
def holders(draw: st.DrawFn, count: int) -> list[Known]:
    """Draw what several sites hold of one operation; sets may overlap, have gaps or be empty."""
    grown = draw(forests())
    parts = [
        draw(st.lists(st.sampled_from(grown), unique_by=lambda e: e.hash)) for _ in range(count)
    ]
    return [Known(part) for part in parts]


def sorted_hashes(known: Known) -> list[bytes]:
    """Return the hashes of ``known`` in the one order."""
    return [one.hash for one in sorted(known, key=key)]


def key(one: Entry) -> tuple[int, bytes, str, int, bytes]:
    """Return where ``one`` stands in the order."""
    return order(one, WRITERS[one.log], COMPARTMENTS[one.log])


@given(holders(2))
def test_merging_is_commutative(sites: list[Known]) -> None:
    one, other = sites
    assert (one | other).hashes() == (other | one).hashes()


@given(holders(3))
def test_merging_is_associative(sites: list[Known]) -> None:
    one, two, three = sites
    assert ((one | two) | three).hashes() == (one | (two | three)).hashes()


@given(holders(1))
def test_merging_is_idempotent(sites: list[Known]) -> None:
    (one,) = sites
    assert (one | one).hashes() == (one | Known()).hashes() == one.hashes()
    assert len(one | one) == len(one)


@given(holders(2))
def test_merging_loses_nothing_and_invents_nothing(sites: list[Known]) -> None:
    one, other = sites
    assert (one | other).hashes() == one.hashes() | other.hashes()


@given(forests(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_is_one_order_of_reading(grown: list[Entry], chance: Random) -> None:
    arrived = [*grown, *grown[: len(grown) // 2]]
    chance.shuffle(arrived)
    assert sorted_hashes(Known(arrived)) == sorted_hashes(Known(grown))


@given(forests())
def test_the_order_is_total_even_after_a_fork(grown: list[Entry]) -> None:
    """T1: no two entries stand in one place."""
    placed = sorted(key(one) for one in Known(grown))
    assert all(one < other for one, other in pairwise(placed))


@given(forests())
def test_an_entry_stands_after_the_one_it_follows(grown: list[Entry]) -> None:
    places = {one.hash: at for at, one in enumerate(sorted(grown, key=key))}
    for one in grown:
        assert one.previous == FIRST_PREVIOUS or places[one.previous] < places[one.hash]


@given(forests())
def test_a_whole_log_has_a_tip_for_each_branch(grown: list[Entry]) -> None:
    """T2: a fork is more than one tip, and no branch is dropped."""
    known = Known(grown)
    for log in WRITERS:
        own = {one.hash for one in grown if one.log == log}
        followed = {one.previous for one in grown if one.log == log}
        assert {tip.hash for tip in known.tips(log)} == own - followed
        assert (known.tips(log) == []) is (not own)


@given(forests(), st.data())
def test_what_waits_is_what_has_a_gap_before_it(grown: list[Entry], data: st.DataObject) -> None:
    missing = data.draw(st.sets(st.sampled_from([one.hash for one in grown])))
    held = [one for one in grown if one.hash not in missing]
    waiting = {one.hash for one in Known(held).pending()}
    by_hash = {one.hash: one for one in grown}

    def whole(one: Entry) -> bool:
        follows = by_hash.get(one.previous)
        return one.hash not in missing and (follows is None or whole(follows))

    assert waiting == {one.hash for one in held if not whole(one)}


@given(forests(), st.randoms(use_true_random=False))
def test_nothing_waits_once_all_has_come(grown: list[Entry], chance: Random) -> None:
    known = Known()
    for one in chance.sample(grown, len(grown)):
        known = known | Known([one])
    assert known.pending() == []


def test_an_entry_that_does_not_follow_by_the_rules_waits_for_ever() -> None:
    """T6: another log, a sequence left out, a Lamport time not after or too far after."""
    log, other = sorted(WRITERS)[:2]
    first = entry(log, None, 5, b"first")
    wrong = (
        (other, 2, first.hash, 6),
        (log, 3, first.hash, 6),
        (log, 2, first.hash, 5),
        (log, 2, first.hash, 5 + LAMPORT_STEP + 1),
        (log, 2, FIRST_PREVIOUS, 6),
        (log, 1, FIRST_PREVIOUS, LAMPORT_STEP + 1),
        (log, 1, FIRST_PREVIOUS, 0),
    )
    placed = [Entry(*place, bytes(16), b"", bytes([at])) for at, place in enumerate(wrong)]
    assert Known([first, *placed]).pending() == placed
