"""Who writes: an operation certifies a site, a site certifies its writers.

A *writer* is one incarnation of a site server or a device, with its own Ed25519 key. The id of a
log follows from the writer's certificate and the compartment, so that nobody can claim a log.
Keys come in as bytes: this room draws none. A certificate has one spelling, because its bytes are
part of the log's id: other bytes that mean the same would be another log.
"""

from functools import lru_cache
from hashlib import sha256

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.ground.record.problems import CertificateWrong, LimitExceeded

_SITE_TAG = b"muster/site/1"
_WRITER_TAG = b"muster/writer/1"
_LOG_TAG = b"muster/log/1"
DEVICE = "device"
"""The post of a tablet's certificate; its log may go on over a gap (``segment.over_gap``)."""
LARGEST = 1024
MOST_KNOWN = 1_024
SIGNATURE = 64
_KEY = 32
_ID = 16
_HIGHEST_INCARNATION = 2**53 - 1


class SiteCertificate(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """The operation says: this key is this site's. The tag in front is the version."""

    operation_key: bytes
    site: bytes
    name: str
    site_key: bytes
    signature: bytes = b""


class WriterCertificate(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """The site says: this key is this writer's, incarnation ``incarnation`` of ``post``.

    The tag in front is the version.
    """

    site: SiteCertificate
    writer: bytes
    post: str
    incarnation: int
    writer_key: bytes
    signature: bytes = b""


def certify_site(plain: SiteCertificate, operation_secret: bytes) -> SiteCertificate:
    """Return ``plain`` signed by the operation (64-byte libsodium secret key)."""
    return msgspec.structs.replace(plain, signature=_sign(_SITE_TAG, plain, operation_secret))


def certify_writer(plain: WriterCertificate, site_secret: bytes) -> WriterCertificate:
    """Return ``plain`` signed by the site (64-byte libsodium secret key)."""
    return msgspec.structs.replace(plain, signature=_sign(_WRITER_TAG, plain, site_secret))


def encode(certificate: WriterCertificate) -> bytes:
    """Return the bytes of a certificate; they are part of the log's id, so they never change.

    Raises ``LimitExceeded`` when the names in it are too long for anybody to accept it.
    """
    raw = msgspec.msgpack.encode(certificate)
    if len(raw) > LARGEST:
        raise LimitExceeded(what="a certificate in bytes", limit=LARGEST, found=len(raw))
    return raw


@lru_cache(MOST_KNOWN)
def read_writer(raw: bytes) -> WriterCertificate:
    """Return the certificate in ``raw`` once both signatures hold; raise ``CertificateWrong``.

    What was read once is remembered: nothing of it is secret, and a tablet shows its own each time.

    Anybody can found an operation: that ``site.operation_key`` is ours is the caller's to check.
    """
    certificate = _decode(raw)
    if not _holds(_SITE_TAG, certificate.site, certificate.site.operation_key):
        raise CertificateWrong(by="the operation")
    if not _holds(_WRITER_TAG, certificate, certificate.site.site_key):
        raise CertificateWrong(by="the site")
    return certificate


def log_id(certificate: bytes, compartment: str) -> bytes:
    """Return the 16 bytes that name a writer's log in ``compartment``."""
    return sha256(_LOG_TAG + sha256(certificate).digest() + compartment.encode()).digest()[:16]


def _decode(raw: bytes) -> WriterCertificate:
    try:
        certificate = msgspec.msgpack.decode(raw[: LARGEST + 1], type=WriterCertificate)
        if encode(certificate) != raw or not _measured(certificate):
            raise CertificateWrong(by="anybody")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, LimitExceeded):
        raise CertificateWrong(by="anybody") from None
    return certificate


def _measured(writer: WriterCertificate) -> bool:
    site = writer.site
    ids = (site.site, writer.writer)
    keys = (site.operation_key, site.site_key, writer.writer_key)
    return (
        all(len(one) == _ID for one in ids)
        and all(len(one) == _KEY for one in keys)
        and 0 <= writer.incarnation <= _HIGHEST_INCARNATION
    )


def _message(tag: bytes, certificate: SiteCertificate | WriterCertificate) -> bytes:
    return tag + msgspec.msgpack.encode(msgspec.structs.replace(certificate, signature=b""))


def _sign(tag: bytes, plain: SiteCertificate | WriterCertificate, secret: bytes) -> bytes:
    return crypto_sign(_message(tag, plain), secret)[:SIGNATURE]


def _holds(tag: bytes, certificate: SiteCertificate | WriterCertificate, key: bytes) -> bool:
    if len(certificate.signature) != SIGNATURE or len(key) != _KEY:
        return False  # libsodium would read past the end of a shorter key
    try:
        crypto_sign_open(certificate.signature + _message(tag, certificate), key)
    except BadSignatureError:
        return False
    return True
