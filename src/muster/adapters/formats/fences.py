"""Fence this process in before it touches a stranger's bytes (T27, A12).

Four fences, each on its own: resource limits (memory, time, no file written, none opened, no socket
made, no core); no network (an empty network namespace); no new rights; and, on Linux for x86-64 and
64-bit ARM, a filter that lets only the calls through that reading standard input, writing standard
output and handling memory need. Opening any file, starting a process and making a socket are
refused, also to root. The last ones depend on the kernel: what holds is returned.
"""

import ctypes
import os
import platform
import resource
import struct
from typing import Final

from muster.adapters.formats.limits import Limits
from muster.adapters.hardened import harden

_NO_NEW_RIGHTS: Final = 38  # PR_SET_NO_NEW_PRIVS
_SECCOMP: Final = 22  # PR_SET_SECCOMP
_FILTER: Final = 2  # SECCOMP_MODE_FILTER
_NEW_USER: Final = 0x10000000  # CLONE_NEWUSER
_NEW_NETWORK: Final = 0x40000000  # CLONE_NEWNET

_ALLOW: Final = 0x7FFF0000  # SECCOMP_RET_ALLOW
_REFUSE: Final = 0x00050001  # SECCOMP_RET_ERRNO with EPERM
_KILL: Final = 0x80000000  # SECCOMP_RET_KILL_PROCESS

# The kernel's numbers for: read, write, lseek, close, fstat, newfstatat, mmap, mprotect, munmap,
# mremap, madvise, brk, futex, getrandom, clock_gettime, sched_yield, getpid, gettid, tgkill,
# rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack, restart_syscall, exit, exit_group.
_MACHINES: Final = {
    "x86_64": (
        0xC000003E,
        "0 1 8 3 5 262 9 10 11 25 28 12 202 318 228 24 39 186 234 13 14 15 131 219 60 231",
    ),
    "aarch64": (
        0xC00000B7,
        (
            "63 64 62 57 80 79 222 226 215 216 233 214 98 278 113 124 172 178 131 134 135 139 132"
            " 128 93 94"
        ),
    ),
}


def fence(limits: Limits) -> tuple[str, ...]:
    """Fence this process in and return the names of the fences that hold.

    It can read what is open, write to what is open and is no file, and compute; there is no way
    back.
    """
    harden(lock=False)
    _limit(limits)
    kernel = ctypes.CDLL(None, use_errno=True)
    held = ["limits"]
    if _without_network(kernel):
        held.append("network")
    if kernel.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0) == 0:
        held.append("rights")
    if _filtered(kernel):
        held.append("calls")
    return tuple(held)


def _limit(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        grace = 1 if kind == resource.RLIMIT_CPU and least == most else 0
        resource.setrlimit(kind, (least, least + grace))  # the first second over is told apart


def _without_network(kernel: ctypes.CDLL) -> bool:
    return any(kernel.unshare(kind) == 0 for kind in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK))


def _filtered(kernel: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if os.name != "posix" or machine is None:
        return False
    program = _program(*machine)
    block = ctypes.create_string_buffer(program, len(program))
    address = ctypes.addressof(block)
    header = struct.pack("HxxxxxxP", len(program) // 8, address)
    holder = ctypes.create_string_buffer(header, len(header))
    return bool(kernel.prctl(_SECCOMP, _FILTER, ctypes.byref(holder), 0, 0) == 0)


def _program(architecture: int, listed: str) -> bytes:
    """Return the kernel's filter program: another architecture dies, other calls are refused."""
    calls = [int(call) for call in listed.split()]
    load_architecture = _step(0x20, 0, 0, 4)
    load_call = _step(0x20, 0, 0, 0)
    steps = [load_architecture, _step(0x15, 1, 0, architecture), _step(0x06, 0, 0, _KILL)]
    steps.append(load_call)
    for at, call in enumerate(calls):
        steps.append(_step(0x15, len(calls) - at, 0, call))
    steps += [_step(0x06, 0, 0, _REFUSE), _step(0x06, 0, 0, _ALLOW)]
    return b"".join(steps)


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
