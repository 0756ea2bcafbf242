"""What may come of a plan: hundreds of runs in which gates are slow, shut, and people stay away.

All runs are computed side by side, hour by hour, in souls. Each hour a gate lets in what it is
expected to, times a gamma draw; now and then it shuts for some hours. Of those called some stay
away, and the others come from an hour early to two hours late. In closed loop calls go out by the
queue as it stands (``forward``); in open loop as the plan has them. What comes out are intervals
under these assumptions, no forecast: rates and no-shows were invented or observed elsewhere.
"""

import msgspec
import numpy as np

from muster.ground.people.saying import Saying, say
from muster.journey.plan.arrays import Floats
from muster.journey.plan.costing import souls_left
from muster.journey.plan.forward import AHEAD, BUFFER, LEAD
from muster.journey.plan.operation import Operation, Plan, Standing

RUNS = 500
EARLY, LATE = 1, 2


class Assumed(msgspec.Struct, frozen=True):
    """What the runs assume.

    ``spread`` is the coefficient of variation of what a gate lets in; ``shut`` the chance that an
    open gate shuts in an hour, for ``shortest`` to ``longest`` hours. ``load`` is the share of the
    plan's calls that an open loop makes.
    """

    no_show: float = 0.08
    spread: float = 0.4
    shut: float = 0.02
    shortest: int = 2
    longest: int = 7
    closed_loop: bool = True
    load: float = 1.0

    def said(self) -> tuple[Saying, ...]:
        """Return the assumptions in sentences, for below the intervals."""
        loop = _CLOSED if self.closed_loop else _OPEN
        return (
            _NO_SHOW.filled(share=_percent(self.no_show)),
            _SPREAD.filled(share=_percent(self.spread)),
            _SHUT.filled(share=_percent(self.shut), first=self.shortest, last=self.longest),
            _LIFTS,
            loop,
        )


_NO_SHOW = say("Of those called {share} % do not come; they are called again.")
_SPREAD = say("A gate lets in what was expected, more or less {share} %.")
_SHUT = say("An open gate shuts in {share} % of the hours, for {first} to {last} hours.")
_LIFTS = say("Every lift leaves as it is on offer, and every haven takes it.")
_CLOSED = say("Calls go out by the queue that is counted at each gate.")
_OPEN = say("Calls go out as planned, whatever waits at the gates.")


ASSUMED = Assumed()


class Interval(msgspec.Struct, frozen=True, array_like=True):
    """The middle of the runs, and between which values nine of ten lie."""

    low: float
    middle: float
    high: float


class Outlook(msgspec.Struct, frozen=True):
    """What came of the runs.

    ``out`` are souls out by the deadline and ``left`` souls not, those without a place too;
    ``waiting`` is hours in the queue for each soul let in, ``peak`` the longest queue of all gates
    together, ``empty`` the share of seats that leave empty, ``inside`` the most in the ready area.
    ``queues`` is the middle queue of each hour.
    """

    souls: int
    out: Interval
    left: Interval
    waiting: Interval
    peak: Interval
    empty: Interval
    inside: Interval
    queues: tuple[float, ...]
    runs: int
    assumed: Assumed


def outlook(
    operation: Operation,
    plan: Plan,
    chance: np.random.Generator,
    assumed: Assumed = ASSUMED,
    *,
    runs: int = RUNS,
) -> Outlook:
    """Return what ``runs`` runs from now on come to; the same for the same ``chance``.

    500 runs of 18 days take 0.6 s.
    """
    world = _World(operation, plan, chance, assumed, max(runs, 1))
    for hour in range(operation.now, operation.hours):
        world.step(hour)
    beyond = souls_left(operation, plan.places)
    whole = world.souls + beyond
    out = np.minimum(world.out, whole)  # a sum of parts: a trace more than there are is nobody
    let_in = np.maximum(world.entered, 1.0)
    return Outlook(
        souls=whole,
        out=_interval(out),
        left=_interval(np.maximum(whole - out, 0.0)),
        waiting=_interval(world.waited / let_in),
        peak=_interval(world.peak),
        empty=_interval(world.empty / max(world.offered, 1.0)),
        inside=_interval(world.most_inside),
        queues=tuple(world.queues),
        runs=world.runs,
        assumed=assumed,
    )


