"""The receipt of a scuttle: a site says, for the last time, what it destroyed and what it held.

It is signed with a key of its own, which the site endorsed when it began to work and which is
nowhere on a disk: whoever captures what is left cannot sign one later. It names the site, what its
logs came to, and each step with its milliseconds. It proves that a key said so, not that nothing
was copied before.
"""

import base64
import binascii
from hashlib import sha256

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.ground.record.problems import CertificateWrong, ReceiptWrong

PREFIX = "MSR1"
LONGEST = 4_000
"""Characters of a receipt's text, at most."""
_ENDORSED = b"muster/scuttle-receipt/endorsed/1"
_SIGNED = b"muster/scuttle-receipt/1"
_SIGNATURE = 64
_KEY = 32


class Receipt(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """What was destroyed, where, when (ms UTC, by the site's clock), in which steps.

    ``entries`` is how many entries the site held; ``heads`` hashes the ends of all its logs, as
    ``heads_hash`` does. ``steps`` are names with the milliseconds since the order.
    """

    certificate: bytes
    key: bytes
    endorsement: bytes
    at: int
    entries: int
    heads: bytes
    steps: tuple[tuple[str, int], ...]
    signature: bytes = b""


def heads_hash(heads: dict[bytes, tuple[int, bytes]]) -> bytes:
    """Return one hash of where logs ended: of each its id, last sequence, and last hash."""
    lines = (log + at.to_bytes(8, "big") + last for log, (at, last) in sorted(heads.items()))
    return sha256(b"".join(lines)).digest()


def endorse(certificate: bytes, key: bytes, site_secret: bytes) -> bytes:
    """Return the site's word (64-byte libsodium key) that ``key`` may sign its receipt."""
    return crypto_sign(_endorsed(certificate, key), site_secret)[:_SIGNATURE]


def signed(plain: Receipt, seed: bytes) -> Receipt:
    """Return ``plain`` signed with the receipt key that ``seed`` makes."""
    _, secret = crypto_sign_seed_keypair(seed)
    return msgspec.structs.replace(
        plain, signature=crypto_sign(_message(plain), secret)[:_SIGNATURE]
    )


def written(receipt: Receipt) -> str:
    """Return a receipt as letters and digits, for a code, a message or a voice."""
    raw = msgspec.msgpack.encode(receipt)
    return PREFIX + base64.b32encode(raw).decode("ascii").rstrip("=")


def read(text: str) -> tuple[Receipt, WriterCertificate]:
    """Return the receipt in ``text`` and who signed it, once every signature holds.

    Raises ``ReceiptWrong``. Anybody can found an operation: that the certificate is of ours is the
    caller's to check.
    """
    receipt = _decoded("".join(text.split()).upper())
    try:
        writer = read_writer(receipt.certificate)
    except CertificateWrong:
        raise ReceiptWrong(by="the site") from None
    if not _holds(receipt.endorsement, _endorsed(receipt.certificate, receipt.key), writer):
        raise ReceiptWrong(by="the site")
    if not _opens(receipt.signature, _message(receipt), receipt.key):
        raise ReceiptWrong(by="the receipt key")
    return receipt, writer


def _decoded(text: str) -> Receipt:
    body = text.removeprefix(PREFIX)
    if body == text or len(text) > LONGEST:
        raise ReceiptWrong(by="anybody")
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        return msgspec.msgpack.decode(raw, type=Receipt)
    except (binascii.Error, ValueError, msgspec.DecodeError, RecursionError):
        raise ReceiptWrong(by="anybody") from None


def _holds(signature: bytes, message: bytes, writer: WriterCertificate) -> bool:
    return _opens(signature, message, writer.site.site_key)


def _opens(signature: bytes, message: bytes, key: bytes) -> bool:
    if len(signature) != _SIGNATURE or len(key) != _KEY:
        return False  # libsodium would read past the end of a shorter key
    try:
        crypto_sign_open(signature + message, key)
    except BadSignatureError:
        return False
    return True


def _endorsed(certificate: bytes, key: bytes) -> bytes:
    return _ENDORSED + sha256(certificate).digest() + key


def _message(receipt: Receipt) -> bytes:
    return _SIGNED + msgspec.msgpack.encode(msgspec.structs.replace(receipt, signature=b""))
