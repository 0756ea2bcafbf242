"""``make bench``: everything that Muster promises about speed, measured beside what limits it.

Prints a table and writes ``bench.json``. A target that is missed is marked; nothing fails, because
these machines are noisy: read the ratios, not the seconds. ``--scale`` makes a smaller run, and
``--only drill`` (or another part, once for each) measures that alone.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench import commits, duplicates, exchange, lists, operation, recall, scans, search

PEOPLE = 124_000
FACTS = 1_000_000
SHARE = 0.10
MEMORY = 2_000_000_000
GROWTH = 1.3
REPORT_SECONDS = 0.5
VERIFY_SECONDS = 60
TIMES_PRETIX = 40
BUNDLE = 100_000_000
SEARCH_MS = 50
TOGETHER = 10
VERIFY_SHARE = 0.7
DURABLE_SHARE = 0.6
SCAN_MS = 50
RECALL_SECONDS = 60
VECTOR = 20
NEWS_SECONDS = 60
TRIPS = 2
TAKEN = 50_000
TAKEN_SHARE = 0.4
PRECISION, RECALL, ASKED = 0.995, 0.95, 0.03
BETTER = 0.03
ONE_MS = 50

Row = tuple[str, str, str, bool]


PARTS: dict[str, Callable[[float], dict[str, float]]] = {
    "list": lambda scale: lists.measure(round(PEOPLE * scale)),
    "search": lambda scale: _search(round(PEOPLE * scale)),
    "duplicates": lambda scale: _duplicates(round(PEOPLE * scale)),
    "commits": lambda _: commits.measure(),
    "scans": lambda _: scans.measure(),
    "recall": lambda _: recall.measure(),
    "exchange": lambda _: exchange.measure(),
    "drill": operation.measure,
}
"""What is measured, by name, in the order in which it is."""


def rows(found: Mapping[str, Mapping[str, float]]) -> Iterator[Row]:
    """Yield (what, figure, target, met) of everything in ``found`` that has a target."""
    for name, told in _ROWS.items():
        if name in found:
            yield from told(found[name])


def _drilled(drill: Mapping[str, float]) -> Iterator[Row]:
    yield "souls", f"{drill['souls']:,.0f}", f"at least {PEOPLE:,}", drill["souls"] >= PEOPLE
    yield "facts", f"{drill['facts']:,.0f}", f"at least {FACTS:,}", drill["facts"] >= FACTS
    share = drill["share_of_raw"]
    yield "facts/s of the raw insert", f"{share:.1%}", "10 %, reach for 25 %", share >= SHARE
    peak = drill["peak_memory_bytes"]
    yield "peak memory", f"{peak / 1e9:.2f} GB", "under 2 GB", peak < MEMORY
    growth = drill["us_per_fact_to_1m"] / drill["us_per_fact_to_100k"]
    yield "cost of a fact, 1 M to 100 k", f"{growth:.2f} x", "within 1.3 x", growth <= GROWTH
    yield from _after(drill)


def _listed(found: Mapping[str, float]) -> Iterator[Row]:
    times = found["times_pretix"]
    yield "import to pretix's 128 rows/CPU-s", f"{times:.0f} x", "40 x", times >= TIMES_PRETIX


def _searched(found: Mapping[str, float]) -> Iterator[Row]:
    p95 = found["p95_ms"]
    yield "person search p95", f"{p95:.1f} ms", "under 50 ms", p95 < SEARCH_MS


def _committed(found: Mapping[str, float]) -> Iterator[Row]:
    ratio, limit = found["ratio"], found["limit"]
    said = f"{ratio:.1f} x, at most {limit:.1f}"
    yield "32 commands together to one by one", said, "10 x", ratio >= TOGETHER


def _at_gates(scans: Mapping[str, float]) -> Iterator[Row]:
    share = scans["verify_share"]
    yield "a pass verified, of bare Ed25519", f"{share:.0%}", "70 %", share >= VERIFY_SHARE
    share = scans["durable_share"]
    yield "32 clients' scans, of no database", f"{share:.0%}", "60 %", share >= DURABLE_SHARE
    p99 = scans["durable_p99_ms"]
    yield "32 clients' scans, p99", f"{p99:.0f} ms", "under 50 ms", p99 < SCAN_MS


def _recalled(found: Mapping[str, float]) -> Iterator[Row]:
    seconds, left = found["seconds_to_send_elsewhere"], found["live_after"]
    what = f"{found['parties']:,.0f} live calls taken back, one message each"
    met = seconds < RECALL_SECONDS and not left and found["messages"] == found["parties"]
    yield what, f"{seconds:.2f} s", "under 60 s", met


def _exchanged(found: Mapping[str, float]) -> Iterator[Row]:
    size, trips = found["vector_bytes_per_log"], found["news_round_trips"]
    yield "a vector of 432 logs, bytes a log", f"{size:.1f}", "20", size <= VECTOR
    seconds = found["news_seconds_at_64_kbit"]
    what = "1,000 new facts on each of two sites, at 64 kbit/s"
    yield (
        what,
        f"{seconds:.0f} s, {trips:.0f} trips",
        "60 s, 2 trips",
        (seconds <= NEWS_SECONDS and trips <= TRIPS),
    )
    rate, wanted = found["received_beside_per_second"], found["received_raw_per_second"]
    wanted = min(TAKEN, TAKEN_SHARE * wanted)
    yield "facts/s taken in from a peer", f"{rate:,.0f}", f"{wanted:,.0f}", rate >= wanted


def _doubled(found: Mapping[str, float]) -> Iterator[Row]:
    precision, recall = found["precision"], found["recall"]
    met = precision >= PRECISION and recall >= RECALL
    wanted = f"{PRECISION:.1%} and {RECALL:.0%}"
    yield "judged by the rule: right, found", f"{precision:.2%}, {recall:.2%}", wanted, met
    asked = found["asked"]
    yield "people a person is asked about", f"{asked:.2%}", f"at most {ASKED:.0%}", asked <= ASKED
    one = found["one_ms_p50"]
    yield "one record compared with all", f"{one:.1f} ms", f"under {ONE_MS} ms", one < ONE_MS
    if "splink_f1" in found:
        more = found["f1"] - found["splink_f1"]
        yield "F1 above splink's", f"{more:+.3f}", f"at least +{BETTER}", more >= BETTER
        share = found["cpu_seconds"] / found["splink_cpu_seconds"]
        yield "CPU time of splink's", f"{share:.2f} x", "at most 1 x", share <= 1


def _after(drill: Mapping[str, float]) -> Iterator[Row]:
    report, verified = drill["report_seconds"], drill["verify_seconds"]
    rebuilt, played = drill["rebuild_seconds"], drill["seconds"]
    yield "report", f"{report:.3f} s", "under 0.5 s", report < REPORT_SECONDS
    yield "verify", f"{verified:.1f} s", "under 60 s", verified < VERIFY_SECONDS
    counted, audited = drill["recount_seconds"], drill["audit_seconds"]
    equal, size = bool(drill["equal"]), drill["bundle_bytes"]
    yield "recount", f"{counted:.1f} s", "equal, under 60 s", equal and counted < VERIFY_SECONDS
    yield "audit of a bundle", f"{audited:.1f} s", "under 60 s", audited < VERIFY_SECONDS
    yield "bundle", f"{size / 1e6:.0f} MB", "under 100 MB", size < BUNDLE
    yield "rebuild", f"{rebuilt:.1f} s", f"the drill's {played:.0f} s", rebuilt <= played


_ROWS: dict[str, Callable[[Mapping[str, float]], Iterator[Row]]] = {
    "drill": _drilled,
    "list": _listed,
    "search": _searched,
    "commits": _committed,
    "scans": _at_gates,
    "recall": _recalled,
    "exchange": _exchanged,
    "duplicates": _doubled,
}


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of the drill and the lists")
    parser.add_argument("--json", type=Path, default=Path("bench.json"))
    parser.add_argument("--only", action="append", choices=PARTS, help="this part; again for more")
    given = parser.parse_args()
    wanted = given.only or PARTS
    found = {name: _say(name, part(given.scale)) for name, part in PARTS.items() if name in wanted}
    machine = {
        "cores": os.cpu_count() or 0,
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }
    given.json.write_text(json.dumps({"machine": machine, **found}, indent=2) + "\n")
    print("\n| what | measured | target | |\n|---|---|---|---|")
    for what, figure, target, met in rows(found):
        print(f"| {what} | {figure} | {target} | {'met' if met else 'missed'} |")


def _search(people: int) -> dict[str, float]:
    found = search.measure(people, 200, 7, ["drill"])["drill"]
    kinds = {name: one for name, one in found.items() if isinstance(one, dict)}  # type: ignore[attr-defined]
    return {
        "p95_ms": max(one["cpu_ms_p95"] for one in kinds.values()),
        **{f"recall_{name}": one["recall_at_20"] for name, one in kinds.items()},
    }


def _duplicates(people: int) -> dict[str, float]:
    found = duplicates.measure(people)
    told = {**found["judged by the rule"], **found["time"]}
    told["asked"] = found["asked"]["share_of_people"]
    if "splink, likely" in found:
        told["splink_f1"] = found["splink, likely"]["f1"]
        told["splink_cpu_seconds"] = found["splink, time"]["cpu_seconds"]
    return told


def _say(name: str, figures: dict[str, float]) -> dict[str, float]:
    print(f"{name}: {json.dumps(figures)}", file=sys.stderr, flush=True)
    return figures


if __name__ == "__main__":
    main()
