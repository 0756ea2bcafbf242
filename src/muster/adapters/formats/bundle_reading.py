"""Read an audit bundle that somebody handed over: within limits, and nothing of it believed yet.

Parts are read by their names, one after the other, never written to disk. Sizes are counted as they
come out, whatever the archive declares (T27).
"""

import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Final, Self

import msgspec

from muster.adapters.formats.bundle import ENTRIES, LENGTH, SCHEMA, STATEMENT, Entry, Statement
from muster.adapters.formats.problems import BundleTooBig, BundleUnreadable

MOST_SMALL: Final = 16 * 1024 * 1024
MOST_ENTRIES: Final = 4 * 1024 * 1024 * 1024
MOST_FRAME: Final = 4 * 1024 * 1024
_CHUNK: Final = 1 << 20
_UNREAD, _LEAST, _HASH = 4, 7, 32
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
)


class Bundle:
    """One open bundle, by its path or as an open file. Close it, or use it as a context."""

    def __init__(self, source: Path | BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(source)
        except (*_DAMAGES, OSError):
            raise BundleUnreadable(what="the file") from None
        names = [part.filename for part in self._archive.infolist()]
        if len(set(names)) != len(names):
            self._archive.close()
            raise BundleUnreadable(what="a part that is there twice")
        self.names = frozenset(names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def part(self, name: str, most: int = MOST_SMALL) -> bytes:
        """Return the content of a part; raise ``BundleUnreadable``, ``BundleTooBig``."""
        content = bytearray()
        for piece in self._pieces(name):
            content += piece
            if len(content) > most:
                raise BundleTooBig(limit=most)
        return bytes(content)

    def text(self, name: str) -> str:
        """Return a part that is a text."""
        try:
            return self.part(name).decode("utf-8")
        except UnicodeDecodeError:
            raise BundleUnreadable(what=_kind(name)) from None

    def statement(self) -> Statement:
        """Return the statement; raise ``BundleUnreadable`` also for a newer one."""
        try:
            found = msgspec.json.decode(self.part(STATEMENT), type=Statement)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise BundleUnreadable(what="the statement") from None
        if found.bundle != SCHEMA:
            raise BundleUnreadable(what="the statement")
        return found

    def digest(self) -> bytes:
        """Return the hash over all entries."""
        digest, size = sha256(), 0
        for piece in self._pieces(ENTRIES):
            digest.update(piece)
            size += len(piece)
            if size > MOST_ENTRIES:
                raise BundleTooBig(limit=MOST_ENTRIES)
        return digest.digest()

    def entries(self, logs: int) -> Iterator[Entry]:
        """Yield the entries as they lie there, each of one of ``logs`` logs and whole in shape."""
        decoder = msgspec.msgpack.Decoder(list[list[Any]])
        for raw in self._frames():
            try:
                found = decoder.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                raise BundleUnreadable(what="a run of entries") from None
            for entry in found:
                if not _whole(entry, logs):
                    raise BundleUnreadable(what="an entry")
                yield entry

    def _frames(self) -> Iterator[bytes]:
        try:
            with self._archive.open(ENTRIES) as part:
                while length := part.read(LENGTH):
                    size = int.from_bytes(length, "big")
                    if size > MOST_FRAME:
                        raise BundleTooBig(limit=MOST_FRAME)
                    raw = part.read(size)
                    if len(length) < LENGTH or len(raw) < size:
                        raise BundleUnreadable(what="the end of the entries")
                    yield raw
        except (*_DAMAGES, OSError):
            raise BundleUnreadable(what="the entries") from None

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as part:
                yield from _read(part)
        except (*_DAMAGES, OSError):
            raise BundleUnreadable(what=_kind(name)) from None


def _read(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(_CHUNK):
        yield piece


def _kind(name: str) -> str:
    """Return what a part is called in a problem: our own word, never a name from the file."""
    return {STATEMENT: "the statement", ENTRIES: "the entries"}.get(name, "a note or a proof")


def _whole(entry: list[Any], logs: int) -> bool:
    """Say whether the part of an entry that every kind has is of its types."""
    size = len(entry)
    if size != _UNREAD and size < _LEAST:
        return False
    log, sequence, lamport, digest = entry[:_UNREAD]
    if not (type(log) is type(sequence) is type(lamport) is int and type(digest) is bytes):
        return False
    if not 0 <= log < logs or sequence < 1 or lamport < 1 or len(digest) != _HASH:
        return False
    if size == _UNREAD:
        return True
    kind, subject, observed = entry[_UNREAD:_LEAST]
    return type(kind) is str and type(subject) is bytes and type(observed) is int
