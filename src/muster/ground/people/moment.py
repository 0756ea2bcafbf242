"""When something was observed: an interval, because clocks lie.

An ``Instant`` counts milliseconds since 1970-01-01T00:00Z. A ``Moment`` holds both ends,
inclusive. Order in the record never reads these values; people and windows do.
"""

from datetime import UTC, datetime, timedelta

import msgspec

from muster.ground.people.problems import TimeUnreadable

Instant = int

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_MOST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


class Moment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An interval of observation, both ends inclusive, in milliseconds UTC."""

    earliest: Instant
    latest: Instant

    @classmethod
    def at(cls, instant: Instant) -> "Moment":
        """Return the moment of a clock that is trusted."""
        return cls(instant, instant)


def instant(when: datetime) -> Instant:
    """Return the milliseconds of an aware ``when``."""
    return round((when - _EPOCH) / timedelta(milliseconds=1))


def calendar(when: Instant) -> datetime:
    """Return ``when`` as an aware UTC datetime; what no calendar holds is its first or last day.

    A clock that lies, or a writer that does, must not stop a screen.
    """
    return _EPOCH + timedelta(milliseconds=min(max(when, _LEAST), _MOST))


def iso(when: Instant) -> str:
    """Return ``when`` as 2021-08-26T13:06:00Z, to the second."""
    return calendar(when).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def read_iso(text: str) -> Instant:
    """Return the instant of an ISO 8601 text; a missing zone counts as UTC."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeUnreadable(found=len(text)) from None
    return instant(when if when.tzinfo else when.replace(tzinfo=UTC))


def day_of(when: Instant, day_ends: int) -> str:
    """Return the ISO date of the reporting day that ``when`` falls in.

    A reporting day is 24 hours that end ``day_ends`` milliseconds after midnight UTC of its date,
    end exclusive; 0 means that the day is the calendar day.
    """
    shift = (DAY - day_ends) % DAY
    return calendar(when + shift).date().isoformat()


def day_window(day: str, day_ends: int) -> tuple[Instant, Instant]:
    """Return start (inclusive) and end (exclusive) of the reporting day named ``day``."""
    midnight = read_iso(day)
    start = midnight - ((DAY - day_ends) % DAY)
    return start, start + DAY
