"""Measure counting again: a report from the record of a site, and an audit bundle and back.

The site is one that a drill was played at; peak memory is that of a process of its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.bundle_reading import Bundle
from muster.doors.cli.counting import count_bundle, count_record, read_report
from muster.doors.drill.run import Drill, make_site, play
from muster.site.figures import auditing, reporting
from muster.site.opening import open_site

PHRASE = "plainly synthetic passphrase"

Figures = dict[str, float]


def measure(site: Path) -> Figures:
    """Return the figures of counting again at ``site``, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "bench.recount", str(site), f"{folder}/one.bundle"]
        found: Figures = json.loads(subprocess.check_output(asked))
        return found


def _count(folder: Path, file: Path) -> Figures:
    with open_site(folder, PHRASE) as site:
        report = read_report(reporting.as_json(reporting.report(site, site.lead)))
        began = time.perf_counter()
        with auditing.redacted(site, site.lead) as record:
            count = count_record(record, report)
        counted = time.perf_counter() - began
        began = time.perf_counter()
        with file.open("wb") as out:
            auditing.bundle(site, site.lead, out)
        bundled = time.perf_counter() - began
    began = time.perf_counter()
    with Bundle(file) as bundle:
        again = count_bundle(Checking(bundle))
    return {
        "entries": count.entries,
        "figures": count.compared,
        "equal": float(count.equal and again.equal),
        "recount_seconds": round(counted, 1),
        "bundle_seconds": round(bundled, 1),
        "bundle_bytes": file.stat().st_size,
        "audit_seconds": round(time.perf_counter() - began, 1),
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _play(folder: Path, scale: float) -> None:
    drill = Drill.of("kabul-2021", scale=scale)
    site, clock = make_site(folder, PHRASE, drill)
    with site:
        play(site, clock, drill)


if __name__ == "__main__":
    if len(sys.argv) == 3:  # noqa: PLR2004 - a site and where its bundle goes
        print(json.dumps(_count(Path(sys.argv[1]), Path(sys.argv[2]))))
    else:
        with tempfile.TemporaryDirectory() as place:
            _play(Path(place) / "site", float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
            print(json.dumps(measure(Path(place) / "site"), indent=2))
