"""What is examined beside is what is examined here: same rows, same refusals, whoever dies."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from muster.adapters.exchange.frames import Bulk, Chunk, Frame, Keys, decode, encode
from muster.adapters.exchange.record import Taken
from muster.adapters.exchange.session import Session
from muster.ground.people.name import Name
from muster.ground.secrecy.problems import KeyMismatch
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import upkeep
from muster.site.exchange import examiner, exchanging, taking
from muster.site.exchange.examiner import Examiner
from muster.site.exchange.exchanging import meet, session
from muster.site.exchange.preparing import See
from muster.site.registry import desk
from muster.site.site import Site
from tests.world.site import World
from tests.world.sites import Joined, normal

PARTY = PartyClaim((PersonClaim(Name("Example Person")),))
Spoil = Callable[[Chunk], Chunk]


@pytest.fixture
def giver(world: World) -> World:
    """A site that has several chunks to tell."""
    with world.site.batch():
        desk.claim(world.site, world.by, [PARTY] * 700)
    for one in world.people(6):
        desk.hear_from(world.site, world.by, [one], "phone")
    return world


@pytest.fixture
def receiver(giver: World, tmp_path: Path) -> Iterator[Joined]:
    """A site that has nothing yet."""
    made = Joined(giver, tmp_path / "receiver")
    yield made
    made.site.close()


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examine beside whatever comes, from the first chunk on."""
    monkeypatch.setattr(examiner, "MUCH", 1)
    monkeypatch.setattr(examiner, "PATIENCE", 60.0)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Note the process that each chunk was examined in; 0 for this one."""
    seen: list[int] = []
    real = Examiner.seen

    def noted(self: Examiner, chunk: Chunk, key: bytes) -> object:
        child = self._child
        found = real(self, chunk, key)
        seen.append(0 if found is None or child is None else child._process.pid)
        return found

    monkeypatch.setattr(Examiner, "seen", noted)
    yield seen


def told(giver: World, receiver: Joined) -> tuple[Session, Session, list[bytes]]:
    """Return both ends of a first session, and the giver's first message as bytes."""
    here = session(receiver.site, receiver.by, call=True, peer=giver.site.keys.site)
    there = session(giver.site, giver.by, call=False, peer=receiver.site.keys.site)
    for frame in here.speak():
        there.hear(frame)
    return here, there, [encode(frame) for frame in there.speak()]


def spoilt(raw: bytes, spoil: Spoil) -> Frame:
    frame = decode(raw)
    return spoil(frame) if isinstance(frame, Chunk) else frame


