"""What tablets deliver: taken once, in any order, by their signature alone; a bad one is named."""

import secrets
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from muster.ground.people.facts import OperatorRevoked, SecondSigned, ShiftStarted
from muster.ground.people.ids import DeviceId, OperatorId, PassId, PlaceId
from muster.ground.people.moment import HOUR, Moment
from muster.ground.people.place import PlaceRole
from muster.ground.record import segment as segments
from muster.ground.record.entry import LAMPORT_STEP
from muster.journey.gate.outcomes import Form, LetThrough, SecondUseSettled, TurnedBack, WalkedIn
from muster.site import operators, upkeep
from muster.site.gate import deliveries, devices
from muster.site.gate.deliveries import Answer, Item, State
from muster.site.problems import DeliveryUnreadable, DeviceUnknown
from muster.site.record.kinds import DEVICE, DUTY, SCANS
from tests.world.site import World
from tests.world.tablet import Tablet


class Gate:
    """A gate of a real site, its guard, and tablets there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.site, self.by = world.site, world.by
        self.place = world.place("North gate", PlaceRole.GATE)
        self.guard = operators.enrol(self.site, self.by, "Guard one", ("gate",), "58201947")

    def tablet(self, place: PlaceId | None = None) -> Tablet:
        made = Tablet()
        made.enrol(self.site, self.by, self.guard, place or self.place)
        return made

    def through(self, tablet: Tablet, count: int = 1) -> list[Item]:
        self.world.tick()
        return [tablet.let_through(self.world.clock.at, self.guard) for _ in range(count)]

    def used(self) -> int:
        with self.site.view() as view:
            return sum(len(one.uses) for _, one in view.scan(SCANS))

    def sound(self) -> bool:
        verified = upkeep.verify(self.site, self.by)
        return verified.findings == () and upkeep.rebuild(self.site, self.by).equal


@pytest.fixture
def gate(world: World) -> Gate:
    return Gate(world)


def states(answers: tuple[Answer, ...]) -> list[str]:
    return [one.code or one.state.value for one in answers]


def test_what_a_tablet_wrote_alone_is_taken_and_counts(gate: Gate) -> None:
    tablet = gate.tablet()
    gate.through(tablet, 3)
    said = tablet.deliver(gate.site)
    assert states(said.answers) == ["held"] * 3
    assert [one.sequence for one in said.answers] == [1, 2, 3]
    assert {one.log for one in said.answers} == {tablet.log}
    assert tablet.queue == []
    assert gate.used() == 3
    assert gate.sound()


def test_the_same_entry_twice_gets_the_same_answer_and_counts_once(gate: Gate) -> None:
    tablet = gate.tablet()
    items = gate.through(tablet, 3)
    first = tablet.deliver(gate.site, items)
    again = tablet.deliver(gate.site, items + items)
    assert again.answers == first.answers + first.answers
    gate.world.reopen()
    gate.site = gate.world.site
    assert tablet.deliver(gate.site, items).answers == first.answers
    assert gate.used() == 3
    assert gate.sound()


def test_what_the_site_writes_next_comes_after_what_it_took(gate: Gate) -> None:
    tablet = gate.tablet()
    tablet.lamport += 1_000
    gate.through(tablet)
    said = tablet.deliver(gate.site)
    assert said.lamport >= tablet.head.lamport
    gate.world.party()
    assert gate.site.journal.lamport > tablet.head.lamport


def test_a_stranger_takes_no_turn(gate: Gate) -> None:
    items = gate.through(gate.tablet(), 1)
    before = gate.site.commit_count
    with pytest.raises(DeviceUnknown):
        deliveries.deliver(gate.site, DeviceId(bytes(16)), items)
    assert gate.site.commit_count == before


def spoiled(item: Item) -> Item:
    raw = bytearray(item.segment)
    raw[-100] ^= 1
    return Item(bytes(raw), item.key)


def test_a_spoiled_entry_is_named_and_blocks_nothing(gate: Gate) -> None:
    tablet = gate.tablet()
    one, two, three, four = gate.through(tablet, 4)
    said = tablet.deliver(gate.site, [one, spoiled(two), three, four])
    assert states(said.answers) == ["held", "record.signature-wrong", "held", "held"]
    assert gate.used() == 3
    with gate.site.view() as view:
        assert [gap[1] for gap in view.state(DEVICE, tablet.enrolled.device).missing] == [2]
    assert gate.sound()
    assert states(tablet.deliver(gate.site, [two]).answers) == ["held"]
    assert gate.used() == 4
    assert gate.sound()


def test_a_gap_that_is_not_on_record_is_a_finding(gate: Gate) -> None:
    tablet = gate.tablet()
    items = gate.through(tablet, 3)
    tablet.deliver(gate.site, items)
    number = next(row.number for row in gate.site.store.logs() if row.id == tablet.log)
    store = gate.site.store
    with gate.site.writing():
        store._writer.write(  # type: ignore[attr-defined]
            "DELETE FROM segment WHERE log = ? AND first = 2", (number,)
        )
    found = upkeep.verify(gate.site, gate.by).findings
    assert "record.chain-broken" in {one.code for one in found}


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_any_order_of_delivery_leads_to_one_state(
    tmp_path_factory: pytest.TempPathFactory, chance: Random
) -> None:
    folder: Path = tmp_path_factory.mktemp("site")
    world = World(folder / "site")
    gate = Gate(world)
    tablet = gate.tablet()
    passes = [secrets.token_bytes(16) for _ in range(3)]
    for _ in range(9):
        world.tick()
        tablet.let_through(world.clock.at, gate.guard, identity=chance.choice(passes))
    sent = tablet.queue * 2
    chance.shuffle(sent)
    while sent:
        size = chance.randrange(1, 7)
        said = deliveries.deliver(gate.site, tablet.enrolled.device, sent[:size])
        assert {one.state for one in said.answers} == {State.HELD}
        sent = sent[size:]
    assert gate.used() == 9
    assert gate.sound()
    world.site.close()


def test_a_batch_is_at_most_fifty_and_no_tablet_writes_before_it_is_enrolled(gate: Gate) -> None:
    tablet = gate.tablet()
    gate.through(tablet, 51)
    with pytest.raises(DeliveryUnreadable):
        deliveries.read(tablet.batch())
    assert len(deliveries.read(tablet.batch(tablet.queue[:50])).items) == 50
    for raw in (b"", b"\xc0", b"\x93\x02", tablet.batch([])):
        with pytest.raises(DeliveryUnreadable):
            deliveries.read(raw)
    with pytest.raises(DeviceUnknown):
        deliveries.deliver(gate.site, DeviceId(bytes(16)), tablet.queue)


def test_one_tablets_signature_is_not_anothers(gate: Gate) -> None:
    mine, other = gate.tablet(), gate.tablet()
    items = gate.through(other)
    said = deliveries.deliver(gate.site, mine.enrolled.device, items)
    assert states(said.answers) == ["record.certificate-wrong"]
    other.secret = mine.secret
    said = other.deliver(gate.site, gate.through(other))
    assert states(said.answers) == ["record.signature-wrong"]
    assert gate.used() == 0


def test_a_key_that_is_not_the_entrys_is_refused(gate: Gate) -> None:
    tablet = gate.tablet()
    one, two = gate.through(tablet, 2)
    said = tablet.deliver(gate.site, [Item(one.segment, two.key), Item(one.segment, b"")])
    assert states(said.answers) == ["secrecy.key-mismatch"] * 2


def test_a_tablet_says_only_what_a_tablet_may(gate: Gate) -> None:
    tablet, at = gate.tablet(), Moment.at(gate.world.clock.at)
    elsewhere = gate.world.place("South gate", PlaceRole.GATE)
    guard, told = gate.guard, tablet.enrolled
    subject = PassId(bytes(16))

    def through(
        operator: OperatorId = guard, place: PlaceId = told.place, when: Moment = at
    ) -> LetThrough:
        return LetThrough(subject, when, operator, place, "lane", 1, 1, Form.INNER)

    late = Moment.at(told.until + HOUR)
    second = operators.enrol(gate.site, gate.by, "Guard two", ("gate",), "58201947")
    objected = [
        OperatorRevoked(gate.by.id, at, guard),
        SecondUseSettled(subject, at, guard, "I say so"),
        through(operator=gate.by.id),
        through(place=elsewhere),
        through(when=late),
        replace(through(), second=OperatorId(bytes(16))),
        replace(through(), second=second),
        replace(through(), second=guard),
        WalkedIn(told.place, at, guard, "lane", 3, "no pass", second),
        ShiftStarted(told.device, at, guard, told.place, second, second, (0, 60_000)),
        SecondSigned(told.device, at, guard, second, subject),
        through(operator=second),
    ]
    for fact in objected:
        tablet.write(fact)
    allowed = [
        through(),
        TurnedBack(subject, at, guard, told.place, "lane", 1, Form.INNER, "gate.late"),
    ]
    for fact in allowed:
        tablet.write(fact)
    said = states(tablet.deliver(gate.site).answers)
    assert said == ["site.entry-not-devices"] * len(objected) + ["held"] * len(allowed)
    assert gate.sound()


def test_after_its_revocation_a_tablet_counts_up_to_its_cut(gate: Gate) -> None:
    tablet = gate.tablet()
    before = gate.through(tablet, 2)
    tablet.deliver(gate.site)
    devices.revoke(gate.site, gate.by, tablet.enrolled.device, "stolen")
    after = gate.through(tablet, 2)
    said = tablet.deliver(gate.site, before + after)
    assert states(said.answers) == ["held", "held", "kept-back", "kept-back"]
    assert tablet.deliver(gate.site, before + after).answers == said.answers
    assert gate.used() == 2
    (row,) = devices.roster(gate.site, gate.by)
    assert (row.entries, row.kept_back) == (2, 2)
    assert row.revoked is not None
    assert gate.sound()


def test_below_the_cut_only_what_was_missing_may_come_yet(gate: Gate) -> None:
    tablet = gate.tablet()
    one, two, three = gate.through(tablet, 3)
    tablet.deliver(gate.site, [one, three])
    devices.revoke(gate.site, gate.by, tablet.enrolled.device, "lost")
    forger = Tablet()
    forger.public, forger.secret, forger.told = tablet.public, tablet.secret, tablet.told
    forger.lamport = tablet.lamport
    forger.head = segments.head_after(segments.entries(segments.decode(one.segment)))
    forged = gate.through(forger)
    assert states(tablet.deliver(gate.site, [*forged, two]).answers) == ["kept-back", "held"]
    assert gate.used() == 3
    assert gate.sound()


def test_a_thief_cannot_fill_the_disk(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "MOST_KEPT_BACK", 3)
    tablet = gate.tablet()
    devices.revoke(gate.site, gate.by, tablet.enrolled.device, "stolen")
    said = tablet.deliver(gate.site, gate.through(tablet, 5))
    assert states(said.answers) == ["kept-back"] * 3 + ["site.device-revoked"] * 2


def test_no_tablet_uses_the_records_clock_up(gate: Gate) -> None:
    tablet = gate.tablet()
    fact = LetThrough(
        PassId(bytes(16)),
        Moment.at(gate.world.clock.at),
        gate.guard,
        gate.place,
        "lane",
        1,
        1,
        Form.INNER,
    )
    tablet.write(fact, step=LAMPORT_STEP + 1)
    assert states(tablet.deliver(gate.site).answers) == ["record.limit-exceeded"]
    gone = gate.tablet()
    gone.write(fact)
    gone.head = replace(gone.head, lamport=2**40)
    gone.lamport = 2**40
    gone.write(fact)
    assert states(gone.deliver(gate.site, gone.queue[1:]).answers) == ["record.chain-broken"]


def test_two_branches_of_one_log_are_both_kept(gate: Gate) -> None:
    tablet = gate.tablet()
    gate.through(tablet)
    tablet.deliver(gate.site)
    copied = tablet.head
    gate.through(tablet)
    tablet.head = copied
    gate.through(tablet)
    assert states(tablet.deliver(gate.site).answers) == ["held", "held"]
    assert gate.used() == 3
    assert gate.sound()


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_refused(raw: bytes) -> None:
    with pytest.raises(DeliveryUnreadable) as caught:
        deliveries.read(raw)
    assert caught.value.facts == {"limit": 50, "found": len(raw)}


def test_a_tablet_cannot_open_what_it_wrote_and_the_site_can(gate: Gate) -> None:
    tablet = gate.tablet()
    gate.through(tablet)
    (item,) = tablet.queue
    assert len(item.key) == deliveries.SEALED_KEY
    tablet.deliver(gate.site)
    wraps = [row for row in gate.site.store.wraps() if row.owner == b""]
    assert len(wraps) == 1
    with gate.site.view() as view:
        assert view.state(DUTY, tablet.enrolled.device) is None
