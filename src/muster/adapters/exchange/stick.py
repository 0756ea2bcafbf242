"""Parcels in a folder: of a stick, or one that rsync, Syncthing or mail carries.

A parcel is written beside, synced and moved into place under a random name: whoever pulls the stick
out finds it whole or not at all. The folder is trusted for nothing, and the names in it say nothing
of who wrote to whom.
"""

import errno
import os
from base64 import b32encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, Protocol

import msgspec

from muster.adapters.exchange.problems import StickFull, StickMissing, StickUnwritable
from muster.ground.secrecy.parcel import BLOCK, HEADER

ENDING = ".parcel"
NAME = 16
"""Random bytes of a name."""
MOST = 10_000
"""Files of a folder that are looked at."""
_PRIVATE = 0o600
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CANNOT_SYNC_FOLDERS = {errno.EINVAL, errno.ENOTSUP}


class Lying(msgspec.Struct, frozen=True):
    """A parcel as it lies in a folder; ``size`` in bytes."""

    path: Path
    size: int

    def header(self) -> bytes:
        """Return its first bytes; fewer than a header's where it is none."""
        with _opened(self.path) as file:
            return file.read(HEADER)

    def blocks(self) -> Iterator[bytes]:
        """Yield its blocks as they are read; the last may be short where it was cut."""
        with _opened(self.path) as file:
            file.seek(HEADER)
            while block := file.read(BLOCK):
                yield block


class Source(Protocol):
    """Something to read a parcel from."""

    def read(self, count: int, /) -> bytes:
        """Return ``count`` bytes; fewer only at the end."""
        ...


class Arriving:
    """A parcel that is read as it comes, once and forwards."""

    path = Path()
    size = 0

    def __init__(self, source: Source) -> None:
        self._source = source

    def header(self) -> bytes:
        """Return its first bytes; fewer than a header's where it is none."""
        return self._source.read(HEADER)

    def blocks(self) -> Iterator[bytes]:
        """Yield its blocks as they come; the last may be short where it was cut."""
        while block := self._source.read(BLOCK):
            yield block


def put(folder: Path, pieces: Iterable[bytes], name: bytes) -> Lying:
    """Write ``pieces`` as one parcel under the random ``name``; return it once it is durable.

    Raises ``StickMissing``, ``StickFull`` or ``StickUnwritable``, and leaves nothing then.
    """
    whole = folder / f"{spelled(name)}{ENDING}"
    partial = folder / f".{spelled(name)}.part"
    if not folder.is_dir():
        raise StickMissing
    try:
        try:
            _write(partial, pieces)
            partial.rename(whole)
            _sync_folder(folder)
        except FileExistsError:
            raise  # somebody else's, by a chance that there is none
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        return Lying(whole, whole.stat().st_size)
    except OSError as error:
        raise (StickFull if error.errno in _NO_ROOM else StickUnwritable) from None


def spelled(name: bytes) -> str:
    """Return a random name as any file system takes it."""
    return b32encode(name).decode().rstrip("=").lower()


def lying(folder: Path) -> list[Lying]:
    """Return the parcels in ``folder`` by name; raise ``StickMissing``.

    What is no plain file is passed over: a stick may hold links to anywhere.
    """
    try:
        with os.scandir(folder) as entries:
            found = [
                Lying(Path(one.path), status.st_size)
                for one, _ in zip(entries, range(MOST), strict=False)
                if one.name.endswith(ENDING)
                for status in [one.stat(follow_symlinks=False)]
                if S_ISREG(status.st_mode)
            ]
    except OSError:
        raise StickMissing from None
    return sorted(found, key=lambda one: one.path.name)


def remove(parcel: Lying) -> None:
    """Take a parcel off the folder; raise ``StickUnwritable``."""
    try:
        parcel.path.unlink(missing_ok=True)
    except OSError:
        raise StickUnwritable from None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a parcel to read it, and no link in its place; raise ``StickMissing``."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise StickMissing from None
    with os.fdopen(handle, "rb") as file:
        try:
            yield file
        except OSError:
            raise StickMissing from None


def _write(partial: Path, pieces: Iterable[bytes]) -> None:
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:  # the file itself is synced; some sticks cannot do more
        if error.errno not in _CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(handle)
