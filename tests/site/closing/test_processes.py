"""What is killed has no memory left, though its turn on the processor never comes (T13)."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from muster.site.closing import processes
from muster.site.closing import watcher as watching
from muster.site.closing.scuttle import Orders, destroy
from muster.site.closing.watcher import Watcher
from tests.cli.process import python

_SEIZE, _GO_ON, _STOP_AT_EXIT = 0x4206, 17, 0x40  # ptrace(2)
_ANY = 0x40000000  # __WALL
_HOLDS = "import time; held = bytearray(30_000_000); print(flush=True); time.sleep(60)"


@pytest.fixture
def holder() -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds 30 MB."""
    with subprocess.Popen(python("-c", _HOLDS), stdout=subprocess.PIPE) as running:
        assert running.stdout
        running.stdout.readline()
        yield running
        running.kill()


def resident(pid: int) -> int:
    """Return how many kB of memory a process has."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next((int(one.split()[1]) for one in lines if one.startswith("VmRSS")), 0)


def test_whoever_kills_frees_what_a_process_without_a_turn_held(
    holder: subprocess.Popen[bytes],
) -> None:
    kernel = ctypes.CDLL(None, use_errno=True)
    seized = kernel.ptrace(_SEIZE, holder.pid, None, ctypes.c_void_p(_STOP_AT_EXIT)) == 0
    if not seized or tuple(map(int, os.uname().release.split(".")[:2])) < (5, 15):
        pytest.skip("this kernel lets nobody hold a process at its end, or free another's memory")
    killed = processes.kill(holder.pid)
    os.waitpid(holder.pid, _ANY)  # it stands before its end, and goes no further
    assert resident(holder.pid) > 30_000
    assert processes.gone(killed)
    assert resident(holder.pid) == 0
    kernel.ptrace(_GO_ON, holder.pid, None, None)


def test_nothing_is_freed_of_a_process_that_nobody_killed(
    holder: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_ENDED", 0.0)
    assert not processes.gone([holder.pid])
    assert resident(holder.pid) > 30_000
    assert holder.poll() is None


def test_a_child_that_is_ending_saves_nobody(
    holder: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "below", lambda _: map(os.getpgid, [1 << 30]))
    assert processes.gone(processes.kill(holder.pid))
    assert holder.wait() == -signal.SIGKILL


def test_nobody_is_killed_for_nobody() -> None:
    assert processes.kill(0) == ()
    assert processes.gone(())


def test_what_is_hurried_steps_back_again() -> None:
    before = os.sched_getscheduler(0)
    processes.come_first()
    processes.step_back()
    assert os.sched_getscheduler(0) == before


def test_one_slot_that_cannot_be_written_saves_no_other(tmp_path: Path) -> None:
    keys, same, aside = (tmp_path / one for one in ("keys.slot", "same-blocks", "aside"))
    keys.write_bytes(b"k" * 600)
    os.link(keys, same)
    aside.write_bytes(b"not a slot")
    (tmp_path / "a.slot").symlink_to(aside)
    assert not destroy(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {"same-blocks", "aside"}
    assert b"k" * 32 not in same.read_bytes()
    assert aside.read_bytes() == b"not a slot"


def test_a_store_that_waits_for_its_disk_holds_up_no_scuttle(
    holder: subprocess.Popen[bytes], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keys.slot").write_bytes(bytes(600))
    known = Orders(str(tmp_path), holder.pid, os.urandom(32), b"", b"", 0, bytes(32))
    stalled = Event()

    def never() -> Orders:
        stalled.wait()
        return known

    with Watcher() as watcher:
        watcher._orders, watcher._last = never, known
        watcher.scuttle()
        assert holder.wait() == -signal.SIGKILL
    assert not (tmp_path / "keys.slot").exists()
    assert "slots-destroyed after" in capfd.readouterr().err
    stalled.set()


def test_the_watcher_stands_apart_and_comes_first_before_it_hears_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[str] = []

    def heard(_decoder: object) -> tuple[object, ...]:
        order.append("heard")
        return ()

    monkeypatch.setattr(watching, "stand_apart", lambda: order.append("apart"))
    monkeypatch.setattr(watching, "come_first", lambda: order.append("first"))
    monkeypatch.setattr(watching, "heard", heard)
    watching.main(print)
    assert order == ["apart", "first", "heard"]


def test_who_stands_apart_has_a_session_of_its_own() -> None:
    asked = (
        "import os; from muster.site.closing.processes import stand_apart;"
        "stand_apart(); print(os.getsid(0) == os.getpid())"
    )
    said = subprocess.run(python("-c", asked), capture_output=True, check=True, text=True)
    assert said.stdout == "True\n"
