"""A network of two namespaces with a bad line between them, where this machine lets us make one.

It takes root, ``ip`` and ``tc`` (Debian's iproute2). The kernel's netem delays, reorders and loses
packets where there is one; a relay of our own does the same elsewhere.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.world.relay import relayed

LOSSY = ("netem", "delay", "150ms", "50ms", "loss", "5%")
SEED = 7


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
def line() -> Iterator[Line]:
    """Make a line that is late, 150 ms each way give or take 50, and loses a packet in twenty.

    It is taken away again; the test is skipped where it cannot be made.
    """
    if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("tc"):
        pytest.skip("network namespaces take root, ip and tc")
    found = Line(os.getpid() % 10_000)
    with ExitStack() as undo:
        if not _works("ip", "netns", "add", found.name):
            pytest.skip("this machine makes no network namespaces")
        undo.callback(_run, "ip", "netns", "del", found.name)
        if not _by_the_kernel(found, undo):
            _by_a_relay(found, undo)
        yield found


def _by_the_kernel(found: Line, undo: ExitStack) -> bool:
    """Join the two by a pair of ends with netem on both; say whether this kernel can."""
    if not _works("ip", "link", "add", found.near, "type", "veth", "peer", "name", found.far):
        return False
    delete = "ip", "link", "del", found.near
    _lay(found)
    ends = (("tc",), found.near), (("tc", "-n", found.name), found.far)
    if all(_works(*tc, "qdisc", "add", "dev", end, "root", *LOSSY) for tc, end in ends):
        undo.callback(_run, *delete)
        return True
    _run(*delete)
    return False


def _by_a_relay(found: Line, undo: ExitStack) -> None:
    try:
        undo.enter_context(relayed(found.near, found.far, SEED))
    except OSError:
        pytest.skip("this kernel has neither netem nor ends of networks for a program (TUN)")
    _lay(found)


def _lay(found: Line) -> None:
    """Put one of two ends into the other namespace; let both be reached."""
    there = ("ip", "-n", found.name)
    _run("ip", "link", "set", found.far, "netns", found.name)
    _run("ip", "addr", "add", f"{found.here}/30", "dev", found.near)
    _run(*there, "addr", "add", f"{found.there}/30", "dev", found.far)
    _run(*there, "link", "set", found.far, "up")
    _run(*there, "link", "set", "lo", "up")
    found.up()


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=20)


def _works(*words: str) -> bool:
    return subprocess.run(words, check=False, capture_output=True, timeout=20).returncode == 0
