"""What may follow a scuttle where it was asked for: the disk's own keys erased, the power off.

Neither is done unless whoever starts the site says so, naming the device: both hit all that is on
the computer. That it can be done is looked at when the site is started, not in the last minute.
Where it was not asked for it is said as the next step.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from muster.site.problems import EraseImpossible

TOOLS = "/usr/sbin:/sbin:/usr/bin:/bin"
"""Where programs are looked for; the watcher has no environment."""
_PATIENCE = 30
_ERASE = "cryptsetup"
_OFF = "systemctl"


class Afterwards(msgspec.Struct, frozen=True, array_like=True):
    """What follows: the LUKS device whose key slots are erased, none where empty; power off."""

    device: str = ""
    power_off: bool = False
    tools: str = TOOLS


def assert_possible(wanted: Afterwards) -> None:
    """Raise ``EraseImpossible`` unless this user can do what is wanted with what is there."""
    if not wanted.device and not wanted.power_off:
        return
    if os.geteuid() != 0:
        raise EraseImpossible(what="the rights of root")
    for needed, tool in ((wanted.device, _ERASE), (wanted.power_off, _OFF)):
        if needed and shutil.which(tool, path=wanted.tools) is None:
            raise EraseImpossible(what=f"the program {tool}")
    if wanted.device and not _is_block(Path(wanted.device)):
        raise EraseImpossible(what="a block device")


def carry_on(wanted: Afterwards, say: Callable[[str], object]) -> None:
    """Do what is wanted, and say what is left to do by hand; raise nothing."""
    if not wanted.device:
        say("Next: cryptsetup luksErase DEVICE, where the disk below is encrypted with LUKS.")
    elif _done(wanted, _ERASE, "luksErase", "--batch-mode", wanted.device):
        say("The key slots of the disk are erased.")
    else:
        say("The key slots of the disk are NOT erased: do it by hand.")
    if not wanted.power_off:
        say("Next: power off. Until then the kernel may hold what was read last.")
    elif not _done(wanted, _OFF, "poweroff"):
        say("The power is NOT off: do it by hand.")


def _done(wanted: Afterwards, tool: str, *words: str) -> bool:
    found = shutil.which(tool, path=wanted.tools)
    with suppress(OSError, subprocess.SubprocessError):
        if found is not None:
            ended = subprocess.run(  # noqa: S603 - a program of the system, words of ours
                [found, *words], env={"PATH": wanted.tools}, timeout=_PATIENCE, check=False
            )
            return ended.returncode == 0
    return False


def _is_block(path: Path) -> bool:
    try:
        return stat.S_ISBLK(path.stat().st_mode)
    except OSError:
        return False
