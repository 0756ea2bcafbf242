"""Operators: a PIN of eight, one answer for a wrong name and a wrong PIN, waiting, revoking."""

import pytest
from argon2 import PasswordHasher

from muster.ground.people.facts import OperatorEnrolled
from muster.ground.people.ids import OperatorId, spell
from muster.site import operators
from muster.site.access.guessed import SHORTEST_PIN
from muster.site.access.patience import FREE_FAILURES, LONGEST_WAIT, Patience
from muster.site.problems import (
    NameTaken,
    NotAllowed,
    PinShort,
    RoleUnknown,
    SignInLater,
    SignInRefused,
)
from tests.world.site import World

NAME = "Example Operator"
PIN = "24681357"


@pytest.fixture
def someone(world: World) -> OperatorId:
    """Return an operator who works at the ramp."""
    return operators.enrol(world.site, world.by, NAME, ("ramp",), PIN)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the one reading of the clock that waiting goes by, to be set."""
    reading = [1_000.0]
    monkeypatch.setattr(Patience.__init__, "__defaults__", (lambda: reading[0],))
    return reading


def refused(world: World, patience: Patience, name: str, pin: str) -> str:
    with pytest.raises(SignInRefused) as told:
        operators.sign_in(world.site, patience, name, pin)
    return f"{told.value.code} {told.value.text()} {told.value.facts}"


def test_who_is_enrolled_signs_in_with_roles(world: World, someone: OperatorId) -> None:
    found = operators.sign_in(world.site, Patience(), f"  {NAME.upper()} ", PIN)
    assert (found.id, found.name, found.roles) == (someone, NAME, ("ramp",))


def test_a_pin_has_eight_characters_or_more(world: World) -> None:
    short = "1" * (SHORTEST_PIN - 1)
    with pytest.raises(PinShort) as told:
        operators.enrol(world.site, world.by, NAME, ("ramp",), short)
    assert told.value.facts == {"expected": 8, "found": 7}
    with pytest.raises(SignInRefused):
        operators.sign_in(world.site, Patience(), NAME, short)
    assert operators.enrol(world.site, world.by, NAME, ("ramp",), "713905 x")


def test_a_wrong_name_and_a_wrong_pin_get_the_same_answer(
    world: World, someone: OperatorId
) -> None:
    del someone
    patience = Patience()
    answers = {
        refused(world, patience, NAME, "wrong PIN"),
        refused(world, patience, "Nobody Here", PIN),
        refused(world, patience, world.by.name, PIN),  # the lead has no PIN
        refused(world, patience, "", ""),
    }
    assert len(answers) == 1
    assert PIN not in answers.pop()


def test_a_wrong_name_is_stretched_like_a_wrong_pin(
    world: World, someone: OperatorId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is the same because the same work is done: one verification by the same hasher."""
    del someone
    asked: list[str] = []
    hasher = operators._hasher

    class Counting:
        hash = hasher.hash
        check_needs_rehash = hasher.check_needs_rehash

        def verify(self, verifier: str, pin: str) -> bool:
            asked.append(verifier.rpartition("$")[0].rpartition("$")[0])
            return hasher.verify(verifier, pin)

    monkeypatch.setattr(operators, "_hasher", Counting())
    refused(world, Patience(), NAME, "wrong PIN")
    refused(world, Patience(), "Nobody Here", "wrong PIN")
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_after_five_failures_the_wait_doubles_up_to_its_longest(time: list[float]) -> None:
    patience = Patience()
    for _ in range(FREE_FAILURES - 1):
        patience.failed("name")
        patience.check("name")
    waits = []
    for _ in range(12):
        patience.failed("name")
        with pytest.raises(SignInLater) as told:
            patience.check("name")
        waits.append(told.value.facts["seconds"])
        time[0] += float(told.value.facts["seconds"])
        patience.check("name")
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[LONGEST_WAIT] * 3]


def test_after_five_failures_even_the_right_pin_waits(
    world: World, someone: OperatorId, time: list[float]
) -> None:
    patience = Patience()
    for _ in range(FREE_FAILURES):
        refused(world, patience, NAME, "wrong PIN")
    with pytest.raises(SignInLater):
        operators.sign_in(world.site, patience, NAME, PIN)
    time[0] += 1
    assert operators.sign_in(world.site, patience, NAME, PIN).id == someone
    refused(world, patience, NAME, "wrong PIN")
    assert operators.sign_in(world.site, patience, NAME, PIN).id == someone


