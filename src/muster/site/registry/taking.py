"""One list on its way onto the record: the new, the changed, the statements, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from muster.adapters.formats.claims import ClaimRow, Reading, Statement
from muster.ground.people.category import Profile
from muster.ground.people.ids import LiftId, ListId, PartyId, PersonId
from muster.ground.people.moment import Moment
from muster.journey.registry import rules
from muster.journey.registry.facts import NoteTaken, PersonClaimed
from muster.journey.registry.rules import Ids, PartyClaim, PersonClaim
from muster.journey.registry.state import Record, fold_person
from muster.site.keyring import Keyring
from muster.site.lift import ramp
from muster.site.record.kinds import PASSENGER, RECORD, RULE
from muster.site.record.view import View
from muster.site.registry import desk, returning, sorting
from muster.site.registry.sorting import Sorted
from muster.site.registry.stories import facts_of
from muster.site.rights import Operator
from muster.site.site import Site

CATEGORY_OPEN = "site.category-not-in-rule"
PARTIES_AT_ONCE = 500
_DOMAIN = "/"
_COUNTED = "#"
"""Begins the key of a party that is only counted in the file: it means nothing in the next one."""

Progress = Callable[[int, int], None]


class Taking:
    """One list on its way onto the record; ``sorted`` says who is in it.

    ``whole`` is false for a correction file: who is not in it is not gone from the list.
    """

    def __init__(
        self, site: Site, by: Operator, identity: ListId, reading: Reading, *, whole: bool = True
    ) -> None:
        self._site = site
        self._by = by
        self.list = identity
        self.reading = reading
        self._categories = _categories(site)
        self.persons: list[tuple[int, PersonId]] = []
        self.drawn: list[tuple[int, PartyId]] = []
        self._elsewhere: dict[str, PersonId] = {}
        self.taken = self.unplaced = self.manifested = 0
        with site.view() as view:
            rows, self._canaries = returning.apart(view, reading.rows)
            held = sorting.held_of(view, identity)
            self.sorted: Sorted = sorting.sort(rows, held, view, whole=whole)
            self.sorted.repeated += len(reading.rows) - len(rows)
            self._place_statements(view)

    def _place_statements(self, view: View) -> None:
        """Find whom the statements are about, and count those about nobody known here.

        Ids of PFIF begin with the domain that gave them, so that one id means one record in any
        list.
        """
        listed = {row.row_id for row in self.reading.rows} | self.sorted.by_row_id.keys()
        about = [one.about for one in self.reading.statements if one.about not in listed]
        wanted = {one for one in about if _DOMAIN in one}
        for person, record in view.scan(RECORD) if wanted else ():
            if record.row_id in wanted:
                self._elsewhere[record.row_id] = PersonId(person)
        self.unplaced = sum(one not in self._elsewhere for one in about)

    def apart(self) -> tuple[PersonId, ...]:
        """Return who was corrected at a desk and is said to be otherwise by this list alone."""
        now = self._site.now()
        with self._site.view() as view:
            return tuple(self._apart(view, now))

    def _apart(self, view: View, now: Moment) -> Iterable[PersonId]:
        for row, person in self.sorted.again:
            before: Record | None = view.state(RECORD, person)
            if before is None or before.said is None or before.party is None:
                continue
            ids = Ids(before.party, (person,))
            fact = rules.claim_again(self._person(row), person, ids, now, self._by.id, self.list)
            after = fold_person(before, fact).said
            if after is not None and not {*after.apart} <= {*before.said.apart}:
                yield person

    @property
    def accepted(self) -> int:
        """Return how many rows make a claim: of somebody new, or of somebody known."""
        joining = sum(map(len, self.sorted.joining.values()))
        return sum(map(len, self.sorted.parties)) + joining + len(self.sorted.again)

    def take(self, progress: Progress | None, sender: str = "") -> None:
        """Put all new parties, further claims and statements on record; tell of canaries."""
        parties = self.sorted.parties
        for start in range(0, len(parties), PARTIES_AT_ONCE):
            self._claim(parties[start : start + PARTIES_AT_ONCE])
            if progress is not None:
                progress(len(self.persons), len(self.reading.rows))
        for party, rows in self.sorted.joining.items():
            self._join(party, rows)
        now = self._site.now()
        self._site.journal.put(self._claim_again(now))
        self._site.journal.put(self._notes(now))
        self._site.journal.put(returning.seen(self._canaries, self._by, now, sender))
        self._site.renamed.update(person for _, person in self.sorted.again)

    def manifest(self, lift: LiftId) -> None:
        """Put everybody in the list on the planned manifest of a lift, who is not there yet."""
        said = (
            *self.sorted.here,
            *(one for _, one in self.sorted.again),
            *(one for _, one in self.persons),
        )
        people = [one for one in dict.fromkeys(said) if not self._is_planned(one, lift)]
        if people:
            ramp.manifest(self._site, self._by, lift, people)
        self.manifested = len(people)

    def _is_planned(self, person: PersonId, lift: LiftId) -> bool:
        passenger = self._site.rows.state(PASSENGER, person)
        return passenger is not None and lift in passenger.planned

    def _claim(self, parties: Sequence[list[ClaimRow]]) -> None:
        claims = [PartyClaim(tuple(map(self._person, rows)), _head(rows)) for rows in parties]
        drawn = desk.claim(self._site, self._by, claims, source=self.list)
        for rows, ids in zip(parties, drawn, strict=True):
            self.drawn.append((rows[0].line, ids.party))
            self._note_persons(rows, ids.persons)

    def _join(self, party: PartyId, rows: Sequence[ClaimRow]) -> None:
        """Put new people into a party that was on the list before."""
        persons = tuple(map(self._person, rows))
        ids = desk.join(self._site, self._by, party, persons, source=self.list)
        self._note_persons(rows, ids)

    def _note_persons(self, rows: Sequence[ClaimRow], ids: Sequence[PersonId]) -> None:
        for row, person in zip(rows, ids, strict=True):
            self.persons.append((row.line, person))
            if row.row_id:
                self.sorted.by_row_id[row.row_id] = person

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
            address=row.place,
            family="" if row.party.startswith(_COUNTED) else row.party,
        )

    def _claim_again(self, now: Moment) -> Iterable[PersonClaimed]:
        for row, person in self.sorted.again:
            record = self._site.rows.state(RECORD, person)
            ids = Ids(record.party or PartyId(self._site.new_id()), (person,))
            claim = self._person(row)
            yield rules.claim_again(claim, person, ids, now, self._by.id, self.list)

    def _notes(self, now: Moment) -> Iterable[NoteTaken]:
        with self._site.view() as view:
            taken: dict[PersonId, set[tuple[str, ...]]] = {}
            for note in self.reading.statements:
                person = self.sorted.by_row_id.get(note.about) or self._elsewhere.get(note.about)
                if person is None:
                    continue
                if person not in taken:
                    taken[person] = {*_said(view, self._site.keyring, person)}
                fact = _note(note, person, now, self._by)
                if _words(fact) not in taken[person]:
                    taken[person].add(_words(fact))
                    self.taken += 1
                    yield fact


def _head(rows: Sequence[ClaimRow]) -> int:
    return next((number for number, row in enumerate(rows) if row.head), 0)


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
