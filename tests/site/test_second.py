"""Two people sign what one alone must not do (T24)."""

import pytest

from muster.ground.people.ids import OperatorId
from muster.site.problems import NotAllowed, SecondMissing, SecondSame
from muster.site.rights import Operator, Right, Role
from muster.site.second import signed_by_two


def operator(letter: bytes, *roles: Role) -> Operator:
    return Operator(OperatorId(letter * 16), "Example operator", roles)


HEAD, OTHER = operator(b"a", Role.HEAD), operator(b"b", Role.LIAISON)


def test_two_people_who_both_have_the_right_may() -> None:
    assert signed_by_two(HEAD, OTHER, Right.ARRANGE) == OTHER.id


def test_one_person_alone_may_not() -> None:
    with pytest.raises(SecondMissing):
        signed_by_two(HEAD, None, Right.ARRANGE)


def test_the_same_person_twice_is_one_person() -> None:
    with pytest.raises(SecondSame):
        signed_by_two(HEAD, operator(b"a", Role.LEAD), Right.ARRANGE)


@pytest.mark.parametrize("pair", [(HEAD, operator(b"c", Role.RAMP)), (operator(b"c"), OTHER)])
def test_neither_of_the_two_may_lack_the_right(pair: tuple[Operator, Operator]) -> None:
    with pytest.raises(NotAllowed):
        signed_by_two(*pair, Right.ARRANGE)
