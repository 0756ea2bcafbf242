"""The story of a person, party or lift: every fact, who, when, where; openings are on record."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from muster.ground.people.access.canary import Canary
from muster.ground.people.access.facts import Touch
from muster.ground.people.fact import Observation
from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import (
    CanaryId,
    LiftId,
    PartyId,
    PersonId,
    PlaceId,
    PrintId,
    read_prefix,
)
from muster.ground.people.moment import Instant
from muster.ground.record import segment as segments
from muster.ground.record.entry import Entry
from muster.ground.record.fact import kind
from muster.ground.secrecy.sealing import unseal
from muster.journey.arrival.state import Guest, Landed
from muster.journey.figures.books import Entry as Seen
from muster.journey.figures.books import Line, Stage, decode_line
from muster.journey.figures.souls import Counts, Sightings, apart
from muster.journey.incident.state import Death
from muster.journey.lift.state import Lift, Passenger
from muster.journey.registry.state import Party, Record
from muster.site import kin
from muster.site.access import canaries, looks, playing
from muster.site.keyring import Keyring
from muster.site.kin import Kin
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.record.kinds import (
    CANARY,
    DEATH,
    GUEST,
    LANDED,
    LIFT,
    OPERATOR,
    PARTY,
    PASSENGER,
    PERSON_TABLES,
    PLACE,
    READER,
    RECORD,
    TABLE_OF,
    Table,
)
from muster.site.record.rows import places
from muster.site.record.view import View
from muster.site.registry import search
from muster.site.rights import Operator, Right, require, require_any
from muster.site.site import Site

_KINDS: tuple[tuple[str, Table], ...] = (
    ("person", RECORD),
    ("person", GUEST),
    ("person", PASSENGER),
    ("person", CANARY),
    ("party", PARTY),
    ("lift", LIFT),
)


class StoryLine(msgspec.Struct, frozen=True):
    """One fact of a story: its kind, when it was observed, by whom, where in the record."""

    kind: str
    at: Instant
    operator: str
    log: str
    sequence: int
    fact: Observation


class PersonPage(msgspec.Struct, frozen=True):
    """Everything this site knows of one person. ``line`` is where they stand in the books."""

    id: PersonId
    line: Line
    record: Record | None
    passenger: Passenger | None
    guest: Guest | None
    death: Death | None
    party: Party | None
    story: tuple[StoryLine, ...]
    places: dict[bytes, str]
    lifts: dict[bytes, str]


class Member(msgspec.Struct, frozen=True):
    """One person of a party or manifest; no name where the record is not known or shredded."""

    id: PersonId
    name: str
    relation: str
    category: str
    stage: str
    mark: str


class PartyPage(msgspec.Struct, frozen=True):
    """A party with its people."""

    id: PartyId
    party: Party
    members: tuple[Member, ...]


class LiftPage(msgspec.Struct, frozen=True):
    """A lift with its three manifests as people, for whoever may see them.

    ``bumped`` were on the planned manifest, or aboard, and were taken off.
    """

    id: LiftId
    lift: Lift
    landed: Landed | None
    planned: tuple[Member, ...]
    boarded: tuple[Member, ...]
    arrived: tuple[Member, ...]
    found: tuple[Member, ...]
    missing: tuple[Member, ...]
    bumped: tuple[Member, ...]
    places: dict[bytes, str]

    @property
    def apart(self) -> int:
        """Return how far apart the counts are, in souls; 0 when all agree."""
        seen = (len(self.boarded), len(self.arrived), len(self.found))
        return _apart(self.lift, self.landed, *seen)


class LiftRow(msgspec.Struct, frozen=True):
    """A lift in the list of lifts, with counts from the books."""

    id: LiftId
    lift: Lift
    landed: Landed | None
    planned: int
    boarded: int
    arrived: int
    found: int

    @property
    def apart(self) -> int:
        """Return how far apart the counts are, in souls; 0 when all agree."""
        return _apart(self.lift, self.landed, self.boarded, self.arrived, self.found)


def _apart(lift: Lift, landed: Landed | None, boarded: int, arrived: int, found: int) -> int:
    seen = Sightings(scanned=boarded, arrived=arrived, known=found)
    off = landed.counted if landed is not None else None
    return apart(seen, Counts(lift.counted, off, lift.settled, landed is not None))


def lookup(site: Site, by: Operator, text: str) -> tuple[str, bytes]:
    """Return what an id, or its first six letters or more, leads to: (kind, id)."""
    require(by, Right.SEE_LIFT if not by.may(Right.SEE_PERSON) else Right.SEE_PERSON)
    with site.view() as view:
        try:
            return beginning(view, _KINDS, text)
        except NothingKnown:
            if (found := _seeming(view, text)) is None:
                raise
            return found


def _seeming(view: View, text: str) -> tuple[str, bytes] | None:
    """Return the party that a canary seems to be of, where its id begins so."""
    low, high = read_prefix(text)
    each = (playing.party_of(one) for one, _ in canaries.living(view))
    return next((("party", one) for one in each if low <= one <= high), None)


def beginning(view: View, kinds: Iterable[tuple[str, Table]], text: str) -> tuple[str, bytes]:
    """Return the one subject in these tables whose id is ``text`` or begins so: (kind, id).

    Raises ``NothingKnown``, ``Ambiguous``, ``IdUnreadable``.
    """
    low, high = read_prefix(text)
    hits = {(name, one) for name, table in kinds for one in _between(view, table, low, high)}
    if not hits:
        raise NothingKnown
    if len(hits) > 1:
        raise Ambiguous(found=len(hits))
    return hits.pop()


def _between(view: View, table: Table, low: bytes, high: bytes) -> Iterator[bytes]:
    same = 128 - (int.from_bytes(low, "big") ^ int.from_bytes(high, "big")).bit_length()
    for row in view.reader.rows_find(table.name, low, same):
        yield row.subject


def person(site: Site, by: Operator, identity: PersonId) -> PersonPage:
    """Return a person's page; raise ``NothingKnown``. The opening is put on record first.

    Raises ``LooksNeedTwo`` where ``by`` has opened too many within ten minutes.
    """
    require(by, Right.SEE_PERSON)
    with site.view() as view:
        looks.assert_may_open(site, view, by, identity)
        page = _person(site, view, identity)
    _opened(site, by, (identity,))
    return page


def handed(site: Site, by: Operator, people: Sequence[PersonId]) -> tuple[PersonPage, ...]:
    """Return the pages of people whom a queue hands out; raise ``NothingKnown``.

    All openings are put on record first. Nobody chose them, so that they do not count to what one
    may open alone; they count to what the lead asks about.
    """
    require(by, Right.SEE_PERSON)
    with site.view() as view:
        pages = tuple(_person(site, view, one) for one in people)
    _opened(site, by, people, handed=True)
    return pages


def _opened(site: Site, by: Operator, opened: Sequence[bytes], *, handed: bool = False) -> None:
    with site.writing() as journal:
        now = site.now()
        journal.put(RecordOpened(by.id, now, by.id, identity, handed) for identity in opened)
        journal.put(canaries.touching(by, site, tuple(opened), Touch.OPENED))


def _canary(site: Site, view: View, identity: PersonId, canary: Canary) -> PersonPage:
    """Return the page of a canary: what it reads like, and what was put on record of it."""
    if not canary.can_be_met:
        raise NothingKnown
    record, places = playing.as_record(identity, canary), view.scan(PLACE)
    lines = (
        (one, playing.told(one.fact, identity, canary))
        for one in story(site, view, (CANARY,), identity)
    )
    told = tuple(msgspec.structs.replace(one, kind=kind(fact), fact=fact) for one, fact in lines)
    party = playing.as_party(identity, canary)
    names = {one: at.name for one, at in places}
    line = playing.line_of(canary)
    return PersonPage(identity, line, record, None, None, None, party, told, names, {})


def _person(site: Site, view: View, identity: PersonId) -> PersonPage:
    canary: Canary | None = view.state(CANARY, identity)
    if canary is not None:
        return _canary(site, view, identity, canary)
    account = view.reader.account_get(identity)
    record: Record | None = view.state(RECORD, identity)
    passenger: Passenger | None = view.state(PASSENGER, identity)
    guest: Guest | None = view.state(GUEST, identity)
    if account is None or (record is None and passenger is None and guest is None):
        raise NothingKnown
    lifts = [leg.lift for leg in passenger.legs] + [*passenger.planned] if passenger else []
    landings = guest.landings if guest else ()
    party = view.state(PARTY, record.party) if record and record.party else None
    return PersonPage(
        identity,
        decode_line(account.account),
        record,
        passenger,
        guest,
        view.state(DEATH, identity),
        party,
        story(site, view, PERSON_TABLES, identity),
        {one: state.name for one, state in view.scan(PLACE)},
        {
            one: state.name
            for one in {*lifts, *(landing.lift for landing in landings)}
            if (state := view.state(LIFT, one)) is not None
        },
    )


def story(
    site: Site, view: View, tables: Iterable[Table], identity: bytes
) -> tuple[StoryLine, ...]:
    """Return every fact behind the rows of ``identity`` in ``tables``, by when it was observed."""
    names = {one: state.name for one, state in view.scan(OPERATOR)}
    logs = {row.number: row for row in view.reader.logs()}
    told = [
        StoryLine(
            kind(fact),
            fact.observed.latest,
            names.get(fact.operator, ""),
            logs[number].compartment,
            sequence,
            fact,
        )
        for table in tables
        for number, sequence, fact in facts_of(view, site.keyring, table, identity)
    ]
    return tuple(sorted(told, key=lambda line: line.at))


def facts_of(
    view: View, keyring: Keyring, table: Table, identity: bytes
) -> Iterator[tuple[int, int, Observation]]:
    """Yield (log number, sequence, fact) of each fact behind a row that can still be read.

    In a log that has forked, two entries have one place: only what is about ``identity`` is told.
    """
    row = view.reader.rows_get(table.name, identity)
    for number, sequence in dict.fromkeys(places(row.places)) if row is not None else ():
        for fact in _read(view, keyring, number, sequence):
            if fact.subject == identity and TABLE_OF.get(type(fact)) is table:
                yield number, sequence, fact


def _read(view: View, keyring: Keyring, log: int, sequence: int) -> Iterator[Observation]:
    """Yield the facts at this place, but for those whose key is gone."""
    for raw in view.segment(log, sequence):
        segment = segments.decode(raw)
        entry: Entry = segments.entries(segment)[sequence - segment.first]
        key = keyring.key(view.reader, entry.key_id)
        if key is not None:
            fact = READER.read(unseal(entry.sealed, entry.header(), key), sequence)
            if isinstance(fact, Observation):
                yield fact


def party(site: Site, by: Operator, identity: PartyId) -> PartyPage:
    """Return a party's page; raise ``NothingKnown``. The opening is put on record.

    Raises ``LooksNeedTwo`` like a person's page.
    """
    require(by, Right.SEE_PERSON)
    with site.view() as view:
        looks.assert_may_open(site, view, by, identity)
        state: Party | None = view.state(PARTY, identity)
        members = tuple(_member(view, one, AT_THE_DESK) for one in state.members) if state else ()
        canary = playing.with_party(view, identity) if state is None else None
    if canary is not None:
        state, members = playing.as_party(*canary), (_invented(*canary),)
    if state is None:
        raise NothingKnown
    _opened(site, by, (identity, *([canary[0]] if canary else ())))
    return PartyPage(identity, state, members)


def _invented(identity: CanaryId, canary: Canary) -> Member:
    """Return the one person of the party that a canary seems to be of."""
    record, line = playing.as_record(identity, canary), playing.line_of(canary)
    name = search.shown_name(record, None).full
    return Member(PersonId(identity), name, record.relation, line.category, line.stage, line.mark)


class Reader(msgspec.Struct, frozen=True):
    """What whoever reads a list of people may see: names at all, and those that wait for kin.

    Where a name waits, the list does not say either that its bearer is dead.
    """

    names: bool
    desk: bool
    kin: Kin

    def may_read(self, identity: PersonId, guest: Guest | None) -> bool:
        """Return whether this name may be shown."""
        return self.desk or not self.kin.hides(identity, guest)


AT_THE_DESK = Reader(names=True, desk=True, kin=Kin(frozenset(), frozenset()))


def _member(view: View, identity: PersonId, reader: Reader) -> Member:
    record: Record | None = view.state(RECORD, identity)
    guest: Guest | None = view.state(GUEST, identity)
    account = view.reader.account_get(identity)
    line = decode_line(account.account) if account is not None else None
    open_to = reader.may_read(identity, guest)
    return Member(
        identity,
        search.shown_name(record, guest).full if reader.names and open_to else "",
        record.relation if record else "",
        line.category if line else "",
        line.stage if line else "",
        line.mark if line and open_to else "",
    )


def lifts(site: Site, by: Operator) -> list[LiftRow]:
    """Return all lifts by the time they left or were to leave."""
    require_any(by, Right.SEE_LIFT, Right.COMMAND)
    with site.view() as view:
        counted = _counted(view)
        landed = view.states(LANDED)
        rows = [
            LiftRow(LiftId(one), state, landed.get(one), *counted.get(one, (0, 0, 0, 0)))
            for one, state in view.scan(LIFT)
        ]
    return sorted(rows, key=lambda row: (row.lift.departed or row.lift.opens, row.lift.name))


_COLUMN = {"P": 0, "B": 1, "A": 2, "F": 3, "U": 3}


def _counted(view: View) -> dict[bytes, tuple[int, int, int, int]]:
    counts: dict[bytes, list[int]] = {}
    entry: Seen
    for entry, number in view.entries().items():
        column = _COLUMN.get(entry.seen)
        if column is not None:
            counts.setdefault(entry.lift, [0, 0, 0, 0])[column] += number
    return {one: (n[0], n[1], n[2], n[3]) for one, n in counts.items()}


def lift(site: Site, by: Operator, identity: LiftId) -> LiftPage:
    """Return a lift's page with its three manifests; the opening is put on record.

    Whoever is on a manifest is found by looking through all passengers: a question asked by people,
    a few times an hour.
    """
    require(by, Right.SEE_LIFT)
    with site.view() as view:
        state: Lift | None = view.state(LIFT, identity)
        if state is None:
            raise NothingKnown
        page = _lift_page(view, identity, state, _reader(view, by))
    _opened(site, by, (identity,))
    return page


def guests(site: Site, by: Operator, place: PlaceId) -> tuple[Member, ...]:
    """Return who is at a place and in nobody else's charge yet, by name; it is put on record."""
    require(by, Right.RECEIVE)
    with site.view() as view:
        here = {one for one, _ in view.holding(GUEST, place) if _is_at(view, one, place)}
        people = _members(view, here, _reader(view, by))
    _opened(site, by, (place,))
    return people


