"""End processes so that nothing of their memory is left, on a computer that is busy (T13).

A process that was killed frees its memory when its turn comes, and among many busy ones that is
late. So whoever kills it also frees it, where the kernel has a call for that, and comes before
everybody else where this user may. Where not, it asks for the shortest turns, which anybody may:
who wants little is given it soon.
"""

import ctypes
import os
import signal
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_ENDED = 0.5  # seconds to wait for a killed process to be gone
_OFTEN = 0.001
_SET_ATTRIBUTES = {"x86_64": 314, "aarch64": 274, "riscv64": 274}  # sched_setattr(2)
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")  # struct sched_attr, its first version
_SHORTEST = 100_000  # nanoseconds: the least that Linux gives
_RELEASE = 448  # process_mrelease(2), since Linux 5.15, by the same number on every architecture


def stand_apart() -> None:
    """Let this process have a session of its own: the end of a terminal is not its end.

    Among desktop sessions Linux shares the processor by session (sched(7), autogroup), so that a
    hundred busy programs of another one count as one.
    """
    with suppress(OSError):
        os.setsid()


def come_first(pid: int = 0) -> None:
    """Let this thread, or ``pid``, with what it begins run before others, where this user may.

    Else it has the shortest turns that there are, and so is not kept waiting for the end of those
    of others (Linux since 6.12; earlier ones take no notice).
    """
    lowest = os.sched_get_priority_min(os.SCHED_FIFO)
    try:
        os.sched_setscheduler(pid, os.SCHED_FIFO, os.sched_param(lowest))
    except OSError:
        _take_short_turns(pid)


def _take_short_turns(pid: int) -> None:
    """Ask for it, at the same nice value as before; who is refused is as before."""
    number = _SET_ATTRIBUTES.get(os.uname().machine)
    if number is None:
        return
    with suppress(OSError):
        nice = os.getpriority(os.PRIO_PROCESS, pid)
        told = _ATTRIBUTES.pack(_ATTRIBUTES.size, os.SCHED_OTHER, 0, nice, 0, _SHORTEST, 0, 0)
        ctypes.CDLL(None).syscall(number, pid, told, 0)


def step_back() -> None:
    """Let this thread run beside the others again."""
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def kill(pid: int) -> tuple[int, ...]:
    """Kill ``pid`` with all its children, and wait for nothing; return whom; 0 is nobody."""
    every = [pid] if pid > 0 else []
    with suppress(OSError):  # one that is ending: the others are still to be killed
        every.extend(each for one in tuple(every) for each in below(one))
    for one in every:
        with suppress(OSError):
            os.kill(one, signal.SIGKILL)
        come_first(one)  # it has nothing left to do but to end
    return tuple(every)


def gone(killed: Sequence[int]) -> bool:
    """Free what the ``killed`` held; return whether none of them has a memory any more."""
    left = [one for one in killed if not _freed(one)]
    until = time.monotonic() + _ENDED
    while (left := [one for one in left if runs(one)]) and time.monotonic() < until:
        time.sleep(_OFTEN)
    return not left


def below(pid: int) -> Iterator[int]:
    """Yield the children of ``pid``, and theirs, but not this process."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text("ascii").split()):
            if child != os.getpid():
                yield child
                yield from below(child)


def _freed(pid: int) -> bool:
    """Return whether the memory of a killed process was freed from here, all of it its own.

    It has not to be heard again for that. An older kernel, or a wrong moment, is no.
    """
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return False
    try:
        return bool(ctypes.CDLL(None).syscall(_RELEASE, handle, 0) == 0)
    finally:
        os.close(handle)


def runs(pid: int) -> bool:
    """Return whether ``pid`` still has a memory: a zombie has none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] not in ("Z", "X")
