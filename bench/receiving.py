"""Measure how fast a site takes in a whole record that it has nothing of.

The record is a drill's: people, families, plans, passes, gates, lifts and havens. Its frames lie
ready as bytes, so that only the receiver is timed: every frame is decoded and checked, every chunk
is durable before the next ones are folded. Three ways stand beside each other, in turns, each on a
fresh site: with an examiner beside, all in one process, and the raw insert of the same sealed
bytes. Both processes' CPU counts; the load is that of the whole machine.

``python -m bench.receiving --scale 0.1`` prints the figures of about 150,000 facts.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.operation import PHRASE, sealed
from bench.store import KEY, raw_bulk_insert
from muster.adapters.exchange.frames import Frame, decode, encode
from muster.adapters.exchange.session import Session
from muster.doors.drill.run import Drill, make_site, play
from muster.ground.secrecy.slot import TRAINING
from muster.site import upkeep
from muster.site.exchange import examiner
from muster.site.exchange.exchanging import session
from muster.site.opening import Setup, join
from muster.site.site import Site

SCALE = 0.1
ROUNDS = 3
NEVER = 10**9

Figures = dict[str, float]


def measure(scale: float = SCALE, rounds: int = ROUNDS) -> Figures:
    """Return medians of ``rounds`` first sessions with the record of a drill at ``scale``."""
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill.of("kabul-2021", seed=7, scale=scale)
        giver, clock = make_site(Path(folder) / "giver", PHRASE, drill)
        with giver:
            play(giver, clock, drill)
            entries = list(sealed(giver))
            raw, beside, alone = [], list[Figures](), list[Figures]()
            for turn in range(rounds):
                place = Path(folder)
                raw.append(raw_bulk_insert(entries, place / f"raw{turn}", KEY))
                beside.append(_joined(giver, place / f"beside{turn}", examiner.MUCH))
                alone.append(_joined(giver, place / f"alone{turn}", NEVER))
    return {
        "entries": len(entries),
        "raw_per_second": round(median(raw)),
        **_middle("beside", beside, median(raw)),
        **_middle("alone", alone, median(raw)),
        "load": round(os.getloadavg()[0], 1),
    }


def _middle(name: str, found: list[Figures], raw: float) -> Figures:
    middle = {key: median(one[key] for one in found) for key in found[0]}
    middle["share_of_raw"] = middle["per_second"] / raw
    return {f"{name}_{key}": round(figure, 3) for key, figure in middle.items()}


def _joined(giver: Site, place: Path, much: int) -> Figures:
    """Return how fast a fresh site takes all in, with an examiner from ``much`` entries on."""
    setup, before, examiner.MUCH = Setup("Bench", "Bench", TRAINING), examiner.MUCH, much
    try:
        with join(giver, giver.lead, place, PHRASE, setup) as to:
            found = _received(to, giver)
            if not upkeep.rebuild(to, to.lead).equal:
                message = "what was received is not what a rebuild makes of it"
                raise RuntimeError(message)
    finally:
        examiner.MUCH = before
    return found


def _received(to: Site, giver: Site) -> Figures:
    here, told = _told(to, giver)
    child, own, began = _children(), time.process_time(), time.perf_counter()
    for raw in told:
        here.hear(decode(raw))
    here.leave()
    seconds, own, child = (
        time.perf_counter() - began,
        time.process_time() - own,
        _children() - child,
    )
    entries = here.course.taken.entries
    return {
        "per_second": entries / seconds,
        "per_cpu_second": entries / (own + child),
        "own_us": own / entries * 1e6,
        "child_us": child / entries * 1e6,
    }


def _told(to: Site, giver: Site) -> tuple[Session, list[bytes]]:
    """Return the receiver's end of a first session, and the giver's first message as bytes."""
    here = session(to, to.lead, call=True, peer=giver.keys.site)
    there = session(giver, giver.lead, call=False, peer=to.keys.site)
    for frame in here.speak():
        there.hear(frame)
    frames: list[Frame] = list(there.speak())
    return here, [encode(frame) for frame in frames]


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the figures."""
    reader = argparse.ArgumentParser(description="Measure how fast a site takes in a record.")
    reader.add_argument("--scale", type=float, default=SCALE, help="of the drill")
    reader.add_argument("--rounds", type=int, default=ROUNDS)
    given = reader.parse_args()
    print(json.dumps(measure(given.scale, given.rounds), indent=1))


if __name__ == "__main__":
    main()
