"""What happens when bytes of the file change by themselves. Special to the engine ``sqlite``."""

import random
import shutil
from pathlib import Path

import pytest

from muster.adapters.store import LogRow, Row, Store, View, open_sqlite, transaction
from muster.adapters.store.problems import Damaged
from muster.adapters.store.sqlite.cipher import PAGE
from muster.ground.problem import Problem
from tests.store.conftest import KEY, TABLES

SEGMENT = 100_000
PEOPLE = [bytes((n,)) * 16 for n in range(200)]


def fill(store: Store) -> None:
    with transaction(store):
        log = store.add_log(LogRow(b"i" * 16, b"w" * 16, b"certificate", "desk"))
        store.append_segment(log, 1, 9, b"h" * 32, 9, bytes(SEGMENT))
        store.rows_put("registry_person", [Row(person, person * 9, b"", b"") for person in PEOPLE])
    store.truncate_wal()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store without a free page, so that every byte of its file means something."""
    path = tmp_path / "muster.db"
    with open_sqlite(path, KEY, TABLES, create=True) as store:
        fill(store)
        store.compact()
        assert store.sizes().unused == 0
    return path


def findings(path: Path) -> list[str]:
    """Return what opening and checking a file says."""
    try:
        with open_sqlite(path, KEY, TABLES) as store:
            return store.check()
    except Problem as problem:
        return [problem.code]


def test_a_whole_file_has_no_findings(path: Path) -> None:
    assert findings(path) == []


def test_a_flipped_bit_anywhere_is_said_and_the_file_is_left_as_it_is(path: Path) -> None:
    whole = path.read_bytes()
    chance = random.Random(7)
    ends = [place * PAGE + edge for place in range(len(whole) // PAGE) for edge in (0, PAGE - 1)]
    places = [*range(110), *ends, *(chance.randrange(len(whole)) for _ in range(200))]
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        assert findings(path), f"byte {place} was flipped and nobody said so"
        assert path.read_bytes() == bytes(flipped), f"byte {place}: the file was written to"


def test_a_file_cut_short_anywhere_is_said_and_left_as_it_is(path: Path) -> None:
    whole = path.read_bytes()
    for size in (0, 1, 16, 23, 24, 100, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert findings(path), f"cut to {size} bytes and nobody said so"
        assert path.read_bytes() == whole[:size]


@pytest.mark.parametrize("content", [bytes(PAGE * 3), b"\xff" * PAGE * 3, b"PK\x03\x04" * 9_000])
def test_a_file_that_is_something_else_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "muster.db"
    path.write_bytes(content)
    assert findings(path)
    assert path.read_bytes() == content


def test_pages_that_changed_places_are_said(path: Path) -> None:
    whole = path.read_bytes()
    last = len(whole) - PAGE
    path.write_bytes(
        whole[: 2 * PAGE] + whole[last:] + whole[3 * PAGE : last] + whole[2 * PAGE : 3 * PAGE]
    )
    assert findings(path)


@pytest.fixture
def hurt(path: Path) -> Path:
    """A store that opens, with one bad page inside its one segment."""
    content = bytearray(path.read_bytes())
    content[-SEGMENT // 2] ^= 1
    path.write_bytes(content)
    return path


def read_segments(store: View) -> None:
    for segment in store.segments(1):
        assert segment.data


def write_and_read(store: Store) -> None:
    store.meta_put("name", b"north")
    read_segments(store)


def test_once_damage_is_met_nothing_is_written_any_more(hurt: Path) -> None:
    before = hurt.read_bytes()
    with open_sqlite(hurt, KEY, TABLES) as store:
        assert "damaged" in store.check()[0]
        for work in (store.begin, store.truncate_wal, store.compact):
            with pytest.raises(Damaged):
                work()
    assert hurt.read_bytes() == before


def test_damage_met_inside_a_transaction_takes_the_transaction_back(hurt: Path) -> None:
    before = hurt.read_bytes()
    with open_sqlite(hurt, KEY, TABLES) as store:
        with pytest.raises(Damaged), transaction(store):
            write_and_read(store)
        assert store.meta_get("name") is None
    assert hurt.read_bytes() == before


def test_damage_met_in_a_transaction_and_passed_over_still_stops_its_commit(hurt: Path) -> None:
    with open_sqlite(hurt, KEY, TABLES) as store:
        store.begin()
        with pytest.raises(Damaged):
            write_and_read(store)
        with pytest.raises(Damaged):
            store.commit()


def test_a_view_that_meets_damage_stops_the_writer(hurt: Path) -> None:
    with open_sqlite(hurt, KEY, TABLES) as store:
        with store.reader() as view, pytest.raises(Damaged):
            read_segments(view)
        with pytest.raises(Damaged):
            store.begin()


def test_what_is_whole_can_still_be_read_from_a_damaged_file(hurt: Path) -> None:
    with open_sqlite(hurt, KEY, TABLES) as store:
        assert store.check()
        assert store.rows_get("registry_person", PEOPLE[0]) is not None


def test_a_flipped_bit_in_the_journal_shows_an_earlier_whole_moment(tmp_path: Path) -> None:
    path, crashed = tmp_path / "muster.db", tmp_path / "crashed" / "muster.db"
    crashed.parent.mkdir()
    with open_sqlite(path, KEY, TABLES, create=True) as store:
        for n in range(1, 11):
            with transaction(store):
                store.meta_put("number", bytes((n,)))
                store.tally_add("person", {b"here": 1})
        for end in ("", "-wal"):
            shutil.copy(path.with_name(path.name + end), crashed.with_name(path.name + end))
    journal = crashed.with_name(path.name + "-wal")
    whole, file = journal.read_bytes(), crashed.read_bytes()
    chance = random.Random(3)
    seen = set()
    for _ in range(60):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1
        crashed.write_bytes(file)
        journal.write_bytes(flipped)
        with open_sqlite(crashed, KEY, TABLES) as store:
            number = (store.meta_get("number") or b"\0")[0]
            assert store.tally("person").get(b"here", 0) == number
            assert store.check() == []
            seen.add(number)
    assert len(seen) > 1
