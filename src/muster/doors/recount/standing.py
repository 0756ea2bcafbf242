"""Where a line stands, once it is known which lifts left: waiting, on the way, safe or closed."""

from typing import NamedTuple

from muster.doors.recount import line as lines
from muster.doors.recount.lift import Lift
from muster.doors.recount.line import NAMELESS, STAYING, UNNAMED, Line
from muster.doors.recount.record import INSIDE, SAFE, Record

WAITING, ON_THE_WAY, SAFELY, CLOSED = "waiting", "on-the-way", "safe", "closed"
NOBODY = Lift()


class Standing(NamedTuple):
    """One person's place in the account; ``why`` is a closed case's reason.

    ``left`` is said of those who are still left, and ``gone`` of those who have left or died: of
    two records that may be one person, one of whom is gone, nobody may be left.
    """

    where: str
    category: str = ""
    why: str = ""
    place: bytes = b""
    lift: bytes = b""
    unnamed: bool = False
    untraced: bool = False
    absent: bool = False

    @property
    def left(self) -> bool:
        """Whether this is somebody named who is still left."""
        waits = self.where == WAITING and not self.unnamed
        return waits or self.why == lines.LEFT_BEHIND

    @property
    def gone(self) -> bool:
        """Whether this is somebody who has left, or died."""
        away = (lines.DEAD, lines.HANDED_OVER, lines.LEFT)
        return self.where in (ON_THE_WAY, SAFELY) or self.why in away


class Stands:
    """Answers where people stand."""

    def __init__(self, record: Record) -> None:
        self._inside = record.places(INSIDE)
        self._safe = record.places(SAFE)
        self._lifts = record.lifts

    def of(self, line: Line) -> Standing | None:
        """Return the standing of ``line``; none of a record that turned out to be another's."""
        stage, mark, category, lift, place = line
        if stage == lines.MERGED:
            return None
        if stage == lines.CLOSED:
            why = lines.LEFT_BEHIND if mark in STAYING else mark
            return Standing(CLOSED, category, why, untraced=mark == lines.LEFT_UNTRACED)
        if stage == lines.ABOARD:
            return self._aboard(category, lift, place, unnamed=mark == UNNAMED)
        if stage == lines.ASHORE and place not in self._inside:
            return Standing(SAFELY, category, place=place, absent=mark == lines.ABSENT)
        unnamed, untraced = mark in NAMELESS, mark == lines.UNTRACED
        return Standing(WAITING, category, place=place, unnamed=unnamed, untraced=untraced)

    def _aboard(self, category: str, lift: bytes, place: bytes, *, unnamed: bool) -> Standing:
        if self._lifts.get(lift, NOBODY).left is not None:
            return Standing(ON_THE_WAY, category, lift=lift, unnamed=unnamed)
        where = SAFELY if place in self._safe else WAITING
        return Standing(where, category, place=place, unnamed=unnamed)
