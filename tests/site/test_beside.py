"""T23, T24: the second person of an act shows as much as at a sign-in."""

import pytest
from pyotp.totp import TOTP

from muster.ground.people.moment import MINUTE
from muster.site import operators
from muster.site.access import beside, compulsory, onetime
from muster.site.access.patience import FREE_FAILURES, Patience
from muster.site.problems import CodeRefused, FactorMissing, SecondNeedsMore, SignInLater
from muster.site.rights import Operator, Role
from tests.world.site import World


def somebody(world: World, name: str = "Second One") -> Operator:
    identity = operators.enrol(world.site, world.by, name, ("lead",), "24681357")
    return Operator(identity, name, (Role.LEAD,))


def with_telephone(world: World, who: Operator) -> TOTP:
    secret, _ = onetime.new_secret(world.site, who)
    totp = TOTP(secret)
    onetime.add_codes(world.site, who, secret, code(world, totp))
    world.tick(MINUTE)
    return totp


def code(world: World, totp: TOTP) -> str:
    return totp.at(world.site.now().latest // 1000)


def test_who_has_a_pin_alone_and_no_more_is_asked_of_gives_no_code(world: World) -> None:
    second = somebody(world)
    assert not beside.is_asked(world.site, second)
    beside.prove(world.site, Patience(), second, "")


def test_who_has_enrolled_a_telephone_shows_a_code_of_it_once(world: World) -> None:
    second = somebody(world)
    totp = with_telephone(world, second)
    with pytest.raises(SecondNeedsMore):
        beside.prove(world.site, Patience(), second, " ")
    with pytest.raises(CodeRefused):
        beside.prove(world.site, Patience(), second, "000000")
    shown = code(world, totp)
    beside.prove(world.site, Patience(), second, shown)
    with pytest.raises(CodeRefused):
        beside.prove(world.site, Patience(), second, shown)


def test_a_code_on_paper_stands_in_for_the_telephone(world: World) -> None:
    second = somebody(world)
    with_telephone(world, second)
    (paper, *_) = onetime.print_codes(world.site, second)
    beside.prove(world.site, Patience(), second, paper)
    with pytest.raises(CodeRefused):
        beside.prove(world.site, Patience(), second, paper)


def test_whose_post_shows_more_and_has_nothing_enrolled_signs_nothing(world: World) -> None:
    second, other = somebody(world), somebody(world, "Third One")
    compulsory.require_more(world.site, world.by, other, ["lead"])
    with pytest.raises(FactorMissing):
        beside.prove(world.site, Patience(), second, "000000")
    totp = with_telephone(world, second)
    beside.prove(world.site, Patience(), second, code(world, totp))


def test_codes_beside_are_guessed_as_slowly_as_others(world: World) -> None:
    second, patience = somebody(world), Patience()
    totp = with_telephone(world, second)
    for _ in range(FREE_FAILURES):
        with pytest.raises(CodeRefused):
            beside.prove(world.site, patience, second, "000000")
    with pytest.raises(SignInLater):
        beside.prove(world.site, patience, second, code(world, totp))
