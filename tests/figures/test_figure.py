"""Arithmetic that refuses: each difference has its Problem, and says what differs."""

import pytest

from muster.ground.people.moment import DAY
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
    merged,
    subtract,
)
from muster.journey.figures.populations import CATALOGUE

SOULS = Population("departed", Unit.SOULS, say("Souls."))
SEATS = Population("seats", Unit.SEATS, say("Seats."))
CUT = Cut(0, (("aa", 1, "bb"),))
TODAY, TOMORROW = (0, DAY), (DAY, 2 * DAY)


def figure(population: Population = SOULS, number: int = 1, **facts: object) -> Figure:
    """Return an exact figure of today."""
    cut = facts.pop("cut", CUT)
    assert isinstance(cut, Cut)
    return cut.figure("x", population, number, **{"window": TODAY, **facts})  # type: ignore[arg-type]


def test_souls_and_seats_never_mix() -> None:
    assert _refusal(figure(), figure(SEATS, window=TOMORROW)) == "figures.unit-differs"


def test_times_are_not_added() -> None:
    time = Population("last-lift", Unit.TIME, say("When."))
    assert _refusal(figure(time), figure(time, window=TOMORROW)) == "figures.unit-differs"


def test_two_populations_never_mix_and_a_new_version_is_another() -> None:
    newer = Population("departed", Unit.SOULS, say("Souls, counted otherwise."), 2)
    assert _refusal(figure(), figure(newer, window=TOMORROW)) == "figures.population-differs"
    part = SOULS.part("citizen", say("Citizens."))
    assert _refusal(figure(), figure(part, window=TOMORROW)) == "figures.population-differs"


def test_totals_of_two_base_dates_never_mix() -> None:
    assert _refusal(figure(base=0), figure(base=1, window=TOMORROW)) == "figures.base-differs"
    assert _refusal(figure(base=0), figure(window=TOMORROW)) == "figures.base-differs"


def test_figures_of_two_cuts_never_mix() -> None:
    other = Cut(0, (("aa", 2, "cc"),))
    assert _refusal(figure(), figure(cut=other, window=TOMORROW)) == "figures.cut-differs"


def test_a_stock_is_not_added_to_another() -> None:
    assert _refusal(figure(window=None), figure(window=TOMORROW)) == "figures.window-missing"


def test_windows_that_share_time_would_count_people_twice() -> None:
    assert _refusal(figure(), figure(window=(DAY - 1, 2 * DAY))) == "figures.windows-overlap"
    assert _refusal(figure(), figure()) == "figures.windows-overlap"


def test_windows_with_time_between_them_would_leave_people_out() -> None:
    assert _refusal(figure(), figure(window=(DAY + 1, 2 * DAY))) == "figures.windows-apart"


def test_a_refusal_names_both_sides() -> None:
    with pytest.raises(Problem, match="souls, the other seats"):
        add(figure(), figure(SEATS))


def test_two_days_add_up_with_their_reasons() -> None:
    doubt = Reason(ReasonCode.HEAD_COUNT, -1, 2, say("On one lift."), (b"a",))
    other = Reason(ReasonCode.HEAD_COUNT, 0, 3, say("On another."), (b"b", b"a"))
    both = add(
        figure(number=10, reasons=(doubt,)), figure(number=5, window=TOMORROW, reasons=(other,))
    )
    assert (both.lo, both.hi, both.window) == (14, 20, (0, 2 * DAY))
    (reason,) = both.reasons
    assert (reason.d_lo, reason.d_hi, reason.subjects) == (-1, 5, (b"a", b"b"))


def test_an_earlier_running_total_taken_away_leaves_the_flow_between() -> None:
    whole = figure(number=30, base=0, window=(0, 2 * DAY))
    flow = subtract(whole, figure(number=10, base=0))
    assert (flow.counted, flow.window) == (20, TOMORROW)
    assert subtract(whole, figure(number=10, base=0, window=TOMORROW)).window == TODAY


@pytest.mark.parametrize("window", [(1, DAY), (-1, DAY), (DAY, 3 * DAY)])
def test_a_part_from_the_middle_is_not_taken_away(window: tuple[int, int]) -> None:
    with pytest.raises(Problem, match="overlap"):
        subtract(figure(window=(0, 2 * DAY)), figure(window=window))


def test_a_part_from_elsewhere_is_not_taken_away() -> None:
    with pytest.raises(Problem, match="do not meet"):
        subtract(figure(), figure(window=TOMORROW))


def test_reasons_of_one_code_become_one() -> None:
    one = Reason(ReasonCode.UNTRACED, -1, 0, say("A."))
    other = Reason(ReasonCode.FOUND, -2, 0, say("B."))
    assert [reason.d_lo for reason in merged((one, other, one))] == [-2, -2]


def test_the_catalogue_names_each_population_once_with_a_sentence() -> None:
    assert len({one.key for one in CATALOGUE}) == len(CATALOGUE)
    assert all(one.sentence.said().endswith(".") for one in CATALOGUE)


def _refusal(one: Figure, other: Figure) -> str:
    with pytest.raises(Problem) as refused:
        add(one, other)
    return refused.value.code
