"""Every party that waits, by how far it has come with its plan: who has which place, who has none.

Parties are ids, in the one order of all; nobody's name is read.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.ids import PartyId
from muster.journey.plan.operation import Party, Standing
from muster.site.plan import planning
from muster.site.plan.operation import Gathered, Placed
from muster.site.plan.travellers import Reason
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class Come(StrEnum):
    """How far a party has come, as a list is asked for. Stable: translated, documented."""

    WITHOUT = "without-place"
    PLANNED = "planned"
    TOLD = "told"
    INSIDE = "inside"
    KEPT = "kept"


class PartyRow(msgspec.Struct, frozen=True):
    """A party, its place on record, and what keeps it from any place."""

    party: PartyId
    souls: int
    priority: int
    rank: int
    come: Come
    standing: Standing
    place: Placed | None
    kept: Reason | None


class Standings(msgspec.Struct, frozen=True):
    """Parties by rank, how many souls have come how far, and what places and lifts are called."""

    rows: tuple[PartyRow, ...]
    souls: dict[Come, int]
    names: dict[bytes, str]


def standings(site: Site, by: Operator) -> Standings:
    """Return every party that waits, by rank; raise ``DeadlinePast``."""
    require(by, Right.PLAN_LIFT)
    gathered = planning.look(site, by)
    rows = tuple(_row(gathered, party) for party in gathered.operation.parties)
    souls = dict.fromkeys(Come, 0)
    for row in rows:
        souls[row.come] += row.souls
    return Standings(rows, souls, gathered.names)


def _row(gathered: Gathered, party: Party) -> PartyRow:
    place = gathered.placed(party.old) if party.old is not None else None
    kept = gathered.reasons.get(party.id)
    said = party.souls, party.priority, party.rank, _come(party), party.standing
    return PartyRow(party.id, *said, place, kept)


def _come(party: Party) -> Come:
    if not party.standing.seatable:
        return Come.KEPT
    if party.standing is Standing.INSIDE:
        return Come.INSIDE
    if party.standing in (Standing.TOLD, Standing.RELEASED):
        return Come.TOLD
    return Come.PLANNED if party.old is not None else Come.WITHOUT
