"""What judgements of one record add up to: for each other record, what stands and who said so.

A person's judgement stands before any of a rule. Of people the latest stands where it was made
knowing the ones before; two people who judged apart and differ leave the pair *contested*, and it
counts as unsure until somebody settles it: a contradiction is never decided by who came last.
"""

import msgspec

from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.matching.facts import Judgement, JudgementKept, RecordsJudged

_replace = msgspec.structs.replace


class Pair(msgspec.Struct, frozen=True, array_like=True):
    """What stands of one pair. ``rule`` is empty where a person judged; ``at`` is when."""

    other: bytes
    judgement: Judgement
    operator: bytes
    at: Instant
    rule: str = ""
    score: int | None = None
    reason: str = ""
    contested: bool = False


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """The pairs of one record that were judged, in the order of their first judgement."""

    pairs: tuple[Pair, ...] = ()

    def of(self, other: bytes) -> Pair | None:
        """Return what stands of the pair with ``other``."""
        return next((one for one in self.pairs if one.other == other), None)


def fold_judged(state: Judged | None, fact: Fact) -> Judged:
    """Return what stands of a record's pairs after ``fact``."""
    judged = state or Judged()
    match fact:
        case RecordsJudged():
            return _put(judged, _after(judged.of(fact.other), fact))
        case JudgementKept():
            at = fact.observed.latest
            return _put(judged, Pair(fact.other, fact.judgement, fact.operator, at))
        case _:
            return judged


def _put(judged: Judged, pair: Pair) -> Judged:
    others = [one.other for one in judged.pairs]
    if pair.other not in others:
        return Judged((*judged.pairs, pair))
    return Judged(tuple(pair if one.other == pair.other else one for one in judged.pairs))


def _after(before: Pair | None, fact: RecordsJudged) -> Pair:
    """Return what stands of a pair after ``fact``."""
    said = Pair(
        fact.other,
        fact.judgement,
        fact.operator,
        fact.observed.latest,
        fact.rule,
        fact.score,
        fact.reason,
    )
    if before is None or before.rule:
        return said
    if fact.rule:
        return before
    if fact.settles or _agree(before, fact):
        return said
    return _replace(said, judgement=Judgement.UNSURE, contested=True)


def _agree(before: Pair, fact: RecordsJudged) -> bool:
    """Say whether the same person judges anew, or another one says the same."""
    if before.contested:
        return False
    return before.operator == fact.operator or before.judgement is fact.judgement
