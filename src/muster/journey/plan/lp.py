"""Linear and integer programmes, solved by HiGHS: the one module that knows highspy.

HiGHS runs on one thread and is never imported beside ortools (google/or-tools#5246). Sources:
Huangfu and Hall, "Parallelizing the dual revised simplex method" (2018); the interior point is IPX
(Schork and Gondzio, 2020).
"""

from typing import Any, NamedTuple, TypeAlias

import highspy
import msgspec
import numpy as np

from muster.journey.plan.arrays import Bools, Floats, Ints

INFINITE = float(highspy.kHighsInf)
SIMPLE = 20_000
"""Entries of a matrix up to which the simplex method takes no time worth counting."""


FIRST = 8
"""Questions that presolve and the first relaxation of an integer programme are counted as."""
POINTS, STEPS = 4, 500
"""Iterations of the interior point, and of the simplex method, that are counted as one question."""
Status: TypeAlias = highspy.HighsBasisStatus
EMPTY = Status.kLower
"""How a column stands that carries nothing."""


class Programme(msgspec.Struct, frozen=True):
    """Minimise ``cost`` x with ``low`` <= x <= ``high`` and ``least`` <= A x <= ``most``.

    A is given by columns: ``start`` has one entry more than there are columns.
    """

    cost: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    start: Ints
    index: Ints
    value: Floats

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self.least)


class Solved(msgspec.Struct, frozen=True):
    """What came out: values of the columns, prices of the rows (none of an integer programme).

    ``work`` is what an integer programme took, in the units of ``settle``.
    """

    values: Floats
    prices: Floats
    objective: float
    bound: float
    work: int = 0


class Corner(NamedTuple):
    """A vertex of the optimum: values of the columns, and how each column and row stands there.

    ``work`` is what it took, in the units of ``settle``.
    """

    values: Floats
    columns: list[Status]
    rows: list[Status]
    work: int


def programme(
    cost: Floats,
    bounds: tuple[Floats, Floats],
    limits: tuple[Floats, Floats],
    entries: tuple[Ints, Ints, Floats],
) -> Programme:
    """Return the programme whose matrix is given as (row, column, value) in any order."""
    row, column, value = entries
    order = np.lexsort((row, column))
    start = np.zeros(len(cost) + 1, dtype=np.int64)
    np.cumsum(np.bincount(column, minlength=len(cost)), out=start[1:])
    return Programme(cost, *bounds, *limits, start, row[order], value[order])


def relax(given: Programme) -> Solved | None:
    """Return a solution near the optimum by interior point, without crossover; none if it failed.

    Where small ones leave it unsure (prices of rows that are not full), the simplex has the word.
    Values and prices are good to some 1e-7 and no vertex. Nobody may trust ``objective`` as a
    bound: ``bounding.least`` proves one from the prices, whatever they are.
    """
    solver = _solver(given)
    solver.setOptionValue("solver", "ipx")
    solver.setOptionValue("run_crossover", "off")
    solver.run()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not optimal and len(given.value) <= SIMPLE:
        solver.setOptionValue("solver", "simplex")
        solver.run()
    solution = solver.getSolution()
    if not solution.value_valid or not solution.dual_valid:
        return None
    objective = float(solver.getInfo().objective_function_value)
    values = np.array(solution.col_value, dtype=np.float64)
    prices = np.array(solution.row_dual, dtype=np.float64)
    return Solved(values, prices, objective, -INFINITE)


def corner(given: Programme, begin: tuple[list[Status], list[Status]] | None) -> Corner | None:
    """Return an optimum at which as few columns as can be carry anything; none if it failed.

    ``begin`` is how columns and rows stood in a programme that was much like it: the simplex
    method goes on from there, in a quarter of the time that the interior point takes.
    """
    solver = _solver(given)
    solver.setOptionValue("solver", "simplex" if begin else "ipx")
    if begin:
        basis = highspy.HighsBasis()
        basis.col_status, basis.row_status = begin
        basis.valid = basis.alien = True
        solver.setBasis(basis)
    solver.run()
    info, found = solver.getInfo(), solver.getBasis()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal or not found.valid:
        return None
    asked = max(info.ipm_iteration_count, 0) / POINTS + max(info.simplex_iteration_count, 0) / STEPS
    values = np.array(solver.getSolution().col_value, dtype=np.float64)
    work = round(asked * len(given.value))
    return Corner(values, list(found.col_status), list(found.row_status), work)


def settle(
    given: Programme, whole: Bools, begin: Floats | None, *, gap: float, work: int
) -> Solved | None:
    """Return the best solution found with the columns ``whole`` in integers; none if none was.

    Stops at a relative ``gap`` or after so much ``work``: as often as HiGHS asks whether to stop
    (at each round of cuts, heuristic and node), and ``FIRST`` times more for the relaxation before,
    times the entries of the matrix. A million is some 1.2 s of one core, and the same work on every
    machine however busy: no clock decides what comes out.
    ``begin`` is a solution to start from.
    """
    solver = _solver(given, whole)
    solver.setOptionValue("mip_rel_gap", gap)
    asked = _Asked(work // max(len(given.value), 1) - FIRST)
    solver.cbMipInterrupt += asked
    if begin is not None:
        first = highspy.HighsSolution()
        first.col_value = begin.tolist()
        solver.setSolution(first)
    solver.run()
    info, solution = solver.getInfo(), solver.getSolution()
    if not solution.value_valid or not np.isfinite(info.objective_function_value):
        return None
    values = np.array(solution.col_value, dtype=np.float64)
    objective, bound = float(info.objective_function_value), float(info.mip_dual_bound)
    return Solved(values, np.zeros(0), objective, bound, (FIRST + asked.times) * len(given.value))


class _Asked:
    """Counts how often HiGHS asks whether to stop, and says yes after ``most`` times."""

    def __init__(self, most: int) -> None:
        self.times, self._most = 0, most

    def __call__(self, event: Any) -> None:  # noqa: ANN401 (highspy has no types)
        self.times += 1
        if self.times > self._most:
            event.interrupt()


def _solver(given: Programme, whole: Bools | None = None) -> Any:  # noqa: ANN401 (highspy has no types)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(given.cost), given.rows
    model.col_cost_, model.col_lower_, model.col_upper_ = given.cost, given.low, given.high
    model.row_lower_, model.row_upper_ = given.least, given.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = given.start.astype(np.int32)
    model.a_matrix_.index_ = given.index.astype(np.int32)
    model.a_matrix_.value_ = given.value
    if whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[one] for one in whole.tolist()]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 (the signature is highspy's)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver
