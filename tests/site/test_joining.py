"""T23: a first code is random, good for a day and one thing; the PIN is its owner's alone."""

from pathlib import Path

import pytest

from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import HOUR, MINUTE
from muster.ground.secrecy.slot import TRAINING
from muster.site import joining, operators
from muster.site.access import first
from muster.site.access.patience import FREE_FAILURES, Patience
from muster.site.clock import SetClock
from muster.site.opening import Setup, init
from muster.site.problems import (
    NothingKnown,
    PinGuessed,
    PinHeld,
    PinNotTheirs,
    PinSame,
    PinShort,
    PinUnchosen,
    SignInLater,
    SignInRefused,
)
from tests.world.site import BEGIN, PHRASE, World

NAME, PIN = "Example Operator", "correct-horse"


def invited(world: World) -> joining.Invited:
    return joining.add(world.site, world.by, NAME, ("ramp",))


def choose(world: World, code: str, pin: str = PIN) -> OperatorId:
    return joining.choose(world.site, Patience(), NAME, code, pin).id


def test_a_code_lets_its_bearer_choose_a_pin_and_nothing_else(world: World) -> None:
    made = invited(world)
    with pytest.raises(PinUnchosen):
        operators.sign_in(world.site, Patience(), NAME, made.code)
    assert choose(world, made.code.lower().replace("-", " ")) == made.id
    assert operators.sign_in(world.site, Patience(), NAME, PIN).id == made.id
    with pytest.raises(SignInRefused):
        operators.sign_in(world.site, Patience(), NAME, made.code)
    with pytest.raises(SignInRefused):
        choose(world, made.code, "another good one")
    with pytest.raises(PinHeld):
        choose(world, PIN, "another good one")


def test_a_code_is_over_after_a_day_and_another_one_is_handed(world: World) -> None:
    made = invited(world)
    world.hours(24)
    with pytest.raises(PinUnchosen):
        operators.sign_in(world.site, Patience(), NAME, made.code)
    world.tick(MINUTE)
    with pytest.raises(SignInRefused):
        choose(world, made.code)
    again = joining.hand(world.site, world.by, made.id)
    assert again.until == world.site.now().latest + 24 * HOUR
    with pytest.raises(SignInRefused):
        choose(world, made.code)
    assert choose(world, again.code) == made.id


def test_no_code_is_handed_to_who_has_chosen_or_never_had_one(world: World) -> None:
    made = invited(world)
    choose(world, made.code)
    with pytest.raises(PinHeld):
        joining.hand(world.site, world.by, made.id)
    with pytest.raises(NothingKnown):
        joining.hand(world.site, world.by, world.by.id)
    other = joining.add(world.site, world.by, "Somebody else", ("ramp",))
    operators.revoke(world.site, world.by, other.id, "never came")
    with pytest.raises(NothingKnown):
        joining.hand(world.site, world.by, other.id)
    with pytest.raises(SignInRefused):
        operators.sign_in(world.site, Patience(), "Somebody else", other.code)


def test_the_code_is_never_the_pin_and_no_bad_pin_uses_it_up(world: World) -> None:
    made = invited(world)
    for pin, problem in (
        ("short", PinShort),
        (made.code, PinSame),
        (made.code.lower(), PinSame),
        ("12345678", PinGuessed),
    ):
        with pytest.raises(problem):
            choose(world, made.code, pin)
    assert choose(world, made.code) == made.id


def test_codes_are_guessed_as_slowly_as_pins(world: World) -> None:
    made, patience = invited(world), Patience()
    for _ in range(FREE_FAILURES):
        with pytest.raises(SignInRefused):
            joining.choose(world.site, patience, NAME, "AAAA-BBBB-CCCC", PIN)
    with pytest.raises(SignInLater):
        joining.choose(world.site, patience, NAME, made.code, PIN)


def test_a_code_has_sixty_random_bits_and_lies_nowhere_as_it_is(world: World) -> None:
    codes = {first.draw(world.site) for _ in range(200)}
    assert len(codes) == 200
    assert {len(first.plain(one)) for one in codes} == {first.LETTERS}
    made = invited(world)
    with world.site.store.reader() as reader:
        kept = b"".join(reader.secret_get(name) or b"" for name in reader.secret_names())
    assert first.plain(made.code).encode() not in kept
    assert b"$argon2id$" in kept


def test_outside_a_drill_nobody_is_given_a_pin(tmp_path: Path) -> None:
    setup = Setup("Real site", "Real operation", TRAINING)
    with init(tmp_path / "real", PHRASE, setup, clock=SetClock(BEGIN)) as site:
        with pytest.raises(PinNotTheirs):
            operators.enrol(site, site.lead, NAME, ("ramp",), PIN)
        made = joining.add(site, site.lead, NAME, ("ramp",))
        joining.choose(site, Patience(), NAME, made.code, PIN)
        assert operators.sign_in(site, Patience(), NAME, PIN).id == made.id
