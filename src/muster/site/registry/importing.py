"""Take in a list: parse it fenced, guess its columns, keep every good row, return every bad one.

A list is one transaction: all its good rows come in, or nothing of it. A row that is here already
is counted and left alone; a row whose own id is here with other content is one more claim of that
person. The file is not kept, only its hash; nothing is read from a column that nobody mapped.

A list can be the planned manifest of a lift: then everybody in it, here before or not, is put on
that manifest. What a list says of people whom nobody here knows is counted and said.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

import msgspec

from muster.adapters.formats.claims import ClaimRow, Reading, Statement
from muster.adapters.formats.corrections import corrections
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.mapping import Mapping
from muster.adapters.formats.paxlst import claims as paxlst
from muster.adapters.formats.paxlst.lists import Notice, PassengerLists, Transport
from muster.adapters.formats.pfif import claims as pfif
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.proposal import Proposal, propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.tables import Table
from muster.ground.people.category import Profile
from muster.ground.people.ids import LiftId, ListId, PartyId, PersonId
from muster.ground.people.moment import Moment, calendar
from muster.journey.registry import rules
from muster.journey.registry.facts import ListReceived, NoteTaken, PersonClaimed
from muster.journey.registry.rules import Ids, PartyClaim, PersonClaim
from muster.site.keyring import Keyring
from muster.site.lift import ramp
from muster.site.record.kinds import PASSENGER, RECORD, RULE
from muster.site.record.view import View
from muster.site.registry import desk
from muster.site.registry.stories import facts_of
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

CATEGORY_OPEN = "site.category-not-in-rule"
PARTIES_AT_ONCE = 500
MOST_TRANSPORTS = 100
_DOMAIN = "/"

Progress = Callable[[int, int], None]
Adjust = Callable[[Table, Proposal], Mapping]
Opened = Table | Records | PassengerLists


class Request(msgspec.Struct, frozen=True):
    """How to read a list. ``sender`` and ``name`` say which list it is when it comes again.

    ``adjust`` is asked for the mapping once the table is open; without it the proposal stands.
    ``lift`` is the one whose planned manifest the list is.
    """

    sender: str = ""
    name: str = ""
    sheet: str = ""
    adjust: Adjust | None = None
    dry_run: bool = False
    lift: LiftId | None = None


class Preview(msgspec.Struct, frozen=True):
    """A list as it would be read; ``proposal`` is none where the format names its fields."""

    table: Opened
    proposal: Proposal | None


class Imported(msgspec.Struct, frozen=True):
    """What came of a list. ``repeated`` rows were here already, ``changed`` are further claims.

    ``proposal`` holds the mapping that was used, as adjusted. ``persons`` is (line, person) for
    every new person, ``parties`` (first line, party) for every new party; ``corrections`` is a CSV
    of the rows that came back, with what was expected, for the operator only.

    ``notes`` counts the statements that were put on record, ``unplaced`` those about people whom
    nobody here knows: they are not kept. ``expiring`` people are to be forgotten at a time that the
    sender set, which nobody here does by itself. ``crew`` of ``transports`` make no claim;
    ``notices`` say what is odd about a carrier's message; ``manifested`` were put on the manifest
    of a lift.
    """

    list: ListId | None
    rows: int
    accepted: int
    repeated: int
    changed: int
    reading: Reading
    proposal: Proposal | None
    persons: tuple[tuple[int, PersonId], ...]
    corrections: bytes
    parties: tuple[tuple[int, PartyId], ...] = ()
    notes: int = 0
    unplaced: int = 0
    expiring: int = 0
    crew: int = 0
    transports: tuple[Transport, ...] = ()
    notices: tuple[Notice, ...] = ()
    manifested: int = 0


def preview(_site: Site, by: Operator, source: Path | bytes, sheet: str = "") -> Preview:
    """Open a list and say what its columns seem to be; put nothing on record."""
    require(by, Right.CLAIM)
    opened = open_file(source, Limits(), sheet)
    return Preview(opened, propose(opened) if isinstance(opened, Table) else None)


def import_list(
    site: Site,
    by: Operator,
    source: Path | bytes,
    request: Request,
    progress: Progress | None = None,
) -> Imported:
    """Take in a list; raise a ``formats.*`` problem, and put nothing on record, if none is one."""
    require(by, Right.CLAIM)
    if request.lift is not None:
        require(by, Right.PLAN_LIFT)
    opened = open_file(source, Limits(), request.sheet)
    identity = _identity(site, request, opened)
    proposal, reading = _read(opened, request, identity, site.now())
    intake = _Intake(site, by, ListId(identity), reading)
    if request.dry_run:
        intake.sort()
    else:
        with site.batch():
            intake.sort()
            intake.take(progress)
            site.journal.put([intake.received(request, opened, proposal)])
            if request.lift is not None:
                intake.manifest(request.lift)
    return intake.imported(opened, proposal)


def _identity(site: Site, request: Request, opened: Opened) -> bytes:
    """Return the list's id: the same whenever the same sender's list of that name comes again.

    A list that nobody named is known by its content alone: then two lists are never taken for one,
    and a person in both is counted twice until somebody sees it, rather than lost without a sound.
    """
    named = (request.sender, request.name) if request.sender or request.name else (opened.sha256,)
    said = msgspec.msgpack.encode(("muster/list/1", site.keys.site, named))
    return sha256(said).digest()[:16]


def _read(
    opened: Opened, request: Request, identity: bytes, now: Moment
) -> tuple[Proposal | None, Reading]:
    received = calendar(now.latest).date()
    if isinstance(opened, Records):
        return None, pfif.read_claims(opened, identity, received)
    if isinstance(opened, PassengerLists):
        return None, paxlst.read_claims(opened, identity, received)
    proposal = propose(opened)
    if request.adjust is not None:
        proposal = msgspec.structs.replace(proposal, mapping=request.adjust(opened, proposal))
    return proposal, read(opened, proposal.mapping, identity, received)


class _Intake:
    """One list on its way onto the record."""

    def __init__(self, site: Site, by: Operator, identity: ListId, reading: Reading) -> None:
        self._site = site
        self._by = by
        self._list = identity
        self._reading = reading
        self._categories = _categories(site)
        self._parties: list[list[ClaimRow]] = []
        self._again: list[tuple[ClaimRow, PersonId, PartyId | None]] = []
        self._persons: list[tuple[int, PersonId]] = []
        self._drawn: list[tuple[int, PartyId]] = []
        self._by_row_id: dict[str, PersonId] = {}
        self._elsewhere: dict[str, PersonId] = {}
        self._here: list[PersonId] = []
        self._repeated = self._taken = self._unplaced = self._manifested = 0

    def sort(self) -> None:
        """Tell rows that are here already and rows of known people from new ones."""
        keys, known = self._held()
        parties: dict[str, list[ClaimRow]] = {}
        for row in self._reading.rows:
            if row.key in keys:
                self._repeated += 1
                if (person := keys[row.key]) is not None:
                    self._here.append(person)
            elif row.row_id and row.row_id in known:
                self._again.append((row, *known[row.row_id]))
            else:
                keys[row.key] = None
                parties.setdefault(row.party or f"\0{row.line}", []).append(row)
        self._parties = list(parties.values())
        self._place_statements()

    def _place_statements(self) -> None:
        """Find whom the statements are about, and count those about nobody known here.

        Ids of PFIF begin with the domain that gave them, so that one id means one record in any
        list.
        """
        listed = {row.row_id for row in self._reading.rows} | self._by_row_id.keys()
        about = [one.about for one in self._reading.statements if one.about not in listed]
        wanted = {one for one in about if _DOMAIN in one}
        with self._site.view() as view:
            records = view.scan(RECORD) if wanted else ()
            for person, record in records:
                if record.row_id in wanted:
                    self._elsewhere[record.row_id] = PersonId(person)
        self._unplaced = sum(one not in self._elsewhere for one in about)

    def _held(
        self,
    ) -> tuple[dict[bytes, PersonId | None], dict[str, tuple[PersonId, PartyId | None]]]:
        keys: dict[bytes, PersonId | None] = {}
        known: dict[str, tuple[PersonId, PartyId | None]] = {}
        with self._site.view() as view:
            for person, record in view.holding(RECORD, self._list):
                if record.source == self._list:
                    keys[record.row_key] = PersonId(person)
                    if record.row_id:
                        known[record.row_id] = (PersonId(person), record.party)
                        self._by_row_id[record.row_id] = PersonId(person)
        return keys, known

    def take(self, progress: Progress | None) -> None:
        """Put all new parties, further claims and statements on record."""
        for start in range(0, len(self._parties), PARTIES_AT_ONCE):
            self._claim(self._parties[start : start + PARTIES_AT_ONCE])
            if progress is not None:
                progress(len(self._persons), len(self._reading.rows))
        now = self._site.now()
        self._site.journal.put(self._claim_again(now))
        self._site.journal.put(self._notes(now))
        self._site.renamed.update(person for _, person, _ in self._again)

    def manifest(self, lift: LiftId) -> None:
        """Put everybody in the list on the planned manifest of a lift, who is not there yet."""
        said = (
            *self._here,
            *(one for _, one, _ in self._again),
            *(one for _, one in self._persons),
        )
        people = [one for one in dict.fromkeys(said) if not self._is_planned(one, lift)]
        if people:
            ramp.manifest(self._site, self._by, lift, people)
        self._manifested = len(people)

    def _is_planned(self, person: PersonId, lift: LiftId) -> bool:
        passenger = self._site.rows.state(PASSENGER, person)
        return passenger is not None and lift in passenger.planned

    def _claim(self, parties: Sequence[list[ClaimRow]]) -> None:
        claims = [PartyClaim(tuple(map(self._person, rows)), _head(rows)) for rows in parties]
        drawn = desk.claim(self._site, self._by, claims, source=self._list)
        for rows, ids in zip(parties, drawn, strict=True):
            self._drawn.append((rows[0].line, ids.party))
            for row, person in zip(rows, ids.persons, strict=True):
                self._persons.append((row.line, person))
                if row.row_id:
                    self._by_row_id[row.row_id] = person

    def _person(self, row: ClaimRow) -> PersonClaim:
        category = self._categories.get(row.category.strip().casefold(), "")
        unknown = (CATEGORY_OPEN,) if row.category and not category else ()
        return PersonClaim(
            row.name,
            row.sex,
            category,
            row.relation,
            row.birth,
            row.documents,
            row.needs,
            (*row.phones, *row.mails),
            row=row.line,
            row_key=row.key,
            row_id=row.row_id,
            flags=(*row.flags, *unknown),
        )

    def _claim_again(self, now: Moment) -> Iterable[PersonClaimed]:
        for row, person, party in self._again:
            ids = Ids(party or PartyId(self._site.new_id()), (person,))
            claim = self._person(row)
            yield rules.claim_again(claim, person, ids, now, self._by.id, self._list)

    def _notes(self, now: Moment) -> Iterable[NoteTaken]:
        with self._site.view() as view:
            taken: dict[PersonId, set[tuple[str, ...]]] = {}
            for note in self._reading.statements:
                person = self._by_row_id.get(note.about) or self._elsewhere.get(note.about)
                if person is None:
                    continue
                if person not in taken:
                    taken[person] = {*_said(view, self._site.keyring, person)}
                fact = _note(note, person, now, self._by)
                if _words(fact) not in taken[person]:
                    taken[person].add(_words(fact))
                    self._taken += 1
                    yield fact

    def received(self, request: Request, opened: Opened, proposal: Proposal | None) -> ListReceived:
        """Return the fact of the list itself."""
        fields = proposal.mapping.fields if proposal is not None else ()
        return ListReceived(
            self._list,
            self._site.now(),
            self._by.id,
            request.sender,
            "pfif" if isinstance(opened, Records) else opened.format,
            opened.sha256,
            self._reading.seen,
            len(self._persons) + len(self._again),
            len(self._reading.lines()),
            self._repeated,
            tuple((one.column, one.target.value) for one in fields),
            _transports(opened),
        )

    def imported(self, opened: Opened, proposal: Proposal | None) -> Imported:
        """Return what came of the list; in a dry run, what would come of it."""
        new = sum(map(len, self._parties))
        back = self._reading.rejected
        lists = opened if isinstance(opened, PassengerLists) else PassengerLists(())
        return Imported(
            self._list,
            self._reading.seen,
            new + len(self._again),
            self._repeated,
            len(self._again),
            self._reading,
            proposal,
            tuple(self._persons),
            corrections(opened, back) if back and isinstance(opened, Table) else b"",
            tuple(self._drawn),
            self._taken,
            self._unplaced,
            sum(bool(row.expires) for row in self._reading.rows),
            lists.crew,
            lists.transports[:MOST_TRANSPORTS],
            lists.notices,
            self._manifested,
        )


def _head(rows: Sequence[ClaimRow]) -> int:
    return next((number for number, row in enumerate(rows) if row.head), 0)


def _transports(opened: Opened) -> tuple[str, ...]:
    """Return the transports of a carrier's list in words, as many as a message can mean."""
    if not isinstance(opened, PassengerLists):
        return ()
    return tuple(map(_transport, opened.transports[:MOST_TRANSPORTS]))


