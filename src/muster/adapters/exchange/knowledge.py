"""What the peer of a session told of each log: points, rungs, and what we gave it since."""

from collections.abc import Collection

from muster.adapters.exchange import covering, receipts, vector
from muster.adapters.exchange.covering import Covering, Ends, Told
from muster.adapters.exchange.frames import Chunk, Hello
from muster.adapters.exchange.packing import entries_in
from muster.adapters.exchange.problems import MessageTooLarge
from muster.adapters.exchange.record import Log, Peer, Record
from muster.adapters.exchange.vector import SHORT, Points, Seen


class Knowledge:
    """What is known of a peer's logs. ``whole``: its points go on from nothing that is not here."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.whole = False
        self.given: dict[bytes, Ends] = {}
        self._base: list[Seen] = []
        self._overlay: list[Seen] = []
        self._told: dict[bytes, Told] = {}

    def goes_on(self, hello: Hello, kept: Peer) -> None:
        """Go on from the receipt that the peer's points go on from, if it is here."""
        if not hello.base:
            self.whole = True
        elif kept.receipt and receipts.identity(kept.receipt) == hello.base:
            self.whole = True
            self._base = list(kept.held)

    def pointed(self, points: Points) -> int:
        """Take points; return how many. Raise ``MessageTooLarge``, ``MessageUnreadable``."""
        seen = vector.rows(points)
        self.whole = True
        self._overlay += seen
        if len(self._overlay) > vector.MOST:
            raise MessageTooLarge(what="points", limit=vector.MOST, found=len(self._overlay))
        self._base = _without(self._base, self._overlay)
        for log, told in covering.by_log([*self._base, *self._overlay]).items():
            self._told.setdefault(log, Told()).seen = told
        return len(seen)

    def stepped(self, rungs: Points) -> None:
        """Take rungs of logs that are in doubt."""
        for log, seen in covering.by_log(vector.rows(rungs)).items():
            self._told.setdefault(log, Told()).rungs = seen

    def heard(self, chunk: Chunk) -> None:
        """Note that the peer holds what it wrote since its points, so that it is not told that."""
        last = chunk.first + entries_in(chunk) - 1
        if any(one.sequence >= last for one in self.of(chunk.log).seen):
            return
        with self._record.look() as look:
            held = [one for one in look.logs((chunk.compartment,)) if one.id == chunk.log]
            if held and held[0].linear:
                ends = ((last, one) for one in look.at(chunk.log, last))
                self.given[chunk.log] = (*self.given.get(chunk.log, ()), *ends)

    def changed(self, news: list[Seen]) -> tuple[Seen, ...]:
        """Return all points that the peer holds, ``news`` in place of what it said before."""
        return tuple(sorted([*_without([*self._base, *self._overlay], news), *news]))

    @property
    def any(self) -> bool:
        """Whether the peer told that it holds anything."""
        return bool(self._base or self._overlay)

    def of(self, identity: bytes) -> Told:
        """Return what was told of a log."""
        return self._told.setdefault(identity[:SHORT], Told())

    def is_level(self, log: Log) -> bool:
        """Return whether the peer holds a log exactly as it is held here."""
        return covering.is_level(log, self.of(log.id).seen)

    def is_unknown(self, shared: Collection[str]) -> bool:
        """Return whether the peer told a point that is not held here."""
        with self._record.look() as look:
            logs = look.logs(shared)
            if self._told.keys() - {log.id[:SHORT] for log in logs}:
                return True
            return any(
                Covering(look, log, self.of(log.id)).unknown
                for log in logs
                if not self.is_level(log)
            )

    def ahead(self, shared: Collection[str]) -> int:
        """Return by how many entries the peer is ahead, for whoever looks on."""
        with self._record.look() as look:
            logs = look.logs(shared)
        heads = {log.id[:SHORT]: max((end[0] for end in log.ends), default=0) for log in logs}
        return sum(
            max(0, max((one.sequence for one in told.seen), default=0) - heads.get(log, 0))
            for log, told in self._told.items()
        )


def _without(points: list[Seen], news: list[Seen]) -> list[Seen]:
    logs = {one.log for one in news}
    return [one for one in points if one.log not in logs]
