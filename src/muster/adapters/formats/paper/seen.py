"""The process that opens a stranger's picture: finds the rows of station sheets and their marks.

Started by ``looking`` as ``python -I -m muster.adapters.formats.paper.seen``, with the picture on
standard input. Everything it may need is imported before the fences go up. An error that is no
problem ends it without a word.
"""

import io
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import numpy as np
import zxingcpp
from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError

from muster.adapters.formats.fences import fence
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paper.marking import Corners, Grey, marks
from muster.adapters.formats.paper.row_code import RowCode, read
from muster.adapters.formats.paper.seen_words import Seen, SeenRow, Unusable
from muster.adapters.formats.paper.station import MOST_BOXES
from muster.ground.record.parts import MOST, PREFIX

_KINDS: Final = ("PNG", "JPEG", "TIFF")
_PLUGINS: Final = (PngImagePlugin, JpegImagePlugin, TiffImagePlugin)
_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
PIXELS: Final = 60_000_000
"""The most pixels of a picture: A4 at 600 dots an inch has 35 million."""
_PAGES: Final = 50


def main() -> None:
    """Look at one picture and say what is on it."""
    warnings.simplefilter("ignore")
    _warm_up()
    fence(Limits(memory=2 << 30, seconds=60))
    said = look(sys.stdin.buffer.read())
    sys.stdout.buffer.write(msgspec.msgpack.encode(said))
    sys.stdout.buffer.flush()


def look(content: bytes) -> Seen | Unusable:
    """Return the rows in a picture."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit holds, before anything is unpacked
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as picture:
            rows: list[SeenRow] = []
            parts: set[str] = set()
            pages = 0
            for page in _greys(picture):
                pages += 1
                codes = zxingcpp.read_barcodes(page, formats=_QR)
                rows += _rows(page, codes)
                parts.update(one.text for one in codes if one.text.startswith(PREFIX))
    except _TooLarge as large:
        return Unusable(large.pixels)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return Unusable()
    return Seen(pages, tuple(rows), tuple(sorted(parts)[:MOST]))


class _TooLarge(Exception):
    def __init__(self, pixels: int) -> None:
        super().__init__()
        self.pixels = pixels


def _greys(picture: Image.Image) -> Iterator[Grey]:
    for page in range(min(getattr(picture, "n_frames", 1), _PAGES)):
        picture.seek(page)
        pixels = picture.width * picture.height
        if pixels > PIXELS:
            raise _TooLarge(pixels)
        yield np.asarray(picture.convert("L"))


def _rows(page: Grey, codes: Iterable[zxingcpp.Barcode]) -> Iterator[SeenRow]:
    found: dict[RowCode, Corners] = {}
    for one in codes:
        code = read(one.text)
        if code is not None:
            at = one.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            found[code] = Corners(tuple((float(p.x), float(p.y)) for p in corners))
    for code, marked in marks(page, found, MOST_BOXES).items():
        yield SeenRow(code.sheet, marked)


def _warm_up() -> None:
    """Do once what is done behind the fences, where no module can be loaded any more."""
    for kind in _KINDS:
        content = io.BytesIO()
        Image.new("L", (40, 40), 255).save(content, kind)
        look(content.getvalue())
    page = np.full((400, 1_000), 255, dtype=np.uint8)
    corners = Corners(((120.0, 20.0), (240.0, 20.0), (240.0, 140.0), (120.0, 140.0)))
    marks(page, {RowCode(b"", 1): corners}, MOST_BOXES)


if __name__ == "__main__":
    main()
