"""A pen, a table and a scanner: marks printed station sheets by hand, and makes pictures of them.

What comes out of the printer is drawn as a picture from the same source and the same words that the
PDF is set from; a cross or a tick is drawn over it, and the page is turned, bent grey and made
noisy, as a cheap scanner or a phone leaves it.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

import numpy as np
import pytest
import typst
from PIL import Image, ImageDraw

from muster.adapters.formats.paper import sheets, station

DOTS = 200
"""Dots an inch: what an office scanner gives without being asked."""
_MM = DOTS / 25.4


@contextmanager
def printer(patch: pytest.MonkeyPatch) -> Iterator[list[Image.Image]]:
    """Collect the pages of every sheet that is printed inside, as pictures."""
    pages: list[Image.Image] = []
    real = sheets.made

    def spied(source: str, rows: list[dict[str, object]]) -> bytes:
        told = {"cards": json.dumps(rows)}
        set_ = source.replace("FONTS", sheets._FONTS).encode()
        drawn: Any = typst.compile(set_, format="png", ppi=DOTS, sys_inputs=told)
        drawn_pages = [drawn] if isinstance(drawn, bytes) else drawn
        pages.extend(Image.open(io.BytesIO(one)).convert("L") for one in drawn_pages)
        return real(source, rows)

    with patch.context() as patched:
        patched.setattr(sheets, "made", spied)
        yield pages


def marked(
    pages: list[Image.Image], marks: Mapping[int, tuple[int, ...]], seed: int
) -> list[bytes]:
    """Return pictures of the pages, marked by hand: for each row the boxes that are marked."""
    chance = Random(seed)
    copies = [page.copy() for page in pages]
    for row, boxes in marks.items():
        page, place = divmod(row - 1, station.ROWS)
        for box in boxes:
            _mark(ImageDraw.Draw(copies[page]), place, box, chance)
    return [_scanned(page, chance) for page in copies]


def _mark(draw: ImageDraw.ImageDraw, place: int, box: int, chance: Random) -> None:
    left = (station.BOX_X + box * station.BOX_STEP) * _MM
    top = (station.FIRST_Y + place * station.ROW_STEP + station.BOX_Y) * _MM
    size, ink = station.BOX_WIDE * _MM, chance.randint(30, 110)

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x + chance.uniform(-0.08, 0.08)) * size, top + y * size

    strokes = (
        [(at(0.1, 0.1), at(0.9, 0.9)), (at(0.9, 0.1), at(0.1, 0.9))]
        if chance.random() < 0.5
        else [(at(0.2, 0.5), at(0.45, 0.85)), (at(0.45, 0.85), at(0.95, 0.05))]
    )
    for stroke in strokes:
        draw.line(stroke, fill=ink, width=chance.randint(3, 5))


def _scanned(page: Image.Image, chance: Random) -> bytes:
    turned = page.rotate(
        chance.uniform(-5, 5), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    grey = np.asarray(turned, dtype=float) * 0.8 + 30
    grey += np.linspace(0, -25, grey.shape[1])  # the light comes from one side
    grey += np.random.default_rng(chance.randrange(2**32)).normal(0, 8, grey.shape)
    content = io.BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(content, "JPEG", quality=70)
    return content.getvalue()
