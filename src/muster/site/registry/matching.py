"""Finding who is on record twice: compare all records, judge by rule, and hand a person the rest.

``run`` compares everybody; ``catch_up`` only whose record changed since, whether by an import, at
the desk or by what another site told. What the rule judges goes on record as a judgement with the
version of its weights; what a person judged it leaves alone. A pair that the rule would not even
ask about any more, because a record changed, it judges different.

Comparing takes memory and no file. Records are read from what is committed while others write;
judging holds the turn, a few records at a time.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from time import monotonic
from typing import Final

import msgspec

from muster.ground.people.ids import PersonId
from muster.journey.arrival.state import Guest
from muster.journey.matching import rules
from muster.journey.matching.facts import Judgement
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import Score
from muster.journey.matching.matcher import Matcher, Pair
from muster.journey.matching.state import Judged
from muster.journey.matching.traits import Traits, spellings
from muster.journey.matching.weights import RULE
from muster.journey.registry.state import Record
from muster.site.record.journal import Journal
from muster.site.record.kinds import GUEST, JUDGED, RECORD
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

FAMILIAR: Final = "matching-familiar"
WATCHER: Final = "matching"
AT_ONCE: Final = 5
"""So many changed records are compared in one turn: others wait no longer than that."""
MANY: Final = 2_000
"""When so many changed, comparing everybody anew takes no longer."""
JUDGED_AT_ONCE: Final = 1_000
GROWN: Final = 2
"""What is learned of words is learned anew when there are so many times as many people."""

Progress = Callable[[int, int], None]
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
    matcher = _compare_all(site, learn=learn, progress=progress, keep=not dry_run)
    found = {pair for pair, _ in matcher.all()}
    with site.view() as view:
        found |= {
            (one, pair.other)
            for one, judged in view.scan(JUDGED)
            for pair in judged.pairs
            if pair.rule.startswith(RULE)
        }
    told = _Told(site, by, matcher)
    if dry_run:
        told.would(found)
    else:
        told.put(sorted(found), progress)
    return told.matched(monotonic() - began)


def catch_up(site: Site, by: Operator) -> Matched:
    """Compare whose record changed since, with everybody; put on record what the rule judges.

    Where nothing was compared yet in this process, all are.
    """
    require(by, Right.CLAIM)
    began = monotonic()
    if not isinstance(site.compared, Matcher):
        return run(site, by)
    told = _Told(site, by, site.compared)
    while (waiting := site.rows.watches.waiting(WATCHER)) != 0:
        if waiting is None or waiting > MANY:
            return run(site, by)
        told.follow()
    return told.matched(monotonic() - began)


def explain(site: Site, by: Operator, one: PersonId, other: PersonId) -> Score | None:
    """Return the score of two records with its reasons, none where one of them is not here."""
    require(by, Right.SEE_PERSON)
    matcher = site.compared
    if isinstance(matcher, Matcher):
        with site.commits.still():
            told = matcher.explain(one, other)
            if told is not None:
                return told
    with site.view() as view:
        few = Matcher(familiar=_familiar(view))
        few.fill({person: traits for person in (one, other) if (traits := _one(view, person))})
    return few.explain(one, other)


def _compare_all(site: Site, *, learn: bool, progress: Progress | None, keep: bool) -> Matcher:
    """Compare everybody on record, by what is committed."""
    if keep:
        with site.writing():
            site.rows.watches.begin(WATCHER)
    with site.view() as view:
        known = _familiar(view)
        records = dict(_all(view))
        matcher = Matcher(familiar=known)
        if progress is not None:
            progress(0, len(records))
        learn = learn or len(records) > GROWN * known.people
        matcher.fill(records, learn=learn)
    matcher.touched()
    if keep:
        with site.writing():
            site.compared = matcher
            if learn:
                site.store.meta_put(FAMILIAR, msgspec.msgpack.encode(matcher.familiar))
    return matcher


def _familiar(view: View) -> Familiar:
    raw = view.reader.meta_get(FAMILIAR)
    return Familiar() if raw is None else _FORMAT.decode(raw)


def _all(view: View) -> Iterator[tuple[bytes, Traits]]:
    for person, record in view.scan(RECORD):
        if (traits := _traits(record, None)) is not None:
            yield person, traits
    for person, guest in view.scan(GUEST):
        traits = _traits(None, guest)
        if traits is not None and view.state(RECORD, person) is None:
            yield person, traits


def _one(view: View, person: bytes) -> Traits | None:
    return _traits(view.state(RECORD, person), view.state(GUEST, person))


def _traits(record: Record | None, guest: Guest | None) -> Traits | None:
    """Return what is compared of a person; none for whoever turned out to be another record."""
    if guest is not None and guest.claim is not None:
        return None
    if record is not None and record.name is not None:
        return Traits(
            spellings(record.name),
            record.name.father,
            record.sex,
            record.birth,
            record.documents,
            record.contacts,
            record.wristbands,
            record.party,
        )
    if guest is not None and guest.name is not None:
        return Traits(spellings(guest.name), guest.name.father, guest.sex)
    return None


class _Told:
    """One pass of the rule over pairs: what it judged, and what it would leave."""

    def __init__(self, site: Site, by: Operator, matcher: Matcher) -> None:
        self._site = site
        self._by = by
        self._matcher = matcher
        self._counts = dict.fromkeys(Judgement, 0)
        self._standing = 0

    def put(self, pairs: Iterable[Pair], progress: Progress | None) -> None:
        """Judge pairs, so many in one transaction."""
        waiting = iter(pairs)
        total, done = len(self._matcher), 0
        while some := list(islice(waiting, JUDGED_AT_ONCE)):
            with self._site.writing() as journal:
                self._judge(journal, some)
            done += len(some)
            if progress is not None:
                progress(min(done, total), total)

    def would(self, pairs: Iterable[Pair]) -> None:
        """Count what ``put`` would put on record."""
        with self._site.view() as view:
            for pair in pairs:
                self._judged(pair, view.state(JUDGED, pair[0]))

    def follow(self) -> None:
        """Compare some of those whose record changed; nobody where what was noted is lost."""
        matcher, rows = self._matcher, self._site.rows
        with self._site.writing() as journal:
            changed = rows.watches.take(WATCHER, AT_ONCE)
            try:
                for person in changed or ():
                    traits = _traits(rows.state(RECORD, person), rows.state(GUEST, person))
                    if traits is None:
                        matcher.drop(person)
                    else:
                        matcher.put(person, traits)
                self._judge(journal, sorted(matcher.touched()))
            except BaseException:
                self._site.compared = None
                raise

    def _judge(self, journal: Journal, pairs: Iterable[Pair]) -> None:
        rows, now = self._site.rows, self._site.now()
        judged = [
            (pair, wanted)
            for pair in pairs
            if all(rows.books(person)[0] is not None for person in pair)
            and (wanted := self._judged(pair, rows.state(JUDGED, pair[0]))) is not None
        ]
        scores = self._matcher.explain_all([pair for pair, _ in judged])
        for (pair, wanted), score in zip(judged, scores, strict=True):
            told = rules.judge(
                (PersonId(pair[0]), PersonId(pair[1])),
                rows.state(JUDGED, pair[0]),
                wanted,
                now,
                self._by.id,
                reason=_reason(score),
                rule=self._matcher.weights.rule,
                score=score.value,
            )
            journal.put([told])

    def _judged(self, pair: Pair, known: Judged | None) -> Judgement | None:
        """Return what the rule is to judge of a pair anew; none where what stands may stand."""
        if pair[0] not in self._matcher or pair[1] not in self._matcher:
            return None  # whoever turned out to be somebody else, or has no name any more
        found = self._matcher.found(pair)
        before = known.of(pair[1]) if known is not None else None
        if before is not None and not before.rule:
            self._standing += 1
            return None
        if found is None and (before is None or not before.rule.startswith(RULE)):
            return None
        wanted = found.judgement if found else Judgement.DIFFERENT
        if before is not None and before.judgement is wanted:
            self._standing += found is not None
            return None
        self._counts[wanted] += 1
        return wanted

    def matched(self, seconds: float) -> Matched:
        """Return what came of it."""
        return Matched(
            len(self._matcher),
            self._counts[Judgement.SAME],
            self._counts[Judgement.UNSURE],
            self._counts[Judgement.DIFFERENT],
            self._standing,
            self._matcher.crowded,
            seconds,
        )


def _reason(score: Score) -> str:
    """Return the grounds of a score with their weights and what bars it: codes, no values."""
    grounds = [f"{one.ground}{one.weight:+.3g}" for one in score.reasons]
    return "; ".join([*grounds, *(f"barred {bar}" for bar in score.bars)])
