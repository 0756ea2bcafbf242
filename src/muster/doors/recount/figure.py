"""A figure as it is counted here: two ends, and for each reason what it takes and adds."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from muster.doors.recount.lift import Doubts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_MOST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
DAY = 24 * 60 * 60 * 1_000


class Counted(NamedTuple):
    """One figure; of a ``time`` the ends are milliseconds. ``population`` as a report names it.

    ``window`` is half-open; it and ``base`` are milliseconds, none where the figure has none.
    """

    id: str
    population: str
    lo: int
    hi: int
    reasons: Doubts
    time: bool = False
    window: tuple[int, int] | None = None
    base: int | None = None


def figure(
    identity: str,
    counted: int,
    doubts: Mapping[str, tuple[int, int]] | None = None,
    population: str = "",
    *,
    time: bool = False,
) -> Counted:
    """Return the figure; reasons of no width are left out. Its population has its id, version 1."""
    kept = {code: parts for code, parts in (doubts or {}).items() if any(parts)}
    low = counted + sum(parts[0] for parts in kept.values())
    high = counted + sum(parts[1] for parts in kept.values())
    return Counted(identity, f"{population or identity}.v1", low, high, kept, time)


def added(doubts: Iterable[Mapping[str, tuple[int, int]]]) -> Doubts:
    """Return what all ``doubts`` take and add together, reason by reason."""
    found: Doubts = {}
    for one in doubts:
        for code, (low, high) in one.items():
            before = found.get(code, (0, 0))
            found[code] = before[0] + low, before[1] + high
    return found


def in_turn(rest: int, *doubts: tuple[str, int]) -> Doubts:
    """Return what each doubt takes off, at most what the ones before it left of ``rest``."""
    found: Doubts = {}
    for code, most in doubts:
        taken = min(most, rest)
        rest -= taken
        found[code] = (found.get(code, (0, 0))[0] - taken, 0)
    return found


def calendar(when: int) -> datetime:
    """Return an instant as UTC; what no calendar holds is its first or last day."""
    return _EPOCH + timedelta(milliseconds=min(max(when, _LEAST), _MOST))


def iso(when: int) -> str:
    """Return an instant as a report spells it, to the second."""
    return calendar(when).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def day_of(when: int, day_ends: int) -> str:
    """Return the date on which the reporting day of ``when`` ends."""
    return calendar(when + (DAY - day_ends) % DAY).date().isoformat()


def spelled(identity: bytes) -> str:
    """Return an id of 16 bytes as people see it: 26 letters, base 32 by Crockford."""
    number = int.from_bytes(identity, "big")
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(26)))
