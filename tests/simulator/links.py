"""How sites tell each other in a simulated operation: over links that are cut, and by parcels.

A link carries the frames of a session as bytes, and may be cut between any two of them. A stick is
a folder that is copied, shuffled and read late: parcels are lost, come twice, are cut short.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

import msgspec

from muster.adapters.exchange.frames import Chunk, Frame, Grant, Keys, Part
from muster.adapters.exchange.session import Session
from muster.site.exchange import exchanging, letterboxes, sticks
from muster.site.problems import SiteRevoked
from tests.simulator.operation import Post


def begun_anew(one: Post, other: Post) -> str:
    """Let whoever of two writes under a revoked key begin anew; return whose it was.

    A site that came back from an old backup does not know it; whoever meets it refuses it.
    """
    for asked, refused in ((one, other), (other, one)):
        keys = refused.site.keys
        try:
            exchanging.SiteRecord(asked.site).shared(keys.site, keys.certificate)
        except SiteRevoked:
            refused.begin_anew()
            return refused.name
    return ""


Spoil = Callable[[Frame], list[Frame]]
"""What a hostile site says in place of a frame."""


def meet(
    one: Post, other: Post, cut: int | None = None, spoil: Spoil | None = None
) -> tuple[Session, Session]:
    """Let two sites hold a session, cut after so many frames; return both sides of it."""
    calls = _may_call(one, other)
    here = exchanging.session(one.site, one.by, call=calls, peer=other.site.keys.site)
    there = exchanging.session(other.site, other.by, call=not calls, peer=one.site.keys.site)
    speaker, listener, left = (here, there, cut) if calls else (there, here, cut)
    with ExitStack() as ends:  # what had come before a cut is taken
        ends.callback(here.leave)
        ends.callback(there.leave)
        while not (here.over and there.over):
            for frame in speaker.speak():
                if left is not None:
                    if left == 0:
                        return here, there
                    left -= 1
                told = spoil(frame) if spoil is not None and speaker is here else [frame]
                for said in told:
                    exchanging.carry(said, speaker, listener)
            speaker, listener = listener, speaker
    return here, there


def _may_call(one: Post, other: Post) -> bool:
    """Say whether ``one`` may speak first.

    Not to a site that it remembers under a revoked key: that one has to show its new key first.
    """
    record, site = exchanging.SiteRecord(one.site), other.site.keys.site
    try:
        record.shared(site, record.recall(site).certificate)
    except SiteRevoked:
        return False
    return True


def lies(post: Post, chance: Random) -> tuple[str, Spoil]:
    """Return one way in which a hostile site alters what it tells, and what to call it."""
    ways = {
        "another key under each key's id": _other_keys(post),
        "right keys under other names": _other_owners,
        "other keys, ahead of their epoch": _keys_ahead(post),
        "signatures that are wrong": _in_parts(_spoilt_signature),
        "bodies that were changed": _in_parts(_spoilt_body),
    }
    name = chance.choice(sorted(ways))
    return name, ways[name]


def _other_keys(post: Post) -> Spoil:
    epochs = {key: epoch.wrap(bytes(32)) for key, epoch in post.site.keyring._by_id.items()}

    def spoil(frame: Frame) -> list[Frame]:
        """Tell wrong keys first: a key that is here stays whose it is."""
        if not isinstance(frame, Chunk) or not frame.wraps:
            return [frame]
        wraps = tuple(
            (key, place, owner, epochs.get(frame.epochs[place], wrap))
            for key, place, owner, wrap in frame.wraps
        )
        return [Keys(frame.compartment, frame.epochs, wraps), frame]

    return spoil


def _keys_ahead(post: Post) -> Spoil:
    def spoil(frame: Frame) -> list[Frame]:
        """Tell wrong keys under an epoch that is not there yet, so that nobody can try them."""
        if not isinstance(frame, Grant):
            return [frame]
        under = post.site.store.wraps_under(frame.key_id)
        wrong = post.site.keyring._by_id[frame.key_id].wrap(bytes(32))
        wraps = tuple((row.key_id, 0, row.owner, wrong) for row in under)
        return [Keys(frame.compartment, (frame.key_id,), wraps), frame]

    return spoil


def _other_owners(frame: Frame) -> list[Frame]:
    """Tell first that each key is somebody else's, under an epoch that nobody ever had."""
    if not isinstance(frame, Chunk) or not frame.wraps:
        return [frame]
    owners = [owner for _, _, owner, _ in frame.wraps]
    turned = zip(frame.wraps, [*owners[1:], bytes(16)], strict=True)
    wraps = tuple((key, 0, other, wrap) for (key, _, _, wrap), other in turned)
    return [Keys(frame.compartment, (bytes(16),), wraps), frame]


def _in_parts(spoilt: Callable[[Part], Part]) -> Spoil:
    def spoil(frame: Frame) -> list[Frame]:
        if not isinstance(frame, Chunk):
            return [frame]
        return [msgspec.structs.replace(frame, parts=tuple(map(spoilt, frame.parts)))]

    return spoil


def _spoilt_signature(part: Part) -> Part:
    return msgspec.structs.replace(part, signature=_flipped(part.signature))


def _spoilt_body(part: Part) -> Part:
    first, *others = part.links
    changed = msgspec.structs.replace(first, sealed=_flipped(first.sealed))
    return msgspec.structs.replace(part, links=(changed, *others))


def _flipped(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


class Sticks:
    """All parcels that are under way anywhere, each in a folder for whom it is."""

    def __init__(self, room: Path, chance: Random) -> None:
        self._room = room
        self._chance = chance

    def _bag(self, post: Post) -> Path:
        folder = self._room / f"bag-{post.name}"
        folder.mkdir(exist_ok=True)
        return folder

    def write(self, sender: Post, receiver: Post) -> sticks.Written:
        """Write a parcel; it lies in the receiver's bag from now on."""
        raw = letterboxes.own(receiver.site, receiver.by)
        known = letterboxes.taken(sender.site, sender.by, raw)
        return sticks.write(sender.site, sender.by, known, self._bag(receiver))

    def read(self, receiver: Post) -> tuple[dict[str, bool], sticks.Emptied]:
        """Let the receiver read some of its bag, in any order.

        Return of each parcel whether it is whole, and what came of reading them.
        """
        bag = sorted(self._bag(receiver).glob("*.parcel"), key=lambda it: it.stat().st_ctime_ns)
        drawn = self._chance.sample(bag, min(len(bag), 1 + self._chance.randrange(3)))
        folder = self._room / "stick"
        folder.mkdir()
        whole: dict[str, bool] = {}
        for number, parcel in enumerate(drawn):
            raw = parcel.read_bytes()
            name, size = f"{number}.parcel", len(raw)
            if self._chance.random() < 0.2:
                raw = raw[: self._chance.randrange(len(raw))]
            elif self._chance.random() < 0.5:
                parcel.unlink()
            (folder / name).write_bytes(raw)
            whole[name] = len(raw) == size
        try:
            found = sticks.read(receiver.site, receiver.by, folder, answer=False)
        finally:
            for one in folder.iterdir():
                one.unlink()
            folder.rmdir()
        return whole, found
