"""Measure the whole drill: facts a second beside the raw insert of the same bytes, and what after.

The drill runs in a process of its own, so that its peak memory is its own. Then, in the same run,
the same sealed bytes are inserted raw, a row for each entry, into the same encrypted SQLite, three
times at once after the drill: these machines are noisy, and only what stands close together says
something.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import recount
from bench.store import KEY, raw_bulk_insert
from muster.doors.drill.run import Drill, Progress, make_site, play
from muster.ground.record import segment as segments
from muster.site import upkeep
from muster.site.figures import reporting
from muster.site.opening import open_site
from muster.site.site import Site

PHRASE = "plainly synthetic passphrase"
SMALL = 100_000
LARGE = 1_000_000
ROUNDS = 5

Figures = dict[str, float]


def measure(scale: float, seed: int = 7) -> Figures:
    """Return the figures of one drill at ``scale``, with the raw limit beside it.

    The share of the raw insert is of the time in which facts are put on record; making and mending
    plans, which the drill does in between, is counted apart.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "site"
        asked = [sys.executable, "-m", "bench.operation", str(place), str(scale), str(seed)]
        played: Figures = json.loads(subprocess.check_output(asked))
        with open_site(place, PHRASE) as site:
            entries = list(sealed(site))
            raw = [raw_bulk_insert(entries, Path(folder) / f"raw{n}", KEY) for n in range(3)]
            del entries
            after = _afterwards(site)
        again = recount.measure(place)
    best, worst = max(raw), min(raw)
    writing = played["seconds"] - played["planning_seconds"]
    return {
        **played,
        **after,
        **again,
        "raw_rows_per_second": sorted(raw)[1],
        "raw_spread": round((best - worst) / best, 3),
        "share_of_raw": round(played["facts"] / writing / sorted(raw)[1], 4),
        "share_with_planning": round(played["facts_per_second"] / sorted(raw)[1], 4),
    }


def sealed(site: Site) -> Iterator[bytes]:
    """Yield every sealed body of a site's record."""
    with site.store.reader() as reader:
        for log in reader.logs():
            for row in reader.segments(log.number):
                yield from (link.sealed for link in segments.decode(row.data).links)


def _afterwards(site: Site) -> Figures:
    report = [_timed(lambda: reporting.report(site, site.lead)) for _ in range(ROUNDS)]
    verification = upkeep.verify(site, site.lead)
    rebuilt = upkeep.rebuild(site, site.lead)
    return {
        "report_seconds": round(sorted(report)[ROUNDS // 2], 3),
        "verify_seconds": round(verification.seconds, 1),
        "verify_findings": len(verification.findings),
        "rebuild_seconds": round(rebuilt.seconds, 1),
        "rebuild_equal": float(rebuilt.equal),
    }


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def _play(place: Path, scale: float, seed: int) -> Figures:
    drill = Drill.of("kabul-2021", seed=seed, scale=scale)
    site, clock = make_site(place, PHRASE, drill)
    marks: list[tuple[int, float]] = []
    began = time.process_time()

    def watch(progress: Progress) -> None:
        marks.append((progress.facts, time.process_time() - began))

    played = play(site, clock, drill, watch=watch)
    site.close()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "souls": played.souls,
        "facts": played.facts,
        "seconds": played.seconds,
        "planning_seconds": round(sum(one.seconds for one in played.plans), 1),
        "told_moved": sum(one.told_moved for one in played.plans),
        "told_moved_though_unhit": sum(one.told_unhit for one in played.plans),
        "facts_per_second": played.facts_per_second,
        "cpu_seconds": round(time.process_time() - began, 1),
        "cpu_seconds_beside": round(children.ru_utime + children.ru_stime, 1),
        "peak_memory_bytes": played.peak_memory_bytes,
        "us_per_fact_to_100k": _until(marks, SMALL),
        "us_per_fact_to_1m": _until(marks, LARGE),
    }


def _until(marks: list[tuple[int, float]], facts: int) -> float:
    count, seconds = next((mark for mark in marks if mark[0] >= facts), marks[-1])
    return round(seconds / count * 1e6, 1)


if __name__ == "__main__":
    _, folder, size, chance = sys.argv
    print(json.dumps(_play(Path(folder), float(size), int(chance))))
