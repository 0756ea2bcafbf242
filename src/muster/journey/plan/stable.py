"""The second answer when the world has changed: nearly the best plan, that few people notice.

The programme of ``generating``, with the old places of all who were not hit as further columns:
no more souls than sit there, each with the reward of a kept place. Old parties stay up to the
amount that the programme leaves there, the others are seated as always. Told and unhit parties are
pinned. Without the rewards one change in the world moves nine parties of ten.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

import msgspec
import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.bounding import least, write
from muster.journey.plan.checking import check
from muster.journey.plan.columns import Columns
from muster.journey.plan.costing import cost, souls_left
from muster.journey.plan.generating import (
    CLOSE,
    Generated,
    GoOn,
    Phase,
    Progress,
    generate,
    started,
)
from muster.journey.plan.greedy import Seating
from muster.journey.plan.inserting import insert_left
from muster.journey.plan.keeping import hits, old
from muster.journey.plan.mending import Mender
from muster.journey.plan.model import Model, model
from muster.journey.plan.nearing import Nearing
from muster.journey.plan.operation import Operation, Place, Plan, Standing
from muster.journey.plan.repairing import repair, repaired
from muster.journey.plan.seating import pull, seat
from muster.journey.plan.straightening import straighten

_replace = msgspec.structs.replace
At = tuple[int, Place]
"""A class and the place that some of it have."""
HALF_A_SOUL = 0.5
CLOSEST = 0.05
STILL = 2e-4
"""Share of the rewarded programme's cost that another round has to save."""
MANY = 20_000
"""Columns up to which the bound is proven anew, without rewards."""
INSERTS = 5
WORK = 4_000_000
"""Work of all mending (``lp.settle``), some 4 s: a plan ends by itself, the same everywhere."""
MOST = 1_000_000
"""Work of one programme: a small one that is settled is worth more than a large one begun."""
ENOUGH = 5e-4
"""Gap, unrewarded, at which nothing is mended any more: half of what may be left too many."""
MENDS = 200
IDLE, IDLE_LEFT = 6, 12
"""How often inserting is tried, and mending in vain; longer while somebody is left."""


def stable(operation: Operation, go_on: GoOn = lambda _: True) -> Plan:
    """Return the cheapest plan found, kept places rewarded, and the bound on the cost of any plan.

    ``go_on`` is asked after each round and may stop it. It is never worse than the repair, and
    passes the checker. Its gap says what it costs to let people stay where they are. Takes 1 to 8 s
    on day 12 of 18 of an operation of 124,000 people.
    """
    first = repaired(operation)
    made = model(Seating(operation))
    if not len(made.classes):
        return _replace(first.plan(), bound=least(made, np.zeros(made.layout.rows)))
    kept = _kept(operation, made)
    watch = _Watch(go_on)
    extra = _extra(operation, kept)
    close = _close(operation, first, extra)
    start = started(made, first.places)
    rewarded = generate(made, start, watch, extra, close=close, still=STILL)
    second = _seated(made, rewarded, kept)
    best = second if _worth(operation, second) < _worth(operation, first) else first
    settled = {index for some in kept.values() for index in some}
    free = [index for index, one in enumerate(made.classes.of) if one >= 0]
    _insert(best, free, settled)
    proof, plain = rewarded.certificate, _plain(rewarded)
    if watch.going and rewarded.columns.size <= MANY:
        plain = generate(made, plain.columns, watch)
        proof = max((plain.certificate, proof), key=lambda one: least(made, one))
    _mend(made, best, proof, watch, settled, plain)
    _insert(best, free, settled)
    plan = best.plan()
    if check(operation, plan):
        plan = repair(operation)
    return _replace(plan, bound=least(made, proof), prices=write(proof))


def _plain(rewarded: Generated) -> Generated:
    """Return what was generated without the columns of old places."""
    which = ~np.isfinite(rewarded.columns.cap)
    return rewarded._replace(columns=rewarded.columns.only(which), amounts=rewarded.amounts[which])


def _close(operation: Operation, first: Seating, extra: Columns) -> float:
    """Return how near the programme is solved: to a share of what the plan costs unrewarded."""
    whole = cost(operation, first.places)
    rewarded = whole - float(extra.reward @ extra.cap)
    return min(CLOSEST, CLOSE * max(1.0, whole / max(abs(rewarded), 1.0)))


def _insert(seating: Seating, free: list[int], settled: set[int]) -> None:
    """Seat left parties one by one for as long as that makes room for others."""
    for _ in range(INSERTS):
        if not insert_left(seating, free, settled):
            return
        seating.open_again()


class _Watch:
    """Asks whether to go on until the answer is no; then it is no."""

    def __init__(self, go_on: GoOn) -> None:
        self._go_on, self.going = go_on, True

    def __call__(self, progress: Progress) -> bool:
        self.going = self.going and self._go_on(progress)
        return self.going


