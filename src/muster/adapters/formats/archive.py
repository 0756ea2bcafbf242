"""Unpack a workbook's zip archive within limits, and pack it again without compression.

Sizes are checked twice: as the archive declares them, and as they come out (T27: 2.7 MB became 591
MB). The parser is then given an archive that we wrote, so that it sees exactly the bytes that were
counted, and no second reading of a hostile directory. Paths in the archive are names, never places:
nothing is written to disk. Pictures, macros and the like are counted and left out.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import ArchiveDamaged, UnpackedTooBig

_CHUNK: Final = 1 << 20
_MOST_PARTS: Final = 10_000
_KEPT: Final = (".xml", ".rels", "mimetype")
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # an unknown compression
    RuntimeError,  # an encrypted part
    ValueError,
    UnicodeDecodeError,
    OverflowError,
)

Look = Callable[[str, bytearray], None]
"""Is shown the name and content of each part that is kept."""


def repacked(content: bytes, limits: Limits, look: Look) -> io.BytesIO:
    """Return the archive ``content``, packed anew without compression.

    Raises:
        ArchiveDamaged: it cannot be unpacked, or holds a part twice.
        UnpackedTooBig: it declares or holds more than ``limits.unpacked`` bytes, or 10,000 parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _repacked(archive, limits, look)
    except _DAMAGES:
        raise ArchiveDamaged(found=len(content)) from None


def _repacked(archive: zipfile.ZipFile, limits: Limits, look: Look) -> io.BytesIO:
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    if len({part.filename for part in parts}) != len(parts):
        raise zipfile.BadZipFile  # two readers would see two workbooks
    if len(parts) > _MOST_PARTS or declared > limits.unpacked:
        raise UnpackedTooBig(limit=limits.unpacked, found=declared)
    fresh, total = io.BytesIO(), 0
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as stored:
        for part in parts:
            unpacked = _unpacked(archive, part, limits.unpacked - total)
            total += len(unpacked)
            if total > limits.unpacked:
                raise UnpackedTooBig(limit=limits.unpacked, found=total)
            if part.filename.endswith(_KEPT):
                look(part.filename, unpacked)
                stored.writestr(zipfile.ZipInfo(part.filename), unpacked)
    fresh.seek(0)
    return fresh


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytearray:
    """Return the content of a part, or the first megabyte of it beyond ``room``."""
    content = bytearray()  # grows in place: a sheet is copied as little as can be
    with archive.open(part) as stream:
        while len(content) <= room and (piece := stream.read(_CHUNK)):
            content += piece
    return content
