"""The watcher: begins before the site is opened, and scuttles when it is told to.

A process of its own, so that it lives when the server is killed, hangs or has no memory left. It
holds no record and no key but that of the receipt. It ends by itself, and touches nothing, when the
server ends without a word.
"""

import contextlib
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

import msgspec
import segno

from muster.ground.record import receipt as receipts
from muster.site.clock import SystemClock
from muster.site.closing.scuttle import Orders, carry_out, orders
from muster.site.record.child import Child, heard
from muster.site.site import Site

RECEIPT = "scuttle-receipt.txt"
_MODULE = "muster.site.closing.watcher"
Say = Callable[[str], object]


class Watch(msgspec.Struct, frozen=True, array_like=True):
    """What to do when it is said so; ``now`` says so."""

    orders: Orders
    now: bool = False


class Watcher:
    """The server's end: tells the watcher what there is, and gives the word."""

    def __init__(self) -> None:
        self._child = Child(_MODULE)
        self._orders: Callable[[], Orders] | None = None
        self._last: Orders | None = None

    def watch(self, site: Site, folder: Path) -> None:
        """Let the watcher know the site, so that it can act when this process cannot any more."""
        self._orders = partial(orders, site, folder, os.getpid())
        self._last = self._orders()
        self._tell(now=False)

    def scuttle(self) -> None:
        """Give the word. This process is killed within milliseconds; nothing comes after."""
        if self._orders is not None:
            with contextlib.suppress(Exception):  # what it knew before is better than no scuttle
                self._last = self._orders()
        self._tell(now=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the watcher end, having touched nothing."""
        self._child.close()

    def _tell(self, *, now: bool) -> None:
        if self._last is not None:
            self._child.send(Watch(self._last, now))
            self._child.flush()


def main(say: Say) -> None:
    """Listen until the server is gone, or the word is given."""
    for told in heard(msgspec.msgpack.Decoder(Watch)):
        if told.now:
            show(told.orders, say)
            return


def show(wanted: Orders, say: Say) -> None:
    """Scuttle; then leave the receipt beside what was destroyed, and show it as a code."""
    receipt = carry_out(wanted, lambda: SystemClock().now().latest)
    text = receipts.written(receipt)
    with contextlib.suppress(OSError):
        (Path(wanted.folder) / RECEIPT).write_text(text + "\n", "ascii")
    for name, after in receipt.steps:
        say(f"{name} after {after} ms")
    say("Scuttled. The receipt, for whoever can be reached:")
    code = segno.make(text, error="l", micro=False)
    for line in _blocks([[bool(one) for one in row] for row in code.matrix]):
        say(line)
    say(text)


def _blocks(rows: list[list[bool]]) -> list[str]:
    """Return a code as text, two modules high each line, light on dark as a terminal is."""
    quiet = [[False] * (len(rows) + 8)] * 4
    wide = [*quiet, *([False] * 4 + row + [False] * 4 for row in rows), *quiet]
    wide += [[False] * len(wide[0])] * (len(wide) % 2)
    signs = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    pairs = zip(wide[::2], wide[1::2], strict=True)
    return ["".join(signs[pair] for pair in zip(one, two, strict=True)) for one, two in pairs]


if __name__ == "__main__":
    main(lambda line: os.write(sys.stderr.fileno(), f"{line}\n".encode()))
