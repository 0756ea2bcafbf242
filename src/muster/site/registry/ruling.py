"""What the rule says of pairs at a site, put on record: what it judges, and what it leaves.

The rule acts in the name of the site. What the rule of another site judged of the same two records
stands while both agree; where they differ, since each has learned of other people how familiar
words are, the pair is unsure at both and waits for a person: otherwise each would judge anew what
the other has judged, for ever. What a person judged stands.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from muster.ground.people.ids import PersonId
from muster.journey.matching import rules
from muster.journey.matching.facts import Judgement
from muster.journey.matching.grounds import Score
from muster.journey.matching.state import Judged
from muster.journey.matching.weights import RULE, WEIGHTS
from muster.site.memory.compared import Compared, Progress, Seen
from muster.site.record.journal import Journal
from muster.site.record.kinds import JUDGED
from muster.site.site import Site

JUDGED_AT_ONCE: Final = 64
"""So many judgements are put on record in one turn: others wait no longer than that."""
APART: Final = "apart"
"""How the reason of a judgement begins that was made because two sites' rules differ."""


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


class Ruling:
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
