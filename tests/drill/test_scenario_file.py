"""A scenario file is refused with its place and never with its content."""

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.doors.drill import reading
from muster.doors.drill.reading import load, read, shipped
from muster.ground.problem import Problem

FERRY = Path(reading.__file__).parent / "scenarios" / "ferry-3000.toml"
TEXT = FERRY.read_text("utf-8")
MARK = "Zarghuna`Marked"

WRONG = [
    ("schema = 1", "schema = 2", "drill.scenario-value", "schema"),
    ("souls = 1040", 'souls = "many"', "drill.scenario-value", "flows[0].souls"),
    ("souls = 1040", "souls = -3", "drill.scenario-value", "flows[0].souls"),
    ("souls = 1040", "souls = 10400", "drill.load-impossible", "flows[0]"),
    ("souls = 1040", "souls = 2", "drill.load-impossible", "flows[0]"),
    ("{ patient = 8", "{ Patient = 8", "drill.scenario-value", "phases[0].shares"),
    ("{ patient = 8", "{ nobody = 8", "drill.scenario-reference", "phases[0].shares"),
    ('kind = "warning"', f'kind = "{MARK}"', "drill.scenario-value", "injects[2].kind"),
    ('role = "origin"', f'role = "{MARK}"', "drill.scenario-value", "places[0].role"),
    ('role = "origin"', 'role = "gate"', "drill.scenario-value", "places"),
    ("T09:30:00Z", "T09:30:00", "drill.scenario-value", "injects[0].departs"),
    ("T09:30:00Z", "T19:30:00Z", "drill.scenario-time", "injects[0].departs"),
    ("[people.defects]", "[people.defects]\nfoo = 1", "drill.scenario-key-unknown", "foo"),
    (
        "[people.defects]",
        f'[people.defects]\n"{MARK}" = 1',
        "drill.scenario-key-unknown",
        "people.defects",
    ),
    ('callsign = "BS"', 'callsign = "bs"', "drill.scenario-value", "kinds[0].callsign"),
    ('label = "Pilot launch"\n', "", "drill.scenario-key-missing", "label"),
    ('majors = ["patient", ', "majors = [", "drill.scenario-value", "profiles[0].majors"),
    ("[operation]", "[operation", "drill.scenario-not-toml", "line 7"),
    ("wheelchair = 2.0", f"{MARK[:8]} = 2.0", "drill.scenario-value", "people.needs"),
    ("= 18:00:00", f'= "{MARK}"', "drill.scenario-value", "reporting_day_ends"),
    ('names = "island"', f'names = "{MARK}"', "drill.scenario-value", "people.names"),
    ('names = "island"', 'names = "moon"', "drill.names-unknown", "afghan, island"),
    ('id = "launch"', 'id = "ferry"', "drill.scenario-twice", "kinds"),
    ("begins = 2031-05-06T00", "begins = 2031-05-07T00", "drill.scenario-time", "begins"),
    ("inside_hours = [1.5, 5", "inside_hours = [1.5, 17", "drill.scenario-time", "flows[0].day"),
    ("scanned = 417", "scanned = 489", "drill.scenario-value", "injects[0].scanned"),
    ("to = { netherby = 58", "to = { galehead = 58", "drill.scenario-value", "carriers[0].routes"),
    ("opens = 2031-05-06", "opens = 2031-05-10", "drill.scenario-time", "places[1].openings"),
    ('lift_kind = "launch"', 'lift_kind = "ferry"', None, ""),
    ("souls = 1190\n", "", "drill.scenario-key-missing", "souls"),
    ("effective = 2031-05-06", "effective = 2031-05-07", "drill.scenario-time", "profiles"),
    ("inside_hours = [1.5,", "inside_hours = [0.0,", "drill.scenario-value", "inside_hours"),
    ("inside_hours = [1.5,", "inside_hours = [7.5,", "drill.scenario-value", "inside_hours"),
    ("untraced = 5", "untraced = 24", "drill.scenario-value", "remaining[0].untraced"),
    ("[300, 280, 160, 150, 70, 40]", "[0, 0]", "drill.scenario-value", "family_sizes"),
    ('gates = ["fish-quay"]', 'gates = ["netherby"]', "drill.scenario-value", "calls[0].gates"),
    ('gates = ["fish-quay"]', 'gates = ["nowhere"]', "drill.scenario-reference", "calls[0].gates"),
    ("hours_before = [1, 4]", "hours_before = [4, 1]", "drill.scenario-value", "hours_before"),
    ('called_to = "school"', 'called_to = "saltmarsh"', "drill.scenario-value", "called_to"),
    ("unsure = 1", "unsure = 12", "drill.scenario-value", "remaining[0].twice"),
    ("held = 2031-05-07", "held = 2031-05-08", "drill.scenario-time", "places[2].openings"),
    ("found = 2", "found = 3", "drill.scenario-value", "injects[3].found"),
    ("at = 2031-05-06T03:", "at = 2031-05-06T23:", "drill.scenario-time", "arrangements[0].steps"),
    ('stage = "agreed"', 'stage = "proposed"', "drill.scenario-value", "steps[2]"),
    ('stage = "in-use"', 'stage = "breached"', "drill.scenario-time", "arrangements[0].convoys"),
    ("at = 2031-05-09T11:00", "at = 2031-05-09T12:00", "drill.scenario-time", "steps"),
    ('stage = "agreed"', 'stage = "hoped"', "drill.scenario-value", "arrangements[0].steps[1]"),
    ('"count", "vehicles"', '"names", "vehicles"', "drill.scenario-value", "discloses"),
    ("ends = 2031-05-09T16:", "ends = 2031-05-07T07:", "drill.scenario-time", "items[0].ends"),
    ('fate = "disabled"', f'fate = "{MARK}"', "drill.scenario-value", "items[0].fate"),
    ("low = 12\n", "low = 25\n", "drill.scenario-value", "estimates[1]"),
    ("missing = [2, 2]\n", "", "drill.scenario-time", "injects[3].closed"),
    (
        "confirmed = 2031-05-08",
        "confirmed = 2031-05-09",
        "drill.scenario-time",
        "injects[3].closed",
    ),
    ("until = 2031-05-08T06:00", "until = 2031-05-07T12:00", "drill.scenario-time", "injects[2]"),
    ("every_hours = 2\n", "every_hours = 200\n", "drill.scenario-value", "convoys"),
    (
        "closed = { at = 2031-05-09T17",
        "closed = { at = 2031-05-09T09",
        "drill.scenario-time",
        "places",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "place"), WRONG)
