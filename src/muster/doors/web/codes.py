"""One-time codes: what a supervisor hands out, and a tablet or a guard gives back once.

In memory only, and there only as digests; each is good for a quarter of an hour and for one use.
Forty bits among so few codes that are open at a time leave nothing to guess at the rate of this
door.
"""

import secrets
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

from muster.doors.web.shelf import awake_and_asleep

LASTS = 15 * 60.0
MOST = 100
LENGTH = 8
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})

What = TypeVar("What")


class Codes(Generic[What]):
    """Codes for one purpose. Safe for any thread."""

    def __init__(self, clock: Callable[[], float] = awake_and_asleep) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open: dict[bytes, tuple[float, What]] = {}

    def issue(self, what: What) -> str:
        """Return a fresh code that stands for ``what``; the oldest goes where there are many."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
        with self._lock:
            self._drop_old()
            while len(self._open) >= MOST:
                del self._open[next(iter(self._open))]
            self._open[_digest(code)] = (self._clock() + LASTS, what)
        return code

    def redeem(self, code: str) -> What | None:
        """Return what ``code`` stands for, once; none for any other text."""
        with self._lock:
            self._drop_old()
            found = self._open.pop(_digest(code), None)
        return None if found is None else found[1]

    def _drop_old(self) -> None:
        now = self._clock()
        for digest in [one for one, (until, _) in self._open.items() if until <= now]:
            del self._open[digest]


def shown(code: str) -> str:
    """Return a code as people read it: ABCD-EFGH."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def _digest(code: str) -> bytes:
    plain = "".join(one for one in code.upper() if one.isalnum()).translate(_READ_AS)
    return sha256(plain.encode(errors="replace")).digest()
