"""Files that a command writes, for this user alone, whole or not at all; and those it reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from muster.doors.cli.problems import FileUnwritable
from muster.site.problems import FileMissing

_PRIVATE = 0o600


def write_private(path: Path, content: bytes, option: str) -> None:
    """Put ``content`` into ``path``, readable by this user only; raise ``FileUnwritable``."""
    with private_file(path, option) as file:
        file.write(content)


@contextmanager
def private_file(path: Path, option: str) -> Iterator[BinaryIO]:
    """Let ``path`` be written, readable by this user only; raise ``FileUnwritable``.

    It is written beside and moved into place, so that a full disk leaves no half of it.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "no reason given"
        raise FileUnwritable(option=option, reason=reason) from None


def read_file(path: Path, what: str) -> bytes:
    """Return the bytes of a file that was named; raise ``FileMissing``."""
    try:
        return path.read_bytes()
    except OSError:
        raise FileMissing(what=what) from None
