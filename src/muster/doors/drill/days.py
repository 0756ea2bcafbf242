"""When a drill is to stand still: a date, a time, or the number of a day of its operation."""

from datetime import UTC, datetime

from muster.doors.drill.problems import DayUnusable
from muster.doors.drill.scenario import Operation
from muster.ground.people.moment import DAY, HOUR, Instant, instant, iso


def read_day(text: str, operation: Operation) -> Instant:
    """Return the full hour that a ``text`` names; raise ``DayUnusable``.

    A number is a day of the operation, from 1, and means its beginning. A time without a zone is
    in UTC.
    """
    begins, ends = instant(operation.begins), instant(operation.ends)
    at = _read(text.strip(), begins)
    if at is None or not begins < at < ends:
        raise DayUnusable(first=iso(begins), last=iso(ends))
    return at // HOUR * HOUR


def _read(text: str, begins: Instant) -> Instant | None:
    if text.isdecimal() and len(text) < 4:  # noqa: PLR2004 - a year has four digits
        return begins + (int(text) - 1) * DAY
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant(said if said.tzinfo is not None else said.replace(tzinfo=UTC))
