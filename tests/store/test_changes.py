"""What was written since a view: whoever keeps what they read is never behind their view."""

from random import Random

import pytest

from muster.adapters.store import ACCOUNTS, AccountRow, Changes, Store, View, transaction, unit
from tests.store.conftest import TABLES

SUBJECTS = [bytes((n,)) * 16 for n in range(12)]


class Follower:
    """Keeps all rows and accounts that it has read, and reads again only what was written."""

    def __init__(self) -> None:
        self.mark = -1
        self.kept: dict[tuple[str, bytes], object] = {}
        self.read = 0

    def catch_up(self, view: View, changes: Changes) -> None:
        written = changes.since(self.mark)
        if written is None:
            self.kept.clear()
            written = {key: {*SUBJECTS} for key in (ACCOUNTS, *TABLES)}
        for table, subjects in written.items():
            for subject in subjects:
                self.kept.pop((table, subject), None)
            found = (
                view.account_get_many(subjects)
                if table == ACCOUNTS
                else view.rows_get_many(table, subjects)
            )
            self.kept |= {(table, subject): row for subject, row in found.items()}
            self.read += len(subjects)
        self.mark = view.mark


def everything(view: View) -> dict[tuple[str, bytes], object]:
    found: dict[tuple[str, bytes], object] = {
        (table, row.subject): row for table in TABLES for row in view.rows_scan(table)
    }
    return found | {(ACCOUNTS, one): row for one, row in view.account_get_many(SUBJECTS).items()}


def write(store: Store, chance: Random) -> None:
    some = chance.sample(SUBJECTS, chance.randint(1, 3))
    match chance.randrange(5):
        case 0:
            store.rows_delete(chance.choice(TABLES), iter(some))
        case 1:
            account = chance.choice((b"waiting", b"safe"))
            store.accounts_put(AccountRow(one, "person", account) for one in some)
        case 2:
            store.accounts_delete(iter(some))
        case _:
            table = chance.choice(TABLES)
            store.rows_put(table, ((one, chance.randbytes(3), b"", b"") for one in some))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_the_view_says_however_turns_and_looks_fall(
    store: Store, seed: int
) -> None:
    """Looks between a write and its commit, at views opened before, after turns taken back."""
    chance, follower, changes = Random(seed), Follower(), store.changes
    for _ in range(120):
        early = store.reader()
        looks = [early]
        store.begin()
        for _ in range(chance.randint(0, 3)):
            store.savepoint()
            write(store, chance)
            if chance.random() < 0.1:
                store.rows_clear()
            store.undo() if chance.random() < 0.3 else store.release()
            looks.append(store.reader())
        if chance.random() < 0.7:
            store.commit()
        else:
            store.rollback()
        looks.append(store.reader())
        for view in looks:
            if chance.random() < 0.5 and view.mark >= follower.mark:
                follower.catch_up(view, changes)
                assert follower.kept == everything(view)
        for view in looks:
            view.close()


def test_only_what_was_written_is_named(store: Store) -> None:
    mark = store.mark
    with transaction(store):
        store.rows_put(TABLES[1], [(SUBJECTS[0], b"a", b"", b"")])
        store.accounts_delete([SUBJECTS[1]])
    assert store.changes.since(mark) == {TABLES[1]: {SUBJECTS[0]}, ACCOUNTS: {SUBJECTS[1]}}
    assert store.changes.since(store.mark) == {}
    assert store.mark > mark


def test_a_view_from_before_a_commit_has_the_mark_from_before(store: Store) -> None:
    with transaction(store):
        store.rows_put(TABLES[0], [(SUBJECTS[0], b"a", b"", b"")])
        with store.reader() as view, unit(store):
            before = view.mark
    assert store.changes.since(before) == {TABLES[0]: {SUBJECTS[0]}}
    with store.reader() as view:
        assert view.mark == store.mark > before


def test_nothing_counts_as_committed_before_it_can_be_seen(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a view opened in between would be marked with what it does not hold."""
    seen = []

    def look() -> None:
        with store.reader() as view:
            seen.append(view.rows_get(TABLES[0], SUBJECTS[0]))

    monkeypatch.setattr(store.changes, "settle", look)
    with transaction(store):
        store.rows_put(TABLES[0], [(SUBJECTS[0], b"a", b"", b"")])
    assert [None if row is None else row.state for row in seen] == [b"a"]


def test_who_looked_too_long_ago_reads_everything_again() -> None:
    changes = Changes(most=10)
    for number in range(30):
        changes.note("table", [bytes((number,))])
        changes.settle()
    assert changes.since(0) is None
    assert changes.since(29) == {"table": {bytes((29,))}}


def test_after_rows_are_cleared_nothing_is_known_before_and_until_it_is_committed(
    store: Store,
) -> None:
    mark = store.mark
    with transaction(store):
        store.rows_clear()
        with store.reader() as view:
            beside = view.mark
    assert store.changes.since(mark) is None
    assert store.changes.since(beside) is None
    assert store.changes.since(store.mark) == {}
