"""Write parties as the lists that people send: a CSV with a family number, one row a person.

A list says what its sender knew, in the sender's words: a birth of which only the year is known
stands as 1 January, a paper that nobody can define stands under the name it was given.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from muster.doors.drill.moves import Claimant, ClaimedParty
from muster.ground.people.document import DocumentType

FIRST_LINE = 2
UNDEFINED = "facilitation document"
HEADERS = (
    "Family number",
    "Relation to head",
    "Given name",
    "Family name",
    "Father name",
    "Other name",
    "Sex",
    "Date of birth",
    "Category",
    "Document type",
    "Document number",
    "Issuing country",
    "Phone",
    "Needs",
)
_PAPER_WORDS = {
    DocumentType.NATIONAL_ID: "national id",
    DocumentType.RESIDENCE: "green card",
    DocumentType.EMPLOYMENT: "employment letter",
}


def written(parties: Sequence[ClaimedParty], labels: Mapping[str, str]) -> bytes:
    """Return the list of ``parties`` as CSV in UTF-8, the header in line 1.

    ``labels`` gives the sender's word for each category. The first of the people stands in
    ``FIRST_LINE``, each other in the line after.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(HEADERS)
    for party in parties:
        for person in party.people:
            table.writerow(_row(party, person, labels[party.category]))
    return text.getvalue().encode()


def rows(
    parties: Sequence[ClaimedParty],
) -> Iterator[tuple[int, Claimant, ClaimedParty]]:
    """Yield the line of each person's row, the person and their party."""
    line = FIRST_LINE
    for party in parties:
        for person in party.people:
            yield line, person, party
            line += 1


def _row(party: ClaimedParty, person: Claimant, category: str) -> tuple[str, ...]:
    name, paper = person.name, person.documents[0] if person.documents else None
    kind = UNDEFINED if person.undefined_document else ""
    return (
        str(party.number),
        person.relation.value,
        name.given,
        name.family,
        name.father,
        name.other[0] if name.other else "",
        person.sex.value,
        person.birth.earliest,
        category,
        _PAPER_WORDS.get(paper.type, paper.type.value) if paper else kind,
        paper.number if paper else "",
        paper.state if paper else "",
        party.phone,
        ", ".join(need.value for need in person.needs),
    )
