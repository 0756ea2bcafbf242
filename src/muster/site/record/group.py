"""Group commit: commands that wait share one sync.

A command takes its turn under the lock: it decides, puts its facts and flushes, inside a savepoint
of its own, so that one that fails is undone alone. Whoever finds nobody waiting behind commits for
all; the others are acknowledged by that commit, and by nothing earlier. If it fails, all fail.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, RLock, get_ident

from muster.adapters.store import Store

MOST_IN_A_GROUP = 256


class Group:
    """The commands of one commit."""

    def __init__(self) -> None:
        self.members = 0
        self._done = Event()
        self._error: BaseException | None = None

    def finish(self, error: BaseException | None = None) -> None:
        """Wake everybody who waits, with the error that struck all of them, if any."""
        self._error = error
        self._done.set()

    def wait(self) -> None:
        """Return once the commit is durable; raise what struck it."""
        self._done.wait()
        if self._error is not None:
            raise self._error


class GroupCommit:
    """Hands out turns: ``flush`` puts a turn's work into the transaction, ``reset`` forgets it."""

    def __init__(self, store: Store, flush: Callable[[], None], reset: Callable[[], None]) -> None:
        self._store = store
        self._flush = flush
        self._reset = reset
        self._lock = RLock()
        self._counting = Lock()
        self._waiting = 0
        self.turns = 0
        """How many turns were asked for, by anybody."""
        self._group: Group | None = None
        self._depth = 0
        self._whose = 0

    @property
    def is_mine(self) -> bool:
        """Whether the turn is this thread's, so that it must wait for nobody else's."""
        return self._depth > 0 and self._whose == get_ident()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Run one command's work; return once it is durable.

        A turn inside a turn is part of the outer one: a batch is one long turn.
        """
        with self._counting:
            self._waiting += 1
            self.turns += 1
        self._lock.acquire()
        with self._counting:
            self._waiting -= 1
        if self._depth:
            try:
                self._depth += 1
                yield
            finally:
                self._depth -= 1
                self._lock.release()
            return
        group = self._join()
        try:
            yield from self._alone()
        finally:
            self._leave(group)
        group.wait()

    def _join(self) -> Group:
        if self._group is None:
            try:
                self._store.begin()
            except BaseException:
                self._lock.release()
                raise
            self._group = Group()
        self._group.members += 1
        return self._group

    def _alone(self) -> Iterator[None]:
        self._store.savepoint()
        self._whose, self._depth = get_ident(), 1
        try:
            yield
            self._flush()
        except BaseException:
            self._store.undo()
            self._reset()
            raise
        else:
            self._store.release()
        finally:
            self._depth = 0

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Inside a turn, do work that is undone alone if it fails; what was put before it stays."""
        self._flush()
        self._store.savepoint()
        try:
            yield
            self._flush()
        except BaseException:
            self._store.undo()
            self._reset()
            raise
        self._store.release()

    def _leave(self, group: Group) -> None:
        with self._counting:
            last = self._waiting == 0 or group.members >= MOST_IN_A_GROUP
        if not last:
            self._lock.release()
            return
        try:
            self._commit(group)
        finally:
            self._lock.release()

    def _commit(self, group: Group) -> None:
        self._group = None
        try:
            self._store.commit()
        except BaseException as error:  # noqa: BLE001 - handed to everybody who waits
            self._give_up(group, error)
        else:
            group.finish()

    def _give_up(self, group: Group, error: BaseException) -> None:
        try:
            self._store.rollback()
            self._reset()
        finally:
            group.finish(error)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold everybody else back while no transaction is open, for work on the file itself."""
        with self._lock:
            if self._group is not None:
                self._commit(self._group)
            yield
