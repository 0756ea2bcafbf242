"""Moves thought up beside are the moves that would have been thought up here."""

import os
import signal
import subprocess

import psutil
import pytest
from msgspec.structs import replace

from muster.doors.drill import ahead
from muster.doors.drill.ahead import moves_ahead
from muster.doors.drill.problems import LoadImpossible
from muster.doors.drill.reading import load
from muster.doors.drill.scaling import scaled
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.timeline import digest, moves
from muster.site.record.child import Child


@pytest.fixture(autouse=True)
def every_drill_is_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MANY", 0)
    monkeypatch.setattr(ahead, "moves", _not_here)


def _not_here(_scenario: Scenario, _seed: int) -> None:
    pytest.fail("the moves were thought up in this process")


@pytest.mark.parametrize(("name", "scale"), [("kabul-2021", 0.004), ("ferry-3000", 1.0)])
def test_it_is_the_same_stream(name: str, scale: float) -> None:
    scenario = scaled(load(name), scale)
    assert digest(moves_ahead(scenario, 7)) == digest(moves(scenario, 7))


def _children() -> list[psutil.Process]:
    mine = psutil.Process().children()
    return [one for one in mine if any("drill.ahead" in word for word in one.cmdline())]


def test_what_is_not_played_to_its_end_leaves_no_child_behind() -> None:
    stream = moves_ahead(load("ferry-3000"), 7)
    assert next(stream) == next(moves(load("ferry-3000"), 7))
    assert _children()
    del stream
    assert not _children()


def test_a_child_whose_parent_has_heard_enough_ends_without_a_word(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It is saying more than the pipe holds when nobody listens any more."""
    stream = moves_ahead(load("kabul-2021"), 7)
    next(stream)
    del stream
    assert capfd.readouterr().err == ""


def test_a_child_that_is_interrupted_while_it_begins_answers_all_the_same(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = subprocess.Popen.__init__

    def begun(self: "subprocess.Popen[bytes]", *given: object, **named: object) -> None:
        begin(self, *given, **named)  # type: ignore[call-overload]
        os.kill(self.pid, signal.SIGINT)

    monkeypatch.setattr(subprocess.Popen, "__init__", begun)
    scenario = scaled(load("ferry-3000"), 0.1)
    assert digest(moves_ahead(scenario, 7)) == digest(moves(scenario, 7))
    assert capfd.readouterr().err == ""


def test_a_child_that_is_asked_nothing_ends_without_a_word(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Child("muster.doors.drill.ahead").close()
    assert capfd.readouterr().err == ""


def test_a_scenario_that_cannot_be_played_is_said_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ahead, "moves", moves)
    ferry = load("ferry-3000")
    crowded = tuple(replace(flow, souls=flow.souls * 100) for flow in ferry.flows)
    scenario = replace(ferry, flows=crowded)
    with pytest.raises(LoadImpossible):
        list(moves_ahead(scenario, 7))
