"""Read a scenario: a shipped one by name or a file by path, checked before anything happens.

First the form (msgspec against ``scenario``), then what one table cannot know of another
(references, ids, times, whether the people fit the lifts). Each Problem names the place in the file
as a path of keys, what was expected and what kind of thing was found; none quotes a value. A file
by path is a stranger's, and is parsed in a child behind fences (``parsing``).
"""

import re
from importlib import resources
from pathlib import Path

import msgspec

from muster.adapters.formats.apart import ask
from muster.adapters.formats.disk import from_disk
from muster.adapters.formats.problems import FileUnreadable, ParserStopped
from muster.doors.drill.checks import check
from muster.doors.drill.parsing import LIMITS, parsed, unpacked
from muster.doors.drill.problems import (
    ScenarioKeyMissing,
    ScenarioKeyUnknown,
    ScenarioNotToml,
    ScenarioUnknown,
    ScenarioValue,
)
from muster.doors.drill.scenario import Scenario
from muster.ground.problem import Problem

LARGEST = 4_000_000
_PARSER = "muster.doors.drill.parsing"
_SHIPPED = resources.files("muster.doors.drill") / "scenarios"
_KEY = re.compile(r"^[A-Za-z0-9_-]{1,40}$")
_WRONG = re.compile(
    r"^Expected (?P<expected>.+?), got (?P<found>.+?)(?: - at (?:`key` in )?`(?P<path>[^`]+)`)?$"
)
_FIELD = re.compile(
    r"^Object (?P<what>missing required|contains unknown) field `(?P<key>.*?)`"
    r"(?: - at `(?P<path>.+)`)?$",
    re.DOTALL,
)
_AT = re.compile(r" - at (?:`(?:key|value)` in )?`(?P<path>[^`]+)`$")


def shipped() -> tuple[str, ...]:
    """Return the names of the scenarios in the box, in alphabetical order."""
    names = (entry.name for entry in _SHIPPED.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load(name: str) -> Scenario:
    """Return the shipped scenario ``name``, or the one in the file of that path."""
    if name in shipped():
        return read((_SHIPPED / f"{name}.toml").read_bytes())
    try:
        content = from_disk(Path(name), LARGEST + 1)
    except FileUnreadable:
        raise ScenarioUnknown(shipped=", ".join(shipped())) from None
    if len(content) > LARGEST:
        raise ScenarioValue(path="$", expected=f"up to {LARGEST} bytes", found="more")
    return checked(_apart(content))


def read(content: bytes) -> Scenario:
    """Return the scenario in ``content`` (TOML, UTF-8), or raise the Problem that it has.

    It is parsed in this very process: for those in the box.
    """
    return checked(parsed(content))


def checked(content: object) -> Scenario:
    """Return the scenario that parsed TOML holds, or raise the Problem that it has."""
    try:
        scenario = msgspec.convert(content, Scenario)
    except msgspec.ValidationError as wrong:
        raise _problem(str(wrong)) from None
    check(scenario)
    return scenario


def _apart(content: bytes) -> object:
    """Return the values in a stranger's file, parsed in a fenced child (T27)."""
    told = ask(_PARSER, content, msgspec.Raw, (ScenarioNotToml,), LIMITS)
    try:
        return unpacked(bytes(told))
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise ParserStopped(found=len(told)) from None


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
