"""The cipher of the file, and the proof that it is in force (T12).

AEGIS-256 authenticates and encrypts every page, the write-ahead log and temporary files
(``docs/decisions/0004-cipher.md``). The key is used raw; it is random and comes out of a key slot.

The first 16 bytes of the file would be a salt that a raw key has no use for. They hold a hash of
the key instead, so that a wrong key and a damaged file can be told apart. Bytes 16 to 23 are clear
and not authenticated: they are compared with what we wrote before the file is written to.
"""

import hashlib
from pathlib import Path

import apsw

from muster.adapters.store.problems import Damaged, NotEncrypted, NotWritable

CIPHER = "aegis"
PAGE = 8192
CIPHER_VFS = "multipleciphers-"
PLAIN_VFS = "unix"
PROBE = "muster: if you can read this in the file, the file is not encrypted"

KEY_SIZE = 32
SALT_SIZE = 16
START_SIZE = 8 * PAGE
_MAGIC = b"SQLite format 3\x00"
_RESERVED, _FRACTIONS = 64, bytes((64, 32, 32))
_READABLE = (_MAGIC, PROBE.encode(), b"CREATE TABLE")


def assert_build(vfs: str) -> None:
    """Refuse to go on unless the engine below is the one that encrypts.

    Plain apsw installed beside it shadows the module: files would be plaintext, without an error.

    Raises:
        NotEncrypted: the build has no ciphers, or ``vfs`` goes around them.
    """
    if not hasattr(apsw, "mc_version"):
        raise NotEncrypted(what="this build of apsw has no ciphers")
    if not vfs.startswith(CIPHER_VFS):
        raise NotEncrypted(what="the file would be opened around the cipher")


def unlock(connection: apsw.Connection, key: bytes) -> None:
    """Hand the key to a fresh connection. Nothing is read yet: a wrong key is not noticed here."""
    secret = (key + key_check(key)).hex()
    connection.execute(f"PRAGMA cipher='{CIPHER}'", can_cache=False).close()
    connection.execute(f"PRAGMA key='raw:{secret}'", can_cache=False).close()
    if connection.pragma("cipher") != CIPHER:
        raise NotEncrypted(what="the cipher is not available")


def key_check(key: bytes) -> bytes:
    """Return the 16 bytes that stand at the start of a file under this key; they tell nothing."""
    if len(key) != KEY_SIZE:
        message = f"the key of a store has {KEY_SIZE} bytes"
        raise ValueError(message)
    return hashlib.sha256(b"muster store: which key\x00" + key).digest()[:SALT_SIZE]


def read_start(path: Path, vfs: str) -> bytes:
    """Return the first 64 kB as they lie on the disk, below the cipher.

    Read through the engine's own file layer: closing a file of ours would drop the engine's locks
    on it, as POSIX locks belong to the process.
    """
    below = vfs.removeprefix(CIPHER_VFS)
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_MAIN_DB
    try:
        file = apsw.VFSFile(below, str(path), [flags, 0])
    except apsw.Error as error:
        raise NotWritable from error
    try:
        return file.xRead(min(file.xFileSize(), START_SIZE), 0)
    finally:
        file.xClose()


def assert_unreadable(start: bytes) -> None:
    """Refuse a file whose raw start shows what a stranger could read.

    Raises:
        NotEncrypted: the engine's mark, our probe or the names of tables are readable.
    """
    if any(text in start for text in _READABLE):
        raise NotEncrypted(what="its first pages are readable")


def assert_header(start: bytes, key: bytes) -> None:
    """Refuse a file whose clear header is not, byte by byte, the one we write.

    Raises:
        Damaged: one byte of the first 24 differs.
    """
    page, versions, rest = start[16:18], start[18:20], start[20:24]
    well = (
        start[:SALT_SIZE] == key_check(key)
        and page == PAGE.to_bytes(2, "big")
        and versions in {b"\x01\x01", b"\x02\x02"}
        and rest == bytes((_RESERVED,)) + _FRACTIONS
    )
    if not well:
        raise Damaged(what="its header is not as it was written")
