"""Decide who gets a checkpoint's key of a day: our tablet there, or they, as was agreed.

Whoever has it can check that checkpoint's outer passes of that day, and make them; so what they
show proves nothing, and a key that leaves is on record as a disclosure before it does.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from muster.ground.people.ids import ArrangementId, OperatorId, PlaceId
from muster.ground.people.moment import Instant, Moment, calendar
from muster.journey.passage import facts
from muster.journey.passage.disclosing import permitted
from muster.journey.passage.problems import CheckingDiffers, DayWrong
from muster.journey.passage.rules import Flag, interruption, known, reasoned
from muster.journey.passage.state import HOLDING, Arrangement, Course, KeyGiven, stands
from muster.journey.passage.terms import Channel, Checking

MOST_AHEAD = 7
"""Days; a key that is given long before lies about for so long."""
Signed = tuple[OperatorId, OperatorId | None]


def day_of(text: str, now: Moment) -> str:
    """Return the ISO date that ``text`` says, today where it says none; raise ``DayWrong``."""
    today = calendar(now.latest).date()
    try:
        found = date.fromisoformat(text.strip()) if text.strip() else today
    except ValueError:
        raise DayWrong(limit=MOST_AHEAD) from None
    if not today - timedelta(days=1) <= found <= today + timedelta(days=MOST_AHEAD):
        raise DayWrong(limit=MOST_AHEAD)
    return found.isoformat()


def give(
    arrangement: Arrangement | None,
    identity: ArrangementId,
    checkpoint: PlaceId,
    day: str,
    checking: Checking,
    reason: str,
    signed: Signed,
    recipient: str,
    channel: Channel,
    observed: Moment,
) -> facts.DayKeyGiven:
    """Return that the key of a day leaves the desk.

    Raises:
        ArrangementUnknown, NotAgreed, TooEarly, HasLapsed, IsSuspended, WasBreached: not now.
        CheckingDiffers: they were to check in another way.
        ReasonMissing: they get it, and nobody says why.
    """
    permitted(arrangement, (), observed)
    agreed = stands(known(arrangement), observed.latest).checking
    if agreed is not checking:
        raise CheckingDiffers(agreed=agreed.value, found=checking.value)
    by, second = signed
    why = reasoned(reason) if checking is Checking.KEY else reason.strip()
    said = (checkpoint, day, checking, recipient, channel, why, second)
    return facts.DayKeyGiven(identity, observed, by, *said)


def lent(arrangement: Arrangement, checkpoint: bytes, now: Instant) -> Iterator[str]:
    """Yield the days whose key our tablet at ``checkpoint`` may have, while it is so agreed."""
    stood = stands(arrangement, now)
    if stood.step in HOLDING and stood.checking is Checking.LENT:
        for one in arrangement.keys:
            if one.checkpoint == checkpoint and one.checking is Checking.LENT:
                yield one.day


def wrong(course: Course, given: KeyGiven) -> tuple[Flag, ...]:
    """Return what was wrong with giving a key when it was given."""
    stood = course.at(given.observed.latest, given.number)
    found = [flag for flag in (interruption(stood),) if flag is not None]
    if stood.terms is not None and stood.checking is not given.checking:
        found.append(Flag.NOT_COVERED)
    return tuple(found)
