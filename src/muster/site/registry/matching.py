"""Finding who is on record twice: compare all records, judge by rule, and hand a person the rest.

``run`` compares everybody; ``catch_up`` only whose record changed since, whether by an import, at
the desk or by what another site told. What the rule judges goes on record as a judgement with the
version of its weights; what a person judged it leaves alone. A pair that the rule would not even
ask about any more, because a record changed, it judges different.

The rule acts in the name of the site. What the rule of another site judged of the same two records
stands while both agree; where they differ, since each has learned of other people how familiar
words are, the pair is unsure at both and waits for a person: otherwise each would judge anew what
the other has judged, for ever.

Comparing takes memory and no file, here or in a process beside (``comparing``). Records are read
from what is committed while others write; only judging holds the turn, a few records at a time.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import Final

import msgspec

from muster.ground.people.ids import PersonId
from muster.journey.matching import rules
from muster.journey.matching.facts import Judgement
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import Score
from muster.journey.matching.state import Judged
from muster.journey.matching.weights import RULE, WEIGHTS
from muster.site.memory.compared import Compared, Filled, Progress, Row, Seen
from muster.site.record.journal import Journal
from muster.site.record.kinds import GUEST, JUDGED, RECORD
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

FAMILIAR: Final = "matching-familiar"
WATCHER: Final = "matching"
AT_ONCE: Final = 50
"""So many changed records are compared at once."""
READ_AT_ONCE: Final = 1_000
MANY: Final = 2_000
"""When so many changed, comparing everybody anew takes no longer."""
JUDGED_AT_ONCE: Final = 64
"""So many judgements are put on record in one turn: others wait no longer than that."""
APART: Final = "apart"
"""How the reason of a judgement begins that was made because two sites' rules differ."""

_FORMAT = msgspec.msgpack.Decoder(Familiar)


class Matched(msgspec.Struct, frozen=True):
    """What came of comparing ``people``, as many as have a record.

    ``same``, ``unsure`` and ``different`` are the judgements that went on record, or would;
    ``standing`` pairs the rule leaves as they were. ``crowded`` keys were borne by too many even
    when refined: nobody was compared for them alone.
    """

    people: int
    same: int = 0
    unsure: int = 0
    different: int = 0
    standing: int = 0
    crowded: int = 0
    seconds: float = 0.0


def run(
    site: Site,
    by: Operator,
    *,
    dry_run: bool = False,
    learn: bool = False,
    progress: Progress | None = None,
) -> Matched:
    """Compare everybody with everybody; put on record what the rule judges.

    ``learn``: weigh words anew by the people who are here. With ``dry_run`` nothing is put on
    record.
    """
    require(by, Right.CLAIM)
    began = monotonic()
    compared = _here() if dry_run or site.compared is None else site.compared
    try:
        filled = _compare_all(site, compared, learn=learn, progress=progress, keep=not dry_run)
        told = _Told(site, compared)
        found = [*filled.seen, *_judged_before(site, compared, filled)]
        if dry_run:
            told.would(found)
        else:
            told.put(sorted(found, key=lambda seen: seen.pair), progress)
    except BaseException:
        _give_up(site)
        raise
    return told.matched(filled.people, filled.crowded, monotonic() - began)


def catch_up(site: Site, by: Operator) -> Matched:
    """Compare whose record changed since, with everybody; put on record what the rule judges.

    Where nothing was compared yet in this process, all are.
    """
    require(by, Right.CLAIM)
    began = monotonic()
    compared = site.compared
    if compared is None:
        return run(site, by)
    told = _Told(site, compared)
    try:
        while (waiting := site.rows.watches.waiting(WATCHER)) != 0:
            if waiting is None or waiting > MANY:
                return run(site, by)
            told.put(compared.change(_changed(site)))
    except BaseException:
        _give_up(site)
        raise
    return told.matched(compared.people(), 0, monotonic() - began)


