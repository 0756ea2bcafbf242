"""A site in the exchange: what a session may read of it, and what it takes from a peer.

``meet`` lets two sites on one computer hold a whole session, as a drill does; ``link`` carries one
over TLS. Both are the same session. What a peer brings is checked as ``accept`` checks everything,
and taken by ``taking``; what is refused is said by its code and holds nothing else up.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

import msgspec

from muster.adapters.exchange import receipts
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.frames import VERSION as SPOKEN
from muster.adapters.exchange.frames import (
    Bulk,
    Chunk,
    Frame,
    Grant,
    Hello,
    Keys,
    Receipt,
    decode,
    encode,
)
from muster.adapters.exchange.record import Peer, Taken
from muster.adapters.exchange.session import Session
from muster.adapters.exchange.vector import SALT
from muster.ground.people.ids import SiteId
from muster.ground.problem import Problem
from muster.ground.record.certificate import read_writer
from muster.ground.record.witness import Witness
from muster.site import forgetting, members
from muster.site.exchange import (
    abreast,
    examiner,
    granting,
    introducing,
    letterboxes,
    taking,
    waiting,
    witnesses,
)
from muster.site.exchange.examiner import Examiner
from muster.site.exchange.preparing import unseen
from muster.site.problems import CompartmentNotHeld, KeyUngranted
from muster.site.record import incarnation
from muster.site.record.looking import Cache, SiteLook
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

PEER = "peer/"
FEW, MANY = 48, 96
"""Parts of a transaction while others write, too, and while nobody does: 3 and 6 MB in memory.

Whoever writes waits for it, some 0.3 s and 0.6 s; people of whom much comes are folded once in it.
"""


class SiteRecord:
    """What a session sees of a site (``muster.adapters.exchange.record.Record``)."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._cache: Cache = {}
        self._early: list[Grant] = []
        self._examiner: Examiner | None = None
        self._turns = -1

    def hello(self) -> Hello:
        """Return who speaks, with the time now."""
        keys = self._site.keys
        return Hello(SPOKEN, keys.site, keys.certificate, self._site.now().latest, ())

    def card(self) -> bytes:
        """Return the site's own card."""
        return introducing.own_card(self._site)

    def introduced(self, card: bytes) -> None:
        """Take a card that a peer shows."""
        introducing.introduced(self._site, card)

    def shared(self, site: bytes, certificate: bytes) -> frozenset[str]:
        """Return the compartments that this site and ``site`` are members of."""
        with self._site.view() as view:
            return members.shared(self._site, view, site, certificate)

    @contextmanager
    def look(self) -> Iterator[SiteLook]:
        """Return the newest committed moment."""
        with self._site.store.reader() as reader:
            yield SiteLook(reader, self._cache)

    def expect(self, entries: int) -> None:
        """Begin to look ahead where much is about to come."""
        if self._examiner is None and entries >= examiner.MUCH:
            self._examiner = Examiner.begin(self._site.store, self._site.keyring)

    def ahead(self, part: Bulk) -> bool:
        """Have a part examined beside; say whether it is."""
        return self._examiner is not None and self._examiner.ask(part)

    def room(self) -> int:
        """Return how many parts to take at once: many where nobody else has written meanwhile."""
        return MANY if self._site.commits.turns == self._turns else FEW

    def leave(self) -> None:
        """End what looked ahead."""
        if self._examiner is not None:
            self._examiner.close()
            self._examiner = None

    def take(self, sender: bytes, come: Sequence[Bulk]) -> Taken:
        """Take chunks and keys durably; what the entries wait for may still come."""
        barred: dict[str, Problem] = {}
        for compartment in {one.compartment: None for one in come}:
            try:
                self._may_hold(compartment)
            except Problem as wrong:
                barred[compartment] = wrong
        good = [one for one in come if one.compartment not in barred]
        seen = unseen if self._examiner is None else self._examiner.seen
        done = taking.take(self._site, sender, good, seen)
        self._turns = self._site.commits.turns
        for one in come:
            if isinstance(one, Keys) and one.compartment in barred:
                raise barred[one.compartment]
        left = [one for one in come if isinstance(one, Chunk) and one.compartment in barred]
        refused = {one.log: barred[one.compartment].code for one in left}
        return msgspec.structs.replace(done, refused={**done.refused, **refused})

    def _may_hold(self, compartment: str) -> None:
        """Raise ``CompartmentNotHeld`` where this site is no member: it stores nothing (T8)."""
        with self._site.view() as view:
            card = members.card_of(self._site, view, self._site.keys.site)
        if compartment not in card.compartments:
            raise CompartmentNotHeld(what="of what came")

    def grants(self, site: bytes, asked: Collection[bytes]) -> list[Grant]:
        """Return the keys of epochs that ``site`` is to have; facts say so already."""
        peer, known = SiteId(site), self.recall(site)
        shared = self.shared(site, b"")
        return granting.grants(self._site, peer, shared, known, asked)

    def take_grant(self, sender: bytes, grant: Grant) -> None:
        """Keep a key that was granted to this site; one that no fact names is left (T16)."""
        del sender
        self._may_hold(grant.compartment)
        try:
            granting.take(self._site, grant)
        except KeyUngranted:
            if len(self._early) < granting.MOST:
                self._early.append(grant)  # what names it may still come

    def letterbox(self, *, answer: bool) -> bytes:
        """Return our letterbox where epochs turn here, or the peer told its own."""
        if not answer and not granting.turns(self._site):
            return b""
        return letterboxes.own(self._site, self._site.lead)

    def reached(self, letterbox: bytes) -> None:
        """Keep a peer's letterbox; one that is none is passed over."""
        letterboxes.learn(self._site, [letterbox])

    def settle(self) -> Taken:
        """Take whatever waited and waits no more."""
        early, self._early = self._early, []
        for one in early:
            with suppress(KeyUngranted):
                granting.take(self._site, one)
        found = waiting.release(self._site)
        forgetting.look(self._site)
        return Taken(sum(one.entries for _, one in found))

    def lacking(self) -> list[bytes]:
        """Return ids of keys without which entries wait."""
        waits, granted = waiting.lacking(self._site), granting.lacking(self._site)
        return sorted({*waits, *granted})

    def salt(self) -> bytes:
        """Return fresh random bytes for a vector."""
        return self._site.entropy.draw(SALT)

    def sign(self, receipt: Receipt) -> Receipt:
        """Return ``receipt`` in this writer's name and signed by it."""
        keys = self._site.keys
        writer = read_writer(keys.certificate).writer
        plain = msgspec.structs.replace(receipt, writer=writer)
        return receipts.signed(plain, incarnation.writer_of(keys).secret)

    def recall(self, site: bytes) -> Peer:
        """Return what is remembered of a peer; nothing once it writes under another key."""
        with self._site.view() as view:
            found = recalled(view.reader.meta_get(PEER + site.hex()))
            now = members.current(view, site, found.certificate)
        return found if now == found.certificate else Peer()

    def ages(self, site: bytes) -> Mapping[bytes, int]:
        """Return how old what is known here of third sites' ``gates`` is."""
        return abreast.ages(self._site, site)

    def abreast(self, site: bytes, at: int, ages: Mapping[bytes, int]) -> None:
        """Keep that all is here which ``site`` knew of ``gates`` ``at`` this moment."""
        abreast.note(self._site, site, at, dict(ages))

    def witness(self, site: bytes, witness: Witness) -> None:
        """Keep what ``site`` signed for."""
        witnesses.keep(self._site, site, witness)

    def remember(
        self,
        site: bytes,
        peer: Peer,
        told: tuple[int, Mapping[bytes, int]] | None = None,
        witness: Witness | None = None,
    ) -> None:
        """Remember it, durably; how far this site is abreast of it, and what it signed for."""
        with self._site.writing():
            self._site.store.meta_put(PEER + site.hex(), msgspec.msgpack.encode(peer))
            if told is not None:
                self.abreast(site, *told)
            if witness is not None:
                self.witness(site, witness)


