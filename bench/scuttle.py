"""Measure scuttle: a thousand times, while the processors and the disk are busy.

``python -m bench.scuttle TIMES BUSY``: so many drills, beside so many processes that only reckon
and one that syncs 4 MB without pause. Each drill has a watcher that waits for the word and a server
that holds 50 MB, closed to others as the real one. From the word to the end of the last step, by
the receipt's own clock; the promise is 99 of 100 under a second (T13).

The watcher is the product's, forked with its modules loaded, as one that has waited for hours is.
"""

import base64
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from muster.adapters.hardened import harden
from muster.ground.record.receipt import PREFIX, Receipt
from muster.site.closing import watcher
from muster.site.closing.scuttle import STEPS, Orders
from muster.site.closing.watcher import RECEIPT, Watch

SLOT = 600
HELD = 50_000_000
_RECKONS = "while True: pass"
_SYNCS = """
import os, sys
with open(sys.argv[1], "wb", buffering=0) as file:
    while True:
        file.seek(0)
        file.write(os.urandom(4_000_000))
        os.fsync(file.fileno())
"""


def measure(times: int = 1_000, busy: int = 0) -> dict[str, float]:
    """Return percentiles, in milliseconds, of word to end, and how many receipts were whole."""
    with tempfile.TemporaryDirectory() as folder, _load(Path(folder), busy):
        spans, whole = [], 0
        for number in range(times):
            span, steps = _once(Path(folder) / str(number))
            spans.append(span)
            whole += steps == STEPS
        load = os.getloadavg()[0]
    spans.sort()
    return {
        "times": times,
        "load": load,
        "whole": whole,
        "p50_ms": spans[times // 2],
        "p99_ms": spans[min(times - 1, times * 99 // 100)],
        "worst_ms": spans[-1],
    }


def _once(folder: Path) -> tuple[int, int]:
    """Return how long a scuttle took, in milliseconds, and how many steps its receipt has."""
    folder.mkdir()
    for name in ("keys.slot", "spare.slot"):
        (folder / name).write_bytes(os.urandom(SLOT))
    ours, theirs = socket.socketpair()
    server = _forked(_serve, theirs.fileno())
    ours.recv(1)
    wanted = Orders(str(folder), server, os.urandom(32), b"", b"", 0, bytes(32))
    waiting = _forked(_watch, theirs.fileno())
    with ours, theirs:
        _say(ours, Watch(wanted))
        _until_asleep(waiting, theirs)
        begun = time.time_ns() // 1_000_000
        _say(ours, Watch(wanted, now=True))
        for one in (waiting, server):
            os.waitpid(one, 0)
    said = base64.b32decode(_padded((folder / RECEIPT).read_text("ascii").strip()))
    receipt = msgspec.msgpack.decode(said, type=Receipt)
    return receipt.at - begun, len(receipt.steps)


def _padded(text: str) -> str:
    body = text.removeprefix(PREFIX)
    return body + "=" * (-len(body) % 8)


def _forked(act: Callable[[int], object], line: int) -> int:
    """Begin ``act`` in a child, and return its number; it ends when that has ended."""
    child = os.fork()
    if child:
        return child
    try:
        act(line)
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
def _load(folder: Path, busy: int) -> Iterator[None]:
    """Keep the processors and the disk at work for as long as the block runs."""
    programs = [[_RECKONS]] * busy + [[_SYNCS, str(folder / "noise")]]
    running = [subprocess.Popen([sys.executable, "-c", *words]) for words in programs]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


if __name__ == "__main__":
    for name, value in measure(*map(int, sys.argv[1:3])).items():
        print(f"{name:>10} {value:,.0f}")
