"""What is open: each thing that somebody should look at, counted, with the ids behind it."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from muster.ground.people.moment import HOUR
from muster.ground.people.saying import Saying, counted, say
from muster.journey.figures.account import Account
from muster.journey.figures.admissions import unsettled
from muster.journey.figures.duplicates import MOST_BEHIND, Doubles
from muster.journey.figures.figure import Figure
from muster.journey.figures.ledger import LiftLedger, LiftStage, PlaceLedger
from muster.journey.figures.spoken import people
from muster.journey.registry.cases import Stage


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
    DUPLICATES = "possible-duplicates"
    JUDGEMENTS = "judgements-contradict"
    QUARANTINED = "quarantined-entries"
    SECOND_USES = "second-uses-open"
    OVERDUE = "claims-overdue"


class Task(msgspec.Struct, frozen=True):
    """``number`` of things, in the words of ``text``; ``subjects`` are lifts or places."""

    code: TaskCode
    number: int
    text: Saying
    subjects: tuple[bytes, ...] = ()


_PEOPLE = {
    "missing-on-arrival": (
        TaskCode.MISSING,
        say("{people} scanned aboard and not seen to come off"),
    ),
    "found-on-arrival/unmatched": (
        TaskCode.UNMATCHED,
        say("{people} found on arrival and not matched to a claim"),
    ),
    "untraced": (TaskCode.UNTRACED, say("{people} waiting and not heard of for too long")),
    "absent": (TaskCode.ABSENT, say("{people} missed at the last muster")),
}
_LATE = {
    Stage.RECEIVED: say("{claims}: nobody has sorted them for more than {hours}"),
    Stage.TRIAGED: say("{claims}: nobody has decided them for more than {hours}"),
    Stage.DECIDED: say("{claims}: nobody has answered them for more than {hours}"),
}
_GONE = say("{place}: {people} gone from here without being seen to board")
_NEVER_IN = say("{place}: {people} boarded here without being seen to come in")


def tasks(
    figures: Iterable[Figure],
    lifts: Sequence[LiftLedger],
    places: Sequence[PlaceLedger],
    doubles: Doubles,
    account: Account,
) -> Iterator[Task]:
    """Yield the open tasks, those about lifts first."""
    differ = [one for one in lifts if _differs(one)]
    if differ:
        text = counted(
            len(differ),
            "{n} lift with a difference that nobody has settled",
            "{n} lifts with a difference that nobody has settled",
        )
        subjects = tuple(one.id for one in differ)
        yield Task(TaskCode.COUNTS_DIFFER, len(differ), text, subjects)
    for figure in figures:
        if figure.id in _PEOPLE and figure.hi:
            code, words = _PEOPLE[figure.id]
            text = words.filled(people=people(figure.hi, figure.hi))
            yield Task(code, figure.hi, text, _behind(figure))
    yield from _of_passes(account)
    yield from _of_claims(account)
    for place in places:
        yield from _of_place(place)
    yield from _of_records(doubles, account)


def _of_passes(account: Account) -> Iterator[Task]:
    """Yield the passes that were used again and that nobody looked into since."""
    known = sorted(unsettled(account))
    if known:
        text = counted(
            len(known),
            "{n} pass was used again, and nobody has looked into it",
            "{n} passes were used again, and nobody has looked into them",
        )
        yield Task(TaskCode.SECOND_USES, len(known), text, tuple(known[:MOST_BEHIND]))


def _of_claims(account: Account) -> Iterator[Task]:
    """Yield the claims that wait longer than the head of the operation lets them."""
    for wait in account.waits:
        if wait.overdue:
            hours = counted((wait.limit or 0) // HOUR, "{n} hour", "{n} hours")
            claims = counted(wait.overdue, "{n} claim", "{n} claims")
            text = _LATE[wait.stage].filled(claims=claims, hours=hours)
            yield Task(TaskCode.OVERDUE, wait.overdue, text)


def _differs(lift: LiftLedger) -> bool:
    gone = lift.stage in (LiftStage.DEPARTED, LiftStage.DISCREPANCY)
    return gone and lift.settled is None and lift.difference.hi > 0


def _behind(figure: Figure) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(one for reason in figure.reasons for one in reason.subjects))


def _of_records(doubles: Doubles, account: Account) -> Iterator[Task]:
    """Yield what should be judged, what was judged in two ways, and what is quarantined."""
    unsure = doubles.unsure
    if unsure:
        text = counted(
            len(unsure),
            "{n} record that may be of one person with another",
            "{n} records that may be of one person with another",
        )
        yield Task(TaskCode.DUPLICATES, len(unsure), text, unsure[:MOST_BEHIND])
    contrary = (*doubles.broken, *account.contested)
    if contrary:
        text = counted(
            len(contrary),
            "{n} group of records judged the same and different",
            "{n} groups of records judged the same and different",
        )
        subjects = tuple(dict.fromkeys(one for all_ in contrary for one in all_))
        yield Task(TaskCode.JUDGEMENTS, len(contrary), text, subjects[:MOST_BEHIND])
    if account.beyond.entries:
        number, logs = account.beyond.entries, account.beyond.subjects
        yield Task(TaskCode.QUARANTINED, number, account.beyond.told(), logs)


def _of_place(place: PlaceLedger) -> Iterator[Task]:
    subjects = (place.id,)
    if place.over:
        text = say(
            "{place} holds {people} more than it has room for",
            place=place.name,
            people=people(place.over, place.over),
        )
        yield Task(TaskCode.OVER_CAPACITY, place.over, text, subjects)
    if not place.open:
        yield Task(TaskCode.INTAKE_STOPPED, 1, _stopped(place), subjects)
    if place.unseen:
        number = abs(place.unseen)
        words = _GONE if place.unseen > 0 else _NEVER_IN
        text = words.filled(place=place.name, people=people(number, number))
        yield Task(TaskCode.UNSEEN, number, text, subjects)


def _stopped(place: PlaceLedger) -> Saying:
    if place.reason:
        return say("{place} takes nobody: {reason}", place=place.name, reason=place.reason)
    return say("{place} takes nobody", place=place.name)
