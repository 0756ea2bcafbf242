"""The tables of the file, and what is set on every connection.

Tables keep rows in order of arrival with the key in an index beside them (not WITHOUT ROWID):
random ids then dirty a few dense pages instead of many sparse ones, and people who arrived together
lie together. Measured: ``docs/decisions/0004-cipher.md``. A row's bulk stands last, so that reading
what stands before it never reads it.
"""

import re
from collections.abc import Iterable

FORMAT = 1
APPLICATION = int.from_bytes(b"Mstr", "big")

_PREFIX = "row_"
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

TABLES = (
    # First, so that it lies in the first pages: the raw file is searched for its text.
    "CREATE TABLE probe (text TEXT NOT NULL)",
    """CREATE TABLE log (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        writer BLOB NOT NULL,
        compartment TEXT NOT NULL,
        head_sequence INTEGER NOT NULL,
        head_hash BLOB NOT NULL,
        head_lamport INTEGER NOT NULL,
        longest INTEGER NOT NULL, -- entries in its longest segment: bounds every search in it
        certificate BLOB NOT NULL
    )""",
    """CREATE TABLE segment (
        log INTEGER NOT NULL,
        first INTEGER NOT NULL,
        head_hash BLOB NOT NULL,
        last INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (log, first, head_hash)
    )""",
    """CREATE TABLE wrap (
        key_id BLOB PRIMARY KEY NOT NULL,
        epoch BLOB NOT NULL,
        owner BLOB NOT NULL,
        compartment TEXT NOT NULL,
        wrap BLOB NOT NULL
    )""",
    "CREATE INDEX wrap_owner ON wrap (owner)",
    "CREATE TABLE shred (key_id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID",
    """CREATE TABLE epoch (
        key_id BLOB PRIMARY KEY NOT NULL,
        compartment TEXT NOT NULL,
        number INTEGER NOT NULL,
        opened_ms INTEGER NOT NULL,
        sealed BLOB NOT NULL
    )""",
    """CREATE TABLE account (
        subject BLOB PRIMARY KEY NOT NULL,
        kind TEXT NOT NULL,
        account BLOB NOT NULL
    )""",
    """CREATE TABLE tally (
        kind TEXT NOT NULL,
        account BLOB NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (kind, account)
    ) WITHOUT ROWID""",
    "CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE secret (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL)",
)

LATER = (
    """CREATE TABLE IF NOT EXISTS pending (
        log BLOB NOT NULL,
        first INTEGER NOT NULL,
        end BLOB NOT NULL,
        sender BLOB NOT NULL,
        key BLOB NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (log, first, end)
    )""",
    """CREATE TABLE IF NOT EXISTS carried (
        name TEXT NOT NULL,
        subject BLOB NOT NULL,
        state BLOB NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (name, subject)
    ) WITHOUT ROWID""",
)
"""Tables that the first stores of this format do not have yet; they are made on opening."""
LATER_TABLES = (
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('pending', 'carried')"
)

_ROW_TABLE = """CREATE TABLE IF NOT EXISTS {table} (
    subject BLOB PRIMARY KEY NOT NULL,
    state BLOB NOT NULL,
    places BLOB NOT NULL,
    last BLOB NOT NULL
)"""
_ROW_COLUMNS = "subject, state, places, last"
_ROW_KEPT = "state = excluded.state, places = excluded.places, last = excluded.last"

ROW_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 4) = 'row_' "
    "ORDER BY name"
)


class RowTable:
    """The statements of one table of folded rows, spelled once."""

    def __init__(self, name: str) -> None:
        if not _TABLE_NAME.fullmatch(name):
            message = "a table of rows is named in small letters, digits and _"
            raise ValueError(message)
        self.name = name
        self.physical = _PREFIX + name
        self.create = self._spell(_ROW_TABLE)
        self.get = self._spell("SELECT {columns} FROM {table} WHERE subject = ?")
        self.among = self._spell(
            "SELECT {columns} FROM {table} WHERE subject IN (SELECT value FROM carray(?))"
        )
        self.scan = self._spell("SELECT {columns} FROM {table} ORDER BY subject")
        self.holding = self._spell(
            "SELECT {columns} FROM {table} WHERE instr(state, ?) ORDER BY subject"
        )
        self.count = self._spell("SELECT count(*) FROM {table}")
        self.find = self._spell(
            "SELECT {columns} FROM {table} WHERE subject BETWEEN ? AND ? ORDER BY subject LIMIT ?"
        )
        self.put = self._spell(
            "INSERT INTO {table} ({columns}) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (subject) DO UPDATE SET {kept}"
        )
        self.delete = self._spell("DELETE FROM {table} WHERE subject = ?")

    def _spell(self, template: str) -> str:
        return template.format(table=self.physical, columns=_ROW_COLUMNS, kept=_ROW_KEPT)


def row_tables(names: Iterable[str]) -> dict[str, RowTable]:
    """Return the declared tables of folded rows by name, sorted.

    Raises:
        ValueError: a name is no plain small word.
    """
    return {name: RowTable(name) for name in sorted(set(names))}
