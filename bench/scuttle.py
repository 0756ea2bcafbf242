"""Measure scuttle: a thousand times, with two processes that hold memory, while the disk is busy.

From the order to the signed receipt; the promise is 99 of 100 under a second (T13).
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from muster.site.closing.scuttle import STEPS, Orders, carry_out

SLOT = 600
_HOLDS = "import time; held = bytearray(50_000_000); print(flush=True); time.sleep(60)"


def measure(times: int = 1_000) -> dict[str, float]:
    """Return percentiles, in milliseconds, of the last step, and how many were whole."""
    with tempfile.TemporaryDirectory() as folder, _busy(Path(folder)):
        spans, whole = [], 0
        for number in range(times):
            receipt = _once(Path(folder) / str(number))
            spans.append(max((after for _, after in receipt), default=0))
            whole += len(receipt) == STEPS
    spans.sort()
    return {
        "times": times,
        "whole": whole,
        "p50_ms": spans[times // 2],
        "p99_ms": spans[min(times - 1, times * 99 // 100)],
        "worst_ms": spans[-1],
    }


def _once(folder: Path) -> tuple[tuple[str, int], ...]:
    folder.mkdir()
    (folder / "keys.slot").write_bytes(os.urandom(SLOT))
    running = subprocess.Popen([sys.executable, "-c", _HOLDS], stdout=subprocess.PIPE)
    said = cast("IO[bytes]", running.stdout)
    said.readline()
    wanted = Orders(str(folder), running.pid, os.urandom(32), b"", b"", 0, bytes(32))
    receipt = carry_out(wanted, lambda: 0)
    running.wait()
    said.close()
    return receipt.steps


@contextmanager
def _busy(folder: Path) -> Iterator[None]:
    """Keep the disk writing and syncing for as long as the block runs."""
    ended = threading.Event()

    def write() -> None:
        with (folder / "noise").open("wb", buffering=0) as file:
            while not ended.is_set():
                file.seek(0)
                file.write(os.urandom(4_000_000))
                os.fsync(file.fileno())

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join()


if __name__ == "__main__":
    for name, value in measure(*map(int, sys.argv[1:2])).items():
        print(f"{name:>10} {value:,.0f}")
