"""The books: every subject in one account of its kind, and how many are in each."""

from collections.abc import Collection, Iterable, Mapping

import apsw

from muster.adapters.store.changes import ACCOUNTS
from muster.adapters.store.shapes import AccountRow
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.transaction import Writer

_GET = "SELECT subject, kind, account FROM account WHERE subject = ?"
_IN = (
    "SELECT subject, kind, account FROM account WHERE kind = ? AND subject > ? "
    "AND account IN (SELECT value FROM carray(?)) ORDER BY +subject LIMIT ?"
)  # the plus: to read all and sort is quicker than to look each up in the order of subjects
_AMONG = "SELECT subject, kind, account FROM account WHERE subject IN (SELECT value FROM carray(?))"
_PUT = (
    "INSERT INTO account (subject, kind, account) VALUES (?, ?, ?) "
    "ON CONFLICT (subject) DO UPDATE SET kind = excluded.kind, account = excluded.account"
)
_DELETE = "DELETE FROM account WHERE subject = ?"
_TALLY = "SELECT account, n FROM tally WHERE kind = ? ORDER BY account"
_MORE = (
    "INSERT INTO tally (kind, account, n) VALUES (?, ?, ?) "
    "ON CONFLICT (kind, account) DO UPDATE SET n = n + excluded.n"
)
_LESS = "UPDATE tally SET n = n + ? WHERE kind = ? AND account = ? RETURNING n"
_DROP_ZERO = "DELETE FROM tally WHERE kind = ? AND account = ? AND n = 0"


class AccountReads:
    """Questions about the books."""

    _db: Channel

    def account_get(self, subject: bytes) -> AccountRow | None:
        """Return a subject's place in the books, or none."""
        row = self._db.one(_GET, (subject,))
        return AccountRow._make(row) if row else None

    def account_get_many(self, subjects: Iterable[bytes]) -> dict[bytes, AccountRow]:
        """Return the places of those subjects that have one."""
        return {row[0]: AccountRow._make(row) for row in self._db.among(_AMONG, subjects)}

    def accounts_in(
        self, kind: str, accounts: Collection[bytes], limit: int, after: bytes = b""
    ) -> list[AccountRow]:
        """Return up to ``limit`` subjects in these accounts, by subject, behind ``after``."""
        if not accounts:
            return []
        wanted = apsw.carray(tuple(accounts))
        rows = self._db.all(_IN, (kind, after, wanted, limit))
        return [AccountRow._make(row) for row in rows]

    def tally(self, kind: str) -> dict[bytes, int]:
        """Return how many are in each account of a kind."""
        return {account: n for account, n in self._db.all(_TALLY, (kind,))}  # noqa: C416


class AccountWrites:
    """Entries in the books."""

    _writer: Writer

    def accounts_put(self, rows: Iterable[tuple[bytes, str, bytes]]) -> None:
        """Put subjects into accounts, each out of its older one."""
        rows = [*rows]
        self._writer.changes.note(ACCOUNTS, [row[0] for row in rows])
        self._writer.write_many(_PUT, rows)

    def accounts_delete(self, subjects: Iterable[bytes]) -> None:
        """Take these subjects out of the books."""
        subjects = [*subjects]
        self._writer.changes.note(ACCOUNTS, subjects)
        self._writer.write_many(_DELETE, [(subject,) for subject in subjects])

    def tally_add(self, kind: str, deltas: Mapping[bytes, int]) -> None:
        """Add to the tallies of accounts; one that reaches zero is gone, below zero is a bug."""
        more = [(kind, account, n) for account, n in deltas.items() if n > 0]
        less = [(n, kind, account) for account, n in deltas.items() if n < 0]
        self._writer.write_many(_MORE, more)
        self._take(less)
        self._writer.write_many(_DROP_ZERO, [(kind, account) for _, kind, account in less])

    def _take(self, less: list[tuple[int, str, bytes]]) -> None:
        try:
            enough = len(self._writer.write_many(_LESS, less)) == len(less)
        except apsw.ConstraintError:
            enough = False
        if not enough:
            message = "a tally would fall below zero"
            raise ValueError(message)
