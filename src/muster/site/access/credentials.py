"""What people sign in with beside a PIN: passkeys, one-time codes, codes on paper (T23).

A PIN alone can be seen over a shoulder. Whoever has enrolled anything here shows it after the PIN,
each time. A passkey lives in a piece of hardware that asks for its owner, speaks for the site's one
name alone, and cannot be copied to a cloud; nothing of it needs a network. Where a key was lost, a
code on paper lets its owner in once; and two others can take everything away, so that the PIN lets
in again until a new one is enrolled.

Public halves are facts. The secret of one-time codes and digests of those on paper lie in the
encrypted store, the secret sealed once more under a key that follows from the site's own.
"""

import base64
import hashlib
import hmac
from unicodedata import decimal

import msgspec
from pyotp.totp import TOTP
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from muster.ground.people.access.credential import Credential, Credentials
from muster.ground.people.access.facts import CredentialEnrolled, CredentialRevoked, Method
from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.moment import SECOND, Instant
from muster.ground.secrecy.keys import own_key
from muster.ground.secrecy.sealing import NONCE, seal, unseal
from muster.site import authority
from muster.site.problems import (
    CodeRefused,
    CredentialUnknown,
    KeyCanBeCopied,
    KeyRefused,
    ReasonEmpty,
)
from muster.site.record.kinds import CREDENTIALS
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

PAPER_CODES = 8
_CODE = 10
"""Bytes of a code on paper: 16 letters, too many to guess even without a wait."""
_SECRET = 20
_CHALLENGE = 32
_STEP = 30
_KEYS = b"muster/codes/1/"


class Ceremony(msgspec.Struct, frozen=True):
    """What a browser is asked to sign: a challenge, for this domain, from one of these origins."""

    challenge: bytes
    domain: str
    origins: tuple[str, ...]


class CredentialRow(msgspec.Struct, frozen=True):
    """One credential in a list; ``domain`` is the one site name that a passkey speaks for."""

    id: bytes
    method: Method
    label: str
    domain: str
    since: Instant
    revoked: Instant | None


class _Codes(msgspec.Struct, frozen=True, array_like=True):
    """The secret of one-time codes, and the last step of which one was used: none is used twice."""

    secret: bytes
    used: int = 0


def mine(site: Site, by: Operator) -> list[CredentialRow]:
    """Return what ``by`` signs in with, and did, the newest first."""
    require(by, Right.OWN)
    return _rows(_held(site, by.id))


def theirs(site: Site, by: Operator, operator: OperatorId) -> list[CredentialRow]:
    """Return what somebody else signs in with; never a secret."""
    require(by, Right.ENROL)
    return _rows(_held(site, operator))


def needed(site: Site, operator: OperatorId) -> tuple[Method, ...]:
    """Return by what ``operator`` has to sign in after the PIN here; nothing: by the PIN alone.

    A passkey for this site is asked for at every address of it, so that nobody gets round it by
    one where a browser offers none. One for another site, which cannot be shown here, protects
    nothing here. Codes on paper stand in for something else and are not asked for alone.
    """
    held, known = _held(site, operator), authority.held(site)
    here = known.host if known is not None else ""
    keys = any(one.domain == here for one in held.of(Method.PASSKEY))
    ways = [Method.PASSKEY] if keys else []
    ways += [Method.CODES] if _is_here(site, operator, held, Method.CODES) else []
    if not ways:
        return ()
    return (*ways, Method.PAPER) if _is_here(site, operator, held, Method.PAPER) else tuple(ways)


def _is_here(site: Site, operator: OperatorId, held: Credentials, method: Method) -> bool:
    with site.view() as view:
        return bool(held.of(method)) and view.reader.secret_get(_name(method, operator)) is not None


def begin_key(site: Site, by: Operator, domain: str, operation: str) -> tuple[str, bytes]:
    """Return what the browser is to make a passkey by (JSON), and the challenge in it."""
    require(by, Right.OWN)
    challenge = site.entropy.draw(_CHALLENGE)
    options = generate_registration_options(
        rp_id=domain,
        rp_name=operation,
        user_name=by.name,
        user_id=by.id,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(_held(site, by.id), domain),
    )
    return options_to_json(options), challenge


def add_key(site: Site, by: Operator, label: str, answer: str, asked: Ceremony) -> bytes:
    """Put a passkey on record that the browser has made; return its id.

    Raises ``KeyRefused``, and ``KeyCanBeCopied`` for one that a cloud would copy.
    """
    require(by, Right.OWN)
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.domain,
            expected_origin=list(asked.origins),
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise KeyRefused from None
    if made.credential_backed_up or _is_copied(made.credential_device_type):
        raise KeyCanBeCopied
    said = (made.credential_id, Method.PASSKEY, label.strip(), made.credential_public_key)
    with site.writing() as journal:
        journal.put([CredentialEnrolled(by.id, site.now(), by.id, *said, asked.domain)])
        _count(site, made.credential_id, made.sign_count)
    return made.credential_id


def begin_proof(site: Site, operator: OperatorId, domain: str) -> tuple[str, bytes]:
    """Return what the browser is to sign with one of the operator's passkeys, and the challenge."""
    challenge = site.entropy.draw(_CHALLENGE)
    options = generate_authentication_options(
        rp_id=domain,
        challenge=challenge,
        allow_credentials=_descriptors(_held(site, operator), domain),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), challenge


