"""The one connection that writes, and the rules of its transaction.

What the engine does when the disk fills up or fails in the middle is different from case to case:
sometimes it has taken the whole transaction back, sometimes one statement. Here it is always the
same: the whole transaction is taken back, and whoever goes on in it meets the problem again.
"""

from collections.abc import Iterable
from typing import Any

import apsw

from muster.adapters.store.changes import Changes
from muster.adapters.store.sqlite.channel import Channel, Health, Values
from muster.ground.problem import Problem

WAIT_MS = 5_000
"""How long a statement waits for another process that holds the file for a moment."""


class Writer(Channel):
    """Runs statements that write, inside one transaction with units in it."""

    def __init__(self, connection: apsw.Connection, health: Health) -> None:
        super().__init__(connection, health)
        self.changes = Changes()
        self._open = False
        self._units = 0
        self._lost: Problem | None = None

    def begin(self) -> None:
        """Open the transaction and take the file's lock for writing."""
        if self._open:
            message = "a transaction is open already"
            raise RuntimeError(message)
        self.health.assert_sound()
        self.run("BEGIN IMMEDIATE")
        self._open, self._units, self._lost = True, 0, None

    def commit(self) -> None:
        """Make the transaction durable."""
        self._assert_open()
        if self._units:
            message = "a unit is open"
            raise RuntimeError(message)
        self.health.assert_sound()
        self.write("COMMIT")
        self._open = False
        self.changes.settle()

    def rollback(self) -> None:
        """Take the transaction back; without one do nothing."""
        if self._open:
            self._open = False
            self._take_back()

    def savepoint(self) -> None:
        """Open a unit."""
        self.write(f"SAVEPOINT unit{self._units + 1}")
        self._units += 1

    def release(self) -> None:
        """Close the innermost unit and keep it."""
        self._assert_unit()
        self.write(f"RELEASE unit{self._units}")
        self._units -= 1

    def undo(self) -> None:
        """Close the innermost unit and take it back; with the transaction lost it is already."""
        self._assert_unit()
        name = f"unit{self._units}"
        self._units -= 1
        if not self._lost:
            self.write(f"ROLLBACK TO {name}")
            self.write(f"RELEASE {name}")

    def write(self, sql: str, values: Values = ()) -> int:
        """Run one statement that writes; return how many rows it changed."""
        self._assert_open()
        try:
            self.connection.execute(sql, values).fetchall()
        except apsw.Error as error:
            raise self._lose(error) from error
        return self.connection.changes()

    def write_many(self, sql: str, rows: Iterable[Values]) -> list[tuple[Any, ...]]:
        """Run one statement that writes, for each row in turn; return what it gives back."""
        self._assert_open()
        try:
            return self.connection.executemany(sql, rows).fetchall()
        except apsw.Error as error:
            raise self._lose(error) from error

    def end(self) -> None:
        """Take an open transaction back and close the connection."""
        self.rollback()
        self.close()

    def assert_idle(self) -> None:
        """Refuse upkeep inside a transaction."""
        if self._open:
            message = "not inside a transaction"
            raise RuntimeError(message)

    def _assert_open(self) -> None:
        if not self._open:
            message = "nothing is written outside a transaction"
            raise RuntimeError(message)
        if self._lost:
            raise self._lost

    def _assert_unit(self) -> None:
        if not self._units:
            message = "no unit is open"
            raise RuntimeError(message)

    def _lose(self, error: apsw.Error) -> Exception:
        problem = self.problem(error)
        if isinstance(problem, Problem):
            self._lost = problem
            self._take_back()
        return problem

    def _take_back(self) -> None:
        if self.connection.in_transaction:
            self.run("ROLLBACK")
