"""What the facts of an arrangement add up to, and how it stood at any moment.

Reports come late and clocks lie, so what was recorded is kept with its time and put in order of it:
an arrangement that lapsed at noon had lapsed at one, whenever somebody hears of either. Lapsed is
the end: an arrangement that begins anew is another one.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.ground.record.fact import Fact
from muster.journey.passage import facts
from muster.journey.passage.terms import Channel, Checking, Counterpart, Disclosable, Terms

_replace = msgspec.structs.replace


class Step(StrEnum):
    """How far an arrangement is; ``RESUMED`` is a turn of its story and never where it stands."""

    POSSIBLE = "possible"
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_USE = "in-use"
    HONOURED = "honoured"
    BREACHED = "breached"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    LAPSED = "lapsed"


HOLDING = (Step.AGREED, Step.IN_USE, Step.HONOURED)
INTERRUPTED = (Step.BREACHED, Step.SUSPENDED)


class Turn(msgspec.Struct, frozen=True, array_like=True):
    """One turn in the story; ``number`` is its place among all facts of the arrangement."""

    at: Instant
    number: int
    step: Step
    operator: OperatorId
    text: str = ""
    terms: Terms | None = None
    checking: Checking = Checking.SIGN


class Disclosure(msgspec.Struct, frozen=True, array_like=True):
    """What was told once, as in ``DisclosureMade``."""

    observed: Moment
    number: int
    operator: OperatorId
    kinds: tuple[Disclosable, ...]
    recipient: str
    channel: Channel
    count: int | None
    vehicles: int | None
    opens: Instant | None
    closes: Instant | None
    tokens: int
    lane: int
    parties: tuple[PartyId, ...]
    exported: bool


class Naming(msgspec.Struct, frozen=True, array_like=True):
    """Names that were told once, as in ``PersonsNamed``."""

    observed: Moment
    number: int
    operator: OperatorId
    second: OperatorId
    persons: tuple[PersonId, ...]
    reason: str
    recipient: str
    channel: Channel


class KeyGiven(msgspec.Struct, frozen=True, array_like=True):
    """A checkpoint's key of a day that left the desk once, as in ``DayKeyGiven``."""

    observed: Moment
    number: int
    operator: OperatorId
    checkpoint: PlaceId
    day: str
    checking: Checking
    recipient: str
    channel: Channel
    reason: str
    second: OperatorId | None


