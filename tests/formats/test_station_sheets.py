"""Codes of rows, and pictures that come from a scanner, a phone or somebody who means harm."""

import io
import struct
import zlib
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from muster.adapters.formats.paper import looking, row_code, station
from muster.adapters.formats.paper.marking import marks
from muster.adapters.formats.paper.row_code import RowCode
from muster.adapters.formats.paper.seen_words import Seen
from muster.adapters.formats.paper.station import SheetRow, StationSheet
from muster.adapters.formats.problems import (
    FileUnreadable,
    FormatProblem,
    PictureTooLarge,
    PictureUnreadable,
)
from muster.ground.people.saying import say
from muster.journey.arrival.sheets import EMPTY, MARKED
from tests.world.pen import marked, printer

CODES = st.builds(RowCode, st.binary(min_size=16, max_size=16), st.integers(1, 600))


@given(CODES)
def test_a_code_reads_back_as_it_was_written(code: RowCode) -> None:
    text = row_code.written(code)
    assert row_code.read(text) == code
    assert len(text) == 35
    assert text.isalnum()
    assert text.upper() == text


@given(CODES, st.integers(3, 34), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_code_with_one_letter_changed_is_no_row_of_that_sheet(
    code: RowCode, at: int, letter: str
) -> None:
    text = row_code.written(code)
    changed = text[:at] + letter + text[at + 1 :]
    assert row_code.read(changed) in ({code} if changed == text else {None})


@given(st.text(max_size=60))
def test_any_text_is_a_row_or_none(text: str) -> None:
    found = row_code.read(text)
    assert found is None or row_code.written(found) == text.strip().upper()


def sheet(rows: int, boxes: int = 3) -> StationSheet:
    words = tuple(say("Here") for _ in range(boxes))
    people = tuple(SheetRow(f"Example {n}") for n in range(rows))
    return StationSheet(bytes(range(16)), "T-1", station.TITLES["muster"], "Example", words, people)


@pytest.mark.parametrize("seed", range(4))
def test_marks_by_hand_are_told_from_empty_boxes_on_scans_at_a_slant(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Random(seed)
    with printer(monkeypatch) as pages:
        station.pdf(sheet(30))
    wanted: dict[int, tuple[int, ...]] = {
        row: tuple(box for box in range(3) if chance.random() < 0.4) for row in range(1, 31)
    }
    seen = [one for page in marked(pages, wanted, seed) for one in looking.look(page).rows]
    assert {one.marks.row for one in seen} == wanted.keys()
    for one in seen:
        dark = [part for part in one.marks.dark if part is not None]
        assert len(dark) == 3
        assert not [part for part in dark if EMPTY < part < MARKED]
        found = tuple(box for box, part in enumerate(dark) if part >= MARKED)
        assert found == wanted[one.marks.row]


def test_a_picture_of_nothing_has_no_rows() -> None:
    content = io.BytesIO()
    Image.new("L", (400, 300), 255).save(content, "PNG")
    assert looking.look(content.getvalue()) == Seen(1, ())


def test_no_row_is_read_where_no_code_was_found() -> None:
    assert marks(np.zeros((10, 10), dtype=np.uint8), {}, 3) == {}


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.7", b"PK\x03\x04"]
)
def test_what_is_no_picture_of_a_kind_that_is_taken_is_refused(content: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        looking.look(content)


def bomb(side: int) -> bytes:
    """Return a small PNG that says it is ``side`` pixels square, all white."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\xff" * 100_000, 9)
    whole = (chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(whole)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(PictureTooLarge):
        looking.look(bomb(60_000))
    with pytest.raises(PictureTooLarge):
        looking.look(bytes(looking.LARGEST + 1))


def test_a_damaged_picture_is_a_problem_or_has_rows_and_never_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with printer(monkeypatch) as pages:
        station.pdf(sheet(4))
    (whole,) = marked(pages, {1: (0,)}, 1)
    chance = Random(5)
    for _ in range(6):
        damaged = bytearray(whole[: chance.randrange(100, len(whole))])
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert _rows(bytes(damaged)) <= 4


def _rows(content: bytes) -> int:
    """Return how many rows a picture has; none where it is refused with a problem of ours."""
    try:
        return len(looking.look(content).rows)
    except FormatProblem:
        return 0


def test_a_file_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(FileUnreadable):
        looking.look(Path("/nowhere/at/all.png"))
