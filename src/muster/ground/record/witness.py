"""Another site's signature under what this one holds: nobody was told another story (T3).

A receipt of the exchange is signed by a writer of the other site and holds a hash over the ends of
all logs that both may hold. An end, (log, sequence, hash), binds its whole log up to there, since
every entry names the one before. So one signature in each session cosigns the checkpoint of every
log at once, and it can be checked by whoever has the entries, the receipt and the operation's key.
"""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.ground.record.problems import CertificateWrong, WitnessWrong

Point = tuple[bytes, int, bytes]
"""An end of a log: its id, the sequence of the entry, the entry's hash."""
RECEIPT = b"muster/receipt/1"
LARGEST = 4 * 1024 * 1024
_WHOLE = b"muster/vector/1"
_SIGNATURE = 64
_SHAPE = 9
_SITE, _TO, _WRITER, _DIGEST, _SIGNED = 1, 2, 3, 6, 8


class Witness(msgspec.Struct, frozen=True, array_like=True):
    """A receipt, the certificate of the writer who signed it, and the ends that it stands for."""

    certificate: bytes
    receipt: bytes
    points: tuple[Point, ...]


def digest(points: Iterable[Point]) -> bytes:
    """Return the SHA-256 over whole points, sorted: equal for equal sets of entries."""
    whole = sha256(_WHOLE)
    for log, sequence, end in sorted(points):
        whole.update(log + sequence.to_bytes(8, "big") + end)
    return whole.digest()


def encode(witness: Witness) -> bytes:
    """Return the bytes of ``witness``."""
    return msgspec.msgpack.encode(witness)


def read(raw: bytes) -> Witness:
    """Return the witness in ``raw``; raise ``WitnessWrong``. Nothing is verified yet."""
    try:
        return msgspec.msgpack.decode(raw[: LARGEST + 1], type=Witness)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise WitnessWrong from None


def verify(witness: Witness, operation: bytes, to: bytes) -> WriterCertificate:
    """Return who signed that they hold what is told to the site ``to``; raise ``WitnessWrong``."""
    try:
        writer = read_writer(witness.certificate)
        parts = msgspec.msgpack.decode(witness.receipt)
    except (CertificateWrong, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise WitnessWrong from None
    if not isinstance(parts, list) or len(parts) != _SHAPE or writer.site.site == to:
        raise WitnessWrong
    named = (parts[_SITE], parts[_TO], parts[_WRITER], parts[_DIGEST])
    said = (writer.site.site, to, writer.writer, digest(witness.points))
    if named != said or writer.site.operation_key != operation:
        raise WitnessWrong
    _assert_signed(parts, writer.writer_key)
    return writer


def _assert_signed(parts: list[object], key: bytes) -> None:
    signature = parts[_SIGNED]
    if not isinstance(signature, bytes) or len(signature) != _SIGNATURE:
        raise WitnessWrong
    plain = msgspec.msgpack.encode([*parts[:_SIGNED], b""])
    try:
        crypto_sign_open(signature + RECEIPT + plain, key)
    except (BadSignatureError, ValueError):
        raise WitnessWrong from None