def _mend(
    made: Model,
    seating: Seating,
    prices: Floats,
    watch: _Watch,
    settled: set[int],
    plain: Generated,
) -> None:
    """Seat again whom it is worth moving, until little is to be gained or it is told to stop."""
    if not watch.going:
        return
    operation = made.operation
    parties, idle = operation.parties, 0
    still = {index for index in settled if seating.places[index] == old(parties[index])}
    staying = {index: float(_reward(operation, parties[index].standing)) for index in still}
    mender = Mender(made, seating, prices, most=MOST, rewards=staying)
    if mender.leaves_some:
        mender.nearing = Nearing(made, seating, plain)
    bound = least(made, prices)
    for number in range(MENDS):
        now = cost(operation, seating.places)
        left = souls_left(operation, seating.places)
        gap = (now - bound) / max(abs(bound), 1.0)
        said = Progress(Phase.MENDING, number, now, None, bound, gap, left)
        tired = idle >= (IDLE_LEFT if mender.leaves_some else IDLE)
        if tired or mender.done or mender.work >= WORK or gap <= ENOUGH or not watch(said):
            break
        idle = 0 if mender.mend() > 0 else idle + 1
    seating.open_again()
    straighten(seating, _without(made, still).classes)


def rewards(operation: Operation, places: Sequence[Place | None]) -> float:
    """Return what ``places`` earn by being kept: the reward of each soul that keeps its own."""
    return float(
        sum(
            one.souls * _reward(operation, one.standing)
            for one, place in zip(operation.parties, places, strict=True)
            if place is not None and place == old(one)
        )
    )


def _reward(operation: Operation, standing: Standing) -> int:
    weights = operation.weights
    released = standing in (Standing.RELEASED, Standing.TOLD)
    return weights.told if released else weights.planned


def _kept(operation: Operation, made: Model) -> dict[At, list[int]]:
    """Return who was not hit and is free to move, by class and old place, released ones first."""
    hit = hits(operation)
    found: defaultdict[At, list[int]] = defaultdict(list)
    for klass, members in enumerate(made.classes.members):
        for index in members:
            place = old(operation.parties[index])
            if place is not None and index not in hit:
                found[klass, place].append(index)
    for some in found.values():
        some.sort(key=lambda index: operation.parties[index].standing is not Standing.RELEASED)
    return dict(found)


def _extra(operation: Operation, kept: dict[At, list[int]]) -> Columns:
    """Return the old places as columns, with the higher reward where two kinds share one."""
    parties = operation.parties
    rows = np.array(
        [(klass, place.gate, place.hour, place.lift) for klass, place in kept], dtype=np.int64
    ).reshape(-1, 4)
    reward = [
        max(_reward(operation, parties[index].standing) for index in some) for some in kept.values()
    ]
    cap = [sum(parties[index].souls for index in some) for some in kept.values()]
    klass, gate, hour, lift = rows.T
    return Columns(
        klass, gate, hour, lift, np.array(reward, dtype=np.float64), np.array(cap, dtype=np.float64)
    )


def _seated(made: Model, given: Generated, kept: dict[At, list[int]]) -> Seating:
    """Return a plan in which old parties stay up to the programme's amount."""
    seating = Seating(made.operation)
    amounts = given.amounts.copy()
    stay = _stay(seating, given.columns, amounts, kept)
    seating.pinned |= stay
    rest = _without(made, stay)
    seat(rest, given.columns, amounts, seating)
    pull(seating)
    straighten(seating, rest.classes)
    return seating


def _without(made: Model, stay: Collection[int]) -> Model:
    """Return the model in which only the others of each class are to be seated."""
    found = made.classes
    members = tuple(tuple(one for one in some if one not in stay) for some in found.members)
    of = tuple(-1 if index in stay else one for index, one in enumerate(found.of))
    return _replace(made, classes=_replace(found, members=members, of=of))


def _stay(
    seating: Seating, some: Columns, amounts: Floats, kept: dict[At, list[int]]
) -> frozenset[int]:
    """Put old parties where they were, by rank, and take their souls off the ``amounts``."""
    parties, stay = seating.parties, set()
    for number in np.flatnonzero(np.isfinite(some.cap)).tolist():
        place = Place(int(some.gate[number]), int(some.hour[number]), int(some.lift[number]))
        for index in kept[int(some.klass[number]), place]:
            souls = parties[index].souls
            if souls <= amounts[number] + HALF_A_SOUL and _fits(seating, index, place):
                seating.put(index, place)
                stay.add(index)
                amounts[number] = max(0.0, amounts[number] - souls)
    return frozenset(stay)


def _fits(seating: Seating, index: int, place: Place) -> bool:
    room, party = seating.room, seating.parties[index]
    leaves = room.leaves[place.lift]
    return room.carries(party, place.lift) and (
        place.gate < 0 or room.admits(party, place.gate, place.hour, leaves)
    )


def _worth(operation: Operation, seating: Seating) -> float:
    return cost(operation, seating.places) - rewards(operation, seating.places)
