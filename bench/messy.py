"""Make messy lists of invented people, with the truth of who is who: fifty lists, one operation.

It shares no code with what finds duplicates; slips of the pen are those of the drill's own lists
(``doors/drill/messy``). It was written from published rates of defects where there are any (DHS
OIG-22-64, 88,977 records: 12.5 % born on 1 January, 0.47 % without a given name, 0.27 % without a
family name, 8.8 % without a usable document number). The other rates are ours: how often a word is
misspelt, names change places, a number has a wrong sign, a column is missing. Names come from the
drill's table of the language (a native spelling and the Latin ones of officials).

People live in households that share a phone, a family name and a father; one birth in eighty is of
twins. Each list has its own habits: its script, whether it knows fathers, phones, papers. Words
follow Zipf's law, so that thousands share a whole name.
"""

# ruff: noqa: PLR2004 -- shares of households and of lists, each where it is drawn

import argparse
import csv
import itertools
import random
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

import msgspec

from muster.doors.drill.messy.slips import exchanged, misread, misspelt, mistyped

TABLE = Path(__file__).resolve().parents[1] / "src/muster/doors/drill/tables/afghan.toml"
LISTS = 50

NEW_YEAR = 0.125
NO_GIVEN, NO_FAMILY = 0.0047, 0.0027
NO_NUMBER = 0.088
TWINS = 1 / 80

MISSPELT = 0.02  # of words
SWAPPED_NAMES = 0.03
NO_FATHER = 0.25
NATIVE = 0.3  # of lists
BIRTH_SWAPPED, BIRTH_SLIP, BIRTH_MISSING = 0.01, 0.015, 0.02
NUMBER_SLIP = 0.01
TOGETHER = 0.5  # of households that are in two lists
OTHER_DOCUMENT = 0.2
NO_PHONE, OTHER_PHONE = 0.12, 0.15
_JUNK = ("", "", "", "N/A", "none", "0000000", "12345", "unknown", "-")
_CITIES = ("Kabul", "Herat", "Kandahar", "Mazar", "Jalalabad", "Kunduz", "Ghazni", "Bamyan")
_TODAY = date(2021, 8, 15)


class Row(msgspec.Struct, frozen=True):
    """One row of a list, with the person it is of (the truth, which no matcher is shown)."""

    person: int
    list: int
    party: str
    given: str
    family: str
    father: str
    sex: str
    birth: str
    document: str
    number: str
    phone: str
    place: str


class _Person(msgspec.Struct):
    number: int
    household: int
    given: tuple[tuple[str, ...], ...]
    family: tuple[str, ...]
    father: tuple[tuple[str, ...], ...]
    sex: str
    born: date
    day_known: bool
    passport: str
    card: str
    phones: tuple[str, str]
    place: str


class _Names:
    """The words of the table, drawn by Zipf's law."""

    def __init__(self, chance: random.Random) -> None:
        table = tomllib.loads(TABLE.read_text("utf-8"))
        self._chance = chance
        self._rows: dict[str, list[tuple[str, ...]]] = {}
        self._sums: dict[str, list[float]] = {}
        for kind in ("male", "female", "family", "first", "second"):
            rows = [tuple(row) for row in table[kind]]
            chance.shuffle(rows)
            self._rows[kind] = rows
            self._sums[kind] = list(itertools.accumulate(1 / (at + 8) for at in range(len(rows))))

    def draw(self, kind: str) -> tuple[str, ...]:
        return self._chance.choices(self._rows[kind], cum_weights=self._sums[kind])[0]

    def given(self, sex: str) -> tuple[tuple[str, ...], ...]:
        if sex == "F":
            return (self.draw("female"),)
        shape = self._chance.random()
        if shape < 0.25:
            return self.draw("first"), self.draw("male")
        return (self.draw("male"), self.draw("second")) if shape < 0.45 else (self.draw("male"),)


class _Habits(msgspec.Struct, frozen=True):
    """What a list is like: in the native script, and which columns it has."""

    native: bool
    fathers: bool
    phones: bool
    documents: bool
    place: bool


def people(count: int, seed: int) -> list[_Person]:
    """Return ``count`` invented people in their households."""
    chance = random.Random(seed)
    names = _Names(chance)
    found: list[_Person] = []
    for household in itertools.count():
        if len(found) >= count:
            return found[:count]
        found += _household(household, len(found), names, chance)
    return found


def _household(number: int, first: int, names: _Names, chance: random.Random) -> list[_Person]:
    family, place = names.draw("family"), chance.choice(_CITIES)
    father, grand, mother = names.given("M"), names.given("M"), names.given("F")
    phone = _phone(chance)
    grown = _born(chance, 24, 60)
    told = [(father, grand, "M", grown), (mother, names.given("M"), "F", _born(chance, 22, 50))]
    born = _TODAY - timedelta(days=chance.randrange(365 * 22))
    given: tuple[tuple[str, ...], ...]
    for _ in range(chance.choice((0, 0, 1, 2, 3, 3, 4, 5))):
        sex = chance.choice("MF")
        given = names.given(sex)
        told.append((given, father, sex, born))
        if chance.random() >= TWINS:
            born += timedelta(days=chance.choice((-1, 1)) * chance.randrange(400, 1_500))
            born = min(born, _TODAY - timedelta(days=chance.randrange(1, 300)))
    if chance.random() < 0.2:
        told = [chance.choice(told[:2])]
    return [
        _Person(
            first + at,
            number,
            given,
            family,
            parent,
            sex,
            birth,
            chance.random() >= NEW_YEAR,
            f"P{chance.randrange(10**8):08d}" if chance.random() < 0.6 else "",
            f"{chance.randrange(10**4):04d}-{chance.randrange(10**4):04d}-"
            f"{chance.randrange(10**5):05d}",
            (phone if chance.random() < 0.7 else _phone(chance), _phone(chance)),
            place,
        )
        for at, (given, parent, sex, birth) in enumerate(told)
    ]


