"""What a camera sees, as a film that Chromium's fake camera plays in a loop: passes on grey.

Y4M is raw frames with a line before each, so that nothing but the drawing is needed to make one. A
film of another size than the camera is asked for is scaled; where single pixels matter, it is not.
"""

from collections.abc import Iterable
from pathlib import Path
from random import Random

import segno

RATE = 15
LIGHT, DARK, GREY = 235, 16, 128

Frame = bytes


class Film:
    """Frames of one size."""

    def __init__(self, wide: int = 640, high: int = 480) -> None:
        self.wide = wide
        self.high = high
        self.grey = bytes((GREY,)) * (wide * high)

    def shown(self, text: str, module: int = 6, light: int = LIGHT, dark: int = DARK) -> Frame:
        """Return the frame of a pass held still in the middle of the picture."""
        code = segno.make(text, error="q", micro=False)
        matrix = [[bool(cell) for cell in row] for row in code.matrix]
        side = (len(matrix) + 8) * module
        top, left = (self.high - side) // 2, (self.wide - side) // 2
        frame = bytearray(self.grey)
        for y in range(top, top + side):
            row = (y - top) // module - 4
            line = bytearray((light,)) * side
            for column, is_dark in enumerate(matrix[row] if 0 <= row < len(matrix) else ()):
                if is_dark:
                    at = (column + 4) * module
                    line[at : at + module] = bytes((dark,)) * module
            frame[y * self.wide + left : y * self.wide + left + side] = line
        return bytes(frame)

    def noisy(self, frame: Frame, seed: int, most: int) -> Frame:
        """Return a frame as a sensor sees it in the dark: each pixel off by up to ``most``."""
        chance = Random(seed).randbytes(len(frame))
        width = 2 * most + 1
        return bytes(
            min(255, max(0, one + by % width - most)) for one, by in zip(frame, chance, strict=True)
        )

    def write(self, path: Path, frames: Iterable[Frame]) -> Path:
        """Write the film."""
        colour = bytes((128,)) * (self.wide * self.high // 2)
        with path.open("wb") as file:
            head = f"YUV4MPEG2 W{self.wide} H{self.high} F{RATE}:1 Ip A1:1 C420jpeg\n"
            file.write(head.encode())
            for frame in frames:
                file.write(b"FRAME\n" + frame + colour)
        return path
