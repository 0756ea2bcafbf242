"""Boardings that contradict each other, the evidence on both sides, and who said which one was.

Two sites may board one person before they meet. Both scans stay on record, and nobody is removed:
the person is a soul once and a seat twice, until somebody who saw the evidence says which scan
stands. Two who say so differently without knowing of each other have it open again
(``journey/lift/settling``). Whoever boarded and is unknown here stays counted, and is listed too.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, islice

import msgspec

from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.moment import Instant
from muster.ground.people.state import PlaceState
from muster.ground.record.certificate import read_writer
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import clash
from muster.journey.lift import rules
from muster.journey.lift.facts import Boarded
from muster.journey.lift.problems import ConflictUnknown
from muster.journey.lift.settling import settled
from muster.journey.lift.state import Lift, Passenger
from muster.site.record.branches import entries_at
from muster.site.record.kinds import GUEST, LIFT, OPERATOR, PASSENGER, PLACE
from muster.site.record.rows import places
from muster.site.record.view import View
from muster.site.record.walk import opened
from muster.site.rights import Operator, Right, require
from muster.site.site import Site
from muster.site.together import Known

MOST = 200
"""Cards that are shown at once."""


class Evidence(msgspec.Struct, frozen=True):
    """One boarding: its entry's hash, which lift, where, when, scanned by whom at which site."""

    hash: bytes
    lift: LiftId
    name: str
    place: str
    at: Instant
    operator: str
    site: str


class Contradiction(msgspec.Struct, frozen=True):
    """Two boardings of one person. ``stays`` is the lift whose scan stands, none while open.

    ``resolutions`` is how many were made; more than one while open: they differ.
    """

    person: PersonId
    one: Evidence
    other: Evidence
    stays: LiftId | None
    resolutions: int


class Contradictions(msgspec.Struct, frozen=True):
    """Cards, open ones first, and people who boarded and of whom no record is known here."""

    cards: tuple[Contradiction, ...]
    unknown: tuple[PersonId, ...]


def contradictions(site: Site, by: Operator) -> Contradictions:
    """Return what contradicts itself at the ramp, at most ``MOST`` of each."""
    require(by, Right.COMMAND)
    with site.view() as view:
        known = site.claims.seen(view, site.store.changes)
        aboard = site.boardings.seen(view, site.store.changes)
        twice = sorted(one for one, boardings in aboard.items() if boardings > 1)
        cards = list(islice(_of_all(site, view, twice), MOST))
        nameless = sorted(one for one in aboard if one not in known or not known[one].named)
    cards.sort(key=lambda one: (one.stays is not None, -one.other.at, one.person))
    return Contradictions(tuple(cards), tuple(map(PersonId, nameless[:MOST])))


def _of_all(site: Site, view: View, people: Iterable[bytes]) -> Iterator[Contradiction]:
    for one in people:
        yield from _cards(site, view, PersonId(one), view.state(PASSENGER, one))


def resolve(site: Site, by: Operator, person: PersonId, stays: LiftId, reason: str) -> int:
    """Say that the boarding of ``person`` on ``stays`` stands; return how many others do not.

    Raises ``ConflictUnknown`` where nothing contradicts it, ``ResolutionUnexplained``.
    """
    require(by, Right.COMMAND)
    with site.view() as view:
        evidence = _evidence(site, view, person)
    with site.writing() as journal:
        passenger: Passenger | None = site.rows.state(PASSENGER, person)
        against = list(_against(site.rows, person, passenger, stays))
        if passenger is None or not against or stays not in evidence:
            raise ConflictUnknown
        found, now = [], site.now()
        for goes in against:
            known = settled(passenger.resolved, stays, goes)
            if known is None or known.stays != stays:
                proof = (evidence[stays].hash, evidence[goes].hash)
                lifts = (stays, goes)
                found.append(rules.resolve(passenger, person, lifts, proof, reason, now, by.id))
        journal.put(found)
    return len(found)


def _against(
    rows: Known, person: PersonId, passenger: Passenger | None, stays: LiftId
) -> Iterator[LiftId]:
    """Yield the lifts that a boarding on ``stays`` contradicts."""
    for one, other in _pairs(rows, person, passenger):
        if stays in {one, other}:
            yield other if stays == one else one


def _pairs(
    rows: Known, person: PersonId, passenger: Passenger | None
) -> Iterator[tuple[LiftId, LiftId]]:
    guest: Guest | None = rows.state(GUEST, person)
    landings = guest.landings if guest is not None else ()
    boardings = passenger.boardings if passenger is not None else ()
    for before, after in combinations(boardings, 2):
        if clash(after, before, landings):
            yield before.lift, after.lift


def _cards(
    site: Site, view: View, person: PersonId, passenger: Passenger
) -> Iterator[Contradiction]:
    pairs = list(_pairs(view, person, passenger))
    evidence = _evidence(site, view, person) if pairs else {}
    for one, other in pairs:
        if one in evidence and other in evidence:
            known = [it for it in passenger.resolved if it.of(one, other)]
            stands = settled(known, one, other)
            stays = stands.stays if stands is not None else None
            yield Contradiction(person, evidence[one], evidence[other], stays, len(known))


def _evidence(site: Site, view: View, person: PersonId) -> dict[LiftId, Evidence]:
    """Return the first scan of a person on each lift, with the entry that holds it."""
    row = view.reader.rows_get(PASSENGER.name, person)
    logs = {one.number: one for one in view.reader.logs()}
    keys = site.keyring.finder(view.reader)
    found: dict[LiftId, Evidence] = {}
    for number, sequence in dict.fromkeys(places(row.places)) if row is not None else ():
        log = logs[number]
        for entry in entries_at(view.reader, number, sequence):
            fact = opened(keys, entry, log.compartment)
            if isinstance(fact, Boarded) and fact.subject == person and fact.lift not in found:
                where = read_writer(log.certificate).site.name
                found[fact.lift] = _told(view, entry.hash, fact, where)
    return found


def _told(view: View, digest: bytes, fact: Boarded, where: str) -> Evidence:
    lift: Lift | None = view.state(LIFT, fact.lift)
    place: PlaceState | None = view.state(PLACE, fact.place)
    operator = view.state(OPERATOR, fact.operator)
    return Evidence(
        digest,
        fact.lift,
        lift.name if lift is not None else "",
        place.name if place is not None else "",
        fact.observed.latest,
        operator.name if operator is not None else "",
        where,
    )