def attend(site: Site) -> None:
    """Note from now on whose record changes, for ``follow``."""
    with site.commits.still():
        site.rows.watches.begin(WATCHER)


def follow(site: Site, by: Operator) -> Matched | None:
    """Do what ``catch_up`` does; nothing where no record changed since ``attend``."""
    require(by, Right.CLAIM)
    return None if site.rows.watches.waiting(WATCHER) == 0 else catch_up(site, by)


def explain(site: Site, by: Operator, one: PersonId, other: PersonId) -> Score | None:
    """Return the score of two records with its reasons, none where one of them is not here."""
    require(by, Right.SEE_PERSON)
    told = None if site.compared is None else site.compared.explain_now(one, other)
    if told is not None:
        return told
    few = _here()
    with site.view() as view:
        rows = [_row(view, person) for person in (one, other)]
        few.fill([rows], _familiar(view), learn=False)
    return few.explain_now(one, other)


def _here() -> Compared:
    """Return an empty comparison in this process; numpy is loaded by whoever compares."""
    from muster.site.registry.comparer import Here  # noqa: PLC0415

    return Here()


def _give_up(site: Site) -> None:
    """Let the next comparison begin from nothing: what was noted may have been half followed."""
    compared, site.compared = site.compared, None
    if compared is not None:
        compared.close()


def _compare_all(
    site: Site, compared: Compared, *, learn: bool, progress: Progress | None, keep: bool
) -> Filled:
    """Compare everybody on record, by what is committed."""
    if keep:
        attend(site)
        site.compared = compared
    with site.view() as view:
        known = _familiar(view)
    filled = compared.fill(_rows(site, progress), known, learn=learn)
    if keep and filled.learned:
        with site.writing():
            site.store.meta_put(FAMILIAR, msgspec.msgpack.encode(filled.familiar))
    return filled


def _familiar(view: View) -> Familiar:
    raw = view.reader.meta_get(FAMILIAR)
    return Familiar() if raw is None else _FORMAT.decode(raw)


def _rows(site: Site, progress: Progress | None = None) -> Iterator[list[Row]]:
    """Yield the rows of everybody, guests first; the look at them ends with the last."""
    with site.view() as view:
        told = view.reader.rows_scan(GUEST.name)
        guests: Iterator[Row] = ((row.subject, None, row.state) for row in told)
        yield from _batches(guests, None)
        told = view.reader.rows_scan(RECORD.name)
        yield from _batches(((row.subject, row.state, None) for row in told), progress)


def _batches(rows: Iterator[Row], progress: Progress | None) -> Iterator[list[Row]]:
    done = 0
    while some := list(islice(rows, READ_AT_ONCE)):
        done += len(some)
        if progress is not None:
            progress(done, done)
        yield some


def _row(view: View, person: bytes) -> Row:
    record = view.reader.rows_get(RECORD.name, person)
    guest = view.reader.rows_get(GUEST.name, person)
    return person, record and record.state, guest and guest.state


def _changed(site: Site) -> list[Row]:
    """Return the rows of some whose record changed, as they are committed now."""
    with site.commits.still():
        changed = site.rows.watches.take(WATCHER, AT_ONCE) or ()
    with site.view() as view:
        return [_row(view, person) for person in changed]


def _judged_before(site: Site, compared: Compared, filled: Filled) -> list[Seen]:
    """Return what is found of pairs that the rule judged before and would not ask about now."""
    found = {seen.pair for seen in filled.seen}
    with site.view() as view:
        before = [
            (one, pair.other)
            for one, judged in view.scan(JUDGED)
            for pair in judged.pairs
            if pair.rule.startswith(RULE) and (one, pair.other) not in found
        ]
    return compared.ask(before) if before else []


