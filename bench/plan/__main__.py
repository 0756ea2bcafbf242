"""``python -m bench.plan``: greedy, proven bound, our plan and the naive programme, side by side.

Each peer runs in a process of its own, which counts its CPU seconds and peak memory; each plan
goes through the checker. ``--people 124000 --setting tight --seeds 2``;
``--seats 8-20 --lifts 147`` makes boats. Prints a table and writes JSON.
"""

import argparse
import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from bench.plan.exact import exact
from bench.plan.instances import SETTINGS, instance
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


def main() -> None:
    """Measure, print, write."""
    given = _arguments()
    rows = [
        _measured(given, people, setting, seed)
        for people in given.people
        for setting in given.setting
        for seed in range(given.first, given.first + given.seeds)
    ]
    given.json.write_text(json.dumps(rows, indent=2) + "\n")
    print("\n" + "\n".join(_table(rows)))


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


def _measured(given: argparse.Namespace, people: int, setting: str, seed: int) -> dict[str, object]:
    small = people < 40_000  # noqa: PLR2004 (the targets' own border)
    seconds = given.seconds or (30.0 if small else 60.0 if people < 500_000 else 300.0)  # noqa: PLR2004
    seats = tuple(int(one) for one in given.seats.split("-")) if given.seats else None
    operation = instance(people, setting, seed, given.lifts, seats)  # type: ignore[arg-type]
    souls = sum(one.souls for one in operation.parties)
    row: dict[str, object] = {
        "people": souls,
        "parties": len(operation.parties),
        "lifts": len(operation.lifts),
        "setting": setting,
        "seed": seed,
        "spare seats": sum(one.seats for one in operation.lifts) - souls,
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
        "violations": len(check(operation, plan)),
    }


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


def _table(rows: list[dict[str, object]]) -> Iterator[str]:
    columns = ("people, lifts, setting, seed", "greedy: gap, left", "ours: gap, left (least)")
    yield "| " + " | ".join((*columns, "violations", "s; GB", "naive: gap, left, s")) + " |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        ours, first, naive = (_found(row, one) for one in ("ours", "greedy", "naive"))
        proven = ours["bound"]
        what = f"{row['people']:,}, {row['lifts']}, {row['setting']}, {row['seed']}"
        others = f"{_gap(first['cost'], proven)}, {first['left']:,.0f}"
        mine = f"{_gap(ours['cost'], proven)}, {ours['left']:,.0f} ({ours['fewest proven']:,.0f})"
        spent = f"{ours['violations']:.0f} | {ours['s']:.1f}; {ours['GB']:.2f}"
        last = ""
        if naive:
            last = f"{_gap(naive['cost'], proven)}, {naive['left']:,.0f}, {naive['s']:.0f}"
        yield f"| {what} | {others} | {mine} | {spent} | {last} |"


def _found(row: dict[str, object], peer: str) -> Found:
    found = row.get(peer, {})
    return found if isinstance(found, dict) else {}


def _gap(found: float, proven: float) -> str:
    return f"{found / proven - 1:.3%}" if proven else "none"


if __name__ == "__main__":
    main()
