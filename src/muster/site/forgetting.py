"""A gate post keeps the keys of today and yesterday, and destroys those of older epochs (T10).

A gate post is a site that checks passes and neither knows nor plans for people: it is a member of
``gates``, and not of ``desk``, ``plan`` or ``havens``. Whoever takes it learns what it needed that
day. Others keep what they hold: a desk needs the past, and can be asked by the post.

In one transaction: the rows that were folded from an old key go, but for what the post needs next
(``carried``); the key goes for good, by its id on the shred list; a fact says so to all. Afterwards
the store's journal is cut. Entries that lie under such a key stay in their chains, are told on, and
are counted as destroyed wherever the record is walked. What comes later under one is kept unread.

It is done at the turn of an epoch, before the next fact is sealed or when a session has brought the
new key; as soon as a site that was
restored hears its own word that it destroyed a key; and by ``forget``.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from muster.adapters.store import CarriedRow, EpochRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId
from muster.ground.people.keyholders import Epoch
from muster.ground.people.keys import EpochDestroyed
from muster.ground.people.moment import HOUR, Instant, Moment
from muster.ground.record import segment as segments
from muster.ground.record.certificate import read_writer
from muster.ground.record.order import Order, order
from muster.site import members
from muster.site.epochs import FORGOTTEN, KEPT_EPOCHS, PERIODS, is_gate_post
from muster.site.keyring import destroyed
from muster.site.problems import PastNeeded
from muster.site.record import carried, walk
from muster.site.record.branches import entries_at
from muster.site.record.carried import Question, Rest, Stays
from muster.site.record.kinds import (
    DESTROYED,
    EPOCH,
    MEMBER,
    PERSON_TABLES,
    TABLE_OF,
    TABLES,
    Table,
)
from muster.site.record.refolding import refold_all
from muster.site.record.remembered import Folded, decode
from muster.site.record.rows import places
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

LINGERS = HOUR
"""An old key that only just came stays so long, so that what comes with it can be read."""
LONGEST = 3
"""Periods after which a key is old, whether or not another one followed: after a restore."""
MOST = 1_500
"""Ids of keys that one fact names: a body holds 32 kB."""

_Read = dict[tuple[str, bytes], list[tuple[Order, Observation]]]
"""By table and subject, what was read from entries that are shut now."""


class Forgotten(msgspec.Struct, frozen=True):
    """What was destroyed: keys of epochs by compartment, and what came of rows behind them.

    ``carried`` rows stay as they were; of ``counted`` ones only counts do; ``dropped`` are gone.
    """

    epochs: dict[str, int]
    carried: int = 0
    counted: int = 0
    dropped: int = 0


def forgets(site: Site) -> bool:
    """Return whether this site is a gate post."""
    own = site.keys.site
    return is_gate_post(members.best(site.rows.state(MEMBER, own), own, site.operation))


class Forgetting:
    """Destroys what is due, inside a turn of the write path; returns the facts that say so."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __call__(self) -> list[Observation]:
        """Destroy the keys that are due at a gate post."""
        if not forgets(self._site):
            return []
        due = _due(self._site, self._site.now().latest)
        return _destroy(self._site, due, self._site.lead_id())[1] if due else []


def look(site: Site) -> None:
    """Turn and destroy what is due at a gate post that may write nothing itself for long."""
    turning = site.journal.turning
    if turning is not None and turning.stale and forgets(site):
        with site.writing() as journal:
            journal.put(())


def forget(site: Site, by: Operator, *, yesterday: bool = False) -> Forgotten:
    """Destroy every key but those of today and yesterday now; with ``yesterday`` those, too.

    Raises ``NotAllowed``, ``PastNeeded`` at a site that is no gate post.
    """
    require(by, Right.ENROL)
    if not forgets(site):
        raise PastNeeded
    kept = 1 if yesterday else KEPT_EPOCHS
    with site.writing() as journal:
        journal.put(())  # what is due turns first
        old = [row for row, newest in _held(site) if row.number <= newest - kept]
        done, facts = _destroy(site, old, by.id)
        journal.put(facts)
    return done


def after_restore(site: Site, gone: Collection[bytes]) -> None:
    """Destroy what a gate post would not hold any more, had it never been restored.

    ``gone`` are the epochs that the store which was replaced had destroyed.
    """
    if not forgets(site):
        return
    with site.writing() as journal:
        journal.put(())
        now = site.now().latest
        old = [
            row
            for row, newest in _held(site)
            if row.key_id in gone or (row.number < newest and _is_long_past(site, row, now))
        ]
        journal.put(_destroy(site, old, site.lead_id())[1])


def _is_long_past(site: Site, row: EpochRow, now: Instant) -> bool:
    return now - _since(site, row) >= LONGEST * PERIODS[row.compartment]


