"""Vectors of what a lent tablet shows of an outer pass: code, key, time, and what comes of it."""

from collections.abc import Iterator
from typing import Any

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import DAY, HOUR, MINUTE, Instant, Moment, read_iso
from muster.journey.gate.checkpoint import DayKey, Looked, look
from muster.journey.passes import outer, shown
from muster.journey.passes.outer import Outer
from tests.vectors.draw import Vector, draw
from tests.vectors.gate import spelled

MORNING = read_iso("2021-08-26")
HERE, ELSEWHERE = PlaceId(draw("their checkpoint", 16)), PlaceId(draw("another checkpoint", 16))
ROOT = draw("outer root", 32)
RANDOM = draw("eight random bytes", 8)


def vectors() -> list[Vector]:
    """Return all vectors of a lent tablet."""
    return [_judged(*case) for case in _cases()]


def day(at: Instant) -> str:
    """Return the ISO date of a day."""
    return outer.day_of(at)


def key(at: Instant, place: PlaceId = HERE) -> DayKey:
    """Return the key of a checkpoint and day."""
    return DayKey(day(at), outer.day_key(ROOT, place, day(at)))


def code(opens: Instant, closes: Instant, place: PlaceId = HERE, souls: int = 4) -> str:
    """Return an outer pass for a window."""
    start, length = outer.fitted(opens, closes)
    said = Outer(outer.number_of(opens), start, length, souls, 3, RANDOM)
    return outer.write(said, key(opens, place).key, place, day(opens))


Case = tuple[str, str, tuple[DayKey, ...], Moment, bool]


def _cases() -> Iterator[Case]:
    opens, closes = MORNING + 8 * HOUR, MORNING + 10 * HOUR
    good, keys = code(opens, closes), (key(MORNING),)
    now = Moment.at(opens + HOUR)
    yield "within its window", good, keys, now, False
    yield "the first millisecond", good, keys, Moment.at(opens), False
    yield "a millisecond early", good, keys, Moment.at(opens - 1), False
    yield "the last millisecond", good, keys, Moment.at(closes - 1), False
    yield "a millisecond over", good, keys, Moment.at(closes), False
    yield "a clock astride the opening", good, keys, Moment(opens - MINUTE, opens), False
    yield "a clock astride the end", good, keys, Moment(closes - MINUTE, closes), False
    yield "shown here before", good, keys, now, True
    yield "shown here before, and over", good, keys, Moment.at(closes), True
    yield "of another checkpoint", code(opens, closes, ELSEWHERE), keys, now, False
    yield "no key at all", good, (), now, False
    yield "the key of the day before", good, (key(MORNING - DAY),), now, False
    yield "keys of two days", good, (key(MORNING - DAY), key(MORNING)), now, False
    yield "a key of the same number, sixteen days ago", good, (key(MORNING - 16 * DAY),), now, False
    late = code(MORNING + 23 * HOUR, MORNING + 26 * HOUR)
    yield "over midnight", late, keys, Moment.at(MORNING + 25 * HOUR), False
    flipped = ("A" if good[-1] != "A" else "E").join((good[:-1], ""))
    yield "the last letter is wrong", flipped, keys, now, False
    more = ("B" if good[2] != "B" else "C").join((good[:2], good[3:]))
    yield "more people than it was made for", more, keys, now, False
    yield "no pass of ours", "HELLOHELLOHELLO", keys, now, False
    yield "an inner pass", "MP1" + "A" * 178, keys, now, False
    yield "souls at their most", code(opens, closes, souls=63), keys, now, False


def _judged(name: str, text: str, keys: tuple[DayKey, ...], now: Moment, again: bool) -> Vector:  # noqa: FBT001
    found = shown.read(text)
    said = found if isinstance(found, Outer) else None
    before = {RANDOM: now.earliest - MINUTE} if again else {}
    looked = look(said, HERE, keys, now, before)
    return {
        "name": name,
        "text": text,
        "lent": {
            "id": HERE.hex(),
            "days": [{"day": one.day, "begins": one.begins, "key": one.key.hex()} for one in keys],
        },
        "now": spelled(now),
        "before": {one.hex(): at for one, at in before.items()},
        "verdict": looked.objection.value if looked.objection is not None else "ok",
        "outcome": outcome(looked),
    }


def outcome(looked: Looked) -> dict[str, Any]:
    """Return what is shown as both languages spell it."""
    objection = looked.objection.value if looked.objection is not None else None
    return {"objection": objection, "said": spelled(looked.said), "before": looked.before}
