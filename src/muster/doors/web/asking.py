"""Tablets that ask to be enrolled, until a supervisor has said yes or no. In memory only.

A tablet proves that it has the key it asks for, and shows three words of it; the supervisor sees
the same words beside the same tier, and approves no other tablet by mistake.
"""

import secrets
from collections.abc import Callable
from threading import Lock

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from muster.doors.web.shelf import awake_and_asleep
from muster.ground.secrecy.spoken import words
from muster.site.gate.devices import Enrolled

TAG = b"muster/ask/1"
LASTS = 30 * 60.0
MOST = 50
KEY = 32
THREE = 3
TIERS = ("full", "live", "plain")


class Asking(msgspec.Struct):
    """One tablet that asks; ``enrolled`` once it was approved, ``refused`` if it was not."""

    id: bytes
    key: bytes
    tier: str
    words: tuple[str, ...]
    until: float
    enrolled: Enrolled | None = None
    refused: bool = False

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.enrolled is None and not self.refused


class Askings:
    """All tablets that ask at one door. Safe for any thread."""

    def __init__(self, clock: Callable[[], float] = awake_and_asleep) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[bytes, Asking] = {}

    def ask(self, key: bytes, tier: str) -> Asking:
        """Keep that the holder of ``key`` asks; the oldest goes where there are many."""
        until = self._clock() + LASTS
        made = Asking(secrets.token_bytes(16), key, tier, words(key, THREE), until)
        with self._lock:
            self._drop_old()
            while len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[made.id] = made
        return made

    def get(self, identity: bytes) -> Asking | None:
        """Return the tablet that asked under ``identity``, or none."""
        with self._lock:
            self._drop_old()
            return self._kept.get(identity)

    def waiting(self) -> list[Asking]:
        """Return those that nobody has answered yet, oldest first."""
        with self._lock:
            self._drop_old()
            return [one for one in self._kept.values() if one.waits]

    def _drop_old(self) -> None:
        now = self._clock()
        for identity in [one.id for one in self._kept.values() if one.until <= now]:
            del self._kept[identity]


def proves(key: bytes, code: str, signature: bytes) -> bool:
    """Return whether ``signature`` is by ``key`` over the code that was handed out."""
    if len(key) != KEY or len(signature) != 2 * KEY:
        return False
    try:
        VerifyKey(key).verify(TAG + code.encode(), signature)
    except BadSignatureError:
        return False
    return True
