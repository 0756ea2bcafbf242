"""Measure meetings of two sites that hold a whole operation: bytes, trips and seconds.

``muster drill kabul-2021 --sites 2 --scale 1 --site FOLDER`` leaves such sites. Two of them are
copied, a thousand facts are put on record at each, a segment each, and they hold a session through
the machine that a link drives: as it goes hourly, from the last receipt, and as it goes where that
was lost, by all points. Then once more with 432 logs, as twelve sites with twelve devices have.
``python -m bench.meetings FOLDER --passphrase-file FILE`` prints the figures.
"""

import argparse
import json
import shutil
import tempfile
import time
from contextlib import ExitStack
from itertools import count, cycle, islice
from pathlib import Path

from bench.exchange import KBIT, LOGS, NEWS, TRIP
from muster.adapters.exchange.frames import encode
from muster.adapters.exchange.vector import Points
from muster.ground.people.ids import PersonId, PlaceId
from muster.site import renewing
from muster.site.exchange.exchanging import PEER, carry, session
from muster.site.lift import ramp
from muster.site.opening import open_site
from muster.site.record.kinds import RECORD
from muster.site.registry import desk
from muster.site.site import Site

PAIR = ("control-centre", "desk")
Figures = dict[str, float]


def measure(folder: Path, phrase: str) -> dict[str, Figures]:
    """Return the figures of each meeting of the first two sites of a drill left in ``folder``."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place, ExitStack() as undo:
        for name in PAIR:
            shutil.copytree(folder / name, Path(place) / name)
        one, two = (undo.enter_context(open_site(Path(place) / name, phrase)) for name in PAIR)
        people = _people(one)
        found = {"as they are": {"entries": _entries(one), **_met(two, one)}}
        found |= _meetings(one, two, people)
        _grow(one, two, people)
        _met(two, one)
        grown = _meetings(one, two, people)
        return found | {f"{LOGS} logs, {name}": of for name, of in grown.items()}


def _meetings(one: Site, two: Site, people: list[PersonId]) -> dict[str, Figures]:
    """Return how it goes with news: from the last receipt, and by all points."""
    found = {}
    for name in ("from the last receipt", "by all points"):
        for site in (one, two):
            for person in people:
                desk.hear_from(site, site.lead, [person], "phone")
        if name == "by all points":
            _forget(one, two)
        found[name] = _met(two, one)
    return found


def _met(caller: Site, other: Site) -> Figures:
    """Let two sites hold a session; return what it took."""
    logs = len(other.store.logs())
    here = session(caller, caller.lead, call=True, peer=other.keys.site)
    there = session(other, other.lead, call=False, peer=caller.keys.site)
    sizes = {here: 0, there: 0}
    began, worked = time.perf_counter(), time.process_time()
    speaker, listener = here, there
    while not (here.over and there.over):
        for frame in speaker.speak():
            if isinstance(frame, Points):
                sizes[speaker] += len(encode(frame))
            carry(frame, speaker, listener)
        speaker, listener = listener, speaker
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    total, trips = here.course.sent.bytes + here.course.taken.bytes, here.course.turns
    here.leave()
    there.leave()
    return {
        "logs": logs,
        "vector_bytes_of_caller": sizes[here],
        "vector_bytes_of_called": sizes[there],
        "vector_bytes_per_log": round(max(sizes.values()) / logs, 1),
        "sent": here.course.sent.entries,
        "taken": here.course.taken.entries,
        "bytes": total,
        "round_trips": trips,
        "messages": trips + there.course.turns,
        "seconds": round(seconds, 2),
        "cpu_seconds_of_both": round(worked, 2),
        "seconds_at_64_kbit": round(total * 8 / (KBIT * 1_000) + trips * TRIP, 1),
    }


def _grow(one: Site, two: Site, people: list[PersonId]) -> None:
    """Let the two begin anew, in turns, until there are 432 logs: each writes three of its own."""
    sites, numbers = cycle((one, two)), count(1)
    while len(one.store.logs()) + len(two.store.logs()) - _shared(one, two) < LOGS:
        site, number = next(sites), next(numbers)
        with site.writing() as journal:
            renewing.begin(site, journal, renewing.RESTORED)
        desk.hear_from(site, site.lead, people[:1], "phone")
        nowhere = PlaceId(bytes(16))
        ramp.offer(
            site,
            site.lead,
            name=f"EXAMPLE {number}",
            craft="C-17",
            origin=nowhere,
            destination=nowhere,
            seats=10,
        )


def _shared(one: Site, two: Site) -> int:
    return len({row.id for row in one.store.logs()} & {row.id for row in two.store.logs()})


def _forget(one: Site, two: Site) -> None:
    """Let neither remember a receipt of the other."""
    for site, other in ((one, two), (two, one)):
        with site.writing():
            site.store.meta_put(PEER + other.keys.site.hex(), b"")


def _people(site: Site) -> list[PersonId]:
    with site.store.reader() as reader:
        return [PersonId(row.subject) for row in islice(reader.rows_scan(RECORD.name), NEWS)]


def _entries(site: Site) -> int:
    return sum(row.head_sequence for row in site.store.logs())


def main() -> None:
    """Print the figures."""
    reader = argparse.ArgumentParser(description="Measure meetings of two whole sites of a drill.")
    reader.add_argument("folder", type=Path, help="what muster drill --sites left")
    reader.add_argument("--passphrase-file", type=Path, required=True)
    given = reader.parse_args()
    phrase = given.passphrase_file.read_text("utf-8").splitlines()[0]
    print(json.dumps(measure(given.folder, phrase), indent=1))


if __name__ == "__main__":
    main()
