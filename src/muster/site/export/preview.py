"""What would leave, before it does: the number, whose it is, and the first rows, partly covered.

The sender types how many rows they expect before they see one; a wrong number is said and nothing
is shown (R16). Telephones, mail, addresses and numbers of documents are covered here as on a
person's page, whatever tells who it is for whoever may not open a record. Whoever was shown is on
record, as after a search.
"""

from typing import Final

import msgspec

from muster.ground.people.facts import PeopleSearched
from muster.ground.people.ids import ExportId
from muster.ground.people.leaving import Recipient
from muster.site.export import making
from muster.site.export.asking import Asked
from muster.site.export.cells import COVERED, TELLING
from muster.site.export.leaving import may_leave
from muster.site.export.people import Rows
from muster.site.export.profiles import Profile
from muster.site.export.signing import MOST, require_count
from muster.site.problems import ExportUnsealed
from muster.site.registry.masks import COVER
from muster.site.rights import Operator, Right
from muster.site.site import Site

SHOWN: Final = 5
"""So many rows are shown; a longer list is for its recipient."""
_DOCUMENTS: Final = (Profile.FAMILY, Profile.CARRIER)
_NAMING: Final = COVERED | TELLING | {"father", "birth", "wristbands"}


class Preview(msgspec.Struct, frozen=True):
    """What would leave: ``rows`` in all, of which ``shown`` stand here, covered cells covered.

    A document for families or a carrier shows no row; ``withheld`` people are not in it. ``two``:
    a second person has to sign.
    """

    to: Recipient
    columns: tuple[str, ...]
    rows: int
    shown: Rows
    withheld: int
    two: bool


def preview(site: Site, by: Operator, asked: Asked) -> Preview:
    """Return what would leave to a recipient; nothing leaves.

    Raises what ``leave`` raises but for ``ExportNeedsTwo``, since the second person signs when it
    leaves, and ``ExportUnsealed`` where it has no recipient, in a drill too.
    """
    to = may_leave(site, by, asked)
    if to is None:
        raise ExportUnsealed
    columns = making.columns_of(asked)
    if asked.profile in _DOCUMENTS:
        label = making.Label(ExportId(bytes(16)), to.name, 0)
        made = making.make(site, by, asked, label, alone=False)
        return Preview(to, columns, made.rows, (), made.withheld, made.rows > MOST)
    ids, rows = making.found(site, asked, alone=False)
    require_count(asked.expected, len(rows))
    if ids[:SHOWN]:
        with site.writing() as journal:
            journal.put([PeopleSearched(by.id, site.now(), by.id, ids[:SHOWN])])
    covered = COVERED if by.may(Right.SEE_PERSON) else _NAMING
    shown = tuple(_covered(row, columns, covered) for row in rows[:SHOWN])
    return Preview(to, columns, len(rows), shown, 0, bool(ids) and len(rows) > MOST)


def _covered(
    row: tuple[str, ...], columns: tuple[str, ...], covered: frozenset[str]
) -> tuple[str, ...]:
    return tuple(
        COVER if cell and column in covered else cell
        for column, cell in zip(columns, row, strict=True)
    )
