"""How far comparing has come, kept with the record: the next time only what came since costs much.

Kept is how far each log went when all rows were read, and a sum over the places of the facts behind
them: no name, no key of a name, nothing of anybody. A row that holds a fact from beyond is of
somebody who came or changed since. Where the sum does not fit what is left without those, a row
went, or a fact of one counts no more or again: then all are compared anew, as they are after a new
version of the weights, when very many came, or when more than ``FEW`` who were here are otherwise.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final
from zlib import crc32

import msgspec

from muster.adapters.store import Row as Held
from muster.journey.matching.change import Change
from muster.journey.matching.weights import WEIGHTS
from muster.site.memory.compared import Progress, Row
from muster.site.record import incarnation
from muster.site.record.kinds import GUEST, JUDGED, RECORD
from muster.site.record.remembered import decode
from muster.site.record.rows import place, places
from muster.site.site import Site

REACHED: Final = "matching-reached"
READ_AT_ONCE: Final = 1_000
FEW: Final = 32
"""So many who were here before may be otherwise: whom they met by crowded keys is not known."""
SHARE: Final = 3
"""When more than one in so many came, comparing everybody takes no longer."""


class Reached(msgspec.Struct, frozen=True, array_like=True):
    """By which rule all were compared, how far each log went, and the sum over their rows."""

    rule: str
    heads: dict[int, int]
    check: int


_FORMAT: Final = msgspec.msgpack.Decoder(Reached)


class Reading:
    """One reading of everybody's rows: what they hold, and who came or changed since the last."""

    def __init__(self, site: Site) -> None:
        self._site = site
        with site.view() as view:
            raw = view.reader.meta_get(REACHED)
        self._before = _FORMAT.decode(raw) if raw else None
        self._heads: dict[int, int] = {}
        self._sum = self._sum_before = self._people = 0
        self._fresh: set[bytes] = set()  # of whom a fact came since
        self._older: set[bytes] = set()  # of whom one was here before

    def rows(self, progress: Progress | None = None) -> Iterator[list[Row]]:
        """Yield the rows of everybody, guests first; the look at them ends with the last."""
        with self._site.view() as view:
            self._heads = {log.number: log.head_sequence for log in view.reader.logs()}
            told = map(self._noted, view.reader.rows_scan(GUEST.name))
            yield from _batches(((one.subject, None, one.state) for one in told), None)
            told = map(self._noted, view.reader.rows_scan(RECORD.name))
            yield from _batches(((one.subject, one.state, None) for one in told), progress)

    def _noted(self, row: Held) -> Held:
        self._people += 1
        self._sum += crc32(row.subject + row.places)
        if self._before is not None:
            self._note(row, self._before)
        return row

    def _note(self, row: Held, before: Reached) -> None:
        within, beyond = _parted(row.places, before.heads)
        if beyond:
            self._fresh.add(row.subject)
        if within:
            self._sum_before += crc32(row.subject + within)
            self._older.add(row.subject)

    def since(self) -> Change | None:
        """Return what happened since all were compared; none where all are to be compared anew.

        Everybody's rows were read.
        """
        before = self._before
        known = before is not None and before.rule == WEIGHTS.rule
        if before is None or not known or before.check != self._sum_before:
            return None
        came, changed = self._fresh - self._older, self._fresh & self._older
        if len(changed) > FEW or SHARE * len(came) > self._people:
            return None
        return Change(came, changed, *self._judged(before))

    def _judged(self, before: Reached) -> tuple[set[tuple[bytes, bytes]], set[bytes]]:
        """Return all pairs that were judged, and of whom others have judged something since."""
        pairs, anew = set(), set()
        writer = incarnation.writer_of(self._site.keys).id
        with self._site.view() as view:
            logs = view.reader.logs()
            heads = {one.number: before.heads.get(one.number, 0) for one in logs}
            mine = {one.number: one.head_sequence for one in logs if one.writer == writer}
            for row in view.reader.rows_scan(JUDGED.name):
                told = {(row.subject, pair.other) for pair in decode(JUDGED, row.state).pairs}
                pairs |= told
                if _parted(row.places, heads | mine)[1]:
                    anew |= {one for pair in told for one in pair}
        return pairs, anew

    def keep(self) -> None:
        """Keep that everybody whose rows were read is compared, and what the rule says is judged.

        To be called within a turn.
        """
        reached = Reached(WEIGHTS.rule, self._heads, self._sum)
        self._site.store.meta_put(REACHED, msgspec.msgpack.encode(reached))


def _batches(rows: Iterator[Row], progress: Progress | None) -> Iterator[list[Row]]:
    done = 0
    while some := list(islice(rows, READ_AT_ONCE)):
        done += len(some)
        if progress is not None:
            progress(done, done)
        yield some


def _parted(behind: bytes, heads: Mapping[int, int]) -> tuple[bytes, bytes]:
    """Return the places of facts up to ``heads``, and those beyond."""
    if all(sequence <= heads.get(log, 0) for log, sequence in places(behind)):
        return behind, b""
    within, beyond = b"", b""
    for log, sequence in places(behind):
        if sequence <= heads.get(log, 0):
            within += place(log, sequence)
        else:
            beyond += place(log, sequence)
    return within, beyond
