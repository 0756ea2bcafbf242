"""T13: in the last minute all that opens the record goes at once, and a receipt proves it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.people.ids import OperatorId, SiteId
from muster.ground.people.place import PlaceRole
from muster.ground.record import certificate as certificates
from muster.ground.record import receipt as receipts
from muster.ground.record.certificate import SiteCertificate, WriterCertificate, read_writer
from muster.ground.record.problems import ReceiptWrong
from muster.ground.record.receipt import Receipt
from muster.ground.secrecy.problems import SlotUnreadable
from muster.ground.secrecy.slot import open_slot
from muster.journey.closing.checklist import PointCode
from muster.journey.closing.facts import PrintKind
from muster.site import operators, prints
from muster.site.closing import left, scuttle
from muster.site.closing.watcher import RECEIPT
from muster.site.exchange import linking
from muster.site.exchange.linking import Links, Listening
from muster.site.opening import DATABASE, SLOT, open_site
from muster.site.problems import NotAllowed, SecondMissing, SecondSame, SiteMissing, SiteNotNamed
from muster.site.record.kinds import FALL
from muster.site.rights import Operator, Role
from muster.site.secrecy.fallen import keep_receipt
from tests.attacks.serving import served
from tests.cli.process import python
from tests.web.visitor import Visitor
from tests.world.site import PHRASE, World
from tests.world.sites import Joined, tell
from tests.world.tablet import Tablet

PIN = "24681357"
AT = 1_630_000_000_000
WHOLE = {"slots-destroyed", "processes-ended"}
"""The steps of a scuttle that left nothing out, in whatever order they were done."""


@pytest.fixture
def second(world: World) -> Operator:
    identity = operators.enrol(world.site, world.by, "Example head", (Role.HEAD.value,), PIN)
    return Operator(identity, "Example head", (Role.HEAD,))


def scuttled(world: World) -> Receipt:
    """Scuttle the site of ``world`` from this process, as the command line does."""
    wanted = scuttle.orders(world.site, world.folder)
    world.site.close()
    return scuttle.carry_out(wanted, lambda: AT)


def test_no_phrase_opens_a_site_that_was_scuttled(world: World) -> None:
    receipt = scuttled(world)
    assert {name for name, _ in receipt.steps} == WHOLE
    assert (world.folder / DATABASE).exists()
    with pytest.raises(SiteMissing):
        open_site(world.folder, PHRASE)


def test_a_slot_is_overwritten_where_it_lay_before_its_name_goes(
    world: World, tmp_path: Path
) -> None:
    slot = world.folder / SLOT
    before = slot.read_bytes()
    kept = tmp_path / "same-blocks"
    os.link(slot, kept)
    scuttled(world)
    after = kept.read_bytes()
    assert len(after) == len(before)
    assert before[8:40] not in after
    with pytest.raises(SlotUnreadable):
        open_slot(after, PHRASE)


def test_no_name_is_left_in_the_folder_and_the_control_is_found(
    world: World, tmp_path: Path
) -> None:
    people = world.people(40)
    names = [f"Given{n:05d}".encode() for n in range(1, len(people) + 1)]
    scuttled(world)
    (tmp_path / "control").write_bytes(b"a log line with " + names[0])
    found = {
        file.name
        for folder in (world.folder, tmp_path)
        for file in folder.iterdir()
        if file.is_file() and any(spelled in file.read_bytes() for spelled in _spellings(names))
    }
    assert found == {"control"}


def _spellings(names: list[bytes]) -> list[bytes]:
    return [*names, *(one.decode().encode("utf-16-le") for one in names)]


def test_processes_that_hold_keys_are_killed_with_their_children(world: World) -> None:
    parent = subprocess.Popen(
        python(
            "-c",
            "import subprocess, sys, signal, time;"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
            "print(child.pid, flush=True); time.sleep(60)",
        ),
        stdout=subprocess.PIPE,
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    wanted = scuttle.orders(world.site, world.folder, parent.pid)
    receipt = scuttle.carry_out(wanted, lambda: AT)
    assert {name for name, _ in receipt.steps} == WHOLE
    assert parent.wait() == -signal.SIGKILL
    parent.stdout.close()
    stat = Path(f"/proc/{child}/stat")
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] in "ZX"


def test_two_people_order_it_and_one_types_the_name(world: World, second: Operator) -> None:
    name = world.site.state.name
    scuttle.may_scuttle(world.site, world.by, second, name)
    with pytest.raises(SecondMissing):
        scuttle.may_scuttle(world.site, world.by, None, name)
    with pytest.raises(SecondSame):
        scuttle.may_scuttle(world.site, world.by, world.by, name)
    with pytest.raises(NotAllowed):
        scuttle.may_scuttle(
            world.site, world.by, Operator(second.id, "Example guard", (Role.GATE,)), name
        )
    with pytest.raises(SiteNotNamed):
        scuttle.may_scuttle(world.site, world.by, second, name.lower())
    assert (world.folder / SLOT).exists()


@pytest.fixture
def folder(world: World, second: Operator) -> Path:
    """Return the folder of a closed site with two people who may close."""
    operators.enrol(world.site, world.by, "Example lead", (Role.LEAD.value,), PIN)
    assert second.name
    world.site.close()
    secret = world.folder.parent / "secret"
    secret.touch(0o600)
    secret.write_text(f"{PHRASE}\n", "utf-8")
    return world.folder


def test_a_served_site_is_scuttled_from_its_page_and_leaves_a_receipt(folder: Path) -> None:
    running, address = served(folder)
    visitor = Visitor(address)
    assert visitor.sign_in("Example lead", PIN).status == 302
    fields: dict[str, str | list[str]] = {
        "name": "Another site",
        "second": "Example head",
        "second_pin": PIN,
    }
    assert visitor.post("/closing/scuttle", fields).status in {409, 422}
    assert (folder / SLOT).exists()
    with suppress(OSError):  # it is killed before it can answer
        visitor.post("/closing/scuttle", fields | {"name": "Test site"})
    assert running.wait(10) == -signal.SIGKILL
    assert running.stderr
    said = running.stderr.read().decode()
    running.stderr.close()
    assert not (folder / SLOT).exists()
    receipt, writer = receipts.read((folder / RECEIPT).read_text("ascii"))
    assert receipts.written(receipt) in said
    assert writer.site.name == "Test site"
    assert receipt.entries > 0
    assert {name for name, _ in receipt.steps} == WHOLE
    with pytest.raises(SiteMissing):
        open_site(folder, PHRASE)


def test_a_server_that_dies_by_itself_scuttles_nothing(folder: Path) -> None:
    running, _ = served(folder)
    running.kill()
    assert running.wait(10) == -signal.SIGKILL
    assert running.stderr
    assert running.stderr.read() == b""  # the watcher has ended too
    running.stderr.close()
    open_site(folder, PHRASE).close()


SEEDS = [bytes([n]) * 32 for n in range(1, 5)]


def one() -> tuple[Receipt, bytes]:
    """Return a receipt of a site of an operation, and the operation's key."""
    (operation, operation_secret), (site, site_secret), (writer, _), (key, _) = (
        crypto_sign_seed_keypair(seed) for seed in SEEDS
    )
    plain = SiteCertificate(operation, bytes(16), "Example site", site)
    signed = certificates.certify_site(plain, operation_secret)
    certificate = certificates.encode(
        certificates.certify_writer(
            WriterCertificate(signed, bytes(16), "server", 1, writer), site_secret
        )
    )
    endorsement = receipts.endorse(certificate, key, site_secret)
    said = (("slots-destroyed", 12), ("processes-ended", 31))
    made = Receipt(certificate, key, endorsement, AT, 7, bytes(32), said)
    return receipts.signed(made, SEEDS[3]), operation


