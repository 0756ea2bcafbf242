"""Passkeys: made and shown by a browser, for the site's one name, and counted (T23).

A key lives in a piece of hardware that asks for its owner and cannot be copied to a cloud; the
library checks what it signed, step by step (WebAuthn level 2, sections 7.1 and 7.2). Nothing of it
needs a network.
"""

import base64
import hashlib

import msgspec
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
from muster.ground.people.access.facts import CredentialEnrolled, Method
from muster.ground.people.ids import OperatorId
from muster.site.access.credentials import held_by
from muster.site.problems import KeyCanBeCopied, KeyRefused
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

_CHALLENGE = 32
_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


class Ceremony(msgspec.Struct, frozen=True):
    """What a browser is asked to sign: a challenge, for this domain, from one of these origins."""

    challenge: bytes
    domain: str
    origins: tuple[str, ...]


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
        exclude_credentials=_descriptors(held_by(site, by.id), domain),
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
        allow_credentials=_descriptors(held_by(site, operator), domain),
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


def _descriptors(held: Credentials, domain: str) -> list[PublicKeyCredentialDescriptor]:
    keys = held.of(Method.PASSKEY)
    return [PublicKeyCredentialDescriptor(id=one.id) for one in keys if one.domain == domain]


def _named(site: Site, operator: OperatorId, answer: str, domain: str) -> Credential:
    """Return the passkey that the answer says it is by, if it is the operator's and holds."""
    try:
        raw = str(msgspec.json.decode(answer)["id"])
        said = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    except (msgspec.DecodeError, ValueError, TypeError, KeyError, RecursionError):
        raise KeyRefused from None
    for one in held_by(site, operator).of(Method.PASSKEY):
        if one.id == said and one.domain == domain:
            return one
    raise KeyRefused


def _is_copied(kind: CredentialDeviceType) -> bool:
    return kind is not CredentialDeviceType.SINGLE_DEVICE


def _count(site: Site, key: bytes, count: int) -> None:
    site.store.secret_put(_counter(key), count.to_bytes(8, "big"))


def _counter(key: bytes) -> str:
    return f"count/{hashlib.sha256(key).hexdigest()}"
