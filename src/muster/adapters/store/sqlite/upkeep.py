"""What keeps the file well: checks, the journal, room on the disk."""

from pathlib import Path

from muster.adapters.store.problems import Damaged
from muster.adapters.store.shapes import Sizes
from muster.adapters.store.sqlite.transaction import WAIT_MS, Writer

_INTEGRITY = "PRAGMA integrity_check(20)"
_HEADS = (
    "SELECT number FROM log WHERE head_sequence <> "
    "(SELECT coalesce(max(last), 0) FROM segment WHERE segment.log = log.number)"
)
_BACK_FROM_SHREDDER = "SELECT count(*) FROM wrap WHERE key_id IN (SELECT key_id FROM shred)"
_WAIT_FOR_VIEWS_MS = 300
_TRUNCATE = "PRAGMA wal_checkpoint(TRUNCATE)"


class Upkeep:
    """Work on the file itself; never inside a transaction."""

    _writer: Writer
    _path: Path

    def check(self) -> list[str]:
        """Read every page, which its cipher authenticates, and say what is wrong."""
        self._writer.assert_idle()
        try:
            return [*self._structure(), *self._contents()]
        except Damaged as damaged:
            return [damaged.text()]

    def _structure(self) -> list[str]:
        # The engine's words name pages, tables and numbers of rows, never a value.
        lines = [str(line) for (line,) in self._writer.all(_INTEGRITY)]
        return [] if lines == ["ok"] else [f"The structure of the file is broken: {lines}"]

    def _contents(self) -> list[str]:
        findings = [
            f"The head of log {number} is not its last segment."
            for (number,) in self._writer.all(_HEADS)
        ]
        [(count,)] = self._writer.all(_BACK_FROM_SHREDDER)
        if count:
            findings.append(f"{count} shredded keys have a wrap.")
        return findings

    def truncate_wal(self) -> bool:
        """Move the journal into the file and cut it to nothing; false while a view holds it."""
        self._writer.assert_idle()
        self._writer.health.assert_sound()
        connection = self._writer.connection
        connection.set_busy_timeout(_WAIT_FOR_VIEWS_MS)
        try:
            [(blocked, *_)] = self._writer.all(_TRUNCATE)
        finally:
            connection.set_busy_timeout(WAIT_MS)
        return not blocked

    def sizes(self) -> Sizes:
        """Return what the store takes on disk."""
        [(pages,)] = self._writer.all("PRAGMA page_count")
        [(page,)] = self._writer.all("PRAGMA page_size")
        [(free,)] = self._writer.all("PRAGMA freelist_count")
        journal = self._path.with_name(self._path.name + "-wal")
        size = journal.stat().st_size if journal.exists() else 0
        return Sizes(pages * page, size, free * page)

    def compact(self) -> None:
        """Move the last pages into free ones and cut the file: no second copy is made."""
        self._writer.assert_idle()
        self._writer.health.assert_sound()
        self._writer.run("PRAGMA incremental_vacuum")
        self.truncate_wal()
