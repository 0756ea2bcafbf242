"""A hostile peer: whatever it says is refused by a code, leaves nothing, and holds nothing up."""

from collections.abc import Callable
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.exchange import frames, packing, receipts, vector
from muster.adapters.exchange.frames import Chunk, End, Frame, Keys, Receipt
from muster.adapters.exchange.problems import (
    MessageOutOfTurn,
    MessageTooLarge,
    MessageUnreadable,
    ReceiptWrong,
)
from muster.adapters.exchange.record import Wrapped
from muster.adapters.exchange.session import MOST_TURNS, Session
from muster.adapters.exchange.vector import MOST, Points
from muster.ground.problem import Problem
from muster.ground.record.certificate import read_writer
from muster.site import upkeep
from muster.site.exchange import taking, waiting
from muster.site.exchange.exchanging import SiteRecord, carry
from muster.site.members import EVERY
from tests.exchange.fleet import ROAD, Fleet, turns
from tests.world.sites import normal

ALL = frozenset(EVERY)


def recorded(fleet: Fleet, one: int, other: int) -> list[Frame]:
    """Return what ``one`` says in a whole session that it begins."""
    here, there = fleet.pair(one, other)
    said = []
    for frame, speaker, listener in turns(here, there):
        if speaker is here:
            said.append(frame)
        carry(frame, speaker, listener)
    return said


def chunks_of(fleet: Fleet, number: int, compartment: str) -> list[Chunk]:
    """Return all that a site holds of a compartment, as it would tell somebody who has nothing."""
    record = SiteRecord(fleet.sites[number])
    found = []
    with record.look() as look:
        for log in look.logs({compartment}):

            def find(keys: list[bytes]) -> list[Wrapped]:
                return look.wraps(compartment, keys, lambda _log, _at: False)

            held = look.segments(log.id, 1)
            found += [one.frame for one in packing.pack(log, held, find, certificate=True)]
    return [one for one in found if isinstance(one, Chunk)]


def begun(fleet: Fleet, one: int, other: int) -> tuple[Session, Session]:
    """Return a session whose caller has said its first message."""
    here, there = fleet.pair(one, other)
    for frame in here.speak():
        carry(frame, here, there)
    return here, there


def test_a_compartment_that_is_not_shared_is_neither_told_nor_taken(fleet: Fleet) -> None:
    """T8: not even where the peer tells it unasked."""
    fleet.write(0, 2)
    assert all(
        one.compartment in {*ROAD, "audit", "public"}
        for one in recorded(fleet, 0, 2)
        if isinstance(one, Chunk)
    )
    _, there = begun(fleet, 0, 2)
    desk = chunks_of(fleet, 0, "desk")[0]
    before = fleet.held(2, ALL)
    with pytest.raises(MessageOutOfTurn):
        there.hear(desk)
    taken = SiteRecord(fleet.sites[2]).take(bytes(16), [desk])
    assert taken.refused == {desk.log: "site.compartment-not-held"}
    with pytest.raises(Problem):
        SiteRecord(fleet.sites[2]).take(bytes(16), [Keys("desk", (), ())])
    assert fleet.held(2, ALL) == before


def unsigned(one: Chunk) -> Chunk:
    last = msgspec.structs.replace(one.parts[-1], signature=bytes(64))
    return msgspec.structs.replace(one, parts=(*one.parts[:-1], last))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (unsigned, "record.signature-wrong"),
        (lambda one: msgspec.structs.replace(one, compartment="plan"), "record.certificate-wrong"),
        (lambda one: msgspec.structs.replace(one, log=bytes(16)), "record.certificate-wrong"),
        (lambda one: msgspec.structs.replace(one, certificate=b"no"), "record.certificate-wrong"),
        (lambda one: msgspec.structs.replace(one, wraps=_other(one)), "secrecy.key-mismatch"),
    ],
)
def test_a_chunk_that_is_not_as_its_writer_made_it_is_refused_whole(
    fleet: Fleet, spoil: Callable[[Chunk], Chunk], code: str
) -> None:
    """T1, T5."""
    fleet.write(0, 2)
    chunk = next(one for one in chunks_of(fleet, 0, "desk") if one.wraps)
    before = fleet.held(1, ALL)
    wraps = list(fleet.sites[1].store.wraps())
    spoilt = spoil(chunk)
    assert SiteRecord(fleet.sites[1]).take(bytes(16), [spoilt]).refused == {spoilt.log: code}
    assert fleet.held(1, ALL) == before
    assert list(fleet.sites[1].store.wraps()) == wraps


