"""Unpack a workbook's zip archive within limits, and bind its parts anew, packed as they came.

Sizes are checked twice: as the archive declares them, and as they come out (T27: 2.7 MB became 591
MB). The parser is then given an archive whose directory we wrote, over streams that we unpacked to
their very end: it sees exactly the bytes that were counted, and no second reading of a hostile
directory. Only what workbooks are packed with is read: stored parts and deflated ones. Paths in the
archive are names, never places: nothing is written to disk. Pictures, macros and the like are
counted and left out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import ArchiveDamaged, UnpackedTooBig

_CHUNK: Final = 1 << 14  # packed bytes at once: at most 16 MB of others
_MOST_PARTS: Final = 10_000
_KEPT: Final = (".xml", ".rels", "mimetype")
_BARE: Final = -15  # a deflated stream of the largest window, without a head of its own
_VERSION: Final = 20  # of the format: deflated parts
_UTF_8: Final = 0x800
_LOCKED: Final = 0x41  # flags of an encrypted part
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_ENTRY: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,  # of a version that zipfile does not know
    RuntimeError,  # an encrypted part
    ValueError,
    UnicodeDecodeError,
    OverflowError,
)

Look = Callable[[str, bytearray], None]
"""Is shown the name and content of each part that is kept."""


def repacked(content: bytes, limits: Limits, look: Look) -> io.BytesIO:
    """Return the archive ``content``, bound anew.

    Raises:
        ArchiveDamaged: it cannot be unpacked, or holds a part twice.
        UnpackedTooBig: it declares or holds more than ``limits.unpacked`` bytes, or 10,000 parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _repacked(archive.infolist(), content, limits, look)
    except _DAMAGES:
        raise ArchiveDamaged(found=len(content)) from None


def _repacked(
    parts: list[zipfile.ZipInfo], content: bytes, limits: Limits, look: Look
) -> io.BytesIO:
    declared = sum(part.file_size for part in parts)
    if len({part.filename for part in parts}) != len(parts):
        raise zipfile.BadZipFile  # two readers would see two workbooks
    if len(parts) > _MOST_PARTS or declared > limits.unpacked:
        raise UnpackedTooBig(limit=limits.unpacked, found=declared)
    fresh, total = _Binder(), 0
    for part in parts:
        packed = _packed(part, content)
        unpacked = _unpacked(part, packed, limits.unpacked - total)
        total += len(unpacked)
        if total > limits.unpacked:
            raise UnpackedTooBig(limit=limits.unpacked, found=total)
        if len(unpacked) != part.file_size or zlib.crc32(unpacked) != part.CRC:
            raise zipfile.BadZipFile
        if part.filename.endswith(_KEPT):
            look(part.filename, unpacked)
            fresh.add(part, packed)
    return fresh.bound()


def _packed(part: zipfile.ZipInfo, content: bytes) -> bytes:
    """Return a part as it is packed in the archive ``content``."""
    at = part.header_offset
    mark, _, flags, *_, name, extra = _LOCAL.unpack_from(content, at)
    start = at + _LOCAL.size + name + extra
    packed = content[start : start + part.compress_size]
    if mark != b"PK\x03\x04" or (flags | part.flag_bits) & _LOCKED:
        raise zipfile.BadZipFile
    if len(packed) != part.compress_size:
        raise EOFError
    return packed


def _unpacked(part: zipfile.ZipInfo, packed: bytes, room: int) -> bytearray:
    """Return the content of a part, or a byte more than ``room`` of it.

    A deflated stream has to end with the part, so that nobody who reads on finds more in it.
    """
    if part.compress_type == zipfile.ZIP_STORED:
        return bytearray(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    content = bytearray()  # grows in place: a sheet is copied as little as can be
    stream = zlib.decompressobj(_BARE)
    for start in range(0, len(packed), _CHUNK):
        content += stream.decompress(packed[start : start + _CHUNK], room + 1 - len(content))
        if len(content) > room:
            return content
    if not stream.eof or stream.unused_data:
        raise zipfile.BadZipFile
    return content


class _Binder:
    """Writes an archive of parts that are packed already."""

    def __init__(self) -> None:
        self._written = io.BytesIO()
        self._directory = bytearray()
        self._count = 0

    def add(self, part: zipfile.ZipInfo, packed: bytes) -> None:
        """Write one part as it is packed, and note where."""
        name, at = part.filename.encode(), self._written.tell()
        sizes = (part.CRC, len(packed), part.file_size)
        about = (_VERSION, _UTF_8, part.compress_type, 0, 0, *sizes, len(name), 0)
        self._written.write(_LOCAL.pack(b"PK\x03\x04", *about) + name + packed)
        entry = _ENTRY.pack(b"PK\x01\x02", _VERSION, *about, 0, 0, 0, 0, at)
        self._directory += entry + name
        self._count += 1

    def bound(self) -> io.BytesIO:
        """Write the directory and return the whole, open at its start."""
        at = self._written.tell()
        counts = (0, 0, self._count, self._count)
        end = _END.pack(b"PK\x05\x06", *counts, len(self._directory), at, 0)
        self._written.write(self._directory + end)
        self._written.seek(0)
        return self._written
