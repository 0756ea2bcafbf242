"""A tablet that signs as one would: keys, chain and sealing by docs/format/device.md.

It keeps its entries until the site has answered that it holds them, as a queue in a browser does.
"""

import secrets
from collections.abc import Callable

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, PassId, PlaceId
from muster.ground.people.moment import HOUR, Instant, Moment
from muster.ground.record.certificate import log_id
from muster.ground.record.entry import entry_hash, header
from muster.ground.record.fact import body
from muster.ground.record.segment import Head, Link, encode, sign
from muster.ground.secrecy.keys import key_id, seal_entry_key
from muster.ground.secrecy.sealing import seal
from muster.journey.gate.outcomes import Form, LetThrough
from muster.site.gate import deliveries, devices
from muster.site.gate.deliveries import Batch, Delivered, Item
from muster.site.gate.devices import Enrolled
from muster.site.rights import Operator
from muster.site.site import Site

GATES = "gates"


class Tablet:
    """One tablet: its key, what it was told when it was enrolled, and its own log."""

    def __init__(self, draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._draw = draw
        self.public, self.secret = crypto_sign_seed_keypair(draw(32))
        self.told: Enrolled | None = None
        self.head = Head()
        self.lamport = 0
        self.queue: list[Item] = []

    @property
    def enrolled(self) -> Enrolled:
        """What the site told; a test enrols first."""
        assert self.told is not None
        return self.told

    def enrol(
        self, site: Site, by: Operator, holder: OperatorId, place: PlaceId, hours: int = 8
    ) -> Enrolled:
        """Let a supervisor enrol it."""
        until = site.now().latest + hours * HOUR
        self.learn(devices.enrol(site, by, self.public, holder=holder, place=place, until=until))
        return self.enrolled

    def learn(self, told: Enrolled) -> None:
        """Be told that it is a writer."""
        self.told = told
        self.lamport = told.lamport

    @property
    def log(self) -> bytes:
        """The id of its log."""
        return log_id(self.enrolled.certificate, GATES)

    def write(self, fact: Observation, *, key: bytes = b"", step: int = 0) -> Item:
        """Seal, chain and sign one fact as the next entry of the log; keep it in the queue."""
        key = key or self._draw(32)
        self.lamport = self.head.lamport + step if step else self.lamport + 1
        identity, sequence = key_id(key), self.head.sequence + 1
        head = header(self.log, sequence, self.head.hash, self.lamport, identity)
        sealed = seal(body(fact), head, key, self._draw(24))
        link = Link(self.lamport - self.head.lamport, identity, sealed)
        last = entry_hash(head, sealed)
        segment = encode(sign(self.log, self.head, (link,), last, self.secret))
        self.head = Head(sequence, last, self.lamport)
        item = Item(segment, seal_entry_key(key, self.enrolled.exchange_key, GATES))
        self.queue.append(item)
        return item

    def let_through(
        self, at: Instant, operator: OperatorId, heads: int = 2, identity: bytes = b""
    ) -> Item:
        """Let a party through, and keep that."""
        subject = PassId(identity or self._draw(16))
        return self.write(
            LetThrough(
                subject,
                Moment.at(at),
                operator,
                self.enrolled.place,
                "lane 1",
                heads,
                heads,
                Form.INNER,
            )
        )

    def deliver(self, site: Site, items: list[Item] | None = None) -> Delivered:
        """Hand over, by default the queue; what the site holds goes from the queue."""
        sent = self.queue[: deliveries.MOST] if items is None else items
        said = deliveries.deliver(site, self.enrolled.device, sent)
        kept = zip(sent, said.answers, strict=True)
        done = {one.segment for one, answer in kept if answer.state is not deliveries.State.REFUSED}
        self.queue = [one for one in self.queue if one.segment not in done]
        self.lamport = max(self.lamport, said.lamport)
        return said

    def batch(self, items: list[Item] | None = None) -> bytes:
        """Return the body of a request, by default with the queue."""
        sent = self.queue if items is None else items
        return msgspec.msgpack.encode(Batch(1, self.enrolled.device, tuple(sent)))