def _held(site: Site) -> Iterator[tuple[EpochRow, int]]:
    """Yield every epoch of which a key may be destroyed, with the number of the present one."""
    newest = {row.compartment: row.number for row in site.keyring.present()}
    for row in site.store.epochs():
        if row.compartment in FORGOTTEN:
            yield row, newest[row.compartment]


def _due(site: Site, now: Instant) -> list[EpochRow]:
    """Return the epochs that are neither of today nor of yesterday, or that we said are gone."""
    said = signed_off(site, site.store, site.keys.site)
    gone = said.epochs if said is not None else frozenset()
    held = list(_held(site))
    opened: dict[tuple[str, int], Instant] = {}
    for row, _ in held:
        place, since = (row.compartment, row.number), _since(site, row)
        opened[place] = min(since, opened.get(place, since))
    return [
        row
        for row, newest in held
        if row.key_id in gone or (row.number <= newest - KEPT_EPOCHS and _is_over(row, opened, now))
    ]


def _is_over(row: EpochRow, opened: dict[tuple[str, int], Instant], now: Instant) -> bool:
    """Say whether the epoch that followed is a whole period old itself."""
    later = [at for (name, number), at in opened.items()
             if name == row.compartment and number > row.number]  # fmt: skip
    followed = min(later, default=now)
    return now - followed >= PERIODS[row.compartment] and now - row.opened_ms >= LINGERS


def _since(site: Site, row: EpochRow) -> Instant:
    """Return when an epoch was opened, as whoever opened it says."""
    epoch: Epoch = site.rows.state(EPOCH, row.key_id) or Epoch()
    return min((one.since for one in epoch.grants), default=row.opened_ms)


# ---------------------------------------------------------------------------------- destroying


def _destroy(
    site: Site, due: Sequence[EpochRow], by: OperatorId
) -> tuple[Forgotten, list[Observation]]:
    """Destroy these keys inside an open command; return what went, and the facts that say so."""
    done = Forgotten({})
    if not due:
        return done, []
    site.journal.flush()
    gone: dict[str, list[bytes]] = {}
    for row in due:
        gone.setdefault(row.compartment, []).append(row.key_id)
    now, work = site.now(), _Work(site, gone)
    facts: list[Observation] = []
    for compartment, ids in sorted(gone.items()):
        work.settle(compartment)
        said = (site.keys.site, now, by, compartment)
        facts += _facts(said, sorted(ids), _carried_keys(site, compartment, ids))
    site.keyring.destroy([row.key_id for row in due])
    work.fold_on()
    site.uncut = True
    return work.done(), facts


def _facts(
    said: tuple[bytes, Moment, bytes, str], epochs: Sequence[bytes], keys: Sequence[bytes]
) -> Iterator[EpochDestroyed]:
    """Yield the facts of one compartment: several where one would not hold every key."""
    for at in range(0, len(keys) or 1, MOST):
        first = at == 0
        names = tuple(epochs) if first else ()
        yield EpochDestroyed(*said, names, tuple(keys[at : at + MOST]), more=not first)


def _carried_keys(site: Site, compartment: str, ids: Collection[bytes]) -> list[bytes]:
    """Return the ids of destroyed people's keys of whom a state is carried over still."""
    shut = destroyed(site.store).union(ids)
    tables = {one.name for one in _tables(compartment)} & {one.name for one in PERSON_TABLES}
    people = [row.subject for row in site.store.carried() if row.table in tables]
    return sorted(
        wrap.key_id
        for one in people
        for wrap in site.store.wraps_of(one)
        if wrap.compartment == compartment and wrap.epoch in shut
    )


def _tables(compartment: str) -> list[Table]:
    return [one for one in TABLES if one.kinds[0].compartment == compartment]


