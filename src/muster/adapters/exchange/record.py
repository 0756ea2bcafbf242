"""What a session asks of the site: a log to read, chunks to take, a little to remember.

The exchange sees no store: the site hands it these. A ``Look`` is one committed moment; a session
takes a new one for each log, so that none is held over a slow link.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Protocol

import msgspec

from muster.adapters.exchange.frames import Bulk, Grant, Hello, Receipt
from muster.adapters.exchange.vector import Point, Seen
from muster.ground.record.witness import Witness

START = (0, bytes(32))
"""The place before the first entry of any log: its sequence, and what the first entry names."""
_HOLES = b"muster/holes/1"


def mark(held: Iterable[bytes]) -> tuple[int, bytes]:
    """Return the point that stands for exactly these entries of a log with holes, by their hashes.

    Its ends do not say what is held between them. It lies where no entry does.
    """
    return START[0], sha256(_HOLES + b"".join(sorted(held))).digest()


class Log(msgspec.Struct, frozen=True):
    """A log as it is held: its ends, and whether it is one unbroken line with a single end.

    The ends of one with holes are the edges of each, its ``mark``, and ``START`` if that is one.
    """

    id: bytes
    compartment: str
    certificate: bytes
    ends: tuple[tuple[int, bytes], ...]
    linear: bool = True

    @property
    def points(self) -> list[Point]:
        """Its ends as points."""
        return [(self.id, sequence, digest) for sequence, digest in self.ends]


class Stored(msgspec.Struct, frozen=True):
    """A segment as it is held: first and last sequence, hash of its last entry, its bytes."""

    first: int
    last: int
    end: bytes
    data: bytes


class Wrapped(msgspec.Struct, frozen=True):
    """A wrapped key: its id, its epoch's, the owner (empty: nobody), the wrap."""

    key_id: bytes
    epoch: bytes
    owner: bytes
    wrap: bytes


Place = tuple[int, bytes, bytes]
"""An entry's sequence, its hash, and the hash of the entry before."""
Holds = Callable[[bytes, int], bool]
"""Says whether the peer holds the entry of a log at a sequence."""


class Look(Protocol):
    """One committed moment of the record."""

    def logs(self, compartments: Collection[str]) -> list[Log]:
        """Return the logs of ``compartments``: ``public`` first, then by compartment and id."""
        ...

    def log(self, identity: bytes) -> Log:
        """Return one of them as it is now."""
        ...

    def at(self, log: bytes, sequence: int) -> list[bytes]:
        """Return the hashes of the entries that the log holds at ``sequence``."""
        ...

    def places(self, log: bytes) -> Iterator[Place]:
        """Yield every entry of the log; asked only of logs that are not linear."""
        ...

    def segments(self, log: bytes, since: int) -> Iterator[Stored]:
        """Yield the segments that hold entry ``since`` or a later one, by (first, end)."""
        ...

    def wraps(
        self, compartment: str, key_ids: Collection[bytes], holds: Holds | None
    ) -> list[Wrapped]:
        """Return wraps of those keys, without those that a peer which ``holds`` so much has.

        A peer that holds nothing, or asked for them, has none.
        """
        ...


