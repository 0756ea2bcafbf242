"""Open pictures of station sheets: each in a fenced child process, its answer taken with suspicion.

The picture is handed over in memory; the child has no network, no file and no environment, and what
it says is rows and numbers in bounds, or nothing.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

from muster.adapters.formats.disk import from_disk
from muster.adapters.formats.paper.seen_words import Seen, Unusable
from muster.adapters.formats.paper.station import MOST_BOXES
from muster.adapters.formats.problems import (
    PaperMissing,
    ParserStopped,
    ParserTime,
    PictureTooLarge,
    PictureUnreadable,
)

LARGEST: Final = 40 << 20
"""Bytes of one picture."""
_SECONDS: Final = 120
_CHILD: Final = ("-I", "-B", "-X", "utf8", "-m", "muster.adapters.formats.paper.seen")
_DECODER: Final = msgspec.msgpack.Decoder(Seen | Unusable)


def look(source: Path | bytes) -> Seen:
    """Return the rows of station sheets in a picture (PNG, JPEG, TIFF), by path or by content.

    Raises ``PictureUnreadable``, ``PictureTooLarge``, ``FileUnreadable``, ``ParserTime``,
    ``ParserStopped``; ``PaperMissing`` without the extra ``print``.
    """
    if find_spec("zxingcpp") is None or find_spec("PIL") is None:
        raise PaperMissing
    content = source if isinstance(source, bytes) else from_disk(source, LARGEST + 1)
    if len(content) > LARGEST:
        raise PictureTooLarge(limit=LARGEST, found=len(content))
    said = _asked(content)
    match said:
        case Unusable(pixels=0):
            raise PictureUnreadable(found=len(content))
        case Unusable(pixels=pixels):
            raise PictureTooLarge(limit=LARGEST, found=pixels)
        case Seen():
            return said


def _asked(content: bytes) -> Seen | Unusable:
    with os.fdopen(os.memfd_create("sheet"), "w+b") as file:
        file.write(content)
        file.seek(0)
        try:
            child = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, *_CHILD],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"OPENBLAS_NUM_THREADS": "1"},
                cwd="/",
                start_new_session=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ParserTime(limit=_SECONDS) from None
    try:
        said: Seen | Unusable = _DECODER.decode(child.stdout)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ParserStopped(found=len(child.stdout)) from None
    if isinstance(said, Seen) and any(len(one.marks.dark) != MOST_BOXES for one in said.rows):
        raise ParserStopped(found=len(child.stdout))
    return said
