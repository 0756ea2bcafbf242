"""What became of a claim: received, triaged, decided, answered; each with its time (R11).

A claim is in exactly one stage, told by the times alone, so that no fact can put it in two. It is
answered only where what was told is what was decided; it leaves without an answer only when the
person stood before us, or withdrew. Whatever is said later opens it again: a further claim, or a
document for a decision that was put off. To look at a claim is none of this.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.category import Outcome
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.registry import facts, handling

UNSORTED = 5


class Stage(StrEnum):
    """How far a claim is. The value is stable: translated, documented."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    DECIDED = "decided"
    ANSWERED = "answered"
    MET = "met"
    WITHDRAWN = "withdrawn"


HERE = (Stage.RECEIVED, Stage.TRIAGED, Stage.DECIDED)
"""Stages in which somebody waits for us; in all others the claim is out of the queue."""


class Hand(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who has a claim in hand, since when."""

    operator: OperatorId
    since: Instant


class Case(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One claim on its way: when it came into each stage; none where it did not.

    ``hands`` are more than one only after two sites that were apart gave it to two people.
    ``reference`` is what the claimant was told last.
    """

    received: Instant
    triaged: Instant | None = None
    decided: Instant | None = None
    answered: Instant | None = None
    met: Instant | None = None
    withdrawn: Instant | None = None
    desk: str = ""
    urgency: int = UNSORTED
    reasons: tuple[str, ...] = ()
    version: int = 0
    hands: tuple[Hand, ...] = ()
    receipted: Instant | None = None
    reference: str = ""

    @property
    def stage(self) -> Stage:
        """Return the one stage that the claim is in."""
        return self.place[0]

    @property
    def since(self) -> Instant:
        """Return since when the claim is in its stage."""
        return self.place[1]

    @property
    def place(self) -> tuple[Stage, Instant]:
        """Return the stage and since when; the later of two stages counts."""
        for stage in (Stage.WITHDRAWN, Stage.MET, Stage.ANSWERED, Stage.DECIDED, Stage.TRIAGED):
            at: Instant | None = getattr(self, stage.value)
            if at is not None:
                return stage, at
        return Stage.RECEIVED, self.received

    @property
    def here(self) -> bool:
        """Return whether somebody waits for us."""
        return self.stage in HERE


_replace = msgspec.structs.replace


def after(
    case: Case | None, fact: Fact, outcome: Outcome | None, withdrawn: Instant | None
) -> Case | None:
    """Return the case after ``fact``; ``outcome`` was decided before it, ``withdrawn`` holds after.

    None is no case: a fact about a person whose claim is not known here makes none.
    """
    if case is not None and case.withdrawn is not None and withdrawn is not None:
        return case
    if isinstance(fact, facts.PersonClaimed):
        moved = _claimed(case, fact.observed.latest)
    elif case is None:
        return None
    else:
        moved = _moved(case, fact, outcome)
    if moved.withdrawn != withdrawn:
        return _replace(moved, withdrawn=withdrawn, hands=())
    return moved


def _claimed(case: Case | None, at: Instant) -> Case:
    """Return the case of a claim that came: new, or to be looked at again.

    Who waits already waits since the first claim that nobody has decided. Who stood before us
    needs no letter, whatever list they are found on later.
    """
    if case is None or case.withdrawn is not None:
        return Case(at)
    if case.met is not None:
        return case
    waits = case.decided is None
    return Case(case.received if waits else at, hands=case.hands if waits else ())


def _moved(case: Case, fact: Fact, outcome: Outcome | None) -> Case:
    match fact:
        case facts.EligibilityDecided(observed=observed):
            return _replace(case, decided=observed.latest, answered=None)
        case facts.DocumentSeen(observed=observed):
            put_off = outcome is Outcome.DEFERRED and case.decided is not None
            return _claimed(case, observed.latest) if put_off else case
        case facts.PersonRegistered(observed=observed) | facts.WristbandTied(observed=observed):
            return _replace(case, met=case.met or observed.latest, hands=())
        case _:
            return _handled(case, fact, outcome)


def _handled(case: Case, fact: Fact, outcome: Outcome | None) -> Case:
    match fact:
        case handling.ClaimTriaged() if case.decided is None:
            sorted_ = (fact.desk, fact.urgency, fact.reasons, fact.version)
            names = ("desk", "urgency", "reasons", "version")
            said = dict(zip(names, sorted_, strict=True))
            return _replace(case, triaged=fact.observed.latest, **said)
        case handling.ClaimTaken(operator=operator, observed=observed) if case.here:
            others = tuple(one for one in case.hands if one.operator != operator)
            return _replace(case, hands=(*others, Hand(OperatorId(operator), observed.latest)))
        case handling.ClaimHandedBack(holder=holder):
            left = tuple(one for one in case.hands if one.operator != holder)
            return _replace(case, hands=left)
        case handling.ClaimReceipted(reference=reference, observed=observed):
            return _replace(case, receipted=observed.latest, reference=reference)
        case handling.ClaimAnswered() if case.decided is not None and fact.outcome is outcome:
            told = {"answered": fact.observed.latest, "reference": fact.reference}
            return _replace(case, hands=(), **told)
        case _:
            return case
