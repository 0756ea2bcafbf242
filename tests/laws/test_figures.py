"""Laws of figures: reasons add up, settling never widens, days and groups add up to their whole."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.moment import DAY, HOUR
from muster.ground.people.saying import say
from muster.ground.problem import Problem
from muster.journey.figures.figure import (
    Cut,
    Figure,
    Population,
    Reason,
    ReasonCode,
    Unit,
    add,
    subtract,
)
from muster.journey.figures.report import Report, report
from muster.journey.figures.souls import Counts, Sightings, Souls, came_off, reckon
from tests.figures.operation import Operation
from tests.laws.test_books import Model, histories, journeys

COUNT = st.integers(0, 400)
SEEN = st.builds(Sightings, COUNT, COUNT, COUNT, COUNT, COUNT)
HEAD = st.none() | COUNT
COUNTS = st.builds(Counts, HEAD, HEAD, HEAD, st.booleans())
REASONS = st.lists(
    st.builds(
        Reason,
        st.sampled_from(ReasonCode),
        st.integers(-50, 0),
        st.integers(0, 50),
        st.sampled_from([say("A."), say("B.")]),
    ),
    max_size=4,
)
SOULS = Population("souls", Unit.SOULS, say("Souls."))
CUT = Cut(0, ())
WINDOW = st.tuples(st.integers(0, 9), st.integers(1, 9))


def test_reasons_that_do_not_add_up_make_no_figure() -> None:
    reason = Reason(ReasonCode.UNTRACED, -2, 1, say(""))
    for low, high in ((0, 4), (1, 3), (2, 2)):
        with pytest.raises(ValueError, match="do not add up"):
            Figure("x", low, high, SOULS, None, None, 0, (), (reason,))
    upside_down = Reason(ReasonCode.UNTRACED, 1, 1, say(""))
    with pytest.raises(ValueError, match="do not add up"):
        Figure("x", 3, 3, SOULS, None, None, 0, (), (upside_down,))


@given(st.one_of(histories(), journeys().map(lambda model: model.operation)))
def test_every_figure_of_a_report_says_why_its_ends_differ(operation: Operation) -> None:
    told = report(operation.account())
    lifts = [figure for lift in told.lifts for figure in (lift.souls, lift.difference)]
    for figure in (*told.figures, *lifts):
        assert 0 <= figure.lo <= figure.counted <= figure.hi, figure.id
        assert figure.hi - figure.lo == sum(one.d_hi - one.d_lo for one in figure.reasons)
        assert all(one.text.said() for one in figure.reasons), figure.id
        idle = {one.code for one in figure.reasons if not one.d_lo and not one.d_hi}
        assert idle <= {ReasonCode.LATE}, figure.id
        assert len({one.code for one in figure.reasons}) == len(figure.reasons), figure.id


@given(st.one_of(histories(), journeys().map(lambda model: model.operation)))
def test_days_add_up_to_who_departed_and_groups_to_who_remains(operation: Operation) -> None:
    told = report(operation.account())
    departed, days = _of(told, "departed"), told.under("departed")
    assert sum(day.lo for day in days) <= departed.lo <= departed.hi
    assert departed.hi <= sum(day.hi for day in days)
    doubted = any(one.code is ReasonCode.CONFLICT for day in days for one in day.reasons)
    assert doubted or sum(day.counted for day in days) == departed.counted
    remaining, groups = _of(told, "remaining"), told.under("remaining")
    assert sum(group.counted for group in groups) == remaining.counted
    assert sum(group.hi for group in groups) == remaining.hi
    assert sum(group.lo for group in groups) <= remaining.lo
    closed = told.under("closed")
    assert sum(one.counted for one in closed) == _of(told, "closed").counted


def _of(told: Report, identity: str) -> Figure:
    figure = told.figure(identity)
    assert figure is not None, identity
    return figure


@given(SEEN, COUNTS, COUNT)
def test_settling_a_lift_never_widens_it(seen: Sightings, counts: Counts, settled: int) -> None:
    after = Counts(counts.head, counts.off, settled, counts.landed)
    assert _width(reckon(seen, after)) == 0
    assert _width(came_off(seen, after)) <= _width(came_off(seen, counts))


@given(SEEN, COUNTS, COUNT, COUNT)
def test_one_more_head_count_never_narrows_a_lift(
    seen: Sightings, counts: Counts, head: int, off: int
) -> None:
    bare = reckon(seen, Counts(landed=counts.landed))
    told = reckon(seen, Counts(head, off, None, counts.landed))
    assert told.lo <= bare.lo <= bare.hi <= told.hi
    assert min(head, off) >= told.lo
    assert max(head, off) <= told.hi


def _width(souls: Souls) -> int:
    return souls.hi - souls.lo


@given(histories(), st.integers(0, 9))
def test_settling_never_widens_any_figure(operation: Operation, souls: int) -> None:
    before = {one.id: one for one in operation.report().figures}
    for movement in operation.report().lifts:
        if movement.left is not None:
            operation.settle(LiftId(movement.id), souls)
            break
    for figure in operation.report().figures:
        earlier = before[figure.id]
        assert figure.hi - figure.lo <= earlier.hi - earlier.lo, figure.id


@given(journeys(), st.integers(0, 2**32))
def test_matching_a_found_person_never_counts_anybody_again(model: Model, seed: int) -> None:
    before = model.operation.report()
    model.match(random.Random(seed))
    after = model.operation.report()
    for identity in ("departed", "arrived", "found-on-arrival", "registered", "remaining", "safe"):
        earlier, later = _of(before, identity), _of(after, identity)
        assert earlier.lo <= later.lo <= later.hi <= earlier.hi, identity


@given(st.integers(0, 999), REASONS, st.integers(0, 999), REASONS)
def test_two_days_add_up_in_either_order_and_can_be_taken_apart(
    one: int, ones: list[Reason], other: int, others: list[Reason]
) -> None:
    first = CUT.figure("d", SOULS, one, ones, window=(0, DAY))
    second = CUT.figure("d", SOULS, other, others, window=(DAY, 2 * DAY))
    both, turned = add(first, second), add(second, first)
    assert (both.lo, both.hi, both.window) == (turned.lo, turned.hi, turned.window)
    assert (both.lo, both.hi) == (first.lo + second.lo, first.hi + second.hi)
    assert both.window == (0, 2 * DAY)
    rest = subtract(both, second)
    assert rest.window == first.window
    assert rest.counted == first.counted
    assert rest.lo <= first.lo <= first.hi <= rest.hi


@given(
    st.tuples(st.integers(0, 9), st.integers(1, 9)), st.tuples(st.integers(0, 9), st.integers(1, 9))
)
def test_windows_that_do_not_meet_are_refused(one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = (
        CUT.figure("d", SOULS, 1, window=(start * HOUR, (start + hours) * HOUR))
        for start, hours in (one, other)
    )
    if sum(one) == other[0] or sum(other) == one[0]:
        assert add(first, second).counted == 2
    else:
        with pytest.raises(Problem, match="window"):
            add(first, second)


class Truth:
    """Three lifts out, who was truly aboard, and what was seen of them, which may be less or more.

    Nobody is scanned who did not leave; somebody may be scanned on two lifts. Whoever was aboard
    without a scan is in a head count or comes off. Head counts are right.
    """

    def __init__(self, chance: random.Random) -> None:
        self.operation = Operation()
        self.aboard = 0
        lifts = [self.operation.offer() for _ in range(3)]
        for lift in lifts:
            scanned = self.operation.claim(chance.randrange(0, 6))
            stowed = chance.randrange(0, 3)
            self.aboard += len(scanned) + stowed
            self._scan(lift, scanned, lifts, chance)
            self._leave(lift, scanned, stowed, chance)

    def _scan(
        self, lift: LiftId, people: list[PersonId], lifts: list[LiftId], chance: random.Random
    ) -> None:
        for person in people:
            others = [chance.choice(lifts)] if chance.random() < 0.3 else []
            for one in chance.sample([lift, *others], 1 + len(others)):
                self.operation.board(one, [person])

    def _leave(
        self, lift: LiftId, people: list[PersonId], stowed: int, chance: random.Random
    ) -> None:
        landed = chance.random() < 0.7
        if stowed or chance.random() < 0.5:
            self.operation.count(lift, len(people) + stowed)
        self.operation.depart(lift)
        if landed:
            self.operation.land(lift, chance.choice([-1, len(people) + stowed]))
            self.operation.arrive(lift, [one for one in people if chance.random() < 0.8])
            self.operation.find(lift, stowed)


@given(st.integers(0, 2**32))
def test_who_departed_lies_within_the_figure_whatever_was_scanned_twice(seed: int) -> None:
    truth = Truth(random.Random(seed))
    departed = _of(truth.operation.report(), "departed")
    assert departed.lo <= truth.aboard <= departed.hi
