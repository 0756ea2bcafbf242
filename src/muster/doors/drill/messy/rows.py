"""What one sender writes of one person: every cell as words, with the slips of whoever wrote it."""

from datetime import date
from typing import Final

from msgspec import Struct

from muster.doors.drill.messiness import Messy
from muster.doors.drill.messy import words
from muster.doors.drill.messy.habits import Habits
from muster.doors.drill.messy.slips import exchanged, misread, misspelt, mistyped
from muster.doors.drill.messy.spelling import Spellings, Words
from muster.doors.drill.moves import Claimant, ClaimedParty
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Stream
from muster.ground.people.kin import Relation
from muster.ground.people.sex import Sex

_JUNK: Final = ("", "", "N/A", "none", "unknown", "-")
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_HIJRI: Final = 621
_NEW_YEAR: Final = (3, 21)

Cells = dict[str, str]
"""What stands in each column."""


class Entry(Struct, frozen=True):
    """A person on a list. ``first`` stands first of those who are there together."""

    person: Claimant
    party: ClaimedParty
    home: bool
    first: bool


class Writer:
    """Writes people as the senders of one drill do."""

    def __init__(self, scenario: Scenario) -> None:
        self._rates: Messy = scenario.messy
        self._spellings = Spellings(scenario.people.names)
        self._labels = {one.id: dict(one.labels) for one in scenario.categories}
        self._prefix = scenario.people.phone_prefix
        self._when = scenario.operation.begins.date()

    def cells(self, entry: Entry, habits: Habits, chance: Stream) -> Cells:
        """Return what the sender of a list writes of somebody."""
        person = entry.person
        said = {
            **self._names(entry, habits, chance),
            "sex": _sex(person, habits),
            "category": self._category(entry, habits),
            "phone": self._phone(entry.party, chance),
            "needs": _needs(person, habits),
            "relation": _relation(entry, habits),
            "party": str(1_000 + entry.party.number),
            "row-id": f"R{habits.number + 1:02d}-{person.number:06d}",
            "idle": "",
        }
        born = self._born(person, chance)
        said["birth"] = _dated(born, habits.dates) if born else ""
        said["birth-year"] = _hijri_year(born) if born else ""
        return said | self._document(person, habits, chance)

    def _often(self, percent: float, chance: Stream) -> bool:
        return chance.random() * 100 < percent

    def _names(self, entry: Entry, habits: Habits, chance: Stream) -> Cells:
        known = self._spellings.words(entry.person.name, chance)
        given, family, father = _written(known, entry, habits)
        if given and family and self._often(self._rates.names_exchanged, chance):
            given, family = family, given
        if self._often(self._rates.no_father, chance):
            father = ""
        given, family, father = (self._slipped(one, chance) for one in (given, family, father))
        whole = " ".join(one for one in (given, family) if one)
        if habits.names == "comma" and given and family:
            whole = f"{family.upper()}, {given}"
        return {"given-name": given, "family-name": family, "father-name": father, "name": whole}

    def _slipped(self, text: str, chance: Stream) -> str:
        if not text:
            return text
        return " ".join(
            misspelt(word, chance) if self._often(self._rates.misspelt, chance) else word
            for word in text.split(" ")
        )

    def _category(self, entry: Entry, habits: Habits) -> str:
        labels = self._labels[entry.party.category]
        return labels.get(habits.language) or labels["en"]

    def _phone(self, party: ClaimedParty, chance: Stream) -> str:
        phone = party.phone
        if not phone or self._often(self._rates.no_phone, chance):
            return ""
        if self._often(self._rates.other_phone, chance):
            phone = f"{self._prefix}{chance.randrange(10**7):07d}"
        return chance.choice((phone, phone, phone.replace("+", "00")))

    def _born(self, person: Claimant, chance: Stream) -> date | None:
        rates, shape = self._rates, chance.random() * 100
        born = date.fromisoformat(person.birth.earliest)
        if shape < rates.birth_missing:
            return None
        shape -= rates.birth_missing
        if shape < rates.birth_exchanged:
            born = exchanged(born)
        elif shape < rates.birth_exchanged + rates.birth_misread:
            born = misread(born, chance)
        return born if born <= self._when else date(self._when.year, 1, 1)

    def _document(self, person: Claimant, habits: Habits, chance: Stream) -> Cells:
        paper = person.documents[0] if person.documents else None
        if paper is None:
            kind = words.UNDEFINED if person.undefined_document else ""
            return {"document-type": kind, "document-number": "", "document-state": ""}
        kinds = words.PAPERS[habits.language].get(paper.type.value, (paper.type.value,))
        number = paper.number or chance.choice(_JUNK)
        if paper.number and self._often(self._rates.number_mistyped, chance):
            number = mistyped(number, chance)
        return {
            "document-type": kinds[habits.choice % len(kinds)],
            "document-number": number,
            "document-state": paper.state,
            "document-code": paper.type.value,
        }


def _written(known: Words, entry: Entry, habits: Habits) -> tuple[str, str, str]:
    """Return given, family and father's name in the script of the list."""
    name = entry.person.name
    if not habits.native or not (known.native_given or known.native_family):
        return known.given, known.family, known.father
    given = known.native_given if name.given else ""
    family = known.native_family if name.family else ""
    return given, family, known.native_father or known.father


def _sex(person: Claimant, habits: Habits) -> str:
    said = words.SEXES[habits.language]
    return said[habits.choice % len(said)].get(person.sex, "X")


def _relation(entry: Entry, habits: Habits) -> str:
    relation = Relation.HEAD if entry.first else entry.person.relation
    if relation is Relation.HEAD and not entry.first:
        relation = Relation.OTHER_KIN
    woman, man = words.RELATIONS[habits.language].get(relation, ("", ""))
    return woman if entry.person.sex is Sex.FEMALE else man


def _needs(person: Claimant, habits: Habits) -> str:
    said = words.NEEDS[habits.language]
    return ", ".join(said.get(need, need.value) for need in person.needs)


def _dated(born: date, dates: str) -> str:
    match dates:
        case "day/month":
            return f"{born.day:02d}/{born.month:02d}/{born.year}"
        case "month/day":
            return f"{born.month:02d}/{born.day:02d}/{born.year}"
        case "day.month":
            return f"{born.day}.{born.month}.{born.year}"
        case "words":
            return f"{born.day}-{_MONTHS[born.month - 1]}-{born.year}"
        case _:
            return born.isoformat()


def _hijri_year(born: date) -> str:
    """Return the Solar Hijri year in which somebody was born, in Latin figures."""
    return str(born.year - _HIJRI - ((born.month, born.day) < _NEW_YEAR))
