"""Hold what a scenario says of calls, arrangements and things: gates are gates, steps in order."""

from collections.abc import Iterator
from itertools import pairwise

from muster.doors.drill.gatework import Passes
from muster.doors.drill.injects import Attack, Warned
from muster.doors.drill.problems import ScenarioTime, ScenarioValue
from muster.doors.drill.road import Arrangement, Convoys, Stage
from muster.doors.drill.scenario import Scenario
from muster.ground.people.place import PlaceRole
from muster.journey.passage.disclosing import MOST_PEOPLE, MOST_VEHICLES

_TOLD = (Stage.AGREED, Stage.IN_USE, Stage.RESUMED)
_AT_FIRST = (Stage.PROPOSED, Stage.AGREED, Stage.LAPSED)
_HOLDS = (Stage.AGREED, Stage.IN_USE, Stage.BREACHED, Stage.SUSPENDED, Stage.LAPSED)
_RESTS = (Stage.AGREED, Stage.BREACHED, Stage.SUSPENDED, Stage.RESUMED, Stage.LAPSED)
_FOLLOWS: dict[Stage | None, tuple[Stage, ...]] = {
    None: _AT_FIRST,
    Stage.PROPOSED: _AT_FIRST,
    Stage.AGREED: _HOLDS,
    Stage.IN_USE: _HOLDS,
    Stage.RESUMED: _HOLDS,
    Stage.BREACHED: _RESTS,
    Stage.SUSPENDED: _RESTS,
    Stage.LAPSED: (),
}
"""Which stages may come after each; ``None`` is possible."""


def ground(scenario: Scenario) -> None:
    """Raise the first Problem that calls, arrangements or prints have."""
    _gates(scenario)
    _ends(scenario)
    _attacks(scenario)
    for n, calls in enumerate(scenario.calls):
        low, high = calls.hours_before
        if low > high:
            path, expected = f"calls[{n}].hours_before", "the smaller number first"
            raise ScenarioValue(path=path, expected=expected, found="a larger")
    for n, arrangement in enumerate(scenario.arrangements):
        _steps(arrangement, f"arrangements[{n}]")
        for convoys in arrangement.convoys:
            _small_enough(scenario, convoys, f"arrangements[{n}].convoys")
    for n, passes in enumerate(scenario.passes):
        _passes(passes, f"passes[{n}]")
    for n, item in enumerate(scenario.items):
        if item.ends is not None and item.ends < item.inventoried:
            raise ScenarioTime(path=f"items[{n}].ends", expected="a time after inventoried")


def _passes(passes: Passes, path: str) -> None:
    """Hold that who copies or issues passes does so at gates that have some, in order of time."""
    delegate = passes.delegate
    if delegate is not None:
        if delegate.gate not in passes.gates:
            expected = "a gate that has passes"
            raise ScenarioValue(path=f"{path}.delegate.gate", expected=expected, found="another")
        if not delegate.appointed < delegate.leaks < delegate.dismissed:
            raise ScenarioTime(path=f"{path}.delegate", expected="appointed, leaks, dismissed")
    if passes.outer is not None and not {*passes.outer.gates} <= {*passes.gates}:
        raise ScenarioValue(
            path=f"{path}.outer.gates", expected="gates that have passes", found="another"
        )
    for k, one in enumerate(passes.forwarded):
        where = f"{path}.forwarded[{k}]"
        if not {one.gate, *one.also_at} <= {*passes.gates}:
            raise ScenarioValue(path=where, expected="gates that have passes", found="another")
        times = [one.apart, one.linked, one.until, *([one.settled] if one.settled else [])]
        if any(before >= after for before, after in pairwise(times)):
            raise ScenarioTime(path=where, expected="apart, linked, until, settled")


def _gates(scenario: Scenario) -> None:
    role = {one.id: one.role for one in scenario.places}
    for path, identity in _called(scenario):
        if role[identity] is not PlaceRole.GATE:
            raise ScenarioValue(path=path, expected="a gate", found="another role")
    for n, one in enumerate(scenario.passes):
        if one.outer is not None and role.get(one.outer.checkpoint) is not PlaceRole.CHECKPOINT:
            where = f"passes[{n}].outer.checkpoint"
            raise ScenarioValue(path=where, expected="a checkpoint", found="another role")


