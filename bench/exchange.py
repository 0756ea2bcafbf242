"""Measure the exchange: bytes a log and an entry, round trips, and how fast a site takes in.

Two real sites on this computer hold whole sessions through the same machine that a link drives;
every frame is encoded, decoded and checked, every chunk is durable. Seconds over a link are
reckoned from bytes and trips, not waited for: 64 kbit/s and 800 ms a trip, one way at a time. How
fast a site takes in a whole record, from frames that lie ready, is ``bench.receiving``'s.
``python -m bench.exchange`` prints the figures; ``--full`` is a tenth of an operation.
"""

import argparse
import json
import tempfile
import time
from itertools import islice
from pathlib import Path
from random import Random

from bench import receiving
from bench.operation import sealed
from bench.store import KEY, raw_bulk_insert
from muster.adapters.exchange import vector
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.frames import encode
from muster.ground.people.ids import PersonId
from muster.ground.people.name import Name
from muster.ground.secrecy.slot import TRAINING
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.exchange.exchanging import meet
from muster.site.opening import Setup, init, join
from muster.site.record.kinds import RECORD
from muster.site.registry import desk
from muster.site.site import Site

LOGS = 432
NEWS = 1_000
KBIT = 64
TRIP = 0.8
PARTY = PartyClaim((PersonClaim(Name("Example Person")),))
PHRASE = "plainly synthetic passphrase"


def measure(people: int = 8_000) -> dict[str, float]:
    """Return the figures for a first session of ``people`` claims and later ones of news."""
    found: dict[str, float] = {"logs": LOGS, "vector_bytes_per_log": round(_vector() / LOGS, 1)}
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with (
            init(Path(folder) / "one", PHRASE, setup) as one,
            join(one, one.lead, Path(folder) / "two", PHRASE, setup) as two,
        ):
            _written(one, people)
            raw = raw_bulk_insert(list(sealed(one)), Path(folder) / "raw", KEY)
            found |= _first(one, two, raw)
            found |= _news(one, two)
            found |= _nothing(one, two)
    taken = receiving.measure()
    return found | {f"received_{name}": figure for name, figure in taken.items()}


def _vector() -> int:
    """Return the bytes of a full vector of 432 logs with sequences of a real size."""
    chance = Random(7)
    points = [
        (chance.randbytes(16), chance.randrange(1, 60_000), chance.randbytes(32))
        for _ in range(LOGS)
    ]
    return sum(len(encode(one)) for one in vector.in_frames(points, bytes(16)))


def _written(one: Site, people: int) -> None:
    with one.batch():
        for at in range(0, people, 1_000):
            desk.claim(one, one.lead, [PARTY] * min(1_000, people - at))


def _first(one: Site, two: Site, raw: float) -> dict[str, float]:
    began = time.process_time()
    seconds, course, _ = _timed(two, one)
    worked = time.process_time() - began
    rate = course.taken.entries / seconds
    return {
        "entries": course.taken.entries,
        "bulk_bytes_per_entry": round(course.taken.bytes / course.taken.entries, 1),
        "entries_per_second": round(rate),
        "entries_per_cpu_second_of_both": round(course.taken.entries / worked),
        "share_of_raw_insert": round(rate / raw, 3),
    }


def _news(one: Site, two: Site) -> dict[str, float]:
    """Let each put a thousand facts about known people on record, a segment each, and exchange."""
    with one.store.reader() as reader:
        people = [row.subject for row in islice(reader.rows_scan(RECORD.name), NEWS)]
    for site in (one, two):
        for person in people:
            desk.hear_from(site, site.lead, [PersonId(person)], "phone")
    seconds, here, there = _timed(two, one)
    total = here.sent.bytes + here.taken.bytes
    trips = here.turns
    return {
        "news_entries": here.sent.entries + here.taken.entries,
        "news_bytes": total,
        "news_bytes_per_entry": round(total / (here.sent.entries + here.taken.entries), 1),
        "news_messages": here.turns + there.turns,
        "news_round_trips": trips,
        "news_seconds_here": round(seconds, 2),
        "news_seconds_at_64_kbit": round(total * 8 / (KBIT * 1000) + trips * TRIP, 1),
    }


def _nothing(one: Site, two: Site) -> dict[str, float]:
    _, here, _ = _timed(two, one)
    return {"hourly_bytes": here.sent.bytes + here.taken.bytes, "hourly_chunks": here.sent.chunks}


def _timed(caller: Site, other: Site) -> tuple[float, Course, Course]:
    began = time.perf_counter()
    here, there = meet(caller, caller.lead, other)
    return time.perf_counter() - began, here, there


def main() -> None:
    """Print the figures."""
    reader = argparse.ArgumentParser(description="Measure the exchange of two sites.")
    reader.add_argument("--full", action="store_true", help="a tenth of an operation")
    people = 80_000 if reader.parse_args().full else 8_000
    print(json.dumps(measure(people), indent=1))


if __name__ == "__main__":
    main()