def _born(chance: random.Random, least: int, most: int) -> date:
    return _TODAY - timedelta(days=chance.randrange(365 * least, 365 * most))


def _phone(chance: random.Random) -> str:
    return f"+937{chance.randrange(10**8):08d}"


def lists(records: int, seed: int, twice: float = 0.10, number: int = LISTS) -> list[Row]:
    """Return ``records`` rows in ``number`` lists, of people of whom ``twice`` are in two of them.

    The second row of a person stands in another list. Rows come in the order of their lists.
    """
    chance = random.Random(seed)
    once = round(records / (1 + twice))
    crowd = people(once, seed + 1)
    habits = [_habits(chance) for _ in range(number)]
    homes: dict[int, int] = {}
    rows = []
    for one in crowd:
        home = homes.setdefault(one.household, chance.randrange(number))
        rows.append(_row(one, home, habits[home], chance))
    for one, other in _again(crowd, homes, number, chance)[: records - once]:
        rows.append(_row(one, other, habits[other], chance))
    return sorted(rows, key=lambda row: (row.list, row.party, row.person))


def _again(
    crowd: list[_Person], homes: dict[int, int], number: int, chance: random.Random
) -> list[tuple[_Person, int]]:
    """Return who stands in which further list, in chance order: whole households, or one of one."""
    held: dict[int, list[_Person]] = {}
    for one in crowd:
        held.setdefault(one.household, []).append(one)
    found: list[tuple[_Person, int]] = []
    for household in chance.sample(sorted(held), len(held)):
        other = (homes[household] + chance.randrange(1, number)) % number
        members = held[household]
        some = members if chance.random() < TOGETHER else [chance.choice(members)]
        found += [(one, other) for one in some]
    return found


def _habits(chance: random.Random) -> _Habits:
    return _Habits(
        chance.random() < NATIVE,
        chance.random() < 0.8,
        chance.random() < 0.9,
        chance.random() < 0.95,
        chance.random() < 0.3,
    )


def _row(one: _Person, home: int, habits: _Habits, chance: random.Random) -> Row:
    given, family = _spelled(one.given, habits, chance), _spelled((one.family,), habits, chance)
    shape = chance.random()
    if shape < NO_GIVEN:
        given = ""
    elif shape < NO_GIVEN + NO_FAMILY:
        family = ""
    elif shape < NO_GIVEN + NO_FAMILY + SWAPPED_NAMES:
        given, family = family, given
    father = ""
    if habits.fathers and chance.random() >= NO_FATHER:
        father = _spelled(one.father, habits, chance)
    kind, number = _document(one, habits, chance)
    return Row(
        one.number,
        home,
        f"{home}-{one.household}",
        given,
        family,
        father,
        one.sex,
        _birth(one, chance),
        kind,
        number,
        _called(one, habits, chance),
        one.place if habits.place else "",
    )


def _spelled(words: tuple[tuple[str, ...], ...], habits: _Habits, chance: random.Random) -> str:
    chosen = [(word[0] if habits.native else chance.choice(word[1:])).strip() for word in words]
    return " ".join(misspelt(one, chance) if chance.random() < MISSPELT else one for one in chosen)


def _birth(one: _Person, chance: random.Random) -> str:
    shape = chance.random()
    if shape < BIRTH_MISSING:
        return ""
    born = one.born if one.day_known else date(one.born.year, 1, 1)
    shape -= BIRTH_MISSING
    if shape < BIRTH_SWAPPED:
        return exchanged(born).isoformat()
    if BIRTH_SWAPPED <= shape < BIRTH_SWAPPED + BIRTH_SLIP:
        return misread(born, chance).isoformat()
    return born.isoformat()


def _document(one: _Person, habits: _Habits, chance: random.Random) -> tuple[str, str]:
    if not habits.documents:
        return "", ""
    passport = bool(one.passport) and chance.random() >= OTHER_DOCUMENT
    kind, number = ("passport", one.passport) if passport else ("national-id", one.card)
    if chance.random() < NO_NUMBER:
        return kind, chance.choice(_JUNK)
    if chance.random() < NUMBER_SLIP:
        number = mistyped(number, chance)
    if chance.random() < 0.3:
        number = number.replace("-", "")
    return kind, number


def _called(one: _Person, habits: _Habits, chance: random.Random) -> str:
    if not habits.phones or chance.random() < NO_PHONE:
        return ""
    phone = one.phones[chance.random() < OTHER_PHONE]
    return chance.choice((phone, phone.replace("+93", "0"), phone.replace("+93", "0093"), phone))


def pairs(rows: list[Row]) -> set[tuple[int, int]]:
    """Return the true pairs of rows, by their numbers, the smaller first."""
    held: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        held.setdefault(row.person, []).append(at)
    return {pair for all_ in held.values() for pair in itertools.combinations(all_, 2)}


def main() -> None:
    """Write all rows as one CSV, the truth in its first column."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=124_000)
    parser.add_argument("--twice", type=float, default=0.10)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    out = csv.writer(sys.stdout)
    out.writerow(Row.__struct_fields__)
    out.writerows(map(msgspec.structs.astuple, lists(given.records, given.seed, given.twice)))


if __name__ == "__main__":
    main()
