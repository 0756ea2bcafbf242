"""R1: one paper in thousands of copies, and real holders shut out.

T36: one pass admits one party once. Where posts of the gate it names are apart, it does so at most
once for each island of them, and every second use is found when their records meet.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.site.exchange.accept import accept
from muster.site.gate import gatepost
from muster.site.gate.readings import Sign
from muster.site.passes import cards
from tests.world.gates import Gates
from tests.world.site import World
from tests.world.sites import Joined, own

COPIES = 1_000


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


@pytest.fixture
def islands(gates: Gates, tmp_path: Path) -> Iterator[list[Joined]]:
    """Three laptops at the north gate that know all that was known an hour ago, and no more."""
    made = [Joined(gates, tmp_path / f"laptop {number}", f"Laptop {number}") for number in "123"]
    yield made
    for one in made:
        one.site.close()


def tell(sender: World, receiver: World) -> None:
    """Let ``receiver`` take in all that ``sender`` put on record, a log at a time."""
    told = own(sender)
    for log in dict.fromkeys(chunk.log.id for chunk in told):
        its = [chunk for chunk in told if chunk.log.id == log]
        first = its[0].log
        data = [chunk.data for chunk in its]
        site = receiver.site
        accept(site, site.lead, first.certificate, first.compartment, data, its[0].wraps)
    receiver.clock.at = max(receiver.clock.at, sender.clock.at)


def test_at_three_linked_gates_one_copy_goes_in(gates: Gates) -> None:
    ticket = gates.issued(4)
    elsewhere = (gates.gate, gates.other_gate("South gate"), gates.other_gate("East gate"))
    posts = [gates.post(f"lane {number}", gate) for number, gate in enumerate(elsewhere)]
    go, again = 0, 0
    for number in range(COPIES):
        gates.tick(7_000)
        told = posts[number % 3].scan(ticket.text)
        go += told.sign is Sign.GO and not told.again
        again += told.again
    assert go == 1
    assert again == 0
    assert not cards.second_uses(gates.site, gates.by)


def test_at_three_gates_cut_off_it_goes_in_once_where_it_was_called_to(
    gates: Gates, tmp_path: Path
) -> None:
    """The other gates never say GO: the pass names one."""
    ticket = gates.issued(4)
    south, east = gates.other_gate("South gate"), gates.other_gate("East gate")
    found = []
    for number, gate in enumerate((gates.gate, south, east)):
        one = Joined(gates, tmp_path / f"gate {number}", f"Gate {number}")
        tell(gates, one)
        post = gatepost.take_post(one.site, one.by, gate, "lane")
        found.append([post.scan(ticket.text).sign for _ in range(3)])
        one.site.close()
    assert found == [[Sign.GO] * 3, [Sign.CHECK] * 3, [Sign.CHECK] * 3]


def test_at_three_islands_of_one_gate_it_goes_in_once_at_each_and_every_use_is_found(
    gates: Gates, islands: list[Joined]
) -> None:
    ticket = gates.issued(4)
    innocent = gates.issued(4)
    for one in islands:
        tell(gates, one)
    posts = [
        gatepost.take_post(one.site, one.by, gates.gate, f"island {n}")
        for n, one in enumerate(islands, 1)
    ]
    go = 0
    for number in range(COPIES):
        islands[number % 3].tick(6_000)
        told = posts[number % 3].scan(ticket.text)
        go += told.sign is Sign.GO
    assert go == 3
    assert posts[0].scan(innocent.text).sign is Sign.GO
    for one in islands:
        tell(one, gates)
    (card,) = cards.second_uses(gates.site, gates.by)
    assert (card.id, card.code, card.souls, card.heads) == (ticket.id, ticket.code, 4, 12)
    assert [(use.post, place) for use, place in card.uses] == [
        (f"island {n}", "North gate") for n in (1, 2, 3)
    ]


def test_once_the_records_meet_nobody_goes_in_on_it_again(
    gates: Gates, islands: list[Joined]
) -> None:
    ticket = gates.issued(4)
    for one in islands:
        tell(gates, one)
    for one in islands[:2]:
        post = gatepost.take_post(one.site, one.by, gates.gate, "lane")
        assert post.scan(ticket.text).sign is Sign.GO
    for one in islands[:2]:
        tell(one, islands[2])
    last = gatepost.take_post(islands[2].site, islands[2].by, gates.gate, "lane")
    assert last.scan(ticket.text).reasons == ("gate.already-used",)


def test_looking_into_it_closes_the_card_and_both_facts_stay(
    gates: Gates, islands: list[Joined]
) -> None:
    ticket = gates.issued(4)
    for one in islands[:2]:
        tell(gates, one)
        gatepost.take_post(one.site, one.by, gates.gate, "lane").scan(ticket.text)
    for one in islands[:2]:
        tell(one, gates)
    gates.tick()
    gatepost.settle_second_use(gates.site, gates.by, ticket.id, reason="a cousin had a photo")
    assert cards.second_uses(gates.site, gates.by) == []
    (card,) = cards.second_uses(gates.site, gates.by, settled=True)
    assert len(card.uses) == 2
