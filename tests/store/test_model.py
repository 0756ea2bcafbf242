"""The store against a model of plain dictionaries, through transactions and nested units."""

import copy
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from muster.adapters.store import AccountRow, LogRow, Row, Store, WrapRow
from tests.store.conftest import TABLES, Sqlite

subjects = st.integers(0, 6).map(lambda n: bytes((n,)) * 16)
tables = st.sampled_from(TABLES)
values = st.binary(max_size=300)


class Model:
    """What a store should hold."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[bytes, Row]] = {table: {} for table in TABLES}
        self.accounts: dict[bytes, AccountRow] = {}
        self.tally: dict[bytes, int] = {}
        self.segments: list[tuple[int, int, bytes, bytes]] = []
        self.wraps: dict[bytes, WrapRow] = {}
        self.shredded: set[bytes] = set()


class Machine(RuleBasedStateMachine):
    """Does the same to both, in any order, and compares after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.engine = Sqlite(Path(self.folder.name))
        self.store: Store = self.engine.make()
        self.model = Model()
        self.before: list[Model] = []
        """What to go back to: the transaction's start, then that of each unit in it."""

    @precondition(lambda self: not self.before)
    @rule()
    def begin(self) -> None:
        self.store.begin()
        self.before.append(copy.deepcopy(self.model))

    @precondition(lambda self: self.before)
    @rule()
    def savepoint(self) -> None:
        self.store.savepoint()
        self.before.append(copy.deepcopy(self.model))

    @precondition(lambda self: len(self.before) > 1)
    @rule()
    def undo(self) -> None:
        self.store.undo()
        self.model = self.before.pop()

    @precondition(lambda self: len(self.before) > 1)
    @rule()
    def release(self) -> None:
        self.store.release()
        self.before.pop()

    @precondition(lambda self: self.before)
    @rule()
    def rollback(self) -> None:
        self.store.rollback()
        self.model = self.before[0]
        self.before = []

    @precondition(lambda self: len(self.before) == 1)
    @rule(again=st.booleans())
    def commit(self, *, again: bool) -> None:
        self.store.commit()
        self.before = []
        if again:
            self.store.close()
            self.store = self.engine.open()

    @precondition(lambda self: self.before)
    @rule(table=tables, subject=subjects, value=values)
    def put_row(self, table: str, subject: bytes, value: bytes) -> None:
        row = Row(subject, value, value[:3], value[-3:])
        self.store.rows_put(table, [row])
        self.model.rows[table][subject] = row

    @precondition(lambda self: self.before)
    @rule(table=tables, subject=subjects)
    def delete_row(self, table: str, subject: bytes) -> None:
        self.store.rows_delete(table, [subject])
        self.model.rows[table].pop(subject, None)

    @precondition(lambda self: self.before)
    @rule()
    def clear(self) -> None:
        self.store.rows_clear()
        self.model.rows = {table: {} for table in TABLES}
        self.model.accounts, self.model.tally = {}, {}

    @precondition(lambda self: self.before)
    @rule(subject=subjects, account=st.sampled_from([b"waiting", b"safe"]))
    def move(self, subject: bytes, account: bytes) -> None:
        """Move a person in the books, as the site does."""
        old = self.model.accounts.get(subject)
        deltas = {account: 1}
        if old:
            deltas[old.account] = deltas.get(old.account, 0) - 1
        row = AccountRow(subject, "person", account)
        self.store.accounts_put([row])
        self.store.tally_add("person", deltas)
        self.model.accounts[subject] = row
        places = [each.account for each in self.model.accounts.values()]
        self.model.tally = {place: places.count(place) for place in places}

    @precondition(lambda self: self.before)
    @rule(first=st.integers(1, 9), length=st.integers(1, 9), mark=st.integers(0, 1))
    def append(self, first: int, length: int, mark: int) -> None:
        log = self.store.add_log(LogRow(b"i" * 16, b"w" * 16, b"certificate", "desk"))
        head = bytes((mark,)) * 32
        segment = (first, first + length - 1, head, bytes((first, mark)))
        held = any(each[0] == first and each[2] == head for each in self.model.segments)
        assert self.store.append_segment(log, *segment[:3], first, segment[3]) is not held
        if not held:
            self.model.segments.append(segment)

    @precondition(lambda self: self.before)
    @rule(key=subjects, value=values)
    def put_wrap(self, key: bytes, value: bytes) -> None:
        row = WrapRow(key, b"e" * 16, b"o" * 16, "desk", value)
        refused = self.store.put_wraps([row])
        assert refused == ([key] if key in self.model.shredded else [])
        if not refused:
            self.model.wraps[key] = row

    @precondition(lambda self: self.before)
    @rule(key=subjects)
    def shred(self, key: bytes) -> None:
        self.store.add_shredded([key])
        self.model.shredded.add(key)
        self.model.wraps.pop(key, None)

    @invariant()
    def they_agree(self) -> None:
        store, model = self.store, self.model
        for table, rows in model.rows.items():
            assert list(store.rows_scan(table)) == sorted(rows.values())
        found = store.accounts_in("person", [b"waiting", b"safe"], 100)
        assert found == sorted(model.accounts.values())
        assert store.tally("person") == model.tally
        assert list(store.wraps()) == sorted(model.wraps.values())
        assert store.shred_list() == sorted(model.shredded)
        assert [log.head_sequence for log in store.logs()] == self._heads()
        assert list(store.segments(1)) == sorted(
            model.segments, key=lambda each: (each[0], each[2])
        )

    def _heads(self) -> list[int]:
        logs: list[Any] = self.store.logs()
        return [max(each[1] for each in self.model.segments)] if logs else []

    @override
    def teardown(self) -> None:
        self.store.rollback()
        assert self.store.check() == []
        self.store.close()
        self.folder.cleanup()


Machine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestTheStoreIsWhatAModelSays = Machine.TestCase
