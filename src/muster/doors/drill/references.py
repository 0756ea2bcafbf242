"""Hold that every id in a scenario names something the file defines."""

from collections.abc import Iterator

from muster.doors.drill.injects import (
    AnyInject,
    Attack,
    Cancelled,
    ChildrenAlone,
    FoundAboard,
    LapChildren,
    LastLift,
    Pause,
    Warned,
)
from muster.doors.drill.problems import ScenarioReference
from muster.doors.drill.scenario import (
    Scenario,
)


def references(scenario: Scenario) -> None:
    """Raise ``ScenarioReference`` for the first id that leads nowhere."""
    known = {
        "place": {one.id for one in scenario.places},
        "category": {one.id for one in scenario.categories},
        "kind": {one.id for one in scenario.kinds},
        "carrier": {one.id for one in scenario.carriers},
        "group": {one.group for one in scenario.categories},
    }
    for path, kind, identity in _named(scenario):
        if identity not in known[kind]:
            raise ScenarioReference(path=path, expected=kind)


def _named(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Yield every reference in the file: where it stands, of what kind, to which id."""
    for n, place in enumerate(scenario.places):
        for hand in place.hand_over:
            yield from ((f"places[{n}].hand_over.groups", "group", one) for one in hand.groups)
    for n, profile in enumerate(scenario.profiles):
        yield from ((f"profiles[{n}].majors", "category", one) for one in profile.majors)
    for n, phase in enumerate(scenario.phases):
        yield f"phases[{n}].carrier", "carrier", phase.carrier
        yield from ((f"phases[{n}].shares", "category", one) for one in phase.shares)
    for n, carrier in enumerate(scenario.carriers):
        for route in carrier.routes:
            yield from ((f"carriers[{n}].routes.to", "place", one) for one in route.to)
    for n, flow in enumerate(scenario.flows):
        yield f"flows[{n}].carrier", "carrier", flow.carrier
        yield from ((f"flows[{n}].lifts", "kind", one) for one in flow.lifts)
    yield from _named_later(scenario)


def _named_later(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    for n, onward in enumerate(scenario.onward):
        yield f"onward[{n}].base", "place", onward.base
        yield f"onward[{n}].carrier", "carrier", onward.carrier
        yield f"onward[{n}].kind", "kind", onward.kind
        yield from ((f"onward[{n}].to", "place", one) for one in onward.to)
        yield from ((f"onward[{n}].first", "group", one) for one in onward.first)
    for n, inject in enumerate(scenario.injects):
        yield from ((f"injects[{n}].{key}", kind, one) for key, kind, one in _in_inject(inject))
    for n, closed in enumerate(scenario.closed):
        yield from ((f"closed[{n}].shares", "category", one) for one in closed.shares)
    for n, remaining in enumerate(scenario.remaining):
        yield f"remaining[{n}].category", "category", remaining.category
        if remaining.called_to is not None:
            yield f"remaining[{n}].called_to", "place", remaining.called_to
    yield from _named_on_the_ground(scenario)


def _named_on_the_ground(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    for n, calls in enumerate(scenario.calls):
        yield from ((f"calls[{n}].gates", "place", one) for one in calls.gates)
        yield from ((f"calls[{n}].first_to", "place", one) for one in calls.first_to)
    for n, arrangement in enumerate(scenario.arrangements):
        yield f"arrangements[{n}].place", "place", arrangement.place
        gates = (one for convoys in arrangement.convoys for one in convoys.gates)
        yield from ((f"arrangements[{n}].convoys.gates", "place", one) for one in gates)
    for n, item in enumerate(scenario.items):
        yield f"items[{n}].place", "place", item.place
        if item.parties_of is not None:
            yield f"items[{n}].parties_of", "place", item.parties_of
    for n, passes in enumerate(scenario.passes):
        yield from ((f"passes[{n}].gates", "place", one) for one in passes.gates)
        if passes.delegate is not None:
            yield f"passes[{n}].delegate.gate", "place", passes.delegate.gate
        for forwarded in passes.forwarded:
            named = (forwarded.gate, *forwarded.also_at)
            yield from ((f"passes[{n}].forwarded", "place", one) for one in named)
    for n, attested in enumerate(scenario.attested):
        yield f"attested[{n}].category", "category", attested.category


def _in_inject(inject: AnyInject) -> Iterator[tuple[str, str, str]]:
    match inject:
        case LapChildren() | FoundAboard() | LastLift() | Cancelled():
            yield "carrier", "carrier", inject.carrier
            yield "lift_kind", "kind", inject.lift_kind
            yield "to", "place", inject.to
        case Pause():
            yield "carrier", "carrier", inject.carrier
            yield "lift_kind", "kind", inject.lift_kind
            if inject.place:
                yield "place", "place", inject.place
        case Warned():
            yield from (("places", "place", one) for one in inject.places)
        case Attack():
            yield "place", "place", inject.place
            yield "category", "category", inject.category
        case ChildrenAlone():
            yield "place", "place", inject.place
            yield "carrier", "carrier", inject.carrier
