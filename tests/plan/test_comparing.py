"""The difference of two plans, counted and in words."""

from random import Random

from hypothesis import given

from muster.journey.plan.comparing import Change, Count, Known, compare, olds, sentences
from muster.journey.plan.operation import Place, Standing
from muster.journey.plan.repairing import repair
from tests.plan.made import chances, examples, operation, party, planned, shaken

A, B = Place(0, 4, 0), Place(1, 8, 1)
HELD = Standing.HELD


def words(*parts: object) -> list[str]:
    return [part.said() for part in parts]  # type: ignore[attr-defined]


def test_each_party_is_kept_moved_lost_gained_or_left() -> None:
    given = operation(
        party(4),
        party(3, standing=Standing.TOLD, old=A),
        party(2, 3, standing=Standing.PLANNED, old=A),
        party(1),
        party(0),
        party(5, standing=HELD),
    )
    found = compare(given, (A, A, A, None, None, None), (A, B, None, A, None, None))
    assert found.changes == {
        Change.KEPT: (0,),
        Change.MOVED: (1,),
        Change.LOST: (2,),
        Change.GAINED: (3,),
        Change.LEFT: (4,),
    }
    assert found.count(Change.LOST) == Count(1, 3)
    assert found.count(Change.MOVED, Change.LOST, known=Known.TOLD) == Count(1, 2)
    assert found.left == ((4, 5),)


def test_once_inside_only_the_lift_counts() -> None:
    given = operation(party(0, standing=Standing.INSIDE, old=A))
    assert compare(given, (A,), (Place(-1, -1, 0),)).changes[Change.KEPT] == (0,)
    assert compare(given, (A,), (Place(-1, -1, 1),)).changes[Change.MOVED] == (0,)


def test_the_told_are_listed_before_those_of_earlier_rank() -> None:
    given = operation(party(0), party(1, standing=Standing.TOLD, old=A))
    assert compare(given, (A, A), (B, B)).disturbed == (1, 0)


def test_a_planner_reads_it_in_a_few_sentences() -> None:
    given = operation(party(0), party(1), party(2))
    found = compare(given, (A, A, None), (B, B, A))
    assert words(*sentences(found)) == [
        "2 families move; 1 family gets a place.",
        "None of those who move or lose their place was told in the last 24 hours.",
        "People without a place: 2 before, 0 after.",
    ]
    told = compare(given, (A, A, None), (B, None, None), recently_told=[0, 2])
    assert words(*sentences(told, 1)) == [
        "1 family moves; 1 family loses its place.",
        "1 of the 2 that move or lose their place was told in the last hour.",
        "People without a place: 2 before, 4 after.",
    ]
    same = compare(given, (A, A, None), (A, A, None))
    assert words(*sentences(same))[0] == "No family moves."


@examples(200)
@given(chances)
def test_every_party_that_may_travel_is_counted_once(chance: Random) -> None:
    given = shaken(chance, planned(chance))
    found = compare(given, olds(given), repair(given).places)
    assert found.count(*Change).parties == sum(one.standing.seatable for one in given.parties)
    everyone = sorted(index for some in found.changes.values() for index in some)
    assert everyone == [i for i, one in enumerate(given.parties) if one.standing.seatable]