def _other(one: Chunk) -> tuple[frames.Wrap, ...]:
    (key, epoch, owner, wrap), *rest = one.wraps
    return ((key, epoch, owner, bytes(40)), *rest) if wrap else ()


def test_a_log_that_is_refused_holds_no_other_one_up(fleet: Fleet) -> None:
    fleet.write(0, 1)
    fleet.write(0, 2)
    here, there = fleet.pair(0, 1)
    for frame, speaker, listener in turns(here, there):
        spoiled = frame
        if isinstance(frame, Chunk) and frame.compartment == "desk":
            spoiled = unsigned(frame)
        carry(spoiled, speaker, listener)
    assert list(there.course.refused.values()) == ["record.signature-wrong"]
    assert not there.course.complete
    assert fleet.held(1, frozenset({"lifts", "public"})) == fleet.held(
        0, frozenset({"lifts", "public"})
    )
    fleet.meet(0, 1)
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_message_with_bytes_changed_on_the_way_does_no_harm(fleet: Fleet) -> None:
    """T1: some of each frame's bytes, one by one; TLS would stop it before."""
    fleet.write(0, 2)
    said = recorded(fleet, 0, 1)
    chance = Random(7)
    for frame in said:
        raw = bytearray(frames.encode(frame))
        for _ in range(20):
            at, bit = chance.randrange(len(raw)), 1 << chance.randrange(8)
            raw[at] ^= bit
            _, there = fleet.pair(0, 1)
            try:
                there.hear(said[0])
                there.hear(frames.decode(bytes(raw)))
            except Problem:
                pass
            raw[at] ^= bit
    fleet.settle()
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert normal(fleet.sites[0].store) == normal(fleet.sites[1].store)
    assert upkeep.verify(fleet.sites[1], fleet.sites[1].lead).findings == ()


@given(st.binary(max_size=400))
def test_bytes_that_are_no_frame_are_refused_by_a_code(raw: bytes) -> None:
    """T6."""
    try:
        frame = frames.decode(raw)
    except Problem:
        return
    assert frames.encode(frame) == raw


@given(st.integers(1, 9), st.recursive(st.integers() | st.binary() | st.text() | st.booleans(),
       lambda inner: st.lists(inner, max_size=4), max_leaves=20))  # fmt: skip
def test_arrays_that_are_no_frame_are_refused_by_a_code(tag: int, parts: object) -> None:
    """T6."""
    try:
        raw = msgspec.msgpack.encode([tag, *(parts if isinstance(parts, list) else [parts])])
    except OverflowError:
        return
    test_bytes_that_are_no_frame_are_refused_by_a_code.hypothesis.inner_test(raw)  # type: ignore[attr-defined]


