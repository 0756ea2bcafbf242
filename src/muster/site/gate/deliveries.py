"""What tablets deliver: entries they signed while they were alone, each taken once, or named.

The authority is the tablet's signature; no session is asked. The steps, and the order is meaning:
(1) a segment of one entry, of this tablet's log in ``gates``; (2) the tablet's signature; (3) held
or kept back already: the same answer again; (4) the entry goes on from one that is held, or over a
gap that is then on record; (5) past the cut of a revoked tablet it is kept back, and counts nowhere
(T4); (6) its key opens here and is the one that its id commits to (T5); (7) it is a fact that a
tablet may write, of its own gate, by a guard who had it, before its lease ended; and whom it names
as second person signed there, as the site itself saw (T24).

Whatever fails is refused by name, and blocks nothing: what comes after it goes on over the gap. All
that is taken of one batch is one transaction, and the answers are given after its commit.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from muster.adapters.store import LogRow
from muster.ground.people.fact import Observation
from muster.ground.people.facts import EntriesMissing, EntryKeptBack
from muster.ground.people.ids import DeviceId
from muster.ground.people.state import Device, Duty
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.certificate import WriterCertificate, read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.record.entry import FIRST_PREVIOUS, Entry
from muster.ground.record.problems import CertificateWrong, ChainBroken
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.keys import open_entry_key
from muster.ground.secrecy.sealing import unseal
from muster.journey.gate.outcomes import (
    HeadsRecounted,
    Held,
    LetThrough,
    ShownAtCheckpoint,
    TurnedBack,
)
from muster.site.exchange import merging
from muster.site.exchange.laying import Entries
from muster.site.gate.crowd import crowd_of
from muster.site.gate.devices import gates_log
from muster.site.problems import (
    DeliveryUnreadable,
    DeviceRevokedNow,
    DeviceUnknown,
    EntryNotAlone,
    EntryNotDevices,
    KeyNotSubjects,
)
from muster.site.record.branches import entries_at, held_head
from muster.site.record.journal import Journal
from muster.site.record.kinds import DEVICE, DUTY, READER
from muster.site.site import Site

MOST = 50
"""Entries in one batch."""
MOST_KEPT_BACK = 500
"""Entries past its cut that are kept of one tablet: a thief must not fill the disk."""
VERSION = 1
SEALED_KEY = 80
BY_TABLETS = (LetThrough, HeadsRecounted, Held, TurnedBack, ShownAtCheckpoint)
"""What a tablet may put on record, in ``gates`` and nowhere else."""
_MOST_WRITTEN = 1_000
_written: dict[bytes, Head] = {}
"""The entries that tablets wrote last, by hash: the next one need not look up what it follows.

What a hash stands for never changes; whether it is the end of that log is asked of the store.
"""


class Item(msgspec.Struct, frozen=True, array_like=True):
    """One entry as it comes: its segment, and its key sealed to the site."""

    segment: bytes
    key: bytes


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """What a tablet sends (``docs/format/device.md``)."""

    version: int
    device: bytes
    items: tuple[Item, ...]


class State(StrEnum):
    """What became of an entry. Stable: the tablet acts on it."""

    HELD = "held"
    KEPT_BACK = "kept-back"
    REFUSED = "refused"


class Answer(msgspec.Struct, frozen=True):
    """What the site holds of one entry: ``held`` and ``kept-back`` may go from the tablet.

    ``code`` says why one was refused. What does not decode has neither log, sequence nor hash.
    """

    state: State
    log: bytes = b""
    sequence: int = 0
    hash: bytes = b""
    code: str = ""


class Delivered(msgspec.Struct, frozen=True):
    """The answers in the order of the batch; the tablet's next entry comes after ``lamport``."""

    lamport: int
    answers: tuple[Answer, ...]


def read(raw: bytes) -> Batch:
    """Return the batch in ``raw``; raise ``DeliveryUnreadable``."""
    try:
        batch = msgspec.msgpack.decode(raw, type=Batch)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise DeliveryUnreadable(limit=MOST, found=len(raw)) from None
    if batch.version != VERSION or not 0 < len(batch.items) <= MOST:
        raise DeliveryUnreadable(limit=MOST, found=len(raw))
    return batch


def deliver(site: Site, device: DeviceId, items: Sequence[Item]) -> Delivered:
    """Take what may be taken of ``items``; return what the site holds, once it is durable.

    Raises ``DeviceUnknown`` for a tablet that was never enrolled here.
    """
    with site.view() as view:
        known: Device | None = view.state(DEVICE, device)
    if known is None or not known.certificate:
        raise DeviceUnknown  # before the turn, so that a stranger takes none
    reader = _Reader(known.certificate, site.keys.exchange_secret)
    read = [reader.read(item) for item in items]

    def work(journal: Journal) -> Delivered:
        state: Device = site.rows.state(DEVICE, device)  # as it stands now: revoked, maybe
        intake = _Intake(site, journal, device, state)
        answers = [Answer(State.REFUSED)] * len(read)
        for place, one in sorted(enumerate(read), key=_first):
            answers[place] = intake.take(one)
        intake.fold()
        return Delivered(journal.lamport, tuple(answers))

    return crowd_of(site).run(work, weight=len(read), apart=True)


