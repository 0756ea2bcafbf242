"""The computer that a site runs on, as far as it can give away what the site keeps.

Everything is read from the files in which Linux says how it stands; ``root`` is where they begin.
What cannot be told is none: it is said to be unknown, never taken for good.
"""

import ctypes
import os
import resource
import shutil
import stat
from pathlib import Path

import msgspec

_UNSYNCHRONISED = 0x40  # STA_UNSYNC of adjtimex(2)
_ERROR_STATE = 5  # TIME_ERROR: nobody keeps this clock
_TIMEX = 64  # longs: more than struct timex has
_STATUS_AT = 5  # the fifth long of struct timex, on 64 bits
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MEMORY = ("zram", "ram")
_IN_MEMORY = ("tmpfs", "ramfs")
_PROFILES = (
    ".config/chromium",
    ".config/google-chrome",
    ".config/microsoft-edge",
    ".config/mozilla/firefox",
    ".mozilla/firefox",
    "snap/chromium/common/chromium",
    "snap/firefox/common/.mozilla/firefox",
    ".var/app/org.chromium.Chromium/config/chromium",
    ".var/app/org.mozilla.firefox/.mozilla/firefox",
)
"""Where browsers keep what they know, below the home of whoever uses them."""


class Swap(msgspec.Struct, frozen=True):
    """One place that memory is written out to; ``sealed`` on an encrypted device or in memory."""

    name: str
    sealed: bool


class Machine:
    """What the kernel says; the rest of this module asks nothing else."""

    def __init__(self, root: Path = Path("/"), home: Path | None = None) -> None:
        self._root = root
        self._home = home or Path.home()

    def swaps(self) -> tuple[Swap, ...]:
        """Return where memory may be written out to."""
        lines = self._read("proc/swaps").splitlines()[1:]
        return tuple(self._swap(line.split()[0]) for line in lines if line.strip())

    def _swap(self, path: str) -> Swap:
        name = Path(path).name
        if name.startswith(_MEMORY):
            return Swap(name, sealed=True)
        return Swap(name, sealed=self._sealed_block(self._root / "sys/class/block" / name) or False)

    def hibernates(self) -> bool:
        """Return whether this computer can write all of its memory to a disk and go off."""
        ways = self._read("sys/power/disk")
        return "disk" in self._read("sys/power/state").split() and "[disabled]" not in ways

    def dumps_cores(self) -> bool:
        """Return whether a crash of any process could be written to a disk, or handed on."""
        return bool(self._read("proc/sys/kernel/core_pattern").strip())

    def pipes_cores(self) -> bool:
        """Return whether crashes are handed to a program, which no limit of ours stops."""
        return self._read("proc/sys/kernel/core_pattern").startswith("|")

    def keeps_journal(self) -> bool:
        """Return whether the system's log is kept on the disk."""
        return (self._root / "var/log/journal").is_dir()

    def profiles_on_disk(self) -> int:
        """Return how many profiles this user's browsers keep that do not go with the power."""
        found = (self._home / one for one in _PROFILES)
        return sum(one.is_dir() and not self._in_memory(one) for one in found)

    def _in_memory(self, path: Path) -> bool:
        device = path.stat().st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        mounts = (line.split() for line in self._read("proc/self/mountinfo").splitlines())
        return any(
            words[2] == number and words[words.index("-") + 1] in _IN_MEMORY
            for words in mounts
            if "-" in words
        )

    def on_sealed_disk(self, path: Path) -> bool | None:
        """Return whether ``path`` lies on an encrypted device; none where that cannot be told."""
        try:
            device = path.stat().st_dev
        except OSError:
            return None
        major, minor = os.major(device), os.minor(device)
        if major == 0:  # no block device: memory, or a file system laid over another
            return None
        return self._sealed_block(self._root / f"sys/dev/block/{major}:{minor}")

    def _sealed_block(self, block: Path) -> bool | None:
        """Return whether a block device is encrypted, or lies on others that all are."""
        try:
            block = block.resolve(strict=True)
        except OSError:
            return None
        kind = _text(block / "dm/uuid")
        if kind.startswith("CRYPT-"):
            return True
        below = sorted((block / "slaves").glob("*")) if (block / "slaves").is_dir() else []
        if below:
            return all(self._sealed_block(one) is True for one in below)
        if (block / "partition").is_file():
            return self._sealed_block(block.parent) or False
        return False

    def _read(self, path: str) -> str:
        return _text(self._root / path)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def clock_is_kept() -> bool | None:
    """Return whether the kernel says that somebody sets this clock right; none where it does not.

    adjtimex(2), which changes nothing when it is asked with no mode.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    if not hasattr(kernel, "adjtimex"):
        return None
    said = (ctypes.c_long * _TIMEX)()
    state = kernel.adjtimex(ctypes.byref(said))
    if state < 0:
        return None
    return state != _ERROR_STATE and not said[_STATUS_AT] & _UNSYNCHRONISED


def lockable_memory() -> int:
    """Return how many bytes a process here may keep from being written out; -1 is any number."""
    return resource.getrlimit(resource.RLIMIT_MEMLOCK)[0]


def open_to_others(folder: Path) -> tuple[str, ...]:
    """Return the names of what in ``folder``, and the folder itself as ".", others may use."""
    found = [folder, *sorted(folder.iterdir())]
    return tuple(
        "." if one == folder else one.name
        for one in found
        if not one.is_symlink() and one.stat().st_mode & _OTHERS
    )


def room_on(folder: Path) -> int:
    """Return how many bytes are free where ``folder`` lies."""
    return shutil.disk_usage(folder).free
