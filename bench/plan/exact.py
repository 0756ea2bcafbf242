"""The naive peer: one yes or no for every party, gate, hour and lift, given to HiGHS as it stands.

Exact where nobody is inside, for seats, kilograms, litters, wheelchairs, gates, screening, ready
area and havens by the hour. It grows with parties times gate hours times lifts, so it is for small
operations only. Shares no code with the planner.
"""

import time
from collections import defaultdict
from typing import NamedTuple

import highspy
import numpy as np

from muster.journey.plan.operation import Operation, Party, Place, Standing


class Exact(NamedTuple):
    """The best places found, what they cost, the solver's own bound, and CPU seconds."""

    places: list[Place | None]
    cost: float
    bound: float
    seconds: float


class _Rows:
    """Rows of a programme by name, filled entry by entry."""

    def __init__(self) -> None:
        self.number: dict[tuple[object, ...], int] = {}
        self.most: list[float] = []
        self.least: list[float] = []
        self.entries: list[tuple[int, int, float]] = []

    def limit(
        self, name: tuple[object, ...], most: float, least: float = -highspy.kHighsInf
    ) -> None:
        self.number[name] = len(self.most)
        self.most.append(most)
        self.least.append(least)

    def add(self, name: tuple[object, ...], column: int, value: float) -> None:
        if value:
            self.entries.append((self.number[name], column, value))


def exact(operation: Operation, seconds: float, gap: float = 1e-6) -> Exact:
    """Return the best plan found in that time; told parties are treated as free ones."""
    began = time.process_time()
    parties = [index for index, one in enumerate(operation.parties) if one.standing.seatable]
    rows = _Rows()
    costs: list[float] = []
    highs: list[float] = []
    columns: list[tuple[int, Place | None]] = []
    _limits(operation, parties, rows)
    for index in parties:
        party = operation.parties[index]
        for place in _ways(operation, party):
            _take(operation, rows, party, place, index, len(costs))
            costs.append(party.souls * _cost(operation, party, place))
            highs.append(1.0)
            columns.append((index, place))
        rows.add(("party", index), len(costs), 1.0)
        row = min(party.priority, len(operation.weights.left) - 1)
        if party.standing is Standing.INSIDE:
            for hour in range(operation.now + 1, operation.hours):
                rows.add(("ready", hour), len(costs), party.souls)
        costs.append(float(party.souls * operation.weights.left[row]))
        highs.append(1.0)
        columns.append((index, None))
    whole = len(costs)
    _havens(operation, rows, costs, highs)
    solver = _solver(rows, costs, highs, whole)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.run()
    info, values = solver.getInfo(), solver.getSolution().col_value
    places: list[Place | None] = [None] * len(operation.parties)
    for (index, way), value in zip(columns, values, strict=False):
        if way is not None and value > 0.5:  # noqa: PLR2004 (yes or no)
            places[index] = way
    spent = time.process_time() - began
    return Exact(places, info.objective_function_value, info.mip_dual_bound, spent)


def _limits(operation: Operation, parties: list[int], rows: _Rows) -> None:
    souls = [(operation.parties[i].souls, operation.parties[i].standing) for i in parties]
    inside = sum(one for one, standing in souls if standing is Standing.INSIDE)
    for index in parties:
        rows.limit(("party", index), 1.0, 1.0)
    for number, gate in enumerate(operation.gates):
        for hour, most in enumerate(gate.souls[: operation.hours]):
            rows.limit(("gate", number, hour), most)
    for hour, most in enumerate(operation.screening[: operation.hours]):
        rows.limit(("screening", hour), most)
    for hour in range(operation.hours):
        rows.limit(("ready", hour), max(operation.ready_room, inside))
    for number, lift in enumerate(operation.lifts):
        rows.limit(("seats", number), lift.seats)
        rows.limit(("litters", number), lift.litters)
        rows.limit(("wheelchairs", number), lift.wheelchairs)
        rows.limit(("kg", number), lift.kg)
    for number, haven in enumerate(operation.havens):
        coming: defaultdict[int, int] = defaultdict(int)
        for hour, arriving in haven.arriving:
            coming[hour] += arriving
        for hour in range(operation.now, operation.hours + operation.haven_lag):
            there = haven.stock if hour == operation.now else 0
            rows.limit(("haven", number, hour), haven.outflow - there - coming[hour])


