"""The site lead's upkeep: verify the record, rebuild the rows, shred a person (T9)."""

from collections.abc import Iterator
from time import monotonic, sleep

import msgspec

from muster.adapters.store import View as Snapshot
from muster.ground.people.facts import KeyShredded
from muster.ground.people.ids import PersonId
from muster.journey.figures.facts import AccountKept
from muster.site.exchange import witnesses
from muster.site.problems import NothingKnown, RecordFaulty
from muster.site.record.accounts import ENTRY, STANDING
from muster.site.record.folding import fold
from muster.site.record.kinds import JUDGED, TABLES
from muster.site.record.remembered import decode
from muster.site.record.rows import Rows
from muster.site.record.shelf import MemoryShelf
from muster.site.record.view import View
from muster.site.record.walk import Finding, Progress, Walk
from muster.site.registry import judging
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

CUT_TRIES = 50
CUT_PAUSE = 0.1
ROW_DIFFERS = "site.row-differs"
STORE_DAMAGED = "store.damaged"
ACCOUNTS_AT_ONCE = 10_000


class Verification(msgspec.Struct, frozen=True):
    """What was looked at and what was found; none found means that everything agrees.

    ``cosigned`` entries are of those that ``cosigners``, other sites, signed that they hold.
    """

    findings: tuple[Finding, ...]
    logs: int
    entries: int
    shredded: int
    rows: int
    seconds: float
    cosigned: int
    cosigners: int
    destroyed: int = 0
    """Entries whose epoch's key was destroyed here: they are checked, and cannot be read."""


class Rebuilt(msgspec.Struct, frozen=True):
    """Digests of all rows before and after: equal when the rows were what the record says."""

    before: str
    after: str
    entries: int
    seconds: float

    @property
    def equal(self) -> bool:
        """Whether nothing had to change."""
        return self.before == self.after


class Shredding(msgspec.Struct, frozen=True):
    """What went: so many keys, so many rows.

    ``cut`` is false when somebody held the store's journal for long: old pages then lie in it,
    encrypted, until the site is closed.
    """

    keys: int
    rows: int
    cut: bool


def verify(site: Site, by: Operator, progress: Progress | None = None) -> Verification:
    """Check every page, chain, signature, seal and fold; change nothing."""
    require(by, Right.UPKEEP)
    began = monotonic()
    with site.commits.still():
        damaged = [Finding(STORE_DAMAGED, 0, 0, text) for text in site.store.check()]
    with site.store.reader() as reader:
        walk = Walk(reader, site.keyring.opener(reader), site.operation, progress)
        shelf = MemoryShelf()
        fold(walk, Rows(shelf), begun=reader)
        differs = list(_compare(reader, shelf))
        signed = witnesses.cosigned(site, View(reader))
    rows = sum(map(len, shelf.rows.values()))
    findings = (*damaged, *walk.findings, *differs, *signed.findings)
    seconds = monotonic() - began
    counts = (len(walk.logs), walk.entries, walk.shredded, rows)
    said = (seconds, signed.entries, signed.sites, walk.destroyed)
    return Verification(findings, *counts, *said)


def _compare(reader: Snapshot, shelf: MemoryShelf) -> Iterator[Finding]:
    for table in TABLES:
        expected = shelf.rows.get(table.name, {})
        found = 0
        wrong = 0
        for row in reader.rows_scan(table.name):
            found += 1
            wrong += expected.get(row.subject) != row
        wrong += max(0, len(expected) - found)
        if wrong:
            text = f"{wrong} rows of {table.name} are not what the record folds to."
            yield Finding(ROW_DIFFERS, 0, 0, text)
    if wrong := _misplaced(reader, shelf):
        yield Finding(ROW_DIFFERS, 0, 0, f"{wrong} people stand elsewhere than the record says.")
    for kind in (STANDING, ENTRY):
        if reader.tally(kind) != shelf.tallies.get(kind, {}):
            yield Finding(ROW_DIFFERS, 0, 0, f"The tally of kind {kind} is not what it should be.")


def _misplaced(reader: Snapshot, shelf: MemoryShelf) -> int:
    """Return how many people are not in the account they belong to, or are in one wrongly."""
    known, after, right = {*reader.tally(STANDING), *shelf.tallies.get(STANDING, {})}, b"", 0
    found = 0
    while rows := reader.accounts_in(STANDING, known, ACCOUNTS_AT_ONCE, after):
        found += len(rows)
        right += sum(shelf.accounts.get(row.subject) == row for row in rows)
        after = rows[-1].subject
    return found - right + len(shelf.accounts) - right


def rebuild(site: Site, by: Operator, progress: Progress | None = None) -> Rebuilt:
    """Make all rows anew from the record, in one transaction; raise ``RecordFaulty``.

    A record with findings is not folded: the rows stay as they were.
    """
    require(by, Right.UPKEEP)
    began = monotonic()
    with site.writing():
        before = site.store.digest_rows()
        site.rows.reset()
        walk = Walk(site.store, site.keyring.opener(site.store), site.operation, progress)
        site.store.rows_clear()
        fold(walk, site.rows, begun=site.store)
        if walk.findings:
            raise RecordFaulty(found=len(walk.findings), code=walk.findings[0].code)
        after = site.store.digest_rows()
    return Rebuilt(before.hex(), after.hex(), walk.entries, monotonic() - began)


def shred(site: Site, by: Operator, person: PersonId, rule: str) -> Shredding:
    """Make a person unreadable here for good; the chain still verifies and every count stays.

    The person's keys and rows go in one transaction, and what the books counted is kept under a
    random subject. The store's journal is cut afterwards, so that no page with the name is left.
    What waits here for a key that is still to come is not shredded with it: nobody knows yet whose
    it is. It shows once it is read, and can be shredded then.
    """
    require(by, Right.SHRED)
    with site.writing() as journal:
        line, entries = site.rows.books(person)
        if line is None or not site.rows.personal(person):
            raise NothingKnown
        keys = site.keyring.proven(person)
        now, tag = site.now(), site.new_id()
        journal.flush()
        states = {
            row.subject: decode(JUDGED, row.state) for row in site.store.rows_scan(JUDGED.name)
        }
        judged = judging.kept(states, site.rows.state, person, (tag, now, by.id))
        rows = site.rows.remove(person)
        if site.compared is not None:
            site.compared.drop(person)
        journal.put([AccountKept(tag, now, by.id, line, entries), *judged])
        journal.put([KeyShredded(key, now, by.id, rule) for key in keys])
        site.store.add_shredded(keys)
        site.keyring.forget(person)
    if site.index is not None:
        site.index.remove(person)
    if site.codes is not None:
        site.codes.put(person, set())
    site.renamed.discard(person)
    site.waiting.forget()
    site.claims.forget()
    site.boardings.forget()
    return Shredding(len(keys), rows, _cut_journal(site))


def _cut_journal(site: Site) -> bool:
    """Cut the store's journal, waiting a little for whoever still looks at an older moment."""
    for _ in range(CUT_TRIES):
        with site.commits.still():
            if site.store.truncate_wal():
                return True
        sleep(CUT_PAUSE)
    return False
