"""Read a PNG of 8 bits a channel, as typst draws it, into rows of grey, without a library."""

import struct
import zlib


def grey(raw: bytes) -> tuple[int, int, bytes]:
    """Return width, height and one byte of grey for each pixel of an RGBA or RGB picture."""
    at, packed, width, height, channels = 8, b"", 0, 0, 4
    while at < len(raw):
        (size,) = struct.unpack(">I", raw[at : at + 4])
        kind, body = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8
            channels = {0: 1, 2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += body
        at += 12 + size
    rows = _unfiltered(zlib.decompress(packed), width * channels, height, channels)
    pixels = b"".join(row[0::channels] for row in rows)  # black on white: one channel says it
    return width, height, pixels


def _unfiltered(raw: bytes, wide: int, height: int, step: int) -> list[bytes]:
    rows: list[bytes] = []
    above = bytes(wide)
    for number in range(height):
        start = number * (wide + 1)
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + wide])
        for at in range(wide):
            left = row[at - step] if at >= step else 0
            up, corner = above[at], above[at - step] if at >= step else 0
            row[at] = (
                row[at] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind] & 255
            )
        above = bytes(row)
        rows.append(above)
    return rows


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
