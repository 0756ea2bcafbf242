"""A receipt: one writer's signed word that its site holds durably what its points say.

It is given only after the commit, kept as the latest of each peer, and worth nothing once the peer
writes under another key: a restored site no longer holds what it signed for.
"""

from hashlib import sha256

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.adapters.exchange.frames import Receipt, encode
from muster.adapters.exchange.problems import ReceiptWrong
from muster.ground.record.certificate import WriterCertificate
from muster.ground.record.witness import RECEIPT

_SIGNATURE = 64
_ID = 16


def signed(receipt: Receipt, secret: bytes) -> Receipt:
    """Return ``receipt`` signed by the writer's secret key (64 bytes, libsodium)."""
    signature = crypto_sign(_message(receipt), secret)[:_SIGNATURE]
    return msgspec.structs.replace(receipt, signature=signature)


def verify(receipt: Receipt, writer: WriterCertificate, to: bytes) -> None:
    """Raise ``ReceiptWrong`` unless ``writer`` gave ``receipt`` to the site ``to``."""
    parties = (receipt.site, receipt.writer, receipt.peer)
    if parties != (writer.site.site, writer.writer, to) or len(receipt.signature) != _SIGNATURE:
        raise ReceiptWrong
    try:
        crypto_sign_open(receipt.signature + _message(receipt), writer.writer_key)
    except (BadSignatureError, ValueError):
        raise ReceiptWrong from None


def identity(raw: bytes) -> bytes:
    """Return the 16 bytes by which both sites name a receipt that both hold."""
    return sha256(raw).digest()[:_ID]


def _message(receipt: Receipt) -> bytes:
    return RECEIPT + encode(msgspec.structs.replace(receipt, signature=b""))
