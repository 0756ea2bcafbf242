"""Say at a checkpoint of others, on a tablet that is lent there, whether an outer pass is good.

The tablet holds that checkpoint's key of the day and nothing else: no record, no list, no name. It
says GO, CHECK or STOP with souls, lane and window; who goes in is decided at our own gate. A code
that was shown there before is a CHECK, since the first to show it may have been the copy.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import Instant, Moment, read_iso
from muster.journey.passes import outer
from muster.journey.passes.outer import QUARTER, Outer


class Objection(StrEnum):
    """Why a code is no GO at a checkpoint. Stable: stored, translated, documented."""

    NOT_OF_HERE = "gate.not-of-this-checkpoint"
    TOO_EARLY = "gate.not-yet-called"
    OVER = "gate.window-over"
    SHOWN_BEFORE = "gate.shown-before"
    NO_KEY = "gate.no-day-key"


class DayKey(msgspec.Struct, frozen=True):
    """A checkpoint's key of one UTC day (an ISO date)."""

    day: str
    key: bytes

    @property
    def begins(self) -> Instant:
        """Return the first millisecond of its day."""
        return read_iso(self.day)


class Window(msgspec.Struct, frozen=True):
    """What a code says that is of this checkpoint: who comes, by which lane, from when to when."""

    souls: int
    lane: int
    opens: Instant
    closes: Instant


class Looked(msgspec.Struct, frozen=True):
    """What the tablet shows: GO where there is no ``objection``; ``before`` is the first showing.

    ``said`` is none where the code is not of this checkpoint, or no key is here for its day.
    """

    objection: Objection | None
    said: Window | None = None
    before: Instant | None = None


def look(
    shown: Outer | None,
    checkpoint: PlaceId,
    keys: Iterable[DayKey],
    now: Moment,
    before: Mapping[bytes, Instant],
) -> Looked:
    """Return what is shown of a code; ``shown`` is none for a text that is no outer pass.

    ``before`` says when each was shown here first, by its random bytes.
    """
    if shown is None:
        return Looked(Objection.NOT_OF_HERE)
    fitting = [one for one in keys if outer.number_of(one.begins) == shown.number]
    if not fitting:
        return Looked(Objection.NO_KEY)
    for one in fitting:
        if outer.holds(shown, one.key, checkpoint, one.day):
            return _timed(_window(shown, one.begins), now, before.get(shown.random))
    return Looked(Objection.NOT_OF_HERE)


def _window(shown: Outer, begins: Instant) -> Window:
    opens = begins + shown.start * QUARTER
    return Window(shown.souls, shown.lane, opens, opens + shown.length * QUARTER)


def _timed(said: Window, now: Moment, before: Instant | None) -> Looked:
    if now.latest < said.opens:
        return Looked(Objection.TOO_EARLY, said)
    if said.closes <= now.earliest:
        return Looked(Objection.OVER, said)
    objection = None if before is None else Objection.SHOWN_BEFORE
    return Looked(objection, said, before)
