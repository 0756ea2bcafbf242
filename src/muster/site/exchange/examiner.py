"""Examine chunks beside, on the machine's other core, while this process folds those before them.

The child does what needs no store: limits, chains, signatures, keys, bodies (``laying``). Whatever
it cannot do it gives back undone, and it is done here, which says what is wrong. A chunk that was
not asked, or a child that died, costs nothing but the time: what is taken is the same.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Self

import msgspec

from muster.adapters.exchange.frames import Bulk, Chunk, Keys
from muster.adapters.store import LogRow, Store
from muster.ground.problem import Problem
from muster.ground.record.certificate import read_writer
from muster.ground.record.problems import CertificateWrong
from muster.ground.secrecy.keys import EpochKey
from muster.ground.secrecy.problems import KeyMismatch
from muster.site.exchange import laying
from muster.site.exchange.laying import Page
from muster.site.exchange.preparing import Seen
from muster.site.keyring import Keyring
from muster.site.record.child import Child, answer, heard

MUCH = 20_000
"""Entries that come from which on a child is worth what it costs to begin it."""
MOST_KNOWN = 200_000
"""Keys of people that the child remembers: about 50 MB."""
PATIENCE = 0.0
"""Seconds that a chunk waits for a child that was just begun: it is examined here meanwhile."""
MOST_UNREAD = 8 << 20
"""Bytes that wait in the child: it reads ahead, so that it has work while what came is folded."""
_one_at_once = Lock()

Wrap = tuple[bytes, bytes, bytes, bytes]
"""A person's key: its id, the epoch's, the owner, the wrap."""


class Epochs(msgspec.Struct, frozen=True, array_like=True, tag="epochs"):
    """The epochs' keys. What was known of any other is forgotten."""

    keys: list[EpochKey]


class Brought(msgspec.Struct, frozen=True, array_like=True, tag="brought"):
    """A chunk, its writer's key, and wraps that it needs beside those that any chunk brought."""

    chunk: Chunk
    writer_key: bytes
    wraps: list[Wrap]


class Ahead(msgspec.Struct, frozen=True, array_like=True, tag="ahead"):
    """Wraps that come ahead of the chunks which need them."""

    keys: Keys


class Examined(msgspec.Struct, frozen=True, array_like=True):
    """What is in a chunk, none where it cannot be read, and keys that are not what they say."""

    pages: list[Page] | None = None
    unfit: list[bytes] = []


