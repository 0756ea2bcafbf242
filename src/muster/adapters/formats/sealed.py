"""Seal a file to one recipient with age, and say of a recipient's key what people can compare.

The format is that of age-encryption.org/v1, with one X25519 recipient. Whoever gets the file opens
it with any program that knows age; Muster holds no key that could. What was sealed is looked at
again: one recipient in its header, and as many bytes as the content makes.
"""

import re
from hashlib import sha256
from typing import Final

from pyrage import RecipientError, encrypt
from pyrage.x25519 import Recipient

from muster.adapters.formats.problems import RecipientUnreadable, SealUnsound

_KEY: Final = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_NONCE: Final = 16
_INTRO: Final = b"age-encryption.org/v1"
_FIRST: Final = b"-> X25519 "
_MAC: Final = b"\n--- "
_MAC_LENGTH: Final = 43
GROUPS: Final = 8


def fingerprint(key: str) -> str:
    """Return what two people read to each other: eight groups of four, of the key's SHA-256.

    Raises ``RecipientUnreadable`` where ``key`` is no public key of age.
    """
    _recipient(key)
    digest = sha256(b"muster/recipient/1 " + key.encode()).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 4 * GROUPS, 4))


def same_fingerprint(one: str, other: str) -> bool:
    """Return whether two people said the same, however they grouped it."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def seal(content: bytes, key: str) -> bytes:
    """Return ``content`` sealed to the one holder of ``key``.

    Raises ``RecipientUnreadable``; ``SealUnsound`` where what came out is not what it must be.
    """
    sealed: bytes = encrypt(content, [_recipient(key)])
    if not is_sealed_to_one(sealed, len(content)):
        raise SealUnsound
    return sealed


def _recipient(key: str) -> Recipient:
    if not _KEY.fullmatch(key):
        raise RecipientUnreadable(found=len(key))
    try:
        return Recipient.from_str(key)
    except RecipientError:
        raise RecipientUnreadable(found=len(key)) from None


def is_sealed_to_one(sealed: bytes, length: int) -> bool:
    """Return whether ``sealed`` is an age file of ``length`` bytes, for one X25519 recipient.

    A stanza of another kind (age adds one now and then, so that readers bear what they do not
    know) opens it to nobody, and is allowed.
    """
    head, mac, rest = sealed.partition(_MAC)
    lines = head.split(b"\n")
    recipients = sum(line.startswith(_FIRST) for line in lines)
    strange = any(
        line.startswith((b"-> scrypt", b"-> ssh-", b"-> piv-p256", b"-> mlkem")) for line in lines
    )
    chunks = max(1, -(-length // _CHUNK))
    body = _MAC_LENGTH + 1 + _NONCE + length + chunks * _TAG
    opens = lines[0] == _INTRO and recipients == 1 and not strange
    return opens and bool(mac) and len(rest) == body