class _Read(msgspec.Struct, frozen=True):
    """An item with its segment and entry; or ``wrong``, what is wrong with them (steps 1 and 2).

    ``opened`` is the entry's key and its body, or what is wrong with these (step 6).
    """

    item: Item
    segment: Segment | None = None
    entry: Entry | None = None
    wrong: Problem | None = None
    opened: tuple[bytes, bytes] | Problem = (b"", b"")

    def body(self) -> tuple[bytes, bytes]:
        """Return the entry's key and its opened body; raise what is wrong with them."""
        if isinstance(self.opened, Problem):
            raise self.opened
        return self.opened


def taken_apart(item: Item) -> tuple[Segment, Entry]:
    """Return the segment of an item and its one entry (step 1); raise what is wrong with it."""
    segment = segments.decode(item.segment)
    if len(segment.links) != 1:
        raise EntryNotAlone(found=len(segment.links))
    return segment, segments.entries(segment)[0]


def signed_by(segment: Segment, writer: WriterCertificate, log: bytes) -> None:
    """Raise ``CertificateWrong`` or ``SignatureWrong`` unless it is the tablet's (steps 1, 2)."""
    if segment.log != log:
        raise CertificateWrong(by="the writer of this log")
    segments.verify(segment, writer.writer_key)


def opened_with(item: Item, entry: Entry, exchange_secret: bytes) -> tuple[bytes, bytes]:
    """Return the entry's key and its opened body (step 6); ``KeyMismatch``, ``SealBroken``."""
    key = open_entry_key(item.key, exchange_secret, Compartment.GATES, entry.key_id)
    return key, unseal(entry.sealed, entry.header(), key)


class _Reader:
    """Reads items before the turn, where nobody waits for it: what needs nothing of the record."""

    def __init__(self, certificate: bytes, exchange_secret: bytes) -> None:
        self._writer = read_writer(certificate)
        self._log = gates_log(certificate)
        self._secret = exchange_secret

    def read(self, item: Item) -> _Read:
        """Take one apart, check who signed it, open it; whatever fails waits for its step."""
        try:
            segment, entry = taken_apart(item)
        except Problem as wrong:
            return _Read(item, wrong=wrong)
        try:
            signed_by(segment, self._writer, self._log)
        except Problem as wrong:
            return _Read(item, segment, entry, wrong)
        try:
            return _Read(item, segment, entry, opened=opened_with(item, entry, self._secret))
        except Problem as wrong:
            return _Read(item, segment, entry, opened=wrong)


def _first(one: tuple[int, _Read]) -> int:
    """Oldest first, so that no gap is seen where a batch only came in disorder."""
    return one[1].segment.first if one[1].segment is not None else 0


def _note(head: Head) -> None:
    _written[head.hash] = head
    if len(_written) > _MOST_WRITTEN:
        del _written[next(iter(_written))]