class Examiner:
    """Examines chunks in a child process, in the order in which they are asked."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring
        self._child: Child | None = Child("muster.site.exchange.examiner")
        self._ready = False
        self._epochs: list[EpochKey] = []
        self._known: set[bytes] = set()
        self._writers: dict[bytes, bytes] = {}
        self._asked: deque[tuple[Bulk, bytes]] = deque()
        self._sizes: deque[int] = deque()
        self._unread = 0
        self._told: deque[Examined] = deque()
        self._decoder = msgspec.msgpack.Decoder(Examined)

    @classmethod
    def begin(cls, store: Store, keyring: Keyring) -> Self | None:
        """Return an examiner, or none where another session has one: there is one core to spare."""
        return cls(store, keyring) if _one_at_once.acquire(blocking=False) else None

    def ask(self, part: Bulk) -> bool:
        """Have ``part`` examined; return false where it is not: the child is not there yet."""
        try:
            child = self._child
            return child is not None and self._is_ready(child) and self._ask(child, part)
        except OSError:
            self._lose()
            return False

    def _is_ready(self, child: Child) -> bool:
        if not self._ready and child.has_answered(PATIENCE):
            child.take()
            self._ready = True
        return self._ready

    def _ask(self, child: Child, part: Bulk) -> bool:
        writer_key = self._writer_key(part) if isinstance(part, Chunk) else b""
        if writer_key is None:
            return False
        self._tell_epochs(child)
        while self._unread > MOST_UNREAD:
            self._listen(child)
        self._known.update(wrap[0] for wrap in part.wraps)
        if isinstance(part, Chunk):
            size = child.send(Brought(part, writer_key, self._wraps(part)))
        else:
            size = child.send(Ahead(part))
        child.flush()
        self._asked.append((part, writer_key))
        self._sizes.append(size)
        self._unread += size
        return True

    def _writer_key(self, chunk: Chunk) -> bytes | None:
        """Return the key of the writer of a chunk's log, as far as it can be known here yet."""
        certificate = chunk.certificate
        if not certificate and chunk.log not in self._writers:
            row = self._store_log(chunk.log)
            certificate = b"" if row is None else row.certificate
        if certificate:
            try:
                self._writers[chunk.log] = read_writer(certificate).writer_key
            except CertificateWrong:
                return None
        return self._writers.get(chunk.log)

    def _store_log(self, log: bytes) -> LogRow | None:
        with self._store.reader() as reader:
            return reader.log(log)

    def _tell_epochs(self, child: Child) -> None:
        epochs = self._keyring.epoch_keys()
        if epochs != self._epochs or len(self._known) > MOST_KNOWN:
            child.send(Epochs(epochs))
            self._epochs = epochs
            self._known = {one.id for one in epochs}

    def _wraps(self, chunk: Chunk) -> list[Wrap]:
        """Return the wraps that a chunk needs and that the child has not seen."""
        lacks = {link.key_id for part in chunk.parts for link in part.links} - self._known
        if not lacks:
            return []
        with self._store.reader() as reader:
            held = reader.wraps_get_many(lacks)
        self._known.update(held)
        return [(row.key_id, row.epoch, row.owner, row.wrap) for row in held.values()]

    def _listen(self, child: Child) -> None:
        self._told.append(self._decoder.decode(child.take()))
        self._unread -= self._sizes.popleft()

    def seen(self, part: Bulk, writer_key: bytes) -> Seen | None:
        """Return what was found in ``part``; none where it was not asked, or not with this key."""
        if all(asked is not part for asked, _ in self._asked):
            return None
        while True:
            asked, key = self._asked.popleft()
            found = self._next()
            if asked is part:
                break
        if found is None or found.pages is None or key != writer_key:
            return None
        run = list(laying.told(part, found.pages)) if isinstance(part, Chunk) else []
        return run, frozenset(found.unfit)

    def _next(self) -> Examined | None:
        """Return the next answer; none for a child that died."""
        try:
            while not self._told and self._child is not None:
                self._listen(self._child)
        except OSError:
            self._lose()
        return self._told.popleft() if self._told else None

    def _lose(self) -> None:
        """Go on without the child."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def close(self) -> None:
        """End the child."""
        self._lose()
        _one_at_once.release()


_Message = Epochs | Ahead | Brought


class _Keys:
    """What the child knows: epochs, and people's keys as they were unwrapped."""

    def __init__(self, epochs: list[EpochKey]) -> None:
        self._epochs = {one.id: one for one in epochs}
        self.held = {one.id: one.sealing for one in epochs}

    def learn(self, wraps: Iterable[Wrap]) -> list[bytes]:
        """Unwrap keys of people; return the ids of those that are not what their ids say."""
        unfit = []
        for identity, epoch, owner, wrap in wraps:
            if epoch in self._epochs:
                try:
                    self.held[identity] = self._epochs[epoch].unwrap(wrap, identity, owner)
                except KeyMismatch:
                    unfit.append(identity)
        return unfit


def _wraps(part: Bulk) -> Iterator[Wrap]:
    return ((key_id, part.epochs[epoch], owner, wrap) for key_id, epoch, owner, wrap in part.wraps)


def _examined(brought: Brought, keys: _Keys) -> Examined:
    chunk = brought.chunk
    unfit = keys.learn((*brought.wraps, *_wraps(chunk)))
    try:
        run = list(laying.of_chunk(chunk, brought.writer_key))
    except Problem:
        return Examined(None, unfit)
    laying.open_up(run, keys.held, chunk.compartment)
    return Examined([laying.page(one) for one in run], unfit)


def main() -> None:
    """Be the child: say that it is there, then examine chunks until the parent is gone."""
    keys = _Keys([])
    messages: Iterator[_Message] = heard(msgspec.msgpack.Decoder(_Message), ahead=True)
    answer(True)  # noqa: FBT003 - a greeting
    for message in messages:
        match message:
            case Epochs():
                keys = _Keys(message.keys)
            case Ahead(ahead):
                answer(Examined([], keys.learn(_wraps(ahead))))
            case Brought():
                answer(_examined(message, keys))


if __name__ == "__main__":
    main()
