"""What one parcel tells a peer, and what is taken from one: a session of which only half is there.

The writer measures by the last receipt that it holds of the peer, and by nothing else: whatever is
under way on other sticks may be lost. Where the peer told an end of a log that is not held here, it
is ahead, or the log has forked; nobody can be asked. If what is held here goes as far, it has
forked, and the whole log is sent; else the peer will find that out from what is told of it here.

The reader takes some chunks at a time, durable before the next, whatever came before them; it holds
no state but what is on record.
"""

from collections.abc import Iterable, Iterator

import msgspec

from muster.adapters.exchange import covering, packing, receipts, vector
from muster.adapters.exchange.coming import Coming, without
from muster.adapters.exchange.covering import Covering, Standing, Told
from muster.adapters.exchange.frames import (
    Abreast,
    Bulk,
    Card,
    Chunk,
    Frame,
    Grant,
    Hello,
    Keys,
    Lacking,
    Receipt,
    abreast,
    ages_in,
    decode,
    encode,
    keys_in,
    lacking,
)
from muster.adapters.exchange.knowledge import Knowledge
from muster.adapters.exchange.problems import ParcelWrong
from muster.adapters.exchange.record import Log, Look, Peer, Record, Wrapped
from muster.adapters.exchange.vector import SHORT, Points, Seen
from muster.adapters.exchange.witnessing import witnessed
from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.record.witness import digest


class Posted(msgspec.Struct):
    """What a parcel tells: entries, chunks, and logs of which nothing could be sure."""

    entries: int = 0
    chunks: int = 0
    ahead: int = 0
    forked: int = 0


class Post:
    """Writes one parcel for the site ``to``, whose writer is that of ``certificate``.

    ``asked`` are ids of keys that the peer said it lacks. Raises a ``Problem`` for a peer that is
    not of this operation.
    """

    def __init__(
        self, record: Record, to: bytes, certificate: bytes, asked: Iterable[bytes] = ()
    ) -> None:
        self._record = record
        self._to = to
        self._asked = list(asked)
        self._peer = record.recall(to)
        known = self._peer.certificate or certificate
        self._shared = record.shared(to, known)
        valid = certificate in {b"", known} and bool(self._peer.receipt)
        self._told = {
            log: Told(seen)
            for log, seen in covering.by_log(self._peer.held if valid else ()).items()
        }
        self.posted = Posted()

    def said(self) -> tuple[bytes, ...]:
        """Return what the opening says of us: name, points, receipt, keys that we lack.

        What the receipt says is remembered as told, as after a session.
        """
        mine = self._record.hello()
        with self._record.look() as look:
            own = tuple(point for log in look.logs(self._shared) for point in log.points)
        hello = msgspec.structs.replace(mine, compartments=tuple(sorted(self._shared)))
        points = list(vector.in_frames(own, self._record.salt()))
        none = vector.columns((), self._record.salt())
        receipt = self._record.sign(
            Receipt(mine.site, self._to, bytes(16), (mine.clock, 0), none, digest(own))
        )
        told = receipts.identity(msgspec.msgpack.encode(receipt))
        self._record.remember(self._to, msgspec.structs.replace(self._peer, told=told, own=own))
        card = [Card(one)] if (one := self._record.card()) else []
        said: list[Frame] = [*card, hello, *points, receipt, *lacking(self._record.lacking())]
        if Compartment.GATES in self._shared:
            said += abreast(self._record.ages(self._to))
        return tuple(map(encode, said))

    def has_news(self) -> bool:
        """Return whether the peer lacks anything that can be told now, or asked for keys."""
        with self._record.look() as look:
            return bool(self._asked) or any(
                self._tells(Covering(look, log, self._of(log)), log)
                for log in look.logs(self._shared)
            )

    def frames(self) -> Iterator[bytes]:
        """Yield the frames behind the opening: keys that were asked for, then log by log.

        Keys of epochs go behind ``public``, which says who was granted them (T16).
        """
        for frame in self._keys():
            yield encode(frame)
        grants = self._record.grants(self._to, self._asked)
        with self._record.look() as look:
            for log in look.logs(self._shared):
                if grants and log.compartment != Compartment.PUBLIC:
                    yield from map(encode, grants)
                    grants = []
                for chunk in self._of_log(look, log):
                    yield encode(chunk)
        yield from map(encode, grants)

    def _keys(self) -> Iterator[Keys]:
        for compartment in sorted(self._shared) if self._asked else ():
            with self._record.look() as look:
                found = look.wraps(compartment, self._asked, None)
            yield from packing.keys(compartment, found)

    def _of_log(self, look: Look, log: Log) -> Iterator[Chunk | Keys]:
        measured = Covering(look, log, self._of(log))
        doubt = measured.standing is Standing.DOUBT
        if not self._tells(measured, log):
            self.posted.ahead += doubt
            return
        self.posted.forked += doubt
        find = self._find(look, log, measured)
        # Each log with its writer's certificate: the peer may have lost what it told of.
        for packed in packing.pack(log, measured.segments(), find, certificate=True):
            if isinstance(packed.frame, Chunk):
                self.posted.chunks += 1
                self.posted.entries += packing.entries_in(packed.frame)
            yield packed.frame

    def _of(self, log: Log) -> Told:
        return self._told.get(log.id[:SHORT], Told())

    def _tells(self, measured: Covering, log: Log) -> bool:
        """Say whether anything of a log is sent."""
        if measured.standing is Standing.DOUBT:
            return _has_forked(log, self._of(log))
        return measured.standing is Standing.BEHIND

    def _find(self, look: Look, log: Log, measured: Covering) -> packing.Find:
        def holds(other: bytes, sequence: int) -> bool:
            if other == log.id:
                return measured.covers(sequence)
            told = self._told.get(other[:SHORT])
            return told is not None and any(one.sequence >= sequence for one in told.seen)

        def find(key_ids: list[bytes]) -> list[Wrapped]:
            return look.wraps(log.compartment, key_ids, holds)

        return find


