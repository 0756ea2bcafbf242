"""A letterbox is a site's own word for the key that parcels for it are sealed to."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.exchange.letterbox import LARGEST, Letterbox, read_letterbox, sign
from muster.adapters.exchange.problems import LetterboxWrong
from muster.ground.record.certificate import certify_writer, encode
from muster.ground.secrecy import parcel
from tests.vectors.certificates import OPERATION, PLAIN_WRITER, SITE_SECRET
from tests.vectors.draw import draw, signer

CERTIFICATE = encode(certify_writer(PLAIN_WRITER, SITE_SECRET))
PLAIN = Letterbox(CERTIFICATE, 1_630_000_000_000, parcel.letterbox(draw("a seed", 32)))
RAW = sign(PLAIN, SITE_SECRET)


def test_an_letterbox_reads_as_it_was_signed() -> None:
    found, writer = read_letterbox(RAW, OPERATION)
    assert msgspec.structs.replace(found, signature=b"") == PLAIN
    assert writer.site.site == PLAIN_WRITER.site.site


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_no_byte_of_it_can_be_changed(at: int, by: int) -> None:
    changed = bytearray(RAW)
    changed[at] ^= by
    with pytest.raises(LetterboxWrong):
        read_letterbox(bytes(changed), OPERATION)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_no_letterbox(raw: bytes) -> None:
    with pytest.raises(LetterboxWrong):
        read_letterbox(raw, OPERATION)


@pytest.mark.parametrize(
    "raw",
    [
        RAW[:-1],
        RAW + b"\0",
        RAW + bytes(LARGEST),
        sign(PLAIN, signer("a stranger")[1]),
        sign(msgspec.structs.replace(PLAIN, key=PLAIN.key[:-1]), SITE_SECRET),
        sign(msgspec.structs.replace(PLAIN, number=0), SITE_SECRET),
        sign(msgspec.structs.replace(PLAIN, number=2**53), SITE_SECRET),
        msgspec.msgpack.encode(PLAIN),
        b"\xdc" * 64,
    ],
    ids=[
        "cut short",
        "something behind it",
        "much behind it",
        "signed by a stranger",
        "a key too short",
        "number zero",
        "a number too high",
        "not signed",
        "arrays in arrays",
    ],
)
def test_what_is_wrong_with_an_letterbox_is_refused(raw: bytes) -> None:
    with pytest.raises(LetterboxWrong):
        read_letterbox(raw, OPERATION)


def test_an_letterbox_of_another_operation_is_refused() -> None:
    with pytest.raises(LetterboxWrong):
        read_letterbox(RAW, signer("another operation")[0])
