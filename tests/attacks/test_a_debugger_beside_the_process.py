"""T12: what holds keys or names can be read from beside by nobody of its user, and leaves no core.

A process of the same user is the neighbour that is asked here: a captured session, a crash handler.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest

from muster.site.closing.processes import below
from tests.cli.process import command, environment
from tests.world.site import PHRASE, World

_SAYS = """
import os, resource, sys
from muster.adapters.hardened import harden, is_hardened
before = is_hardened()
held = harden(lock=False)
print(before, is_hardened(), *held, oct(os.umask(0)), flush=True)
sys.stdin.read()
"""
_NEIGHBOURS = """
import ctypes, os, signal
from muster.adapters.hardened import harden
told, tell = os.pipe()
holder = os.fork()
if not holder:
    os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as any program of this user is
    {}
    os.write(tell, b"x")
    signal.pause()
os.read(told, 1)
os.setuid(65534)
try:
    open("/proc/" + str(holder) + "/mem", "rb").close()
except PermissionError:
    print(False)
else:
    print(True)
os.kill(holder, signal.SIGKILL)
"""
_CHILDREN = (
    "muster.site.record.lector",
    "muster.site.record.scribe",
    "muster.site.plan.solving",
    "muster.site.closing.watcher",
    "muster.doors.drill.ahead",
)


def _begun(*words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/"
    )


def _cores_are_written_here() -> bool:
    """Say whether an ordinary crash leaves a core beside it: not where this user never may."""
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        return False
    pattern = Path("/proc/sys/kernel/core_pattern").read_text("ascii").strip()
    return bool(pattern) and not pattern.startswith(("|", "/"))


def leaves_no_core(pid: int) -> bool:
    """Say whether the kernel writes nothing when ``pid`` crashes, whatever its parent wished."""
    lines = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
    return next(one for one in lines if one.startswith("Max core")).split()[4:6] == ["0", "0"]


def comes_true(asked: Callable[[], bool], most: int = 2_000) -> bool:
    """Wait for what another process does soon; give up after many looks."""
    for _ in range(most):
        if asked():
            return True
        sleep(0.01)
    return False


def test_a_hardened_process_says_so_and_an_ordinary_one_is_not() -> None:
    said = _begun("-I", "-c", _SAYS)
    out, _ = said.communicate(b"")
    words = out.decode().split()
    assert words[:2] == ["False", "True"]
    assert {"umask", "cores", "dumps"} <= {*words}
    assert words[-1] == "0o77"


def test_a_crash_leaves_no_core_and_an_ordinary_one_does_where_cores_are_written(
    tmp_path: Path,
) -> None:
    crash = "import os; {}; os.abort()"
    hard = "from muster.adapters.hardened import harden; harden()"
    for act in (hard, "pass"):
        found = subprocess.run(
            ["/bin/sh", "-c", 'ulimit -c unlimited; exec "$0" -I -c "$1"', sys.executable,
             crash.format(act)],
            cwd=tmp_path,
            check=False,
        )  # fmt: skip
        assert found.returncode in {-signal.SIGABRT, 128 + signal.SIGABRT}
        cores = [one for one in tmp_path.iterdir() if one.name.startswith("core")]
        assert bool(cores) == (act != hard and _cores_are_written_here())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("act", "read"), [("harden(lock=False)", "False"), ("pass", "True")])
def test_nobody_of_the_same_user_reads_its_memory(act: str, read: str) -> None:
    found = subprocess.run(
        [sys.executable, "-I", "-c", _NEIGHBOURS.format(act)],
        capture_output=True,
        check=True,
    )
    assert found.stdout.decode().strip() == read


@pytest.mark.parametrize("module", _CHILDREN)
def test_every_child_is_hardened_before_it_is_told_anything(module: str) -> None:
    with _begun("-I", "-m", module) as child:
        assert comes_true(lambda: leaves_no_core(child.pid))
        child.kill()


def test_the_server_and_its_watcher_are_hardened(world: World) -> None:
    world.site.close()
    secret = world.folder.parent / "secret"
    secret.touch(0o600)
    secret.write_text(f"{PHRASE}\n", "utf-8")
    with subprocess.Popen(
        command("serve", "--port", "0", "--no-links"),
        cwd=world.folder.parent,
        env=environment(MUSTER_SITE=str(world.folder)),
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stderr
        assert b"The board is at" in running.stderr.readline()
        every = [running.pid, *below(running.pid)]
        assert len(every) > 1
        assert all(map(leaves_no_core, every))
        running.send_signal(signal.SIGINT)
        running.stderr.read()
