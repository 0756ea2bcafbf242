"""What is open: each thing that somebody should look at, counted, with the ids behind it."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from muster.journey.figures.figure import Figure
from muster.journey.figures.ledger import LiftLedger, LiftStage, PlaceLedger


class TaskCode(StrEnum):
    """What kind of open task. Stable: translated, documented."""

    COUNTS_DIFFER = "counts-differ"
    MISSING = "missing-on-arrival"
    UNMATCHED = "found-on-arrival-unmatched"
    UNTRACED = "untraced"
    ABSENT = "absent"
    OVER_CAPACITY = "over-capacity"
    INTAKE_STOPPED = "intake-stopped"
    UNSEEN = "unseen-moves"


class Task(msgspec.Struct, frozen=True):
    """``number`` of things, in the words of ``text``; ``subjects`` are lifts or places."""

    code: TaskCode
    number: int
    text: str
    subjects: tuple[bytes, ...] = ()


_PEOPLE = {
    "missing-on-arrival": (TaskCode.MISSING, "{n} scanned aboard and not seen to come off"),
    "found-on-arrival/unmatched": (
        TaskCode.UNMATCHED,
        "{n} found on arrival and not matched to a claim",
    ),
    "untraced": (TaskCode.UNTRACED, "{n} waiting and not heard of for too long"),
    "absent": (TaskCode.ABSENT, "{n} missed at the last muster"),
}
_GONE = "gone from here without being seen to board"
_NEVER_IN = "boarded here without being seen to come in"


def tasks(
    figures: Iterable[Figure], lifts: Sequence[LiftLedger], places: Sequence[PlaceLedger]
) -> Iterator[Task]:
    """Yield the open tasks, those about lifts first."""
    differ = [one for one in lifts if _differs(one)]
    if differ:
        text = f"{_count(len(differ), 'lift', 'lifts')} with a difference that nobody has settled"
        subjects = tuple(one.id for one in differ)
        yield Task(TaskCode.COUNTS_DIFFER, len(differ), text, subjects)
    for figure in figures:
        if figure.id in _PEOPLE and figure.hi:
            code, words = _PEOPLE[figure.id]
            text = words.format(n=_count(figure.hi, "person", "people"))
            yield Task(code, figure.hi, text, _behind(figure))
    for place in places:
        yield from _of_place(place)


def _differs(lift: LiftLedger) -> bool:
    gone = lift.stage in (LiftStage.DEPARTED, LiftStage.DISCREPANCY)
    return gone and lift.settled is None and lift.difference.hi > 0


def _behind(figure: Figure) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(one for reason in figure.reasons for one in reason.subjects))


def _of_place(place: PlaceLedger) -> Iterator[Task]:
    subjects = (place.id,)
    if place.over:
        people = _count(place.over, "person", "people")
        text = f"{place.name} holds {people} more than it has room for"
        yield Task(TaskCode.OVER_CAPACITY, place.over, text, subjects)
    if not place.open:
        reason = f": {place.reason}" if place.reason else ""
        yield Task(TaskCode.INTAKE_STOPPED, 1, f"{place.name} takes nobody{reason}", subjects)
    if place.unseen:
        people = _count(abs(place.unseen), "person", "people")
        seen = _GONE if place.unseen > 0 else _NEVER_IN
        text = f"{place.name}: {people} {seen}"
        yield Task(TaskCode.UNSEEN, abs(place.unseen), text, subjects)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
