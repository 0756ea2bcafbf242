"""Codes that are good once: from a telephone (TOTP, RFC 6238), and on paper (T23).

The secret of a telephone's codes is sealed under a key that follows from the site's own; of codes
on paper a keyed digest is kept. Either is taken once, and paper stands in for what was lost.

A code opens in the half minute it is of, and in no other (ASVS 5.0, 6.5.5). Telephone and site may
keep time apart, with no network for weeks: how far the telephone is ahead is learned when it is
enrolled, and again from two codes in a row that are wrong by the same (RFC 6238, 6).
"""

import base64
import hashlib
import hmac
from unicodedata import decimal

import msgspec
from pyotp.totp import TOTP

from muster.ground.people.access.facts import CredentialEnrolled, CredentialRevoked, Method
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import SECOND
from muster.ground.secrecy.keys import own_key
from muster.ground.secrecy.sealing import NONCE, seal, unseal
from muster.site.access.credentials import held_by, secret_name
from muster.site.problems import CodeOfAnotherTime, CodeRefused
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

PAPER_CODES = 8
_CODE = 15
"""Bytes of a code on paper: 24 letters, too many to guess even without a wait."""
_SECRET = 20
_STEP = 30
_REACH = 10
"""Steps that two clocks may be apart and are still learned to be: five minutes."""
_KEYS = b"muster/codes/1/"


class _Sight(msgspec.Struct, frozen=True, array_like=True):
    """A code of step ``step`` came when the site's clock said ``at`` seconds."""

    step: int
    at: int

    def ahead(self) -> tuple[int, int]:
        """Return between how many seconds the telephone is ahead, if it showed the code then."""
        return self.step * _STEP - self.at, (self.step + 1) * _STEP - self.at


class _Codes(msgspec.Struct, frozen=True, array_like=True):
    """The secret of one-time codes, and the last step of which one was used: none is used twice.

    ``ahead`` are the seconds that the telephone's clock is ahead of the site's; ``missed`` is the
    code of another time that came last.
    """

    secret: bytes
    used: int = 0
    ahead: int = 0
    missed: _Sight | None = None


def new_secret(site: Site, by: Operator) -> tuple[str, str]:
    """Return a secret for one-time codes and the address that a telephone reads it from.

    It is kept nowhere before ``add_codes`` has seen a code of it.
    """
    require(by, Right.OWN)
    secret = base64.b32encode(site.entropy.draw(_SECRET)).decode()
    return secret, TOTP(secret).provisioning_uri(name=by.name, issuer_name=site.state.name)


def add_codes(site: Site, by: Operator, secret: str, code: str) -> None:
    """Let ``by`` sign in with codes of ``secret``, shown by one; the one before holds no more."""
    require(by, Right.OWN)
    now = site.now().latest // SECOND
    step = _step_of(secret, _plain(code), now, after=0)
    if step is None:
        raise CodeRefused
    ahead = 0 if step == now // _STEP else sum(_Sight(step, now).ahead()) // 2
    kept = msgspec.msgpack.encode(_Codes(base64.b32decode(secret), step, ahead))
    _replace(site, by, Method.CODES, _sealed(site, by.id, kept))


def print_codes(site: Site, by: Operator) -> tuple[str, ...]:
    """Return fresh codes for paper, each good once; those before hold no more."""
    require(by, Right.OWN)
    codes = tuple(_spelled(site.entropy.draw(_CODE)) for _ in range(PAPER_CODES))
    digests = [_digest(site, by.id, one) for one in codes]
    _replace(site, by, Method.PAPER, msgspec.msgpack.encode(digests))
    return codes


def check_code(site: Site, operator: OperatorId, code: str) -> Method:
    """Take a one-time code, or one from paper, once.

    Raises ``CodeOfAnotherTime`` for one that the telephone shows at another time of the site's
    clock; a second one of the same distance is taken. Raises ``CodeRefused`` for any other.
    """
    plain = _plain(code)
    held = held_by(site, operator)
    wrong: type[CodeRefused] = CodeRefused
    with site.writing():
        if plain.isdigit() and held.of(Method.CODES):
            try:
                _take_code(site, operator, plain)
            except CodeRefused as refused:  # what it says of the clocks is kept all the same
                wrong = type(refused)
            else:
                return Method.CODES
        if held.of(Method.PAPER) and _takes_paper(site, operator, plain):
            return Method.PAPER
    raise wrong


