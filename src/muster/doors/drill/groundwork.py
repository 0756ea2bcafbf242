"""Hold what a scenario says of calls, arrangements and things: gates are gates, steps in order."""

from collections.abc import Iterator
from itertools import pairwise

from muster.doors.drill.problems import ScenarioTime, ScenarioValue
from muster.doors.drill.road import Arrangement, Stage
from muster.doors.drill.scenario import Scenario
from muster.ground.people.place import PlaceRole

_TOLD = (Stage.AGREED, Stage.IN_USE, Stage.RESUMED)


def ground(scenario: Scenario) -> None:
    """Raise the first Problem that calls, arrangements or prints have."""
    _gates(scenario)
    for n, calls in enumerate(scenario.calls):
        low, high = calls.hours_before
        if low > high:
            path, expected = f"calls[{n}].hours_before", "the smaller number first"
            raise ScenarioValue(path=path, expected=expected, found="a larger")
    for n, arrangement in enumerate(scenario.arrangements):
        _steps(arrangement, f"arrangements[{n}]")
    for n, item in enumerate(scenario.items):
        if item.ends is not None and item.ends < item.inventoried:
            raise ScenarioTime(path=f"items[{n}].ends", expected="a time after inventoried")


def _gates(scenario: Scenario) -> None:
    role = {one.id: one.role for one in scenario.places}
    for path, identity in _called(scenario):
        if role[identity] is not PlaceRole.GATE:
            raise ScenarioValue(path=path, expected="a gate", found="another role")


def _called(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for n, calls in enumerate(scenario.calls):
        yield from ((f"calls[{n}].gates", one) for one in calls.gates)
        yield from ((f"calls[{n}].first_to", one) for one in calls.first_to)
    for n, remaining in enumerate(scenario.remaining):
        if remaining.called_to is not None:
            yield f"remaining[{n}].called_to", remaining.called_to
    for n, arrangement in enumerate(scenario.arrangements):
        for convoys in arrangement.convoys:
            yield from ((f"arrangements[{n}].convoys.gates", one) for one in convoys.gates)


def _steps(arrangement: Arrangement, path: str) -> None:
    """Hold that steps follow each other, and that nobody is told anything before it is agreed."""
    times = [arrangement.possible, *(one.at for one in arrangement.steps)]
    if any(one > other for one, other in pairwise(times)):
        raise ScenarioTime(path=f"{path}.steps", expected="each step after the one before")
    for convoys in arrangement.convoys:
        before = [one for one in arrangement.steps if one.at <= convoys.begins]
        if not before or before[-1].stage not in _TOLD or convoys.until > arrangement.until:
            expected = "a time at which the arrangement is agreed"
            raise ScenarioTime(path=f"{path}.convoys", expected=expected)
