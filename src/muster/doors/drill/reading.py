"""Read a scenario: a shipped one by name or a file by path, checked before anything happens.

First the form (msgspec against ``scenario``), then what one table cannot know of another
(references, ids, times, whether the people fit the lifts). Each Problem names the place in the file
as a path of keys, what was expected and what kind of thing was found; none quotes a value.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import msgspec

from muster.doors.drill.names import SETS
from muster.doors.drill.problems import (
    LoadImpossible,
    NamesUnknown,
    ScenarioKeyMissing,
    ScenarioKeyUnknown,
    ScenarioNotToml,
    ScenarioReference,
    ScenarioTime,
    ScenarioTwice,
    ScenarioUnknown,
    ScenarioValue,
)
from muster.doors.drill.scenario import (
    AnyInject,
    Attack,
    Cancelled,
    ChildrenAlone,
    FoundAboard,
    LapChildren,
    LastLift,
    Pause,
    Scenario,
    Warned,
)
from muster.ground.people.place import PlaceRole
from muster.ground.problem import Problem

LARGEST = 4_000_000
_SHIPPED = resources.files("muster.doors.drill") / "scenarios"
_KEY = re.compile(r"^[A-Za-z0-9_-]{1,40}$")
_WRONG = re.compile(r"^Expected (?P<expected>.+?), got (?P<found>.+?)(?: - at `(?P<path>.+)`)?$")
_FIELD = re.compile(
    r"^Object (?P<what>missing required|contains unknown) field `(?P<key>.*?)`"
    r"(?: - at `(?P<path>.+)`)?$",
    re.DOTALL,
)
_AT = re.compile(r" - at `(?P<path>[^`]+)`$")

Reference = tuple[str, str]


def shipped() -> tuple[str, ...]:
    """Return the names of the scenarios in the box, in alphabetical order."""
    names = (entry.name for entry in _SHIPPED.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load(name: str) -> Scenario:
    """Return the shipped scenario ``name``, or the one in the file of that path."""
    if name in shipped():
        return read((_SHIPPED / f"{name}.toml").read_bytes())
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise ScenarioValue(path="$", expected=f"up to {LARGEST} bytes", found="more")
        return read(path.read_bytes())
    except (OSError, ValueError):
        raise ScenarioUnknown(shipped=", ".join(shipped())) from None


def read(content: bytes) -> Scenario:
    """Return the scenario in ``content`` (TOML, UTF-8), or raise the Problem that it has."""
    try:
        scenario = msgspec.convert(_parsed(content), Scenario)
    except msgspec.ValidationError as wrong:
        raise _problem(str(wrong)) from None
    for check in (_names, _twice, _references, _times, _loads):
        check(scenario)
    return scenario


def _parsed(content: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise ScenarioNotToml(**_position(content[: wrong.start])) from None
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"at line (\d+), column (\d+)", str(wrong))
        end = _position(content)
        line, column = (int(n) for n in place.groups()) if place else (end["line"], end["column"])
        raise ScenarioNotToml(line=line, column=column) from None
    except RecursionError:
        raise ScenarioNotToml(line=1, column=1) from None


def _position(before: bytes) -> dict[str, int]:
    return {"line": before.count(b"\n") + 1, "column": len(before) - before.rfind(b"\n")}


def _problem(message: str) -> Problem:
    """Translate a sentence of msgspec, leaving out whatever it may quote from the file."""
    if field := _FIELD.match(message):
        key, path = field["key"], _path(field["path"])
        if field["what"].startswith("missing"):
            return ScenarioKeyMissing(path=path, expected=key)
        return ScenarioKeyUnknown(path=path, found=key if _KEY.match(key) else "another")
    if wrong := _WRONG.match(message):
        expected, found = wrong["expected"].replace("`", ""), wrong["found"].replace("`", "")
        return ScenarioValue(path=_path(wrong["path"]), expected=expected, found=found)
    place = _AT.search(message)
    path = _path(place["path"] if place else None)
    if message.startswith("Expected "):
        expected = _AT.sub("", message).removeprefix("Expected ").replace("`", "")
        return ScenarioValue(path=path, expected=expected, found="a value outside that")
    return ScenarioValue(path=path, expected="a documented word", found="another one")


def _path(path: str | None) -> str:
    steps = (path or "$").removeprefix("$").removeprefix(".").split(".")
    safe = (step if re.match(r"^[\w\[\]-]{1,60}$", step) else "[...]" for step in steps)
    return ".".join(safe) if path not in {None, "$"} else "the file"


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
    }
    for path, ids in tables.items():
        for identity, times in Counter(ids).items():
            if times > 1:
                raise ScenarioTwice(path=f"{path} {identity}", found=times)
    origins = [one for one in scenario.places if one.role is PlaceRole.ORIGIN]
    if len(origins) != 1:
        raise ScenarioValue(path="places", expected="one origin", found=str(len(origins)))


def _references(scenario: Scenario) -> None:
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


def _times(scenario: Scenario) -> None:
    begins, ends = scenario.operation.begins, scenario.operation.ends
    if begins >= ends:
        raise ScenarioTime(path="operation.ends", expected="a time after operation.begins")
    for table in ("injects", "closed", "remaining", "onward"):
        for n, one in enumerate(getattr(scenario, table)):
            for key in ("begins", "at", "departs", "until"):
                when = getattr(one, key, begins)
                if not begins <= when <= ends:
                    raise ScenarioTime(path=f"{table}[{n}].{key}", expected="the operation's span")
    for n, place in enumerate(scenario.places):
        for opening in place.openings:
            if opening.opens >= opening.shuts:
                raise ScenarioTime(path=f"places[{n}].openings", expected="shuts after opens")


def _loads(scenario: Scenario) -> None:
    """Hold that injects find their lift in a flow, and that the other people fit the others."""
    flows = {(one.day, one.carrier): (n, one) for n, one in enumerate(scenario.flows)}
    left = {n: Counter(one.lifts) for n, one in enumerate(scenario.flows)}
    souls = {n: one.souls for n, one in enumerate(scenario.flows)}
    for at, inject in enumerate(scenario.injects):
        if isinstance(inject, LapChildren | FoundAboard | LastLift):
            n, flow = flows.get((inject.day, inject.carrier), (-1, None))
            if flow is None or left[n][inject.lift_kind] < 1:
                raise ScenarioReference(path=f"injects[{at}].day", expected="flow with such a lift")
            if not isinstance(inject, LastLift):
                left[n][inject.lift_kind] -= 1
                souls[n] -= inject.souls
    for n, kinds in left.items():
        lifts = kinds.total()
        high = sum(scenario.kind(kind).high * count for kind, count in kinds.items())
        if not lifts <= souls[n] <= high:
            raise LoadImpossible(path=f"flows[{n}]", souls=souls[n], low=lifts, high=high)
