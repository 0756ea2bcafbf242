"""A workbook's archive is bound anew over the streams that were unpacked, and over nothing else."""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.archive import repacked
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import ArchiveDamaged, UnpackedTooBig

NAME = "xl/worksheets/sheet1.xml"
SHEET = b"<row>" * 500
names = st.sampled_from(["a.xml", "xl/b.xml", "c.rels", "mimetype", "d.png", "\u0645.xml"])
parts_of = st.dictionaries(names, st.binary(max_size=4_000), max_size=5)


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def seen(content: bytes, limits: Limits | None = None) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What was looked at, and what a reader of the new archive finds."""
    looked: dict[str, bytes] = {}
    fresh = repacked(
        content, limits or Limits(), lambda name, part: looked.__setitem__(name, bytes(part))
    )
    with zipfile.ZipFile(fresh) as bound:
        return looked, {one: bound.read(one) for one in bound.namelist()}


def with_stream(stream: bytes, unpacked: bytes) -> bytes:
    """An archive whose one part is packed as ``stream`` and says that it is ``unpacked``."""
    content = archive({NAME: SHEET})
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = packed.getinfo(NAME).compress_size
    start = 30 + len(NAME)
    sizes = struct.pack("<3I", zlib.crc32(unpacked), len(stream), len(unpacked))
    at = content.index(b"PK\x01\x02")
    entry = content[at : at + 16] + sizes + content[at + 28 : -22]
    end = content[-22:-6] + struct.pack("<I", start + len(stream)) + content[-2:]
    assert start + size == at
    return content[:14] + sizes + content[26:start] + stream + entry + end


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@given(parts=parts_of)
def test_a_reader_finds_what_was_looked_at(method: int, parts: dict[str, bytes]) -> None:
    looked, found = seen(archive(parts, method))
    assert looked == found
    assert found == {name: part for name, part in parts.items() if name != "d.png"}


def test_a_part_made_by_hand_is_read_like_any() -> None:
    assert seen(with_stream(deflated(SHEET), SHEET))[1] == {NAME: SHEET}


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (deflated(SHEET) + b"more", SHEET),  # somebody who reads on finds what nobody counted
        (deflated(SHEET) + deflated(SHEET), SHEET),
        (deflated(SHEET), SHEET[:-1]),  # the stream goes on behind the size that is declared
        (deflated(SHEET)[:-1], SHEET),
        (deflated(SHEET), SHEET[:-1] + b"x"),
        (b"", SHEET),
    ],
)
def test_a_stream_that_is_not_what_the_directory_says(stream: bytes, said: bytes) -> None:
    with pytest.raises(ArchiveDamaged):
        seen(with_stream(stream, said))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_as_no_workbook_is(method: int) -> None:
    with pytest.raises(ArchiveDamaged):
        seen(archive({NAME: SHEET}, method))


@pytest.mark.parametrize("place", ["local", "directory"])
def test_an_encrypted_part(place: str) -> None:
    content = bytearray(archive({NAME: SHEET}))
    at = 6 if place == "local" else content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    with pytest.raises(ArchiveDamaged):
        seen(bytes(content))


def test_parts_are_counted_together_up_to_the_limit() -> None:
    parts = {f"{number}.xml": bytes(1_000) for number in range(4)}
    assert len(seen(archive(parts), Limits(unpacked=4_000))[1]) == 4
    with pytest.raises(UnpackedTooBig):
        seen(archive(parts), Limits(unpacked=3_999))


def test_no_more_is_unpacked_than_there_is_room_for() -> None:
    bomb = archive({NAME: bytes(1 << 24)})
    at = bomb.rindex(b"PK\x01\x02") + 24
    lying = bomb[:at] + struct.pack("<I", 10) + bomb[at + 4 :]
    with pytest.raises(UnpackedTooBig):
        seen(lying, Limits(unpacked=1 << 20))


def test_an_archive_cut_off_anywhere() -> None:
    content = archive({NAME: SHEET, "a.xml": b"<a/>"})
    for _, end in pairwise(range(0, len(content), 7)):
        with pytest.raises(ArchiveDamaged):
            seen(content[:end])
