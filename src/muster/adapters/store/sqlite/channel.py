"""One connection to the file: runs statements, and turns the engine's errors into problems.

Everything else in this folder speaks to the engine through a ``Channel``; so no error of the engine
leaves the store, and damage once seen is remembered: nothing is written to a damaged file.
"""

import errno
import weakref
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import apsw

from muster.adapters.store.problems import Busy, Damaged, DiskFails, DiskFull, NotWritable
from muster.ground.problem import Problem

Values: TypeAlias = "Sequence[apsw.Binding]"
"""What stands for the question marks of a statement."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Health:
    """What all connections to one file know about it: the damage that one of them met."""

    def __init__(self) -> None:
        self.damage: Damaged | None = None

    def assert_sound(self) -> None:
        """Raise the damage that was met, if any."""
        if self.damage:
            raise self.damage


class Channel:
    """Runs statements on one connection. Not for two threads at the same time."""

    def __init__(self, connection: apsw.Connection, health: Health) -> None:
        self.connection = connection
        self.health = health
        self._streams: weakref.WeakSet[apsw.Cursor] = weakref.WeakSet()

    def run(self, sql: str, values: Values = ()) -> None:
        """Run one statement to its end."""
        try:
            self.connection.execute(sql, values).fetchall()
        except apsw.Error as error:
            raise self.problem(error) from error

    def all(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return all rows of one statement."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except apsw.Error as error:
            raise self.problem(error) from error

    def one(self, sql: str, values: Values = ()) -> tuple[Any, ...] | None:
        """Return the first row of one statement, or none."""
        rows = self.all(sql, values)
        return rows[0] if rows else None

    def among(self, sql: str, keys: Iterable[bytes]) -> list[tuple[Any, ...]]:
        """Return the rows of one statement whose one value is a list of keys.

        Asked once for all of them: a statement for each key takes four times as long.
        """
        wanted = tuple(keys)
        return self.all(sql, (apsw.carray(wanted),)) if wanted else []

    def stream(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of one statement as they are read."""
        cursor = self.connection.cursor()
        self._streams.add(cursor)
        try:
            yield from cursor.execute(sql, values)
        except apsw.Error as error:
            raise self.problem(error) from error

    def break_off(self) -> None:
        """End every stream that was not read to its end: it would hold its moment."""
        for cursor in list(self._streams):
            cursor.close(force=True)
        self._streams.clear()

    def close(self) -> None:
        """Close the connection; a damaged file is left as it is, its journal too."""
        if self.health.damage:
            self.connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        self.connection.close(force=True)

    def problem(self, error: apsw.Error) -> Exception:
        """Return what an error of the engine means; the error itself if it is a bug of ours."""
        problem = explain(error, self.connection)
        if isinstance(problem, Damaged):
            self.health.damage = problem
        return problem or error


def explain(error: apsw.Error, connection: apsw.Connection | None = None) -> Problem | None:
    """Return the problem behind an error of the engine, or none if it is a bug."""
    match error:
        case apsw.FullError():
            return DiskFull()
        case apsw.CorruptError() | apsw.NotADBError():
            return Damaged(what="a page is not as it was written")
        case apsw.BusyError() | apsw.LockedError() | apsw.ProtocolError():
            return Busy()
        case apsw.ReadOnlyError() | apsw.CantOpenError() | apsw.PermissionsError():
            return NotWritable()
        case apsw.IOError():
            number = connection.system_errno if connection else 0
            return DiskFull() if number in _NO_ROOM else DiskFails(number=number)
        case _:
            return None