def on_sheet(
    site: Site, by: Operator, sheet: PrintId, people: Iterable[PersonId]
) -> dict[PersonId, str]:
    """Return names of people on a printed sheet, for whoever may see them; it is put on record."""
    if not by.may(Right.BOARD):
        require(by, Right.RECEIVE)
    with site.view() as view:
        reader = _reader(view, by)
        names = {one: _member(view, one, reader).name for one in people}
    _opened(site, by, (sheet,))
    return names


def _is_at(view: View, person: bytes, place: PlaceId) -> bool:
    account = view.reader.account_get(person)
    if account is None:
        return False
    line = decode_line(account.account)
    return line.stage is Stage.SAFE and line.place == place


def _reader(view: View, by: Operator) -> Reader:
    """Return what a manifest shows: names at the ramp, at arrivals, at the desk, nowhere else.

    The head of operation, planners and auditors see ids and counts (``secrecy``: never names).
    """
    names = any(by.may(right) for right in (Right.BOARD, Right.RECEIVE, Right.SEE_PERSON))
    return Reader(names, by.may(Right.SEE_PERSON), kin.read(view))


def _lift_page(view: View, identity: LiftId, state: Lift, reader: Reader) -> LiftPage:
    planned: set[bytes] = set()
    boarded: set[bytes] = set()
    bumped: set[bytes] = set()
    for one, passenger in view.holding(PASSENGER, identity):
        if identity in passenger.planned:
            planned.add(one)
        if identity in passenger.bumped:
            bumped.add(one)
        if any(leg.lift == identity for leg in passenger.legs):
            boarded.add(one)
    arrived: set[bytes] = set()
    found: set[bytes] = set()
    for one, guest in view.holding(GUEST, identity):
        for landing in guest.landings:
            if landing.lift == identity and guest.claim is None:
                (found if landing.found else arrived).add(one)
    landed: Landed | None = view.state(LANDED, identity)
    missing = boarded - arrived - found if landed is not None else set()
    return LiftPage(
        identity,
        state,
        landed,
        _members(view, planned, reader),
        _members(view, boarded, reader),
        _members(view, arrived, reader),
        _members(view, found, reader),
        _members(view, missing, reader),
        _members(view, bumped - planned - boarded, reader),
        {one: place.name for one, place in view.scan(PLACE)},
    )


def _members(view: View, people: set[bytes], reader: Reader) -> tuple[Member, ...]:
    members = [_member(view, PersonId(one), reader) for one in sorted(people)]
    return tuple(sorted(members, key=lambda member: member.name.casefold()))
