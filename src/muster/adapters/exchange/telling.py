"""What a peer lacks, told log by log: chunks of entries, and rungs of logs that are in doubt."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from muster.adapters.exchange import covering, packing, vector
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.covering import Covering, Standing
from muster.adapters.exchange.frames import Chunk, Frame, Grant, Keys, Rungs
from muster.adapters.exchange.knowledge import Knowledge
from muster.adapters.exchange.packing import Packed
from muster.adapters.exchange.record import Log, Look, Record, Wrapped
from muster.adapters.exchange.vector import Point
from muster.ground.record.compartment import Compartment

AT_ONCE = 16
"""Chunks read in one look: about 1 MB waits in memory while a slow link takes it."""


class Telling:
    """Tells what is held here and not there; counts it in ``course``."""

    def __init__(self, record: Record, knowledge: Knowledge, course: Course) -> None:
        self._record = record
        self._knowledge = knowledge
        self._course = course
        self._asked: set[bytes] = set()
        self._keys: set[bytes] = set()

    def keys(self, shared: Collection[str], wanted: list[bytes]) -> Iterator[Keys]:
        """Yield keys that the peer said it lacks."""
        for compartment in sorted(shared) if wanted else ():
            with self._record.look() as look:
                found = look.wraps(compartment, wanted, None)
            yield from packing.keys(compartment, found)

    def entries(
        self, shared: Collection[str], *, doubting: bool, grants: Sequence[Grant] = ()
    ) -> Iterator[Frame]:
        """Yield what the peer lacks; where ``doubting``, rungs of what is still in doubt.

        ``grants``, keys of epochs, go behind ``public``, which says who was granted them (T16).
        """
        steps: list[Point] = []
        for identity, public in self._unlike(shared):
            if grants and not public:
                yield from grants
                grants = ()
            yield from self._of_log(identity, steps, doubting=doubting)
        yield from grants
        for frame in vector.in_frames(steps, self._record.salt()) if steps else ():
            yield Rungs(frame)

    def _unlike(self, shared: Collection[str]) -> list[tuple[bytes, bool]]:
        """Return the logs that the peer does not hold as they are held here; which are public."""
        with self._record.look() as look:
            logs = [one for one in look.logs(shared) if not self._knowledge.is_level(one)]
        return [(log.id, log.compartment == Compartment.PUBLIC) for log in logs]

    def _of_log(self, identity: bytes, steps: list[Point], *, doubting: bool) -> Iterator[Frame]:
        """Yield the chunks of one log, some at a time, each time from a new look at it."""
        whole = False
        while not whole:
            with self._record.look() as look:
                log = look.log(identity)
                told, given = self._knowledge.of(identity), self._knowledge.given.get(identity, ())
                measured = Covering(look, log, told, given)
                if measured.standing is Standing.DOUBT and doubting:
                    steps += self._doubted(look, log)
                if measured.standing is not Standing.BEHIND:
                    return
                packed = packing.pack(
                    log,
                    measured.segments(),
                    self._find(look, log, measured),
                    certificate=not measured.listed,
                )
                some = list(islice(packed, AT_ONCE))
                whole = next(packed, None) is None
            yield from self._sent(identity, some)

    def _sent(self, identity: bytes, some: list[Packed]) -> Iterator[Frame]:
        ends = self._knowledge.given.get(identity, ())
        for frame, end in some:
            self._keys.update(wrap[0] for wrap in frame.wraps)
            if isinstance(frame, Chunk) and end is not None:
                self._course.sent.chunks += 1
                self._course.sent.entries += packing.entries_in(frame)
                ends = (*ends, end)
            yield frame
        self._knowledge.given[identity] = ends

    def _find(self, look: Look, log: Log, measured: Covering) -> packing.Find:
        def holds(other: bytes, sequence: int) -> bool:
            if other == log.id:
                return measured.covers(sequence)
            return any(one.sequence >= sequence for one in self._knowledge.of(other).seen)

        def find(key_ids: list[bytes]) -> list[Wrapped]:
            wanted = [one for one in key_ids if one not in self._keys]
            return look.wraps(log.compartment, wanted, holds if self._knowledge.any else None)

        return find

    def _doubted(self, look: Look, log: Log) -> list[Point]:
        if log.id in self._asked or log.id in self._course.refused:
            return []
        self._asked.add(log.id)
        self._course.doubted.add(log.id)
        return covering.rungs(look, log)
