"""Two sites over TLS through a line that is late, slow and cut: what came stays, and all comes.

``test_a_bad_link_between_two_namespaces`` does it with the kernel's own means, where it has them
and where there is root; here a process between the two spoils the line, everywhere alike.
"""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from muster.adapters.exchange.link import Address
from muster.adapters.exchange.problems import PeerSilent
from muster.ground.people.ids import SiteId
from muster.site import upkeep
from muster.site.exchange import linking
from muster.site.exchange.linking import Links, Listening
from muster.site.members import EVERY
from tests.exchange.fleet import Fleet, template
from tests.world.bad_line import HERE, bad_line

ALL = frozenset(EVERY)
LATE_MS = 40
RATE = 256 * 1024
"""Bytes a second each way: two megabits."""
WRITTEN = 300
MOST_CALLS = 12


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    folder = Path(tempfile.mkdtemp())
    made = Fleet(template(folder / "whole"), folder / "fleet")
    yield made
    made.close()
    shutil.rmtree(folder)


def called(fleet: Fleet) -> bool:
    """Let the second site call the first; say whether the session came to its end."""
    site, other = fleet.sites[1], SiteId(fleet.sites[0].keys.site)
    try:
        return linking.call(site, site.lead, other).complete
    except PeerSilent:
        return False


def test_every_cut_keeps_what_had_come_and_the_last_call_brings_the_rest(fleet: Fleet) -> None:
    chance = Random("a bad line")
    first, second = fleet.sites[:2]
    for number in range(WRITTEN):
        fleet.write(number % 2, 2)
    cuts = [chance.randrange(20_000, 90_000) for _ in range(4)]
    with (
        Links(first, first.lead, Listening(HERE, 0)) as links,
        bad_line(links.port, delay_ms=LATE_MS, rate=RATE, cuts=cuts) as port,
    ):
        linking.add(second, second.lead, SiteId(first.keys.site), Address(HERE, port))
        held = [(fleet.held(0, ALL), fleet.held(1, ALL))]
        ends: list[bool] = []
        while len(ends) < MOST_CALLS and not (ends and ends[-1]):
            ends.append(called(fleet))
            held.append((fleet.held(0, ALL), fleet.held(1, ALL)))
    assert ends[-1]
    assert ends.count(False) >= 2
    for before, after in pairwise(held):
        assert before[0] <= after[0]
        assert before[1] <= after[1]
    assert sum(map(len, held[-2])) > sum(map(len, held[0]))
    assert held[-1][0] == held[-1][1]
    for site in (first, second):
        assert upkeep.verify(site, site.lead).findings == ()