def test_a_receipt_reads_back_as_typed_in_groups_and_small_letters() -> None:
    receipt, operation = one()
    text = receipts.written(receipt)
    typed = " ".join(text[at : at + 5] for at in range(0, len(text), 5)).lower()
    found, writer = receipts.read(typed)
    assert found == receipt
    assert writer.site.operation_key == operation


@given(st.data())
def test_a_receipt_with_any_letter_changed_is_none(data: st.DataObject) -> None:
    text = receipts.written(one()[0])
    at = data.draw(st.integers(0, len(text) - 2))  # the last holds spare bits
    letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
    changed = text[:at] + letter + text[at + 1 :]
    if changed == text:
        return
    with pytest.raises(ReceiptWrong):
        receipts.read(changed)


@given(st.text(max_size=200) | st.text("ABCDEFGH234567", max_size=400).map("MSR1".__add__))
def test_any_other_text_is_no_receipt(text: str) -> None:
    with pytest.raises(ReceiptWrong):
        receipts.read(text)


def test_a_key_that_no_site_endorsed_signs_no_receipt() -> None:
    receipt, _ = one()
    key, _ = crypto_sign_seed_keypair(bytes(32))
    forged = Receipt(
        receipt.certificate, key, receipt.endorsement, AT, 7, receipt.heads, receipt.steps
    )
    with pytest.raises(ReceiptWrong):
        receipts.read(receipts.written(receipts.signed(forged, bytes(32))))


