"""What may be put on record about two records: one person, two persons, or nobody can say.

A judgement never mixes what the records hold, so that it can be undone by another one (R15).
"""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class Judgement(StrEnum):
    """Whether two records are of one person. The value is stable: stored, translated."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class RecordsJudged(Observation, frozen=True, tag="records-judged"):
    """Somebody, or a rule, judged two records. ``subject`` is the record with the smaller id.

    ``rule`` names the rule and its version that judged; nothing where a person did. ``score`` is
    what it rests on, in thousandths. ``settles``: whoever judged knew what people had judged of
    this pair before; without it two people who differ contradict each other.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    other: bytes
    judgement: Judgement
    reason: str = ""
    rule: str = ""
    score: int | None = None
    settles: bool = False


class JudgementKept(Observation, frozen=True, tag="judgement-kept"):
    """What stays of a judgement when a person is shredded, so that every figure stays.

    ``subject`` is the random one under which that person's counts are kept; ``other`` is a record
    that is still here, or was kept in the same way.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK
    personal: ClassVar[bool] = False

    other: bytes
    judgement: Judgement
