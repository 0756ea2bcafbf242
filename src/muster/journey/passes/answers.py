"""What a family page answers, and the file of answers that a machine which strangers reach holds.

To whoever may leave: called (which gate, from when, until when), go to another gate, or wait. To a
relative: safe, or wait; neither where nor when, since who holds a relative's phone must not learn
when somebody is on the road. Wait is also the answer to a code that nobody knows, is over or was
taken back: it is found and opened by the same work, so that it takes the same bytes and time.

Answers are padded to one length and their number to a power of two with answers that nobody can
open, each time anew: the file tells neither how many pages there are nor which of them changed.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

import msgspec

from muster.ground.people.moment import HOUR, Instant
from muster.ground.secrecy import sealing
from muster.ground.secrecy.problems import SealBroken
from muster.journey.passes import family
from muster.journey.passes.family import Digests
from muster.journey.passes.problems import AnswersUnreadable
from muster.journey.plan.state import Call, Calls

STALE_AFTER = HOUR
"""So old answers are said to be old, and whoever reads them is told to ask."""
FEWEST = 64
MOST_OFFSET = 14 * 60
"""Minutes that local time may be from UTC, either way."""

_TAG = b"muster/family/1"
_FORMAT = _TAG.decode()
_STEP = 64
_KEY = 32
_MARK = 32
_MARK_END = b"\x80"


class Said(StrEnum):
    """What a page says. Stable: sealed in answers, translated."""

    WAIT = "wait"
    CALLED = "called"
    ELSEWHERE = "go-elsewhere"
    SAFE = "safe"


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One answer; gate and window stand in it where the party is called, ``closes`` not in it."""

    said: Said = Said.WAIT
    gate: str = ""
    opens: Instant = 0
    closes: Instant = 0

    def at(self, now: Instant) -> "Line":
        """Return what holds at ``now``: a call whose window is over is none."""
        over = self.said in (Said.CALLED, Said.ELSEWHERE) and self.closes <= now
        return WAIT if over else self


WAIT = Line()


class Answers(msgspec.Struct, frozen=True):
    """The answers as they stood at ``at``, by mark; ``offset``: minutes local time is after UTC."""

    at: Instant
    offset: int
    training: bool
    sealed: dict[bytes, bytes]

    def is_stale(self, now: Instant) -> bool:
        """Say whether the site was not heard for so long that somebody should be asked."""
        return now - self.at > STALE_AFTER


class _File(msgspec.Struct, frozen=True, array_like=True):
    format: str
    at: Instant
    offset: int
    training: bool
    sealed: dict[bytes, bytes]


def of_party(calls: Calls | None, gates: dict[bytes, str], now: Instant) -> Line:
    """Return what whoever may leave is told: their live call, or to wait."""
    live = [one for one in (calls.live if calls is not None else ()) if now < one.closes]
    if not live:
        return WAIT
    call: Call = live[-1]
    said = Said.CALLED if call.replaces is None else Said.ELSEWHERE
    return Line(said, gates.get(call.gate, ""), call.opens, call.closes)


def of_relative(*, all_safe: bool) -> Line:
    """Return what a relative is told: that all are safe, or to wait."""
    return Line(Said.SAFE) if all_safe else WAIT


def sealed(
    rows: Iterable[tuple[Digests, Line]],
    at: Instant,
    offset: int,
    draw: Callable[[int], bytes],
    *,
    training: bool = False,
) -> bytes:
    """Return the file of answers as it leaves; ``draw`` gives so many random bytes."""
    plain = [(one, msgspec.msgpack.encode(line)) for one, line in rows]
    length = _room(raw for _, raw in plain)
    place = _place(at, offset)
    made = {
        one.mark: sealing.seal(_padded(raw, length), place, one.lock, draw(sealing.NONCE))
        for one, raw in plain
    }
    while len(made) < _rounded(len(plain)):
        made[draw(_MARK)] = draw(sealing.OVERHEAD + length)
    file = _File(_FORMAT, at, offset, training, dict(sorted(made.items())))
    return msgspec.msgpack.encode(file)


def read(raw: bytes) -> Answers:
    """Return the answers in a file; raise ``AnswersUnreadable``."""
    try:
        file = msgspec.msgpack.decode(raw, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AnswersUnreadable(found=len(raw)) from None
    if file.format != _FORMAT or abs(file.offset) > MOST_OFFSET or not _even(file.sealed):
        raise AnswersUnreadable(found=len(raw))
    return Answers(file.at, file.offset, file.training, file.sealed)


class Desk:
    """Answers codes from one file, each by the same work, whether anybody was given it or not."""

    def __init__(self, answers: Answers, draw: Callable[[int], bytes]) -> None:
        self.answers = answers
        self._place = _place(answers.at, answers.offset)
        room = next((len(one) for one in answers.sealed.values()), 0) - sealing.OVERHEAD
        lock, nonce = draw(_KEY), draw(sealing.NONCE)
        plain = msgspec.msgpack.encode(WAIT)
        body = _padded(plain, max(room, _room([plain])))
        self._unknown = (sealing.seal(body, self._place, lock, nonce), lock)

    def answer(self, token: bytes, now: Instant) -> Line:
        """Return what the bearer of ``token`` is told at ``now``."""
        kept = family.digests(token)
        found = self.answers.sealed.get(kept.mark)
        # Whoever asks, one answer is opened: that of the code, or one that nobody was given.
        body, lock = self._unknown if found is None else (found, kept.lock)
        try:
            raw = sealing.unseal(body, self._place, lock)
            return msgspec.msgpack.decode(raw[: raw.rindex(_MARK_END)], type=Line).at(now)
        except (SealBroken, ValueError, msgspec.DecodeError, RecursionError):
            return WAIT


def _place(at: Instant, offset: int) -> bytes:
    return msgspec.msgpack.encode([_FORMAT, at, offset])


def _room(plain: Iterable[bytes]) -> int:
    longest = max((len(one) + 1 for one in plain), default=1)
    return -(-longest // _STEP) * _STEP


def _padded(raw: bytes, length: int) -> bytes:
    """Return ``raw`` at one length: 0x80 and zeros, as bodies of facts are."""
    return (raw + _MARK_END).ljust(length, b"\0")


def _rounded(count: int) -> int:
    """Return the power of two that hides ``count``."""
    return max(FEWEST, 1 << max(count - 1, 0).bit_length())


def _even(found: dict[bytes, bytes]) -> bool:
    lengths: Iterator[int] = (len(one) for one in found.values())
    first = next(lengths, sealing.OVERHEAD + _STEP)
    return (
        first > sealing.OVERHEAD
        and all(one == first for one in lengths)
        and all(len(one) == _MARK for one in found)
    )
