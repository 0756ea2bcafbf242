"""Fold what came into the rows: everything of one transaction together, in the record's order.

A fact that comes after all that its subject's row holds is folded onto it. Any other has the row
folded anew in the record's order, so that the order of arrival never shows. Keys and rows are asked
of the store once for all that came, and hardly at all for people of whom nothing is here yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import lt
from typing import NamedTuple

from muster.ground.people.fact import Observation
from muster.ground.people.facts import KeyShredded
from muster.ground.record.entry import Entry
from muster.ground.record.order import order
from muster.site.exchange.preparing import Loose, Ready
from muster.site.problems import KeyNotSubjects
from muster.site.record import walk
from muster.site.record.journal import OF_KEYS
from muster.site.record.kinds import GUEST, PERSON_TABLES, RECORD, TABLE_OF, Table
from muster.site.record.refolding import Place, refold_all
from muster.site.record.rows import Told
from muster.site.site import Site

Runs = dict[Table, dict[bytes, list[Told]]]
"""Facts by table and subject, those of each in the record's order."""
Late = dict[tuple[Table, bytes], list[Place]]


class Come(NamedTuple):
    """New entries of log number ``log``, each with its fact as far as it is open already."""

    log: int
    writer: bytes
    compartment: str
    entries: list[tuple[Entry, Observation | None]]


class Keys:
    """The keys that everything of one transaction needs; puts the wraps that came.

    ``refused`` are those of shredded keys, ``fresh`` people of whom there was no key before.
    Raises ``KeyMismatch`` as ``Keyring.take_wraps`` does.
    """

    def __init__(
        self, site: Site, ready: Sequence[Ready] = (), loose: Sequence[Loose] = ()
    ) -> None:
        self._finder = site.keyring.finder(site.store)
        ids = {entry.key_id for one in ready for laid in one.run for entry in laid.chain}
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


Step = tuple[Folding, Entry, Observation | None]


def fold(site: Site, keys: Keys, come: Iterable[Come]) -> list[Folding]:
    """Fold everything that came, in the record's order; return how it went in each log.

    What comes too late for its row is folded anew at the end.
    """
    foldings = [Folding(site, keys, one) for one in come]
    steps = _in_order([(one, *new) for one in foldings for new in one.come.entries])
    opened = [
        (fact, folding.come.log, entry.sequence, entry.lamport)
        for folding, entry, shut in steps
        if (fact := folding.open(entry, shut)) is not None
    ]
    if steps:
        site.journal.heard(steps[-1][1].lamport, (told[0] for told in opened))
    late = _take(site, keys, _runs(opened))
    for folding in foldings:
        late.update((one, late.get(one, [])) for one in _missing(site, folding))
    refold_all(site.store, site.keyring.finder(site.store), site.rows, late)
    return foldings


def _in_order(steps: list[Step]) -> list[Step]:
    """Return ``steps`` in the record's order, which a run of one log has already."""
    times = [entry.lamport for _, entry, _ in steps]
    if all(map(lt, times, times[1:])):
        return steps
    return sorted(steps, key=lambda step: order(step[1], *step[0].come[1:3]))


def _runs(opened: Iterable[Told]) -> Runs:
    runs: Runs = {}
    for told in opened:
        fact = told[0]
        table = TABLE_OF.get(type(fact))
        if table is not None:
            of_table = runs.get(table)
            if of_table is None:
                of_table = runs[table] = {}
            run = of_table.get(fact.subject)
            if run is None:
                of_table[fact.subject] = [told]
            else:
                run.append(told)
    return runs


def _take(site: Site, keys: Keys, runs: Runs) -> Late:
    """Fold each run onto its row; return what comes too late for it."""
    site.rows.read(runs, keys.fresh)
    late: Late = {}
    for table, of_table in runs.items():
        for subject, run in of_table.items():
            behind = site.rows.take(table, subject, run)
            if behind:
                late[table, subject] = [(log, sequence) for _, log, sequence, _ in behind]
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