class _Work:
    """One destruction: settles what stays of every row behind the keys, then folds on."""

    def __init__(self, site: Site, gone: dict[str, list[bytes]]) -> None:
        self._site = site
        self._gone = gone
        self._now = site.now().latest
        self._anew: dict[tuple[Table, bytes], list[tuple[int, int]]] = {}
        self._counts = {"carried": 0, "counted": 0, "dropped": 0}

    def done(self) -> Forgotten:
        """Return what was done."""
        epochs = {name: len(ids) for name, ids in sorted(self._gone.items())}
        return Forgotten(epochs, **self._counts)

    def settle(self, compartment: str) -> None:
        """Carry over, count or drop every row of a compartment that a lost key is behind."""
        shut, read = self._read(compartment)
        found = [
            (table, one, stays)
            for table in _tables(compartment)
            for one, stays in self._asked(table, shut)
        ]
        for table, one, stays in found:
            self._carry(table, one, stays, read.get((table.name, one), []))

    def _read(self, compartment: str) -> tuple[dict[int, set[int]], _Read]:
        """Return the places that are shut now, by log, and what lay at them."""
        store, shut, read = self._site.store, dict[int, set[int]](), _Read()
        keys = self._site.keyring.opener(store)
        lost = self._lost(compartment)
        for log in store.logs():
            if log.compartment != compartment:
                continue
            for stored in store.segments(log.number):
                segment = segments.decode(stored.data)
                if lost.isdisjoint(link.key_id for link in segment.links):
                    continue
                for entry in segments.entries(segment):
                    if entry.key_id not in lost:
                        continue
                    shut.setdefault(log.number, set()).add(entry.sequence)
                    fact = walk.opened(keys, entry, compartment)
                    table = TABLE_OF.get(type(fact)) if fact is not None else None
                    if fact is not None and table is not None:
                        place = order(entry, log.writer, compartment)
                        read.setdefault((table.name, fact.subject), []).append((place, fact))
        return shut, read

    def _lost(self, compartment: str) -> frozenset[bytes]:
        """Return the ids of the epochs that go, and of everybody's keys that go with them."""
        epochs = frozenset(self._gone[compartment])
        wraps = (row.key_id for row in self._site.store.wraps() if row.epoch in epochs)
        return epochs.union(wraps)

    def _asked(
        self, table: Table, shut: dict[int, set[int]]
    ) -> Iterator[tuple[bytes, Stays | Rest]]:
        """Yield what stays of each row with a fact that is shut now, or was before."""
        site = self._site
        begun = {row.subject for row in site.store.carried() if row.table == table.name}
        for row in list(site.store.rows_scan(table.name)):
            behind = list(places(row.places))
            later = sum(sequence not in shut.get(log, ()) for log, sequence in behind)
            if later == len(behind) and row.subject not in begun:
                continue
            asked = Question(row.subject, decode(table, row.state), later > 0, self._now)
            yield row.subject, carried.stays(table, site.rows, asked, site.new_id)

    def _carry(
        self,
        table: Table,
        subject: bytes,
        stays: Stays | Rest,
        read: list[tuple[Order, Observation]],
    ) -> None:
        store, rows = self._site.store, self._site.rows
        if stays is Rest.WHOLE:
            if read:
                self._counts["carried"] += 1
                store.carried_put([self._begin(table, subject, read)])
                self._anew[table, subject] = []
            return
        if isinstance(stays, Stays):
            self._counts["counted"] += 1
            kept = carried.row(stays.table, stays.subject, stays.state, 0)
            store.carried_put([kept])
            rows.replace(stays.table, stays.subject, Folded(stays.state, b"", 0))
        else:
            self._counts["dropped"] += 1
        store.carried_drop(table.name, [subject])
        rows.drop(table, subject)

    def _begin(
        self, table: Table, subject: bytes, read: list[tuple[Order, Observation]]
    ) -> CarriedRow:
        """Return what the row of a subject begins with: all that was read, in its order."""
        before = carried.of(self._site.store, table, subject)
        state, last = (before.state, before.last) if before is not None else (None, 0)
        for place, fact in sorted(read, key=lambda one: one[0]):
            state, last = table.fold(state, fact), max(last, place[0])
        return carried.row(table, subject, state, last)

    def fold_on(self) -> None:
        """Fold what is carried over on, from what can be read still."""
        site = self._site
        refold_all(site.store, site.keyring.finder(site.store), site.rows, self._anew)
        site.rows.flush()


# ------------------------------------------------------------------------------ what was said


class SignedOff(msgspec.Struct, frozen=True):
    """What a site said that it destroyed: ids of epochs, and of keys whose state it carries."""

    epochs: frozenset[bytes]
    carried: frozenset[bytes]


def signed_off(
    site: Site, snapshot: Snapshot, other: bytes, cut: dict[bytes, int] | None = None
) -> SignedOff | None:
    """Return what ``other`` itself put on record of keys that it destroyed; none: nothing.

    The word of another writer about it counts for nothing, nor what lies past the ``cut`` of a
    site that has fallen: log ids with the last sequence that counts.
    """
    row = snapshot.rows_get(DESTROYED.name, other)
    if row is None:
        return None
    epochs, held = set[bytes](), dict[str, set[bytes]]()
    for fact in _own_words(site, snapshot, other, places(row.places), cut):
        epochs.update(fact.epochs)
        if not fact.more:
            held[fact.opens] = set()
        held.setdefault(fact.opens, set()).update(fact.carried)
    return SignedOff(frozenset(epochs), frozenset[bytes]().union(*held.values()))


def _own_words(
    site: Site,
    snapshot: Snapshot,
    other: bytes,
    where: Iterable[tuple[int, int]],
    cut: dict[bytes, int] | None,
) -> Iterator[EpochDestroyed]:
    keys = site.keyring.finder(snapshot)
    logs = {row.number: row for row in snapshot.logs()}
    for number, sequence in where:
        log = logs[number]
        if read_writer(log.certificate).site.site != other:
            continue
        if cut is not None and sequence > cut.get(log.id, 0):
            continue
        for entry in entries_at(snapshot, number, sequence):
            fact = walk.opened(keys, entry, log.compartment)
            if isinstance(fact, EpochDestroyed) and fact.subject == other:
                yield fact
