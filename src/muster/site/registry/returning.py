"""A canary that comes back in a list: it becomes nobody, and whoever watches over looks is told.

A row that bears the mark of an export says which export it was, and so who made it. Without the
mark a canary is known by its document, which is nobody's, or by its name with its birth or its
contact. By its name alone it is not: somebody may be called so, and nobody is lost for that (T25).
To whoever brings the list its row is one that was here already.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from muster.adapters.formats.claims import ClaimRow
from muster.ground.people.access.canary import Canary, Sightings
from muster.ground.people.access.facts import CanarySeen
from muster.ground.people.ids import CanaryId, spell
from muster.ground.people.moment import Moment
from muster.site.record.kinds import CANARY, SIGHTINGS
from muster.site.record.view import View
from muster.site.rights import Operator


class Returned(NamedTuple):
    """A canary that a row of a list was, and the mark of the export that it left with, if known."""

    canary: CanaryId
    mark: bytes


def apart(
    view: View, rows: Iterable[ClaimRow]
) -> tuple[list[ClaimRow], dict[CanaryId, set[bytes]]]:
    """Return the rows that are people, and the canaries among them with the marks they bear."""
    planted: dict[bytes, Canary] = dict(view.scan(CANARY))
    if not planted:
        return list(rows), {}
    marks = dict(_marks(view))
    people: list[ClaimRow] = []
    back: dict[CanaryId, set[bytes]] = {}
    for row in rows:
        found = marks.get(row.row_id.strip().casefold()) or _known(row, planted)
        if found is None:
            people.append(row)
        else:
            back.setdefault(found.canary, set()).add(found.mark)
    return people, back


def seen(
    back: Mapping[CanaryId, Iterable[bytes]], by: Operator, now: Moment, sender: str
) -> Iterator[CanarySeen]:
    """Yield the facts that say which canaries came back in a list of ``sender``."""
    where = f"in a list of {sender}" if sender else "in a list"
    for canary, marks in back.items():
        for mark in sorted(marks):
            yield CanarySeen(canary, now, by.id, where, mark)


def _marks(view: View) -> Iterator[tuple[str, Returned]]:
    for one, told in view.scan(SIGHTINGS):
        held: Sightings = told
        for meeting in held.meetings:
            if meeting.mark:
                yield spell(meeting.mark).casefold(), Returned(CanaryId(one), meeting.mark)


def _known(row: ClaimRow, planted: Mapping[bytes, Canary]) -> Returned | None:
    one = next((one for one, held in planted.items() if _is(row, held)), None)
    return None if one is None else Returned(CanaryId(one), b"")


def _is(row: ClaimRow, canary: Canary) -> bool:
    papers = {_plain(paper.number) for paper in row.documents}
    if canary.document and _plain(canary.document) in papers:
        return True
    if _plain(row.name.full) != _plain(canary.name.full):
        return False
    reached = {_plain(one) for one in (*row.phones, *row.mails)}
    born = row.birth is not None and row.birth.earliest.startswith(f"{canary.born:04d}-")
    return bool(canary.born and born) or bool(canary.contact and _plain(canary.contact) in reached)


def _plain(text: str) -> str:
    """Return the letters and digits of a text, folded: a list writes them with its own spaces."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
