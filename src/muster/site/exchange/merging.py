"""Fold what came into the rows: everything of one transaction together, in the record's order.

A fact that comes after all that its subject's row holds is folded onto it. Any other has the row
folded anew in the record's order, so that the order of arrival never shows. Keys and rows are asked
of the store once for all that came, and hardly at all for people of whom nothing is here yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from operator import eq
from typing import NamedTuple, cast

from muster.ground.people.fact import Observation
from muster.ground.people.facts import KeyShredded
from muster.ground.record.entry import Entry
from muster.site.exchange.laying import Entries
from muster.site.exchange.preparing import Loose, Ready
from muster.site.problems import KeyNotSubjects
from muster.site.record import walk
from muster.site.record.journal import OF_KEYS
from muster.site.record.kinds import GUEST, PERSON_TABLES, RECORD, TABLE_OF, Table
from muster.site.record.refolding import Place, refold_all
from muster.site.record.rows import Told
from muster.site.site import Site

Runs = Mapping[Table, Mapping[bytes, list[Told]]]
"""Facts by table and subject, those of each in the record's order."""
Late = dict[tuple[Table, bytes], list[Place]]
Step = tuple[int, int, int, bytes, int, Observation | None]
"""An entry, so that steps sort into the record's order: Lamport time, the rank of its writer and
compartment, sequence, hash; then log number, and the fact as far as it is open."""


class Come(NamedTuple):
    """New entries of log number ``log``, some at once."""

    log: int
    writer: bytes
    compartment: str
    entries: list[Entries]


class Keys:
    """The keys that everything of one transaction needs; puts the wraps that came.

    ``refused`` are those of shredded keys, ``fresh`` people of whom there was no key before.
    Raises ``KeyMismatch`` as ``Keyring.take_wraps`` does.
    """

    def __init__(
        self, site: Site, ready: Sequence[Ready] = (), loose: Sequence[Loose] = ()
    ) -> None:
        self._finder = site.keyring.finder(site.store)
        ids = set[bytes]().union(*(laid.entries.owners for one in ready for laid in one.run))
        bearing: list[Ready | Loose] = [*loose, *ready]
        offered = [row for one in bearing for row in one.wraps]
        self.owner = site.keyring.owners(ids.union(row.key_id for row in offered))
        held = site.store.wraps_get_many(row.key_id for row in offered if row.key_id in self.owner)
        new = site.keyring.fresh(offered, held)
        owners = {row.owner for row in new}
        self.fresh = owners - site.store.owners_among(owners)
        unfit = frozenset[bytes]().union(*(one.unfit for one in bearing))
        self.refused = {*site.keyring.put_wraps(new, unfit)} if new else set[bytes]()
        self.gone = site.store.shredded_among(ids)

    def open(self, entry: Entry, compartment: str) -> Observation | None:
        """Open an entry that nobody opened yet; return none where it was shredded.

        Raises what ``walk.opened`` raises.
        """
        return None if entry.key_id in self.gone else walk.opened(self._finder, entry, compartment)


