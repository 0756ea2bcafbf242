"""Decide what goes on record of an arrangement, and what is wrong with what was done under it.

What cannot be so is refused: to suspend what was never agreed, to agree what is over. A report that
it was used or honoured is not refused for having been too late: it happened, and it is flagged.
"""

from enum import StrEnum

from muster.ground.people.ids import ArrangementId, OperatorId
from muster.ground.people.moment import Moment
from muster.journey.passage import facts
from muster.journey.passage.problems import (
    AlreadyAgreed,
    ArrangementUnknown,
    CounterpartMissing,
    HasLapsed,
    NotAgreed,
    NotInterrupted,
    NotYetHappened,
    ReasonMissing,
    TermsWrong,
)
from muster.journey.passage.state import (
    HOLDING,
    INTERRUPTED,
    Arrangement,
    Course,
    Standing,
    Step,
    Turn,
    stands,
)
from muster.journey.passage.terms import Checking, Counterpart, Terms

LONGEST = 120


class Flag(StrEnum):
    """What is wrong with something that was told or done. The value is stable: shown, translated.

    The order is meaning: the first that applies is what an operator is refused for.
    """

    NO_ARRANGEMENT = "no-arrangement"
    AFTER_LAPSE = "after-lapse"
    AFTER_BREACH = "after-breach"
    WHILE_SUSPENDED = "while-suspended"
    NOT_AGREED = "not-agreed"
    TOO_EARLY = "too-early"
    NOT_COVERED = "not-covered"


_BY_STEP = {
    Step.LAPSED: Flag.AFTER_LAPSE,
    Step.BREACHED: Flag.AFTER_BREACH,
    Step.SUSPENDED: Flag.WHILE_SUSPENDED,
}


def known(arrangement: Arrangement | None) -> Arrangement:
    """Return ``arrangement``; raise ``ArrangementUnknown`` where there is none with a side."""
    if arrangement is None or arrangement.counterpart is None:
        raise ArrangementUnknown
    return arrangement


def counterpart(role: str, place: str) -> Counterpart:
    """Return whom an arrangement is with; raise ``CounterpartMissing``."""
    role, place = role.strip(), place.strip()
    if not (0 < len(role) <= LONGEST and 0 < len(place) <= LONGEST):
        raise CounterpartMissing(limit=LONGEST)
    return Counterpart(role, place)


def interruption(stood: Standing) -> Flag | None:
    """Return why nothing may be told under an arrangement that stands so; none if it holds."""
    if stood.step in HOLDING:
        return None
    return _BY_STEP.get(stood.step, Flag.NOT_AGREED) if stood.step else Flag.NOT_AGREED


def finding(course: Course, turn: Turn) -> Flag | None:
    """Return what is wrong with a turn that reports something done under an arrangement."""
    if turn.step not in (Step.IN_USE, Step.HONOURED):
        return None
    return interruption(course.at(turn.at, turn.number))


def consider(
    identity: ArrangementId,
    side: Counterpart,
    source: str,
    text: str,
    observed: Moment,
    by: OperatorId,
) -> facts.ArrangementConsidered:
    """Return that somebody calls passage possible."""
    return facts.ArrangementConsidered(identity, observed, by, side, source.strip(), text.strip())


def propose(
    arrangement: Arrangement | None,
    identity: ArrangementId,
    side: Counterpart,
    text: str,
    observed: Moment,
    by: OperatorId,
) -> facts.ArrangementProposed:
    """Return the proposal; raise ``AlreadyAgreed``, or ``HasLapsed`` for what is over."""
    if arrangement is not None:
        step = _alive(arrangement, observed).step
        if step in (*HOLDING, *INTERRUPTED):
            raise AlreadyAgreed
    return facts.ArrangementProposed(identity, observed, by, side, text.strip())


def agree(
    arrangement: Arrangement | None,
    identity: ArrangementId,
    side: Counterpart,
    terms: Terms,
    text: str,
    observed: Moment,
    by: OperatorId,
    checking: Checking = Checking.SIGN,
) -> facts.ArrangementAgreed:
    """Return the agreement; raise ``TermsWrong``, or ``HasLapsed`` for what is over."""
    _alive(known(arrangement), observed)
    if not terms.since < terms.until or terms.until <= observed.latest:
        raise TermsWrong
    return facts.ArrangementAgreed(identity, observed, by, side, terms, text.strip(), checking)


def report(
    arrangement: Arrangement | None,
    fact: facts.ArrangementUsed | facts.ArrangementHonoured | facts.ArrangementBreached,
    now: Moment,
) -> tuple[Flag, ...]:
    """Return what is wrong with something done under an arrangement that was agreed once.

    It is never refused for having been done too late: it happened. Raises ``NotAgreed`` where
    nothing was ever agreed, ``NotYetHappened``, ``ReasonMissing``.
    """
    found = known(arrangement)
    if not any(turn.step is Step.AGREED for turn in found.turns):
        raise NotAgreed
    happened(fact.observed, now)
    if isinstance(fact, facts.ArrangementBreached):
        reasoned(fact.reason)
        return ()
    flag = interruption(stands(found, fact.observed.latest))
    return () if flag is None else (flag,)


def suspend(
    arrangement: Arrangement | None,
    identity: ArrangementId,
    reason: str,
    observed: Moment,
    by: OperatorId,
) -> facts.ArrangementSuspended:
    """Return that it rests; raise ``NotAgreed``, ``HasLapsed``, ``ReasonMissing``."""
    if _alive(known(arrangement), observed).step not in (*HOLDING, *INTERRUPTED):
        raise NotAgreed
    return facts.ArrangementSuspended(identity, observed, by, reasoned(reason))


def resume(
    arrangement: Arrangement | None,
    identity: ArrangementId,
    reason: str,
    observed: Moment,
    by: OperatorId,
) -> facts.ArrangementResumed:
    """Return that it holds again; raise ``NotInterrupted``, ``HasLapsed``."""
    if _alive(known(arrangement), observed).step not in INTERRUPTED:
        raise NotInterrupted
    return facts.ArrangementResumed(identity, observed, by, reason.strip())


def lapse(
    arrangement: Arrangement | None,
    identity: ArrangementId,
    reason: str,
    observed: Moment,
    by: OperatorId,
) -> facts.ArrangementLapsed:
    """Return that it is over before its time; raise ``HasLapsed``, ``ReasonMissing``."""
    _alive(known(arrangement), observed)
    return facts.ArrangementLapsed(identity, observed, by, reasoned(reason))


def reasoned(reason: str) -> str:
    """Return ``reason`` without blanks around it; raise ``ReasonMissing``."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def happened(observed: Moment, now: Moment) -> None:
    """Raise ``NotYetHappened`` for a report of what lies ahead."""
    if observed.earliest > now.latest:
        raise NotYetHappened


def _alive(arrangement: Arrangement, observed: Moment) -> Standing:
    stood = stands(arrangement, observed.latest)
    if stood.step is Step.LAPSED:
        raise HasLapsed
    return stood
