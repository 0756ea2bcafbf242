"""The desk is cut off: the planner cannot call whom it has not heard of, and calls them later."""

import shutil

import pytest

from muster.doors.drill.run import Drill
from muster.doors.drill.sites.cast import Duty
from muster.doors.drill.sites.fleet import Apart, play_apart
from muster.doors.drill.sites.weather import Weather
from muster.ground.people.moment import HOUR, Instant, instant
from muster.ground.secrecy.slot import TRAINING
from tests.drill.sites.conftest import PHRASE
from tests.simulator.operation import room


def cut_off(monkeypatch: pytest.MonkeyPatch, hours: int) -> Apart:
    """Play a small ferry at three sites whose desk is cut off for so many hours."""
    drill = Drill.of("ferry-3000", scale=0.03, sites=3)
    until = instant(drill.scenario.operation.begins) + hours * HOUR

    def up(_: Weather, duty: Duty, at: Instant) -> bool:
        return duty is not Duty.DESK or at > until

    monkeypatch.setattr(Weather, "up", up)
    folder = room()
    try:
        return play_apart(folder, PHRASE, drill, cost=TRAINING)
    finally:
        shutil.rmtree(folder)


def test_calls_wait_for_the_news_and_are_made_when_it_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart = cut_off(monkeypatch, 46)
    waited, longest = apart.waited[Duty.CONTROL]
    assert waited > 0
    assert longest > HOUR
    assert apart.too_late == 0
    assert apart.agree


def test_who_could_not_be_called_in_time_is_said_and_all_agree_nonetheless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart = cut_off(monkeypatch, 78)
    assert apart.too_late > 0
    assert apart.agree
    assert all(one.findings == 0 for one in apart.standings)
