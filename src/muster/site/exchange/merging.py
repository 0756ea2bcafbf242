"""Fold what came into the rows: everything of one transaction together, in the record's order.

A fact that comes after all that its subject's row holds is folded onto it. Any other has the row
folded anew in the record's order, so that the order of arrival never shows. Keys and rows are asked
of the store once for all that came, and hardly at all for people of whom nothing is here yet.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from muster.adapters.store import WrapRow
from muster.ground.people.fact import Observation
from muster.ground.people.facts import KeyShredded
from muster.ground.record.entry import Entry
from muster.ground.record.fact import Subject
from muster.ground.record.order import Order, order
from muster.site.exchange.preparing import Ready
from muster.site.problems import KeyNotSubjects
from muster.site.record import walk
from muster.site.record.journal import OF_KEYS
from muster.site.record.kinds import GUEST, PERSON_TABLES, RECORD, TABLE_OF, TABLES, Table
from muster.site.record.refolding import Place, refold_all
from muster.site.site import Site

_NOTED = frozenset((RECORD, GUEST, *OF_KEYS))
"""Tables whose rows others watch: who is called how, and who may hold which key."""
_TABLE = {table.name: table for table in TABLES}
_SEALED_ALONE = tuple(
    table for table in PERSON_TABLES if all(kind.personal for kind in table.kinds)
)
"""Tables of which a person has a row only where a key of the person is, or was."""

Late = dict[tuple[str, bytes], list[Place]]


class Come(NamedTuple):
    """New entries of log number ``log``, each with its fact as far as it is open already."""

    log: int
    writer: bytes
    compartment: str
    entries: list[tuple[Entry, Observation | None]]


class Keys:
    """The keys that everything of one transaction needs; puts the wraps that came.

    ``refused`` are those of shredded keys. Raises ``KeyMismatch`` as ``Keyring.take_wraps`` does.
    """

    def __init__(self, site: Site, ready: Sequence[Ready] = ()) -> None:
        self._finder = site.keyring.finder(site.store)
        ids = {entry.key_id for one in ready for laid in one.run for entry in laid.chain}
        offered = [row for one in ready for row in one.wraps]
        held = site.store.wraps_get_many(ids.union(row.key_id for row in offered))
        new = site.keyring.fresh(offered, held)
        owners = {row.owner for row in new}
        self.fresh = owners - site.store.owners_among(owners)
        unfit = frozenset[bytes]().union(*(one.unfit for one in ready))
        self.refused = {*site.keyring.put_wraps(new, unfit)} if new else set[bytes]()
        self._owner = _owners(held.values()) | _owners(new)
        self.gone = site.store.shredded_among(ids)

    def open(self, entry: Entry, compartment: str) -> Observation | None:
        """Open an entry that nobody opened yet; return none where it was shredded.

        Raises what ``walk.opened`` raises.
        """
        return None if entry.key_id in self.gone else walk.opened(self._finder, entry, compartment)

    def check(self, entry: Entry, fact: Observation) -> None:
        """Raise ``KeyNotSubjects`` if ``fact`` was opened with a key that is not its subject's."""
        if self._owner.get(entry.key_id) != walk.owner_of(fact):
            raise KeyNotSubjects(sequence=entry.sequence)

    def lose(self, key_id: bytes) -> None:
        """Open nothing under this key any more."""
        self.gone.add(key_id)


def _owners(rows: Iterable[WrapRow]) -> dict[bytes, bytes | None]:
    return {row.key_id: row.owner or None for row in rows}


class Folding:
    """Folds new entries of one log into the rows."""

    def __init__(self, site: Site, keys: Keys, come: Come) -> None:
        self._site = site
        self._keys = keys
        self._come = come
        self._log = come.log
        self.late: Late = {}
        self.gone: list[bytes] = []
        self.shredded = 0
        self.shredded_here = False

    def steps(self) -> list["Step"]:
        """Return the entries in no order yet, each with its place in the record's order."""
        _, writer, compartment, entries = self._come
        return [(order(entry, writer, compartment), self, entry, fact) for entry, fact in entries]

    def open(self, entry: Entry, fact: Observation | None) -> Observation | None:
        """Return the fact in an entry, none where it was shredded; a shredding is done at once."""
        if fact is None or entry.key_id in self._keys.gone:
            fact = self._keys.open(entry, self._come.compartment)
        else:
            self._keys.check(entry, fact)
        if fact is None:
            self.shredded += 1
        elif isinstance(fact, KeyShredded):
            self._keys.lose(fact.subject)
            self._shred(fact.subject)
        return fact

    def take(self, entry: Entry, fact: Observation) -> None:
        """Fold one entry, or keep it for when its row is folded anew."""
        table = TABLE_OF.get(type(fact))
        if table is None:
            return
        if not self._site.rows.take(table, fact, self._log, entry.sequence, entry.lamport):
            place = (self._log, entry.sequence)
            self.late.setdefault((table.name, fact.subject), []).append(place)
        if table in _NOTED:
            self._note(table, fact.subject)

    def _note(self, table: Table, subject: bytes) -> None:
        if table in OF_KEYS:
            self._site.journal.keys_changed()
        else:
            self._site.renamed.add(subject)

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

    def miss(self) -> None:
        """Let the rows of everybody whose key went be folded anew, from what is left of them."""
        for owner in self.gone:
            for table in PERSON_TABLES:
                if self._site.rows.folded(table, owner) is not None:
                    self.late.setdefault((table.name, owner), [])


Step = tuple[Order, Folding, Entry, Observation | None]


def fold(site: Site, keys: Keys, come: Iterable[Come]) -> list[Folding]:
    """Fold everything that came, in the record's order; return how it went in each log.

    What comes too late for its row is folded anew at the end.
    """
    foldings = [Folding(site, keys, one) for one in come]
    steps = sorted((step for one in foldings for step in one.steps()), key=itemgetter(0))
    opened = [
        (folding, entry, found)
        for _, folding, entry, fact in steps
        if (found := folding.open(entry, fact)) is not None
    ]
    facts = [fact for _, _, fact in opened]
    if steps:
        site.journal.heard(steps[-1][2].lamport, facts)
    _read_rows(site, keys, facts)
    for folding, entry, fact in opened:
        folding.take(entry, fact)
    late: Late = {}
    for folding in foldings:
        folding.miss()
        for subject, places in folding.late.items():
            late.setdefault(subject, []).extend(places)
    anew = {(_TABLE[name], subject): places for (name, subject), places in late.items()}
    refold_all(site.store, site.keyring.finder(site.store), site.rows, anew)
    return foldings


def _read_rows(site: Site, keys: Keys, facts: Iterable[Observation]) -> None:
    """Read the rows of all subjects at once, those that nobody can have left out."""
    wanted: dict[Table, set[bytes]] = {}
    for fact in facts:
        table = TABLE_OF.get(type(fact))
        if table is not None:
            wanted.setdefault(table, set()).add(fact.subject)
    people = [subjects for table, subjects in wanted.items() if table.about is Subject.PERSON]
    if people:
        wanted |= dict.fromkeys(PERSON_TABLES, set[bytes]().union(*people))
    for table, subjects in wanted.items():
        asked = site.rows.unread(table, subjects)
        there = asked - keys.fresh if table in _SEALED_ALONE else asked
        site.rows.read(table, asked, site.store.rows_get_many(table.name, there))
