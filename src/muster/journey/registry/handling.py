"""What is put on record while claims are handled: sorted, in hand, acknowledged, answered.

A decision is none of these: it is ``EligibilityDecided``, and there is no other.
"""

from typing import ClassVar

from muster.ground.people.category import Outcome
from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, RuleId
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject
from muster.journey.registry.triage import TriageRule


class ClaimTriaged(Observation, frozen=True, tag="claim-triaged"):
    """A claim was sorted: to which desk, how urgent from 1 to 9, for which reasons.

    ``rule`` and ``version`` say by which dated rule; a clerk who sorted by hand has none.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    desk: str
    urgency: int
    reasons: tuple[str, ...]
    rule: RuleId = RuleId(b"")
    version: int = 0


class ClaimTaken(Observation, frozen=True, tag="claim-taken"):
    """Somebody has a claim in hand; nobody else works on it until it is handed back."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK


class ClaimHandedBack(Observation, frozen=True, tag="claim-handed-back"):
    """``holder`` has a claim in hand no more; ``reason`` where somebody else handed it back."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    holder: OperatorId
    reason: str = ""


class ClaimReceipted(Observation, frozen=True, tag="claim-receipted"):
    """Whoever claims was told that the claim is stored, under ``reference``, with ``souls``."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    reference: str
    souls: int


class ClaimAnswered(Observation, frozen=True, tag="claim-answered"):
    """Whoever claims was told what was decided: ``outcome``, under ``reference``.

    It counts as an answer while that is what stands: a decision that changed is answered anew.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.DESK

    outcome: Outcome
    reference: str
    souls: int


class TriageAdopted(Observation, frozen=True, tag="triage-adopted"):
    """A version of the rule that sorts claims holds from its effective time (R13)."""

    about: ClassVar = Subject.RULE
    compartment: ClassVar = Compartment.PUBLIC

    triage: TriageRule


class IntakeLimited(Observation, frozen=True, tag="intake-limited"):
    """How long a claim may wait, in milliseconds: to be sorted, to be decided, to be answered.

    None is no limit. Whatever waits longer is an open task on the board.
    """

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.COMMAND

    received: int | None
    triaged: int | None
    decided: int | None