def test_what_is_examined_beside_is_what_is_examined_here(
    giver: World, receiver: Joined, beside: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del beside
    with watched(monkeypatch) as seen:
        course, _ = meet(receiver.site, receiver.by, giver.site)
    assert course.complete
    assert len(seen) > 4
    assert all(seen)
    assert normal(receiver.site.store) == normal(giver.site.store)
    assert upkeep.verify(receiver.site, receiver.by).findings == ()
    assert upkeep.rebuild(receiver.site, receiver.by).equal
    third = Joined(giver, tmp_path / "third")
    monkeypatch.setattr(examiner, "MUCH", 10**9)
    meet(third.site, third.by, giver.site)
    meet(third.site, third.by, receiver.site)
    meet(giver.site, giver.by, receiver.site)
    assert normal(third.site.store) == normal(receiver.site.store)
    third.site.close()


def test_fewer_parts_are_taken_at_once_while_others_write(
    giver: World, receiver: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes waits for what is taken; who is alone takes more at once."""
    monkeypatch.setattr(exchanging, "FEW", 1)
    monkeypatch.setattr(exchanging, "MANY", 3)
    real, sizes = taking.take, list[int]()

    def noted(site: Site, sender: bytes, come: Sequence[Bulk], seen: See) -> Taken:
        sizes.append(len(come))
        return real(site, sender, come, seen)

    monkeypatch.setattr(taking, "take", noted)
    here, _, frames = told(giver, receiver)
    for raw in frames:
        before = len(sizes)
        here.hear(decode(raw))
        if before < len(sizes) == 2:
            receiver.people(1)
    here.leave()
    assert sizes[:4] == [1, 3, 1, 3]


def test_a_small_exchange_begins_no_child(
    giver: World, receiver: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch) as seen:
        meet(receiver.site, receiver.by, giver.site)
    assert seen == []


def test_a_child_that_is_killed_costs_nothing_but_time(
    giver: World, receiver: Joined, beside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies with chunks unanswered: they are examined here, and nothing is lost or half done."""
    del beside
    with watched(monkeypatch) as seen:
        here, _, frames = told(giver, receiver)
        chunks = 0
        for raw in frames:
            frame = decode(raw)
            here.hear(frame)
            chunks += isinstance(frame, Chunk)
            if isinstance(frame, Chunk) and chunks == 3:
                child = here._record._examiner._child  # type: ignore[attr-defined]
                os.kill(child._process.pid, signal.SIGKILL)
    assert not all(seen)
    assert here.course.refused == {}
    assert here.course.taken.entries > 1_000
    assert upkeep.rebuild(receiver.site, receiver.by).equal
    course, _ = meet(receiver.site, receiver.by, giver.site)
    assert course.complete
    assert normal(receiver.site.store) == normal(giver.site.store)


def flip(chunk: Chunk) -> Chunk:
    """Flip a bit of a sealed body: the signature no longer holds."""
    links = chunk.parts[0].links
    sealed = bytes([links[0].sealed[0] ^ 1]) + links[0].sealed[1:]
    changed = (msgspec.structs.replace(links[0], sealed=sealed), *links[1:])
    part = msgspec.structs.replace(chunk.parts[0], links=changed)
    return msgspec.structs.replace(chunk, parts=(part, *chunk.parts[1:]))


def forge(chunk: Chunk) -> Chunk:
    """Leave the entries as they are, which open, under a signature that nobody gave."""
    signature = bytes([chunk.parts[0].signature[0] ^ 1]) + chunk.parts[0].signature[1:]
    part = msgspec.structs.replace(chunk.parts[0], signature=signature)
    return msgspec.structs.replace(chunk, parts=(part, *chunk.parts[1:]))


def no_step(chunk: Chunk) -> Chunk:
    """Let an entry be at the same time as the one before: no segment at all."""
    links = chunk.parts[0].links
    changed = (msgspec.structs.replace(links[0], step=0), *links[1:])
    part = msgspec.structs.replace(chunk.parts[0], links=changed)
    return msgspec.structs.replace(chunk, parts=(part, *chunk.parts[1:]))


def other_wraps(chunk: Chunk) -> Chunk:
    """Let the keys of two people stand for each other."""
    if len(chunk.wraps) < 2:
        return chunk
    (one, epoch, owner, wrap), (other, _, _, second), *rest = chunk.wraps
    changed = ((one, epoch, owner, second), (other, epoch, owner, wrap), *rest)
    return msgspec.structs.replace(chunk, wraps=changed)


def stray_wrap(chunk: Chunk) -> Chunk:
    """Bring a key that no entry needs and that is not what its id says."""
    if not chunk.wraps:
        return chunk
    _, epoch, owner, wrap = chunk.wraps[0]
    return msgspec.structs.replace(chunk, wraps=(*chunk.wraps, (bytes(16), epoch, owner, wrap)))


def no_wraps(chunk: Chunk) -> Chunk:
    """Bring no keys: what needs them waits."""
    return msgspec.structs.replace(chunk, wraps=(), epochs=())


def other_owners(chunk: Chunk) -> Chunk:
    """Let the keys be somebody else's: shredding would miss what is about these people (T9)."""
    changed = tuple((key, epoch, bytes(16), wrap) for key, epoch, _, wrap in chunk.wraps)
    return msgspec.structs.replace(chunk, wraps=changed)


SPOILT = [flip, forge, no_step, other_wraps, other_owners, stray_wrap, no_wraps]


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_wrong_is_said_the_same_beside_as_here(
    giver: World,
    receiver: Joined,
    beside: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    spoil: Spoil,
) -> None:
    del beside
    found = []
    other = Joined(giver, tmp_path / "other")
    for site, much in ((receiver, 1), (other, 10**9)):
        monkeypatch.setattr(examiner, "MUCH", much)
        here, _, frames = told(giver, site)
        for raw in frames:
            here.hear(spoilt(raw, spoil))
        found.append((here.course.refused, here.course.waiting, here.course.taken.entries))
    assert found[0] == found[1]
    assert found[0][0] or found[0][1], "nothing was wrong"
    assert upkeep.rebuild(receiver.site, receiver.by).equal
    other.site.close()


def apart(raw: bytes) -> list[Frame]:
    """Return a frame; a chunk as the keys in it, ahead, and then itself without them."""
    frame = decode(raw)
    if not isinstance(frame, Chunk):
        return [frame]
    bare = msgspec.structs.replace(frame, epochs=(), wraps=())
    return [Keys(frame.compartment, frame.epochs, frame.wraps), bare]


def hear_all(here: Session, parts: list[Frame]) -> None:
    for one in parts:
        here.hear(one)


@pytest.mark.parametrize("much", [1, 10**9])
def test_keys_that_come_ahead_are_taken_with_what_needs_them(
    giver: World, receiver: Joined, beside: None, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    del beside
    monkeypatch.setattr(examiner, "MUCH", much)
    here, _, frames = told(giver, receiver)
    hear_all(here, [part for raw in frames for part in apart(raw)])
    assert (here.course.refused, here.course.waiting) == ({}, 0)
    assert here.course.taken.entries > 1_000
    assert {row.key_id for row in giver.site.store.wraps()} == {
        row.key_id for row in receiver.site.store.wraps()
    }
    assert upkeep.rebuild(receiver.site, receiver.by).equal


@pytest.mark.parametrize("much", [1, 10**9])
def test_keys_that_are_not_what_they_say_end_a_session_and_what_came_before_stays(
    giver: World, receiver: Joined, beside: None, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    del beside
    monkeypatch.setattr(examiner, "MUCH", much)
    here, _, frames = told(giver, receiver)
    parts = [part for raw in frames for part in apart(raw)]
    bad = max(at for at, one in enumerate(parts) if isinstance(one, Keys) and len(one.wraps) > 1)
    keys = parts[bad]
    assert isinstance(keys, Keys)
    (one, epoch, owner, wrap), (other, _, _, second), *rest = keys.wraps
    swapped = ((one, epoch, owner, second), (other, epoch, owner, wrap), *rest)
    parts[bad] = msgspec.structs.replace(keys, wraps=swapped)
    with pytest.raises(KeyMismatch):
        hear_all(here, parts)
    here.leave()
    held = {row.key_id for row in receiver.site.store.wraps()}
    before = [one for one in parts[:bad] if isinstance(one, Keys)]
    assert {key[0] for one in before for key in one.wraps} <= held
    assert one not in held
    assert upkeep.rebuild(receiver.site, receiver.by).equal
    course, _ = meet(receiver.site, receiver.by, giver.site)
    assert course.complete
    assert normal(receiver.site.store) == normal(giver.site.store)


def test_a_broken_link_leaves_no_child_behind(giver: World, receiver: Joined, beside: None) -> None:
    del beside
    here, _, frames = told(giver, receiver)
    for raw in frames[: len(frames) // 2]:
        here.hear(decode(raw))
    child = here._record._examiner._child  # type: ignore[attr-defined]
    here.leave()
    assert child._process.returncode is not None
    assert here.course.taken.entries > 0
    again = Examiner.begin(receiver.site.store, receiver.site.keyring)
    assert again is not None, "the next session may have one"
    again.close()


def test_two_sessions_do_not_begin_two_children(receiver: Joined) -> None:
    one = Examiner.begin(receiver.site.store, receiver.site.keyring)
    assert one is not None
    assert Examiner.begin(receiver.site.store, receiver.site.keyring) is None
    one.close()


def test_a_child_that_may_be_told_little_at_once_only_takes_longer(
    giver: World, receiver: Joined, beside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del beside
    monkeypatch.setattr("muster.site.record.child._WANTED", 1 << 12)
    monkeypatch.setattr(examiner, "MOST_UNREAD", 1)
    course, _ = meet(receiver.site, receiver.by, giver.site)
    assert course.complete
    assert normal(receiver.site.store) == normal(giver.site.store)
