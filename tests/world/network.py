"""A network of two namespaces with a bad line between them, where this machine lets us make one.

It takes root, ``ip`` and ``tc`` (Debian's iproute2), and for loss and delay the kernel's netem; a
line with a low rate and a short queue, which the kernel has more often, delays and loses, too.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

LOSSY = ("netem", "delay", "150ms", "50ms", "loss", "5%")
NARROW = ("tbf", "rate", "512kbit", "burst", "4kb", "latency", "60ms")


class Line:
    """A pair of ends, one in this namespace, one in another that ``within`` starts processes in."""

    def __init__(self, number: int) -> None:
        """Lay it in a network of its own, so that lines of two runs at once do not cross."""
        name = f"muster-{number}"
        self.name = name
        self.here, self.there = (f"10.213.{number // 64}.{number % 64 * 4 + end}" for end in (1, 2))
        self.near, self.far = f"{name}-a", f"{name}-b"
        self.within = ("ip", "netns", "exec", name)

    def up(self) -> None:
        """Let it carry."""
        _run("ip", "link", "set", self.near, "up")

    def down(self) -> None:
        """Let it carry nothing, without a word to either end."""
        _run("ip", "link", "set", self.near, "down")


@contextmanager
def line(quality: tuple[str, ...]) -> Iterator[Line]:
    """Make a line of that ``quality`` and take it away again; skip where it cannot be made."""
    if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("tc"):
        pytest.skip("network namespaces take root, ip and tc")
    found = Line(os.getpid() % 10_000)
    if not _works("ip", "netns", "add", found.name):
        pytest.skip("this machine makes no network namespaces")
    try:
        _lay(found, quality)
        yield found
    finally:
        _works("ip", "link", "del", found.near)
        _run("ip", "netns", "del", found.name)


def _lay(found: Line, quality: tuple[str, ...]) -> None:
    there = ("ip", "-n", found.name)
    if not _works("ip", "link", "add", found.near, "type", "veth", "peer", "name", found.far):
        pytest.skip("this machine has no pairs of network ends")
    _run("ip", "link", "set", found.far, "netns", found.name)
    _run("ip", "addr", "add", f"{found.here}/30", "dev", found.near)
    _run(*there, "addr", "add", f"{found.there}/30", "dev", found.far)
    _run(*there, "link", "set", found.far, "up")
    _run(*there, "link", "set", "lo", "up")
    found.up()
    ends = (("tc",), found.near), (("tc", "-n", found.name), found.far)
    for tc, end in ends:
        if not _works(*tc, "qdisc", "add", "dev", end, "root", *quality):
            pytest.skip(f"this kernel has no {quality[0]}")


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=20)


def _works(*words: str) -> bool:
    return subprocess.run(words, check=False, capture_output=True, timeout=20).returncode == 0
