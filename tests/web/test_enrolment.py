"""A tablet is enrolled: it asks with a one-time code and its own key, a supervisor approves."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from muster.doors.web.asking import LASTS, TAG, Askings
from muster.doors.web.codes import Codes
from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import DeviceId, OperatorId, PlaceId, spell
from muster.ground.people.moment import iso
from muster.ground.secrecy.spoken import words
from muster.site import operators
from muster.site.gate import deliveries, devices, shifts
from muster.site.gate.devices import Enrolled
from tests.web.operation import PIN, Operation
from tests.web.visitor import Answer, Visitor, signed_in
from tests.world.tablet import Tablet

SAID = {"state", "spelled"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def door(operation: Operation) -> Iterator[Door]:
    made = Door(operation.site)
    with beside(made, Place(port=0, plain=0)):
        yield made


@pytest.fixture(scope="module")
def lead(door: Door) -> Visitor:
    return signed_in(door.ways.here, "lead")


@pytest.fixture(scope="module")
def guard(operation: Operation) -> OperatorId:
    rows = operators.roster(operation.site, operation.site.lead)
    return next(row.id for row in rows if row.name == "The gate")


class Asker:
    """A tablet's browser as far as it asks: the key, and what the page's script sends."""

    def __init__(self, door: Door) -> None:
        self.tablet = Tablet()
        self.page = Visitor(door.ways.here)

    def ask(self, code: str, **other: str) -> Answer:
        from nacl.bindings import crypto_sign  # noqa: PLC0415

        proof = crypto_sign(TAG + code.encode(), self.tablet.secret)[:64]
        said = {
            "code": code,
            "key": self.tablet.public.hex(),
            "proof": proof.hex(),
            "tier": "full",
        } | other
        return self.page.ask("POST", "/enrol/ask", msgspec.json.encode(said), JSON)

    def asked(self, identity: str) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.json.decode(self.page.get(f"/enrol/asked/{identity}").body)
        return found


@pytest.fixture
def asker(door: Door) -> Asker:
    return Asker(door)


def code_of(door: Door, lead: Visitor) -> str:
    """Return the code on the supervisor's screen, as the page's script reads it."""
    door.ways = replace(door.ways, secure=("https://10.0.0.5:8470/",))
    page = lead.get("/tablets/welcome").text
    return page.rpartition("and type")[2].partition("<code>")[2][:9].replace("-", "")


def test_a_tablet_is_enrolled_and_what_it_writes_is_taken(
    door: Door, lead: Visitor, guard: OperatorId, operation: Operation, asker: Asker
) -> None:
    answer = asker.ask(code_of(door, lead))
    assert answer.status == 200, answer.text
    said = msgspec.json.decode(answer.body)
    assert said["words"] == list(words(asker.tablet.public, 3))
    assert asker.asked(said["asked"]) == {"state": "waiting"}
    shown = lead.get("/tablets").text
    assert all(f"<code>{word}</code>" in shown for word in said["words"])
    way = f"/tablets/{said['asked']}/approve"
    fields: dict[str, str | list[str]] = {
        "place": spell(operation.gate),
        "holder": spell(guard),
        "hours": "8",
    }
    assert lead.post(way, fields).headers["location"] == "/tablets"
    told = asker.asked(said["asked"])
    assert told["state"] == "enrolled"
    assert told["spelled"] == spell(bytes.fromhex(told["device"]))
    hexes = {name: it for name, it in told.items() if isinstance(it, str) and name not in SAID}
    raw = told | {name: bytes.fromhex(it) for name, it in hexes.items()}
    tablet = asker.tablet
    tablet.learn(msgspec.convert(raw, Enrolled, builtin_types=(bytes,)))
    tablet.let_through(operation.clock.at, guard)
    answer = Visitor(door.ways.plain[0]).ask("POST", "/log", tablet.batch())
    assert answer.status == 200
    held = msgspec.json.decode(answer.body)
    assert held["version"] == 1
    assert held["lamport"] >= tablet.lamport
    assert held["answers"] == [
        {
            "state": "held",
            "log": tablet.log.hex(),
            "sequence": 1,
            "hash": tablet.head.hash.hex(),
        }
    ]
    assert "set-cookie" not in answer.headers
    again = Visitor(door.ways.here).ask("POST", "/log", tablet.batch())
    assert msgspec.json.decode(again.body)["answers"] == held["answers"]
    assert lead.get(way).status == 404


def test_a_code_enrols_one_tablet(door: Door, lead: Visitor, asker: Asker) -> None:
    code = code_of(door, lead)
    assert asker.ask(code).status == 200
    again = Asker(door).ask(code)
    assert (again.status, msgspec.json.decode(again.body)) == (403, {"refused": "code"})


def test_a_key_that_the_asker_does_not_have_is_refused_and_costs_no_code(
    door: Door, lead: Visitor, asker: Asker
) -> None:
    code = code_of(door, lead)
    other = Tablet()
    for wrong in ({"key": other.public.hex()}, {"proof": "00" * 64}, {"tier": "gold"}, {"key": ""}):
        assert asker.ask(code, **wrong).status == 422
    assert asker.page.ask("POST", "/enrol/ask", b"{", JSON).status == 422
    assert asker.ask(code).status == 200


def test_a_tablet_that_is_not_the_one_is_told_no(door: Door, lead: Visitor, asker: Asker) -> None:
    said = msgspec.json.decode(asker.ask(code_of(door, lead)).body)
    lead.post(f"/tablets/{said['asked']}/approve", {"refuse": "1"})
    assert asker.asked(said["asked"]) == {"state": "refused"}
    assert said["words"][0] not in lead.get("/tablets").text


def test_over_http_a_tablet_cannot_call_itself_more_than_plain(
    door: Door, lead: Visitor, asker: Asker
) -> None:
    asker.page = Visitor(door.ways.plain[0])
    said = msgspec.json.decode(asker.ask(code_of(door, lead)).body)
    page = lead.get(f"/tablets/{said['asked']}/approve").text
    assert "<b>plain</b>" in page
    assert "others on the Wi-Fi could alter it" in page


def test_the_tier_and_what_it_lacks_is_shown_before_the_shift(
    door: Door, lead: Visitor, asker: Asker
) -> None:
    said = msgspec.json.decode(asker.ask(code_of(door, lead), tier="live").body)
    page = lead.get(f"/tablets/{said['asked']}/approve").text
    assert "<b>live</b>" in page
    assert "a reload while alone loses the page" in page


def test_the_wifis_passphrase_becomes_a_picture_and_stays_nowhere(
    door: Door, lead: Visitor, operation: Operation
) -> None:
    door.ways = replace(door.ways, secure=("https://10.0.0.5:8470/",))
    answer = lead.post("/tablets/welcome", {"ssid": "Gate; Wi-Fi", "phrase": "opensesame,now"})
    assert answer.status == 200
    assert answer.text.count("<svg") == 3
    assert "opensesame" not in answer.text
    assert "style=" not in answer.text
    for path in operation.site.directory.iterdir():
        assert b"opensesame" not in path.read_bytes()
    assert "opensesame" not in lead.get("/tablets/welcome").text


def test_revoking_a_tablet_asks_why_and_later_entries_are_kept_back(
    door: Door, lead: Visitor, guard: OperatorId, operation: Operation
) -> None:
    tablet = Tablet()
    site = operation.site
    tablet.enrol(site, site.lead, guard, operation.gate)
    way = f"/tablets/{spell(tablet.enrolled.device)}/revoke"
    assert lead.post(way, {"reason": ""}).status == 422
    assert lead.post(way, {"reason": "left in a taxi"}).status == 302
    tablet.let_through(operation.clock.at, guard)
    answer = Visitor(door.ways.here).ask("POST", "/log", tablet.batch())
    assert [one["state"] for one in msgspec.json.decode(answer.body)["answers"]] == ["kept-back"]
    assert lead.get(way).status == 404


@pytest.mark.parametrize("body", [b"", b"\x93\x01\xc4\x00\x90", b"{}", b"\xff" * 100])
def test_what_is_no_delivery_is_said_to_be_none(door: Door, body: bytes) -> None:
    answer = Visitor(door.ways.here).ask("POST", "/log", body)
    assert answer.status == 422
    assert msgspec.json.decode(answer.body) == {
        "version": 1,
        "problem": "site.delivery-unreadable",
    }


def test_a_tablet_that_was_never_enrolled_is_not_known(door: Door) -> None:
    item = deliveries.Item(b"x", b"")
    raw = msgspec.msgpack.encode(deliveries.Batch(1, bytes(16), (item,)))
    answer = Visitor(door.ways.here).ask("POST", "/log", raw)
    assert answer.status == 404
    assert msgspec.json.decode(answer.body)["problem"] == "site.device-unknown"


def test_fifty_entries_of_a_tablet_fit_one_request(
    door: Door, guard: OperatorId, operation: Operation
) -> None:
    tablet = Tablet()
    tablet.enrol(operation.site, operation.site.lead, guard, operation.gate)
    for _ in range(deliveries.MOST):
        tablet.let_through(operation.clock.at, guard)
    answer = Visitor(door.ways.here).ask("POST", "/log", tablet.batch())
    assert {one["state"] for one in msgspec.json.decode(answer.body)["answers"]} == {"held"}


# --------------------------------------------------------------------------------------- shifts


def test_two_people_set_the_clock_and_the_offset_goes_on_record(
    door: Door, operation: Operation, guard: OperatorId
) -> None:
    """T32."""
    site = operation.site
    tablet = Tablet()
    tablet.enrol(site, site.lead, guard, operation.gate)
    visitor = signed_in(door.ways.here, "gate")
    watch = operation.clock.at - operation.clock.at % 60_000
    fields: dict[str, str | list[str]] = {
        "place": spell(operation.gate),
        "watch": iso(watch),
        "second": "The lead",
        "second_pin": PIN,
        "shown": str(watch + 90_000),
        "device": spell(tablet.enrolled.device),
        "tier": "full",
    }
    assert visitor.post("/shift", fields | {"second": "The gate"}).status == 409
    assert visitor.post("/shift", fields | {"second_pin": "wrong-wrong"}).status == 401
    answer = visitor.post("/shift", fields)
    assert answer.headers["location"] == "/shift/on"
    assert "North Gate" in visitor.get("/shift/on").text
    duty = shifts.duty(site, DeviceId(tablet.enrolled.device))
    assert duty is not None
    assert duty.ahead == (90_000 - 59_999, 90_000)
    assert duty.guard == guard
    assert duty.witness != guard
    assert duty.tier == "full"


def test_a_supervisor_starts_a_shift_over_http_and_hands_out_its_code(
    door: Door, lead: Visitor, operation: Operation, guard: OperatorId
) -> None:
    assert "not open" in lead.get("/tablets/shift").text
    assert lead.post("/tablets", {"reason": " "}).status == 422
    assert lead.post("/tablets", {"reason": "two old tablets"}).status == 302
    assert "two old tablets" in lead.get("/tablets").text
    fields: dict[str, str | list[str]] = {
        "place": spell(operation.gate),
        "guard": spell(guard),
        "watch": iso(operation.clock.at),
        "second": "The gate",
        "second_pin": PIN,
    }
    page = lead.post("/tablets/shift", fields).text
    code = page.rpartition("<code>")[2][:9]
    visitor = Visitor(door.ways.plain[0])
    assert visitor.post("/shift/code", {"code": code}).headers["location"] == "/shift/on"
    assert lead.post("/tablets", {"close": "1"}).status == 302
    assert visitor.get("/shift/on").status == 302


def test_revoking_a_guard_ends_their_shift_over_http(
    door: Door, lead: Visitor, operation: Operation
) -> None:
    from muster.doors.web.door import Duty  # noqa: PLC0415

    site = operation.site
    one = operators.enrol(site, site.lead, "A guard for an hour", ("gate",), PIN)
    shifts.open_plain(site, site.lead, "for a moment")
    visitor = Visitor(door.ways.plain[0])
    code = door.shifts.issue(
        Duty(one, PlaceId(operation.gate), "North Gate", operation.site.lead.id)
    )
    visitor.post("/shift/code", {"code": code})
    assert visitor.get("/shift/on").status == 200
    lead.post(f"/operators/{spell(one)}/revoke", {"reason": "gone home"})
    assert visitor.get("/shift/on").status == 302
    shifts.close_plain(site, site.lead)


def test_a_code_is_good_for_a_quarter_of_an_hour_and_only_so_many_are_open() -> None:
    at = [0.0]
    kept: Codes[int] = Codes(lambda: at[0])
    first = kept.issue(1)
    at[0] = 899
    assert kept.redeem(f" {first[:4].lower()}-{first[4:]} ") == 1
    assert kept.redeem(first) is None
    late = kept.issue(2)
    at[0] += 900
    assert kept.redeem(late) is None
    many = [kept.issue(number) for number in range(101)]
    assert kept.redeem(many[0]) is None
    assert kept.redeem(many[100]) == 100


def test_whoever_asks_is_forgotten_after_a_while_and_many_push_out_the_oldest() -> None:
    at = [0.0]
    kept = Askings(lambda: at[0])
    first = kept.ask(bytes(32), "full")
    assert kept.waiting() == [first]
    many = [kept.ask(bytes(32), "full") for _ in range(50)]
    assert kept.get(first.id) is None
    at[0] = LASTS
    assert kept.waiting() == []
    assert kept.get(many[-1].id) is None


def test_a_tablet_is_enrolled_by_a_supervisor_alone(
    operation: Operation, guard: OperatorId, door: Door
) -> None:
    gate = signed_in(door.ways.here, "gate")
    assert gate.get("/tablets").status == 403
    assert gate.get("/tablets/welcome").status == 403
    site = operation.site
    rows = devices.roster(site, site.lead)
    assert all(row.holder for row in rows)
    del guard
