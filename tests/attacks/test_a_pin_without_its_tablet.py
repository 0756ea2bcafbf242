"""A PIN that was seen over the shoulder settles nothing without the tablet of the gate (T23).

The PIN counts beside a question that the tablet signed: certified by the site for one gate and one
shift, counted, and never taken over http. Nor does the tablet settle anything without the PIN
(T24): what it delivers names whom the site saw sign there, about that scan, or at its start.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.bindings import crypto_sign, crypto_sign_BYTES

from muster.doors.web import serve_in_thread
from muster.doors.web.lane import SIGNATURE
from muster.ground.people.ids import OperatorId, PassId
from muster.ground.people.moment import HOUR, Moment
from muster.journey.gate.outcomes import Form, LetThrough, Refusal, TurnedBack
from muster.site import operators
from muster.site.gate import devices, shifts
from muster.site.gate.tablets import TAG
from muster.site.rights import Operator, Role
from tests.web.visitor import Answer, Visitor
from tests.world.gates import Gates
from tests.world.tablet import Tablet

PIN = "58201947"
SUPERVISOR = "Example supervisor"
SCAN = b"a pass."
REFUSED = "site.entry-not-devices"


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

    def asks(self, count: int, *, by: Tablet | None = None, scan: bytes = SCAN) -> Answer:
        """Ask whose PIN it is, about a scan of this tablet, signed ``by`` it or another."""
        told = {"device": self.tablet.enrolled.device.hex(), "count": count, "pass": scan.hex()}
        body = json.dumps(told | {"name": SUPERVISOR, "pin": PIN}).encode()
        signature = crypto_sign(TAG + body, (by or self.tablet).secret)[:crypto_sign_BYTES]
        return self.sends(body, signature.hex())

    def settles(self, second: bytes, scan: bytes = SCAN, *, through: bool = True) -> str:
        """Deliver that ``second`` settled what waited on a scan; return what became of that."""
        at, gate = Moment.at(self.gates.clock.at), self.gates.gate
        who, by = PassId(scan), OperatorId(self.guard.id)
        beside = OperatorId(second)
        let_in = LetThrough(who, at, by, gate, "lane 1", 1, 1, Form.INNER, second=beside)
        against = Refusal.SETTLED_AGAINST.value
        back = TurnedBack(who, at, by, gate, "lane 1", 1, Form.INNER, against, beside)
        said = self.tablet.deliver(
            self.gates.site, [self.tablet.write(let_in if through else back)]
        )
        (answer,) = said.answers
        return answer.code or answer.state.value

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


@pytest.mark.parametrize("through", [True, False], ids=["let through", "turned back"])
def test_a_tablet_that_was_tampered_with_names_no_supervisor_who_never_signed_at_it(
    gate: Gate, *, through: bool
) -> None:
    assert gate.settles(gate.supervisor.id, through=through) == REFUSED
    assert known(gate.asks(1))
    assert gate.settles(gate.supervisor.id, through=through) == "held"


def test_who_signed_about_one_scan_settled_no_other_and_not_at_another_tablet(gate: Gate) -> None:
    assert known(gate.asks(1))
    assert gate.settles(gate.supervisor.id, b"another") == REFUSED
    gate.tablet = gate.enrolled(gate.guard)
    assert gate.settles(gate.supervisor.id) == REFUSED


def test_who_signed_where_the_shift_began_settles_while_the_tablet_is_alone(gate: Gate) -> None:
    assert gate.settles(gate.gates.by.id) == "held"
    assert gate.settles(gate.guard.id) == REFUSED


def test_a_wrong_pin_or_a_scan_that_is_not_said_signs_nothing(gate: Gate) -> None:
    assert "gate.nothing-waits" in gate.asks(1, scan=b"").text
    assert "gate.nothing-waits" in gate.asks(2, scan=bytes(17)).text
    operators.revoke(gate.gates.site, gate.gates.by, OperatorId(gate.supervisor.id), "went home")
    assert not known(gate.asks(3))
    assert gate.settles(gate.supervisor.id) == REFUSED