def _ends(scenario: Scenario) -> None:
    """Hold that nothing opens a gate again that is shut for good, or closed."""
    for n, place in enumerate(scenario.places):
        path = f"places[{n}].openings"
        ordered = sorted(place.openings, key=lambda one: one.opens)
        if any(one.for_good for one in ordered[:-1]):
            raise ScenarioTime(path=path, expected="the last opening alone for good")
        if place.closed is not None and ordered and place.closed.at < ordered[-1].shuts:
            raise ScenarioTime(path=f"places[{n}].closed", expected="a time after it was shut")


def _attacks(scenario: Scenario) -> None:
    """Hold that an incident which closes was confirmed and counted, and that warnings last."""
    for n, inject in enumerate(scenario.injects):
        path = f"injects[{n}]"
        if isinstance(inject, Warned) and inject.until <= inject.at:
            raise ScenarioTime(path=f"{path}.until", expected="a time after at")
        if isinstance(inject, Attack) and inject.closed is not None:
            said = [one for one in inject.statements if one.at <= inject.closed]
            counted = any(one.injured for one in said) and any(one.missing for one in said)
            if not counted or inject.confirmed is None or inject.confirmed >= inject.closed:
                expected = "confirmed before, with the injured and missing counted"
                raise ScenarioTime(path=f"{path}.closed", expected=expected)


def _called(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for n, calls in enumerate(scenario.calls):
        yield from ((f"calls[{n}].gates", one) for one in calls.gates)
        yield from ((f"calls[{n}].first_to", one) for one in calls.first_to)
    for n, remaining in enumerate(scenario.remaining):
        if remaining.called_to is not None:
            yield f"remaining[{n}].called_to", remaining.called_to
    for n, passes in enumerate(scenario.passes):
        yield from ((f"passes[{n}].gates", one) for one in passes.gates)
    for n, arrangement in enumerate(scenario.arrangements):
        for convoys in arrangement.convoys:
            yield from ((f"arrangements[{n}].convoys.gates", one) for one in convoys.gates)


def _steps(arrangement: Arrangement, path: str) -> None:
    """Hold that steps follow each other, and that nobody is told anything unless it is agreed."""
    times = [arrangement.possible, *(one.at for one in arrangement.steps), arrangement.until]
    if any(one >= other for one, other in pairwise(times)):
        raise ScenarioTime(path=f"{path}.steps", expected="each step after the one before")
    stages = (None, *(one.stage for one in arrangement.steps))
    for n, (before, stage) in enumerate(pairwise(stages)):
        if stage not in _FOLLOWS[before]:
            expected = "a stage that can follow the one before"
            raise ScenarioValue(path=f"{path}.steps[{n}]", expected=expected, found="another")
    for convoys in arrangement.convoys:
        _agreed(arrangement, convoys, f"{path}.convoys")


def _small_enough(scenario: Scenario, convoys: Convoys, path: str) -> None:
    """Hold that no convoy is larger than anybody would be told of."""
    rates = (one.per_hour for gate in convoys.gates for one in scenario.place(gate).openings)
    souls = sum(rates) * convoys.every_hours
    if souls > MOST_PEOPLE or souls / convoys.seats > MOST_VEHICLES:
        raise ScenarioValue(path=path, expected="smaller convoys, more often", found="larger")


def _agreed(arrangement: Arrangement, convoys: Convoys, path: str) -> None:
    before = [one.stage for one in arrangement.steps if one.at <= convoys.begins]
    within = [one.stage for one in arrangement.steps if convoys.begins < one.at < convoys.until]
    if not before or not {before[-1], *within} <= {*_TOLD} or convoys.until > arrangement.until:
        raise ScenarioTime(path=path, expected="a time at which the arrangement is agreed")
