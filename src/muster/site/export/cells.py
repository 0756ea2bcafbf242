"""What each column about a person says; every cell is a text, and empty where nothing is known.

The name of somebody who died stays here until the next of kin know, and so does what leads to it:
the father's name, the document, a mail address, a telephone, an address. What is never kept, like a
marital status or a sponsor, has its column in the sheets that ask for it, and stays empty.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from muster.ground.people.document import Document, DocumentType
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import Line
from muster.journey.lift.state import Lift
from muster.journey.registry.state import Party, Record
from muster.site.registry import search

WITHHELD: Final = "withheld"
TELLING: Final = frozenset({"id", "name", "contacts"})
"""Columns by which a row can be told from others: where one leaves, a canary leaves with it."""

COVERED: Final = frozenset(
    {"contacts", "mail", "phone", "address", "document-number", "onward-contact"}
)
"""Columns that a page shows only when somebody says why they need one of them."""

_AT_A_BORDER: Final = (
    DocumentType.PASSPORT,
    DocumentType.TRAVEL_DOCUMENT,
    DocumentType.NATIONAL_ID,
    DocumentType.RESIDENCE,
    DocumentType.VISA,
)
_OF_CITIZENS: Final = (DocumentType.PASSPORT, DocumentType.NATIONAL_ID)

Names = dict[bytes, str]


class Person(msgspec.Struct, frozen=True):
    """Everything that is known of one person when a row is written.

    ``party`` is known where a column asks for it, ``onward`` (the contact that somebody left when
    they went their own way) likewise.
    """

    id: bytes
    line: Line
    record: Record
    guest: Guest
    withheld: bool
    places: Names
    lifts: dict[bytes, Lift]
    party: Party = Party()
    onward: str = ""


Cell = Callable[[Person], str]


def _shown(cell: Cell) -> Cell:
    """Return ``cell``, empty for whoever's next of kin have not been told."""
    return lambda one: "" if one.withheld else cell(one)


def _name(one: Person) -> str:
    return WITHHELD if one.withheld else search.shown_name(one.record, one.guest).full


def _time(when: Instant | None) -> str:
    return "" if when is None else iso(when)


def _lift(one: Person) -> str:
    found = one.lifts.get(one.line.lift)
    return found.name if found is not None else ""


PERSON: Final[dict[str, Cell]] = {
    "id": lambda one: spell(one.id),
    "name": _name,
    "father": _shown(lambda one: one.record.name.father if one.record.name else ""),
    "sex": lambda one: one.record.sex.value,
    "birth": lambda one: one.record.birth.spelled() if one.record.birth else "",
    "category": lambda one: one.line.category,
    "stage": lambda one: one.line.stage.value,
    "mark": lambda one: one.line.mark.value,
    "party": lambda one: spell(one.record.party) if one.record.party else "",
    "relation": lambda one: one.record.relation.value,
    "needs": lambda one: ", ".join(one.record.needs),
    "contacts": _shown(lambda one: ", ".join(one.record.contacts)),
    "wristbands": lambda one: ", ".join(one.record.wristbands),
    "place": lambda one: one.places.get(one.line.place, ""),
    "lift": _lift,
    "agency": lambda one: one.guest.agency,
}
"""The columns that whoever exports may choose."""

TAGS: Final = {
    "id": "#affected+id",
    "name": "#affected+name",
    "father": "#affected+father",
    "sex": "#affected+sex",
    "birth": "#affected+birth",
    "category": "#affected+category",
    "stage": "#status+stage",
    "mark": "#status+mark",
    "party": "#affected+hh+id",
    "relation": "#affected+relation",
    "needs": "#affected+needs",
    "contacts": "#contact",
    "wristbands": "#meta+wristband",
    "place": "#loc+name",
    "lift": "#meta+lift",
    "agency": "#org+name",
}
"""The HXL tag of each (hxlstandard.org); the import knows them again."""


def _paper(one: Person, kinds: tuple[DocumentType, ...] = _AT_A_BORDER) -> Document | None:
    """Return the document that a border takes: a passport before any other, a seen one first."""
    order = {kind: at for at, kind in enumerate(kinds)}
    known = [paper for paper in one.record.documents if paper.type in order]
    return min(known, key=lambda paper: (order[paper.type], paper.evidence.value), default=None)


def _of_paper(field: str, kinds: tuple[DocumentType, ...] = _AT_A_BORDER) -> Cell:
    def cell(one: Person) -> str:
        paper = _paper(one, kinds)
        return "" if paper is None else str(getattr(paper, field))

    return _shown(cell)


def _contact(*, mail: bool) -> Cell:
    return _shown(
        lambda one: next((said for said in one.record.contacts if ("@" in said) is mail), "")
    )


def _taken_out(one: Person) -> Lift | None:
    """Return the lift that somebody was taken out by: the first they came off, or are aboard."""
    lift = one.guest.landings[0].lift if one.guest.landings else one.line.lift
    return one.lifts.get(lift)


def _of_lift(say: Callable[[Person, Lift], str]) -> Cell:
    def cell(one: Person) -> str:
        lift = _taken_out(one)
        return "" if lift is None else say(one, lift)

    return cell


def _family_number(one: Person) -> str:
    """Return which of their party somebody is; the head is 1."""
    members = [bytes(member) for member in one.party.members]
    if one.id not in members:
        return ""
    head = one.party.head
    ordered = sorted(members, key=lambda member: (member != head, members.index(member)))
    return str(ordered.index(one.id) + 1)


_SHEET: Final[dict[str, Cell]] = {
    "registered": lambda one: _time(one.record.case.met if one.record.case else None),
    "removed-from": _of_lift(lambda one, lift: one.places.get(lift.origin, "")),
    "removed-at": _of_lift(lambda _, lift: _time(lift.departed)),
    "removed-by": _of_lift(lambda _, lift: lift.name),
    "arrived-at": lambda one: _time(one.guest.landings[0].at if one.guest.landings else None),
    "citizenship": _of_paper("state", _OF_CITIZENS),
    "document-type": _of_paper("type"),
    "document-number": _of_paper("number"),
    "document-state": _of_paper("state"),
    "document-expiry": _of_paper("expiry"),
    "marital-status": lambda _: "",
    "sponsor": lambda _: "",
    "mail": _contact(mail=True),
    "phone": _contact(mail=False),
    "address": _shown(lambda one: one.record.address),
    "family-number": _family_number,
    "family-size": lambda one: str(len(one.party.members) or ""),
    "onward-contact": _shown(lambda one: one.onward),
}
"""What the sheets of a receiving state ask for beside."""

OF_FAMILY: Final = frozenset({"family-number", "family-size"})
ONWARD: Final = "onward-contact"
CELLS: Final = PERSON | _SHEET
