"""Who looked at whom: what that adds up to, and when somebody else has to know (T25).

A clerk needs a person at a time, and a traitor needs the list. So whoever has opened ``OPENED``
records within ten minutes opens no more before a second person has signed for it, and whoever was
shown ``MANY`` people within an hour is named to the lead and the head until one of them has asked.
A record that a queue hands out was chosen by nobody: it counts in the hour and not in the ten
minutes, so that whoever judges pairs can go on and is named all the same.
Both are folded from what lies in ``audit``, so that anybody who may read it can reckon them again.

An observed time is the site's clock. One that was set back makes a window longer, never empty: what
lies ahead of the latest look still counts.
"""

import msgspec

from muster.ground.people.access.facts import FieldOpened, LookingReviewed, LookingVouched
from muster.ground.people.facts import PeopleSearched, RecordOpened
from muster.ground.people.moment import HOUR, MINUTE, Instant

OPENED = 60
OPENED_WITHIN = 10 * MINUTE
MANY = 300
MANY_WITHIN = HOUR
KEPT = 1_000
"""Of one hour no more different people are kept than these: by then everybody knows."""


class Alarm(msgspec.Struct, frozen=True, array_like=True):
    """So many different people within an hour: from when until when, and the most at once.

    ``reviewed`` is when somebody asked about it.
    """

    since: Instant
    until: Instant
    people: int
    reviewed: Instant | None = None


class Looks(msgspec.Struct, frozen=True, array_like=True):
    """What one operator looked at lately; ``seen`` and ``opened`` hold each id once, latest last.

    ``seen`` is who was shown within an hour, ``opened`` which records within ten minutes and since
    somebody vouched.
    """

    seen: tuple[tuple[Instant, bytes], ...] = ()
    opened: tuple[tuple[Instant, bytes], ...] = ()
    alarms: tuple[Alarm, ...] = ()

    def may_open(self, identity: bytes, now: Instant) -> bool:
        """Return whether one more record may be opened alone; one that is open already always."""
        lately = {one for at, one in self.opened if at > now - OPENED_WITHIN}
        return identity in lately or len(lately) < OPENED

    def lately(self, now: Instant) -> tuple[int, int]:
        """Return how many people were shown within an hour, how many opened within ten minutes."""
        shown = sum(at > now - MANY_WITHIN for at, _ in self.seen)
        return shown, sum(at > now - OPENED_WITHIN for at, _ in self.opened)

    @property
    def unanswered(self) -> tuple[Alarm, ...]:
        """The alarms that nobody has asked about."""
        return tuple(one for one in self.alarms if one.reviewed is None)


Told = PeopleSearched | RecordOpened | FieldOpened | LookingVouched | LookingReviewed


def fold_looks(state: Looks | None, fact: Told) -> Looks:
    """Return what an operator looked at after ``fact``."""
    held, at = state or Looks(), fact.observed.latest
    match fact:
        case PeopleSearched():
            return _seen(held, fact.shown, at)
        case RecordOpened(handed=True):
            return _seen(held, (fact.opened,), at)
        case RecordOpened():
            opened = _latest(held.opened, (fact.opened,), at, OPENED_WITHIN)
            return _seen(msgspec.structs.replace(held, opened=opened), (fact.opened,), at)
        case FieldOpened():
            return _seen(held, (fact.person,), at)
        case LookingVouched():
            return msgspec.structs.replace(held, opened=())
        case LookingReviewed():
            return Looks((), held.opened, tuple(_asked(one, at) for one in held.alarms))


def _asked(alarm: Alarm, at: Instant) -> Alarm:
    return alarm if alarm.reviewed is not None else msgspec.structs.replace(alarm, reviewed=at)


def _seen(held: Looks, shown: tuple[bytes, ...], at: Instant) -> Looks:
    seen = _latest(held.seen, shown, at, MANY_WITHIN)
    alarms = held.alarms
    if shown and len(seen) >= MANY:
        alarms = _risen(alarms, Alarm(min(seen)[0], at, len(seen)))
    return msgspec.structs.replace(held, seen=seen, alarms=alarms)


def _risen(alarms: tuple[Alarm, ...], now: Alarm) -> tuple[Alarm, ...]:
    """Return the alarms with one more, or the last gone on where it is the same hour's."""
    last = alarms[-1] if alarms else None
    if last is None or last.reviewed is not None or now.since > last.until:
        return (*alarms, now)
    grown = Alarm(last.since, max(last.until, now.until), max(last.people, now.people))
    return (*alarms[:-1], grown)


def _latest(
    held: tuple[tuple[Instant, bytes], ...], more: tuple[bytes, ...], at: Instant, within: Instant
) -> tuple[tuple[Instant, bytes], ...]:
    """Return what was looked at within so long before ``at``, each once, the latest ``KEPT``."""
    new = dict.fromkeys(more)
    kept = [(when, one) for when, one in held if when > at - within and one not in new]
    return tuple([*kept, *((at, one) for one in new)][-KEPT:])
