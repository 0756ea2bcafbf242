"""What can happen to a site's disk: the process dies at a write, a backup is taken and put back.

A crash is a kill: what SQLite had given to the system by then lies in the files and nothing else.
(What a power cut loses beyond that is tested below the cipher, in ``tests/world/disk.py``.)
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.simulator.operation import Post

_WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT", "RELEASE", "SAVEPOINT", "BEGIN")


class Killed(BaseException):
    """The process died here. Nothing in the program may catch it and go on."""


def snapshot(folder: Path, into: Path) -> None:
    """Copy a site's files as they are at this moment."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    for one in sorted(folder.iterdir()):
        if not one.name.endswith(("-shm", "-lock")):
            shutil.copyfile(one, into / one.name)


class Fuse:
    """Counts down with each statement that writes; says whether the process died."""

    def __init__(self, writes: int) -> None:
        self.left = writes
        self.blown = False


@contextmanager
def killed_at(post: Post, writes: int, room: Path) -> Iterator[Fuse]:
    """Let ``post`` die before its ``writes``-th write inside the block, and start again after it.

    Without so many writes nothing happens.
    """
    fuse, left = Fuse(writes), room / "killed"

    def watch(_cursor: object, statement: str, _values: object) -> bool:
        if statement.lstrip().startswith(_WRITES):
            fuse.left -= 1
            if fuse.left == 0:
                fuse.blown = True
                snapshot(post.folder, left)
            if fuse.left <= 0:
                raise Killed
        return True

    connection = post.site.store._writer.connection  # type: ignore[attr-defined]
    connection.exec_trace = watch
    try:
        with suppress(Killed):
            yield fuse
    finally:
        connection.exec_trace = None
        if fuse.blown:
            post.replace(left)
            shutil.rmtree(left)
