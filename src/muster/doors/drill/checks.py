"""Hold what one table of a scenario cannot know of another: ids, places, times, people and lifts.

Everything that a drill takes for granted is checked here, so that no drill stops half way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from muster.doors.drill.groundwork import ground
from muster.doors.drill.injects import (
    Attack,
    FixedLift,
    FoundAboard,
    LapChildren,
    LastLift,
)
from muster.doors.drill.names import SETS
from muster.doors.drill.problems import (
    LoadImpossible,
    NamesUnknown,
    ScenarioTime,
    ScenarioTwice,
    ScenarioValue,
)
from muster.doors.drill.references import references
from muster.doors.drill.scenario import (
    Flow,
    Scenario,
)
from muster.ground.people.moment import DAY, HOUR, day_window, instant
from muster.ground.people.place import PlaceRole

_HOURS_TO_COME_IN = 2
_DATED = (
    *("injects", "closed", "remaining", "onward", "calls"),
    *("items", "prints", "attested", "estimates", "arrangements"),
)
_DATES = (
    *("begins", "at", "departs", "until", "confirmed", "closed"),
    *("possible", "inventoried", "ends", "destroyed"),
)
SAFE = (PlaceRole.STAGING, PlaceRole.HAVEN)


def check(scenario: Scenario) -> None:
    """Raise the first Problem that ``scenario`` has."""
    for one in (_names, _twice, references, _roles, _orders, _rules, _times, _days, _loads):
        one(scenario)
    ground(scenario)


def _names(scenario: Scenario) -> None:
    if scenario.people.names not in SETS:
        raise NamesUnknown(expected=", ".join(SETS))


def _twice(scenario: Scenario) -> None:
    tables: dict[str, Iterable[str]] = {
        "places": (one.id for one in scenario.places),
        "categories": (one.id for one in scenario.categories),
        "kinds": (one.id for one in scenario.kinds),
        "carriers": (one.id for one in scenario.carriers),
        "profiles": (f"{one.id}/{one.version}" for one in scenario.profiles),
        "flows": (f"{one.day}/{one.carrier}" for one in scenario.flows),
        "arrangements": (one.id for one in scenario.arrangements),
    }
    for path, ids in tables.items():
        for identity, times in Counter(ids).items():
            if times > 1:
                raise ScenarioTwice(path=f"{path} {identity}", found=times)
    origins = [one for one in scenario.places if one.role is PlaceRole.ORIGIN]
    if len(origins) != 1:
        raise ScenarioValue(path="places", expected="one origin", found=str(len(origins)))


def _times(scenario: Scenario) -> None:
    begins, ends = scenario.operation.begins, scenario.operation.ends
    if begins >= ends:
        raise ScenarioTime(path="operation.ends", expected="a time after operation.begins")
    for table in _DATED:
        for n, one in enumerate(getattr(scenario, table)):
            for key in _DATES:
                when = getattr(one, key, None) or begins
                if not begins <= when <= ends:
                    raise ScenarioTime(path=f"{table}[{n}].{key}", expected="the operation's span")
    for n, place in enumerate(scenario.places):
        for opening in place.openings:
            if opening.opens >= opening.shuts:
                raise ScenarioTime(path=f"places[{n}].openings", expected="shuts after opens")
            if not opening.opens < opening.stops() <= opening.shuts:
                raise ScenarioTime(path=f"places[{n}].openings", expected="held while it is open")


def _roles(scenario: Scenario) -> None:
    """Hold that gates open, that safe places hold people, and that lifts go to safe places."""
    role = {one.id: one.role for one in scenario.places}
    for n, place in enumerate(scenario.places):
        for key, fits in (
            ("openings", place.role is PlaceRole.GATE),
            ("closed", place.role is PlaceRole.GATE),
            ("capacity", place.role in SAFE),
            ("hand_over", place.role is PlaceRole.HAVEN),
            ("leave_percent", place.role is PlaceRole.HAVEN),
        ):
            if getattr(place, key) and not fits:
                path, expected = f"places[{n}].{key}", "a place whose role has that key"
                raise ScenarioValue(path=path, expected=expected, found="another role")
    for path, identity in _destinations(scenario):
        if role[identity] not in SAFE:
            expected = "a staging base or a safe haven"
            raise ScenarioValue(path=path, expected=expected, found="another role")
    for n, onward in enumerate(scenario.onward):
        if role[onward.base] is not PlaceRole.STAGING:
            path = f"onward[{n}].base"
            raise ScenarioValue(path=path, expected="a staging base", found="another role")


def _destinations(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for n, carrier in enumerate(scenario.carriers):
        yield from ((f"carriers[{n}].routes", one) for route in carrier.routes for one in route.to)
    for n, onward in enumerate(scenario.onward):
        yield from ((f"onward[{n}].to", one) for one in onward.to)
    for n, inject in enumerate(scenario.injects):
        if to := getattr(inject, "to", ""):
            yield f"injects[{n}].to", to


def _orders(scenario: Scenario) -> None:
    """Hold that low comes before high, and that parts fit in their whole."""
    people = scenario.people
    pairs: list[tuple[str, float, float]] = [
        ("people.inside_hours", *people.inside_hours),
        ("people.claimed_hours_before", *people.claimed_hours_before),
    ]
    pairs += ((f"kinds[{n}]", one.low, one.high) for n, one in enumerate(scenario.kinds))
    pairs += ((f"published[{n}]", one.low, one.high) for n, one in enumerate(scenario.published))
    pairs += ((f"estimates[{n}]", one.low, one.high) for n, one in enumerate(scenario.estimates))
    pairs += (
        (f"remaining[{n}].untraced", one.untraced, one.souls)
        for n, one in enumerate(scenario.remaining)
    )
    pairs += (
        (f"remaining[{n}].twice", one.twice + 2 * one.unsure, one.souls - one.untraced)
        for n, one in enumerate(scenario.remaining)
    )
    pairs += (
        (f"places[{n}].capacity", one.low, one.high)
        for n, place in enumerate(scenario.places)
        for one in place.capacity
    )
    pairs += _parts(scenario)
    for path, low, high in pairs:
        if low > high:
            raise ScenarioValue(path=path, expected="the smaller number first", found="a larger")
    if not sum(people.family_sizes):
        raise ScenarioValue(path="people.family_sizes", expected="some weight", found="none")


def _parts(scenario: Scenario) -> Iterator[tuple[str, float, float]]:
    for n, inject in enumerate(scenario.injects):
        match inject:
            case LapChildren():
                yield f"injects[{n}].scanned", inject.scanned, inject.souls
            case FoundAboard():
                parts = inject.manifested + inject.known + inject.unmatched
                yield f"injects[{n}].manifested", parts, inject.souls
            case Attack():
                yield f"injects[{n}].kin_told", inject.kin_told, inject.named_dead
                yield f"injects[{n}].found", inject.found, inject.named_missing
                yield from ((f"injects[{n}].statements", *one.dead) for one in inject.statements)
            case _:
                pass


def _rules(scenario: Scenario) -> None:
    """Hold that a rule is in force from the start and knows every category that is used."""
    begins = scenario.operation.begins
    if all(one.effective > begins for one in scenario.profiles):
        raise ScenarioTime(path="profiles.effective", expected="one at operation.begins or before")
    used = [one for phase in scenario.phases for one in phase.shares]
    used += [one for closed in scenario.closed for one in closed.shares]
    used += [one.category for one in scenario.remaining]
    used += [one.category for one in scenario.attested]
    used += [one.category for one in scenario.injects if isinstance(one, Attack)]
    for n, profile in enumerate(scenario.profiles):
        if any(one not in profile.majors for one in used):
            path, expected = f"profiles[{n}].majors", "every category that people have"
            raise ScenarioValue(path=path, expected=expected, found="one missing")
    phased = {phase.carrier for phase in scenario.phases}
    for n, flow in enumerate(scenario.flows):
        if flow.carrier not in phased:
            path, expected = f"flows[{n}].carrier", "a carrier that has phases"
            raise ScenarioValue(path=path, expected=expected, found="one without")


def _days(scenario: Scenario) -> None:
    """Hold that every day lies in the operation, with time before it for people to come in."""
    operation = scenario.operation
    lead = (scenario.people.inside_hours[1] + _HOURS_TO_COME_IN) * HOUR
    for n, flow in enumerate(scenario.flows):
        start, _ = day_window(flow.day.isoformat(), scenario.operation.day_ends())
        if not instant(operation.begins) + lead <= start < instant(operation.ends):
            expected = "a day inside the operation, with time before it to come in"
            raise ScenarioTime(path=f"flows[{n}].day", expected=expected)
        for at, inject in enumerate(scenario.injects):
            if not isinstance(inject, FixedLift) or not _is_of(inject, flow):
                continue
            if not start <= instant(inject.departs) < start + DAY:
                path = f"injects[{at}].departs"
                raise ScenarioTime(path=path, expected="a time on its reporting day")


def _is_of(inject: FixedLift, flow: Flow) -> bool:
    return (inject.day, inject.carrier) == (flow.day, flow.carrier)


def _loads(scenario: Scenario) -> None:
    """Hold that injects find their lift in a flow, and that the other people fit the others."""
    flows = {(one.day, one.carrier): (n, one) for n, one in enumerate(scenario.flows)}
    left = {n: Counter(one.lifts) for n, one in enumerate(scenario.flows)}
    souls = {n: one.souls for n, one in enumerate(scenario.flows)}
    for at, inject in enumerate(scenario.injects):
        if isinstance(inject, FixedLift):
            n, flow = flows.get((inject.day, inject.carrier), (-1, None))
            if flow is None or left[n][inject.lift_kind] < 1:
                path, expected = f"injects[{at}].day", "a day on which such a lift is in flows"
                raise ScenarioValue(path=path, expected=expected, found="none")
            if not isinstance(inject, LastLift):
                left[n][inject.lift_kind] -= 1
                souls[n] -= inject.souls
    for n, kinds in left.items():
        lifts = kinds.total()
        high = sum(scenario.kind(kind).high * count for kind, count in kinds.items())
        if not lifts <= souls[n] <= high:
            raise LoadImpossible(path=f"flows[{n}]", souls=souls[n], low=lifts, high=high)
