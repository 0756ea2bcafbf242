"""What a site says it knows of the others' gates, it knows: whatever meets, breaks, or is carried.

The law: where a site says that it knows what another knew up to a moment, it holds every entry of
``gates`` that the other held then. It may say less, never more.
"""

from pathlib import Path
from random import Random

import pytest

from muster.adapters.exchange.frames import Abreast, abreast, ages_in, decode, encode
from muster.adapters.exchange.problems import MessageUnreadable
from muster.ground.people.moment import MINUTE, Instant
from muster.ground.people.place import PlaceRole
from muster.site import command
from muster.site.exchange import abreast as standing
from muster.site.exchange import exchanging
from tests.exchange.carrying import Stick
from tests.exchange.fleet import Fleet

STEPS = 60
Held = dict[bytes, int]
"""By log, how many entries of the gates a site held."""


class Watch:
    """What every site held of the gates, moment by moment."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.moments: list[tuple[Instant, list[Held]]] = []

    def held(self, number: int) -> Held:
        """Return what a site holds now."""
        logs = self.fleet.sites[number].store.logs()
        return {log.id: log.head_sequence for log in logs if log.compartment == "gates"}

    def note(self) -> None:
        """Keep what every site holds now, and ask the law of each."""
        self.moments.append((self.fleet.clock.at, [self.held(one) for one in range(3)]))
        names = [site.keys.site for site in self.fleet.sites]
        for number, site in enumerate(self.fleet.sites):
            with site.store.reader() as reader:
                known = standing.known(reader)
            for other, at in known.items():
                self._covers(self.held(number), self._then(names.index(other), at))

    def _then(self, number: int, at: Instant) -> Held:
        """Return what a site held just before a moment."""
        before = [held[number] for when, held in self.moments if when < at]
        return before[-1] if before else {}

    def _covers(self, held: Held, then: Held) -> None:
        assert all(held.get(log, 0) >= sequence for log, sequence in then.items())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_to_be_known_is_known(fleet: Fleet, tmp_path: Path, seed: int) -> None:
    chance, watch = Random(f"abreast {seed}"), Watch(fleet)
    stick = Stick(fleet, tmp_path / "stick")
    first = fleet.sites[0]
    gate = command.name_place(first, first.lead, "Gate", PlaceRole.GATE)
    said = 0
    for _ in range(STEPS):
        fleet.clock.at += MINUTE
        watch.note()
        one, other = chance.sample(range(3), 2)
        here, there = fleet.sites[one], fleet.sites[other]
        match chance.randrange(8):
            case 0 | 1 | 2:
                command.open_gate(here, here.lead, gate, chance.randrange(1, 500))
            case 3 | 4:
                exchanging.meet(here, here.lead, there)
            case 5:
                calls = exchanging.session(here, here.lead, call=True, peer=there.keys.site)
                answers = exchanging.session(there, there.lead, call=False, peer=here.keys.site)
                exchanging.converse(calls, answers, cut=chance.randrange(1, 12))
            case 6:
                stick.write(one, other)
            case _:
                stick.read(other)
        with here.store.reader() as reader:
            said += len(standing.known(reader))
    watch.note()
    assert said > STEPS


def test_ages_have_one_spelling_and_limits() -> None:
    ages = {bytes([one]) * 16: one * 1_000 for one in (3, 1, 2)}
    (frame,) = abreast(ages)
    assert ages_in(frame) == ages
    assert decode(encode(frame)) == frame
    assert not [*abreast({})]
    for wrong in (Abreast(bytes(15), (1,)), Abreast(bytes(16), ()), Abreast(bytes(16), (-1,))):
        with pytest.raises(MessageUnreadable):
            decode(encode(wrong))
