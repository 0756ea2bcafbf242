"""A disk of its own for what is searched afterwards, where this user may mount one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SIZE = 2 << 30


@contextmanager
def image(inside: Path, beside: Path, *, whole: bool) -> Iterator[Path | None]:
    """Mount an image at ``inside`` for as long as the block runs; yield it, or none.

    Its raw blocks can be searched afterwards: what was deleted is still there. It lies ``beside``,
    and only where the run is ``whole``: it takes 2 GB.
    """
    disk = beside / "disk.img"
    tools = [shutil.which(one) for one in ("mkfs.ext4", "mount", "umount")]
    if not whole or os.geteuid() != 0 or None in tools:
        yield None
        return
    make, mount, umount = map(str, tools)
    with disk.open("wb") as file:
        file.truncate(_SIZE)
    subprocess.run([make, "-q", "-E", "nodiscard", str(disk)], check=True)
    if subprocess.run([mount, "-o", "loop", str(disk), str(inside)], check=False).returncode:
        disk.unlink()
        yield None
        return
    try:
        yield disk
    finally:
        subprocess.run([umount, str(inside)], check=True)