def test_failures_of_one_name_do_not_lock_another(
    world: World, someone: OperatorId, time: list[float]
) -> None:
    del time
    patience = Patience()
    for _ in range(FREE_FAILURES):
        patience.failed("somebody else")
    assert operators.sign_in(world.site, patience, NAME, PIN).id == someone


def test_a_name_in_other_letters_does_not_start_counting_anew(
    world: World, someone: OperatorId, time: list[float]
) -> None:
    del someone, time
    patience = Patience()
    for name in (NAME, NAME.upper(), f" {NAME}", NAME.lower(), f"{NAME} "):
        refused(world, patience, name, "wrong PIN")
    with pytest.raises(SignInLater):
        operators.sign_in(world.site, patience, NAME.swapcase(), PIN)


def test_two_operators_of_one_name_are_refused(world: World, someone: OperatorId) -> None:
    del someone
    with pytest.raises(NameTaken):
        operators.enrol(world.site, world.by, f" {NAME.lower()}", ("ramp",), PIN)


@pytest.mark.parametrize("roles", [(), ("king",), ("ramp", "king")])
def test_a_role_is_one_of_the_eight(world: World, roles: tuple[str, ...]) -> None:
    with pytest.raises(RoleUnknown):
        operators.enrol(world.site, world.by, NAME, roles, PIN)


def test_who_is_revoked_is_out_at_once_and_for_good(world: World, someone: OperatorId) -> None:
    assert operators.still_allowed(world.site, someone) is not None
    operators.revoke(world.site, world.by, someone, "left")
    assert operators.still_allowed(world.site, someone) is None
    refused(world, Patience(), NAME, PIN)
    world.reopen()
    assert operators.still_allowed(world.site, someone) is None
    refused(world, Patience(), NAME, PIN)
    (row,) = [row for row in operators.roster(world.site, world.by) if row.id == someone]
    assert (row.revoked, row.can_sign_in) == (True, False)


def test_a_new_person_may_take_the_name_of_a_revoked_one(world: World, someone: OperatorId) -> None:
    operators.revoke(world.site, world.by, someone, "left")
    again = operators.enrol(world.site, world.by, NAME, ("registrar",), "61840275")
    assert again != someone
    assert operators.sign_in(world.site, Patience(), NAME, "61840275").id == again
    refused(world, Patience(), NAME, PIN)


def test_an_operator_works_after_a_restart_and_the_rows_are_as_recorded(
    world: World, someone: OperatorId
) -> None:
    world.reopen()
    assert operators.sign_in(world.site, Patience(), NAME, PIN).id == someone


def test_a_pin_that_was_stretched_at_another_cost_is_stretched_anew_at_sign_in(
    world: World, someone: OperatorId
) -> None:
    before = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PIN).encode()
    with world.site.writing():
        world.site.store.secret_put(spell(someone), before)
    refused(world, Patience(), NAME, "wrong PIN")
    assert kept(world, someone) == before
    assert operators.sign_in(world.site, Patience(), NAME, PIN).id == someone
    after = kept(world, someone)
    assert b"m=65536,t=3,p=1" in after
    assert operators.sign_in(world.site, Patience(), NAME, PIN).id == someone
    assert kept(world, someone) == after


def kept(world: World, operator: OperatorId) -> bytes:
    with world.site.store.reader() as reader:
        return reader.secret_get(spell(operator)) or b""


def test_only_who_may_enrol_can_enrol_or_revoke(world: World, someone: OperatorId) -> None:
    controller = operators.sign_in(world.site, Patience(), NAME, PIN)
    with pytest.raises(NotAllowed):
        operators.enrol(world.site, controller, "Another One", ("lead",), PIN)
    with pytest.raises(NotAllowed):
        operators.revoke(world.site, controller, someone, "own wish")


def test_no_pin_is_on_disk_or_in_a_verifier(world: World, someone: OperatorId) -> None:
    del someone
    with world.site.store.reader() as reader:
        kept = [reader.secret_get(name) or b"" for name in reader.secret_names()]
    assert kept
    assert all(one.startswith(b"$argon2id$") and PIN.encode() not in one for one in kept)


def test_a_role_of_a_newer_program_carries_no_right_here(world: World) -> None:
    """A fact from a later version, or from another site, must not stop anybody's sign-in."""
    stranger = OperatorId(world.site.new_id())
    with world.site.writing() as journal:
        journal.put(
            [OperatorEnrolled(stranger, world.site.now(), world.by.id, "New", ("ramp", "king"))]
        )
    found = operators.still_allowed(world.site, stranger)
    assert found is not None
    assert found.roles == ("ramp",)
