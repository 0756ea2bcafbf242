"""How sites tell each other in a simulated operation: over links that are cut, and by parcels.

A link carries the frames of a session as bytes, and may be cut between any two of them. A stick is
a folder that is copied, shuffled and read late: parcels are lost, come twice, are cut short.
"""

from pathlib import Path
from random import Random

from muster.adapters.exchange.session import Session
from muster.site import addresses, exchanging, sticks
from tests.simulator.operation import Post


def meet(one: Post, other: Post, cut: int | None = None) -> tuple[Session, Session]:
    """Let two sites hold a session, cut after so many frames; return both sides of it."""
    here = exchanging.session(one.site, one.by, call=True, peer=other.site.keys.site)
    there = exchanging.session(other.site, other.by, call=False, peer=one.site.keys.site)
    speaker, listener, left = here, there, cut
    while not (here.over and there.over):
        for frame in speaker.speak():
            if left is not None:
                if left == 0:
                    return here, there
                left -= 1
            exchanging.carry(frame, speaker, listener)
        speaker, listener = listener, speaker
    return here, there


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
        known = addresses.taken(sender.site, sender.by, addresses.own(receiver.site, receiver.by))
        return sticks.write(sender.site, sender.by, known, self._bag(receiver))

    def read(self, receiver: Post) -> tuple[int, sticks.Emptied]:
        """Let the receiver read some of its bag, in any order; return how many of how they came."""
        bag = sorted(self._bag(receiver).glob("*.parcel"), key=lambda it: it.stat().st_ctime_ns)
        drawn = self._chance.sample(bag, min(len(bag), 1 + self._chance.randrange(3)))
        folder = self._room / "stick"
        folder.mkdir()
        for number, parcel in enumerate(drawn):
            raw = parcel.read_bytes()
            if self._chance.random() < 0.2:
                raw = raw[: self._chance.randrange(len(raw))]
            elif self._chance.random() < 0.5:
                parcel.unlink()
            (folder / f"{number}.parcel").write_bytes(raw)
        try:
            found = sticks.read(receiver.site, receiver.by, folder, answer=False)
        finally:
            for one in folder.iterdir():
                one.unlink()
            folder.rmdir()
        return len(drawn), found
