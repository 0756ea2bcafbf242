"""Codes that are good once: from a telephone (TOTP, RFC 6238), and on paper (T23).

The secret of a telephone's codes is sealed under a key that follows from the site's own; of codes
on paper a keyed digest is kept. Either is taken once, and paper stands in for what was lost.
"""

import base64
import hashlib
import hmac
from unicodedata import decimal

import msgspec
from pyotp.totp import TOTP

from muster.ground.people.access.facts import CredentialEnrolled, CredentialRevoked, Method
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import SECOND, Instant
from muster.ground.secrecy.keys import own_key
from muster.ground.secrecy.sealing import NONCE, seal, unseal
from muster.site.access.credentials import held_by, secret_name
from muster.site.problems import CodeRefused
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

PAPER_CODES = 8
_CODE = 15
"""Bytes of a code on paper: 24 letters, too many to guess even without a wait."""
_SECRET = 20
_STEP = 30
_KEYS = b"muster/codes/1/"


class _Codes(msgspec.Struct, frozen=True, array_like=True):
    """The secret of one-time codes, and the last step of which one was used: none is used twice."""

    secret: bytes
    used: int = 0


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
    step = _step_of(secret, _plain(code), site.now().latest, after=0)
    if step is None:
        raise CodeRefused
    kept = msgspec.msgpack.encode(_Codes(base64.b32decode(secret), step))
    _replace(site, by, Method.CODES, _sealed(site, by.id, kept))


def print_codes(site: Site, by: Operator) -> tuple[str, ...]:
    """Return fresh codes for paper, each good once; those before hold no more."""
    require(by, Right.OWN)
    codes = tuple(_spelled(site.entropy.draw(_CODE)) for _ in range(PAPER_CODES))
    digests = [_digest(site, by.id, one) for one in codes]
    _replace(site, by, Method.PAPER, msgspec.msgpack.encode(digests))
    return codes


def check_code(site: Site, operator: OperatorId, code: str) -> Method:
    """Take a one-time code, or one from paper, once; raise ``CodeRefused``."""
    plain = _plain(code)
    held = held_by(site, operator)
    with site.writing():
        if plain.isdigit() and held.of(Method.CODES) and _takes_code(site, operator, plain):
            return Method.CODES
        if held.of(Method.PAPER) and _takes_paper(site, operator, plain):
            return Method.PAPER
    raise CodeRefused


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


def _takes_code(site: Site, operator: OperatorId, code: str) -> bool:
    raw = site.store.secret_get(secret_name(Method.CODES, operator))
    if raw is None:
        return False
    codes = msgspec.msgpack.decode(unseal(raw, _place(operator), _key(site)), type=_Codes)
    secret = base64.b32encode(codes.secret).decode()
    step = _step_of(secret, code, site.now().latest, after=codes.used)
    if step is None:
        return False
    used = msgspec.msgpack.encode(_Codes(codes.secret, step))
    site.store.secret_put(secret_name(Method.CODES, operator), _sealed(site, operator, used))
    return True


def _step_of(secret: str, code: str, now: Instant, *, after: int) -> int | None:
    """Return the step that ``code`` is of: this one, or the one before or after; none used."""
    here = now // SECOND // _STEP
    totp, typed = TOTP(secret), code.encode(errors="replace")
    for step in (here, here - 1, here + 1):
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