def _transport(transport: Transport) -> str:
    """Return a transport in words: its number, its ports, when it leaves the first of them."""
    ports = "-".join(dict.fromkeys(stop.place for stop in transport.stops))
    times = (stop.time for stop in transport.stops[:1])
    return " ".join(filter(None, (transport.number, ports, *times)))


def _note(note: Statement, person: PersonId, now: Moment, by: Operator) -> NoteTaken:
    return NoteTaken(
        person,
        now,
        by.id,
        note.author,
        note.made,
        note.text,
        note.status,
        note.linked,
        bool(note.flags),
    )


def _said(view: View, keyring: Keyring, person: PersonId) -> Iterable[tuple[str, ...]]:
    """Yield the words of each note that was taken of a person."""
    for _, _, fact in facts_of(view, keyring, RECORD, person):
        if isinstance(fact, NoteTaken):
            yield _words(fact)


def _words(note: NoteTaken) -> tuple[str, ...]:
    """Return what makes two notes the same, whenever and by whomever they were taken."""
    return (note.author, note.said, note.text, note.status, note.linked)


def _categories(site: Site) -> dict[str, str]:
    """Return every spelling of a category in the rule in force, folded, with its id."""
    now = site.now().latest
    with site.view() as view:
        versions = [state.at(now) for state in view.states(RULE).values()]
    return dict(chain.from_iterable(_spellings(one) for one in versions if one is not None))


def _spellings(profile: Profile) -> Iterable[tuple[str, str]]:
    for category in profile.majors:
        for label in (category.id, *category.labels.values()):
            yield label.casefold(), category.id
