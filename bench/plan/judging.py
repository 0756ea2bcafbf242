"""What was asked of a plan beside what was measured: the targets, a table, the worst of each kind.

A plan meets its target when its gap, its CPU seconds and its memory do, nothing is violated, no
more are left than the bound says must be, and no more seats are flown empty than must be plus one
in a hundred.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

Row = dict[str, object]


class Target(NamedTuple):
    """The largest gap, CPU seconds and GB."""

    gap: float
    seconds: float
    memory: float


SMALL, LARGE = 40_000, 500_000
"""People from which the next target holds."""
SPARE = 0.01
"""Seats flown empty beyond those that must be, as a share of all."""


def target(people: int) -> Target:
    """Return what is asked of a plan of so many."""
    if people < SMALL:
        return Target(0.003, 30.0, 0.6)
    return Target(0.005, 60.0, 0.6) if people < LARGE else Target(0.005, 300.0, 1.2)


def met(row: Row) -> bool:
    """Return whether the row's own plan meets its target."""
    ours = found(row, "ours")
    asked = target(int(str(row["people"])))
    return (
        ours["gap"] <= asked.gap
        and ours["s"] <= asked.seconds
        and ours["GB"] <= asked.memory
        and ours["violations"] == 0
        and ours["left"] <= ours["fewest proven"]
        and ours["empty"] <= needless(row) + SPARE * float(str(row["seats"]))
    )


def needless(row: Row) -> float:
    """Return seats that every plan flies empty: all but those of whoever need not be left."""
    souls, seats = float(str(row["people"])), float(str(row["seats"]))
    return seats - (souls - found(row, "ours")["fewest proven"])


def found(row: Row, peer: str) -> dict[str, float]:
    """Return what was measured of one of the planners, nothing if it was not run."""
    measured = row.get(peer, {})
    return measured if isinstance(measured, dict) else {}


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table with a line for each row."""
    columns = ("people, lifts, setting, seed", "greedy: gap, left", "ours: gap, left (least)")
    more = ("empty seats (least)", "violations", "s; GB", "naive: gap, left, s", "met")
    yield "| " + " | ".join((*columns, *more)) + " |"
    yield "|" + "---|" * (len(columns) + len(more))
    for row in rows:
        yield "| " + " | ".join(_cells(row)) + " |"


def _cells(row: Row) -> Iterator[str]:
    ours, first, naive = (found(row, one) for one in ("ours", "greedy", "naive"))
    proven = ours["bound"]
    yield f"{row['people']:,}, {row['lifts']}, {row['setting']}, {row['seed']}"
    yield f"{_gap(first['cost'], proven)}, {first['left']:,.0f}"
    yield f"{_gap(ours['cost'], proven)}, {ours['left']:,.0f} ({ours['fewest proven']:,.0f})"
    yield f"{ours['empty']:,.0f} ({needless(row):,.0f})"
    yield f"{ours['violations']:.0f}"
    yield f"{ours['s']:.1f}; {ours['GB']:.2f}"
    beside = ("cost", "left", "s")
    cost, left, spent = (naive.get(one, 0.0) for one in beside)
    yield f"{_gap(cost, proven)}, {left:,.0f}, {spent:.0f}" if naive else ""
    yield "yes" if met(row) else "no"


def worst(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each size, number of lifts and setting: the worst and the median."""
    for kind in dict.fromkeys(map(_kind, rows)):
        some = [row for row in rows if _kind(row) == kind]
        ours = [found(row, "ours") for row in some]
        gaps, spent = [one["gap"] for one in ours], [one["s"] for one in ours]
        over = [one["left"] - one["fewest proven"] for one in ours]
        yield (
            f"{kind}: {sum(map(met, some))} of {len(some)} met; "
            f"gap {max(gaps):.3%} ({median(gaps):.3%}), {max(spent):.0f} s ({median(spent):.0f}), "
            f"{max(one['GB'] for one in ours):.2f} GB, left over the bound {max(over):.0f}, "
            f"violations {max(one['violations'] for one in ours):.0f}"
        )


def _kind(row: Row) -> str:
    return f"{round(float(str(row['people'])), -2):,.0f}, {row['lifts']}, {row['setting']}"


def _gap(cost: float, proven: float) -> str:
    return f"{cost / proven - 1:.3%}" if proven else "none"
