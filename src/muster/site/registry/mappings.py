"""What the columns of a sender's lists stood for last: kept as a fact, offered for the next one.

A list is of the same form where its sender and its headers are the same. A list whose sender nobody
named is offered what was confirmed for such headers without a sender.
"""

from hashlib import sha256

import msgspec

from muster.adapters.formats.dates import Order
from muster.adapters.formats.mapping import Calendar, Families, Mapped, Mapping, digest_of
from muster.adapters.formats.proposal import Guess, Proposal, Why
from muster.adapters.formats.tables import Table
from muster.adapters.formats.targets import DATES, Target
from muster.ground.people.ids import ListId, OperatorId
from muster.ground.people.moment import Moment
from muster.journey.registry.facts import ColumnsConfirmed, ColumnTaken
from muster.journey.registry.state import Columns
from muster.site.record.kinds import COLUMNS
from muster.site.record.view import View


def form_of(sender: str, headers: bytes) -> ListId:
    """Return the id of a form of lists: the same for this sender and these headers everywhere."""
    name = " ".join(sender.casefold().split())
    said = msgspec.msgpack.encode(("muster/columns/1", name, headers))
    return ListId(sha256(said).digest()[:16])


def offered(view: View, sender: str, table: Table, proposal: Proposal) -> Proposal:
    """Return what is proposed for a table: what was confirmed for its form, if that still fits.

    What was confirmed answers questions about its columns, but for the order of dates where the
    values of this very list say another.
    """
    kept: Columns | None = view.state(COLUMNS, form_of(sender, digest_of(table.columns)))
    mapping = _mapping(kept) if kept is not None else None
    if mapping is None or not mapping.fits(table):
        return proposal
    for one in proposal.mapping.fields:
        if one.target in DATES and one.order is not Order.OPEN:
            mapping = mapping.ordering(one.column, one.order)
    settled = {one.column for one in mapping.fields} | set(proposal.refused)
    return msgspec.structs.replace(
        proposal,
        mapping=mapping,
        guesses=tuple(map(_guess, mapping.fields)),
        questions=tuple(one for one in proposal.questions if one.column not in settled),
        unmapped=tuple(one.index for one in table.columns if one.index not in settled),
    )


def _guess(one: Mapped) -> Guess:
    return Guess(one.column, one.target, one.group, Why.KEPT, 1.0)


def confirmed(
    view: View, sender: str, mapping: Mapping, now: Moment, by: OperatorId
) -> ColumnsConfirmed | None:
    """Return the fact that keeps a mapping for lists of its form; none where it is kept already."""
    identity = form_of(sender, mapping.headers)
    columns = tuple(
        ColumnTaken(one.column, one.target.value, one.group, one.order.value, one.calendar.value)
        for one in mapping.fields
    )
    said = Columns(mapping.headers, mapping.families.value, columns, mapping.version)
    if not mapping.headers or view.state(COLUMNS, identity) == said:
        return None
    return ColumnsConfirmed(
        identity, now, by, said.headers, said.families, said.columns, said.version
    )


def _mapping(kept: Columns) -> Mapping | None:
    """Return what was kept as a mapping; none where it names what this version does not know."""
    try:
        fields = tuple(
            Mapped(
                one.column, Target(one.target), one.group, Order(one.order), Calendar(one.calendar)
            )
            for one in kept.columns
        )
        return Mapping(fields, Families(kept.families), kept.headers, kept.version)
    except ValueError:
        return None
