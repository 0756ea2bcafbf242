"""What a process leaves of its memory: no core, no reader beside it, no page on a disk (T12).

Every process that holds keys or names calls ``harden`` first: a command, the server, each child,
each parser. Whatever was held cannot be wiped by Python; that it goes with the process, and never
reached a disk, is what can be done. It uses the standard library alone, as it begins everywhere.
"""

import ctypes
import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o077
"""The umask: whatever is written is this user's alone."""
ENOUGH: Final = 1 << 30
"""Bytes that a process must be free to lock: with fewer it would be refused memory, and die."""
_DUMPABLE: Final = 4  # PR_SET_DUMPABLE
_IS_DUMPABLE: Final = 3  # PR_GET_DUMPABLE
_LOCKS_MEMORY: Final = 14  # CAP_IPC_LOCK
_NOW_LATER_WHEN_TOUCHED: Final = 1 | 2 | 4  # MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT


def harden(*, lock: bool = True) -> tuple[str, ...]:
    """Close this process to others and return what holds: umask, cores, dumps, memory.

    ``memory`` holds only where this user may lock as much as a site needs; the doctor says so.
    Whoever is to give up its rights does not ``lock``: with the right gone the kernel would refuse
    it memory. It raises nothing: on a kernel that cannot, the rest still holds. It has to be called
    again in whatever is executed next, since the kernel forgets it there.
    """
    os.umask(PRIVATE)
    held = ["umask"]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        held.append("cores")
    kernel = ctypes.CDLL(None, use_errno=True)
    if hasattr(kernel, "prctl") and kernel.prctl(_DUMPABLE, 0, 0, 0, 0) == 0:
        held.append("dumps")
    if lock and may_lock() and kernel.mlockall(_NOW_LATER_WHEN_TOUCHED) == 0:
        held.append("memory")
    return tuple(held)


def is_hardened() -> bool:
    """Return whether the memory of this process can neither be dumped nor read from beside."""
    kernel = ctypes.CDLL(None, use_errno=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    return soft == hard == 0 and kernel.prctl(_IS_DUMPABLE, 0, 0, 0, 0) == 0


def may_lock() -> bool:
    """Return whether this process may keep all that a site needs from being written out."""
    if not hasattr(ctypes.CDLL(None), "mlockall"):
        return False
    soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if _privileged() or soft == resource.RLIM_INFINITY:
        return True
    if hard != resource.RLIM_INFINITY and hard < ENOUGH:
        return False
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (hard, hard))
        return True
    return False


def _privileged() -> bool:
    try:
        said = Path("/proc/self/status").read_text("ascii", errors="replace")
    except OSError:
        return False
    lines = (line.split() for line in said.splitlines())
    rights = next((int(words[1], 16) for words in lines if words and words[0] == "CapEff:"), 0)
    return bool(rights >> _LOCKS_MEMORY & 1)
