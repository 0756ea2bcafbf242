"""Published series: R21 with the published numbers themselves, and what must be refused."""

import csv
from pathlib import Path

import pytest

from muster.ground.people.moment import DAY, read_iso
from muster.journey.figures.report import report
from muster.journey.figures.running import Gap, Verdict
from muster.journey.figures.series import Comparison, Refusal, compare, subtract
from muster.journey.figures.state import Number, Series
from tests.figures.operation import Operation

SINCE_AUGUST = read_iso("2021-08-14T00:00Z")
SINCE_JULY = read_iso("2021-07-31T00:00Z")
COLUMNS = (("cum_since_14aug_published", SINCE_AUGUST), ("cum_since_july_published", SINCE_JULY))


def flow(end: str, low: int, high: int, hours: int = 24) -> Number:
    """Return a flow over the hours before ``end``."""
    ends = read_iso(end)
    return number(low, high, begins=ends - hours * DAY // 24, ends=ends)


def total(end: str, value: int, base: int | None = SINCE_AUGUST) -> Number:
    """Return a running total at ``end``."""
    return number(value, value, ends=read_iso(end), base=base, running=True)


def number(
    low: int,
    high: int,
    *,
    begins: int | None = None,
    ends: int | None = None,
    base: int | None = None,
    running: bool = False,
    unit: str = "souls",
) -> Number:
    """Return a number as published."""
    return Number("White House", "", unit, low, high, begins, ends, base, running, at=0)


def published(shared: Path) -> tuple[Series, ...]:
    """Return the published table: daily flows and both running totals, each number a series."""
    table = shared / "data/kabul-2021/kabul_daily.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    found = []
    for row in rows:
        end = f"{row['window_end']}T07:00Z"
        found.append(
            Series("people a day", (flow(end, int(row["total_low"]), int(row["total_high"])),))
        )
        for column, base in COLUMNS:
            if row[column]:
                found.append(Series(column, (total(end, int(row[column]), base),)))
    return tuple(found)


def steps(comparison: Comparison, base: int) -> dict[str, Gap]:
    """Return the steps of the running total of ``base`` by day of August."""
    days = {one: (one.window[1] - SINCE_AUGUST) // DAY + 14 for one in comparison.runs}
    return {f"{day} Aug": one for one, day in days.items() if one.base == base}


def test_r21_the_seven_gaps_of_the_published_table_with_sign_and_size(shared: Path) -> None:
    runs = steps(compare(published(shared), ()), SINCE_AUGUST)
    gaps = {day: one.size for day, one in runs.items() if one.verdict is Verdict.GAP}
    assert gaps == {
        "20 Aug": -4_000,
        "21 Aug": +4_200,
        "23 Aug": -4_400,
        "25 Aug": +4_600,
        "27 Aug": -3_200,
        "29 Aug": -400,
        "30 Aug": +1_100,
    }
    others = {day: (one.lo, one.hi) for day, one in runs.items() if day not in gaps}
    assert others == {
        "22 Aug": (100, 300),
        "24 Aug": (100, 100),
        "26 Aug": (0, 0),
        "28 Aug": (100, 100),
    }
    assert (runs["20 Aug"].lo, runs["20 Aug"].hi) == (-4_000, -1_000)
    assert runs["26 Aug"].verdict is Verdict.EXACT


def test_r21_the_gaps_sum_to_what_the_published_totals_are_short_of(shared: Path) -> None:
    runs = steps(compare(published(shared), ()), SINCE_AUGUST)
    assert sum(one.size for one in runs.values()) == 116_700 - 118_300


def test_r21_without_any_figure_from_memory_the_third_gap_is_larger() -> None:
    half_days = (
        flow("2021-08-22T19:00Z", 5_100, 5_100, 12),
        flow("2021-08-23T07:00Z", 16_300, 16_300),
    )
    totals = (total("2021-08-22T19:00Z", 30_300), total("2021-08-23T07:00Z", 37_000))
    (run,) = compare([Series("people", (*half_days, *totals))], ()).runs
    assert (run.expected, run.size) == ((41_500, 41_500), -4_500)


def test_what_is_taken_away_widens_the_other_way() -> None:
    early = flow("2021-08-22T19:00Z", 5_000, 5_100, 12)
    day = flow("2021-08-23T07:00Z", 16_300, 16_300)
    totals = (total("2021-08-22T19:00Z", 30_300), total("2021-08-23T07:00Z", 37_000))
    (run,) = compare([Series("people", (early, day, *totals))], ()).runs
    assert run.expected == (41_500, 41_600)
    assert (run.lo, run.hi) == (-4_600, -4_500)


def test_the_tolerance_is_that_of_every_number_in_the_sum() -> None:
    totals = (total("2021-08-19T07:00Z", 7_003), total("2021-08-20T07:00Z", 13_100))
    (run,) = compare(
        [Series("people", (flow("2021-08-20T07:00Z", 6_000, 6_000), *totals))], ()
    ).runs
    assert (run.size, run.tolerance, run.verdict) == (97, 0 + 50 + 500, Verdict.ROUNDING)


def test_r21_116700_and_124334_are_no_contradiction() -> None:
    august = total("2021-08-30T07:00Z", 116_700)
    announced = total("2021-09-01T00:00Z", 124_334, None)
    refused = subtract(announced, august)
    assert isinstance(refused, Refusal)
    assert refused.code == "figures.base-unknown"
    assert "124,334" in refused.sentence.said()
    assert "116,700" in refused.sentence.said()
    assert "do not contradict" in refused.sentence.said()


def test_r21_totals_of_two_bases_are_not_subtracted_either() -> None:
    august, july = (
        total("2021-08-30T07:00Z", 116_700),
        total("2021-08-30T07:00Z", 122_300, SINCE_JULY),
    )
    refused = subtract(july, august)
    assert isinstance(refused, Refusal)
    assert refused.code == "figures.base-differs"


def test_totals_of_one_base_are_subtracted() -> None:
    assert (
        subtract(total("2021-08-30T07:00Z", 116_700), total("2021-08-29T07:00Z", 114_400)) == 2_300
    )


def test_souls_and_lifts_are_not_subtracted() -> None:
    lifts = number(778, 778, running=True, unit="lifts")
    refused = subtract(total("2021-08-30T07:00Z", 116_700), lifts)
    assert isinstance(refused, Refusal)
    assert refused.code == "figures.unit-differs"


def test_r21_the_distance_of_two_bases_moves_once_by_more_than_rounding(shared: Path) -> None:
    (shift,) = compare(published(shared), ()).shifts
    assert (shift.distances, shift.change, shift.tolerance) == ((5_200, 5_600), 400, 200)
    assert shift.ends == (read_iso("2021-08-24T07:00Z"), read_iso("2021-08-25T07:00Z"))


def test_every_total_of_another_base_is_said_not_to_be_subtracted(shared: Path) -> None:
    announced = Series("announced", (total("2021-09-01T00:00Z", 124_334, None),))
    earlier = Series("half days", (total("2021-08-23T19:00Z", 48_000),))
    refusals = compare((*published(shared), announced, earlier), ()).refusals
    pairs = {tuple(sorted(one.high for one in refusal.totals)) for refusal in refusals}
    assert pairs == {(116_700, 122_300), (116_700, 124_334), (122_300, 124_334)}


def test_two_readings_of_one_window_are_one_interval() -> None:
    readings = (flow("2021-08-20T07:00Z", 3_000, 3_000), flow("2021-08-20T07:00Z", 6_000, 6_000))
    totals = (total("2021-08-19T07:00Z", 7_000), total("2021-08-20T07:00Z", 9_000))
    (run,) = compare([Series("people", (*readings, *totals))], ()).runs
    assert run.expected == (10_000, 13_000)


def test_a_total_without_flows_between_is_not_judged() -> None:
    totals = (total("2021-08-19T07:00Z", 7_000), total("2021-08-21T07:00Z", 17_000))
    (one,) = (Series("people", (flow("2021-08-20T07:00Z", 6_000, 6_000), *totals)),)
    assert compare([one], ()).runs == ()


def test_a_running_total_takes_the_flows_that_fit_it_best() -> None:
    totals = (total("2021-08-19T07:00Z", 7_000), total("2021-08-20T07:00Z", 13_000))
    parts = Series("of them by us", (flow("2021-08-20T07:00Z", 4_000, 4_000),))
    whole = Series("all states", (flow("2021-08-20T07:00Z", 6_000, 6_000),))
    (run,) = compare([Series("so far", totals), parts, whole], ()).runs
    assert (run.flows, run.verdict) == ("all states", Verdict.EXACT)


def test_our_day_stands_beside_the_published_one_with_its_gap() -> None:
    operation = Operation()
    lift = operation.offer()
    operation.board(lift, operation.claim(20))
    operation.count(lift, 25)
    operation.depart(lift)
    ends = read_iso("2021-08-15T07:00Z")
    operation.publish("people a day", 18, 22, begins=ends - DAY, ends=ends)
    operation.publish("people a day", 7, 7, begins=ends, ends=ends + DAY)
    today, tomorrow = report(operation.account()).series.beside
    assert today.ours is not None
    assert (today.ours.lo, today.ours.hi, today.lo, today.hi) == (20, 25, -2, 7)
    assert (tomorrow.ours, tomorrow.lo, tomorrow.hi) == (None, None, None)


def test_a_number_over_another_window_is_not_compared() -> None:
    operation = Operation()
    lift = operation.offer()
    operation.board(lift, operation.claim(2))
    operation.depart(lift)
    ends = read_iso("2021-08-15T19:00Z")
    operation.publish("half days", 2, 2, begins=ends - DAY // 2, ends=ends)
    (half,) = report(operation.account()).series.beside
    assert half.ours is None


@pytest.mark.parametrize(
    ("value", "tolerance"), [(37_000, 500), (25_100, 50), (116_710, 5), (124_334, 0), (0, 0)]
)
def test_a_number_is_as_exact_as_its_digits(value: int, tolerance: int) -> None:
    totals = (total("2021-08-19T07:00Z", 1), total("2021-08-20T07:00Z", value))
    (run,) = compare([Series("people", (flow("2021-08-20T07:00Z", 1, 1), *totals))], ()).runs
    assert run.tolerance == tolerance
