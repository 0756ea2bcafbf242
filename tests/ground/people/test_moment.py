"""Times are spelled in UTC and read back; a reporting day is 24 hours that end when it says."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.moment import (
    DAY,
    HOUR,
    SECOND,
    Moment,
    calendar,
    day_of,
    day_window,
    instant,
    iso,
    read_iso,
)
from muster.ground.people.problems import TimeUnreadable

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
YEARS = (datetime(2, 1, 1), datetime(9998, 1, 1))  # noqa: DTZ001 - the strategy adds the zone
TIMES = st.datetimes(*YEARS, timezones=ZONES | st.just(UTC))
INSTANTS = st.integers(-62_000_000_000_000, 253_000_000_000_000)
ENDS = st.integers(0, DAY)


@given(INSTANTS)
def test_an_instant_is_read_back_to_the_second(when: int) -> None:
    assert read_iso(iso(when)) == when - when % SECOND


@given(TIMES)
def test_an_instant_is_the_same_in_every_zone(when: datetime) -> None:
    kabul = timezone(timedelta(hours=4, minutes=30))
    assert instant(when) == instant(when.astimezone(kabul)) == instant(when.astimezone(UTC))


@given(INSTANTS)
def test_a_calendar_and_an_instant_say_the_same(when: int) -> None:
    assert instant(calendar(when)) == when


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("2021-08-26T13:06Z", "2021-08-26T13:06:00Z"),
        ("2021-08-26T13:06", "2021-08-26T13:06:00Z"),
        (" 2021-08-26T17:36:00+04:30 ", "2021-08-26T13:06:00Z"),
        ("2021-08-26", "2021-08-26T00:00:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
    ],
)
def test_a_time_is_read_in_its_zone_and_without_one_in_utc(text: str, spelled: str) -> None:
    assert iso(read_iso(text)) == spelled


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_problem_that_does_not_show_it(text: str) -> None:
    facts: dict[str, int | str] = {"found": len(text)}
    try:
        read_iso(text)
    except TimeUnreadable as told:
        facts = told.facts
    assert facts == {"found": len(text)}


@given(st.integers(-(2**63), 2**64 - 1), ENDS)
def test_no_time_that_a_writer_claims_stops_a_screen(when: int, day_ends: int) -> None:
    """T6: what no calendar holds is its first or last day."""
    assert len(iso(when)) == len("2021-08-26T13:06:00Z")
    assert len(day_of(when, day_ends)) == len("2021-08-26")


@given(INSTANTS.filter(lambda when: abs(when) < 60_000_000_000_000), ENDS)
def test_every_instant_lies_in_the_window_of_its_reporting_day(when: int, day_ends: int) -> None:
    start, end = day_window(day_of(when, day_ends), day_ends)
    assert start <= when < end
    assert end - start == DAY
    assert day_of(start, day_ends) == day_of(end - 1, day_ends) != day_of(end, day_ends)


def test_a_reporting_day_that_ends_at_seven_is_named_for_the_day_it_ends_on() -> None:
    """The published day of 31 August 2021 ran from 07:00 UTC on the 30th to 07:00 on the 31st."""
    start, end = day_window("2021-08-31", 7 * HOUR)
    assert (iso(start), iso(end)) == ("2021-08-30T07:00:00Z", "2021-08-31T07:00:00Z")
    assert day_of(read_iso("2021-08-31T06:59:59Z"), 7 * HOUR) == "2021-08-31"
    assert day_of(read_iso("2021-08-31T07:00Z"), 7 * HOUR) == "2021-09-01"


def test_a_reporting_day_that_ends_at_midnight_is_the_calendar_day() -> None:
    for when in ("2021-08-31T00:00Z", "2021-08-31T23:59:59Z"):
        assert day_of(read_iso(when), 0) == "2021-08-31"


def test_a_moment_of_a_trusted_clock_is_one_instant() -> None:
    assert Moment.at(5) == Moment(5, 5)
