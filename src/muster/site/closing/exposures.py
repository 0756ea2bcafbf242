"""Whose data somebody else may have: known people, and groups in words, of an item or a lost print.

Asking is on record. Names come for whoever may open a person's record, and for nobody else.
"""

from collections.abc import Iterable, Iterator

import msgspec

from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import ItemId, ListId, PersonId, PrintId
from muster.journey.closing import items
from muster.journey.closing.state import Item, Print, PrintEnd
from muster.journey.figures.books import Stage
from muster.site.closing.left import PersonLeft, person_left
from muster.site.record.kinds import ITEM, PARTY, PRINT, RECORD
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

_FIRST = {stage: rank for rank, stage in enumerate((Stage.WAITING, Stage.ABOARD, Stage.SAFE))}


class Exposure(msgspec.Struct, frozen=True):
    """Whose data an item or a lost print bore: known people, and a group in words.

    ``certain`` when somebody else has it or may have it; else it is still ours. People who are
    still waiting come first: they are moved first.
    """

    id: bytes
    certain: bool
    described: str
    souls: int
    people: tuple[PersonLeft, ...]
    told: int | None


def exposed(site: Site, by: Operator, identity: ItemId | PrintId) -> Exposure:
    """Return whose data an item or a print bears; raise ``ItemUnknown``.

    It is on record that somebody asked. People come with names for whoever may see names.
    """
    require(by, Right.CLOSE)
    named = by.may(Right.SEE_PERSON)
    with site.view() as view:
        sheet: Print | None = view.state(PRINT, identity)
        found = (
            _of_print(view, identity, sheet, named=named)
            if sheet is not None and sheet.number
            else _of_item(view, identity, named=named)
        )
    with site.writing() as journal:
        journal.put([RecordOpened(by.id, site.now(), by.id, identity)])
    return found


def _of_item(view: View, identity: bytes, *, named: bool) -> Exposure:
    item: Item = items.known(view.state(ITEM, identity))
    members = (
        one
        for party in item.parties
        if (state := view.state(PARTY, party)) is not None
        for one in state.members
    )
    listed = (one for source in item.lists for one in _on_list(view, source))
    people = _ranked(view, (*item.persons, *members, *listed), named=named)
    return Exposure(identity, item.exposes, item.described, item.souls, people, item.told)


def _of_print(view: View, identity: bytes, sheet: Print, *, named: bool) -> Exposure:
    people = _ranked(view, sheet.persons, named=named)
    lost = sheet.end is PrintEnd.LOST
    return Exposure(identity, lost, sheet.kind.value, sheet.souls, people, None)


def _on_list(view: View, source: ListId) -> Iterator[PersonId]:
    for one, record in view.holding(RECORD, source):
        if record.source == source:
            yield PersonId(one)


def _ranked(view: View, people: Iterable[PersonId], *, named: bool) -> tuple[PersonLeft, ...]:
    found = [person_left(view, one, named=named) for one in dict.fromkeys(people)]
    last = len(_FIRST)
    ranks = {stage.value: rank for stage, rank in _FIRST.items()}
    return tuple(sorted(found, key=lambda one: (ranks.get(one.stage, last), one.category, one.id)))
