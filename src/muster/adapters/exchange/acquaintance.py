"""Who the peer of a session is, what both may be told, and what is remembered between sessions."""

from collections.abc import Mapping

import msgspec

from muster.adapters.exchange.frames import Hello
from muster.adapters.exchange.problems import MessageOutOfTurn, PeerOther
from muster.adapters.exchange.record import Peer, Record


class Acquaintance:
    """A peer: expected by its id, or whoever comes; ``hello`` once it said who it is.

    ``shared`` are the compartments of both, none before anything is known of the peer. ``spoke`` is
    when, by our clock at the earliest, it told its points.
    """

    def __init__(self, record: Record, expect: bytes) -> None:
        self._record = record
        self._expect = expect
        self.site = expect
        self.hello: Hello | None = None
        self.shared: frozenset[str] | None = None
        self.remembered = Peer()
        self._writer = b""
        self._ahead = (0, 0)
        self._spoke_at = 0
        self.spoke = 0

    @property
    def within(self) -> frozenset[str]:
        """The compartments that both may be told."""
        return self.shared or frozenset()

    @property
    def is_known(self) -> bool:
        """Whether it was ever met, so that both have each other's card."""
        return bool(self.remembered.certificate)

    def addressed(self, clock: int) -> None:
        """Note that we speak first to it now, by our clock; recall what is known of it."""
        self._spoke_at = clock
        if self.hello is None and self._expect:
            self.remembered = self._record.recall(self._expect)
            self.shared = self._record.shared(self._expect, self.remembered.certificate)

    def base(self) -> Peer:
        """Return what both may go on from: our last receipt, if it was about as much."""
        fits = self.remembered.compartments == tuple(sorted(self.within))
        if self.hello is not None and not self.hello.base:
            fits = False
        return self.remembered if fits else Peer()

    def met(self, hello: Hello) -> None:
        """Take the peer's name; raise a ``Problem`` for one that it may not use."""
        if self.hello is not None:
            raise MessageOutOfTurn(what="its name twice")
        if self._expect and hello.site != self._expect:
            raise PeerOther
        mine = self._record.hello()
        self.site = hello.site
        both = self._record.shared(hello.site, hello.certificate) & {*hello.compartments}
        self.shared = both if self.shared is None else both & self.shared
        self.hello = hello
        self._writer = hello.certificate
        self.remembered = self._record.recall(hello.site)
        if self.remembered.certificate not in {b"", hello.certificate}:
            self.remembered = Peer()  # its receipts were of another incarnation
        asked_at = self._spoke_at or mine.clock
        self.spoke = asked_at
        self._ahead = (hello.clock - mine.clock, hello.clock - asked_at)

    def writes_as(self, certificate: bytes) -> None:
        """Note that the peer writes under another key since."""
        self._writer = certificate

    def remember(self, ages: Mapping[bytes, int] | None = None, **news: object) -> None:
        """Remember ``news`` of it, durably, with when and as whom it spoke.

        With ``ages``, what it told of third sites, also that all is here which it told of gates.
        """
        self.remembered = msgspec.structs.replace(
            self.remembered,
            **{
                "certificate": self._writer,
                "compartments": tuple(sorted(self.within)),
                "heard": self._record.hello().clock,
                "ahead": self._ahead,
                **news,
            },
        )
        told = None if ages is None else (self.spoke, ages)
        self._record.remember(self.site, self.remembered, told)
