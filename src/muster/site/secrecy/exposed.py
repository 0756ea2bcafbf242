"""The exposure report: exactly whose keys a site could open, and what could be read of each (T14).

Whoever is still waiting comes first, then by the categories of the rule in force: these people are
moved first. Keys are counted at every site; names, documents, places and hours come for whoever may
open a person's record. That somebody asked is on record.

The past counts as read. The receipt of a scuttle changes the mark, and removes nobody. Whom only
keys open that a gate post signed off as destroyed is a second list, asked for apart. People who
were shredded before have no key left here that could be named: how many keys that were, is said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Any

import msgspec

from muster.ground.people.document import Document
from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import PersonId, SiteId
from muster.ground.people.moment import Instant
from muster.ground.record.certificate import DEVICE, read_writer
from muster.journey.arrival.state import Guest
from muster.journey.closing.state import Left
from muster.journey.figures.books import Line, Stage, decode_line
from muster.journey.lift.state import Lift, Passenger
from muster.journey.plan.state import Calls
from muster.journey.registry.state import Record, Rules
from muster.site import members
from muster.site.keyring import destroyed
from muster.site.members import Ended
from muster.site.record.kinds import CALLS, GUEST, LEFT, LIFT, PASSENGER, PLACE, RECORD, RULE
from muster.site.record.remembered import decode
from muster.site.record.resting import resting
from muster.site.record.view import View
from muster.site.registry.search import shown_name
from muster.site.rights import Operator, Right, require
from muster.site.secrecy import captor
from muster.site.secrecy.captor import Captor, Reach
from muster.site.site import Site

_STAGES = (Stage.WAITING, Stage.ABOARD, Stage.SAFE, Stage.CLOSED, Stage.MERGED)
_RANK = {stage.value: rank for rank, stage in enumerate(_STAGES)}


class Mark(StrEnum):
    """What is to be presumed of what a site held. Stable: stored in answers, translated."""

    STANDS = "stands"
    PRESUMED_READ = "presumed-read"
    RECEIPT_HELD = "receipt-held"


class Sighting(StrEnum):
    """Of what kind a place and hour of somebody are. Stable: stored in answers, translated."""

    CALLED = "called"
    READY = "ready"
    MANIFESTED = "manifested"
    BOARDED = "boarded"
    LANDED = "landed"
    SEEN = "seen"
    LEFT_BEHIND = "left-behind"


class Whereabouts(msgspec.Struct, frozen=True):
    """That somebody was or is to be at a place at an hour, as could be read; 0: no hour said."""

    sighting: Sighting
    at: Instant
    place: str = ""
    lift: str = ""


class ExposedPerson(msgspec.Struct, frozen=True):
    """Somebody of whom a key could be opened: in which compartments, and what could be read.

    ``name`` is who it is, as this site knows them; ``name_read`` whether the captor could read it.
    Documents and whereabouts are what could be read. All are empty for whoever may not see names.
    """

    id: PersonId
    category: str
    stage: str
    mark: str
    compartments: tuple[str, ...]
    name: str = ""
    name_read: bool = False
    documents: tuple[Document, ...] = ()
    seen: tuple[Whereabouts, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """Whose keys a site could open. ``people`` may be a part; ``total`` is how many there are.

    ``stages`` counts them by where they stand. ``keys`` are all keys that it could open, ``epochs``
    by compartment those that it was granted. Of compartments ``elsewhere`` nothing is held here:
    another site has to name who is in them. ``shredded`` keys were gone before anybody asked.
    It signed off ``destroyed`` epochs; of ``past`` people nothing else opens: the second list.
    """

    site: SiteId
    name: str
    mark: Mark
    ended: Ended
    named: bool
    total: int
    stages: tuple[tuple[str, int], ...]
    keys: int
    epochs: tuple[tuple[str, int], ...]
    elsewhere: tuple[str, ...]
    tablets: int
    shredded: int
    people: tuple[ExposedPerson, ...]
    destroyed: int = 0
    past: int = 0


def exposed(
    site: Site,
    by: Operator,
    other: SiteId,
    begin: int = 0,
    most: int | None = None,
    *,
    past: bool = False,
) -> Report:
    """Return whose keys ``other`` could open: all people, or ``most`` from the ``begin``-th on.

    ``past``: the second list, of people of whom it signed off every key as destroyed.

    Any member site may be asked about, fallen or not, this one too. Raises ``NotAllowed``,
    ``NotMember``.
    """
    require(by, Right.CLOSE)
    named = by.may(Right.SEE_PERSON)
    with resting(), site.view() as view:
        name = _name(site, view, other)
        found = captor.reach(site, view, other)
        ranked = _ranked(view, found.past if past else found.people)
        end = None if most is None else begin + most
        some = list(islice(ranked, begin, end))
        people = _read(site, view, found, some) if named else some
        ended = members.ended(site, view, other)
        shredded = len(view.reader.shred_list()) - len(destroyed(view.reader))
        tablets = _tablets(view, other)
        missing = captor.elsewhere(view, found)
    with site.writing() as journal:
        journal.put([RecordOpened(by.id, site.now(), by.id, other)])
    stages = Counter(one.stage for one in ranked)
    return Report(
        other,
        name,
        _mark(ended),
        ended,
        named,
        len(ranked),
        tuple(sorted(stages.items(), key=lambda one: _RANK.get(one[0], len(_RANK)))),
        len(found.persons.keys),
        tuple((opens, len(ids)) for opens, ids in found.epochs.items()),
        missing,
        tablets,
        shredded,
        tuple(people),
        len(found.destroyed),
        len(found.past),
    )


def _name(site: Site, view: View, other: SiteId) -> str:
    if other == site.keys.site:
        return site.state.name
    return members.card_of(site, view, other).site.name


def _mark(ended: Ended) -> Mark:
    if ended.scuttled is not None:
        return Mark.RECEIPT_HELD
    return Mark.STANDS if ended.since is None else Mark.PRESUMED_READ


def _tablets(view: View, other: SiteId) -> int:
    certificates = {row.certificate for row in view.reader.logs()}
    writers = [read_writer(raw) for raw in certificates]
    return sum(one.post == DEVICE and one.site.site == other for one in writers)


def _ranked(view: View, people_of: Mapping[bytes, tuple[str, ...]]) -> list[ExposedPerson]:
    """Return everybody of whom a key could be opened, first whoever is to be moved first."""
    lines = view.reader.account_get_many(people_of)
    order = _categories(view)
    known: dict[bytes, Line] = {}
    people = []
    for one, compartments in people_of.items():
        raw = lines[one].account if one in lines else b""
        line = known.get(raw) if raw else None
        if raw and line is None:
            line = known[raw] = decode_line(raw)
        people.append(_standing(PersonId(one), line, compartments))
    last = len(order)
    people.sort(
        key=lambda one: (_RANK.get(one.stage, len(_RANK)), order.get(one.category, last), one.id)
    )
    return people


def _standing(
    identity: PersonId, line: Line | None, compartments: tuple[str, ...]
) -> ExposedPerson:
    held = tuple(sorted(compartments))
    if line is None:
        return ExposedPerson(identity, "", "", "", held)
    return ExposedPerson(identity, line.category, line.stage.value, line.mark.value, held)


def _categories(view: View) -> dict[str, int]:
    """Return the rank of each category under the rule version that came into effect last."""
    rules: list[Rules] = [state for _, state in view.scan(RULE)]
    versions = [one for each in rules for one in each.versions]
    if not versions:
        return {}
    last = max(versions, key=lambda one: (one.effective, one.version))
    return {one.id: rank for rank, one in enumerate(last.majors)}


def _read(
    site: Site, view: View, found: Reach, people: Iterable[ExposedPerson]
) -> list[ExposedPerson]:
    """Return ``people`` with what could be read of each."""
    reading = _Reading(site, view, found, [one.id for one in people])
    return [reading.of(one) for one in people]


def _names(view: View, people: list[PersonId]) -> dict[bytes, str]:
    """Return who these people are, as this site knows them."""
    records, guests = (
        {one: decode(table, row.state) for one, row in rows.items()}
        for table in (RECORD, GUEST)
        for rows in [view.reader.rows_get_many(table.name, people)]
    )
    return {one: shown_name(records.get(one), guests.get(one)).full for one in people}


class _Reading:
    """What could be read of these people, fetched a table at a time."""

    def __init__(self, site: Site, view: View, found: Reach, people: list[PersonId]) -> None:
        eye = Captor(site, view, found)
        self._records: Mapping[bytes, Record] = eye.states(RECORD, people)
        self._guests: Mapping[bytes, Guest] = eye.states(GUEST, people)
        self._passengers: Mapping[bytes, Passenger] = eye.states(PASSENGER, people)
        self._left: Mapping[bytes, Left] = eye.states(LEFT, people)
        parties = {one.party for one in self._records.values() if one.party}
        self._calls: Mapping[bytes, Calls] = eye.states(CALLS, parties)
        lifts: dict[bytes, Any] = view.states(LIFT)
        self._lifts: Mapping[bytes, Lift] = eye.states(LIFT, lifts)
        read = {one for one in people if self._full(one)}
        self._known = _names(view, [one for one in people if one not in read])
        self._places = {one: place.name for one, place in view.scan(PLACE)}

    def _full(self, person: PersonId) -> str:
        """Return the name as it could be read, or nothing."""
        return shown_name(self._records.get(person), self._guests.get(person)).full

    def of(self, person: ExposedPerson) -> ExposedPerson:
        """Return ``person`` with what could be read."""
        record = self._records.get(person.id)
        read = self._full(person.id)
        seen = sorted(self._seen(person.id, record), key=lambda one: (one.at, one.sighting))
        return msgspec.structs.replace(
            person,
            name=read or self._known.get(person.id, ""),
            name_read=bool(read),
            documents=record.documents if record is not None else (),
            seen=tuple(seen),
        )

    def _seen(self, person: PersonId, record: Record | None) -> Iterator[Whereabouts]:
        calls = self._calls.get(record.party or b"") if record is not None else None
        for call in calls.calls if calls is not None else ():
            yield self._at(Sighting.CALLED, call.opens, call.gate, call.lift)
        yield from self._aboard(self._passengers.get(person) or Passenger())
        guest = self._guests.get(person) or Guest()
        for landing in guest.landings:
            yield self._at(Sighting.LANDED, landing.at, landing.place, landing.lift)
        if guest.seen is not None and guest.seen_at:
            yield self._at(Sighting.SEEN, guest.seen, guest.seen_at)
        left = self._left.get(person)
        if left is not None and left.at is not None:
            yield self._at(Sighting.LEFT_BEHIND, left.at, left.place, left.lift)

    def _aboard(self, one: Passenger) -> Iterator[Whereabouts]:
        if one.ready is not None:
            yield self._at(Sighting.READY, one.ready_at or 0, one.ready)
        for identity in one.planned:
            lift = self._lifts.get(identity) or Lift()
            yield self._at(Sighting.MANIFESTED, lift.opens, lift.origin, identity)
        for leg in one.legs:
            yield self._at(Sighting.BOARDED, leg.at, leg.place, leg.lift)

    def _at(
        self, sighting: Sighting, at: Instant, place: bytes, lift: bytes | None = None
    ) -> Whereabouts:
        named = self._lifts.get(lift or b"")
        return Whereabouts(
            sighting, at, self._places.get(place, ""), named.name if named is not None else ""
        )
