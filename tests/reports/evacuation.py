"""A small operation in which everything happens that a report can say, for the snapshots."""

from muster.ground.people.moment import DAY, HOUR, read_iso
from muster.ground.people.place import PlaceRole
from muster.journey.arrival.facts import IntakeStopped
from muster.journey.gate.facts import GateOpened, GateShut
from muster.journey.incident.facts import StatementMade, WarningIssued
from tests.figures.operation import BY, Operation

FIRST_DAY = read_iso("2021-08-26T07:00Z")
PUBLISHED = ((820, 820, 820), (300, 500, 1_100), (100, 100, 2_200))


def evacuation() -> Operation:
    """Return three days, four lifts out, an attack, a full base and people left waiting."""
    operation = Operation()
    _gates(operation)
    _lap_children(operation)
    _booked_twice(operation)
    _attack(operation)
    _found(operation)
    _left(operation)
    _published(operation)
    return operation


def _gates(operation: Operation) -> None:
    north, south = (operation.place(name, PlaceRole.GATE) for name in ("North gate", "South gate"))
    operation.put([GateOpened(north, operation.moment, BY, 120)])
    operation.put([GateShut(south, operation.moment, BY, "crowd", for_good=True)])


def _lap_children(operation: Operation) -> None:
    """640 scanned, 823 counted."""
    operation.now = FIRST_DAY - HOUR
    lift = operation.offer()
    operation.board(lift, operation.claim(640, "citizen"))
    operation.count(lift, 823)
    operation.depart(lift)


def _booked_twice(operation: Operation) -> None:
    """Three hundred leave and land; two of them were scanned aboard another lift before."""
    operation.now = FIRST_DAY + 6 * HOUR
    people = operation.claim(300)
    other, lift = operation.offer(), operation.offer()
    operation.board(other, people[:2])
    operation.depart(other)
    operation.board(lift, people)
    operation.count(lift, 300)
    operation.depart(lift)
    operation.land(lift, 299)
    operation.arrive(lift, people[:299])
    operation.miss(people[:4])
    operation.hand_over(people[4:14])
    operation.leave(people[14:17])
    operation.put([IntakeStopped(operation.base, operation.moment, BY, "full")])


def _attack(operation: Operation) -> None:
    operation.now = FIRST_DAY + 8 * HOUR
    attack = operation.attack()
    service = (("us-service", 13, 13),)
    operation.report_dead(attack, "Pentagon", (13, 13), parts=service, confirmed=True)
    operation.report_dead(
        attack, "press", (169, 170), injured=(150, 200), parts=service, whole=None
    )
    claimed = "A group says that it did this."
    operation.put([StatementMade(attack, operation.moment, BY, "a group", claimed)])
    warned = (operation.origin,)
    text = "Stay away from the gates."
    until = operation.now + DAY
    operation.put(
        [WarningIssued(operation.id(), operation.moment, BY, warned, text, "embassy", until)]
    )
    operation.die(operation.claim(2, "citizen"))


def _found(operation: Operation) -> None:
    """188 manifested, 343 come off, some of them matched to claims."""
    operation.now = FIRST_DAY + DAY + 2 * HOUR
    lift = operation.offer(to=operation.haven)
    people = operation.claim(188)
    operation.board(lift, people)
    operation.depart(lift, last=True)
    operation.land(lift, 343, operation.haven)
    operation.arrive(lift, people, operation.haven)
    found = operation.find(lift, 155, operation.haven)
    for person, claim in zip(found, operation.claim(30, "resident"), strict=False):
        operation.match(person, claim)
    operation.cancel(operation.offer())


def _left(operation: Operation) -> None:
    operation.now = FIRST_DAY + 2 * DAY
    for category, people in (("citizen", 40), ("resident", 30), ("worker", 260)):
        operation.claim(people, category)
    operation.lose(operation.claim(12, "citizen"))
    operation.withdraw(operation.claim(5))
    operation.refuse(operation.claim(7))


def _published(operation: Operation) -> None:
    base = FIRST_DAY - 5 * DAY
    for number, (low, high, total) in enumerate(PUBLISHED):
        ends = FIRST_DAY + number * DAY
        operation.publish("people out", low, high, begins=ends - DAY, ends=ends)
        operation.publish("people out", total, total, ends=ends, base=base, running=True)
    operation.publish("people out, final", 2_334, 2_334, running=True)
