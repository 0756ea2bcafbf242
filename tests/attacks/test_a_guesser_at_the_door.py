"""Somebody guesses PINs: by name, by source, from everywhere; the owner still gets in (T23)."""

import pytest
from pyotp.totp import TOTP

from muster.ground.people.access.facts import SignInBarred
from muster.site import operators
from muster.site.access import beside, onetime
from muster.site.access.patience import (
    FREE_FAILURES,
    LONGEST_WAIT,
    MOST,
    OF_A_NAME,
    OF_A_SOURCE,
    SHORT_WAIT,
    Patience,
)
from muster.site.problems import CodeRefused, SignInLater, SignInRefused
from muster.site.record.walk import Walk
from muster.site.rights import Operator, Role
from tests.world.site import World


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(clock)


def waits(patience: Patience, name: str, source: str) -> int:
    try:
        patience.check(name, source)
    except SignInLater as later:
        return int(later.facts["seconds"])
    return 0


def test_one_source_for_one_name_waits_after_five_and_longer_each_time(
    patience: Patience, clock: Clock
) -> None:
    seen = []
    for _ in range(FREE_FAILURES + 12):
        seen.append(waits(patience, "head", "thief"))
        clock.now += seen[-1]
        patience.failed("head", "thief")
    assert seen[:FREE_FAILURES] == [0] * FREE_FAILURES
    assert seen[FREE_FAILURES : FREE_FAILURES + 4] == [1, 2, 4, 8]
    assert seen[-1] == LONGEST_WAIT


def test_a_thief_elsewhere_does_not_keep_the_owner_out(patience: Patience) -> None:
    patience.succeeded("head", "the office")
    for number in range(1_000):
        patience.failed("head", f"thief {number % 40}")
    assert waits(patience, "head", "the office") == 0
    assert 0 < waits(patience, "head", "a new place") <= SHORT_WAIT


def test_a_source_that_tries_many_names_waits_for_every_name(patience: Patience) -> None:
    for number in range(OF_A_SOURCE):
        patience.failed(f"name {number}", "thief")
    assert waits(patience, "one more name", "thief") > 0
    assert waits(patience, "one more name", "the office") == 0


def test_guessing_one_name_from_everywhere_gets_slow(patience: Patience) -> None:
    for number in range(OF_A_NAME + 10):
        patience.failed("head", f"source {number}")
    assert waits(patience, "head", "yet another") == SHORT_WAIT


def test_a_flood_of_names_takes_no_more_memory(patience: Patience) -> None:
    for number in range(3 * MOST):
        patience.failed(f"name {number}", f"source {number}")
    assert len(patience._failures) <= MOST


def test_success_forgives(patience: Patience) -> None:
    for _ in range(FREE_FAILURES - 1):
        patience.failed("head", "the office")
    patience.succeeded("head", "the office")
    assert patience.failed("head", "the office") == 1


def test_that_a_name_was_tried_is_on_record_once_each_time(world: World) -> None:
    site, patience = world.site, Patience()
    identity = operators.enrol(site, world.by, "Example head", ("head",), "24681357")
    for _ in range(FREE_FAILURES):
        with pytest.raises(SignInRefused):
            operators.sign_in(site, patience, "Example head", "wrong one", "thief")
    with pytest.raises(SignInLater):
        operators.sign_in(site, patience, "Example head", "24681357", "thief")
    with site.store.reader() as reader:
        walk = Walk(reader, site.keyring.opener(reader), site.operation)
        barred = [step.fact for step in walk if isinstance(step.fact, SignInBarred)]
    assert [(one.subject, one.failures) for one in barred] == [(identity, FREE_FAILURES)]


def test_a_pin_that_is_known_does_not_let_the_codes_beside_it_be_guessed(world: World) -> None:
    """The right PIN before each few guesses forgives none of them; the owner's code does."""
    name, pin, source = "Example head", "24681357", "192.0.2.7"
    identity = operators.enrol(world.site, world.by, name, (Role.HEAD.value,), pin)
    head = Operator(identity, name, (Role.HEAD,))
    secret, _ = onetime.new_secret(world.site, head)
    totp = TOTP(secret)
    onetime.add_codes(world.site, head, secret, totp.at(world.clock.at // 1000))
    patience = Patience(Clock())

    def guess(times: int) -> None:
        whom = operators.sign_in(world.site, patience, name, pin, source)
        for _ in range(times):
            with pytest.raises(CodeRefused):
                beside.prove(world.site, patience, whom, "no code", source)

    guess(FREE_FAILURES - 1)
    guess(1)
    with pytest.raises(SignInLater):
        operators.sign_in(world.site, patience, name, pin, source)
    owner = operators.sign_in(world.site, patience, name, pin, "198.51.100.9")
    world.tick()
    beside.prove(world.site, patience, owner, totp.at(world.clock.at // 1000), "198.51.100.9")
    patience.check(name.casefold(), "198.51.100.9")
