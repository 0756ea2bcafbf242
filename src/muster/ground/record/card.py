"""A site's card: the operation says who a site is, how it is reached, what it may hold.

One signature of the operation covers all of it, so that whoever puts a card on record, nobody can
change a key or add a compartment. Of several good cards the one that was issued last counts.
"""

from functools import lru_cache

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.ground.record.certificate import SiteCertificate
from muster.ground.record.problems import CardWrong, LimitExceeded

LARGEST_CARD = 4096
KEPT = 64
"""Cards that are kept read: who may be told what is asked of them in every message."""
_TAG = b"muster/card/1"
_KEY = 32
_ID = 16
_SIGNATURE = 64
_HIGHEST = 2**53 - 1


class SiteCard(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """A site of the operation, as the operation enrolled it. The tag in front is the version.

    ``exchange_key`` (X25519) takes grants; ``link`` is the one certificate (DER) that it shows on a
    link; ``compartments`` are those that it is a member of; ``issued`` is an instant.
    """

    site: SiteCertificate
    exchange_key: bytes
    link: bytes
    compartments: tuple[str, ...]
    issued: int
    signature: bytes = b""


def sign_card(plain: SiteCard, operation_secret: bytes) -> SiteCard:
    """Return ``plain`` signed by the operation (64-byte libsodium secret key)."""
    signature = crypto_sign(_message(plain), operation_secret)[:_SIGNATURE]
    return msgspec.structs.replace(plain, signature=signature)


def encode_card(card: SiteCard) -> bytes:
    """Return the bytes of a card; raise ``LimitExceeded`` for one that nobody would take."""
    raw = msgspec.msgpack.encode(card)
    if len(raw) > LARGEST_CARD:
        raise LimitExceeded(what="a card in bytes", limit=LARGEST_CARD, found=len(raw))
    return raw


@lru_cache(maxsize=KEPT)
def read_card(raw: bytes, operation_key: bytes) -> SiteCard:
    """Return the card in ``raw`` if ``operation_key`` signed it; raise ``CardWrong``."""
    card = _decode(raw)
    if card.site.operation_key != operation_key:
        raise CardWrong
    try:
        crypto_sign_open(card.signature + _message(card), operation_key)
    except (BadSignatureError, ValueError):
        raise CardWrong from None
    return card


def _decode(raw: bytes) -> SiteCard:
    try:
        card = msgspec.msgpack.decode(raw[: LARGEST_CARD + 1], type=SiteCard)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CardWrong from None
    if msgspec.msgpack.encode(card) != raw or not _measured(card):
        raise CardWrong
    return card


def _measured(card: SiteCard) -> bool:
    keys = (card.exchange_key, card.site.operation_key, card.site.site_key)
    return (
        all(len(one) == _KEY for one in keys)
        and len(card.site.site) == _ID
        and len(card.signature) == _SIGNATURE
        and 0 <= card.issued <= _HIGHEST
        and [*card.compartments] == sorted({*card.compartments})
    )


def _message(card: SiteCard) -> bytes:
    return _TAG + msgspec.msgpack.encode(msgspec.structs.replace(card, signature=b""))