class Folding:
    """New entries of one log, while they are folded."""

    def __init__(self, site: Site, keys: Keys, come: Come) -> None:
        self._site = site
        self._keys = keys
        self.come = come
        self.gone: list[bytes] = []
        self.shredded = 0
        self.shredded_here = False

    def is_plain(self) -> bool:
        """Return whether all is open, under the keys of whom it is about, and shreds nothing."""
        return all(map(self._is_plain, self.come.entries))

    def _is_plain(self, entries: Entries) -> bool:
        kinds, owners = {*map(type, entries.facts)}, entries.owners
        return (
            kinds.isdisjoint(_NOT_PLAIN)
            and self._keys.gone.isdisjoint(owners)
            and all(map(eq, map(self._keys.owner.get, owners), owners.values()))
        )

    def steps(self, rank: int) -> Iterator[Step]:
        """Yield the new entries; ``rank`` stands for their writer and compartment."""
        log = repeat(self.come.log)
        for one in self.come.entries:
            yield from zip(
                one.lamports, repeat(rank), one.sequences, one.hashes, log, one.facts, strict=False
            )

    def open(self, entry: Entry, fact: Observation | None) -> Observation | None:
        """Return the fact in an entry, none where it was shredded; a shredding is done at once.

        Raises ``KeyNotSubjects`` if ``fact`` was opened with a key that is not its subject's.
        """
        keys = self._keys
        if fact is None or entry.key_id in keys.gone:
            fact = keys.open(entry, self.come.compartment)
        elif keys.owner.get(entry.key_id) != walk.owner_of(fact):
            raise KeyNotSubjects(sequence=entry.sequence)
        if fact is None:
            self.shredded += 1
        elif isinstance(fact, KeyShredded):
            keys.gone.add(fact.subject)
            self._shred(fact.subject)
        return fact

    def _shred(self, key_id: bytes) -> None:
        """Destroy a key that was shredded elsewhere; what it opened is not folded any more."""
        wrap = self._site.store.wrap(key_id)
        self._site.store.add_shredded([key_id])
        if wrap is None:
            return
        self.shredded_here = True
        self._site.keyring.forget(wrap.owner)
        self._site.renamed.add(wrap.owner)
        self.gone.append(wrap.owner)


_NOT_PLAIN = (type(None), KeyShredded)


def fold(site: Site, keys: Keys, come: Iterable[Come]) -> list[Folding]:
    """Fold everything that came, in the record's order; return how it went in each log.

    What comes too late for its row is folded anew at the end.
    """
    foldings = [Folding(site, keys, one) for one in come]
    steps = _in_order(foldings)
    opened = _opened(foldings, steps)
    if steps:
        site.journal.heard(steps[-1][0], [told[-1] for told in opened])
    late = _take(site, keys, _runs(opened))
    for folding in foldings:
        late.update((one, late.get(one, [])) for one in _missing(site, folding))
    refold_all(site.store, site.keyring.finder(site.store), site.rows, late)
    return foldings


def _in_order(foldings: Sequence[Folding]) -> list[Step]:
    """Return all steps in the record's order, which a run of one log has already."""
    places = sorted({one.come[1:3] for one in foldings})
    ranks = {place: rank for rank, place in enumerate(places)}
    return sorted(chain.from_iterable(one.steps(ranks[one.come[1:3]]) for one in foldings))


def _opened(foldings: Sequence[Folding], steps: list[Step]) -> list[Told]:
    """Return every step with its fact, without those that were shredded."""
    if all(one.is_plain() for one in foldings):
        return cast("list[Told]", steps)
    where = {
        entry.hash: (folding, entry)
        for folding in foldings
        for some in folding.come.entries
        for entry in some.chain
    }
    opened = []
    for step in steps:
        folding, entry = where[step[3]]
        fact = folding.open(entry, step[5])
        if fact is not None:
            opened.append((*step[:5], fact))
    return opened


def _runs(opened: Sequence[Told]) -> Runs:
    runs: dict[Table, dict[bytes, list[Told]]] = {}
    of_kind = {}
    for kind in dict.fromkeys(type(told[5]) for told in opened):
        table, none = TABLE_OF.get(kind), defaultdict[bytes, list[Told]](list)
        of_kind[kind] = none if table is None else runs.setdefault(table, none)
    for told in opened:
        fact = told[5]
        of_kind[type(fact)][fact.subject].append(told)
    return runs


def _take(site: Site, keys: Keys, runs: Runs) -> Late:
    """Fold each run onto its row; return what comes too late for it."""
    site.rows.read(runs, keys.fresh)
    late: Late = {}
    for table, of_table in runs.items():
        for subject, behind in site.rows.take(table, of_table).items():
            late[table, subject] = [(told[4], told[2]) for told in behind]
        if table in OF_KEYS:
            site.journal.keys_changed()
        elif table in (RECORD, GUEST):
            site.renamed.update(of_table)
    return late


def _missing(site: Site, folding: Folding) -> Iterator[tuple[Table, bytes]]:
    """Yield the rows of everybody whose key went: they are folded anew from what is left."""
    for owner in folding.gone:
        for table in PERSON_TABLES:
            if site.rows.folded(table, owner) is not None:
                yield table, owner
