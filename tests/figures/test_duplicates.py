"""Records of one person in the account: who counts once, and where that person stands."""

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import PersonId
from muster.journey.figures.books import Entry, Line, Mark, Seen, Stage
from muster.journey.figures.duplicates import joined, joint
from muster.journey.figures.figure import Figure, ReasonCode
from muster.journey.figures.tasks import TaskCode
from muster.journey.matching.facts import Judgement
from tests.figures.operation import Operation

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE
BEN = b"another".ljust(16, b"-")


def figure(operation: Operation, identity: str) -> Figure:
    found = operation.report().figure(identity)
    assert found is not None
    return found


def test_two_unsure_records_are_one_to_two_people_with_both_ids_behind_it() -> None:
    operation = Operation()
    people = operation.claim(5)
    operation.judge(people[0], people[1], UNSURE)
    for identity in ("registered", "waiting", "remaining", "remaining/worked-with"):
        found = figure(operation, identity)
        assert (found.lo, found.hi) == (4, 5), identity
        (reason,) = found.reasons
        assert reason.code is ReasonCode.DUPLICATES
        assert set(reason.subjects) == set(people[:2])


def test_two_records_judged_the_same_are_one_person_and_two_judged_different_are_two() -> None:
    operation = Operation()
    people = operation.claim(4)
    operation.judge(people[0], people[1], SAME)
    assert operation.interval("registered") == (3, 3)
    operation.judge(people[0], people[1], DIFFERENT)
    assert operation.interval("registered") == (4, 4)


def test_the_one_person_stands_where_the_further_record_stands() -> None:
    operation = Operation()
    claim, again, *_ = operation.claim(3)
    lift = operation.offer()
    operation.board(lift, [again])
    operation.depart(lift)
    assert operation.interval("remaining") == (2, 2)
    operation.judge(claim, again, SAME)
    assert operation.interval("remaining") == (1, 1)
    assert operation.interval("departed") == (1, 1)
    assert operation.interval("registered") == (2, 2)


def test_an_unsure_record_of_somebody_who_left_may_not_remain() -> None:
    operation = Operation()
    claim, gone, *_ = operation.claim(3)
    lift = operation.offer()
    operation.board(lift, [gone])
    operation.depart(lift)
    operation.judge(claim, gone, UNSURE)
    assert operation.interval("remaining") == (1, 2)
    assert operation.interval("on-the-way") == (1, 1)


def test_a_person_scanned_twice_under_two_records_departed_once_and_took_two_seats() -> None:
    operation = Operation()
    one, other = operation.claim(2)
    for person in (one, other):
        lift = operation.offer()
        operation.board(lift, [person])
        operation.depart(lift)
    assert operation.interval("departed") == (2, 2)
    operation.judge(one, other, SAME)
    assert operation.interval("departed") == (1, 1)
    assert operation.interval("seats") == (2, 2)


def test_somebody_found_and_judged_the_same_as_a_claim_is_not_unknown_any_more() -> None:
    operation = Operation()
    (claim,) = operation.claim(1)
    lift = operation.offer()
    operation.depart(lift)
    operation.land(lift)
    (found,) = operation.find(lift, 1)
    assert operation.interval("found-on-arrival/unmatched") == (1, 1)
    operation.judge(claim, found, SAME)
    assert operation.interval("found-on-arrival/unmatched") == (0, 0)
    assert operation.interval("remaining") == (0, 0)
    assert operation.interval("safe") == (1, 1)


def test_who_was_matched_to_a_claim_is_judged_as_that_claim() -> None:
    operation = Operation()
    claim, other = operation.claim(2)
    lift = operation.offer()
    operation.depart(lift)
    operation.land(lift)
    (found,) = operation.find(lift, 1)
    operation.match(found, claim)
    operation.judge(found, other, SAME)
    assert operation.interval("registered") == (1, 1)


def test_two_categories_that_may_be_one_person_lower_either_group_by_one() -> None:
    operation = Operation()
    (one,), (other,) = operation.claim(1, "citizen"), operation.claim(1, "resident")
    operation.judge(one, other, UNSURE)
    assert operation.interval("remaining") == (1, 2)
    assert operation.interval("remaining/citizen") == (0, 1)
    assert operation.interval("remaining/resident") == (0, 1)


def test_a_contradiction_is_an_open_task_and_decides_nothing() -> None:
    operation = Operation()
    one, two, three = operation.claim(3)
    operation.judge(one, two, SAME)
    operation.judge(two, three, SAME)
    operation.judge(one, three, DIFFERENT)
    assert operation.interval("registered") == (2, 3)
    tasks = {task.code: task for task in operation.report().tasks}
    assert tasks[TaskCode.JUDGEMENTS].number == 1
    assert set(tasks[TaskCode.JUDGEMENTS].subjects) == {one, two, three}


def test_a_pair_on_which_two_people_differ_is_an_open_task_and_unsure() -> None:
    operation = Operation()
    one, other = operation.claim(2)
    operation.judge(one, other, SAME)
    operation.judge(one, other, DIFFERENT, BEN)
    assert operation.interval("registered") == (1, 2)
    assert TaskCode.JUDGEMENTS in {task.code for task in operation.report().tasks}


def test_a_record_that_is_not_here_is_no_person_yet() -> None:
    operation = Operation()
    (one,) = operation.claim(1)
    operation.judge(one, PersonId(b"z" * 16), SAME)
    operation.judge(one, PersonId(b"y" * 16), UNSURE)
    assert operation.interval("registered") == (1, 1)


LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from([one for one in Stage if one is not Stage.MERGED]),
        st.sampled_from(Mark),
        st.sampled_from(["", "citizen", "worker"]),
        st.sampled_from([b"", b"L" * 16]),
        st.sampled_from([b"", b"P" * 16, b"Q" * 16]),
    ),
    min_size=1,
    max_size=5,
)


@given(LINES, st.randoms(use_true_random=False))
def test_where_one_person_stands_does_not_depend_on_the_order_of_records(
    lines: list[Line], chance: object
) -> None:
    turned = sorted(lines, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert joint(turned) == joint(lines)


def test_nothing_changes_where_nobody_was_judged() -> None:
    operation = Operation()
    operation.claim(3)
    account = operation.account()
    assert joined(account)[0] is account


def test_a_lift_sees_the_one_person_once() -> None:
    operation = Operation()
    one, other = operation.claim(2)
    lift = operation.offer()
    operation.board(lift, [one, other])
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, [one])
    operation.judge(one, other, SAME)
    account, _ = joined(operation.account())
    aboard = {entry.seen: n for entry, n in account.entries.items() if entry.lift == lift}
    assert aboard == {Seen.BOARDED: 1, Seen.ARRIVED: 1}
    assert isinstance(next(iter(account.entries)), Entry)
