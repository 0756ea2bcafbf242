"""A site's letterbox: what parcels for it are sealed to, signed by the site.

It travels inside parcels, of every site that the sender knows, so that whoever heard of a site once
can write to it; and as a file by itself, for two sites that never met. Of two letterboxes of a site
the one with the higher number holds. It is not a fact: a site changes it every week.
"""

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.adapters.exchange.problems import LetterboxWrong
from muster.ground.record.certificate import SIGNATURE, WriterCertificate, read_writer
from muster.ground.record.problems import CertificateWrong
from muster.ground.secrecy.parcel import PUBLIC

LARGEST = 4 * 1024
_TAG = b"muster/letterbox/1"
_HIGHEST = 2**53 - 1


class Letterbox(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """The site of the certificate ``writer`` says: parcels for us are sealed to ``key`` now.

    ``number`` rises with each; it is when the key was drawn, in milliseconds.
    """

    writer: bytes
    number: int
    key: bytes
    signature: bytes = b""


def sign(plain: Letterbox, site_secret: bytes) -> bytes:
    """Return the bytes of ``plain`` signed by the site (64-byte libsodium secret key)."""
    signature = crypto_sign(_message(plain), site_secret)[:SIGNATURE]
    return msgspec.msgpack.encode(msgspec.structs.replace(plain, signature=signature))


def read_letterbox(raw: bytes, operation: bytes) -> tuple[Letterbox, WriterCertificate]:
    """Return the letterbox in ``raw`` and whose it is; raise ``LetterboxWrong``."""
    try:
        letterbox = msgspec.msgpack.decode(raw[: LARGEST + 1], type=Letterbox)
        writer = read_writer(letterbox.writer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, CertificateWrong):
        raise LetterboxWrong(found=len(raw)) from None
    if not _is_sound(letterbox) or msgspec.msgpack.encode(letterbox) != raw:
        raise LetterboxWrong(found=len(raw))
    if writer.site.operation_key != operation or not _signed(letterbox, writer.site.site_key):
        raise LetterboxWrong(found=len(raw))
    return letterbox, writer


def _is_sound(letterbox: Letterbox) -> bool:
    return len(letterbox.key) == PUBLIC and 0 < letterbox.number <= _HIGHEST


def _signed(letterbox: Letterbox, site_key: bytes) -> bool:
    if len(letterbox.signature) != SIGNATURE:
        return False
    try:
        crypto_sign_open(letterbox.signature + _message(letterbox), site_key)
    except (BadSignatureError, ValueError):
        return False
    return True


def _message(letterbox: Letterbox) -> bytes:
    return _TAG + msgspec.msgpack.encode(msgspec.structs.replace(letterbox, signature=b""))
