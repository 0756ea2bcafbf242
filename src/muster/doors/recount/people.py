"""The figures over people: "Figures over people" in ``docs/figures.md``, row by row."""

from collections import Counter
from collections.abc import Callable, Iterator

from muster.doors.recount import standing as at
from muster.doors.recount.figure import Counted, added, figure, in_turn, spelled
from muster.doors.recount.judged import Judged
from muster.doors.recount.lift import FOUND, HEADS, Doubts, Lift
from muster.doors.recount.line import (
    DEAD,
    HANDED_OVER,
    INELIGIBLE,
    LEFT,
    LEFT_BEHIND,
    WITHDREW,
    Line,
    line_of,
)
from muster.doors.recount.record import ORIGIN, SAFE, Record
from muster.doors.recount.standing import Standing

IDENTITY = "identity-not-known-here"
UNTRACED = "untraced"
LATE = "late-comers"
UNGROUPED = "uncategorised"
DOUBLE = "possible-duplicates"
CLOSINGS = (HANDED_OVER, DEAD, WITHDREW, LEFT, INELIGIBLE, LEFT_BEHIND)


class People:
    """How many stand where. ``left``, who is named and still left, and ``nameless`` are by group.

    So are the ``untraced`` among those left; ``lost`` of them wait.
    """

    def __init__(self, record: Record, judged: Judged) -> None:
        self.record = record
        self.groups = record.groups()
        self.where: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.nameless: Counter[str] = Counter()
        self.untraced: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()
        self.aboard: Counter[bytes] = Counter()
        self.here: Counter[bytes] = Counter()
        self.strangers = self.absent = self.lost = 0
        self.tangles = judged.tangles
        self._stands = at.Stands(record).of
        joined = dict(judged.told())
        for identity, person in record.persons.items():
            standing = self._stands(joined.get(identity) or line_of(person))
            if standing is not None:
                self._note(standing)
        lifts = record.lifts.values()
        self.unmatched = sum(lift.unknown for lift in lifts)
        self.missing = sum(lift.missing for lift in lifts)

    def _note(self, one: Standing) -> None:
        self.where[one.where] += 1
        if one.where == at.CLOSED:
            self.closed[one.why] += 1
        elif one.where == at.ON_THE_WAY:
            self.aboard[one.lift] += 1
        elif one.place:
            self.here[one.place] += 1
        self.absent += one.absent
        if one.where != at.WAITING and one.why != LEFT_BEHIND:
            self.strangers += one.unnamed
            return
        group = self.groups.get(one.category, UNGROUPED)
        (self.nameless if one.unnamed else self.left)[group] += 1
        self.untraced[group] += one.untraced
        self.lost += one.untraced and one.where == at.WAITING

    def double(
        self, counted: Callable[[Standing], bool], elsewhere: Callable[[Standing], bool]
    ) -> int:
        """Return how many fewer may be counted, because records may be of one person."""

        def asks(question: Callable[[Standing], bool]) -> Callable[[Line], bool]:
            return lambda line: (found := self._stands(line)) is not None and question(found)

        return sum(tangle.fewer(asks(counted), asks(elsewhere)) for tangle in self.tangles)


def registered(people: People) -> Iterator[Counted]:
    """Yield everybody on record; people nobody knows may be on record already."""
    total = people.where.total()
    same = min(people.unmatched, people.where[at.WAITING] + people.missing)
    unnamed = people.strangers + people.nameless.total()
    double = people.double(lambda _: True, lambda _: False)
    doubts = in_turn(total, (FOUND, same), (IDENTITY, unnamed), (DOUBLE, double))
    yield figure("registered", total, doubts)


def on_the_way(people: People) -> Iterator[Counted]:
    """Yield who is aboard a lift that left, and what head counts say of it."""
    counted, doubts = people.where[at.ON_THE_WAY], list[Doubts]()
    for identity, lift in people.record.lifts.items():
        if lift.left is None:
            continue
        known = people.aboard[identity]
        if lift.landed:
            doubts.append({FOUND: (-min(lift.unknown, lift.missing, known), 0)})
        elif lift.settled is not None:
            counted += sum(_apart(lift, known, lift.settled))
        elif lift.head is not None:
            doubts.append({HEADS: _apart(lift, known, lift.head)})
    yield figure("on-the-way", counted, added(doubts))