def prove(site: Site, operator: OperatorId, answer: str, asked: Ceremony) -> bytes:
    """Return the id of the passkey that signed; raise ``KeyRefused``.

    A sign count that does not rise is a copied key: it is refused, and stays so until it rises.
    """
    key = _named(site, operator, answer, asked.domain)
    with site.view() as view:
        before = int.from_bytes(view.reader.secret_get(_counter(key.id)) or b"", "big")
    try:
        proved = verify_authentication_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.domain,
            expected_origin=list(asked.origins),
            credential_public_key=key.public,
            credential_current_sign_count=before,
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise KeyRefused from None
    if proved.credential_backed_up:
        raise KeyCanBeCopied
    with site.writing():
        _count(site, key.id, proved.new_sign_count)
    return key.id


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
    held = _held(site, operator)
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
        raw = view.reader.secret_get(_name(Method.PAPER, by.id))
    return len(msgspec.msgpack.decode(raw)) if raw and _held(site, by.id).of(Method.PAPER) else 0


def remove(site: Site, by: Operator, credential: bytes, reason: str) -> None:
    """Let ``by`` sign in with one thing less; raise ``CredentialUnknown``, ``ReasonEmpty``."""
    require(by, Right.OWN)
    _revoke(site, by, by.id, b"", (credential,), reason)


def reset(
    site: Site, by: Operator, second: Operator | None, operator: OperatorId, reason: str
) -> int:
    """Revoke everything that ``operator`` signs in with beside the PIN, here and everywhere.

    Two people sign, since afterwards the PIN alone lets in. Return how much was revoked.

    Raises ``SecondMissing``, ``SecondSame``, ``NotAllowed``, ``CredentialUnknown``.
    """
    beside = signed_by_two(by, second, Right.ENROL)
    good = tuple(one.id for one in _held(site, operator).good)
    if not good:
        raise CredentialUnknown
    _revoke(site, by, operator, beside, good, reason)
    return len(good)


_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


def _revoke(
    site: Site,
    by: Operator,
    operator: OperatorId,
    beside: bytes,
    which: tuple[bytes, ...],
    reason: str,
) -> None:
    if not reason.strip():
        raise ReasonEmpty
    with site.writing() as journal:
        good = {one.id: one for one in _held(site, operator).good}
        if not {*which} <= {*good}:
            raise CredentialUnknown
        now, said = site.now(), reason.strip()
        journal.put(CredentialRevoked(operator, now, by.id, one, said, beside) for one in which)
        for one in which:
            if good[one].method is not Method.PASSKEY:
                site.store.secret_drop(_name(good[one].method, operator))


def _replace(site: Site, by: Operator, method: Method, secret: bytes) -> None:
    """Put a secret in the place of the one before, and both on record."""
    with site.writing() as journal:
        now, before = site.now(), _held(site, by.id).of(method)
        journal.put(CredentialRevoked(by.id, now, by.id, one.id, "replaced") for one in before)
        journal.put([CredentialEnrolled(by.id, now, by.id, site.new_id(), method)])
        site.store.secret_put(_name(method, by.id), secret)


def _held(site: Site, operator: OperatorId) -> Credentials:
    with site.view() as view:
        return view.state(CREDENTIALS, operator) or Credentials()


def _rows(held: Credentials) -> list[CredentialRow]:
    rows = [
        CredentialRow(one.id, one.method, one.label, one.domain, one.since, one.revoked)
        for one in held.held
    ]
    return sorted(rows, key=lambda row: (row.revoked is not None, -row.since))


def _descriptors(held: Credentials, domain: str) -> list[PublicKeyCredentialDescriptor]:
    keys = held.of(Method.PASSKEY)
    return [PublicKeyCredentialDescriptor(id=one.id) for one in keys if one.domain == domain]


def _named(site: Site, operator: OperatorId, answer: str, domain: str) -> Credential:
    """Return the passkey that the answer says it is by, if it is the operator's and holds."""
    try:
        raw = str(msgspec.json.decode(answer)["id"])
        said = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    except (msgspec.DecodeError, ValueError, TypeError, KeyError):
        raise KeyRefused from None
    for one in _held(site, operator).of(Method.PASSKEY):
        if one.id == said and one.domain == domain:
            return one
    raise KeyRefused


def _is_copied(kind: CredentialDeviceType) -> bool:
    return kind is not CredentialDeviceType.SINGLE_DEVICE


def _count(site: Site, key: bytes, count: int) -> None:
    site.store.secret_put(_counter(key), count.to_bytes(8, "big"))


def _counter(key: bytes) -> str:
    return f"count/{hashlib.sha256(key).hexdigest()}"


def _name(method: Method, operator: OperatorId) -> str:
    return f"{method.value}/{spell(operator)}"


def _place(operator: OperatorId) -> bytes:
    return _KEYS + operator


def _key(site: Site) -> bytes:
    return own_key(site.keys.site_seed, b"codes")


def _sealed(site: Site, operator: OperatorId, plain: bytes) -> bytes:
    return seal(plain, _place(operator), _key(site), site.entropy.draw(NONCE))


def _takes_code(site: Site, operator: OperatorId, code: str) -> bool:
    raw = site.store.secret_get(_name(Method.CODES, operator))
    if raw is None:
        return False
    codes = msgspec.msgpack.decode(unseal(raw, _place(operator), _key(site)), type=_Codes)
    secret = base64.b32encode(codes.secret).decode()
    step = _step_of(secret, code, site.now().latest, after=codes.used)
    if step is None:
        return False
    used = msgspec.msgpack.encode(_Codes(codes.secret, step))
    site.store.secret_put(_name(Method.CODES, operator), _sealed(site, operator, used))
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
    raw = site.store.secret_get(_name(Method.PAPER, operator))
    digests = msgspec.msgpack.decode(raw, type=list[bytes]) if raw else []
    shown = _digest(site, operator, code)
    left = [one for one in digests if not hmac.compare_digest(one, shown)]
    if len(left) == len(digests):
        return False
    site.store.secret_put(_name(Method.PAPER, operator), msgspec.msgpack.encode(left))
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