def test_more_points_than_anybody_needs_end_the_session(fleet: Fleet) -> None:
    """T6."""
    _, there = begun(fleet, 0, 1)
    chance = Random(7)

    def flood() -> Points:
        points = [(chance.randbytes(16), 1, bytes(32)) for _ in range(vector.MOST_IN_FRAME)]
        return vector.columns(points, bytes(16))

    for _ in range(MOST // vector.MOST_IN_FRAME - 1):
        there.hear(flood())
    there.hear(flood())
    with pytest.raises(MessageTooLarge):
        there.hear(flood())
    there.leave()


def test_a_frame_of_more_than_64_kilobytes_is_neither_made_nor_read() -> None:
    with pytest.raises(MessageTooLarge):
        frames.decode(bytes(frames.LARGEST + 1))


def test_a_peer_that_never_has_enough_is_left(fleet: Fleet) -> None:
    """T6: it asks again and again; our side ends by itself."""
    here, _ = fleet.pair(0, 1)
    for _ in range(MOST_TURNS):
        list(here.speak())
    with pytest.raises(MessageTooLarge):
        list(here.speak())


def test_nothing_is_said_before_a_name_and_no_name_twice(fleet: Fleet) -> None:
    here, there = fleet.pair(0, 1)
    with pytest.raises(MessageOutOfTurn):
        there.hear(End())
    first, *_ = here.speak()
    there.hear(first)
    with pytest.raises(MessageOutOfTurn):
        there.hear(first)


def test_a_receipt_of_somebody_else_or_for_somebody_else_is_none(fleet: Fleet) -> None:
    fleet.write(0, 2)
    said = recorded(fleet, 0, 1)
    receipt = next(one for one in said if isinstance(one, Receipt))
    writer = read_writer(fleet.sites[0].keys.certificate)
    receipts.verify(receipt, writer, fleet.sites[1].keys.site)
    with pytest.raises(ReceiptWrong):
        receipts.verify(receipt, writer, fleet.sites[2].keys.site)
    other = read_writer(fleet.sites[2].keys.certificate)
    with pytest.raises(ReceiptWrong):
        receipts.verify(receipt, other, fleet.sites[1].keys.site)
    more = msgspec.structs.replace(receipt, whole=bytes(32))
    with pytest.raises(ReceiptWrong):
        receipts.verify(more, writer, fleet.sites[1].keys.site)


def test_points_that_are_not_in_their_one_spelling_are_refused() -> None:
    good = vector.columns([(bytes([n]) * 16, 1, bytes(32)) for n in range(3)], bytes(16))
    twice = msgspec.structs.replace(good, logs=good.logs[:8] * 3, heads=good.heads[:8] * 3)
    with pytest.raises(MessageUnreadable):
        vector.rows(twice)


def test_what_came_too_early_waits_and_what_it_frees_travels_back_before_the_receipt(
    fleet: Fleet,
) -> None:
    """A stick brought the later half; the session brings the earlier one, to both."""
    for _ in range(3):
        fleet.write(0, 2)
    parts = chunks_of(fleet, 0, "desk")
    apart = [one for chunk in parts for one in taking.apart(chunk)]
    record = SiteRecord(fleet.sites[1])
    late = record.take(fleet.sites[0].keys.site, [apart[-1]])
    assert late.waiting == 1
    assert late.entries == 0
    assert len(fleet.sites[1].store.pending()) == 1
    fleet.meet(0, 1)
    assert fleet.sites[1].store.pending() == []
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_what_a_session_frees_goes_on_to_the_peer_in_the_same_session(fleet: Fleet) -> None:
    """The first site's later half waits at the third one; the second has the earlier half only."""
    for _ in range(3):
        fleet.write(0, 1)
    apart = [one for chunk in chunks_of(fleet, 0, "lifts") for one in taking.apart(chunk)]
    sender = fleet.sites[0].keys.site
    SiteRecord(fleet.sites[1]).take(sender, [apart[0]])
    assert SiteRecord(fleet.sites[2]).take(sender, [apart[-1]]).waiting == 1
    SiteRecord(fleet.sites[1]).take(sender, [apart[1]])
    here, there = fleet.meet(1, 2)
    lifts = frozenset({"lifts"})
    assert fleet.held(1, lifts) == fleet.held(2, lifts) == fleet.held(0, lifts)
    assert there.course.sent.entries >= 1
    assert here.course.complete


def test_one_sender_lets_no_more_wait_than_its_share(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T6: what is beyond is dropped, and comes again."""
    for _ in range(4):
        fleet.write(0, 2)
    apart = [one for chunk in chunks_of(fleet, 0, "desk") for one in taking.apart(chunk)]
    record, sender = SiteRecord(fleet.sites[1]), fleet.sites[0].keys.site
    monkeypatch.setattr(waiting, "MOST", 1_500)
    waits = [record.take(sender, [one]).waiting for one in reversed(apart[1:])]
    assert sum(waits) < len(waits)
    assert fleet.sites[1].store.pending_size(sender) <= 1_500
    monkeypatch.undo()
    fleet.meet(0, 1)
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert fleet.sites[1].store.pending() == []
