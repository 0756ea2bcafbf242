"""What a tablet is told of a pass, and what a restart of the site forgets of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from nacl.bindings import crypto_sign, crypto_sign_BYTES

from muster.ground.people.ids import OperatorId
from muster.journey.gate.outcomes import Doubt
from muster.site import operators
from muster.site.gate import leases, shifts, tablets
from muster.site.gate.readings import Sign
from muster.site.gate.tablets import TAG, Answer
from muster.site.rights import Operator, Role
from tests.world.gates import Gates, Ticket
from tests.world.tablet import Tablet


class Gatehouse(NamedTuple):
    """A gate with a guard, a colleague, and tablets on shift."""

    gates: Gates
    guard: Operator

    def tablet(self) -> Tablet:
        """Enrol a tablet and begin a shift on it."""
        site, by, made = self.gates.site, self.gates.by, Tablet()
        made.enrol(site, by, OperatorId(self.guard.id), self.gates.gate)
        now = self.gates.clock.at
        device = made.enrolled.device
        shifts.start(site, self.guard, by, gate=self.gates.gate, read=now, device=device)
        return made

    def ask(self, tablet: Tablet, ticket: Ticket | None = None, *, count: int) -> Answer:
        """Ask as the scan page does, signed and counted."""
        question = {
            "device": tablet.enrolled.device.hex(),
            "count": count,
            "next": tablet.head.sequence + 1,
            "pass": ticket.id.hex() if ticket is not None else "",
        }
        body = json.dumps(question).encode()
        signature = crypto_sign(TAG + body, tablet.secret)[:crypto_sign_BYTES]
        return tablets.ask(self.gates.site, *tablets.known_tablet(self.gates.site, body, signature))

    def through(self, tablet: Tablet, ticket: Ticket) -> None:
        """Let a party through on the tablet; it does not deliver that yet."""
        now = self.gates.clock.at
        tablet.let_through(now, OperatorId(self.guard.id), 2, identity=ticket.id)


def elsewhere(answer: Answer) -> bool:
    assert answer.news is not None
    return answer.news.elsewhere


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    gates = Gates(tmp_path / "site")
    identity = operators.enrol(gates.site, gates.by, "Guard one", (Role.GATE.value,), "58201947")
    yield Gatehouse(gates, Operator(identity, "Guard one", (Role.GATE,)))
    gates.site.close()


def test_a_pass_that_one_tablet_asked_about_is_not_go_on_another(house: Gatehouse) -> None:
    east, west, ticket = house.tablet(), house.tablet(), house.gates.issued(2)
    assert not elsewhere(house.ask(east, ticket, count=1))
    assert elsewhere(house.ask(west, ticket, count=1))
    house.through(east, ticket)
    east.deliver(house.gates.site)
    assert not elsewhere(house.ask(west, ticket, count=2))


def test_a_restart_does_not_let_two_tablets_say_go(house: Gatehouse) -> None:
    """East was told, said GO, and the site went down before its entry came."""
    east, west, ticket = house.tablet(), house.tablet(), house.gates.issued(2)
    assert not elsewhere(house.ask(east, ticket, count=1))
    house.through(east, ticket)
    house.gates.reopen()
    assert elsewhere(house.ask(west, ticket, count=1))
    house.ask(east, count=2)
    assert elsewhere(house.ask(west, ticket, count=2))
    east.deliver(house.gates.site)
    house.ask(east, count=3)
    answer = house.ask(west, ticket, count=3)
    assert not elsewhere(answer)
    assert answer.news is not None
    assert [use.heads for use in answer.news.uses] == [2]


def test_a_post_of_the_site_waits_for_them_too(house: Gatehouse) -> None:
    house.tablet()
    ticket = house.gates.issued(2)
    house.gates.reopen()
    reading = house.gates.post().scan(ticket.text, heads=2)
    assert (reading.sign, reading.reasons) == (Sign.CHECK, (Doubt.ASKED_ELSEWHERE.value,))


def test_a_tablet_that_is_alone_at_its_gate_waits_for_nobody(house: Gatehouse) -> None:
    east, ticket = house.tablet(), house.gates.issued(2)
    house.gates.reopen()
    assert not elsewhere(house.ask(east, ticket, count=1))


def test_a_tablet_that_does_not_come_back_is_an_island_of_its_own() -> None:
    now = [0.0]
    held = leases.Leases([b"east", b"west"], lambda: now[0])
    assert held.unheard(b"west") == {b"east"}
    now[0] = leases.PATIENCE - 0.1
    assert held.unheard(b"west") == {b"east"}
    held.hear(b"west")
    assert held.unheard(b"north") == {b"east"}
    now[0] = leases.PATIENCE
    assert held.unheard(b"north") == frozenset()


def test_a_gate_whose_tablets_fall_silent_is_said_to_be_cut_off(house: Gatehouse) -> None:
    gates = house.gates
    east, west = house.tablet(), house.tablet()
    for one in (east, west):
        house.ask(one, count=1)
    assert tablets.silent(gates.site, gates.by) == {}
    heard = gates.clock.at
    gates.tick(leases.SILENT_AFTER)
    house.ask(west, count=2)
    gates.tick(1)
    assert tablets.silent(gates.site, gates.by) == {gates.gate: tablets.Silent(1, 2, heard)}
    house.ask(east, count=2)
    assert tablets.silent(gates.site, gates.by) == {}
