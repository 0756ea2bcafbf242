"""A PIN that was seen over the shoulder settles nothing without the tablet of the gate (T23).

The PIN counts beside a question that the tablet signed: certified by the site for one gate and one
shift, counted, and never taken over http.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.bindings import crypto_sign, crypto_sign_BYTES

from muster.doors.web import serve_in_thread
from muster.doors.web.lane import SIGNATURE
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import HOUR
from muster.site.gate import devices, shifts
from muster.site.gate.tablets import TAG
from muster.site.rights import Operator, Role
from tests.web.visitor import Answer, Visitor
from tests.world.gates import Gates
from tests.world.tablet import Tablet

PIN = "58201947"
SUPERVISOR = "Example supervisor"


class Gate:
    """A gate with a tablet on shift, as whoever heard the supervisor's PIN finds it."""

    def __init__(self, gates: Gates, address: str) -> None:
        self.gates = gates
        self.address = address
        guard = gates.operator("Example guard", Role.GATE.value)
        self.supervisor = gates.operator(SUPERVISOR, Role.GATE.value, PIN)
        self.guard = guard
        self.tablet = self.enrolled(guard)

    def enrolled(self, guard: Operator) -> Tablet:
        """Enrol a tablet and begin a shift on it."""
        gates, made = self.gates, Tablet()
        made.enrol(gates.site, gates.by, OperatorId(guard.id), gates.gate)
        device = made.enrolled.device
        at = gates.clock.at
        shifts.start(gates.site, guard, gates.by, gate=gates.gate, read=at, device=device)
        return made

    def asks(self, count: int, *, by: Tablet | None = None, name: str = SUPERVISOR) -> Answer:
        """Ask whose PIN it is, for this tablet, signed ``by`` it or another."""
        told = {"device": self.tablet.enrolled.device.hex(), "count": count, "name": name}
        body = json.dumps(told | {"pin": PIN}).encode()
        signature = crypto_sign(TAG + body, (by or self.tablet).secret)[:crypto_sign_BYTES]
        return self.sends(body, signature.hex())

    def sends(self, body: bytes, signature: str) -> Answer:
        told = {"Content-Type": "application/json", SIGNATURE: signature}
        return Visitor(self.address).ask("POST", "/scan/second", body, told)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    gates = Gates(tmp_path / "site")
    with gates.site, serve_in_thread(gates.site) as address:
        yield Gate(gates, address)


def known(answer: Answer) -> bool:
    """Whether the answer says who it is whose PIN this was."""
    return answer.status == 200 and bool(json.loads(answer.text).get("second"))


def test_the_pin_and_the_tablet_together_are_somebody(gate: Gate) -> None:
    assert known(gate.asks(1))


def test_the_pin_alone_or_beside_another_tablets_signature_is_nobody(gate: Gate) -> None:
    other = gate.enrolled(gate.guard)
    assert not known(gate.asks(1, by=other))
    assert not known(gate.sends(b'{"device":"","count":1,"name":"","pin":""}', ""))
    assert not known(gate.asks(2, by=Tablet()))


def test_a_question_that_was_heard_is_not_answered_again(gate: Gate) -> None:
    assert known(gate.asks(7))
    assert not known(gate.asks(7))
    assert not known(gate.asks(6))


def test_a_tablet_that_was_revoked_or_whose_shift_is_over_settles_nothing(gate: Gate) -> None:
    assert known(gate.asks(1))
    devices.revoke(gate.gates.site, gate.gates.by, gate.tablet.enrolled.device, reason="stolen")
    assert not known(gate.asks(2))
    gate.tablet = gate.enrolled(gate.guard)
    gate.gates.clock.at += 9 * HOUR
    assert not known(gate.asks(3))


def test_the_guard_of_the_tablet_is_no_second_person(gate: Gate) -> None:
    alone = gate.enrolled(gate.supervisor)
    gate.tablet = alone
    answer = gate.asks(1)
    assert not known(answer)
    assert "site.second-same" in answer.text
