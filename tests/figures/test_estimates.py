"""People nobody has named: an interval from two sources or none, apart from all named (R29)."""

import pytest

from muster.ground.people.moment import DAY
from muster.ground.problem import Problem
from muster.journey.figures import problems, rules
from muster.journey.figures.estimates import UNNAMED
from muster.journey.figures.facts import EstimateMade
from muster.journey.figures.figure import ReasonCode
from muster.journey.matching.facts import Judgement
from tests.figures.operation import BY, Operation


def test_r29_an_estimate_is_shown_from_two_sources_on_and_never_added() -> None:
    operation = Operation()
    operation.claim(3)
    operation.estimate("embassy", 100, 200)
    told = operation.report()
    assert told.figure(UNNAMED) is None
    assert [one.shown for one in told.estimates] == [False]
    operation.estimate("aid group", 50, 400)
    told = operation.report()
    found = told.figure(UNNAMED)
    assert found is not None
    assert (found.lo, found.hi) == (0, 400)
    assert [one.code for one in found.reasons] == [ReasonCode.ESTIMATE]
    assert operation.interval("remaining") == (3, 3)


def test_the_same_source_twice_is_one_source_and_its_latest_stands() -> None:
    operation = Operation()
    operation.estimate("Embassy", 100, 900)
    operation.estimate(" embassy ", 10, 20)
    (kind,) = operation.report().estimates
    assert not kind.shown
    assert kind.most == 20


def test_an_older_estimate_entered_later_does_not_stand_for_a_newer_one() -> None:
    operation = Operation()
    operation.estimate("embassy", 10, 20, made=operation.now)
    operation.estimate("embassy", 100, 900, made=operation.now - DAY)
    (kind,) = operation.report().estimates
    assert kind.most == 20


def test_several_kinds_have_a_figure_each_and_their_bounds_add_up() -> None:
    operation = Operation()
    for source in ("embassy", "aid group"):
        operation.estimate(source, 1, 100, population="Citizens, not listed")
        operation.estimate(source, 1, 50, population="staff", place=operation.origin)
    told = operation.report()
    assert operation.interval(UNNAMED) == (0, 150)
    parts = {one.id: one.hi for one in told.under(UNNAMED)}
    assert sorted(parts.values()) == [50, 100]
    assert f"{UNNAMED}/citizens-not-listed" in parts


def test_r29_remaining_names_late_comers_untraced_and_duplicates() -> None:
    operation = Operation()
    people = operation.claim(5)
    lift = operation.offer()
    operation.depart(lift, last=True)
    operation.lose(people[:1])
    operation.judge(people[3], people[4], Judgement.UNSURE)
    remaining = operation.report().figure("remaining")
    assert remaining is not None
    codes = {one.code for one in remaining.reasons}
    assert codes == {ReasonCode.UNTRACED, ReasonCode.DUPLICATES, ReasonCode.LATE}
    before = operation.interval("remaining")
    operation.claim(2)
    assert operation.interval("remaining") == (before[0] + 2, before[1] + 2)


def said(**changed: object) -> EstimateMade:
    operation = Operation()
    fields: dict[str, object] = {
        "source": "embassy",
        "method": "survey",
        "made": operation.now,
        "population": "citizens",
        "low": 1,
        "high": 2,
    }
    return EstimateMade(b"s" * 16, operation.moment, BY, **(fields | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"source": " "}, problems.EstimateUnattributed),
        ({"method": ""}, problems.EstimateUnattributed),
        ({"population": ""}, problems.EstimateUnattributed),
        ({"low": 3}, problems.ReadingUnordered),
        ({"low": -1}, problems.ReadingUnordered),
        ({"made": 2**52}, problems.EstimateAhead),
    ],
)
def test_an_estimate_needs_source_method_date_and_order(
    changed: dict[str, object], problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        rules.estimate(said(**changed))


def test_an_estimate_that_says_all_is_kept_as_it_is() -> None:
    assert rules.estimate(said()) == said()
