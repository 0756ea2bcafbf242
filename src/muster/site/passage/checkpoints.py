"""Checkpoints that others hold: lending a tablet there, and handing out a key of the day.

The root of these keys stays at the desk that issues. A tablet of ours gets the keys of the days it
is lent for, and only while the arrangement holds; they get one when two people sign, with a reason.
"""

from hashlib import sha256

import msgspec

from muster.ground.people.ids import ArrangementId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import PlaceState
from muster.journey.gate.checkpoint import DayKey
from muster.journey.passage import checking, disclosing
from muster.journey.passage.checking import Signed
from muster.journey.passage.problems import NotCheckpoint
from muster.journey.passage.state import Arrangement
from muster.journey.passage.terms import Channel, Checking
from muster.journey.passes import outer
from muster.site.passes import signers
from muster.site.record.kinds import ARRANGEMENT, PLACE
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

_SHORT = 4


class HandedOut(msgspec.Struct, frozen=True):
    """A key that they may have now; ``mark``: the first letters of its digest, to compare."""

    checkpoint: PlaceId
    day: str
    key: bytes

    @property
    def mark(self) -> str:
        """Return what both sides compare aloud, which says nothing of the key."""
        return sha256(self.key).hexdigest()[: 2 * _SHORT]


def lend(
    site: Site,
    by: Operator,
    arrangement: ArrangementId,
    checkpoint: PlaceId,
    *,
    day: str = "",
    reason: str = "",
) -> str:
    """Let our tablet at ``checkpoint`` have its key of ``day``, today by default; return the day.

    Raises ``NotCheckpoint``, ``CheckingDiffers``, ``DayWrong``, ``ArrangementUnknown``,
    ``NotAgreed``, ``HasLapsed``, ``IsSuspended``, ``WasBreached``.
    """
    require(by, Right.ARRANGE)
    given = (Checking.LENT, reason, (by.id, None), "", Channel.IN_PERSON)
    return _give(site, arrangement, checkpoint, day, *given)


def hand_out(
    site: Site,
    by: Operator,
    second: Operator | None,
    arrangement: ArrangementId,
    checkpoint: PlaceId,
    *,
    reason: str,
    day: str = "",
    recipient: str = "",
    channel: Channel = Channel.IN_PERSON,
) -> HandedOut:
    """Return a checkpoint's key of a day for them, signed by two with a reason, and on record.

    Whoever has it can check that checkpoint's codes of that day, and forge them.

    Raises ``SecondMissing``, ``SecondSame``, ``ReasonMissing``, and what ``lend`` does.
    """
    signed = (by.id, signed_by_two(by, second, Right.ARRANGE))
    given = (Checking.KEY, reason, signed, recipient, channel)
    told = _give(site, arrangement, checkpoint, day, *given)
    return HandedOut(checkpoint, told, outer.day_key(signers.outer_root(site), checkpoint, told))


def lent(view: View, root: bytes, checkpoint: bytes, now: Instant) -> tuple[DayKey, ...]:
    """Return the keys that our tablet at a checkpoint may have now: part of what it is given."""
    days = {
        day for _, state in view.scan(ARRANGEMENT) for day in checking.lent(state, checkpoint, now)
    }
    return tuple(DayKey(day, outer.day_key(root, checkpoint, day)) for day in sorted(days))


def _give(
    site: Site,
    arrangement: ArrangementId,
    checkpoint: PlaceId,
    day: str,
    how: Checking,
    reason: str,
    signed: Signed,
    recipient: str,
    channel: Channel,
) -> str:
    with site.writing() as journal:
        now, rows = site.now(), site.rows
        place: PlaceState | None = rows.state(PLACE, checkpoint)
        if place is None or place.role is not PlaceRole.CHECKPOINT:
            raise NotCheckpoint
        state: Arrangement | None = rows.state(ARRANGEMENT, arrangement)
        told = checking.day_of(day, now)
        side = state.counterpart if state is not None else None
        role = recipient.strip() or (side.role if side is not None else "")
        said = (how, reason, signed, disclosing.recipient(role) if role else "", channel, now)
        journal.put([checking.give(state, arrangement, checkpoint, told, *said)])
    return told
