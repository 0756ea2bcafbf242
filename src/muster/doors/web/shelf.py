"""Sessions in memory: ended by idleness, by age, by revocation, and by the end of the process.

A cookie holds the random id of a session and nothing else. One operator has eight at once; a ninth
ends the one that was unused for longest. Their owner knows each by a digest, which opens nothing.
Time is what the machine counts while it sleeps as well, so that a closed laptop is no signed-in
one.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from threading import Lock
from typing import Any

import msgspec
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from typing_extensions import override

from muster.ground.people.ids import OperatorId

IDLE = 15 * 60.0
ABSOLUTE = 12 * 60 * 60.0
"""At a gate, a ramp, an arrival: one shift."""
HEADQUARTERS = 8 * 60 * 60.0
MOST = 2_000
MOST_OF_ONE = 8
RANDOM = 32
_NAME = 16
OPERATOR = "operator"
ENROLS = "enrols first"
"""Set where whoever signed in has to enrol something before anything else."""
LASTS = "lasts"
BEGAN = "began"
"""How a session began: what was shown, the address, the browser; for its owner to know it by."""


def awake_and_asleep() -> float:
    """Return seconds since the machine started, those it slept included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Kept:
    """What one session holds, since when, and when somebody last did something in it."""

    __slots__ = ("begun", "held", "used")

    def __init__(self, held: dict[str, Any], now: float) -> None:
        self.held = held
        self.begun = now
        self.used = now

    def is_over(self, now: float) -> bool:
        """Return whether it has lasted for as long as it may."""
        most = min(ABSOLUTE, float(self.held.get(LASTS, ABSOLUTE)))
        return now - self.begun > most


class Own(msgspec.Struct, frozen=True):
    """One session as its owner sees it: how it began; seconds since then, and since its last use.

    ``id`` names it and opens nothing; ``here`` is the one that asks.
    """

    id: str
    how: str
    address: str
    browser: str
    since: float
    unused: float
    here: bool


class Shelf:
    """All sessions of one door. Safe for any thread."""

    def __init__(self, clock: Callable[[], float] = awake_and_asleep) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[str, Kept] = {}

    def held(self, key: str) -> dict[str, Any] | None:
        """Return a copy of what session ``key`` holds; none once it is over."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.is_over(self._clock()):
                self._kept.pop(key, None)
                return None
            return dict(kept.held)

    def is_idle(self, key: str) -> bool:
        """Return whether nobody has done anything in the session for too long."""
        with self._lock:
            kept = self._kept.get(key)
            return kept is None or self._clock() - kept.used > IDLE

    def use(self, key: str) -> None:
        """Note that somebody did something."""
        with self._lock:
            if kept := self._kept.get(key):
                kept.used = self._clock()

    def put(self, key: str, held: dict[str, Any], *, new: bool) -> bool:
        """Keep ``held`` under ``key``; return false if it is there though new, or gone though not.

        A full shelf drops the session that was not used for longest; one in which nobody signed in
        goes first, so that a stranger cannot push anybody out.
        """
        with self._lock:
            if new == (key in self._kept):
                return False
            if new:
                self._make_room(held.get(OPERATOR))
                self._kept[key] = Kept(dict(held), self._clock())
            else:
                self._kept[key].held = dict(held)
            return True

    def _make_room(self, operator: object) -> None:
        now = self._clock()
        if operator is not None:
            theirs = sorted(self._of(operator), key=lambda key: self._kept[key].used)
            for key in theirs[: max(0, len(theirs) - MOST_OF_ONE + 1)]:
                del self._kept[key]
        over = [key for key, one in self._kept.items() if one.is_over(now)]
        for key in over:
            del self._kept[key]
        while len(self._kept) >= MOST:
            del self._kept[min(self._kept, key=self._worth)]

    def _worth(self, key: str) -> tuple[bool, float]:
        kept = self._kept[key]
        return OPERATOR in kept.held, kept.used

    def drop(self, key: str) -> None:
        """Forget session ``key``."""
        with self._lock:
            self._kept.pop(key, None)

    def end(self, operator: OperatorId, but: str | None = None) -> int:
        """Forget all sessions of ``operator``, but the one under that key; return how many."""
        with self._lock:
            theirs = [key for key in self._of(operator) if key != but]
            for key in theirs:
                del self._kept[key]
        return len(theirs)

    def end_one(self, operator: OperatorId, named: str) -> bool:
        """Forget the session of ``operator`` that is called so; return whether there was one."""
        with self._lock:
            found = [key for key in self._of(operator) if _named(key) == named]
            for key in found:
                del self._kept[key]
        return bool(found)

    def of(self, operator: OperatorId, here: str | None) -> list[Own]:
        """Return the sessions of ``operator``, the one used last first; ``here`` is who asks."""
        with self._lock:
            now = self._clock()
            rows = [
                _own(key, kept, now, here=key == here)
                for key, kept in [(key, self._kept[key]) for key in self._of(operator)]
                if not kept.is_over(now)
            ]
        return sorted(rows, key=lambda row: (row.unused, row.id))

    def _of(self, operator: object) -> Iterator[str]:
        return (key for key, one in [*self._kept.items()] if one.held.get(OPERATOR) == operator)

    def end_all(self) -> int:
        """Forget every session; return how many had somebody signed in."""
        with self._lock:
            signed_in = sum(OPERATOR in one.held for one in self._kept.values())
            self._kept.clear()
        return signed_in

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)


def _own(key: str, kept: Kept, now: float, *, here: bool) -> Own:
    how, address, browser = kept.held.get(BEGAN, ("", "", ""))
    return Own(_named(key), how, address, browser, now - kept.begun, now - kept.used, here)


def _named(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:_NAME]


class Session(SessionBase):
    """Django's session over a ``Shelf``."""

    def __init__(self, session_key: str | None = None, shelf: Shelf | None = None) -> None:
        super().__init__(session_key)
        self._shelf = Shelf() if shelf is None else shelf

    @override
    def load(self) -> dict[str, Any]:
        """Return what is held; a fresh, empty session if there is none of this key."""
        held = self._shelf.held(self.session_key) if self.session_key else None
        if held is None:
            self._session_key = None
            return {}
        return held

    @override
    def create(self) -> None:
        """Keep what is held under a new random key."""
        held = dict(self.items())
        self._session_key = secrets.token_urlsafe(RANDOM)
        if not self._shelf.put(self._session_key, held, new=True):
            raise CreateError
        self.modified = True

    @override
    def save(self, must_create: bool = False) -> None:
        """Keep what is held; raise Django's error if the session ended meanwhile."""
        if must_create or self.session_key is None:
            self.create()
        elif not self._shelf.put(self.session_key, dict(self.items()), new=False):
            raise UpdateError

    @override
    def exists(self, session_key: str) -> bool:
        """Return whether there is a session of this key."""
        return self._shelf.held(session_key) is not None

    @override
    def delete(self, session_key: str | None = None) -> None:
        """Forget the session."""
        key = session_key or self.session_key
        if key is not None:
            self._shelf.drop(key)

    @property
    def is_idle(self) -> bool:
        """Return whether nobody has done anything in it for too long."""
        return self.session_key is None or self._shelf.is_idle(self.session_key)

    def use(self) -> None:
        """Note that somebody did something."""
        if self.session_key is not None:
            self._shelf.use(self.session_key)
