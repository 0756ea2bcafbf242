"""The spare slot on the disk: laid with every site, so that its being there tells nothing (T21)."""

import os
from contextlib import suppress
from pathlib import Path

from muster.ground.problem import Problem
from muster.ground.secrecy import spare
from muster.site.clock import Entropy

SPARE = "spare.slot"
_SALT = 16
_PRIVATE = 0o600


def chance(like: bytes) -> bytes:
    """Return a spare slot that nothing opens, as ``like`` in form.

    It is drawn from the operating system in a drill as well.
    """
    random = Entropy()
    return spare.spare(like, random.draw(_SALT), random.draw(spare.drawn(like)))


def keep(slot: Path) -> None:
    """Lay the spare beside ``slot`` where there is none, and give both the same, new times.

    Done whenever a site is opened: when the spare was last written then tells nothing either. A
    folder that cannot be written to stays as it is.
    """
    beside = slot.with_name(SPARE)
    with suppress(OSError, Problem):
        if not beside.exists():
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
            with os.fdopen(handle, "wb") as file:
                file.write(chance(slot.read_bytes()))
                os.fsync(file.fileno())
        for one in (slot, beside):
            os.utime(one)
