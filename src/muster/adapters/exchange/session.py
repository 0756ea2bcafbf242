"""A session: two sites take turns until both hold the same in every compartment they share.

1. A to B: A's points and clock. 2. B to A: B's, then what A lacks. 3. A to B: what B lacks, then
A's receipt. 4. B to A: B's receipt. A fork, or a short vector that is refused, costs one more round
trip. What a message freed from waiting travels back with the next one, before the receipt.

The machine knows no socket and no clock: ``speak`` yields the frames of one message, ``hear`` takes
those of the peer's one by one. Chunks that are here already are taken together; ``rest`` says that
no more is here yet. Cut anywhere, what was taken stays; the next session needs nothing of this one.
A third site's log that cannot be taken here is left out, said by its code, and holds nothing else
up.
"""

from collections.abc import Iterator

import msgspec

from muster.adapters.exchange import receipts, vector
from muster.adapters.exchange.acquaintance import Acquaintance
from muster.adapters.exchange.coming import Coming, without
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.frames import (
    Abreast,
    Again,
    Bulk,
    Card,
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
    abreast,
    ages_in,
    keys_in,
    lacking,
)
from muster.adapters.exchange.knowledge import Knowledge
from muster.adapters.exchange.problems import MessageOutOfTurn, MessageTooLarge
from muster.adapters.exchange.record import Record
from muster.adapters.exchange.telling import Telling
from muster.adapters.exchange.vector import Point, Points
from muster.adapters.exchange.witnessing import witnessed
from muster.ground.record.certificate import read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.record.witness import digest

MOST_TURNS = 12
"""Messages of one side: with a fork and a refused vector there are five."""


