"""The airlift adds up to what was published, row by row, and to the announced total."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from muster.doors.drill.injects import (
    Attack,
    FoundAboard,
    LapChildren,
    LastLift,
)
from muster.doors.drill.scenario import (
    Scenario,
)
from muster.ground.people.moment import HOUR, day_of, iso
from tests.drill.listening import Seen

ORIGIN = "hkia"
DAY_ENDS = 7 * HOUR

Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def published(shared: Path) -> Rows:
    with (shared / "data/kabul-2021/kabul_daily.csv").open(encoding="utf-8", newline="") as file:
        return {row["window_end"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def days(airlift: Seen) -> Counter[str]:
    """Souls who came off the lifts that left on each reporting day."""
    totals: Counter[str] = Counter()
    for lift in airlift.out(ORIGIN):
        totals[day_of(airlift.departed[lift], DAY_ENDS)] += airlift.landed[lift]
    return totals


def test_every_day_carries_exactly_the_published_people(
    days: Counter[str], published: Rows
) -> None:
    assert {day: days[day] for day in published} == {
        day: int(row["total_pax"]) for day, row in published.items()
    }


def test_the_days_without_a_row_carry_the_differences_of_published_totals(
    days: Counter[str], published: Rows
) -> None:
    other = {day: souls for day, souls in sorted(days.items()) if day not in published}
    assert sum(souls for day, souls in other.items() if day <= "2021-08-14") == 122_300 - 116_700
    before = sum(int(published[f"2021-08-{day}"]["total_pax"]) for day in (17, 18, 19))
    assert other["2021-08-15"] + other["2021-08-16"] == 7_000 - before
    assert other["2021-08-31"] == 124_334 - 5_600 - 2_250 - 116_050


def test_the_whole_airlift_is_what_was_announced(airlift: Seen, days: Counter[str]) -> None:
    assert sum(days.values()) == 124_334
    assert len(airlift.out(ORIGIN)) == 778


def test_every_day_flies_the_published_types(airlift: Seen, published: Rows) -> None:
    flown: Counter[tuple[str, str]] = Counter()
    for lift in airlift.out(ORIGIN):
        offer = airlift.offers[lift]
        kind = offer.kind if offer.carrier == "us" else "coalition"
        flown[day_of(airlift.departed[lift], DAY_ENDS), kind] += 1
    for day, row in published.items():
        expected = int(row["c17"]), int(row["c130"]), int(row["coalition_flights"] or 0)
        assert (flown[day, "c17"], flown[day, "c130"], flown[day, "coalition"]) == expected


def test_a_published_split_between_carriers_is_kept(airlift: Seen, published: Rows) -> None:
    split: Counter[tuple[str, str]] = Counter()
    for lift in airlift.out(ORIGIN):
        day = day_of(airlift.departed[lift], DAY_ENDS)
        split[day, airlift.offers[lift].carrier] += airlift.landed[lift]
    for day, row in published.items():
        if row["us_pax"] and row["coalition_pax"]:
            wanted = int(row["us_pax"]), int(row["coalition_pax"])
            assert (split[day, "us"], split[day, "partner"]) == wanted


def test_the_published_numbers_stand_in_the_scenario_as_they_were_published(
    kabul: Scenario, published: Rows
) -> None:
    entered = {
        (one.series, one.ends.date().isoformat()): (one.low, one.high)
        for one in kabul.published
        if one.ends
    }
    for day, row in published.items():
        assert entered["daily-total", day] == (int(row["total_low"]), int(row["total_high"]))
        for series, column in (
            ("since-14-august", "cum_since_14aug_published"),
            ("since-end-of-july", "cum_since_july_published"),
        ):
            number = int(row[column]) if row[column] else None
            assert entered.get((series, day)) == (number and (number, number))


def test_the_last_lift_leaves_a_minute_before_midnight_in_kabul(
    kabul: Scenario, airlift: Seen
) -> None:
    last = max(airlift.departed[lift] for lift in airlift.out(ORIGIN))
    assert iso(last) == "2021-08-30T19:29:00Z"
    assert [one.to for one in kabul.injects if isinstance(one, LastLift)] == ["al-udeid"]


def test_a_lift_of_640_scans_carries_823_souls(kabul: Scenario, airlift: Seen) -> None:
    (inject,) = (one for one in kabul.injects if isinstance(one, LapChildren))
    (lift,) = (n for n, one in airlift.offers.items() if one.callsign == inject.callsign)
    seen = airlift.boarded[lift], airlift.counted[lift], airlift.landed[lift]
    assert seen == (640, 823, 823)


def test_343_come_off_a_lift_of_188(kabul: Scenario, airlift: Seen) -> None:
    (inject,) = (one for one in kabul.injects if isinstance(one, FoundAboard))
    (lift,) = (n for n, one in airlift.offers.items() if one.callsign == inject.callsign)
    assert (airlift.boarded[lift], airlift.landed[lift]) == (188, 343)
    assert lift not in airlift.counted


def test_between_100_and_200_remain_whoever_is_in_doubt(kabul: Scenario) -> None:
    (charter,) = (one for one in kabul.injects if isinstance(one, FoundAboard))
    (attack,) = (one for one in kabul.injects if isinstance(one, Attack))
    missing = attack.named_missing - attack.found
    high = sum(one.souls for one in kabul.remaining) + missing
    doubted = sum(one.untraced + one.unsure for one in kabul.remaining)
    low = high - doubted - charter.unmatched
    assert 100 <= low < high <= 200
    groups = {kabul.category(one.category).group for one in kabul.remaining}
    assert groups == {"citizen", "resident", "worked-with"}


def test_reports_of_the_dead_rise_to_170_and_keep_the_13_apart(kabul: Scenario) -> None:
    (attack,) = (one for one in kabul.injects if isinstance(one, Attack))
    said = attack.statements
    assert (max(one.dead[1] for one in said), said[2].dead) == (170, (95, 95))
    assert {one.parts["us-service"] for one in said if one.parts} == {(13, 13)}
    assert {one.parts_inside for one in said if one.parts} == {True, False}
    assert (said[-1].at - attack.at).days <= 3


def test_citizens_out_keep_near_the_published_marks(airlift: Seen, kabul: Scenario) -> None:
    assert kabul.souls() == 124_334
    citizens = sum(category == "citizen" for category in airlift.category.values())
    remaining = sum(one.souls for one in kabul.remaining if one.category == "citizen")
    assert citizens - remaining == pytest.approx(6_000, rel=0.05)


def test_defects_come_at_the_published_rates(airlift: Seen, shared: Path) -> None:
    path = shared / "data/kabul-2021/data_quality.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rates = {row["defect"]: float(row["rate_pct"]) for row in csv.DictReader(file)}
    seen = airlift.defects
    people, documents = seen["people"], seen["documents"]
    assert 100 * seen["no given name"] / people == pytest.approx(rates["no given name"], rel=0.15)
    assert 100 * seen["no family name"] / people == pytest.approx(rates["no family name"], rel=0.2)
    january = rates["date of birth recorded as 1 January"]
    assert 100 * seen["1 January"] / people == pytest.approx(january, rel=0.03)
    number = rates["missing/invalid travel document number"]
    assert 100 * seen["no number"] / documents == pytest.approx(number, rel=0.05)
    (undefined,) = (rate for defect, rate in rates.items() if "facilitation" in defect)
    assert 100 * seen["undefined"] / people == pytest.approx(undefined, rel=0.05)


def test_three_in_ten_are_children_and_300_of_them_alone(airlift: Seen) -> None:
    seen = airlift.defects
    assert 100 * seen["children"] / seen["people"] == pytest.approx(30, rel=0.07)
    assert seen["alone"] == 229 + 71


def test_the_drill_has_a_million_facts_and_more(airlift: Seen) -> None:
    assert airlift.facts > 1_000_000
