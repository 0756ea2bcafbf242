"""What a camera sees, as a film that Chromium's fake camera plays in a loop: passes on grey.

Y4M is raw frames with a line before each, so that nothing but the drawing is needed to make one.
"""

from collections.abc import Iterable
from pathlib import Path

import segno

WIDE, HIGH, RATE = 640, 480, 15
GREY = bytes((128,)) * (WIDE * HIGH)
CHROMA = bytes((128,)) * (WIDE * HIGH // 2)
LIGHT, DARK = 235, 16

Frame = bytes


def shown(text: str, module: int = 6, light: int = LIGHT, dark: int = DARK) -> Frame:
    """Return the frame of a pass held still in the middle of the picture."""
    matrix = [
        [bool(cell) for cell in row] for row in segno.make(text, error="q", micro=False).matrix
    ]
    side = (len(matrix) + 8) * module
    top, left = (HIGH - side) // 2, (WIDE - side) // 2
    frame = bytearray(GREY)
    for y in range(max(0, top), min(HIGH, top + side)):
        row = (y - top) // module - 4
        line = bytearray((light,)) * side
        if 0 <= row < len(matrix):
            for column, is_dark in enumerate(matrix[row]):
                if is_dark:
                    at = (column + 4) * module
                    line[at : at + module] = bytes((dark,)) * module
        frame[y * WIDE + left : y * WIDE + left + side] = line
    return bytes(frame)


def noisy(frame: Frame, seed: int, most: int) -> Frame:
    """Return a frame as a sensor sees it in the dark: each pixel off by up to ``most``."""
    state, out = seed or 1, bytearray(frame)
    for at in range(len(out)):
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        out[at] = min(255, max(0, out[at] + (state >> 16) % (2 * most + 1) - most))
    return bytes(out)


def write(path: Path, frames: Iterable[Frame]) -> Path:
    """Write the film."""
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDE} H{HIGH} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            film.write(b"FRAME\n" + frame + CHROMA)
    return path