class Peer(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a peer between sessions; lost, everything is told again.

    ``told`` is the id of our last receipt there, ``own`` our points in it. ``held`` is what the
    peer said it holds, with ``receipt`` its signed word for it. ``ahead``: by how much its clock
    is ahead of ours, least and most, in milliseconds. Instants are by our clock.
    """

    certificate: bytes = b""
    compartments: tuple[str, ...] = ()
    told: bytes = b""
    own: tuple[Point, ...] = ()
    held: tuple[Seen, ...] = ()
    receipt: bytes = b""
    heard: int = 0
    ahead: tuple[int, int] = (0, 0)


class Taken(msgspec.Struct, frozen=True):
    """What became of chunks: entries that are new here, segments that wait for others.

    ``forked`` logs have two entries in one place. ``refused`` says by log the code of what was
    wrong with it.
    """

    entries: int = 0
    waiting: int = 0
    forked: frozenset[bytes] = frozenset()
    refused: dict[bytes, str] = msgspec.field(default_factory=dict)


class Record(Protocol):
    """The site, as far as a session may see it."""

    def hello(self) -> Hello:
        """Return who speaks, with the time now, and no compartments yet."""
        ...

    def card(self) -> bytes:
        """Return the site's own card as the operation signed it, or nothing."""
        ...

    def introduced(self, card: bytes) -> None:
        """Take a card of the operation that a peer shows; raise a ``Problem`` for any other."""
        ...

    def shared(self, site: bytes, certificate: bytes) -> frozenset[str]:
        """Return the compartments that this site and ``site`` are members of, as told in public.

        Raises a ``Problem`` for a writer that is not of that site and this operation.
        """
        ...

    def look(self) -> AbstractContextManager[Look]:
        """Return the newest committed moment."""
        ...

    def expect(self, entries: int) -> None:
        """Hear how many entries are about to come, as far as the peer has said."""
        ...

    def ahead(self, part: Bulk) -> bool:
        """Hear of a part that ``take`` is soon asked to take; say whether it is begun already.

        Then others may come before it is asked: what needs no transaction is done meanwhile.
        """
        ...

    def room(self) -> int:
        """Return how many parts ``take`` is best given at once, now: others may write, too."""
        ...

    def leave(self) -> None:
        """Let go of whatever worked ahead: nothing more comes for now."""
        ...

    def take(self, sender: bytes, come: Sequence[Bulk]) -> Taken:
        """Take chunks and keys durably, in one transaction if all are sound.

        What the entries wait for may still come. Raises a ``Problem`` for keys that are unfit.
        """
        ...

    def grants(self, site: bytes, asked: Collection[bytes]) -> list[Grant]:
        """Return the keys of epochs that ``site`` is to have, sealed to it; facts say so already.

        Those of ``asked`` ids, and those that it has not said it holds.
        """
        ...

    def take_grant(self, sender: bytes, grant: Grant) -> None:
        """Keep a key that a fact on record says was granted to this site; refuse any other."""
        ...

    def letterbox(self, *, answer: bool) -> bytes:
        """Return what keys for this site are sealed to; empty while nothing turns here.

        ``answer``: the peer told its own.
        """
        ...

    def reached(self, letterbox: bytes) -> None:
        """Keep a peer's letterbox."""
        ...

    def settle(self) -> Taken:
        """Take whatever waited and waits no more."""
        ...

    def lacking(self) -> list[bytes]:
        """Return ids of keys without which entries wait."""
        ...

    def salt(self) -> bytes:
        """Return fresh random bytes for a vector."""
        ...

    def sign(self, receipt: Receipt) -> Receipt:
        """Return ``receipt`` in the writer's name and signed by it; all it says is durable."""
        ...

    def recall(self, site: bytes) -> Peer:
        """Return what is remembered of a peer."""
        ...

    def ages(self, site: bytes) -> Mapping[bytes, int]:
        """Return how old, in milliseconds, what is known here of third sites' ``gates`` is."""
        ...

    def abreast(self, site: bytes, at: int, ages: Mapping[bytes, int]) -> None:
        """Keep that all is here which ``site`` knew of ``gates`` ``at`` this moment by our clock.

        ``ages`` is how old what it knew of third sites was then.
        """
        ...

    def witness(self, site: bytes, witness: Witness) -> None:
        """Keep what ``site`` signed for, in place of what it signed for before."""
        ...

    def remember(
        self,
        site: bytes,
        peer: Peer,
        told: tuple[int, Mapping[bytes, int]] | None = None,
        witness: Witness | None = None,
    ) -> None:
        """Remember it, durably; with ``told`` and ``witness`` as ``abreast`` and ``witness``."""
        ...
