"""What is shown beside a PIN: codes, each once; paper, each once; two people take it away (T23)."""

import pytest
from pyotp.totp import TOTP

from muster.ground.people.access.credential import Credentials, fold_credentials
from muster.ground.people.access.facts import CredentialEnrolled, CredentialRevoked, Method
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import SECOND, Moment
from muster.site import operators
from muster.site.access import credentials
from muster.site.access.credentials import PAPER_CODES, Ceremony
from muster.site.problems import (
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
    secret, address = credentials.new_secret(world.site, by)
    assert address.startswith("otpauth://totp/")
    credentials.add_codes(world.site, by, secret, code(world, secret))
    return secret


def test_whoever_enrolled_nothing_signs_in_with_the_pin_alone(world: World) -> None:
    assert credentials.needed(world.site, somebody(world).id) == ()


def test_a_code_lets_in_once_and_no_older_one_does(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    assert credentials.needed(world.site, by.id) == (Method.CODES,)
    with pytest.raises(CodeRefused):  # the code that showed that the telephone has it
        credentials.check_code(world.site, by.id, code(world, secret))
    world.tick()
    now = code(world, secret)
    assert credentials.check_code(world.site, by.id, now) is Method.CODES
    for again in (now, code(world, secret, -1)):
        with pytest.raises(CodeRefused):
            credentials.check_code(world.site, by.id, again)


@pytest.mark.parametrize("ahead", [-2, 2, 100])
def test_a_code_of_another_time_does_not_fit(world: World, ahead: int) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    world.tick()
    world.tick()
    with pytest.raises(CodeRefused):
        credentials.check_code(world.site, by.id, code(world, secret, ahead))


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
    papers = credentials.print_codes(world.site, by)
    assert len({*papers}) == PAPER_CODES
    assert credentials.needed(world.site, by.id) == ()
    with_codes(world, by)
    assert credentials.needed(world.site, by.id) == (Method.CODES, Method.PAPER)
    assert credentials.check_code(world.site, by.id, papers[0].lower()) is Method.PAPER
    with pytest.raises(CodeRefused):
        credentials.check_code(world.site, by.id, papers[0])
    assert credentials.papers_left(world.site, by) == PAPER_CODES - 1
    credentials.print_codes(world.site, by)
    with pytest.raises(CodeRefused):
        credentials.check_code(world.site, by.id, papers[1])


def test_the_paper_of_one_is_nothing_for_another(world: World) -> None:
    one, other = somebody(world), somebody(world, "Example other")
    papers = credentials.print_codes(world.site, one)
    credentials.print_codes(world.site, other)
    with pytest.raises(CodeRefused):
        credentials.check_code(world.site, other.id, papers[0])


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
            credentials.prove(world.site, by.id, answer, asked)
        with pytest.raises(KeyRefused):
            credentials.add_key(world.site, by, "blue", answer, asked)


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
    credentials.print_codes(world.site, by)
    world.tick()
    with pytest.raises(CodeRefused):
        credentials.check_code(world.site, by.id, typed)


def test_a_code_may_be_typed_in_the_digits_of_another_script(world: World) -> None:
    by = somebody(world)
    secret = with_codes(world, by)
    world.tick()
    typed = code(world, secret).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert credentials.check_code(world.site, by.id, typed) is Method.CODES


def test_who_is_nobody_has_nothing(world: World) -> None:
    assert credentials.needed(world.site, OperatorId(b"x" * 16)) == ()
    with pytest.raises(CodeRefused):
        credentials.check_code(world.site, OperatorId(b"x" * 16), "123456")