class _Intake:
    """Checks entries of one tablet and stores them, inside one turn."""

    def __init__(self, site: Site, journal: Journal, device: DeviceId, state: Device) -> None:
        self._site = site
        self._journal = journal
        self._device = device
        self._state = state
        duty: Duty = site.rows.state(DUTY, device) or Duty()
        self._kept_back = {*duty.kept_back}
        self._guards: set[bytes] = {state.holder, *duty.guards}
        self._witnesses = {*duty.witnesses}
        self._signed_for = {*duty.signed}
        self._writer: WriterCertificate = read_writer(state.certificate)
        self._log = gates_log(state.certificate)
        row = site.store.log(self._log)
        self._number = row.number if row is not None else 0
        self._last = (row.head_sequence, row.head_hash) if row is not None else (0, FIRST_PREVIOUS)
        self._new: list[Entry] = []
        self._gaps: list[Head] = []

    def take(self, one: _Read) -> Answer:
        """Take one entry, keep it back, or name what is wrong with it."""
        segment, entry = one.segment, one.entry
        if segment is None or entry is None:
            return Answer(State.REFUSED, code=one.wrong.code if one.wrong else "")
        place = (entry.log, entry.sequence, entry.hash)
        try:
            return Answer(self._taken(one, segment, entry), *place)
        except Problem as wrong:
            return Answer(State.REFUSED, *place, wrong.code)

    def _taken(self, one: _Read, segment: Segment, entry: Entry) -> State:
        if one.wrong is not None:
            raise one.wrong
        if entry.hash in self._kept_back:
            return State.KEPT_BACK
        if any(entry.hash == held.hash for held in self._at(entry.sequence)):
            return State.HELD
        if self._is_past_the_cut(entry):
            return self._keep_back(one.item, entry)
        gap = self._gap_before(segment)
        key, body = one.body()
        self._check(entry, body)
        self._store(one.item, segment, entry, key)
        if gap is not None:
            self._gaps.append(gap)
        return State.HELD

    def _at(self, sequence: int) -> list[Entry]:
        if sequence > self._last[0]:
            return []
        return entries_at(self._site.store, self._number, sequence)

    def _is_past_the_cut(self, entry: Entry) -> bool:
        if self._state.revoked is None:
            return False
        ends = {log: sequence for log, sequence, _ in self._state.cut}
        if entry.sequence > ends.get(self._log, 0):
            return True
        # Below the cut only what is missing there may come yet: another branch is a forger's.
        gap = (self._log, entry.sequence, entry.hash)
        follows = {one.previous for one in self._at(entry.sequence + 1)}
        return gap not in self._state.missing and entry.hash not in follows

    def _keep_back(self, item: Item, entry: Entry) -> State:
        if len(self._kept_back) >= MOST_KEPT_BACK:
            raise DeviceRevokedNow
        now, by = self._site.now(), self._state.holder
        place = (self._log, entry.sequence, entry.hash)
        self._journal.put(
            [EntryKeptBack(self._device, now, by, *place, item.segment, item.key[:SEALED_KEY])]
        )
        self._kept_back.add(entry.hash)
        return State.KEPT_BACK

    def _gap_before(self, segment: Segment) -> Head | None:
        """Return where missing entries end that ``segment`` goes on over; none where it follows.

        Raises ``ChainBroken`` where it can be neither.
        """
        before = segment.before
        if before.sequence == 0:
            return None
        if before.hash == self._last[1] and before == _written.get(before.hash):
            return None
        head = held_head(self._site.store, self._number, before) if self._number else None
        if head is not None:
            segments.continues(segment, head)
            return None
        if not segments.over_gap(segment, self._held_below(segment.first)):
            raise ChainBroken(sequence=segment.first)
        return before

    def _held_below(self, first: int) -> Head:
        """Return the last entry held before sequence ``first``, whichever branch it is of."""
        found = Head()
        for row in self._site.store.segments(self._number) if self._number else ():
            if row.first >= first:
                break
            last = segments.entries(segments.decode(row.data))[-1]
            found = Head(last.sequence, last.hash, last.lamport)
        return found

    def _check(self, entry: Entry, body: bytes) -> None:
        wrap = self._site.store.wrap(entry.key_id)
        if wrap is not None and wrap.owner:
            raise KeyNotSubjects(sequence=entry.sequence)
        fact = READER.read(body, entry.sequence)
        if what := self._objection(fact):
            raise EntryNotDevices(sequence=entry.sequence, what=what)

    def _objection(self, fact: Observation) -> str:
        """Return what this tablet may not say of ``fact``; nothing where it may."""
        if not isinstance(fact, BY_TABLETS):
            return "its kind"
        if fact.observed.earliest > self._state.until:
            return "after its lease"
        if fact.operator not in self._guards:
            return "by somebody who never had it"
        if fact.gate != self._state.place:
            return "of another gate"
        second = getattr(fact, "second", None)
        if second is not None and not self._signed(second, fact):
            return "with a second person who did not sign"
        return ""

    def _signed(self, second: bytes, fact: Observation) -> bool:
        """Return whether the site itself saw that somebody else signed at this tablet (T24).

        About this one scan, or where a shift began: they may settle while the tablet is alone.
        """
        if second == fact.operator:
            return False
        return second in self._witnesses or (second, fact.subject) in self._signed_for

    def _store(self, item: Item, segment: Segment, entry: Entry, key: bytes) -> None:
        store = self._site.store
        if not self._number:
            row = LogRow(self._log, self._device, self._state.certificate, Compartment.GATES)
            self._number = store.add_log(row)
        self._site.keyring.take_entry_key(key, Compartment.GATES)
        ends = (entry.sequence, entry.hash, entry.lamport)
        store.append_segment(self._number, segment.first, *ends, item.segment)
        if entry.sequence > self._last[0]:
            self._last = (entry.sequence, entry.hash)
            _note(Head(*ends))
        self._new.append(entry)

    def fold(self) -> None:
        """Fold what was taken, then put the gaps on record that it goes on over."""
        new = [Entries.shut(self._new)] if self._new else []
        come = merging.Come(self._number, self._writer.writer, Compartment.GATES, new)
        merging.fold(self._site, merging.Keys(self._site), [come])
        known = {*self._state.missing}
        for gap in self._gaps:
            place = (self._log, gap.sequence, gap.hash)
            if place not in known and not self._is_here(gap):
                self._journal.put(
                    [EntriesMissing(self._device, self._site.now(), self._state.holder, *place)]
                )

    def _is_here(self, gap: Head) -> bool:
        return any(one.hash == gap.hash for one in self._at(gap.sequence))
