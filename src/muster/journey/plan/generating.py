"""Column generation: solve the programme of some columns, price all others, take the best in.

The columns are those of the greedy plan and some lifts at random for each class; from nothing it
does not converge. Each round is solved by interior point without crossover; its prices and the
same smoothed towards those of the best bound (Wentges, "Weighted Dantzig-Wolfe decomposition",
1997) find new columns and a bound.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.binding import TRACES, Binding
from muster.journey.plan.bounding import certain, proven
from muster.journey.plan.columns import Columns, columns, entries, master, none
from muster.journey.plan.lp import relax
from muster.journey.plan.model import Model
from muster.journey.plan.operation import Place
from muster.journey.plan.pricing import at, cheapest, priced

DRAWS, RANDOM_LIFTS = 3, 5
"""How often lifts are drawn for each class, and how many."""
SPREAD = 50.0
"""Mean price that a gate hour is given then; a day in the ready area weighs 12."""
NEW = 4
ROUNDS = 30
CLOSE = 1e-3
MANY = 60_000
SMOOTH = 0.5
NOBODY = 1e-6
"""Souls on a column up to which it carries nobody: the interior point leaves traces."""


class Phase(StrEnum):
    """What the planner is doing. Stable: shown, translated."""

    GREEDY = "greedy"
    COLUMNS = "columns"
    SEATING = "seating"
    MENDING = "mending"
    FEWEST = "fewest"


class Progress(msgspec.Struct, frozen=True):
    """How far a plan has come; ``gap`` is what is known of it, none before there is a bound.

    ``cost`` is of the best plan so far, ``lp`` of the programme of the columns so far.
    """

    phase: Phase
    round: int
    cost: float | None = None
    lp: float | None = None
    bound: float | None = None
    gap: float | None = None
    left: int | None = None


GoOn: TypeAlias = Callable[[Progress], bool]


class Generated(NamedTuple):
    """Columns with souls on each, prices as solved, the best certificate and what it proves.

    ``lp`` is None if the programme was never solved; then there are no souls on any column.
    ``binding`` knows which rows it had to have.
    """

    columns: Columns
    amounts: Floats
    prices: Floats
    certificate: Floats
    lp: float | None
    bound: float
    binding: Binding


def generate(
    made: Model,
    start: Columns,
    go_on: GoOn,
    extra: Columns | None = None,
    *,
    phase: Phase = Phase.COLUMNS,
    rounds: int = ROUNDS,
    close: float = CLOSE,
    needs: bool = True,
    still: float = 0.0,
) -> Generated:
    """Return the programme's solution when it lies within ``close`` of the proven bound.

    Stops earlier after ``rounds`` or when ``go_on`` says so. ``extra`` are columns with a reward
    and a cap, which are never dropped. Without ``needs`` litters and wheelchairs are not limited:
    for whoever only wants the bound. Whoever only wants the amounts stops when a round lowers the
    programme's cost by less than the share ``still``.
    """
    kept = extra if extra is not None else none()
    some = start.plus(kept)
    nothing = np.zeros(made.layout.rows)
    binding = Binding(made, len(entries(made, some)[0]), needs=needs)
    best = Generated(some, np.zeros(some.size), nothing, nothing, None, -np.inf, binding)
    for number in range(rounds):
        shared = entries(made, some)
        solved = relax(master(made, some, shared, binding.rows))
        if solved is None:
            break
        amounts, prices = solved.values[: some.size], solved.prices[: made.layout.rows]
        lefts = solved.values[some.size : some.size + len(made.classes)]
        exceeded = binding.widen(shared, amounts, lefts)
        below = solved.prices[made.layout.rows :]
        lp = made.fixed + solved.objective
        stands = best.lp is not None and 0 <= best.lp - lp < still * abs(lp) and not exceeded
        best = best._replace(columns=some, amounts=amounts, prices=prices, lp=lp)
        found = []
        for tried in _tried(certain(made, prices), best):
            table = priced(made, tried)
            value = proven(made, tried, table, kept)
            if value > best.bound:
                best = best._replace(certificate=tried, bound=value)
            found.append(cheapest(made, table, below, NEW))
        gap = (lp - best.bound) / max(abs(lp), 1.0)
        said = Progress(phase, number, lp=lp, bound=best.bound, gap=gap)
        if not go_on(said) or stands or (gap < close and not exceeded):
            break
        grown = _joined(_slim(some, amounts), found)
        over = grown.size == some.size and not exceeded
        if over and not binding.widen(shared, amounts, lefts, TRACES):
            break
        some = grown
    return best


def _tried(prices: Floats, best: Generated) -> list[Floats]:
    if best.lp is None or not np.isfinite(best.bound):
        return [prices]
    return [prices, SMOOTH * prices + (1 - SMOOTH) * best.certificate]


def _slim(some: Columns, amounts: Floats) -> Columns:
    """Return the columns without those that carry nobody, once there are too many."""
    if some.size <= MANY:
        return some
    return some.only((amounts > NOBODY) | np.isfinite(some.cap))


def _joined(some: Columns, others: Iterable[Columns]) -> Columns:
    for one in others:
        some = some.plus(one)
    return some


def started(made: Model, places: Sequence[Place | None]) -> Columns:
    """Return the columns of a plan and of some lifts drawn for each class, always the same."""
    own = [
        (klass, place.gate, place.hour, place.lift)
        for klass, place in zip(made.classes.of, places, strict=True)
        if klass >= 0 and place is not None
    ]
    rows = np.array(sorted(set(own)), dtype=np.int64).reshape(-1, 4)
    return columns(*rows.T).plus(_drawn(made))


def _drawn(made: Model) -> Columns:
    """Return for each class some lifts with gate hours at random, so that all hours have a price.

    With the cheapest hours alone everybody is sent to the same few, the others have no price, and
    the bound stays worthless until each of them was found.
    """
    chance = np.random.default_rng(len(made.classes))
    found = none()
    for _ in range(DRAWS):
        prices = np.zeros(made.layout.rows)
        gates = slice(0, made.layout.screening)
        prices[gates] = -chance.exponential(SPREAD, made.layout.screening)
        table = priced(made, prices)
        draws = chance.random(table.cost.shape)
        draws[~np.isfinite(table.cost)] = 2.0
        lift = np.argsort(draws, axis=1)[:, :RANDOM_LIFTS]
        klass = np.repeat(np.arange(len(draws)), lift.shape[1])
        lift = lift.ravel()
        real = draws[klass, lift] < 1.0
        found = found.plus(at(made, table, klass[real], lift[real]))
    return found
