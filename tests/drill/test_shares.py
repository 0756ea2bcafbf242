"""Loads, gates, scales, pace: sums are exact, rates are kept, time is what was asked for."""

import csv
import io
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.doors.drill import lists
from muster.doors.drill.braid import braid
from muster.doors.drill.gates import Gates
from muster.doors.drill.loads import loads
from muster.doors.drill.moves import ListReceived, ManifestFrozen, Move
from muster.doors.drill.pace import read_pace
from muster.doors.drill.problems import LoadImpossible, PaceUnreadable, ScaleUnusable
from muster.doors.drill.reading import load
from muster.doors.drill.scaling import scaled
from muster.doors.drill.scenario import Kind, Opening, Scenario, Station
from muster.doors.drill.seed import Streams
from muster.ground.people.moment import DAY, HOUR, calendar, instant
from muster.ground.people.place import PlaceRole

kind = st.tuples(st.integers(1, 60), st.integers(0, 100), st.integers(0, 300)).map(
    lambda one: Kind(
        id="k",
        label="k",
        callsign="K",
        seats=1,
        low=one[0],
        typical=one[0] + one[1],
        high=sum(one),
    )
)


@given(kinds=st.lists(kind, min_size=1, max_size=12), share=st.floats(0, 1), seed=st.integers())
def test_loads_add_up_and_keep_their_bounds(kinds: list[Kind], share: float, seed: int) -> None:
    low, high = len(kinds), sum(one.high for one in kinds)
    souls = low + round((high - low) * share)
    found = loads(souls, kinds, Streams(seed).named("loads"), "flows[0]")
    assert sum(found) == souls
    assert all(1 <= load <= one.high for load, one in zip(found, kinds, strict=True))


@given(kinds=st.lists(kind, min_size=1, max_size=12), more=st.integers(1, 1000))
def test_people_who_do_not_fit_are_refused(kinds: list[Kind], more: int) -> None:
    souls = sum(one.high for one in kinds) + more
    with pytest.raises(LoadImpossible):
        loads(souls, kinds, Streams(0).named("loads"), "flows[0]")


BEGINS = 1_900_000_000_000


def gate(identity: str, opens: int, hours: int, per_hour: int) -> Station:
    start, end = calendar(BEGINS + opens * HOUR), calendar(BEGINS + (opens + hours) * HOUR)
    opening = Opening(opens=start, shuts=end, per_hour=per_hour)
    return Station(id=identity, name=identity, role=PlaceRole.GATE, openings=(opening,))


gates = st.lists(
    st.builds(
        gate, st.uuids().map(str), st.integers(0, 30), st.integers(1, 40), st.integers(20, 300)
    ),
    max_size=4,
)
crowd = st.tuples(st.integers(1, 200), st.integers(0, 80))


@given(places=gates, crowds=st.lists(crowd, max_size=40))
def test_no_gate_lets_in_two_crowds_at_once_or_while_it_is_shut(
    places: list[Station], crowds: list[tuple[int, int]]
) -> None:
    book = Gates(places, "origin")
    slots = []
    for souls, hours in sorted(crowds, key=lambda one: -one[1]):
        wished = BEGINS + hours * HOUR
        slot = book.slot(souls, wished, BEGINS)
        assert slot.ends <= wished
        if slot.gate != "origin":
            slots.append(slot)
    for place in places:
        through = sorted((one.begins, one.ends) for one in slots if one.gate == place.id)
        assert all(ends <= begins for (_, ends), (begins, _) in pairwise(through))
        for begins, ends in through:
            opening = place.openings[0]
            assert instant(opening.opens) <= begins <= ends <= instant(opening.shuts)


@given(
    stories=st.lists(st.lists(st.integers(0, 50), min_size=1).map(sorted), max_size=8),
)
def test_a_braid_holds_every_move_in_order_of_time(stories: list[list[int]]) -> None:
    def told(number: int, times: list[int]) -> Iterator[Move]:
        yield from (ManifestFrozen(at, number) for at in times)

    moves = list(braid((times[0], told(n, times)) for n, times in enumerate(stories)))
    expected = sorted((at, n) for n, times in enumerate(stories) for at in times)
    frozen = [one for one in moves if isinstance(one, ManifestFrozen)]
    assert [one.at for one in moves] == [at for at, _ in expected]
    assert sorted((one.at, one.lift) for one in frozen) == expected


def test_a_story_sees_what_earlier_moves_changed() -> None:
    seen: list[str] = []

    def first() -> Iterator[Move]:
        yield ManifestFrozen(1, 0)
        seen.append("changed")
        yield ManifestFrozen(9, 0)

    def second() -> Iterator[Move]:
        assert seen == ["changed"]
        yield ManifestFrozen(5, 1)

    assert [one.at for one in braid([(5, second()), (1, first())])] == [1, 5, 9]


@given(scale=st.floats(0.001, 1.0))
def test_a_smaller_drill_keeps_proportions_and_what_is_small_by_nature(scale: float) -> None:
    whole = load("kabul-2021")
    small = scaled(whole, scale)
    assert small.souls() == pytest.approx(whole.souls() * scale, abs=len(whole.flows) * 3)
    assert small.remaining == whole.remaining
    assert small.published == whole.published
    assert all(sum(flow.lifts.values()) for flow in small.flows)


def test_the_full_scale_changes_nothing(kabul: Scenario) -> None:
    assert scaled(kabul, 1.0) is kabul


@pytest.mark.parametrize("scale", [0.0, -1.0, 1.01, float("nan"), float("inf")])
def test_a_scale_outside_its_range_is_refused(kabul: Scenario, scale: float) -> None:
    with pytest.raises(ScaleUnusable):
        scaled(kabul, scale)


@pytest.mark.parametrize("text", ["", "1d", "1d=", "=20s", "0d=1s", "1d=0s", "1x=2s", "1d=2s=3s"])
def test_a_pace_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(PaceUnreadable):
        read_pace(text)


class Clock:
    """A wall clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(("text", "seconds"), [("1d=20s", 20), ("1h=500ms", 12), ("1d=1m", 60)])
def test_event_time_takes_the_wall_time_it_was_given(
    monkeypatch: pytest.MonkeyPatch, text: str, seconds: float
) -> None:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    pace = read_pace(text)
    pace.start(BEGINS)
    shown = pace.wait(BEGINS + DAY)
    assert clock.now == pytest.approx(100.0 + seconds)
    assert BEGINS + DAY < shown < BEGINS + DAY + HOUR


def test_a_drill_that_is_late_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    pace = read_pace("1d=20s")
    pace.start(BEGINS)
    clock.now += 40
    assert pace.wait(BEGINS + DAY) > BEGINS + 2 * DAY
    assert clock.now == 140.0


def test_a_list_has_a_row_for_each_of_its_people(ferry: list[Move]) -> None:
    sent = [one for one in ferry if isinstance(one, ListReceived)]
    labels = {one.id: one.label() for one in load("ferry-3000").categories}
    assert sent
    for one in sent:
        rows = list(csv.reader(io.StringIO(lists.written(one.parties, labels).decode())))
        people = [person for _, person, _ in lists.rows(one.parties)]
        assert tuple(rows[0]) == lists.HEADERS
        assert len(rows) - 1 == len(people)
        for row, person in zip(rows[lists.FIRST_LINE - 1 :], people, strict=True):
            assert (row[2], row[3]) == (person.name.given, person.name.family)
            assert row[9] == lists.UNDEFINED or not person.undefined_document
