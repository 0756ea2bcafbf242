"""Lay open what another writer brought: segments checked, bodies opened, no store asked.

For each segment: its limits, the hashes of its chain, the signature; then each body whose key is
known. It is done once, here or beside (``examiner``). What has no key here, does not open or is no
fact of its compartment is left shut; whoever takes it says what is wrong with it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial, reduce
from itertools import compress
from operator import or_

import msgspec

from muster.adapters.exchange.frames import Chunk, Part
from muster.ground.people.fact import Observation
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.entry import VERSION, Entry
from muster.ground.record.problems import SignatureWrong
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.sealing import unseal
from muster.site.record.kinds import KINDS, READER
from muster.site.record.walk import owner_of

Facts = list[Observation | None]
Owners = dict[bytes, bytes | None]
_encode = msgspec.msgpack.Encoder().encode
_facts: msgspec.msgpack.Decoder[Facts] = msgspec.msgpack.Decoder(
    list[reduce(or_, (*KINDS, None))]  # type: ignore[misc] # a list of them that is made here
)


class Entries:
    """Entries of one log in its order, in columns: an object for each would be most of the work.

    ``facts`` are those in them as far as they open. ``owners`` has the ids of all their keys, and
    whose each must be for what was opened with it; none where that is nobody's.
    """

    def __init__(
        self,
        sequences: Sequence[int],
        lamports: list[int],
        hashes: list[bytes],
        owners: Owners,
        facts: Facts,
        chain: Callable[[], list[Entry]],
    ) -> None:
        self.sequences = sequences
        self.lamports = lamports
        self.hashes = hashes
        self.owners = owners
        self.facts = facts
        self._make = chain

    @classmethod
    def shut(cls, chain: list[Entry]) -> "Entries":
        """Return entries that nobody has opened."""
        return cls(
            [entry.sequence for entry in chain],
            [entry.lamport for entry in chain],
            [entry.hash for entry in chain],
            dict.fromkeys(entry.key_id for entry in chain),
            [None] * len(chain),
            lambda: chain,
        )

    @cached_property
    def chain(self) -> list[Entry]:
        """The entries one by one, for whoever has to look at each."""
        return self._make()

    @property
    def end(self) -> Head:
        """Where the log stands after them."""
        return Head(self.sequences[-1], self.hashes[-1], self.lamports[-1])

    def __len__(self) -> int:
        return len(self.hashes)

    def without(self, held: Collection[bytes]) -> "Entries":
        """Return those whose hashes are not ``held``."""
        new = [one not in held for one in self.hashes]
        chain = list(compress(self.chain, new))
        found = Entries.shut(chain)
        found.facts = list(compress(self.facts, new))
        found.owners = {one: self.owners[one] for one in found.owners}
        return found

    def open(self, keys: Mapping[bytes, bytes], compartment: str) -> None:
        """Open what ``keys``, by their ids, open in a log of ``compartment``.

        What needs a key to be somebody else's than another entry does is left shut.
        """
        bound = set[bytes]()
        for place, entry in enumerate(self.chain):
            fact = _fact(entry, keys.get(entry.key_id), compartment)
            owner = None if fact is None else owner_of(fact)
            if fact is None or (entry.key_id in bound and self.owners[entry.key_id] != owner):
                continue
            bound.add(entry.key_id)
            self.facts[place], self.owners[entry.key_id] = fact, owner


class Laid(msgspec.Struct, frozen=True, gc=False):
    """A segment laid open: its bytes, and its entries with the facts in them.

    ``wrong`` is what the signature is worth, where it is worth nothing; then none is opened.
    """

    raw: bytes
    segment: Segment
    entries: Entries
    wrong: Problem | None = None


class Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A segment as it is told from one process to another that has it: what the other lacks."""

    lamports: list[int]
    hashes: list[bytes]
    owners: Owners
    facts: msgspec.Raw
    signed: bool


def of_chunk(chunk: Chunk, writer_key: bytes) -> Iterator[Laid]:
    """Yield the segments of ``chunk``, with nothing opened yet.

    Raises ``SegmentUnreadable``, ``LimitExceeded``.
    """
    at = Head(chunk.first - 1, chunk.previous, chunk.lamport)
    for part in chunk.parts:
        segment = _segment(chunk, part, at)
        laid = checked(segments.spelled(segment), segment, writer_key)
        yield laid
        at = laid.entries.end


def page(laid: Laid) -> Page:
    """Return what ``told`` needs to make ``laid`` again from its chunk."""
    seen = laid.entries
    facts = msgspec.Raw(_encode(seen.facts))
    return Page(seen.lamports, seen.hashes, seen.owners, facts, laid.wrong is None)


def told(chunk: Chunk, pages: Iterable[Page]) -> Iterator[Laid]:
    """Yield the segments of ``chunk`` as they were laid open in another process of ours."""
    at = Head(chunk.first - 1, chunk.previous, chunk.lamport)
    for part, seen in zip(chunk.parts, pages, strict=True):
        segment = _segment(chunk, part, at)
        entries = Entries(
            range(segment.first, segment.last + 1),
            seen.lamports,
            seen.hashes,
            seen.owners,
            _facts.decode(seen.facts),
            partial(segments.placed, segment, seen.hashes),
        )
        at = entries.end
        wrong = None if seen.signed else SignatureWrong(first=segment.first, last=at.sequence)
        yield Laid(segments.encode(segment), segment, entries, wrong)


def _segment(chunk: Chunk, part: Part, at: Head) -> Segment:
    return Segment(
        VERSION, chunk.log, at.sequence + 1, at.hash, at.lamport, part.links, part.signature
    )


def checked(raw: bytes, segment: Segment, writer_key: bytes) -> Laid:
    """Return one segment, with nothing opened yet."""
    try:
        return Laid(raw, segment, Entries.shut(segments.verify(segment, writer_key)))
    except SignatureWrong as wrong:
        return Laid(raw, segment, Entries.shut(segments.entries(segment)), wrong)


def open_up(run: Iterable[Laid], keys: Mapping[bytes, bytes], compartment: str) -> None:
    """Open what ``keys``, by their ids, open in segments of a log of ``compartment``."""
    for laid in run:
        if laid.wrong is None:
            laid.entries.open(keys, compartment)


def _fact(entry: Entry, key: bytes | None, compartment: str) -> Observation | None:
    """Return the fact in ``entry``, or none where anything stands against it."""
    if key is None:
        return None
    try:
        fact = READER.read(unseal(entry.sealed, entry.header(), key), entry.sequence)
    except Problem:
        return None
    return fact if fact.compartment == compartment else None