class Session:
    """One side of a session with one peer; ``expect`` is who it must be, or nobody in particular.

    ``call`` says that we begin. ``over`` is set once nothing is left to say.
    """

    def __init__(self, record: Record, *, call: bool, expect: bytes = b"") -> None:
        self._record = record
        self._call = call
        self.course = Course()
        self.over = False
        self._other = Acquaintance(record, expect)
        self._knowledge = Knowledge(record)
        self._telling = Telling(record, self._knowledge, self.course)
        self._own: tuple[Point, ...] | None = None
        self._certificate = b""
        self._base_refused = False
        self._asked_for_all = False
        self._lacking: list[bytes] = []
        self._asked_for: set[bytes] = set()
        self._granted = b""
        self._answer = False
        self._coming = Coming(record, self._take)
        self._ages: dict[bytes, int] = {}
        self._heard_turns = 0
        self._fresh = True
        self._receipt_given = False
        self._receipt_got = False

    @property
    def peer(self) -> bytes:
        """The site that we talk to."""
        return self._other.site

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
        if self._own is None:
            yield from self._introduction()
        elif self._base_refused:
            self._base_refused = False
            yield from self._points(self._own)
        if self._other.hello is None:
            return
        if not self._knowledge.whole:
            yield Again()
            return
        wanted, self._lacking = self._lacking, []
        yield from self._telling.keys(self._other.within, wanted)
        yield from self._asking()
        yield from self._news(self._grants(wanted))

    def _asking(self) -> Iterator[Lacking]:
        """Ask, once each, for keys that what came needs and that did not come with it."""
        new = [one for one in self._record.lacking() if one not in self._asked_for]
        self._asked_for.update(new)
        yield from lacking(new)

    def _grants(self, wanted: list[bytes]) -> list[Grant]:
        """Return keys of epochs that the peer is to have: once, and again where it asks.

        Once more, too, where what came made us begin anew: then the keys that were due turned.
        """
        writes_as = self._record.hello().certificate
        if self._granted == writes_as and not wanted:
            return []
        self._granted = writes_as
        found = self._record.grants(self.peer, wanted)
        if found:
            self._receipt_got = False  # what it signs for may rest on them
        return found

    def _news(self, grants: list[Grant]) -> Iterator[Frame]:
        """Yield what the peer lacks, then our receipt if nothing is left to ask."""
        asked, within, doubting = False, self._other.within, self._is_told()
        for frame in self._telling.entries(within, doubting=doubting, grants=grants):
            asked = asked or isinstance(frame, Rungs)
            if isinstance(frame, Chunk):
                self._receipt_got = False
            yield frame
        if not asked and (doubting or not self._knowledge.is_unknown(within)):
            yield self._signed()

    def _is_told(self) -> bool:
        """Return whether the peer has told what we lack: what is not here then is in doubt.

        Whom we call tells it at once, unless it asks for all our points.
        """
        at_once = self._call and not self._asked_for_all
        return self._heard_turns > (0 if at_once else 1)

    def _introduction(self) -> Iterator[Frame]:
        mine = self._record.hello()
        self._certificate = mine.certificate
        self._other.addressed(mine.clock)
        base = self._other.base()
        own = self._held()
        self._own = tuple(own)
        self.course.short = bool(base.told)
        if not self._other.is_known and (card := self._record.card()):
            yield Card(card)
        yield msgspec.structs.replace(
            mine, compartments=tuple(sorted(self._other.within)), base=base.told
        )
        yield from self._points(_changed(own, base.own) if base.told else own)
        if Compartment.GATES in self._other.within:
            yield from abreast(self._record.ages(self.peer))
        yield from self._asking()
        letterbox = self._record.letterbox(answer=self._answer)
        if letterbox:
            yield Reached(letterbox)

    def _held(self) -> list[Point]:
        with self._record.look() as look:
            return [point for log in look.logs(self._other.within) for point in log.points]

    def _points(self, points: tuple[Point, ...] | list[Point]) -> Iterator[Frame]:
        for frame in vector.in_frames(points, self._record.salt()):
            self.course.sent.points += len(frame.sequences)
            yield frame

    def _signed(self) -> Receipt:
        """Return our receipt, as of what is durable now, and remember what it says."""
        if self._other.hello is None:
            raise MessageOutOfTurn(what="nothing")
        now = self._held()
        mine = self._record.hello()
        changed = _changed(now, self._own or ())
        receipt = self._record.sign(
            Receipt(
                mine.site,
                self.peer,
                bytes(16),
                (mine.clock, self._other.hello.clock),
                vector.columns(changed[: vector.MOST_IN_FRAME], self._record.salt()),
                digest(now),
                b"" if mine.certificate == self._certificate else mine.certificate,
            )
        )
        self._receipt_given = True
        told = receipts.identity(_encoded(receipt))
        self._other.remember(self._ages if self._is_abreast() else None, told=told, own=tuple(now))
        return receipt

    # What we hear.

    def hear(self, frame: Frame) -> None:
        """Take one frame of the peer's message; chunks are durable before anything else is.

        Raises a ``Problem`` that ends the session; what was taken before stays.
        """
        self.course.taken.frames += 1
        if self._other.hello is None and not isinstance(frame, Hello | Card):
            raise MessageOutOfTurn(what="something before its name")
        if isinstance(frame, Chunk | Keys):
            self._came(frame)
            return
        self.rest()
        self._hear(frame)

    def _hear(self, frame: Frame) -> None:
        match frame:
            case Hello():
                self._other.met(frame)
                self._knowledge.goes_on(frame, self._other.remembered)
                self._fresh = True
            case Card(card):
                self._record.introduced(card)
            case Points():
                self._pointed(frame)
            case Rungs(points):
                self._knowledge.stepped(points)
                self._fresh = True
            case Receipt():
                self._got(frame)
            case Again():
                self._base_refused = self._asked_for_all = True
                self._fresh = True
            case Lacking():
                self._lacking = keys_in(frame)
                self._fresh = self._fresh or bool(self._heard_turns)
            case Abreast():
                self._ages = ages_in(frame)
            case Grant():
                self._record.take_grant(self.peer, frame)
            case Reached(letterbox):
                self._answer = True
                self._record.reached(letterbox)
            case _:
                self._heard()

    def _pointed(self, frame: Points) -> None:
        if not self._knowledge.whole and self._heard_turns == 0:
            return  # it goes on from what is not here; all of it is asked for
        self.course.taken.points += self._knowledge.pointed(frame)
        self.course.expected = self._knowledge.ahead(self._other.within)
        self._record.expect(self.course.expected)
        self._fresh = True

    def _came(self, part: Bulk) -> None:
        if part.compartment not in self._other.within:
            raise MessageOutOfTurn(what="a compartment that is not shared")  # T8
        if isinstance(part, Chunk):
            self._fresh = True
            self._receipt_given = False
        self._coming.came(part)

    def rest(self) -> None:
        """Take what has come: nothing more is here yet, or ever will be."""
        self._coming.rest()

    def leave(self) -> None:
        """Take what has come and let go of what helped: the message is over, or broke off."""
        self._coming.leave()

    def _take(self, come: list[Bulk]) -> None:
        wanted = without(self.course.refused, come)
        if not wanted:
            return
        done = self._record.take(self.peer, wanted)
        chunks = [one for one in wanted if isinstance(one, Chunk)]
        self.course.taken.chunks += len(chunks)
        self.course.taken.entries += done.entries
        self.course.waiting += done.waiting
        self.course.forked |= done.forked
        self.course.refused |= done.refused
        for one in chunks:
            self._knowledge.heard(one)

    def _got(self, receipt: Receipt) -> None:
        if self._other.hello is None:
            raise MessageOutOfTurn(what="a receipt")
        certificate = receipt.certificate or self._other.hello.certificate
        if receipt.certificate:
            self._record.shared(self.peer, certificate)
        receipts.verify(receipt, read_writer(certificate), self._record.hello().site)
        if not self._knowledge.whole:
            return  # what it goes on from is not known here: the next one says all
        held = self._knowledge.changed(vector.rows(receipt.points))
        self._receipt_got = True
        self._other.writes_as(certificate)
        within = self._other.within
        proof = witnessed(self._record, within, held, receipt, certificate)
        self._other.remember(witness=proof, held=held, receipt=_encoded(receipt))

    def _heard(self) -> None:
        self._heard_turns += 1
        self._record.leave()
        if self._other.hello is not None:
            freed = self._record.settle()
            self.course.taken.entries += freed.entries
            if freed.entries:
                self._fresh = True
                self._receipt_given = False
        self._end()

    def _end(self) -> None:
        """See whether both have said all: receipts went both ways after the last news."""
        self.over = self._receipt_given and self._receipt_got and not self._fresh
        self.course.complete = self.over and not self.course.refused

    def _is_abreast(self) -> bool:
        """Return whether all is here that the peer told of the gates, which both may hold."""
        within = self._other.within
        return Compartment.GATES in within and not self._knowledge.is_unknown(within)


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