def test_a_receipt_of_another_operation_is_not_ours(world: World) -> None:
    with pytest.raises(ReceiptWrong):
        scuttle.read_receipt(world.site, world.by, receipts.written(one()[0]))


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[World, World]]:
    """Two sites of one operation."""
    first = World(tmp_path / "first")
    second = Joined(first, tmp_path / "second")
    tell(second, first.site)
    tell(first, second.site)
    yield first, second
    first.site.close()
    second.site.close()


def test_whoever_answers_is_given_the_receipt_and_finds_it_good(two: tuple[World, World]) -> None:
    first, second = two
    heard: list[str] = []
    where = Listening("127.0.0.1", 0)
    with Links(first.site, first.by, where, heard.append) as links:
        there = linking.Address("127.0.0.1", links.port)
        linking.add(second.site, second.by, SiteId(first.site.keys.site), there)
        wanted = scuttle.orders(second.site, second.folder)
        second.site.close()
        receipt = scuttle.carry_out(wanted, lambda: AT)
        assert scuttle.tell_others(wanted, receipt) == 1
    found, writer = scuttle.read_receipt(first.site, first.by, heard[0])
    assert found == receipt
    assert writer.site.site == read_writer(wanted.certificate).site.site


def test_a_receipt_that_was_sent_is_on_record_where_it_came(two: tuple[World, World]) -> None:
    first, second = two
    keeping = partial(keep_receipt, first.site, first.by)
    with Links(first.site, first.by, Listening("127.0.0.1", 0), keeping) as links:
        there = linking.Address("127.0.0.1", links.port)
        linking.add(second.site, second.by, SiteId(first.site.keys.site), there)
        wanted = scuttle.orders(second.site, second.folder)
        second.site.close()
        receipt = scuttle.carry_out(wanted, lambda: AT)
        assert scuttle.tell_others(wanted, receipt) == 1
        assert scuttle.tell_others(wanted, receipt) == 1
    fall = first.site.rows.state(FALL, read_writer(wanted.certificate).site.site)
    assert fall.receipts == (receipts.written(receipt),)


def test_whoever_does_not_answer_holds_up_nothing(two: tuple[World, World]) -> None:
    first, second = two
    nowhere = linking.Address("127.0.0.1", 9)
    linking.add(second.site, second.by, SiteId(first.site.keys.site), nowhere)
    wanted = scuttle.orders(second.site, second.folder)
    assert scuttle.tell_others(wanted, scuttle.carry_out(wanted, lambda: AT)) == 0


def test_what_it_printed_and_lent_stays_on_the_closing_list_of_the_others(
    two: tuple[World, World],
) -> None:
    first, second = two
    site, by = second.site, second.by
    gate = second.place("South gate", PlaceRole.GATE)
    guard = operators.enrol(site, by, "Example guard", (Role.GATE.value,), PIN)
    tablet = Tablet()
    tablet.enrol(site, by, OperatorId(guard), gate)
    sheet = prints.register_print(
        site, by, kind=PrintKind.FORM, holder="gate post", souls=12, expires=0, place=gate
    )
    before = {one.code: one.ids for one in left.checklist(first.site, first.by).points}
    assert not before[PointCode.PRINTS_OUT] + before[PointCode.TABLETS]
    tell(second, first.site)
    scuttled(second)
    shown = {one.code: one.ids for one in left.checklist(first.site, first.by).points}
    assert shown[PointCode.PRINTS_OUT] == (sheet.id,)
    assert shown[PointCode.TABLETS] == (tablet.enrolled.device,)


def test_a_receipt_that_nobody_keeps_is_refused_and_the_listener_lives(
    two: tuple[World, World],
) -> None:
    first, second = two

    def refuse(_text: str) -> None:
        raise ReceiptWrong(by="anybody")

    with Links(first.site, first.by, Listening("127.0.0.1", 0), refuse) as links:
        there = linking.Address("127.0.0.1", links.port)
        linking.add(second.site, second.by, SiteId(first.site.keys.site), there)
        to = linking.reach(second.site)
        assert linking.last_word("MSR1AAAA", to) == 0
        assert linking.last_word("x" * 5_000, to) == 0
        course = linking.call(second.site, second.by, SiteId(first.site.keys.site))
        assert course.complete