def recalled(raw: bytes | None) -> Peer:
    """Return what is remembered in ``raw``; nothing where an older program wrote it otherwise."""
    try:
        return Peer() if raw is None else msgspec.msgpack.decode(raw, type=Peer)
    except (msgspec.DecodeError, RecursionError):
        return Peer()


def session(site: Site, by: Operator, *, call: bool, peer: bytes = b"") -> Session:
    """Return our side of a session, with ``peer`` or with whoever calls."""
    require(by, Right.LINK)
    return Session(SiteRecord(site), call=call, expect=peer)


def meet(one: Site, by: Operator, other: Site) -> tuple[Course, Course]:
    """Let two sites on one computer hold a whole session; return how it went at each.

    ``by`` acts at ``one``, the other's lead there. Raises what ends a session.
    """
    here = session(one, by, call=True, peer=other.keys.site)
    there = session(other, other.lead, call=False, peer=one.keys.site)
    converse(here, there)
    return here.course, there.course


def converse(here: Session, there: Session, cut: int = 0) -> bool:
    """Let two ends in one process talk until both are done; return false where they did not.

    The link breaks after ``cut`` frames where that is not 0; what was taken before is kept.
    """
    frames, speaker, listener = 0, here, there
    with ExitStack() as ends:
        ends.callback(here.leave)
        ends.callback(there.leave)
        while not (here.over and there.over):
            for frame in speaker.speak():
                if cut and frames == cut:
                    return False
                carry(frame, speaker, listener)
                frames += 1
            speaker, listener = listener, speaker
    return True


def carry(frame: Frame, speaker: Session, listener: Session) -> None:
    """Hand one frame over as bytes, as any carrier does, and count them."""
    raw = encode(frame)
    speaker.course.sent.bytes += len(raw)
    listener.course.taken.bytes += len(raw)
    listener.hear(decode(raw))
