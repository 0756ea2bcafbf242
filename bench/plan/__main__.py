"""``python -m bench.plan``: greedy, proven bound, our plan and the naive programme, side by side.

Each peer runs in a process of its own, which counts its CPU seconds and peak memory; each plan
goes through the checker. ``--people 124000 --setting tight --seeds 2``;
``--seats 8-20 --lifts 147`` makes boats. Prints a table with the worst of each kind and what met
its target. Each run is written when it is done; what the file has already is not run again.
"""

import argparse
import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from bench.plan.exact import exact
from bench.plan.instances import SETTINGS, instance
from bench.plan.judging import table, target, worst
from muster.journey.plan.bounding import bound
from muster.journey.plan.checking import check
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.fewest import fewest, fewest_proven
from muster.journey.plan.generating import Phase, Progress
from muster.journey.plan.greedy import greedy
from muster.journey.plan.operation import Operation, Plan
from muster.journey.plan.solving import solve

NAIVE_UP_TO = 4_000
NAIVE_SECONDS = 60.0
Found = dict[str, float]
Row = dict[str, object]


def main() -> None:
    """Measure, print, write."""
    given = _arguments()
    rows: list[Row] = json.loads(given.json.read_text()) if given.json.exists() else []
    known = {json.dumps(row["asked"]) for row in rows}
    for people in given.people:
        for setting in given.setting:
            for seed in range(given.first, given.first + given.seeds):
                asked = [people, setting, seed, given.lifts, given.seats]
                if json.dumps(asked) not in known:
                    rows.append({"asked": asked, **_measured(given, people, setting, seed)})
                    given.json.write_text(json.dumps(rows, indent=2) + "\n")
    print("\n" + "\n".join([*table(rows), "", *worst(rows)]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[4_000, 12_400, 124_000])
    parser.add_argument("--setting", nargs="+", choices=SETTINGS, default=["roomy", "tight"])
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --first on")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--lifts", type=int)
    parser.add_argument("--seats", help="8-20: buses or boats of so many seats")
    parser.add_argument("--seconds", type=float, help="CPU seconds after which ours stops")
    parser.add_argument(
        "--naive", type=float, default=NAIVE_SECONDS, help="its seconds; 0: not run"
    )
    parser.add_argument("--json", type=Path, default=Path("bench-plan.json"))
    return parser.parse_args()


def _measured(given: argparse.Namespace, people: int, setting: str, seed: int) -> Row:
    seconds = given.seconds or target(people).seconds
    seats = tuple(int(one) for one in given.seats.split("-")) if given.seats else None
    operation = instance(people, setting, seed, given.lifts, seats)  # type: ignore[arg-type]
    souls = sum(one.souls for one in operation.parties)
    row: Row = {
        "people": souls,
        "parties": len(operation.parties),
        "lifts": len(operation.lifts),
        "setting": setting,
        "seed": seed,
        "seats": sum(one.seats for one in operation.lifts),
    }
    row["greedy"] = _apart(lambda: _judged(operation, greedy(operation)))
    row["ours"] = _apart(lambda: _ours(operation, seconds))
    if people <= NAIVE_UP_TO and given.naive:
        row["naive"] = _apart(lambda: _naive(operation, given.naive))
    print(json.dumps(row), flush=True)
    return row


def _ours(operation: Operation, seconds: float) -> Found:
    began = time.process_time()
    first: dict[str, float] = {}

    def go_on(said: Progress) -> bool:
        spent = time.process_time() - began
        if said.phase is Phase.SEATING and said.gap is not None:
            first["gap before mending"], first["s before mending"] = said.gap, spent
        return spent < 0.9 * seconds

    plan = solve(operation, go_on)
    spent = time.process_time() - began
    least = fewest(operation, plan, lambda _: True)
    return {
        **_judged(operation, plan),
        **first,
        "bound": plan.bound or 0.0,
        "gap": plan.gap or 0.0,
        "bound computed again": bound(operation, plan.prices),
        "fewest proven": fewest_proven(operation, least.prices),
        "s": spent,
    }


def _naive(operation: Operation, seconds: float) -> Found:
    found = exact(operation, seconds)
    plan = Plan(tuple(found.places), cost(operation, found.places))
    return {**_judged(operation, plan), "own bound": found.bound}


def _judged(operation: Operation, plan: Plan) -> Found:
    return {
        "cost": plan.cost,
        "left": souls_left(operation, plan.places),
        "empty": _empty(operation, plan),
        "violations": len(check(operation, plan)),
    }


def _empty(operation: Operation, plan: Plan) -> int:
    """Return seats that are flown empty."""
    beside = zip(operation.parties, plan.places, strict=True)
    aboard = sum(one.souls for one, place in beside if place is not None)
    return sum(one.seats for one in operation.lifts) - aboard


def _apart(measure: Callable[[], Found]) -> Found:
    """Return what ``measure`` finds in a process of its own, with its CPU seconds and memory."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=_report, args=(measure, there))
    child.start()
    found: Found = here.recv()
    child.join()
    return found


def _report(measure: Callable[[], Found], there: Connection) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    found = measure()
    used = {"s": time.process_time() - cpu, "wall s": time.perf_counter() - began}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    there.send({**used, **found, "GB": peak})


if __name__ == "__main__":
    main()