def _ways(operation: Operation, party: Party) -> list[Place]:
    """Return every place that the party might have if it were alone."""
    found = []
    for number, lift in enumerate(operation.lifts):
        if not operation.now <= lift.hour < operation.hours or not lift.seats:
            continue
        if not 0 <= lift.haven < len(operation.havens) or not party.havens >> lift.haven & 1:
            continue
        if party.standing is Standing.INSIDE:
            found.append(Place(-1, -1, number))
            continue
        first = max(operation.now, lift.hour - operation.longest_stay, 0)
        for hour in range(first, lift.hour - operation.gate_lag + 1):
            found += [
                Place(gate, hour, number)
                for gate, one in enumerate(operation.gates)
                if party.gates >> gate & 1
                and hour < len(one.souls)
                and hour < len(operation.screening)
                and one.souls[hour] >= party.souls
            ]
    return found


def _take(
    operation: Operation, rows: _Rows, party: Party, place: Place, index: int, column: int
) -> None:
    lift = operation.lifts[place.lift]
    rows.add(("party", index), column, 1.0)
    rows.add(("seats", place.lift), column, party.souls)
    rows.add(("litters", place.lift), column, party.litters)
    rows.add(("wheelchairs", place.lift), column, party.wheelchairs)
    rows.add(("kg", place.lift), column, party.kg)
    rows.add(("haven", lift.haven, lift.hour + operation.haven_lag), column, party.souls)
    first = operation.now
    if place.gate >= 0:
        rows.add(("gate", place.gate, place.hour), column, party.souls)
        rows.add(("screening", place.hour), column, party.souls * party.minutes)
        first = place.hour
    for hour in range(first + 1, lift.hour + 1):
        rows.add(("ready", hour), column, party.souls)


def _cost(operation: Operation, party: Party, place: Place) -> float:
    weights, leaves = operation.weights, operation.lifts[place.lift].hour
    row = min(party.priority, len(weights.waiting) - 1)
    since = operation.now if place.gate < 0 else place.hour
    return weights.waiting[row] * leaves + weights.ready * (leaves - since)


def _havens(operation: Operation, rows: _Rows, costs: list[float], highs: list[float]) -> None:
    """Add what each haven holds at the end of each hour, as columns."""
    for number, haven in enumerate(operation.havens):
        held = haven.stock
        for hour in range(operation.now, operation.hours + operation.haven_lag):
            coming = sum(souls for at, souls in haven.arriving if at == hour)
            held = max(0, held + coming - haven.outflow)
            rows.add(("haven", number, hour), len(costs), -1.0)
            if ("haven", number, hour + 1) in rows.number:
                rows.add(("haven", number, hour + 1), len(costs), 1.0)
            costs.append(0.0)
            highs.append(float(max(haven.room, held)))


def _solver(rows: _Rows, costs: list[float], highs: list[float], whole: int) -> highspy.Highs:
    entries = sorted(rows.entries, key=lambda one: (one[1], one[0]))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(rows.most)
    model.col_cost_, model.col_lower_ = np.array(costs), np.zeros(len(costs))
    model.col_upper_ = np.array(highs)
    model.row_lower_, model.row_upper_ = np.array(rows.least), np.array(rows.most, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    per = np.bincount([column for _, column, _ in entries], minlength=len(costs))
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(per))).astype(np.int32)
    model.a_matrix_.index_ = np.array([row for row, _, _ in entries], dtype=np.int32)
    model.a_matrix_.value_ = np.array([value for _, _, value in entries], dtype=np.float64)
    kinds = highspy.HighsVarType
    model.integrality_ = [
        kinds.kInteger if at < whole else kinds.kContinuous for at in range(len(costs))
    ]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 (the signature is highspy's)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver
