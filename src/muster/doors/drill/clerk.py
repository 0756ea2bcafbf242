"""The desk that takes messy lists in: maps, mends, compares, judges, and asks the last ones.

The drill knows who is who, and the clerk answers by it, as somebody would who can telephone. What
the site is told it is told by the commands of the desk and of the page of pairs. Whom the desk has
under several records it decides on under all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from muster.adapters.formats import mapping
from muster.adapters.formats.proposal import Proposal
from muster.adapters.formats.tables import Table
from muster.doors.drill.known import Known
from muster.doors.drill.list_moves import (
    Entered,
    FileReceived,
    FileTakenBack,
    RecordsCompared,
)
from muster.doors.drill.mending import confirmed, mended
from muster.doors.drill.moves import Number
from muster.ground.people.ids import ListId, PartyId, PersonId
from muster.journey.matching.facts import Judgement
from muster.journey.registry.state import Record
from muster.site.access import looks
from muster.site.record.kinds import PARTY, RECORD
from muster.site.registry import desk, judging, lists, matching, reviewing, same
from muster.site.registry.importing import Imported, Request, import_list
from muster.site.registry.reviewing import Waiting

_TRACED = "says so on the telephone"
_NOT_SAME = "two people, who both answer"
_AS_BEFORE = ("registry.category-by-authority",)
_DESK = "registration desk"
_AT_ONCE = 25
"""After so many pairs a second person signs for more, as for whoever opens many records."""
_MANY = "the pairs that lists left open"


class Listed(Struct, frozen=True):
    """What came of the lists of a drill. Rows are of all files together, those sent again too.

    ``records`` were made by lists, of ``people``; ``twice`` records are somebody's further one.
    Of these the rule found ``by_rule``, the clerk ``by_clerk`` among the pairs that were asked, and
    ``traced`` only when everybody still open was telephoned. ``apart`` pairs the rule had taken for
    one person were two people. ``parted`` people came in apart from their party; ``mapped`` columns
    had to be told by hand.
    """

    lists: int
    files: int
    rows: int
    taken: int
    repeated: int
    changed: int
    returned: int
    corrected: int
    gone: int
    withdrawn: int
    mapped: int
    records: int
    people: int
    parted: int
    twice: int
    by_rule: int
    by_clerk: int
    traced: int
    asked: int
    apart: int


class Clerk:
    """Takes lists in at one site, and finds who is on record twice."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._site = known.site
        self._by = known.crew.registrar
        self._second = known.crew.second
        self._further: defaultdict[Number, list[PersonId]] = defaultdict(list)
        self._lists: dict[Number, ListId] = {}
        self._counts: Counter[str] = Counter()
        self._first: dict[Number, Number] = {}
        self._homes: dict[Number, Number] = {}

    @property
    def files(self) -> int:
        """Return how many files were taken in so far."""
        return self._counts["files"]

    # ------------------------------------------------------------------------------------- files

    def receive(self, move: FileReceived) -> None:
        """Take a file in, and what comes back of it once it is mended."""
        entered = {one.line: one for one in move.rows}
        request = self._request(move)
        done = self._take(move.content, request, entered)
        self._lists[move.number] = done.list
        if move.right and done.corrections:
            content, lines = mended(done.corrections, dict(move.right))
            back = {line: entered[was] for line, was in lines.items()}
            mending = self._take(content, request, back)
            self._counts["corrected"] += mending.accepted

    def _request(self, move: FileReceived) -> Request:
        reading = move.reading

        def adjust(_table: Table, proposal: Proposal) -> mapping.Mapping:
            if reading is None:
                return proposal.mapping
            meant, said = confirmed(proposal.mapping, reading)
            self._counts["mapped"] += said
            return meant

        return Request(move.sender, move.name, adjust=adjust)

    def _take(self, content: bytes, request: Request, entered: dict[int, Entered]) -> Imported:
        done = import_list(self._site, self._by, content, request)
        self._counts.update(
            files=1,
            rows=done.rows,
            taken=done.accepted,
            repeated=done.repeated,
            changed=done.changed,
            returned=len(done.reading.lines()),
            gone=done.gone,
            records=len(done.persons),
        )
        self._keep(done, entered)
        return done

    def _keep(self, done: Imported, entered: dict[int, Entered]) -> None:
        """Remember which record and party the site made for whom."""
        known = self._known
        for line, person in done.persons:
            one = entered[line]
            if not one.home:
                self._further[one.person].append(person)
                continue
            known.persons[one.person] = person
            self._homes[one.person] = one.party
            known.souls[one.party] = known.souls.get(one.party, 0) + 1
            record: Record = self._site.rows.state(RECORD, person)
            if record.party is not None:
                known.parties.setdefault(one.party, record.party)

    def take_back(self, move: FileTakenBack) -> None:
        """Take a list back, as its sender asks; two sign where it is long."""
        done = lists.take_back(
            self._site, self._by, self._lists[move.number], move.words, self._second
        )
        self._counts["withdrawn"] += done.withdrawn

    # ----------------------------------------------------------------------------------- records

    def compare(self, move: RecordsCompared) -> None:
        """Compare all records; judge the pairs that the rule is unsure of, by who is who."""
        matching.run(self._site, self._by)
        self._first = {other: one for one, other in move.same}
        whose = self._whose()
        queue = iter(reviewing.queue(self._site, self._by).waiting)
        while some := tuple(islice(queue, _AT_ONCE)):
            for pair in some:
                self._answer(pair, whose)
            if len(some) == _AT_ONCE:
                looks.vouch(self._site, self._by, self._second, _MANY)
        self._gather()

    def _answer(self, pair: Waiting, whose: Mapping[PersonId, Number]) -> None:
        """Look at two records side by side, and say whether they are of one person."""
        one, other = whose.get(pair.one), whose.get(pair.other)
        if one is None or other is None:
            return
        reviewing.review(self._site, self._by, pair.one, pair.other)
        judgement = Judgement.SAME if one == other else Judgement.DIFFERENT
        judging.judge(self._site, self._by, pair.one, pair.other, judgement)
        self._counts["asked"] += 1

    def _whose(self) -> dict[PersonId, Number]:
        """Return whose each record is; whoever has two numbers in the drill goes by the first."""
        first = self._first
        found = {record: first.get(one, one) for one, record in self._known.persons.items()}
        for one, records in self._further.items():
            found |= dict.fromkeys(records, first.get(one, one))
        return found

    def _gather(self) -> None:
        """Note which records the site holds to be of one person."""
        people = self._known.persons.values()
        self._known.further = same.others(self._site, self._by, people)

    def hear(self, parties: Iterable[PartyId]) -> None:
        """Ask people who cannot be called because they pass for others: who is not, says so."""
        whose = self._whose()
        members = [one for party in parties for one in self._site.rows.state(PARTY, party).members]
        for one, others in same.others(self._site, self._by, members).items():
            for other in others:
                if one in whose and other in whose and whose[one] != whose[other]:
                    self._say(one, other, Judgement.DIFFERENT, _NOT_SAME)
                    self._counts["apart"] += 1

    def trace(self) -> None:
        """Ask everybody who is still open: who is somebody known, and who is not."""
        whose = self._whose()
        with self._site.batch():
            ruled = set(self._parted(whose))
            for number, records in self._further.items():
                self._ask(self._known.persons[number], records, ruled)
        self._gather()

    def _parted(self, whose: dict[PersonId, Number]) -> Iterator[PersonId]:
        """Yield whom the rule found to be somebody; say of pairs of two people that they are."""
        for pair in judging.judgements(self._site, self._by):
            one, other = whose.get(pair.one), whose.get(pair.other)
            if pair.judgement is not Judgement.SAME or one is None or other is None:
                continue
            if one != other:
                self._say(pair.one, pair.other, Judgement.DIFFERENT, _NOT_SAME)
                self._counts["apart"] += 1
            elif pair.rule:
                yield from (pair.one, pair.other)

    def _ask(self, home: PersonId, records: Iterable[PersonId], ruled: set[PersonId]) -> None:
        """Ask whoever has further records of them, and count by whom they were found."""
        known = self._known.further.get(home, ())
        for record in records:
            if record in known:
                self._counts["by_rule" if record in ruled else "by_clerk"] += 1
                continue
            self._say(home, record, Judgement.SAME, _TRACED)
            self._level(home, record)
            self._counts["traced"] += 1

    def _say(self, one: PersonId, other: PersonId, judgement: Judgement, why: str) -> None:
        judging.judge(self._site, self._by, one, other, judgement, why)

    def _level(self, home: PersonId, record: PersonId) -> None:
        """Decide on a further record as was decided on the first."""
        state: Record = self._site.rows.state(RECORD, home)
        if state.outcome is not None:
            desk.decide_as(
                self._site,
                self._by,
                [record],
                state.outcome,
                reasons=_AS_BEFORE,
                authority=_DESK,
            )
        if state.withdrawn is not None:
            desk.withdraw(self._site, self._by, [record], _TRACED)
        if state.untraced is not None:
            desk.lose_trace(self._site, self._by, [record], state.untraced)

    def _parted_from_families(self) -> int:
        """Return how many people are on record in another party than most of theirs."""
        known = self._known
        with self._site.view() as view:
            found = (
                (view.state(RECORD, known.persons[person]), known.parties.get(party))
                for person, party in self._homes.items()
            )
            return sum(record is None or record.party != party for record, party in found)

    def done(self) -> Listed:
        """Return what came of all lists."""
        twice = sum(map(len, self._further.values()))
        counts = {one: self._counts[one] for one in Listed.__struct_fields__}
        counts |= {
            "parted": self._parted_from_families(),
            "lists": len(self._lists),
            "twice": twice,
            "people": self._counts["records"] - twice,
        }
        return Listed(**counts)
