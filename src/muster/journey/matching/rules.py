"""Decide what goes on record when two records are judged."""

from muster.ground.people.ids import OperatorId, PersonId
from muster.ground.people.moment import Moment
from muster.journey.matching.facts import Judgement, RecordsJudged
from muster.journey.matching.problems import SameRecord
from muster.journey.matching.state import Judged


def ordered(one: PersonId, other: PersonId) -> tuple[PersonId, PersonId]:
    """Return a pair with the smaller id first; raise ``SameRecord``.

    So both orders in which a pair is named lead to one row, whoever judges.
    """
    if one == other:
        raise SameRecord
    return (one, other) if one < other else (other, one)


def judge(
    pair: tuple[PersonId, PersonId],
    known: Judged | None,
    judgement: Judgement,
    observed: Moment,
    by: OperatorId,
    *,
    reason: str = "",
    rule: str = "",
    score: int | None = None,
) -> RecordsJudged:
    """Return the judgement of an ``ordered`` pair; ``known`` are the judgements of its first.

    Whoever judges what a person judged before settles it: a judgement is undone by a later one.
    """
    before = known.of(pair[1]) if known is not None else None
    settles = not rule and before is not None and not before.rule
    return RecordsJudged(pair[0], observed, by, pair[1], judgement, reason, rule, score, settles)
