"""Decide what may be told to whoever holds the road, and say what was wrong with what was told.

``objections`` is the one table: what would be wrong with telling these things at that moment. Who
is about to tell is refused for the first of them; who reports what was told is never refused, since
a fact is never lost: the ledger shows all of them beside it (T30).
"""

from collections.abc import Iterable, Sequence

import msgspec

from muster.ground.people.ids import ArrangementId, OperatorId, PartyId, PersonId
from muster.ground.people.moment import Instant, Moment
from muster.ground.problem import Problem
from muster.journey.passage import facts
from muster.journey.passage.problems import (
    AmountImpossible,
    ArrangementUnknown,
    HasLapsed,
    IsSuspended,
    NobodyNamed,
    NotAgreed,
    NotCovered,
    NothingTold,
    RecipientMissing,
    TokensTell,
    TooEarly,
    WasBreached,
    WindowWrong,
)
from muster.journey.passage.rules import LONGEST, Flag, interruption, known, reasoned
from muster.journey.passage.state import Arrangement, Course, stands
from muster.journey.passage.terms import Channel, Disclosable

MOST_PEOPLE = 20_000
MOST_VEHICLES = 1_000
MOST_LANES = 15

_REFUSALS: dict[Flag, type[Problem]] = {
    Flag.NO_ARRANGEMENT: ArrangementUnknown,
    Flag.AFTER_LAPSE: HasLapsed,
    Flag.AFTER_BREACH: WasBreached,
    Flag.WHILE_SUSPENDED: IsSuspended,
    Flag.NOT_AGREED: NotAgreed,
    Flag.TOO_EARLY: TooEarly,
}


class Told(msgspec.Struct, frozen=True):
    """What somebody wants to tell, or told: people, vehicles, (opens, closes), tokens, lane.

    ``also`` are kinds that were told without anybody knowing the figure. ``parties`` are those it
    is about: they go on record here and nowhere else.
    """

    count: int | None = None
    vehicles: int | None = None
    window: tuple[Instant, Instant] | None = None
    tokens: int = 0
    lane: int = 0
    also: tuple[Disclosable, ...] = ()
    parties: tuple[PartyId, ...] = ()

    @property
    def kinds(self) -> tuple[Disclosable, ...]:
        """Return what is told, in the order of the closed list."""
        given = {
            Disclosable.COUNT: self.count is not None,
            Disclosable.VEHICLES: self.vehicles is not None,
            Disclosable.WINDOW: self.window is not None,
            Disclosable.TOKENS: self.tokens > 0,
        }
        return tuple(kind for kind, told in given.items() if told or kind in self.also)


def recipient(role: str) -> str:
    """Return the role of who was told; raise ``RecipientMissing``."""
    if not 0 < len(role.strip()) <= LONGEST:
        raise RecipientMissing(limit=LONGEST)
    return role.strip()


def objections(
    arrangement: Arrangement | None, kinds: Iterable[Disclosable], when: Moment
) -> tuple[Flag, ...]:
    """Return all that is wrong with telling ``kinds`` at ``when``; nothing if it may be told."""
    if arrangement is None or arrangement.counterpart is None:
        return (Flag.NO_ARRANGEMENT,)
    return wrong(Course(arrangement), kinds, when)


def wrong(
    course: Course, kinds: Iterable[Disclosable], when: Moment, before: int | None = None
) -> tuple[Flag, ...]:
    """Return the same for an arrangement whose course is known.

    ``before`` is the number of the fact itself among those of the arrangement, if it is one.
    """
    stood = course.at(when.latest, before)
    found = [flag for flag in (interruption(stood),) if flag is not None]
    if stood.terms is not None:
        if when.earliest < stood.terms.since:
            found.append(Flag.TOO_EARLY)
        if not set(kinds) <= set(stood.terms.allows):
            found.append(Flag.NOT_COVERED)
    return tuple(found)


def disclose(arrangement: Arrangement | None, told: Told, now: Moment) -> None:
    """Let ``told`` be told now; raise the Problem of the first objection, or ``TokensTell``."""
    measured(told)
    permitted(arrangement, told.kinds, now)
    _silent(told)


def permitted(arrangement: Arrangement | None, kinds: Sequence[Disclosable], now: Moment) -> None:
    """Raise the Problem of the first objection to telling ``kinds`` now."""
    found = objections(arrangement, kinds, now)
    if not found:
        return
    if found[0] in _REFUSALS:
        raise _REFUSALS[found[0]]
    terms = stands(known(arrangement), now.latest).terms
    allows = terms.allows if terms is not None else ()
    raise NotCovered(
        allowed=", ".join(allows) or "nothing",
        found=", ".join(kind for kind in kinds if kind not in allows),
    )


def _silent(told: Told) -> None:
    """Refuse a number of tokens that counts parties: families must not be read off it (T31)."""
    if told.tokens not in (0, 1, told.vehicles, told.count):
        raise TokensTell(found=told.tokens)


def measured(told: Told) -> None:
    """Raise ``NothingTold``, ``AmountImpossible`` or ``WindowWrong`` for what nobody can tell."""
    if not told.kinds:
        raise NothingTold
    _within("people", told.count, 0, MOST_PEOPLE)
    _within("vehicles", told.vehicles, 0, MOST_VEHICLES)
    _within("tokens", told.tokens, 0, MOST_PEOPLE)
    _within("a lane", told.lane, 0, MOST_LANES)
    if told.window is not None and not told.window[0] < told.window[1]:
        raise WindowWrong


def _within(what: str, found: int | None, low: int, limit: int) -> None:
    if found is not None and not low <= found <= limit:
        raise AmountImpossible(what=what, low=low, limit=limit, found=found)


def disclosure(
    identity: ArrangementId,
    told: Told,
    recipient: str,
    channel: Channel,
    observed: Moment,
    by: OperatorId,
    *,
    exported: bool,
) -> facts.DisclosureMade:
    """Return what goes on record of ``told``; tokens are counted, never kept."""
    opens, closes = told.window or (None, None)
    return facts.DisclosureMade(
        identity,
        observed,
        by,
        told.kinds,
        recipient,
        channel,
        told.count,
        told.vehicles,
        opens,
        closes,
        told.tokens,
        told.lane,
        told.parties,
        exported,
    )


def name_people(
    identity: ArrangementId,
    persons: Sequence[PersonId],
    reason: str,
    signed: tuple[OperatorId, OperatorId],
    recipient: str,
    channel: Channel,
    observed: Moment,
) -> facts.PersonsNamed:
    """Return that names were told, signed by two; raise ``NobodyNamed``, ``ReasonMissing``."""
    if not persons:
        raise NobodyNamed
    by, second = signed
    people = tuple(dict.fromkeys(persons))
    return facts.PersonsNamed(
        identity, observed, by, people, reasoned(reason), second, recipient, channel
    )
