"""Doubts gathered over many lifts or people, told as one reason for each code."""

from collections.abc import Iterable, Mapping

from muster.ground.people.saying import Saying, say
from muster.journey.figures.figure import Reason, ReasonCode
from muster.journey.figures.souls import Souls
from muster.journey.figures.spoken import lifts, people

LIFTS: Mapping[ReasonCode, Saying] = {
    ReasonCode.FOUND: say(
        "On {lifts}, people found on arrival whom nobody knows yet may be people who were scanned "
        "aboard and not seen to come off."
    ),
    ReasonCode.CONFLICT: say(
        "On {lifts}, people were scanned who were scanned on another lift too; they can have left "
        "on one only."
    ),
    ReasonCode.HEAD_COUNT: say(
        "On {lifts} the counts differ: scans with people found, head count aboard, count coming "
        "off."
    ),
}
OPEN: Mapping[ReasonCode, Saying] = {
    ReasonCode.UNTRACED: say(
        "Nothing has been heard of {people} for too long; they may have left by their own means."
    ),
    ReasonCode.FOUND: say(
        "Of people found on arrival and not matched to a claim yet, {people} may be counted here."
    ),
    ReasonCode.IDENTITY: say(
        "{people} boarded or appear on record without a claim known here; they may be people "
        "counted here, or others."
    ),
    ReasonCode.DUPLICATES: say(
        "Records were judged that may be of one person and that nobody is sure of; {people} may be "
        "counted twice."
    ),
}


class Doubts:
    """Gathers doubts by code; each has its part of the width and the ids behind it."""

    def __init__(self) -> None:
        self._parts: dict[ReasonCode, tuple[int, int]] = {}
        self._behind: dict[ReasonCode, dict[bytes, None]] = {}

    def note(self, code: ReasonCode, d_lo: int, d_hi: int, subject: bytes | None = None) -> None:
        """Add a doubt; one of no width is none."""
        if not d_lo and not d_hi:
            return
        low, high = self._parts.get(code, (0, 0))
        self._parts[code] = low + d_lo, high + d_hi
        behind = self._behind.setdefault(code, {})
        if subject is not None:
            behind[subject] = None

    def note_all(self, code: ReasonCode, d_lo: int, d_hi: int, subjects: Iterable[bytes]) -> None:
        """Add a doubt with all ids behind it."""
        self.note(code, d_lo, d_hi)
        if d_lo or d_hi:
            self._behind[code].update(dict.fromkeys(subjects))

    def note_lift(self, lift: bytes, souls: Souls) -> None:
        """Add the doubts about how many were aboard, or came off, ``lift``."""
        self.note(ReasonCode.FOUND, souls.found, 0, lift)
        self.note(ReasonCode.CONFLICT, souls.conflict, 0, lift)
        self.note(ReasonCode.HEAD_COUNT, souls.fewer, souls.more, lift)

    def cap(self, code: ReasonCode, least: int, most: int) -> None:
        """Let a code take off no more than ``least`` and add at most ``most``: both are known."""
        if code in self._parts:
            low, high = self._parts[code]
            self._parts[code] = max(low, min(0, least)), min(high, most)

    def reasons(self, words: Mapping[ReasonCode, Saying]) -> tuple[Reason, ...]:
        """Return one reason for each code, told in ``words``, in the order they were noted."""
        return tuple(
            Reason(code, low, high, self._tell(words[code], code), tuple(self._behind[code]))
            for code, (low, high) in self._parts.items()
            if low or high
        )

    def _tell(self, words: Saying, code: ReasonCode) -> Saying:
        low, high = self._parts[code]
        most = max(-low, high)
        return words.filled(lifts=lifts(len(self._behind[code])), people=people(most, most))
