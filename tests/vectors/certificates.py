"""Vectors of certificates and of the ids of logs."""

import msgspec
from nacl.bindings import crypto_sign

from muster.ground.record.certificate import (
    LARGEST,
    SiteCertificate,
    WriterCertificate,
    certify_site,
    certify_writer,
    encode,
    log_id,
)
from tests.vectors.draw import Vector, draw, signer, spell

OPERATION, OPERATION_SECRET = signer("operation")
SITE, SITE_SECRET = signer("site")
WRITER, WRITER_SECRET = signer("writer")
STRANGER, STRANGER_SECRET = signer("stranger")
LOGS = ("public", "desk", "gates/north")
_WRONG = "record.certificate-wrong"

PLAIN_SITE = SiteCertificate(OPERATION, draw("site id", 16), "Site One", SITE)
SIGNED_SITE = certify_site(PLAIN_SITE, OPERATION_SECRET)
PLAIN_WRITER = WriterCertificate(SIGNED_SITE, draw("writer id", 16), "desk", 1, WRITER)
CERTIFICATE = certify_writer(PLAIN_WRITER, SITE_SECRET)
RAW = encode(CERTIFICATE)


def vectors() -> list[Vector]:
    """Return all vectors of certificates."""
    return [*_good(), *_forged(), *_misspelled(), *_mismeasured()]


def _good() -> list[Vector]:
    plain = msgspec.structs.replace(PLAIN_WRITER, post="", incarnation=2**53 - 1)
    named = certify_site(msgspec.structs.replace(PLAIN_SITE, name="موقع"), OPERATION_SECRET)
    written = msgspec.structs.replace(PLAIN_WRITER, site=named)
    return [
        _ok("a writer of a site", "The certificate that the other files use.", RAW),
        _ok(
            "the highest incarnation and no post",
            "Incarnations end at 2^53 - 1; a post may be empty.",
            encode(certify_writer(plain, SITE_SECRET)),
        ),
        _ok(
            "a site named in another script",
            "Names are UTF-8.",
            encode(certify_writer(written, SITE_SECRET)),
        ),
    ]


def _forged() -> list[Vector]:
    replace = msgspec.structs.replace
    own_site = certify_site(PLAIN_SITE, STRANGER_SECRET)
    renamed = replace(CERTIFICATE, site=replace(SIGNED_SITE, name="Site Two"))
    swapped = replace(CERTIFICATE, signature=SIGNED_SITE.signature)
    crossed = _signed_as(b"muster/site/1", PLAIN_WRITER)
    return [
        _bad("a site signed by a stranger", "Another than the operation's key signed the site.",
             encode(certify_writer(replace(PLAIN_WRITER, site=own_site), SITE_SECRET))),
        _bad("a writer signed by a stranger", "Another than the site's key signed the writer.",
             encode(certify_writer(PLAIN_WRITER, STRANGER_SECRET))),
        _bad("a site renamed", "The operation's signature covers the name.", encode(renamed)),
        _bad("a writer's key replaced", "The site's signature covers the key.",
             encode(replace(CERTIFICATE, writer_key=STRANGER))),
        _bad("a later incarnation claimed", "The site's signature covers the incarnation.",
             encode(replace(CERTIFICATE, incarnation=2))),
        _bad("the operation's signature for the writer", "Each signature is over its own text.",
             encode(swapped)),
        _bad("a signature under the other tag", "The tag says what is signed.", encode(crossed)),
        _bad("a signature of zeros", "No signature at all.",
             encode(replace(CERTIFICATE, signature=bytes(64)))),
        _bad("a key of low order",
             "The operation's key is the neutral point, under which any text is signed.",
             encode(_low_order())),
    ]  # fmt: skip