class _Told:
    """One pass of the rule over pairs: what it judged, and what it would leave."""

    def __init__(self, site: Site, compared: Compared) -> None:
        self._site = site
        self._compared = compared
        self._by = site.lead.id
        self._counts = dict.fromkeys(Judgement, 0)
        self._standing = 0

    def put(self, found: Sequence[Seen], progress: Progress | None = None) -> None:
        """Judge pairs, so many in one transaction; none where everything may stand."""
        wanted = self._wanted_of(found)
        for at in range(0, len(wanted), JUDGED_AT_ONCE):
            self._judge(wanted[at : at + JUDGED_AT_ONCE])
            if progress is not None:
                progress(at, len(wanted))

    def would(self, found: Sequence[Seen]) -> None:
        """Count what ``put`` would put on record."""
        for seen in self._wanted_of(found):
            self._counts[seen.judgement or Judgement.DIFFERENT] += 1

    def _wanted_of(self, found: Sequence[Seen]) -> list[Seen]:
        """Return the pairs that are to be judged anew, by what is committed."""
        wanted = []
        with self._site.view() as view:
            for seen in found:
                anew = self._wanted(seen, view.state(JUDGED, seen.one))
                if anew is not None:
                    wanted.append(seen)
                else:
                    self._standing += seen.here and seen.judgement is not None
        return wanted

    def _judge(self, some: Sequence[Seen]) -> None:
        scores = self._compared.explain([seen.pair for seen in some])
        with self._site.writing() as journal:
            for seen, score in zip(some, scores, strict=True):
                self._judge_one(journal, seen, score)

    def _judge_one(self, journal: Journal, seen: Seen, score: Score | None) -> None:
        """Judge a pair as it stands in this turn: a person may have judged it a moment ago."""
        rows = self._site.rows
        known: Judged | None = rows.state(JUDGED, seen.one)
        anew = self._wanted(seen, known)
        gone = any(rows.books(person)[0] is None for person in seen.pair)
        if anew is None or gone or score is None:
            return
        judgement, apart = anew
        told = rules.judge(
            (PersonId(seen.one), PersonId(seen.other)),
            known,
            judgement,
            self._site.now(),
            self._by,
            reason=f"{APART}; {_reason(score)}" if apart else _reason(score),
            rule=WEIGHTS.rule,
            score=score.value,
        )
        journal.put([told])
        self._counts[judgement] += 1

    def _wanted(self, seen: Seen, known: Judged | None) -> tuple[Judgement, bool] | None:
        """Return what the rule is to judge of a pair anew; none where what stands may stand.

        Second, whether it is unsure because the rule of another site judged otherwise.
        """
        before = known.of(seen.other) if known is not None else None
        if not seen.here:
            return None  # whoever turned out to be somebody else, or has no name any more
        wanted = seen.judgement or Judgement.DIFFERENT
        if before is None:
            return None if seen.judgement is None else (wanted, False)
        mine = before.rule.startswith(RULE)
        if not before.rule or before.judgement is wanted or before.reason.startswith(APART):
            return None
        if not mine:
            return None if seen.judgement is None else (wanted, False)
        theirs = _version(before.rule) - WEIGHTS.version
        if theirs < 0 or (theirs == 0 and before.operator == self._by):
            return wanted, False
        return (
            None if theirs > 0 or before.judgement is Judgement.UNSURE else (Judgement.UNSURE, True)
        )

    def matched(self, people: int, crowded: int, seconds: float) -> Matched:
        """Return what came of it."""
        same, unsure, different = (
            self._counts[one] for one in (Judgement.SAME, Judgement.UNSURE, Judgement.DIFFERENT)
        )
        return Matched(people, same, unsure, different, self._standing, crowded, seconds)


def _version(rule: str) -> int:
    """Return by which version of the weights a rule of ours judged."""
    told = rule.rpartition("-")[2]
    return int(told) if told.isdecimal() else 0


def _reason(score: Score) -> str:
    """Return the grounds of a score with their weights and what bars it: codes, no values."""
    grounds = [f"{one.ground}{one.weight:+.3g}" for one in score.reasons]
    return "; ".join([*grounds, *(f"barred {bar}" for bar in score.bars)])
