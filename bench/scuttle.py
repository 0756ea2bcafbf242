"""Measure scuttle: a thousand times, while the processors and the disk are busy.

``python -m bench.scuttle TIMES BUSY [USER]``: so many drills, beside so many processes that only
reckon and one that syncs 4 MB without pause; as root, or as an ordinary user of that name. Each
drill has a watcher that waits for the word, slots on the disk, and a server that holds 50 MB,
closed to others as the real one; while they are set up the reckoning waits, and goes on before the
word. From the word to the end of the last step, by the receipt's own clock; the promise is 99 of
100 under a second (T13). Each step has its own figures. ``--keep FILE`` adds the drills to those
that it holds, so that a thousand can be done in pieces.

The watcher is the product's, forked with its modules loaded, as one that has waited for hours is.
"""

import argparse
import base64
import codecs
import fcntl
import io
import os
import pwd
import select
import signal
import socket
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from muster.adapters.hardened import harden
from muster.ground.record.receipt import PREFIX, Receipt
from muster.site.closing import watcher
from muster.site.closing.scuttle import STEPS, Orders
from muster.site.closing.watcher import RECEIPT, Watch

SLOT = 600
HELD = 50_000_000
_NOISE = 4_000_000
_BEGINS = 60
_BUSY_AGAIN = 0.1
"""Seconds that the processors are at work again before the word is given."""
_Drill = tuple[int, dict[str, int]]


def measure(times: int = 1_000, busy: int = 0) -> Iterator[_Drill]:
    """Yield each drill: milliseconds from word to end, and from the order to each step."""
    with tempfile.TemporaryDirectory() as folder, _load(Path(folder), busy) as reckoning:
        for number in range(times):
            yield _once(Path(folder) / str(number), reckoning)


def told(drills: Sequence[_Drill]) -> dict[str, float]:
    """Return percentiles in milliseconds, of all and of each step, and how many were whole."""
    whole = [steps for _, steps in drills if len(steps) == STEPS]
    found: dict[str, float] = {"times": len(drills), "whole": len(whole)}
    spans = {"word to end": [span for span, _ in drills]}
    spans |= {name: [steps[name] for steps in whole] for name in (whole[0] if whole else ())}
    for name, each in spans.items():
        found |= {f"{name}, p50 ms": _part(each, 50), f"{name}, p99 ms": _part(each, 99)}
        found[f"{name}, worst ms"] = max(each)
    return found


def _part(spans: list[int], hundredths: int) -> int:
    """Return the least figure that so many of a hundred do not exceed."""
    return sorted(spans)[-(-len(spans) * hundredths // 100) - 1]


def _once(folder: Path, reckoning: Sequence[int]) -> _Drill:
    """Return how long a scuttle took, in milliseconds, and the steps of its receipt."""
    folder.mkdir()
    _signal(reckoning, signal.SIGSTOP)
    for name in ("keys.slot", "spare.slot"):
        _lay(folder / name)
    ours, theirs = socket.socketpair()
    server = _forked(lambda: _serve(theirs.fileno()))
    if not select.select([ours], [], [], _BEGINS)[0]:
        raise TimeoutError
    ours.recv(1)
    wanted = Orders(str(folder), server, os.urandom(32), b"", b"", 0, bytes(32))
    waiting = _forked(lambda: _watch(theirs.fileno()))
    with ours, theirs:
        _say(ours, Watch(wanted))
        _until_asleep(waiting, theirs)
        _signal(reckoning, signal.SIGCONT)
        time.sleep(_BUSY_AGAIN)
        begun = time.time_ns() // 1_000_000
        _say(ours, Watch(wanted, now=True))
        for one in (waiting, server):
            os.waitpid(one, 0)
    said = base64.b32decode(_padded((folder / RECEIPT).read_text("ascii").strip()))
    receipt = msgspec.msgpack.decode(said, type=Receipt)
    return receipt.at - begun, dict(receipt.steps)


def _lay(slot: Path) -> None:
    """Write a slot to the disk, where that of a site has been since it was opened."""
    with slot.open("wb") as file:
        file.write(os.urandom(SLOT))
        file.flush()
        os.fsync(file.fileno())


def _padded(text: str) -> str:
    body = text.removeprefix(PREFIX)
    return body + "=" * (-len(body) % 8)


def _forked(act: Callable[[], object]) -> int:
    """Begin ``act`` in a child, and return its number; it ends when that has ended."""
    child = os.fork()
    if child:
        return child
    try:
        act()
    finally:
        os._exit(0)


def _serve(line: int) -> None:
    held = bytearray(HELD)
    harden()
    os.write(line, b"!")
    while held:
        signal.pause()


def _watch(line: int) -> None:
    os.dup2(line, 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as long as the process
    watcher.main(lambda _: None)


def _say(line: socket.socket, watch: Watch) -> None:
    frame = msgspec.msgpack.encode(watch)
    line.sendall(len(frame).to_bytes(4, "big") + frame)


def _until_asleep(pid: int, line: socket.socket) -> None:
    """Wait until the watcher has read what it was told, and waits itself."""
    while True:
        left = int.from_bytes(fcntl.ioctl(line, termios.FIONREAD, bytes(4)), sys.byteorder)
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
        if not left and state == "S":
            return
        time.sleep(0.001)


@contextmanager
def _load(folder: Path, busy: int) -> Iterator[Sequence[int]]:
    """Keep the processors and the disk at work; yield who reckons."""
    reckoning = [_forked(_reckon) for _ in range(busy)]
    syncing = _forked(lambda: _sync(folder / "noise"))
    try:
        yield reckoning
    finally:
        _signal([*reckoning, syncing], signal.SIGKILL)
        for one in (*reckoning, syncing):
            os.waitpid(one, 0)


def _signal(pids: Sequence[int], what: signal.Signals) -> None:
    for one in pids:
        os.kill(one, what)


def _reckon() -> None:
    while True:
        pass


def _sync(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            file.seek(0)
            file.write(os.urandom(_NOISE))
            os.fsync(file.fileno())


def _become(name: str) -> None:
    """Give up every right that this user does not have, perhaps that of reading the interpreter."""
    codecs.lookup("ascii")  # is loaded when first used
    user = pwd.getpwnam(name)
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)


def _kept(path: Path | None) -> BinaryIO:
    """Open what drills are kept in, while this user still may; in memory where nothing is kept."""
    if path is None:
        return io.BytesIO()
    path.touch()
    return path.open("r+b", buffering=0)


def main() -> None:
    """Run what was asked for, and print what came of it."""
    asked = argparse.ArgumentParser(prog="bench.scuttle")
    asked.add_argument("times", type=int, nargs="?", default=1_000)
    asked.add_argument("busy", type=int, nargs="?", default=0)
    asked.add_argument("user", nargs="?")
    asked.add_argument("--keep", type=Path, metavar="FILE")
    args = asked.parse_args()
    with _kept(args.keep) as kept:
        if args.user:
            _become(args.user)
        raw = kept.read()
        drills = msgspec.json.decode(raw, type=list[_Drill]) if raw else []
        for one in measure(args.times, args.busy):
            drills.append(one)
            kept.seek(0)
            kept.write(msgspec.json.encode(drills))
    print(f"load {os.getloadavg()[0]:.0f} at the end")
    for name, value in told(drills).items():
        print(f"{name:>26} {value:,.0f}")


if __name__ == "__main__":
    main()
