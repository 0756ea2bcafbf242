"""Laws of closing: whatever happened, naming everybody who is open closes every case and no count.

The histories are those of the books: any facts about people and lifts in any order.
"""

from hypothesis import given

from muster.ground.people.ids import OperatorId, PersonId
from muster.journey.closing.facts import LeftBehind, LeftReason
from muster.journey.figures.books import Line, standing, whereabouts
from muster.journey.figures.movements import read
from muster.journey.figures.stages import Standing, settle, stand
from muster.journey.registry.facts import PersonHeardFrom
from muster.site.record.kinds import DEATH, GUEST, LEFT, PASSENGER, RECORD
from tests.figures.operation import BY, Operation
from tests.laws.test_books import histories

OPEN = (Standing.WAITING, Standing.ON_THE_WAY)


def lines(operation: Operation) -> dict[PersonId, Line]:
    """Return where everybody stands, by their own facts."""
    states = operation.states()
    tables = (RECORD, PASSENGER, GUEST, DEATH, LEFT)
    people = {one for table in tables for one in states.get(table.name, {})}
    return {
        PersonId(one): standing(*(states.get(table.name, {}).get(one) for table in tables))
        for one in people
    }


def open_people(operation: Operation) -> list[PersonId]:
    """Return who is open."""
    account = operation.account()
    movements = read(account)
    return [
        one
        for one, line in lines(operation).items()
        if stand(line, movements.get(line.lift), account.role(line.place)) in OPEN
    ]


def leave(operation: Operation, people: list[PersonId]) -> None:
    """Name people as left behind, knowing all that is known of them."""
    states, operation.now = operation.states(), operation.now + 1
    named = []
    for one in people:
        passenger, guest = (states.get(t.name, {}).get(one) for t in (PASSENGER, GUEST))
        where = whereabouts(passenger, guest)
        end = (where.lift, where.place) if where is not None else (b"", b"")
        named.append(
            LeftBehind(one, operation.moment, BY, LeftReason.OTHER, "", OperatorId(BY), *end)
        )
    operation.put(named)


@given(histories())
def test_naming_everybody_who_is_open_leaves_nobody_open_and_loses_nobody(
    operation: Operation,
) -> None:
    before = settle(account := operation.account(), read(account))
    remaining, people = operation.interval("remaining"), open_people(operation)
    assert len(people) == sum(before.total[one] for one in OPEN)
    leave(operation, people)
    after = settle(account := operation.account(), read(account))
    assert open_people(operation) == []
    assert after.registered == before.registered
    assert after.total[Standing.SAFE] == before.total[Standing.SAFE]
    on_the_way = before.total[Standing.ON_THE_WAY]
    assert operation.interval("remaining")[1] == remaining[1] + on_the_way
    assert operation.interval("waiting") == (0, 0)
    assert operation.interval("on-the-way")[0] == 0  # a head count may tell of people unknown here


@given(histories())
def test_whoever_is_heard_from_afterwards_stands_as_if_never_left_behind(
    operation: Operation,
) -> None:
    people = open_people(operation)
    leave(operation, people)
    operation.put(PersonHeardFrom(one, operation.moment, BY, "phone") for one in people)
    assert sorted(open_people(operation)) == sorted(people)
