"""Backups of a site's record, and restoring one: always as a new writer.

A backup is the encrypted store and nothing else: the key slot lies apart, or whoever finds the copy
needs only the passphrase. What was shredded since the backup stays shredded where the store that it
replaces can still be read; a restored site takes back the rest from its peers. So with the keys of
old epochs at a gate post; those that are old by the clock go in any case, before it can be asked.
"""

import shutil
from contextlib import ExitStack
from pathlib import Path

import msgspec

from muster.adapters.store import Store, open_sqlite, transaction
from muster.adapters.store.problems import Busy, Missing
from muster.ground.people.chance import Clock
from muster.ground.people.ids import SiteId
from muster.ground.problem import Problem
from muster.ground.secrecy.slot import open_slot
from muster.site import forgetting, renewing
from muster.site.clock import Source
from muster.site.keyring import destroyed
from muster.site.opening import DATABASE, FORGOTTEN, SLOT, TABLE_NAMES, on_disk, open_site
from muster.site.problems import BackupExists, FileMissing, SiteMissing
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

REPLACED = "replaced.db"


class BackedUp(msgspec.Struct, frozen=True):
    """What was copied: bytes, entries in all logs, segments' logs."""

    bytes: int
    entries: int
    logs: int


class Restored(msgspec.Struct, frozen=True):
    """The site that was restored: entries in the backup, and keys that stay shredded."""

    site: SiteId
    entries: int
    shredded: int


def back_up(site: Site, by: Operator, out: Path) -> BackedUp:
    """Copy the encrypted store to ``out``, which must not be there.

    Raises ``NotAllowed``, ``BackupExists``, ``store.busy`` where somebody still looks at an older
    moment, ``store.not-writable``, ``store.disk-full``.
    """
    require(by, Right.UPKEEP)
    if out.exists():
        raise BackupExists
    with site.commits.still():
        if not site.store.truncate_wal():
            raise Busy
        partial = out.with_name(out.name + ".new")
        with on_disk():
            shutil.copyfile(site.directory / DATABASE, partial)
            partial.chmod(0o600)
            partial.replace(out)
        logs = site.store.logs()
    return BackedUp(out.stat().st_size, sum(row.head_sequence for row in logs), len(logs))


def restore(
    directory: Path,
    phrase: str,
    backup: Path,
    *,
    clock: Clock | None = None,
    source: Source | None = None,
) -> tuple[Site, Restored]:
    """Put ``backup`` in the place of a site's store and return the site open, as a new writer.

    The key slot must lie in ``directory``. A store that is there is kept as ``replaced.db``.
    ``source`` draws random bytes; only a drill gives one.

    Raises ``SiteMissing``, ``FileMissing``, ``secrecy.*`` of the slot, ``store.*`` of the backup;
    then nothing was changed.
    """
    slot = directory / SLOT
    if not slot.is_file():
        raise SiteMissing(what=SLOT)
    if not backup.is_file():
        raise FileMissing(what="the backup")
    keys = open_slot(slot.read_bytes(), phrase)
    shredded, gone = _shredded(directory / DATABASE, keys.database)
    _replace(directory, backup, keys.database, shredded)
    with ExitStack() as undo:
        site = undo.enter_context(open_site(directory, phrase, clock=clock, source=source))
        with site.writing() as journal:
            renewing.begin(site, journal, renewing.RESTORED)
        forgetting.after_restore(site, gone)
        undo.pop_all()
    entries = sum(row.head_sequence for row in site.store.logs())
    return site, Restored(SiteId(site.keys.site), entries, len(shredded))


def _shredded(store: Path, key: bytes) -> tuple[list[bytes], frozenset[bytes]]:
    """Return the shred list of the store that is replaced, and the epochs that it destroyed.

    As far as it can be read.
    """
    try:
        with open_sqlite(store, key, TABLE_NAMES) as held:
            gone = destroyed(held)
            return [one for one in held.shred_list() if one not in gone], gone
    except Missing:
        return [], frozenset()
    except Busy:
        raise
    except Problem:
        return [], frozenset()


def _replace(directory: Path, backup: Path, key: bytes, shredded: list[bytes]) -> None:
    """Put the backup in its place, once it has proved to open and forgot whoever was shredded."""
    partial, live = directory / "restored.new", directory / DATABASE
    with on_disk():
        shutil.copyfile(backup, partial)
        try:
            with open_sqlite(partial, key, TABLE_NAMES) as store:
                _forget(store, shredded)
            for end in ("-wal", "-shm"):
                journal = live.with_name(live.name + end)
                if journal.exists():
                    journal.replace(directory / (REPLACED + end))
            if live.exists():
                live.replace(directory / REPLACED)
            partial.replace(live)
        finally:
            for end in ("", "-wal", "-shm", "-lock"):
                partial.with_name(partial.name + end).unlink(missing_ok=True)


def _forget(store: Store, shredded: list[bytes]) -> None:
    """Replay a shred list in a copy that nobody has opened yet: the keys go, durably.

    The rows of these people go when the site is opened, before anything can be asked of it.
    """
    wraps = (store.wrap(key_id) for key_id in shredded)
    people = sorted({row.owner for row in wraps if row is not None and row.owner})
    with transaction(store):
        store.add_shredded(shredded)
        store.meta_put(FORGOTTEN, msgspec.msgpack.encode(people))
    store.truncate_wal()