def _has_forked(log: Log, told: Told) -> bool:
    """Say whether an end that the peer told and that is not here proves a fork."""
    if not log.linear:
        return True
    reached = max((sequence for sequence, _ in log.ends), default=0)
    return any(one.sequence <= reached for one in told.seen)


class Received(msgspec.Struct):
    """What came of a parcel: entries taken, segments that wait, chunks, logs refused by code."""

    entries: int = 0
    waiting: int = 0
    chunks: int = 0
    refused: dict[bytes, str] = msgspec.field(default_factory=dict)
    asked: list[bytes] = msgspec.field(default_factory=list)


class Reading:
    """Takes one parcel of the writer ``certificate``, frame by frame.

    ``said`` is what its signed opening says. Raises ``ParcelWrong``, and a ``Problem`` for a writer
    that is not of its site and this operation.
    """

    def __init__(self, record: Record, writer: bytes, said: Iterable[bytes]) -> None:
        self._record = record
        self.received = Received()
        self._coming = Coming(record, self._take)
        self._knowledge = Knowledge(record)
        frames = list(map(decode, said))
        hellos = [one for one in frames if isinstance(one, Hello)]
        if len(hellos) != 1 or hellos[0].certificate != writer:
            raise ParcelWrong(what="its opening")
        self._hello = hellos[0]
        self.sender = self._hello.site
        for one in frames:
            if isinstance(one, Card):
                record.introduced(one.card)
        here = record.shared(self.sender, writer)
        self._shared = here & {*self._hello.compartments}
        self._spoke = self._hello.clock - record.recall(self.sender).ahead[1]
        self._ages: dict[bytes, int] = {}
        self._held: tuple[Seen, ...] = ()
        self._receipt: Receipt | None = None
        self._remember(frames, read_writer(writer))

    def take(self, raw: bytes) -> None:
        """Take one frame; what it brings is durable after ``end``. Raise ``ParcelWrong``."""
        frame = decode(raw)
        match frame:
            case Grant():
                self._within(frame.compartment)
                self._coming.rest()  # what names it lies in what came before
                self._record.take_grant(self.sender, frame)
            case Chunk() | Keys():
                self._within(frame.compartment)
                self._coming.came(frame)
            case _:
                raise ParcelWrong(what="a part of it")

    def end(self) -> Received:
        """Take the last chunks, and what waited and waits no more; return what came of it all."""
        self._coming.leave()
        freed = self._record.settle()
        self.received.entries += freed.entries
        if Compartment.GATES in self._shared and not self._knowledge.is_unknown(self._shared):
            self._record.abreast(self.sender, self._spoke, self._ages)
        self._witnessed()
        return self.received

    def _witnessed(self) -> None:
        """Keep what the sender signed for, where all of it is held here by now."""
        if self._receipt is not None:
            said = (self._shared, self._held, self._receipt, self._hello.certificate)
            proof = witnessed(self._record, *said)
            if proof is not None:
                self._record.witness(self.sender, proof)

    def _within(self, compartment: str) -> None:
        """T8: what is not shared is not stored, not even sealed."""
        if compartment not in self._shared:
            raise ParcelWrong(what="a compartment that is not shared")

    def _take(self, come: list[Bulk]) -> None:
        self.received.chunks += sum(isinstance(one, Chunk) for one in come)
        wanted = without(self.received.refused, come)
        if not wanted:
            return
        done = self._record.take(self.sender, wanted)
        self.received.entries += done.entries
        self.received.waiting += done.waiting
        self.received.refused |= done.refused

    def _remember(self, said: list[Frame], writer: WriterCertificate) -> None:
        """Keep the receipt with the points it stands for, unless a later one is here."""
        held: list[Seen] = []
        receipt: Receipt | None = None
        for frame in said:
            match frame:
                case Points():
                    held += vector.rows(frame)
                    self._knowledge.pointed(frame)
                case Abreast():
                    self._ages = ages_in(frame)
                case Receipt():
                    receipts.verify(frame, writer, self._record.hello().site)
                    receipt = frame
                case Lacking():
                    self.received.asked += keys_in(frame)
                case _:
                    continue
        if receipt is None or len(held) > vector.MOST:
            raise ParcelWrong(what="its opening")
        known = self._record.recall(self.sender)
        if known.certificate not in {b"", self._hello.certificate}:
            if read_writer(known.certificate).incarnation > writer.incarnation:
                return  # it came late: the peer writes under another key by now
            known = Peer()
        if known.receipt and _at(known.receipt) >= receipt.clocks[0]:
            return
        self._held, self._receipt = tuple(sorted(held)), receipt
        self._record.remember(
            self.sender,
            msgspec.structs.replace(
                known,
                certificate=self._hello.certificate,
                compartments=tuple(sorted(self._shared)),
                held=self._held,
                receipt=msgspec.msgpack.encode(receipt),
                heard=self._record.hello().clock,
            ),
        )


def _at(raw: bytes) -> int:
    """Return when, by its giver's clock, a receipt was given."""
    return msgspec.msgpack.decode(raw, type=Receipt).clocks[0]
