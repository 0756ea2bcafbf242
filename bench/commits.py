"""Measure group commit: durable commands a second when many wait together, and one by one.

Both in one run, beside each other, on the same disk: only the ratio says something.
"""

import tempfile
import threading
import time
from pathlib import Path

from muster.ground.people.name import Name
from muster.ground.secrecy.slot import TRAINING
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import desk
from muster.site.opening import Setup, init
from muster.site.site import Site

PARTY = PartyClaim((PersonClaim(Name("Example Person")),))


def measure(commands: int = 2_000, threads: int = 32) -> dict[str, float]:
    """Return both rates and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(Path(folder) / "site", "plainly synthetic passphrase", setup) as site:
            alone = commands / _run(site, commands, 1)
            together = commands / _run(site, commands, threads)
    return {
        "one_by_one": round(alone),
        f"{threads}_together": round(together),
        "ratio": round(together / alone, 2),
    }


def _run(site: Site, commands: int, threads: int) -> float:
    def work() -> None:
        for _ in range(commands // threads):
            desk.claim(site, site.lead, [PARTY])

    workers = [threading.Thread(target=work) for _ in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began