class Arrangement(msgspec.Struct, frozen=True, array_like=True):
    """An arrangement as recorded: ``turns`` in order of their time, the rest as it came."""

    counterpart: Counterpart | None = None
    source: str = ""
    turns: tuple[Turn, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    namings: tuple[Naming, ...] = ()
    keys: tuple[KeyGiven, ...] = ()

    @property
    def facts(self) -> int:
        """Return how many facts this is made of."""
        return len(self.turns) + len(self.disclosures) + len(self.namings) + len(self.keys)


class Standing(msgspec.Struct, frozen=True):
    """How an arrangement stands: its step, the terms last agreed, how often it was honoured."""

    step: Step | None = None
    terms: Terms | None = None
    honoured: int = 0
    checking: Checking = Checking.SIGN


class Course:
    """How an arrangement stood after each of its turns; made once, asked for any moment."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._last = arrangement.facts
        self._ends = [(turn.at, turn.number) for turn in arrangement.turns]
        self._stood = [*_walked(arrangement.turns)]

    def at(self, when: Instant, before: int | None = None) -> Standing:
        """Return how it stood at ``when``.

        Of what was recorded for that very instant only the facts numbered below ``before`` count,
        where it is given.
        """
        last = self._last if before is None else before
        stood = self._stood[bisect_left(self._ends, (when, last))]
        if _over(stood.step, stood.terms, when):
            return _replace(stood, step=Step.LAPSED)
        return stood


def stands(arrangement: Arrangement, when: Instant, before: int | None = None) -> Standing:
    """Return how ``arrangement`` stood at ``when``; for many moments ask a ``Course``."""
    return Course(arrangement).at(when, before)


def _walked(turns: Iterable[Turn]) -> Iterator[Standing]:
    """Yield how it stood before the first turn and after each."""
    step: Step | None = None
    open_step, terms, honoured = Step.AGREED, None, 0
    checking = Checking.SIGN
    yield Standing(step, terms, honoured)
    for turn in turns:
        honoured += turn.step is Step.HONOURED
        if _over(step, terms, turn.at):
            step = Step.LAPSED
        else:
            step = _after(step, turn.step, open_step)
            checking = checking if turn.terms is None else turn.checking
            terms = turn.terms or terms
            open_step = step if step in HOLDING else open_step
        yield Standing(step, terms, honoured, checking)


def _over(step: Step | None, terms: Terms | None, at: Instant) -> bool:
    return step is Step.LAPSED or (terms is not None and terms.until <= at)


def _after(step: Step | None, turn: Step, open_step: Step) -> Step | None:
    """Return where ``turn`` leads from ``step``; a turn that cannot be there leads nowhere."""
    match turn:
        case Step.LAPSED:
            return turn
        case Step.POSSIBLE:
            return step or turn
        case Step.PROPOSED:
            return turn if step in (None, Step.POSSIBLE) else step
        case Step.AGREED:
            return step if step in HOLDING else turn
        case Step.IN_USE:
            return turn if step is Step.AGREED else step
        case Step.HONOURED:
            return turn if step in HOLDING else step
        case Step.BREACHED | Step.SUSPENDED:
            return turn if step in (*HOLDING, *INTERRUPTED) else step
        case Step.RESUMED:
            return open_step if step in INTERRUPTED else step


def fold_arrangement(state: Arrangement | None, fact: Fact) -> Arrangement:
    """Return the arrangement after ``fact``."""
    known = state or Arrangement()
    match fact:
        case facts.ArrangementConsidered(counterpart=counterpart, source=source, text=text):
            known = _replace(
                known, counterpart=known.counterpart or counterpart, source=known.source or source
            )
            return _turned(known, fact, Step.POSSIBLE, text)
        case facts.ArrangementProposed(counterpart=counterpart, text=text):
            return _turned(_with(known, counterpart), fact, Step.PROPOSED, text)
        case facts.ArrangementAgreed():
            return _agreed(_with(known, fact.counterpart), fact)
        case facts.ArrangementUsed(text=text):
            return _turned(known, fact, Step.IN_USE, text)
        case facts.ArrangementHonoured(text=text):
            return _turned(known, fact, Step.HONOURED, text)
        case facts.ArrangementBreached(reason=text):
            return _turned(known, fact, Step.BREACHED, text)
        case facts.ArrangementSuspended(reason=text):
            return _turned(known, fact, Step.SUSPENDED, text)
        case facts.ArrangementResumed(reason=text):
            return _turned(known, fact, Step.RESUMED, text)
        case facts.ArrangementLapsed(reason=text):
            return _turned(known, fact, Step.LAPSED, text)
        case facts.DisclosureMade():
            return _told(known, fact)
        case facts.PersonsNamed():
            return _named(known, fact)
        case facts.DayKeyGiven():
            return _keyed(known, fact)
        case _:
            return known


def _with(known: Arrangement, counterpart: Counterpart) -> Arrangement:
    return _replace(known, counterpart=counterpart)


def _agreed(known: Arrangement, fact: facts.ArrangementAgreed) -> Arrangement:
    by = OperatorId(fact.operator)
    said = (Step.AGREED, by, fact.text, fact.terms, fact.checking)
    return _put(known, Turn(fact.observed.latest, known.facts, *said))


def _turned(known: Arrangement, fact: Observation, step: Step, text: str) -> Arrangement:
    by = OperatorId(fact.operator)
    return _put(known, Turn(fact.observed.latest, known.facts, step, by, text))


def _put(known: Arrangement, turn: Turn) -> Arrangement:
    turns = (*known.turns, turn)
    if known.turns and turn.at < known.turns[-1].at:  # it happened before what we knew already
        turns = tuple(sorted(turns, key=lambda one: (one.at, one.number)))
    return _replace(known, turns=turns)


def _told(known: Arrangement, fact: facts.DisclosureMade) -> Arrangement:
    told = Disclosure(
        fact.observed,
        known.facts,
        OperatorId(fact.operator),
        fact.kinds,
        fact.recipient,
        fact.channel,
        fact.count,
        fact.vehicles,
        fact.opens,
        fact.closes,
        fact.tokens,
        fact.lane,
        fact.parties,
        fact.exported,
    )
    return _replace(known, disclosures=(*known.disclosures, told))


def _named(known: Arrangement, fact: facts.PersonsNamed) -> Arrangement:
    naming = Naming(
        fact.observed,
        known.facts,
        OperatorId(fact.operator),
        fact.second,
        fact.persons,
        fact.reason,
        fact.recipient,
        fact.channel,
    )
    return _replace(known, namings=(*known.namings, naming))


def _keyed(known: Arrangement, fact: facts.DayKeyGiven) -> Arrangement:
    given = KeyGiven(
        fact.observed,
        known.facts,
        OperatorId(fact.operator),
        fact.checkpoint,
        fact.day,
        fact.checking,
        fact.recipient,
        fact.channel,
        fact.reason,
        fact.second,
    )
    return _replace(known, keys=(*known.keys, given))
