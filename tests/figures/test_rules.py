"""What may be entered as a published number, and how a series keeps it."""

import msgspec
import pytest

from muster.ground.people.moment import Moment
from muster.ground.problem import Problem
from muster.journey.figures.facts import AccountKept, FigurePublished
from muster.journey.figures.kept import fold_kept
from muster.journey.figures.rules import publish
from muster.journey.figures.state import fold_series

NUMBER = FigurePublished(
    b"s" * 16,
    Moment.at(5),
    b"o" * 16,
    "people a day",
    "press",
    "as printed",
    "souls",
    3_000,
    6_000,
    1,
    2,
)


def test_a_number_with_its_publisher_sentence_and_window_is_taken() -> None:
    assert publish(NUMBER) is NUMBER


def test_a_window_that_was_not_stated_stays_open() -> None:
    for number in (
        _with(begins=None),
        _with(begins=None, ends=None, running=True),
        _with(begins=None, base=1, running=True),
    ):
        assert publish(number) is number


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"series": " "}, "figures.publisher-missing"),
        ({"publisher": ""}, "figures.publisher-missing"),
        ({"sentence": ""}, "figures.publisher-missing"),
        ({"unit": "time"}, "figures.unit-unknown"),
        ({"unit": "people"}, "figures.unit-unknown"),
        ({"low": -1}, "figures.reading-unordered"),
        ({"low": 6_001}, "figures.reading-unordered"),
        ({"ends": None}, "figures.window-wrong"),
        ({"begins": 2}, "figures.window-wrong"),
        ({"running": True, "base": 3}, "figures.window-wrong"),
        ({"running": True, "base": 3, "ends": None}, "figures.window-wrong"),
    ],
)
def test_a_number_that_cannot_be_compared_later_is_refused(
    wrong: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        publish(_with(**wrong))
    assert refused.value.code == code


def test_a_series_keeps_every_number_and_takes_one_entered_twice_as_one() -> None:
    series = fold_series(None, NUMBER)
    series = fold_series(series, _with(low=6_000))
    again = fold_series(series, _with(observed=Moment.at(9)))
    assert (again.name, [one.low for one in again.numbers]) == ("people a day", [3_000, 6_000])


def test_a_fact_of_another_kind_changes_nothing() -> None:
    kept = AccountKept(b"s" * 16, Moment.at(5), b"o" * 16, b"line", ())
    series = fold_series(None, NUMBER)
    assert fold_series(series, kept) is series
    assert fold_kept(fold_kept(None, kept), NUMBER).standing == b"line"


def _with(**facts: object) -> FigurePublished:
    return msgspec.structs.replace(NUMBER, **facts)
