"""The watcher: begins before the site is opened, and scuttles when it is told to.

A process of its own, so that it lives when the server is killed, hangs or has no memory left. It
holds no record and no key but that of the receipt. It ends by itself, and touches nothing, when the
server ends without a word.
"""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Self

import msgspec
import segno

from muster.ground.record import receipt as receipts
from muster.site.clock import SystemClock
from muster.site.closing.afterwards import Afterwards, assert_possible, carry_on
from muster.site.closing.gone import say_gone
from muster.site.closing.processes import come_first, stand_apart
from muster.site.closing.scuttle import Orders, carry_out, orders, tell_others
from muster.site.record.child import Child, heard
from muster.site.site import Site

RECEIPT = "scuttle-receipt.txt"
_LONGEST = 64 * 1024
_PATIENCE = 0.1  # seconds to wait for the store, which may itself wait for a disk
_END = b"\0"
GRACE = 0.25
"""Seconds for the last answer of a server that was given a duress code."""
_MODULE = "muster.site.closing.watcher"
Say = Callable[[str], object]


class Instead(msgspec.Struct, frozen=True, array_like=True):
    """What goes on in the place of the server after a duress code: a module, and what it is told.

    It is given the server's listening socket, so that whoever asked a moment ago is answered.
    """

    module: str
    told: bytes


class Watch(msgspec.Struct, frozen=True, array_like=True):
    """What to do when it is said so; ``now`` says so. ``line`` is where sockets are handed over."""

    orders: Orders
    now: bool = False
    line: int = -1
    instead: Instead | None = None


class Watcher:
    """The server's end: tells the watcher what there is, and gives the word."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            self._child = Child(_MODULE, (theirs.fileno(),))
            self._theirs = theirs.fileno()
        self._orders: Callable[[], Orders] | None = None
        self._last: Orders | None = None

    def watch(self, site: Site, folder: Path, then: Afterwards | None = None) -> None:
        """Let the watcher know the site, so that it can act when this process cannot any more.

        Raises ``EraseImpossible`` where what is to follow cannot be done.
        """
        assert_possible(then or Afterwards())
        self._orders = partial(orders, site, folder, os.getpid(), then)
        self._last = self._orders()
        self._tell(now=False)

    def hand(self, listening: socket.socket, pem: bytes = b"") -> None:
        """Hand over the socket that is listened on: it then outlives this process.

        ``pem`` is the key and the chain it answers with; empty where there is no TLS.
        """
        socket.send_fds(self._line, [pem + _END], [listening.fileno()])

    def scuttle(self, instead: Instead | None = None) -> None:
        """Give the word. This process is killed within milliseconds; nothing comes after.

        With something ``instead`` it has the time to send one answer, and no receipt is shown.
        """
        asking = Thread(target=self._look, daemon=True)
        asking.start()
        asking.join(_PATIENCE)
        self._tell(now=True, instead=instead)

    def _look(self) -> None:
        """Note how the logs end now; what was known before is better than no scuttle."""
        if self._orders is not None:
            with contextlib.suppress(Exception):
                self._last = self._orders()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the watcher end, having touched nothing."""
        self._child.close()
        self._line.close()

    def _tell(self, *, now: bool, instead: Instead | None = None) -> None:
        if self._last is not None:
            self._child.send(Watch(self._last, now, self._theirs, instead))
            self._child.flush()


def main(say: Say) -> None:
    """Listen until the server is gone, or the word is given; it is heard before all else."""
    stand_apart()
    come_first()
    for told in heard(msgspec.msgpack.Decoder(Watch)):
        if told.now and told.instead is not None:
            yield_to(told.instead, told)
            return
        if told.now:
            show(told.orders, say)
            with handed(told.line) as (pem, sockets):
                for one in sockets:
                    say_gone(one, pem)
            carry_on(told.orders.then, say)
            return


def yield_to(instead: Instead, told: Watch) -> None:
    """Scuttle without a word, and let ``instead`` answer on the server's socket."""
    receipt = carry_out(told.orders, lambda: SystemClock().now().latest, GRACE)
    with handed(told.line) as (_, sockets):
        _begin(instead, sockets, lambda: tell_others(told.orders, receipt))


@contextlib.contextmanager
def handed(line: int) -> Iterator[tuple[bytes, list[socket.socket]]]:
    """Yield what the server handed over while it lived: key and chain, and listening sockets."""
    with socket.socket(fileno=line) as ours, contextlib.ExitStack() as every:
        ours.settimeout(0)
        pem, sockets = b"", []
        with contextlib.suppress(OSError):
            while not pem.endswith(_END):
                some, given, _, _ = socket.recv_fds(ours, _LONGEST, 1)
                pem += some or _END
                sockets += [every.enter_context(socket.socket(fileno=one)) for one in given]
        yield pem.removesuffix(_END), sockets


def _begin(instead: Instead, sockets: list[socket.socket], meanwhile: Callable[[], object]) -> None:
    numbers = [one.fileno() for one in sockets]
    with subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
        [sys.executable, "-I", "-m", instead.module, *map(str, numbers)],
        stdin=subprocess.PIPE,
        env={},
        pass_fds=numbers,
    ) as begun:
        for one in sockets:
            one.close()
        if begun.stdin is not None:
            begun.stdin.write(instead.told)
            begun.stdin.close()
        meanwhile()


def show(wanted: Orders, say: Say) -> None:
    """Scuttle; then leave the receipt beside what was destroyed, and show it as a code."""
    receipt = carry_out(wanted, lambda: SystemClock().now().latest)
    text = receipts.written(receipt)
    leave(wanted, text)
    for name, after in receipt.steps:
        say(f"{name} after {after} ms")
    say("Scuttled. The receipt, for whoever can be reached:")
    code = segno.make(text, error="l", micro=False)
    for line in _blocks([[bool(one) for one in row] for row in code.matrix]):
        say(line)
    say(text)
    if wanted.reach is not None and wanted.reach.peers:
        say(f"{tell_others(wanted, receipt)} of {len(wanted.reach.peers)} sites have it.")


def leave(wanted: Orders, text: str) -> None:
    """Leave the receipt beside what was destroyed; a disk that refuses it is no reason to stop."""
    with contextlib.suppress(OSError):
        (Path(wanted.folder) / RECEIPT).write_text(text + "\n", "ascii")


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
