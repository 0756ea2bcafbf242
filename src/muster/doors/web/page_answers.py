"""Where the answers of the family page come from: a file that is brought, or the site itself."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Protocol

from muster.doors.web.shelf import awake_and_asleep
from muster.ground.people.moment import Instant
from muster.journey.passes import answers
from muster.journey.passes.answers import Desk
from muster.journey.passes.problems import AnswersUnreadable
from muster.site.clock import Entropy, SystemClock
from muster.site.passes import families
from muster.site.site import Site

AT_MOST_EVERY = 5.0
"""Seconds between two times that the answers of a living site are made anew."""
_READABLE = 0o644


class Source(Protocol):
    """Where answers come from."""

    def desk(self) -> Desk:
        """Return the answers as they stand."""
        ...

    def now(self) -> Instant:
        """Return the time by which a call is over."""
        ...


class Filed:
    """Answers from a file that somebody brings, read anew whenever it changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._seen, self._desk = self._read()

    def desk(self) -> Desk:
        """Return the answers of the file as it is now; of one that is spoilt, those before."""
        with self._lock:
            try:
                if _mark(self._path) != self._seen:
                    self._seen, self._desk = self._read()
            except (OSError, AnswersUnreadable):
                pass
            return self._desk

    def now(self) -> Instant:
        """Return the time of this machine."""
        return SystemClock().now().latest

    def _read(self) -> tuple[tuple[int, int], Desk]:
        try:
            mark, raw = _mark(self._path), self._path.read_bytes()
        except OSError:
            raise AnswersUnreadable(found=0) from None
        return mark, Desk(answers.read(raw), Entropy().draw)


class Living:
    """Answers of the site itself, made anew while somebody asks."""

    def __init__(
        self, site: Site, offset: int = 0, clock: Callable[[], float] = awake_and_asleep
    ) -> None:
        self._site = site
        self._offset = offset
        self._clock = clock
        self._lock = Lock()
        self._made = -AT_MOST_EVERY
        self._desk: Desk | None = None
        self.raw = b""

    def desk(self) -> Desk:
        """Return the answers, at most some seconds old."""
        with self._lock:
            if self._desk is None or self._clock() - self._made >= AT_MOST_EVERY:
                site = self._site
                self.raw = families.publish(site, site.lead, offset=self._offset)
                self._desk = Desk(answers.read(self.raw), site.entropy.draw)
                self._made = self._clock()
            return self._desk

    def now(self) -> Instant:
        """Return the time of the site, which in a drill is the drill's."""
        return self._site.now().latest


def write(living: Living, file: Path) -> None:
    """Put the answers where another machine takes them from; whole, or not at all.

    Everybody may read them: they are sealed, and the machine that serves them is another user's.
    """
    living.desk()
    partial = file.with_name(f"{file.name}.part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _READABLE)
    with os.fdopen(handle, "wb") as out:
        out.write(living.raw)
    partial.replace(file)


def _mark(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
