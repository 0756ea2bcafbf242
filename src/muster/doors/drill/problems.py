"""What can be wrong with a scenario file or with what was asked of a drill."""

from muster.ground.problem import Problem


class ScenarioUnknown(Problem):
    """Neither a shipped scenario nor a file that can be read."""

    code = "drill.scenario-unknown"
    sentence = "Expected the name of a shipped scenario ({shipped}) or a readable TOML file."
    advice = "Check the spelling or the path; docs/scenario.md shows how a file is written."


class ScenarioNotToml(Problem):
    """The file is no TOML."""

    code = "drill.scenario-not-toml"
    sentence = "The scenario file stops being TOML in UTF-8 at line {line}, column {column}."
    advice = "Mend that line; times look like 2021-08-26T13:06:00Z and words stand in quotes."


class ScenarioValue(Problem):
    """A value is of the wrong kind or out of range."""

    code = "drill.scenario-value"
    sentence = "Scenario, {path}: expected {expected}, found {found}."
    advice = "docs/scenario.md says what each key means."


class ScenarioKeyMissing(Problem):
    """A table lacks a key that it must have."""

    code = "drill.scenario-key-missing"
    sentence = "Scenario, {path}: expected the key {expected}, found none."
    advice = "Add it; docs/scenario.md says what it means."


class ScenarioKeyUnknown(Problem):
    """A table holds a key that nobody would read."""

    code = "drill.scenario-key-unknown"
    sentence = "Scenario, {path}: expected only documented keys, found {found}."
    advice = "Remove it or mend its spelling: a key that nobody reads would change nothing."


class ScenarioReference(Problem):
    """A name points to nothing that the file defines."""

    code = "drill.scenario-reference"
    sentence = (
        "Scenario, {path}: expected the id of a {expected} that the file defines, found none."
    )
    advice = "Define it or mend its spelling."


class ScenarioTwice(Problem):
    """Two tables carry one id."""

    code = "drill.scenario-twice"
    sentence = "Scenario, {path}: expected an id that occurs once, found it {found} times."
    advice = "Give each its own id."


class ScenarioTime(Problem):
    """A time lies where it cannot."""

    code = "drill.scenario-time"
    sentence = "Scenario, {path}: expected {expected}, found a time outside it."
    advice = "Times carry their zone; Z stands for UTC."


class LoadImpossible(Problem):
    """The people of a day do not fit the lifts of that day, or a lift has nobody to carry."""

    code = "drill.load-impossible"
    sentence = "Scenario, {path}: expected {souls} souls on lifts that carry {low} to {high}."
    advice = "Change the souls or the lifts of that day, or what a lift of that kind carries."


class ScaleUnusable(Problem):
    """A scale outside the range."""

    code = "drill.scale-unusable"
    sentence = "Expected a scale above 0 and up to 1, found one outside it."
    advice = "Leave it out for the full size; 0.05 is the size for a quick check."


class NamesUnknown(Problem):
    """A scenario asks for a set of names that is not shipped."""

    code = "drill.names-unknown"
    sentence = "Scenario, people.names: expected one of {expected}, found another word."
    advice = "Choose a shipped set of names."


class PaceUnreadable(Problem):
    """A pace that cannot be read."""

    code = "drill.pace-unreadable"
    sentence = "Expected a pace like 1d=20s or 1h=500ms, found {found} characters."
    advice = "Left of = stands time in the drill, right of it time on the clock."


class NothingStands(Problem):
    """There is no drill here that could go on."""

    code = "drill.nothing-stands"
    sentence = "No drill stands still at this site, so that none can go on."
    advice = "Play one up to a day first: muster drill kabul-2021 --until 2021-08-25."


class DayUnusable(Problem):
    """A day at which no drill can stand still."""

    code = "drill.day-unusable"
    sentence = "Expected a time of the operation, from {first} to {last}, found another one."
    advice = "Give a date or a time like 2021-08-25T06:00Z, or the number of a day from 1."
