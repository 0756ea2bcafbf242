"""What a guard is told of a scan: go, check, stop or cannot check, with every reason."""

from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256

import msgspec

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import SECOND, Instant
from muster.journey.gate.deciding import Admit, Hold, Refuse, Verdict
from muster.journey.gate.looking import Document
from muster.journey.gate.uses import Use
from muster.journey.passes.claim import Claim

AGAIN = 5 * SECOND
"""How long the same pass, shown again, is the same scan."""
_replace = msgspec.structs.replace


class Sign(StrEnum):
    """What a guard sees. Stable."""

    GO = "go"
    CHECK = "check"
    STOP = "stop"
    CANNOT_CHECK = "cannot-check"


class Reading(msgspec.Struct, frozen=True):
    """One scan as a guard is told of it.

    ``heads`` go in, or would; ``souls`` the pass is for. ``heard``: other posts were not asked
    since, none where there are none. ``again``: it was read here just now, and nothing was written.
    """

    sign: Sign
    reasons: tuple[str, ...] = ()
    id: PassId = PassId(b"")
    heads: int = 0
    souls: int = 0
    gate: str = ""
    opens: Instant | None = None
    closes: Instant | None = None
    first: Use | None = None
    to: str = ""
    heard: Instant | None = None
    again: bool = False


class Remembered:
    """What one post read in the last seconds, by its mark. Safe for threads; never more than asked.

    Two generations, so that forgetting costs nothing: what is older than both goes with its own.
    """

    def __init__(self) -> None:
        self._since: Instant = 0
        self._now: dict[bytes, tuple[Instant, Reading]] = {}
        self._before: dict[bytes, tuple[Instant, Reading]] = {}

    def find(self, mark: bytes, at: Instant) -> Reading | None:
        """Return what was read at this mark a moment before ``at``, if anything."""
        found = self._now.get(mark) or self._before.get(mark)
        return found[1] if found is not None and at - found[0] <= AGAIN else None

    def keep(self, mark: bytes, at: Instant, reading: Reading) -> None:
        """Keep what was read ``at`` this moment."""
        if not 0 <= at - self._since <= AGAIN:
            self._before = self._now if at - self._since <= 2 * AGAIN else {}
            self._since, self._now = at, {}
        self._now[mark] = (at, reading)


def told(
    verdict: Verdict, plain: Reading, claim: Claim | None, name: Callable[[PlaceId], str]
) -> Reading:
    """Return the reading of a verdict; ``plain`` says what is said of any."""
    if claim is not None:
        place = name(claim.gate)
        window = (claim.opens, claim.closes)
        plain = _replace(plain, souls=claim.souls, gate=place, opens=window[0], closes=window[1])
    match verdict:
        case Admit():
            return plain
        case Hold(doubts):
            reasons = tuple(doubt.value for doubt in doubts)
            return _replace(plain, sign=Sign.CHECK, reasons=reasons)
        case Refuse(reason, first, _, to):
            where = name(to) if to is not None else ""
            return _replace(plain, sign=Sign.STOP, reasons=(reason.value,), first=first, to=where)


def digest(text: str) -> PassId:
    """Return the id under which what is no pass of ours goes on record."""
    return PassId(sha256(text.encode("utf-8", "replace")).digest()[:16])


def mark(text: str, count: int | None, document: Document | None) -> bytes:
    """Return what tells one scan from another: all that was shown and counted."""
    said = "" if document is None else f"{document.state}\0{document.number}\0"
    return sha256(f"{text}\0{count}\0{said}".encode("utf-8", "replace")).digest()