def _misspelled() -> list[Vector]:
    whole = msgspec.msgpack.decode(RAW)
    at = RAW.index(b"\xa4desk")
    return [
        _bad("no bytes", "Nothing is no certificate.", b""),
        _bad("one byte short", "Truncated.", RAW[:-1]),
        _bad("one byte more", "Something follows the array.", RAW + b"\x00"),
        _bad("a field more", "Other bytes would be another log of the same writer.",
             msgspec.msgpack.encode([*whole, 0])),
        _bad("a longer spelling of a text", "str 8 where fixstr fits.",
             RAW[:at] + b"\xd9" + bytes([4]) + RAW[at + 1 :]),
        _bad("a longer spelling of the array", "array 16 where fixarray fits.",
             b"\xdc\x00\x07" + RAW[1:]),
        _bad("a name that is not UTF-8", "fe and ff occur in no UTF-8 text.",
             RAW.replace(b"Site One", b"Site \xfe\xffe")),
        _bad("a later version", "Its rules are not known.", _versioned(2)),
        _bad("nested without end", "A reader must not follow depth into a crash.", b"\x91" * 1000),
    ]  # fmt: skip


def _mismeasured() -> list[Vector]:
    replace = msgspec.structs.replace
    long_name = replace(PLAIN_SITE, name="n" * LARGEST)
    return [
        _bad("a writer's key of 31 bytes", "A key is 32 bytes, never more or less.",
             _signed(replace(PLAIN_WRITER, writer_key=WRITER[:31]))),
        _bad("a writer's id of 17 bytes", "An id is 16 bytes.",
             _signed(replace(PLAIN_WRITER, writer=draw("writer id", 17)))),
        _bad("an incarnation below nothing", "Incarnations begin at 0.",
             _signed(replace(PLAIN_WRITER, incarnation=-1))),
        _bad("an incarnation too high", "Incarnations end at 2^53 - 1.",
             _signed(replace(PLAIN_WRITER, incarnation=2**53))),
        _bad("more than 1,024 bytes", "Names in it are short.",
             _signed(replace(PLAIN_WRITER, site=certify_site(long_name, OPERATION_SECRET)))),
    ]  # fmt: skip


def _signed(plain: WriterCertificate) -> bytes:
    """Return what ``encode`` would refuse, rightly signed."""
    return msgspec.msgpack.encode(certify_writer(plain, SITE_SECRET))


def _signed_as(tag: bytes, plain: WriterCertificate) -> WriterCertificate:
    signed = crypto_sign(tag + msgspec.msgpack.encode(plain), SITE_SECRET)
    return msgspec.structs.replace(plain, signature=signed[:64])


def _versioned(version: int) -> bytes:
    """Return the same certificate of another version, signed as if it were one of this."""
    array = [version, *msgspec.msgpack.decode(RAW)[1:-1]]
    text = b"muster/writer/1" + msgspec.msgpack.encode([*array, b""])
    return msgspec.msgpack.encode([*array, crypto_sign(text, SITE_SECRET)[:64]])


def _low_order() -> WriterCertificate:
    """Return a certificate whose first signature holds wherever keys are not looked at.

    Of the key 01 00 .. 00, the neutral point, (R, S) = (the base point, 1) is a signature of
    anything.
    """
    neutral = bytes([1]) + bytes(31)
    anything = bytes([0x58]) + bytes([0x66]) * 31 + bytes([1]) + bytes(31)
    site = msgspec.structs.replace(PLAIN_SITE, operation_key=neutral, signature=anything)
    return certify_writer(msgspec.structs.replace(PLAIN_WRITER, site=site), SITE_SECRET)


def _ok(name: str, why: str, raw: bytes) -> Vector:
    logs = {compartment: log_id(raw, compartment).hex() for compartment in LOGS}
    return {"name": name, "why": why, "bytes": spell(raw), "verdict": "ok", "logs": logs}


def _bad(name: str, why: str, raw: bytes) -> Vector:
    return {"name": name, "why": why, "bytes": spell(raw), "verdict": _WRONG}
