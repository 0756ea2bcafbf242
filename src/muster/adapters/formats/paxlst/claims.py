"""Turn passenger lists into claims: one for each passenger, read like a row of any other list.

Crew are not moved by us and make no claim; the list says how many there are. Those with one booking
are one party. A date of birth in two figures finds its century as in a machine-readable zone, and 1
January counts as the year alone. Nationality, residence, seats and bags have no place in a claim.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from muster.adapters.formats.claims import Reading
from muster.adapters.formats.codes import type_of
from muster.adapters.formats.mapping import Families, Mapped, Mapping
from muster.adapters.formats.mrz import days
from muster.adapters.formats.mrz.days import Day
from muster.adapters.formats.paxlst.lists import CREW, Paper, PassengerLists, Traveller
from muster.adapters.formats.reading import read
from muster.adapters.formats.tables import PER_FRAME, Column, Mark, Rows, Table, pack
from muster.adapters.formats.targets import Target

_MOST_PAPERS: Final = 6
_BOOKING: Final = "AVF"
_OF_PERSON: Final = (
    Target.GIVEN_NAME,
    Target.FAMILY_NAME,
    Target.SEX,
    Target.BIRTH_DATE,
    Target.PARTY,
)
_OF_PAPER: Final = (
    Target.DOCUMENT_TYPE,
    Target.DOCUMENT_NUMBER,
    Target.DOCUMENT_STATE,
    Target.DOCUMENT_EXPIRY,
)
_FIGURES: Final = 6


def read_claims(lists: PassengerLists, list_id: bytes, received: date) -> Reading:
    """Return the claims in passenger lists that were ``received`` on a day.

    A row's line is the number of its traveller in the file, crew counted too. Raise
    ``TooManyErrors`` where more than a fifth of the passengers cannot be used.
    """
    most = max((len(_papers(one)) for one in lists.travellers), default=0)
    targets = [(target, "") for target in _OF_PERSON]
    targets += [(target, str(at)) for at in range(1, most + 1) for target in _OF_PAPER]
    mapping = Mapping(
        tuple(Mapped(at, target, group) for at, (target, group) in enumerate(targets)),
        Families.BY_NUMBER,
    )
    columns = tuple(Column(at, target.value) for at, (target, _) in enumerate(targets))
    frames = tuple(map(pack, _rows(lists, most, received)))
    table = Table(columns, 0, frames, lists.format, lists.sha256)
    return read(table, mapping, list_id, received)


def _rows(lists: PassengerLists, most: int, received: date) -> Iterator[Rows]:
    people = (
        (line, one) for line, one in enumerate(lists.travellers, start=1) if one.role not in CREW
    )
    while part := list(islice(people, PER_FRAME)):
        yield Rows(
            [line for line, _ in part],
            [[*_cells(one, most, received)] for _, one in part],
            {line: Mark.BROKEN for line, one in part if one.broken},
        )


def _cells(one: Traveller, most: int, received: date) -> Iterator[str]:
    """Yield what a traveller says for each target, in their order."""
    yield " ".join(one.given)
    yield one.surname
    yield one.sex
    yield _dated(one.birth, days.birth(one.birth, received))
    yield one.references.get(_BOOKING, "")
    papers = _papers(one)
    for paper in (*papers, *[Paper("", "")] * (most - len(papers))):
        kind = type_of(paper.kind)
        yield kind.value if kind else paper.kind
        yield paper.number
        yield paper.state
        yield _dated(paper.expires, days.expiry(paper.expires, received))


def _papers(one: Traveller) -> tuple[Paper, ...]:
    """Return the documents that say anything, not more than anybody carries."""
    said = (paper for paper in one.papers if paper.kind or paper.number)
    return tuple(islice(said, _MOST_PAPERS))


def _dated(text: str, day: Day | None) -> str:
    """Return a date of six figures as ISO with its century, any other text as it is."""
    if len(text) != _FIGURES or day is None or not (day.year and day.day):
        return text
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