def papers_left(site: Site, by: Operator) -> int:
    """Return how many codes on paper are left."""
    require(by, Right.OWN)
    with site.view() as view:
        raw = view.reader.secret_get(secret_name(Method.PAPER, by.id))
    return len(msgspec.msgpack.decode(raw)) if raw and held_by(site, by.id).of(Method.PAPER) else 0


def _replace(site: Site, by: Operator, method: Method, secret: bytes) -> None:
    """Put a secret in the place of the one before, and both on record."""
    with site.writing() as journal:
        now, before = site.now(), held_by(site, by.id).of(method)
        journal.put(CredentialRevoked(by.id, now, by.id, one.id, "replaced") for one in before)
        journal.put([CredentialEnrolled(by.id, now, by.id, site.new_id(), method)])
        site.store.secret_put(secret_name(method, by.id), secret)


def _place(operator: OperatorId) -> bytes:
    return _KEYS + operator


def _key(site: Site) -> bytes:
    return own_key(site.keys.site_seed, b"codes")


def _sealed(site: Site, operator: OperatorId, plain: bytes) -> bytes:
    return seal(plain, _place(operator), _key(site), site.entropy.draw(NONCE))


def _take_code(site: Site, operator: OperatorId, code: str) -> None:
    raw = site.store.secret_get(secret_name(Method.CODES, operator))
    if raw is None:
        raise CodeRefused
    before = msgspec.msgpack.decode(unseal(raw, _place(operator), _key(site)), type=_Codes)
    now = site.now().latest // SECOND
    secret = base64.b32encode(before.secret).decode()
    step = _step_of(secret, code, now + before.ahead, after=before.used)
    if step is None:
        raise CodeRefused
    after = _seen(before, _Sight(step, now))
    kept = _sealed(site, operator, msgspec.msgpack.encode(after))
    site.store.secret_put(secret_name(Method.CODES, operator), kept)
    if after.used != step:
        raise CodeOfAnotherTime


def _seen(codes: _Codes, sight: _Sight) -> _Codes:
    """Return what is known after a code was seen: it is used where its time, or its miss, fits."""
    if sight.step == (sight.at + codes.ahead) // _STEP:
        return _Codes(codes.secret, sight.step, codes.ahead)
    before = codes.missed
    if before is not None and before.step < sight.step <= before.step + _REACH:
        (low, high), (lower, higher) = sight.ahead(), before.ahead()
        least, most = max(low, lower), min(high, higher)
        if least <= most:
            return _Codes(codes.secret, sight.step, (least + most) // 2)
    return _Codes(codes.secret, codes.used, codes.ahead, sight)


def _step_of(secret: str, code: str, now: int, *, after: int) -> int | None:
    """Return the step that ``code`` is of, the nearest to ``now`` seconds; none that was used."""
    here = now // _STEP
    totp, typed = TOTP(secret), code.encode(errors="replace")
    for step in sorted(range(here - _REACH, here + _REACH + 1), key=lambda one: abs(one - here)):
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def _takes_paper(site: Site, operator: OperatorId, code: str) -> bool:
    raw = site.store.secret_get(secret_name(Method.PAPER, operator))
    digests = msgspec.msgpack.decode(raw, type=list[bytes]) if raw else []
    shown = _digest(site, operator, code)
    left = [one for one in digests if not hmac.compare_digest(one, shown)]
    if len(left) == len(digests):
        return False
    site.store.secret_put(secret_name(Method.PAPER, operator), msgspec.msgpack.encode(left))
    return True


def _plain(code: str) -> str:
    """Return a code as it was meant: without spaces or dashes, in our digits and in capitals."""
    kept = (one for one in code.upper() if one.isalnum())
    return "".join(str(decimal(one)) if one.isdecimal() else one for one in kept)


def _spelled(raw: bytes) -> str:
    letters = base64.b32encode(raw).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _digest(site: Site, operator: OperatorId, code: str) -> bytes:
    plain = _plain(code).encode(errors="replace")
    return hashlib.blake2b(_place(operator) + plain, digest_size=32, key=_key(site)).digest()
