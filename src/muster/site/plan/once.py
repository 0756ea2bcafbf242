"""Each person once: who is on record several times is planned in one party and left out of others.

Records that were judged the same are one person (``registry.same``). Whoever of them left, arrived
or is closed otherwise, as the books join them, waits no more under any. Whoever waits is planned
with one party: the one that has come furthest, then the larger, then the first by its id; so that
all whom two parties share go with the same one. A party that lost some of its people that way and
was not confirmed since is not planned for the rest: they may be the same family in another
spelling, and who they travel with is for a person to say.
"""

from collections.abc import Container, Iterable

import msgspec

from muster.ground.people.ids import PartyId
from muster.journey.figures.books import Line, Stage, decode_line
from muster.journey.figures.clusters import Members
from muster.journey.figures.duplicates import joint
from muster.journey.plan.state import Calls
from muster.journey.registry.state import Party, Record
from muster.site.record.kinds import CALLS, PARTY, PASSENGER, RECORD
from muster.site.record.rows import Rows
from muster.site.record.view import View
from muster.site.record.waiting import Waiting
from muster.site.registry.same import same_now
from muster.site.site import Site


class Once(msgspec.Struct, frozen=True):
    """Records that stand for nobody of their own, and parties that lost people by it.

    ``gone`` are records of people who left or are closed, ``further`` those of whoever is planned
    under another; ``torn`` parties have others left and were not confirmed.
    """

    gone: frozenset[bytes] = frozenset()
    further: frozenset[bytes] = frozenset()
    torn: frozenset[PartyId] = frozenset()


class Furthest(msgspec.Struct, frozen=True):
    """What says how far parties have come: who waits, who was called, who has a place."""

    waiting: Waiting
    called: Container[bytes]
    seated: Container[bytes]


def once(view: View, found: Iterable[Members], known: Furthest) -> Once:
    """Return which of the records that wait stand for nobody of their own.

    ``found`` are the records of everybody who is on record more than once.
    """
    waiting = known.waiting.people
    wanted = [members for members in found if any(one in waiting for one in members)]
    if not wanted:
        return Once()
    lines = _lines(view, wanted)
    gone: set[bytes] = set()
    further: set[bytes] = set()
    for members in wanted:
        here = [one for one in members if one in waiting]
        if joint([lines[one] for one in members if one in lines]).stage is not Stage.WAITING:
            gone.update(here)
        elif len(here) > 1:
            further.update(here)
            further.discard(max(here, key=lambda one: _rank(one, known)))
    out = gone | further
    return Once(frozenset(gone), frozenset(further), _torn(view, out, known.waiting))


def _lines(view: View, found: Iterable[Members]) -> dict[bytes, Line]:
    people = [one for members in found for one in members]
    return {
        one: decode_line(row.account) for one, row in view.reader.account_get_many(people).items()
    }


def _rank(one: bytes, known: Furthest) -> tuple[bool, bool, bool, int, bytes, bytes]:
    """Return by what one record is taken before another of the same person: mostly its party."""
    waiting = known.waiting
    person, passenger = waiting.people[one], waiting.passengers.get(one)
    inside = person.banded or (
        passenger is not None and (passenger.ready is not None or bool(passenger.planned))
    )
    party = person.party or b""
    size = len(waiting.parties[person.party]) if person.party is not None else 0
    return inside, party in known.called, party in known.seated, size, _last(party), _last(one)


def _last(identity: bytes) -> bytes:
    """Return an id such that the smallest one is the largest: the first goes before the others."""
    return bytes(255 - one for one in identity)


def _torn(view: View, out: set[bytes], waiting: Waiting) -> frozenset[PartyId]:
    """Return the parties of which some are left out and others not, unless they were confirmed."""
    lost = {party for one in out if (party := waiting.people[one].party) is not None}
    torn = (one for one in lost if waiting.parties[one] - out)
    return frozenset(one for one in torn if not _confirmed(view.state(PARTY, one)))


def _confirmed(party: Party | None) -> bool:
    return party is not None and party.heard is not None


def elsewhere(site: Site, party: PartyId) -> bool:
    """Say whether somebody of a party is called or inside already, under a record of another one.

    For whoever has the turn: nobody is called twice.
    """
    rows, known = site.rows, same_now(site)
    state: Party | None = rows.state(PARTY, party)
    others = (
        other
        for person in (state.members if state is not None else ())
        for other in known.others(rows, person)
    )
    return any(_is_under_way(rows, other, party) for other in others)


def _is_under_way(rows: Rows, person: bytes, but: PartyId) -> bool:
    record: Record | None = rows.state(RECORD, person)
    if record is None or record.party is None or record.party == but:
        return False
    calls: Calls | None = rows.state(CALLS, record.party)
    called = calls is not None and bool(calls.live)
    return called or bool(record.wristbands) or rows.state(PASSENGER, person) is not None