def test_a_wrong_file_is_refused_at_its_place(
    old: str, new: str, code: str | None, place: str
) -> None:
    assert old in TEXT
    content = TEXT.replace(old, new, 1).encode()
    if code is None:
        read(content)
        return
    with pytest.raises(Problem) as refused:
        read(content)
    assert refused.value.code == code
    assert place in refused.value.text()
    assert MARK[:8] not in refused.value.text()


@pytest.mark.parametrize("name", ["kabul-2021", "ferry-3000"])
def test_a_shipped_scenario_is_sound(name: str) -> None:
    assert name in shipped()
    assert load(name).operation.name == name


def test_a_file_is_read_like_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("\ufeff" + TEXT, "utf-8")
    assert load(str(path)) == load("ferry-3000")


@pytest.mark.parametrize("name", ["", "kabul-2022", ".", "\0", "/nowhere/at-all.toml"])
def test_an_unknown_name_lists_the_shipped_ones(name: str) -> None:
    with pytest.raises(Problem) as refused:
        load(name)
    assert refused.value.code == "drill.scenario-unknown"
    assert "ferry-3000, kabul-2021" in refused.value.text()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = " + b"[" * 5000, b"a = \x01"])
def test_what_is_no_toml_is_refused(content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read(content)
    assert refused.value.code == "drill.scenario-not-toml"


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_bytes(b"#" * (reading.LARGEST + 1))
    with pytest.raises(Problem) as refused:
        load(str(path))
    assert refused.value.code == "drill.scenario-value"


def test_every_number_of_the_airlift_carries_its_mark() -> None:
    marks: tuple[str, ...] = ("sourced", "conflicting", "from memory", "own calculation")
    marks += ("own reading", "assumption", "assumed", "as North", "as South", "no network")
    text = (FERRY.parent / "kabul-2021.toml").read_text("utf-8")
    loose = [
        table.splitlines()[0]
        for table in text.split("\n\n")
        if any(letter.isdigit() for line in table.splitlines() for letter in _number(line))
        and not any(mark in table for mark in marks)
    ]
    assert [one for one in loose if not one.startswith(_BELONG)] == []


# tables whose mark stands in the comment above the first of their kind
_BELONG = (
    "schema",
    "[[flows]]",
    "[[phases]]",
    "[[onward]]",
    "[[remaining]]",
    "[[injects.statements]]",
)


def _number(line: str) -> str:
    return line.partition("=")[2].partition("#")[0] if not line.startswith("#") else ""


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({})
)


@settings(max_examples=150)
@given(data=st.data(), value=scalars)
def test_any_change_gives_a_scenario_or_a_problem(data: st.DataObject, value: object) -> None:
    content: Any = tomllib.loads(TEXT)
    place: Any = content
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        deeper = place[key]
        if not isinstance(deeper, dict | list) or not deeper or data.draw(st.booleans()):
            break
        place = deeper
    place[key] = value
    with suppress(Problem):
        reading.checked(content)