def _apart(lift: Lift, known: int, heads: int) -> tuple[int, int]:
    """Return how many fewer and more ``heads`` are than the record explains."""
    least, most = min(known, lift.scanned), max(known, lift.scanned)
    return max(min(0, heads - least), -known), max(0, heads - most)


def waiting(people: People) -> Iterator[Counted]:
    """Yield who waits, named or not."""
    total = people.where[at.WAITING]
    doubts = in_turn(
        total,
        (UNTRACED, people.lost),
        (FOUND, people.unmatched),
        (IDENTITY, people.strangers + people.nameless.total()),
        (DOUBLE, people.double(lambda one: one.where == at.WAITING, lambda one: one.gone)),
    )
    yield figure("waiting", total, doubts)


def settled(people: People) -> Iterator[Counted]:
    """Yield who is safe, closed, untraced, absent: numbers without a doubt."""
    yield figure("safe", people.where[at.SAFELY])
    yield figure("no-responsible-agency", people.where[at.SAFELY])
    yield figure("untraced", people.untraced.total())
    yield figure("absent", people.absent)
    yield figure("closed", people.where[at.CLOSED])
    for reason in CLOSINGS:
        yield figure(f"closed/{reason}", people.closed[reason])


def remaining(people: People) -> Iterator[Counted]:
    """Yield who is left, all and by group."""
    named, nameless, untraced = people.left, people.nameless, people.untraced
    double = people.double(lambda one: one.left, lambda one: one.gone)
    numbers = (named.total(), nameless.total(), untraced.total(), double)
    everybody = _left(people, "remaining", numbers)
    last = any(lift.gone_out and lift.declared_last for lift in people.record.lifts.values())
    yield everybody._replace(reasons=everybody.reasons | ({LATE: (0, 0)} if last else {}))
    for group in {*people.groups.values(), *named, *nameless}:
        numbers = (named[group], nameless[group], untraced[group], _double_in(people, group))
        yield _left(people, f"remaining/{group}", numbers)


def _double_in(people: People, group: str) -> int:
    """Return how many of a group may be somebody else counted there, gone, or of another group."""

    def of(one: Standing) -> bool:
        return people.groups.get(one.category, UNGROUPED) == group

    return people.double(
        lambda one: one.left and of(one), lambda one: one.gone or (one.left and not of(one))
    )


def _left(people: People, identity: str, numbers: tuple[int, int, int, int]) -> Counted:
    named, nameless, untraced, double = numbers
    doubts = in_turn(
        named,
        (UNTRACED, untraced),
        (FOUND, people.unmatched),
        (IDENTITY, people.strangers),
        (DOUBLE, double),
    )
    found = figure(identity, named, added([doubts, {IDENTITY: (0, nameless)}]))
    return found._replace(population=f"{identity}.v2")


def ledger(people: People) -> Iterator[Counted]:
    """Yield where everybody stands, and who is aboard by settled counts without a record."""
    yield figure("ledger/registered", people.where.total())
    yield figure("ledger/waiting", people.where[at.WAITING])
    yield figure("ledger/on_the_way", people.where[at.ON_THE_WAY])
    yield figure("ledger/safe", people.where[at.SAFELY])
    yield figure("ledger/closed", people.where[at.CLOSED])
    lifts = people.record.lifts.items()
    flying = [(one, it) for one, it in lifts if it.left is not None and not it.landed]
    more = [
        sum(_apart(lift, people.aboard[one], lift.settled))
        for one, lift in flying
        if lift.settled is not None
    ]
    yield figure("ledger/unrecorded", sum(more))


def stock(people: People) -> Iterator[Counted]:
    """Yield who is at each staging base and haven, and at each place of origin."""
    for place in people.record.places(SAFE | {ORIGIN}):
        yield figure(f"stock/{spelled(place)}", people.here[place], population="stock")


FIGURES = (registered, on_the_way, waiting, settled, remaining, stock, ledger)
"""Each yields figures over where people stand."""
