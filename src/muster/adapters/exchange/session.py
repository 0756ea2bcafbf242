"""A session: two sites take turns until both hold the same in every compartment they share.

1. A to B: A's points and clock. 2. B to A: B's, then what A lacks. 3. A to B: what B lacks, then
A's receipt. 4. B to A: B's receipt. A fork, or a short vector that is refused, costs one more round
trip. What a message freed from waiting travels back with the next one, before the receipt.

The machine knows no socket and no clock: ``speak`` yields the frames of one message, ``hear`` takes
those of the peer's one by one, each applied before the next. Cut anywhere, what was taken stays;
the next session needs nothing of this one. A third site's log that cannot be taken here is left
out, said by its code, and holds nothing else up.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from muster.adapters.exchange import covering, packing, receipts, vector
from muster.adapters.exchange.covering import Covering, Ends, Standing, Told
from muster.adapters.exchange.frames import (
    Again,
    Chunk,
    End,
    Frame,
    Grant,
    Hello,
    Keys,
    Lacking,
    Reached,
    Receipt,
    Rungs,
    keys_in,
    lacking,
)
from muster.adapters.exchange.packing import Packed
from muster.adapters.exchange.problems import MessageOutOfTurn, MessageTooLarge, PeerOther
from muster.adapters.exchange.record import Log, Look, Peer, Record, Wrapped
from muster.adapters.exchange.vector import SHORT, Point, Points, Seen
from muster.ground.record.certificate import read_writer
from muster.ground.record.compartment import Compartment

MOST_TURNS = 12
"""Messages of one side: with a fork and a refused vector there are five."""
_AT_ONCE = 16
"""Chunks read in one look: about 1 MB waits in memory while a slow link takes it."""


class Count(msgspec.Struct):
    """What went one way."""

    entries: int = 0
    chunks: int = 0
    frames: int = 0
    bytes: int = 0
    points: int = 0


class Course(msgspec.Struct):
    """How a session went: what was sent and taken, of it freed; logs in doubt and refused.

    ``expected`` is how many entries the peer is ahead by its points; ``turns`` are our messages.
    """

    sent: Count = msgspec.field(default_factory=Count)
    taken: Count = msgspec.field(default_factory=Count)
    expected: int = 0
    waiting: int = 0
    turns: int = 0
    forked: set[bytes] = msgspec.field(default_factory=set)
    refused: dict[bytes, str] = msgspec.field(default_factory=dict)
    short: bool = False
    complete: bool = False


class Session:
    """One side of a session with one peer; ``expect`` is who it must be, or nobody in particular.

    ``call`` says that we begin. ``over`` is set once nothing is left to say.
    """

    def __init__(self, record: Record, *, call: bool, expect: bytes = b"") -> None:
        self._record = record
        self._expect = expect
        self._call = call
        self.course = Course()
        self.peer = expect
        self.over = False
        self._remembered = Peer()
        self._hello: Hello | None = None
        self._shared: frozenset[str] | None = None
        self._theirs: list[Seen] = []
        self._overlay: list[Seen] = []
        self._whole = False
        self._told: dict[bytes, Told] = {}
        self._given: dict[bytes, Ends] = {}
        self._own: tuple[Point, ...] | None = None
        self._introduced = False
        self._base_refused = False
        self._lacking: list[bytes] = []
        self._wanted: list[bytes] = []
        self._asked_for: set[bytes] = set()
        self._granted = False
        self._answer = False
        self._heard_turns = 0
        self._fresh = True
        self._receipt_given = False
        self._receipt_got = False
        self._asked: set[bytes] = set()
        self._ahead = (0, 0)
        self._spoke_at = 0
        self._certificate = b""
        self._speaker = b""

    # What we say.

    def speak(self) -> Iterator[Frame]:
        """Yield the frames of our next message; the last one is ``End``."""
        self.course.turns += 1
        if self.course.turns > MOST_TURNS:
            raise MessageTooLarge(what="messages", limit=MOST_TURNS, found=self.course.turns)
        for frame in self._message():
            self.course.sent.frames += 1
            yield frame
        self.course.sent.frames += 1
        yield End()
        self._fresh = False
        self._end()

    def _message(self) -> Iterator[Frame]:
        if not self._introduced:
            yield from self._introduction()
        elif self._base_refused:
            self._base_refused = False
            yield from self._points(self._own or ())
        if self._hello is None:
            return
        if not self._whole:
            yield Again()
            return
        yield from self._keys_asked()
        yield from self._asking()
        asked = False
        for frame in self._entries():
            asked = asked or isinstance(frame, Rungs)
            yield frame
        settled = self._heard_turns > 1 or self._call or not self._unknown()
        if settled and not asked:
            yield self._signed()

    def _introduction(self) -> Iterator[Frame]:
        self._introduced = True
        mine = self._record.hello()
        self._spoke_at = mine.clock
        self._certificate = mine.certificate
        if self._hello is None and self._expect:
            self._remembered = self._record.recall(self._expect)
            self._shared = self._record.shared(self._expect, self._remembered.certificate)
        shared = self._shared or frozenset()
        with self._record.look() as look:
            own = [point for log in look.logs(shared) for point in log.points]
        self._own = tuple(own)
        base = self._remembered if self._base_fits(shared) else Peer()
        self.course.short = bool(base.told)
        changed = _changed(own, base.own) if base.told else own
        yield msgspec.structs.replace(mine, compartments=tuple(sorted(shared)), base=base.told)
        yield from self._points(changed)
        yield from self._asking()
        letterbox = self._record.letterbox(answer=self._answer)
        if letterbox:
            yield Reached(letterbox)

    def _base_fits(self, shared: frozenset[str]) -> bool:
        """Say whether the peer may still hold our last receipt, and it was about as much."""
        if self._hello is not None and not self._hello.base:
            return False
        return self._remembered.compartments == tuple(sorted(shared))

    def _points(self, points: tuple[Point, ...] | list[Point]) -> Iterator[Frame]:
        for frame in vector.in_frames(points, self._record.salt()):
            self.course.sent.points += len(frame.sequences)
            yield frame

    def _keys_asked(self) -> Iterator[Frame]:
        wanted, self._lacking = self._lacking, []
        self._wanted = wanted
        if not wanted or self._shared is None:
            return
        for compartment in sorted(self._shared):
            with self._record.look() as look:
                found = look.wraps(compartment, wanted, lambda _log, _at: False)
            yield from packing.keys(compartment, found)

    def _asking(self) -> Iterator[Lacking]:
        """Ask, once each, for keys that what came needs and that did not come with it."""
        new = [one for one in self._record.lacking() if one not in self._asked_for]
        self._asked_for.update(new)
        yield from lacking(new)

    def _entries(self) -> Iterator[Frame]:
        """Yield what the peer lacks, log by log, and rungs of logs that are in doubt.

        Keys of epochs go behind ``public``, which says who was granted them (T16).
        """
        steps: list[Point] = []
        grants = self._grants()
        for identity, public in self._unlike():
            if grants and not public:
                yield from grants
                grants = []
            yield from self._of_log(identity, steps)
        yield from grants
        for frame in vector.in_frames(steps, self._record.salt()) if steps else ():
            yield Rungs(frame)

    def _grants(self) -> list[Grant]:
        """Return keys of epochs that the peer is to have: once, and again where it asks."""
        if self._granted and not self._wanted:
            return []
        found = self._record.grants(self.peer, self._wanted)
        self._granted, self._wanted = True, []
        if found:
            self._receipt_got = False  # what it signs for may rest on them
        return found

    def _unlike(self) -> list[tuple[bytes, bool]]:
        """Return the logs that the peer does not hold as they are held here; which are public."""
        with self._record.look() as look:
            logs = look.logs(self._shared or frozenset())
        return [
            (log.id, log.compartment == Compartment.PUBLIC)
            for log in logs
            if not self._is_level(log)
        ]

    def _is_level(self, log: Log) -> bool:
        seen = self._told_of(log.id).seen
        return len(seen) == len(log.ends) and all(
            any(one.sequence == sequence and one.names(end) for one in seen)
            for sequence, end in log.ends
        )

    def _told_of(self, identity: bytes) -> Told:
        return self._told.setdefault(identity[:SHORT], Told())

    def _of_log(self, identity: bytes, steps: list[Point]) -> Iterator[Frame]:
        """Yield the chunks of one log, some at a time, each time from a new look at it."""
        whole = False
        while not whole:
            with self._record.look() as look:
                log = look.log(identity)
                given = self._given.get(identity, ())
                measured = Covering(look, log, self._told_of(identity), given)
                if measured.standing is Standing.DOUBT:
                    steps += self._doubted(look, log)
                if measured.standing is not Standing.BEHIND:
                    return
                packed = packing.pack(
                    log,
                    measured.segments(),
                    self._find(look, log, measured),
                    certificate=not measured.listed,
                )
                some = list(islice(packed, _AT_ONCE))
                whole = next(packed, None) is None
            yield from self._sent(identity, some)

    def _sent(self, identity: bytes, some: list[Packed]) -> Iterator[Frame]:
        ends: Ends = self._given.get(identity, ())
        for frame, end in some:
            if isinstance(frame, Chunk) and end is not None:
                self.course.sent.chunks += 1
                self.course.sent.entries += packing.entries_in(frame)
                self._receipt_got = False
                ends = (*ends, end)
            yield frame
        self._given[identity] = ends

    def _find(self, look: Look, log: Log, measured: Covering) -> packing.Find:
        def holds(other: bytes, sequence: int) -> bool:
            if other == log.id:
                return measured.covers(sequence)
            return any(one.sequence >= sequence for one in self._told_of(other).seen)

        def find(key_ids: list[bytes]) -> list[Wrapped]:
            return look.wraps(log.compartment, key_ids, holds)

        return find

    def _doubted(self, look: Look, log: Log) -> list[Point]:
        """Return rungs, once the peer's chunks have come and did not end the doubt."""
        spoke = self._heard_turns > 1 or (self._call and self._heard_turns == 1)
        if not spoke or log.id in self._asked or log.id in self.course.refused:
            return []
        self._asked.add(log.id)
        self.course.forked.add(log.id)
        return covering.rungs(look, log)

    def _unknown(self) -> bool:
        """Return whether the peer told a point that is not held here."""
        with self._record.look() as look:
            logs = look.logs(self._shared or frozenset())
            held = {log.id[:SHORT] for log in logs}
            if self._told.keys() - held:
                return True
            return any(
                Covering(look, log, self._told_of(log.id)).unknown
                for log in logs
                if not self._is_level(log)
            )

    def _signed(self) -> Receipt:
        """Return our receipt, as of what is durable now, and remember what it says."""
        if self._hello is None:
            raise MessageOutOfTurn(what="nothing")
        with self._record.look() as look:
            now = [point for log in look.logs(self._shared or frozenset()) for point in log.points]
        mine = self._record.hello()
        changed = _changed(now, self._own or ())
        receipt = self._record.sign(
            Receipt(
                mine.site,
                self.peer,
                bytes(16),
                (mine.clock, self._hello.clock),
                vector.columns(changed[: vector.MOST_IN_FRAME], self._record.salt()),
                vector.digest(now),
                b"" if mine.certificate == self._certificate else mine.certificate,
            )
        )
        self._receipt_given = True
        told = receipts.identity(_encoded(receipt))
        self._remember(told=told, own=tuple(now))
        return receipt

    # What we hear.

    def hear(self, frame: Frame) -> None:
        """Take one frame of the peer's message, durably where it brings anything.

        Raises a ``Problem`` that ends the session; what was taken before stays.
        """
        self.course.taken.frames += 1
        if self._hello is None and not isinstance(frame, Hello):
            raise MessageOutOfTurn(what="something before its name")
        match frame:
            case Hello():
                self._met(frame)
            case Points():
                self._pointed(frame)
            case Keys():
                self._record.take_keys(self.peer, frame)
            case Chunk():
                self._took(frame)
            case Rungs(points):
                for log, seen in covering.by_log(vector.rows(points)).items():
                    self._told.setdefault(log, Told()).rungs = seen
                self._news()
            case Receipt():
                self._got(frame)
            case Again():
                self._base_refused = True
                self._news()
            case Lacking():
                self._lacking = keys_in(frame)
                if self._heard_turns:
                    self._news()
            case Grant():
                self._record.take_grant(self.peer, frame)
            case Reached(letterbox):
                self._answer = True
                self._record.reached(letterbox)
            case End():
                self._heard()

    def _news(self) -> None:
        self._fresh = True

    def _met(self, hello: Hello) -> None:
        if self._hello is not None:
            raise MessageOutOfTurn(what="its name twice")
        if self._expect and hello.site != self._expect:
            raise PeerOther
        mine = self._record.hello()
        self.peer = hello.site
        here = self._record.shared(hello.site, hello.certificate)
        both = here & {*hello.compartments}
        asked = self._shared is None
        self._shared = both if asked else both & (self._shared or frozenset())
        self._hello = hello
        self._speaker = hello.certificate
        self._remembered = self._record.recall(hello.site)
        if self._remembered.certificate not in {b"", hello.certificate}:
            self._remembered = Peer()  # its receipts were of another incarnation
        asked_at = self._spoke_at or mine.clock
        self._ahead = (hello.clock - mine.clock, hello.clock - asked_at)
        self._base(hello)
        self._news()

    def _base(self, hello: Hello) -> None:
        """Go on from the receipt that the peer's points go on from, if it is here."""
        kept = self._remembered
        if not hello.base:
            self._whole = True
        elif kept.receipt and receipts.identity(kept.receipt) == hello.base:
            self._whole = True
            self._theirs = list(kept.held)

    def _pointed(self, frame: Points) -> None:
        if not self._whole and self._heard_turns == 0:
            return  # it goes on from what is not here; all of it is asked for
        seen = vector.rows(frame)
        self._whole = True
        self._overlay += seen
        if len(self._overlay) > vector.MOST:
            raise MessageTooLarge(what="points", limit=vector.MOST, found=len(self._overlay))
        self.course.taken.points += len(seen)
        changed = {one.log for one in self._overlay}
        self._theirs = [one for one in self._theirs if one.log not in changed]
        whole = covering.by_log([*self._theirs, *self._overlay])
        for log, points in whole.items():
            self._told.setdefault(log, Told()).seen = points
        self._expected()
        self._news()

    def _expected(self) -> None:
        """Reckon how far the peer is ahead, for whoever looks on."""
        with self._record.look() as look:
            logs = look.logs(self._shared or frozenset())
        heads = {log.id[:SHORT]: max((end[0] for end in log.ends), default=0) for log in logs}
        self.course.expected = sum(
            max(0, max((one.sequence for one in told.seen), default=0) - heads.get(log, 0))
            for log, told in self._told.items()
        )

    def _took(self, chunk: Chunk) -> None:
        if self._shared is None or chunk.compartment not in self._shared:
            raise MessageOutOfTurn(what="a compartment that is not shared")  # T8
        self._news()
        self._receipt_given = False
        if chunk.log in self.course.refused:
            return
        done = self._record.take(self.peer, chunk)
        self.course.taken.chunks += 1
        self.course.taken.entries += done.entries
        self.course.waiting += done.waiting
        if done.forked:
            self.course.forked.add(chunk.log)
        if done.refused:
            self.course.refused[chunk.log] = done.refused

    def _got(self, receipt: Receipt) -> None:
        if self._hello is None:
            raise MessageOutOfTurn(what="a receipt")
        certificate = receipt.certificate or self._hello.certificate
        if receipt.certificate:
            self._record.shared(self.peer, certificate)
        receipts.verify(receipt, read_writer(certificate), self._record.hello().site)
        if not self._whole:
            return  # what it goes on from is not known here: the next one says all
        changed = vector.rows(receipt.points)
        logs = {one.log for one in changed}
        before = [*self._theirs, *self._overlay]
        held = [*(one for one in before if one.log not in logs), *changed]
        self._receipt_got = True
        self._speaker = certificate
        self._remember(held=tuple(sorted(held)), receipt=_encoded(receipt))

    def _remember(self, **news: object) -> None:
        self._remembered = msgspec.structs.replace(
            self._remembered,
            **{
                "certificate": self._speaker,
                "compartments": tuple(sorted(self._shared or ())),
                "heard": self._record.hello().clock,
                "ahead": self._ahead,
                **news,
            },
        )
        self._record.remember(self.peer, self._remembered)

    def _heard(self) -> None:
        self._heard_turns += 1
        if self._hello is not None:
            freed = self._record.settle()
            self.course.taken.entries += freed.entries
            if freed.entries:
                self._news()
                self._receipt_given = False
        self._end()

    def _end(self) -> None:
        """See whether both have said all: receipts went both ways after the last news."""
        self.over = self._receipt_given and self._receipt_got and not self._fresh
        self.course.complete = self.over and not self.course.refused


def _encoded(receipt: Receipt) -> bytes:
    return msgspec.msgpack.encode(receipt)


def _changed(now: list[Point], before: tuple[Point, ...]) -> list[Point]:
    """Return the points of every log whose points are not as they were ``before``."""
    known: dict[bytes, set[Point]] = {}
    for point in before:
        known.setdefault(point[0], set()).add(point)
    held: dict[bytes, set[Point]] = {}
    for point in now:
        held.setdefault(point[0], set()).add(point)
    return sorted(
        point for log, points in held.items() if points != known.get(log) for point in points
    )
