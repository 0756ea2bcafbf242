"""What is shown beside a PIN: codes, each once; paper, each once; two people take it away (T23)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from random import Random

import pytest
from pyotp.totp import TOTP

from muster.ground.people.access.credential import Credentials, fold_credentials
from muster.ground.people.access.facts import CredentialEnrolled, CredentialRevoked, Method
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import SECOND, Moment
from muster.site import operators
from muster.site.access import credentials, onetime, passkeys
from muster.site.access.onetime import PAPER_CODES
from muster.site.access.passkeys import Ceremony
from muster.site.problems import (
    CodeOfAnotherTime,
    CodeRefused,
    CredentialUnknown,
    KeyRefused,
    NotAllowed,
    ReasonEmpty,
    SecondMissing,
    SecondSame,
)
from muster.site.rights import Operator, Role
from muster.site.upkeep import verify
from tests.world.site import World


def somebody(world: World, name: str = "Example head", role: Role = Role.HEAD) -> Operator:
    identity = operators.enrol(world.site, world.by, name, (role.value,), "24681357")
    return Operator(identity, name, (role,))


def code(world: World, secret: str, ahead: int = 0) -> str:
    return TOTP(secret).generate_otp(world.clock.at // SECOND // 30 + ahead)


def with_codes(world: World, by: Operator) -> str:
    secret, address = onetime.new_secret(world.site, by)
    assert address.startswith("otpauth://totp/")
    onetime.add_codes(world.site, by, secret, code(world, secret))
    return secret


def test_whoever_enrolled_nothing_signs_in_with_the_pin_alone(world: World) -> None:
    assert credentials.needed(world.site, somebody(world).id) == ()


def test_a_code_lets_in_once_and_no_older_one_does(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    assert credentials.needed(world.site, by.id) == (Method.CODES,)
    with pytest.raises(CodeRefused):  # the code that showed that the telephone has it
        onetime.check_code(world.site, by.id, code(world, secret))
    world.tick()
    now = code(world, secret)
    assert onetime.check_code(world.site, by.id, now) is Method.CODES
    for again in (now, code(world, secret, -1)):
        with pytest.raises(CodeRefused):
            onetime.check_code(world.site, by.id, again)


@pytest.mark.parametrize("ahead", [-2, 2, 100])
def test_a_code_of_another_time_does_not_fit(world: World, ahead: int) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    world.tick()
    world.tick()
    with pytest.raises(CodeRefused):
        onetime.check_code(world.site, by.id, code(world, secret, ahead))


@pytest.mark.parametrize("late", [1, 29, 30, 45, 59])
def test_a_code_opens_for_thirty_seconds_and_no_longer(world: World, late: int) -> None:
    """ASVS 5.0, 6.5.5, whether the clocks agree or not."""
    by = somebody(world)
    secret = with_codes(world, by)
    world.clock.at += (60 * SECOND) - world.clock.at % (30 * SECOND)
    shown = code(world, secret)
    world.tick(late * SECOND)
    if late < 30:
        assert onetime.check_code(world.site, by.id, shown) is Method.CODES
        return
    with pytest.raises(CodeOfAnotherTime):
        onetime.check_code(world.site, by.id, shown)


def test_two_codes_in_a_row_teach_how_far_the_clocks_are_apart(world: World) -> None:
    """RFC 6238, 6; what was learned may be half a step off, and lets no code in twice."""
    by, chance = somebody(world), Random(65)
    for apart in (-270, -31, -15, 0, 14, 16, 44, 270):
        secret = with_codes(world, by)
        world.tick(600 * SECOND)  # the code that enrolled it was of our time
        taken = []
        for _ in range(12):
            world.tick(chance.randint(31, 100) * SECOND)
            shown = TOTP(secret).generate_otp((world.clock.at // SECOND + apart) // 30)
            taken.append(_enters(world, by, shown))
            assert not _enters(world, by, shown)
        assert sum(taken) >= 6, (apart, taken)
        assert all(one or two for one, two in pairwise(taken)), (apart, taken)


def _enters(world: World, by: Operator, shown: str) -> bool:
    try:
        onetime.check_code(world.site, by.id, shown)
    except CodeRefused:
        return False
    return True


def test_one_stale_code_alone_teaches_nothing_however_often_it_is_shown(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    world.tick(600 * SECOND)
    stale = code(world, secret, -3)
    for _ in range(4):
        with pytest.raises(CodeOfAnotherTime):
            onetime.check_code(world.site, by.id, stale)
        world.tick(31 * SECOND)
    assert onetime.check_code(world.site, by.id, code(world, secret)) is Method.CODES


@pytest.mark.parametrize("apart", [-200, -31, 45, 290])
def test_a_telephone_that_is_fast_or_slow_is_known_from_its_first_code(
    world: World, apart: int
) -> None:
    by = somebody(world)
    secret, _ = onetime.new_secret(world.site, by)
    world.clock.at -= world.clock.at % (30 * SECOND)
    world.tick((15 - apart % 30) % 30 * SECOND)  # the telephone is in the middle of a step

    def shown() -> str:
        return TOTP(secret).generate_otp((world.clock.at // SECOND + apart) // 30)

    onetime.add_codes(world.site, by, secret, shown())
    world.tick(300 * SECOND)
    assert onetime.check_code(world.site, by.id, shown()) is Method.CODES


def test_two_who_sign_in_with_one_code_at_once_are_one(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    world.tick()
    shown = code(world, secret)

    with ThreadPoolExecutor(8) as many:
        assert sum(many.map(lambda _: _enters(world, by, shown), range(8))) == 1


def test_the_secret_is_nowhere_in_the_store_as_it_is(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    with world.site.view() as view:
        kept = [view.reader.secret_get(name) or b"" for name in view.reader.secret_names()]
    assert not [one for one in kept if secret.encode() in one or _raw(secret) in one]


def _raw(secret: str) -> bytes:
    return TOTP(secret).byte_secret()


def test_codes_on_paper_let_in_once_each_and_never_without_another_way(world: World) -> None:
    by = somebody(world)
    papers = onetime.print_codes(world.site, by)
    assert len({*papers}) == PAPER_CODES
    assert credentials.needed(world.site, by.id) == ()
    with_codes(world, by)
    assert credentials.needed(world.site, by.id) == (Method.CODES, Method.PAPER)
    assert onetime.check_code(world.site, by.id, papers[0].lower()) is Method.PAPER
    with pytest.raises(CodeRefused):
        onetime.check_code(world.site, by.id, papers[0])
    assert onetime.papers_left(world.site, by) == PAPER_CODES - 1
    onetime.print_codes(world.site, by)
    with pytest.raises(CodeRefused):
        onetime.check_code(world.site, by.id, papers[1])


def test_the_paper_of_one_is_nothing_for_another(world: World) -> None:
    one, other = somebody(world), somebody(world, "Example other")
    papers = onetime.print_codes(world.site, one)
    onetime.print_codes(world.site, other)
    with pytest.raises(CodeRefused):
        onetime.check_code(world.site, other.id, papers[0])


def test_two_people_reset_and_nobody_alone(world: World) -> None:
    by = somebody(world)
    with_codes(world, by)
    lead = somebody(world, "Second lead", Role.LEAD)
    reset = credentials.reset
    for second, refusal in ((None, SecondMissing), (world.by, SecondSame), (by, NotAllowed)):
        with pytest.raises(refusal):
            reset(world.site, world.by, second, by.id, "lost")
    with pytest.raises(ReasonEmpty):
        reset(world.site, world.by, lead, by.id, " ")
    assert reset(world.site, world.by, lead, by.id, "telephone lost") == 1
    assert credentials.needed(world.site, by.id) == ()
    with pytest.raises(CredentialUnknown):
        reset(world.site, world.by, lead, by.id, "again")
    assert verify(world.site, world.by).findings == ()


def test_an_owner_removes_what_is_theirs_and_nothing_else(world: World) -> None:
    one, other = somebody(world), somebody(world, "Example other")
    with_codes(world, one)
    (row,) = credentials.mine(world.site, one)
    with pytest.raises(CredentialUnknown):
        credentials.remove(world.site, other, row.id, "not mine")
    credentials.remove(world.site, one, row.id, "a new telephone")
    assert credentials.needed(world.site, one.id) == ()


def test_an_answer_that_is_none_is_refused_and_nothing_breaks(world: World) -> None:
    by = somebody(world)
    asked = Ceremony(b"c" * 32, "muster.test.internal", ("https://muster.test.internal",))
    for answer in ("", "{}", "[]", "null", '{"id": 5}', '{"id": "\\u00e9"}', "x" * 9_000, "\x00"):
        with pytest.raises(KeyRefused):
            passkeys.prove(world.site, by.id, answer, asked)
        with pytest.raises(KeyRefused):
            passkeys.add_key(world.site, by, "blue", answer, asked)


def _enrolled(at: int) -> CredentialEnrolled:
    return CredentialEnrolled(b"o" * 16, Moment.at(at), b"o" * 16, b"key", Method.PASSKEY, "blue")


def _gone(at: int) -> CredentialRevoked:
    return CredentialRevoked(b"o" * 16, Moment.at(at), b"l" * 16, b"key", "lost")


def test_a_revocation_holds_in_whatever_order_it_is_heard() -> None:
    states: list[Credentials] = []
    for order in ((_enrolled(1), _gone(2)), (_gone(2), _enrolled(1))):
        state = None
        for fact in order:
            state = fold_credentials(state, fact)
        assert state is not None
        states.append(state)
    assert all(state.good == () for state in states)
    assert fold_credentials(states[0], _enrolled(3)).good == ()


def test_a_reset_reaches_another_site_by_its_fact() -> None:
    assert CredentialRevoked.compartment == CredentialEnrolled.compartment == "public"


@pytest.mark.parametrize(
    "typed", ["", "٠٠٠٠٠٠", "①②③④⑤⑥", "é" * 16, "\ud800", "0" * 10_000, "\x00"]
)
def test_a_code_that_is_none_is_refused_and_nothing_breaks(world: World, typed: str) -> None:
    by = somebody(world)
    with_codes(world, by)
    onetime.print_codes(world.site, by)
    world.tick()
    with pytest.raises(CodeRefused):
        onetime.check_code(world.site, by.id, typed)


def test_a_code_may_be_typed_in_the_digits_of_another_script(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    world.tick()
    typed = code(world, secret).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert onetime.check_code(world.site, by.id, typed) is Method.CODES


def test_who_is_nobody_has_nothing(world: World) -> None:
    assert credentials.needed(world.site, OperatorId(b"x" * 16)) == ()
    with pytest.raises(CodeRefused):
        onetime.check_code(world.site, OperatorId(b"x" * 16), "123456")
