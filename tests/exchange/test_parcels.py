"""A parcel's text: frames in their order, an opening that its writer signed, and limits (T6)."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.exchange import parcel
from muster.adapters.exchange.parcel import Opening, framed, frames, read_opening, signed
from muster.adapters.exchange.problems import ParcelOfOthers, ParcelWrong
from muster.ground.problem import Problem
from muster.ground.record.certificate import certify_writer, encode
from tests.vectors.certificates import OPERATION, PLAIN_WRITER, SITE_SECRET, WRITER_SECRET
from tests.vectors.draw import draw, signer

CERTIFICATE = encode(certify_writer(PLAIN_WRITER, SITE_SECRET))
US = draw("the site it is for", 16)
PLAIN = Opening(US, CERTIFICATE, (5, 9), (b"one", b"two"), (b"a letterbox",))
RAW = signed(PLAIN, WRITER_SECRET)
PIECES = st.lists(st.binary(min_size=1, max_size=300), max_size=12)


@given(PIECES, st.integers(1, 700))
def test_frames_come_back_however_the_text_is_cut(pieces: list[bytes], cut: int) -> None:
    text = b"".join(framed(pieces))
    assert [*frames(text[at : at + cut] for at in range(0, len(text), cut))] == pieces


@given(PIECES.filter(bool), st.data())
def test_a_text_cut_short_gives_whole_frames_and_says_so(
    pieces: list[bytes], data: st.DataObject
) -> None:
    text = b"".join(framed(pieces))
    end = data.draw(st.integers(0, len(text) - 1))
    found: list[bytes] = []
    try:
        found += frames([text[:end]])
        assert b"".join(framed(found)) == text[:end]
    except ParcelWrong:
        assert text[:end] not in {b"".join(framed(pieces[:n])) for n in range(len(pieces))}
    assert found == pieces[: len(found)]


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_any_text_gives_frames_or_a_problem(text: list[bytes]) -> None:
    with suppress(ParcelWrong):
        assert all(0 < len(one) <= parcel.LARGEST_FRAME for one in frames(text))


def test_a_frame_that_claims_to_be_longer_than_may_be_is_not_waited_for() -> None:
    length = (parcel.LARGEST_FRAME + 1).to_bytes(4, "big")
    with pytest.raises(ParcelWrong):
        list(frames(iter([length])))


def test_an_opening_reads_as_it_was_signed() -> None:
    opening, writer = read_opening(RAW, OPERATION, US)
    assert msgspec.structs.replace(opening, signature=b"") == PLAIN
    assert writer.writer == PLAIN_WRITER.writer


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_no_byte_of_an_opening_can_be_changed(at: int, by: int) -> None:
    changed = bytearray(RAW)
    changed[at] ^= by
    with pytest.raises((ParcelWrong, ParcelOfOthers)):
        read_opening(bytes(changed), OPERATION, US)


@pytest.mark.parametrize(
    ("raw", "operation", "site", "wrong"),
    [
        (RAW, OPERATION, draw("another site", 16), ParcelOfOthers),
        (RAW, signer("another operation")[0], US, ParcelOfOthers),
        (signed(PLAIN, signer("a stranger")[1]), OPERATION, US, ParcelWrong),
        (msgspec.msgpack.encode(PLAIN), OPERATION, US, ParcelWrong),
        (
            signed(msgspec.structs.replace(PLAIN, made=(9, 5)), WRITER_SECRET),
            OPERATION,
            US,
            ParcelWrong,
        ),
        (
            signed(msgspec.structs.replace(PLAIN, letterboxes=(b"",) * 65), WRITER_SECRET),
            OPERATION,
            US,
            ParcelWrong,
        ),
        (b"", OPERATION, US, ParcelWrong),
        (b"\x91" * 9_000, OPERATION, US, ParcelWrong),
    ],
    ids=[
        "for another site, sealed again to us",
        "of another operation",
        "signed by a stranger",
        "not signed",
        "made before it was begun",
        "more letterboxes than may be",
        "nothing",
        "arrays in arrays",
    ],
)
def test_what_is_wrong_with_an_opening_is_refused(
    raw: bytes, operation: bytes, site: bytes, wrong: type[Problem]
) -> None:
    with pytest.raises(wrong):
        read_opening(raw, operation, site)
