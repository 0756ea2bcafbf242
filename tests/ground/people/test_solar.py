"""The Solar Hijri calendar, beside days that are known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.solar import is_leap, solar


@pytest.mark.parametrize(
    ("common", "own"),
    [
        (date(2021, 8, 15), (1400, 5, 24)),  # Kabul fell on 24 Asad 1400
        (date(2021, 8, 31), (1400, 6, 9)),
        (date(2021, 3, 21), (1400, 1, 1)),
        (date(2021, 3, 20), (1399, 12, 30)),
        (date(1978, 4, 27), (1357, 2, 7)),  # 7 Sawr 1357, by whose day a revolution is called
        (date(2001, 9, 11), (1380, 6, 20)),
        (date(2025, 3, 20), (1403, 12, 30)),
    ],
)
def test_days_that_are_known(common: date, own: tuple[int, int, int]) -> None:
    assert solar(common) == own


def test_leap_years_of_our_time() -> None:
    assert [year for year in range(1387, 1413) if is_leap(year)] == [
        1387,
        1391,
        1395,
        1399,
        1403,
        1408,
        1412,
    ]


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_the_next_day_is_the_next_day(day: date) -> None:
    today, tomorrow = solar(day), solar(day + timedelta(days=1))
    assert tomorrow > today
    assert tomorrow.day in (1, today.day + 1)