class _World:
    """All runs at one hour: arrays of runs, or of runs and gates."""

    def __init__(
        self,
        operation: Operation,
        plan: Plan,
        chance: np.random.Generator,
        assumed: Assumed,
        runs: int,
    ) -> None:
        self.assumed, self.chance, self.runs = assumed, chance, runs
        self.now, self.room = operation.now, operation.ready_room
        self.rates = _rates(operation)
        gates, hours = self.rates.shape
        self.lag = max(operation.gate_lag, 0)
        planned, told, self.inside = _planned(operation, plan, self.rates.shape)
        self.souls = int(planned.sum() + told.sum() + self.inside)
        self.due = np.cumsum(planned, axis=1)
        self.plan = planned
        shape = runs, gates
        self.called = np.zeros(shape)
        self.on_the_way = np.zeros(shape)
        self.arriving = np.zeros((hours + LEAD + LATE + 2, runs, gates))
        self.missing = np.zeros((hours + LEAD + LATE + 2, runs, gates))
        self.shut = np.zeros(shape)
        self.queue = np.zeros(shape)
        self.ready = np.zeros((hours + self.lag + 1, runs))
        self.waiting_seat = np.full(runs, float(self.inside))
        self.behind = np.zeros(runs)
        self.out, self.entered, self.waited = np.zeros(runs), np.zeros(runs), np.zeros(runs)
        self.peak, self.empty, self.most_inside = np.zeros(runs), np.zeros(runs), np.zeros(runs)
        self.offered, self.queues = 0.0, list[float]()
        self.seats = _seats(operation, hours)
        self._tell(told)

    def _tell(self, told: Floats) -> None:
        """Let those come who were called before now, and those who must be called at once."""
        soon = slice(self.now, self.now + LEAD)
        told[:, soon] += self.plan[:, soon]
        self.called += self.plan[:, soon].sum(axis=1)
        for hour in np.flatnonzero(told.any(axis=0)).tolist():
            self._send(np.tile(told[:, hour], (self.runs, 1)), hour, self.now)

    def step(self, hour: int) -> None:
        """Go on by one hour: call, arrive, be let in, leave."""
        calls = self._calls(hour)
        self.called += calls
        self._send(calls, hour + LEAD, hour)
        self.called -= self.missing[hour]
        self.on_the_way -= self.arriving[hour] + self.missing[hour]
        self.queue += self.arriving[hour]
        served = np.minimum(self.queue, self._capacity(hour))
        room = np.maximum(self.room - self.waiting_seat - self.behind, 0.0)
        total = served.sum(axis=1)
        served *= np.minimum(1.0, room / np.maximum(total, 1.0))[:, None]
        self.queue -= served
        self._count(served.sum(axis=1), hour)
        self._leave(hour)

    def _calls(self, hour: int) -> Floats:
        """Return souls called to each gate: next of the plan, never more than still wait."""
        p, last = self.assumed.no_show, self.due.shape[1] - 1
        closed, then = self.assumed.closed_loop, hour + LEAD
        waiting = np.maximum(
            self.due[:, min(hour + AHEAD if closed else then, last)] - self.called, 0.0
        )
        if then > last:
            return np.zeros_like(waiting)
        if not closed:
            wanted = np.floor(self.assumed.load * self.plan[:, then] / (1 - p))
            return np.minimum(wanted, waiting)
        expected = self.rates[:, hour : then + 1].sum(axis=1)
        expected *= 1 + BUFFER / (LEAD + 1)
        free = (expected - self.queue - (1 - p) * self.on_the_way) / (1 - p)
        calls: Floats = np.minimum(np.clip(free, 0.0, 2 * self.rates[:, then]), waiting)
        return np.floor(calls)

    def _send(self, calls: Floats, hour: int, now: int) -> None:
        """Let those called for ``hour`` come a little early or late, or not at all."""
        if not calls.any():
            return
        came = self.chance.binomial(calls.astype(np.int64), 1 - self.assumed.no_show)
        self.missing[hour + LATE] += calls - came
        self.on_the_way += calls
        for left in range(EARLY + LATE + 1, 0, -1):
            here = self.chance.binomial(came, 1 / left)
            self.arriving[max(hour + LATE + 1 - left, now)] += here
            came = came - here

    def _capacity(self, hour: int) -> Floats:
        """Return souls that each gate can let in in this hour of each run."""
        assumed, shape = self.assumed, self.queue.shape
        self.shut = np.maximum(self.shut - 1, 0)
        starts = (self.chance.random(shape) < assumed.shut) & (self.shut == 0)
        spans = self.chance.integers(assumed.shortest, assumed.longest + 1, shape)
        self.shut = np.where(starts, spans, self.shut)
        rates = np.broadcast_to(self.rates[:, hour], shape)
        if assumed.spread > 0:
            grain = 1 / assumed.spread**2
            rates = rates * self.chance.gamma(grain, 1 / grain, shape)
        return np.where(self.shut > 0, 0.0, rates)

    def _count(self, served: Floats, hour: int) -> None:
        waiting = self.queue.sum(axis=1)
        self.entered += served
        self.waited += waiting
        self.peak = np.maximum(self.peak, waiting)
        self.queues.append(float(np.median(waiting)))
        self.ready[hour + self.lag] += served
        self.behind += served
        self.most_inside = np.maximum(self.most_inside, self.behind + self.waiting_seat)

    def _leave(self, hour: int) -> None:
        self.behind -= self.ready[hour]
        self.waiting_seat += self.ready[hour]
        seats = self.seats[hour]
        aboard = np.minimum(self.waiting_seat, seats)
        self.waiting_seat -= aboard
        self.out += aboard
        self.empty += seats - aboard
        self.offered += seats


def _rates(operation: Operation) -> Floats:
    """Return souls that each gate is expected to let in in each hour."""
    hours = operation.hours
    rates = np.zeros((len(operation.gates), hours))
    for index, gate in enumerate(operation.gates):
        listed = gate.souls[:hours]
        rates[index, : len(listed)] = np.maximum(listed, 0)
    return rates


def _planned(
    operation: Operation, plan: Plan, shape: tuple[int, ...]
) -> tuple[Floats, Floats, int]:
    """Return souls by gate and hour of the plan, of whom nobody and of whom everybody was told.

    And souls inside who have a lift.
    """
    planned, told, inside = np.zeros(shape), np.zeros(shape), 0
    for party, place in zip(operation.parties, plan.places, strict=True):
        if place is None:
            continue
        if place.gate < 0:
            inside += party.souls
        else:
            called = party.standing is Standing.TOLD
            (told if called else planned)[place.gate, place.hour] += party.souls
    return planned, told, inside


def _seats(operation: Operation, hours: int) -> Floats:
    seats = np.zeros(hours)
    for one in operation.lifts:
        if operation.now <= one.hour < hours:
            seats[one.hour] += max(one.seats, 0)
    return seats


def _interval(values: Floats) -> Interval:
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
    return Interval(low, middle, high)


def _percent(share: float) -> int:
    return round(100 * share)
