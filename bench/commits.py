"""Measure group commit: durable commands a second when many wait together, and one by one.

All in one run, in turns, on the same disk: only the ratios say something. What limits them is
measured beside: a command alone costs its processor time and a sync, one of many its processor time
and a share of a sync. So the ratio can never be above ``limit``, and where a sync takes less time
than a command, it is small however well commits are shared. The same with ``SLOW`` added to each
commit says what they do on a disk that is slower.
"""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from muster.ground.people.name import Name
from muster.ground.secrecy.slot import TRAINING
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.opening import Setup, init
from muster.site.registry import desk
from muster.site.site import Site

PARTY = PartyClaim((PersonClaim(Name("Example Person")),))
SLOW = 0.004
"""Seconds: what a sync takes here on a busy day."""
SYNCS = 200
WRITTEN = b"x" * 6 * 8_192
"""As much as the write-ahead log gets with one command."""


def measure(commands: int = 2_000, threads: int = 32, rounds: int = 3) -> dict[str, float]:
    """Return both rates, their ratio, and what limits it."""
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(Path(folder) / "site", "plainly synthetic passphrase", setup) as site:
            _run(site, commands, threads)
            taken = [_round(site, Path(folder), commands, threads) for _ in range(rounds)]
            with _slower(site):
                slow = _run(site, commands // 10, 1)[0] * 10 / _run(site, commands, threads)[0]
    alone, cpu_alone, together, cpu_together, sync = map(
        statistics.median, zip(*taken, strict=True)
    )
    ratios = [one[0] / one[2] for one in taken]
    return {
        "one_by_one": round(commands / alone),
        f"{threads}_together": round(commands / together),
        "ratio": round(statistics.median(ratios), 2),
        "limit": round(alone / cpu_together, 2),
        "sync_ms": round(1e3 * sync, 3),
        "cpu_ms_alone": round(1e3 * cpu_alone / commands, 3),
        "cpu_ms_together": round(1e3 * cpu_together / commands, 3),
        f"ratio_with_{1e3 * SLOW:.0f}_ms_more": round(slow, 2),
    }


def _round(site: Site, folder: Path, commands: int, threads: int) -> tuple[float, ...]:
    alone, sync = _run(site, commands, 1), _sync(folder)
    return *alone, *_run(site, commands, threads), sync


def _run(site: Site, commands: int, threads: int) -> tuple[float, float]:
    """Return the seconds and the processor seconds of so many commands."""

    def work() -> None:
        for _ in range(commands // threads):
            desk.claim(site, site.lead, [PARTY])

    workers = [threading.Thread(target=work) for _ in range(threads)]
    began, busy = time.perf_counter(), time.process_time()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    share = commands / (commands // threads * threads)
    return share * (time.perf_counter() - began), share * (time.process_time() - busy)


def _sync(folder: Path) -> float:
    """Return how long the disk takes to keep as much as one command writes."""
    spans = []
    with (folder / "raw").open("wb", buffering=0) as raw:
        for _ in range(SYNCS):
            raw.write(WRITTEN)
            began = time.perf_counter()
            os.fdatasync(raw.fileno())
            spans.append(time.perf_counter() - began)
    return statistics.median(spans)


@contextmanager
def _slower(site: Site) -> Iterator[None]:
    """Let each commit take longer by ``SLOW``, as on a slower disk."""
    store: Any = site.store
    commit = store.commit

    def slowly() -> None:
        commit()
        time.sleep(SLOW)

    store.commit = slowly
    try:
        yield
    finally:
        del store.commit


if __name__ == "__main__":
    print(measure())
