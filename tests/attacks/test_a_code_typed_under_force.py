"""T21: the duress code scuttles and opens training data; nothing on the disk tells of it before."""

import os
import signal
import subprocess
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from muster.doors.drill import training
from muster.ground.people.moment import read_iso
from muster.ground.secrecy import slot as slots
from muster.ground.secrecy import spare as spares
from muster.ground.secrecy.problems import PassphraseWeak, PassphraseWrong, SlotUnreadable
from muster.site import operators, spare
from muster.site.closing import duress
from muster.site.closing.processes import below
from muster.site.closing.watcher import RECEIPT
from muster.site.opening import SLOT, open_site
from muster.site.problems import DuressIsPassphrase, NotAllowed, SiteMissing
from muster.site.rights import Operator, Role
from tests.attacks.serving import served
from tests.cli.process import command, environment
from tests.web.visitor import Visitor
from tests.world.site import PHRASE, World

CODE = "a code typed under force"
PIN = "24681357"


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return training data, laid once for these tests."""
    where = tmp_path_factory.mktemp("data") / "training"
    assert training.lay(where)
    return where


def secrets_beside(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        file = folder.parent / name
        file.touch(0o600)
        file.write_text(f"{text}\n", "utf-8")


def test_every_site_has_a_spare_slot_that_is_alike_in_all_that_shows(world: World) -> None:
    own, other = ((world.folder / name).read_bytes() for name in (SLOT, spare.SPARE))
    one, two = slots.read_slot(own), slots.read_slot(other)
    assert len(own) == len(other)
    assert (one.version, one.cost, one.shared) == (two.version, two.cost, two.shared)
    assert len(one.sealed) == len(two.sealed)
    assert one.salt != two.salt


def test_the_disk_does_not_tell_whether_a_code_was_set(world: World) -> None:
    """Same names, same sizes, same form, same times, before and after; only chance differs."""

    def shows() -> list[tuple[str, int, int]]:
        world.reopen()
        world.site.close()
        return sorted(
            (one.name, one.stat().st_size, one.stat().st_mode)
            for one in world.folder.iterdir()
            if one.suffix in {".slot", ".new"}
        )

    before = shows()
    world.reopen()
    duress.set_code(world.site, world.by, CODE)
    assert shows() == before
    raw = (world.folder / spare.SPARE).read_bytes()
    times = {(world.folder / one).stat().st_mtime_ns // 10**8 for one in (SLOT, spare.SPARE)}
    assert max(times) - min(times) <= 1
    sealed = slots.read_slot(raw).sealed
    assert b"duress" not in raw
    assert max(Counter(sealed).values()) < 12  # padding is not to be seen either


def test_the_spare_of_a_site_without_a_code_opens_with_nothing(world: World) -> None:
    raw = (world.folder / spare.SPARE).read_bytes()
    for phrase in (PHRASE, CODE, "", "\0" * 20):
        assert not spares.is_duress(raw, phrase)
        with pytest.raises(PassphraseWrong):
            slots.open_slot(raw, phrase)


def test_the_code_opens_no_key(world: World) -> None:
    duress.set_code(world.site, world.by, CODE)
    raw = (world.folder / spare.SPARE).read_bytes()
    assert spares.is_duress(raw, CODE)
    with pytest.raises((PassphraseWrong, SlotUnreadable)):
        slots.open_slot(raw, CODE)


def test_a_code_that_is_used_every_day_is_refused(world: World) -> None:
    operators.enrol(world.site, world.by, "Example guard", (Role.GATE.value,), "thirteen-chars")
    for daily in (PHRASE, "thirteen-chars"):
        with pytest.raises(DuressIsPassphrase):
            duress.set_code(world.site, world.by, daily)
    with pytest.raises(PassphraseWeak):
        duress.set_code(world.site, world.by, "short")
    with pytest.raises(NotAllowed):
        duress.set_code(world.site, Operator(world.by.id, "x", (Role.HEAD,)), CODE)
    assert not duress.is_said(world.site, PHRASE)


def test_nothing_goes_on_record_and_a_dropped_code_is_none(world: World) -> None:
    before = {one.id: one.head_sequence for one in world.site.store.logs()}
    duress.set_code(world.site, world.by, CODE)
    assert duress.is_said(world.site, CODE)
    assert duress.is_phrase(world.folder, CODE)
    duress.drop_code(world.site, world.by)
    assert not duress.is_said(world.site, CODE)
    assert not duress.is_phrase(world.folder, CODE)
    assert {one.id: one.head_sequence for one in world.site.store.logs()} == before


def test_the_code_for_a_passphrase_scuttles_and_opens_training(world: World, laid: Path) -> None:
    duress.set_code(world.site, world.by, CODE)
    world.people(3)
    world.site.close()
    secrets_beside(world.folder, secret=CODE)
    said = subprocess.run(
        command("site", "show", "--json"),
        cwd=world.folder.parent,
        env=environment(MUSTER_SITE=str(world.folder), MUSTER_TRAINING=str(laid)),
        capture_output=True,
        check=True,
    )
    assert msgspec.json.decode(said.stdout)["training"] is True
    assert said.stderr == b""
    assert not list(world.folder.glob("*.slot"))
    assert not (world.folder / RECEIPT).exists()
    with pytest.raises(SiteMissing):
        open_site(world.folder, PHRASE)


def test_the_code_for_a_pin_scuttles_and_the_board_goes_on(world: World, laid: Path) -> None:
    duress.set_code(world.site, world.by, CODE)
    operators.enrol(world.site, world.by, "Example lead", (Role.LEAD.value,), PIN)
    world.site.close()
    secrets_beside(world.folder, secret=PHRASE)
    running, address = served(world.folder, MUSTER_TRAINING=str(laid))
    watcher = next(iter(below(running.pid)))
    visitor = Visitor(address)
    try:
        assert visitor.sign_in("Example lead", "another wrong code").status == 401
        assert (world.folder / SLOT).exists()
        assert visitor.sign_in("Example lead", CODE).status == 302
        board = visitor.get("/")
        assert board.status == 200
        assert "Ferries from the Isle of Ostrand" in board.text
        assert "Test operation" not in board.text
        for page in ("/people", "/incidents/gates", "/lifts", "/plan/", "/report", "/closing"):
            assert visitor.get(page).status == 200
        assert running.wait(10) == -signal.SIGKILL
        assert not list(world.folder.glob("*.slot"))
        assert not (world.folder / RECEIPT).exists()
    finally:
        for one in (*below(watcher), watcher):
            os.kill(one, signal.SIGKILL)
        running.kill()
        running.wait()
        assert running.stderr
        assert running.stderr.read() == b""
        running.stderr.close()


def test_a_server_that_is_running_ends_when_the_code_is_typed_beside_it(
    world: World, laid: Path
) -> None:
    duress.set_code(world.site, world.by, CODE)
    world.site.close()
    secrets_beside(world.folder, secret=PHRASE)
    running, _ = served(world.folder, MUSTER_TRAINING=str(laid))
    assert duress.is_phrase(world.folder, CODE)
    assert duress.give_up(world.folder)
    assert running.wait(10) == -signal.SIGKILL
    assert running.stderr
    running.stderr.close()
    assert not list(world.folder.glob("*.slot"))


def test_training_data_is_a_site_at_work_whose_clock_stands_still_while_it_is_closed(
    laid: Path,
) -> None:
    with training.opened(laid) as one:
        assert one.state.training
        names = {row.name for row in operators.roster(one, one.lead)}
        assert training.LEAD in names
        before = one.now().latest
    with training.opened(laid) as again:
        assert before <= again.now().latest
        assert again.now().latest < read_iso("2031-05-08T10:00Z")
