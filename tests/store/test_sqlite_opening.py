"""How a file is opened, and every way in which it is not. Special to the engine ``sqlite``."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from muster.adapters.store import Row, open_sqlite, read_sqlite, transaction
from muster.adapters.store.problems import (
    Busy,
    Damaged,
    Exists,
    FormatUnknown,
    Missing,
    NotEncrypted,
    NotWritable,
    WrongKey,
)
from muster.adapters.store.sqlite import cipher, schema
from muster.ground.problem import Problem
from tests.store.conftest import KEY, TABLES

NOBODY = 65534
PERSON = Row(b"a" * 16, b"Nur Example", b"", b"")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with one row in it."""
    path = tmp_path / "muster.db"
    with open_sqlite(path, KEY, TABLES, create=True) as store, transaction(store):
        store.rows_put("registry_person", [PERSON])
    return path


def leave_open(path: Path, folder: Path) -> Path:
    """Return a copy as a crash would leave it: with what is committed still in the journal."""
    with open_sqlite(path, KEY, TABLES) as store:
        with transaction(store):
            store.meta_put("name", b"north")
        for name in (path.name, path.name + "-wal"):
            shutil.copy(path.with_name(name), folder / name)
    return folder / path.name


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if "-lock" not in path.name}


def test_a_wrong_key_is_said_plainly_and_changes_nothing(path: Path) -> None:
    before = files(path.parent)
    with pytest.raises(WrongKey):
        open_sqlite(path, bytes(32), TABLES)
    assert files(path.parent) == before


def test_a_wrong_key_is_told_after_a_crash_too(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "crashed"
    folder.mkdir()
    crashed = leave_open(path, folder)
    before = files(folder)
    with pytest.raises(WrongKey):
        open_sqlite(crashed, bytes(32), TABLES)
    assert {name: files(folder)[name] for name in before} == before
    with open_sqlite(crashed, KEY, TABLES) as store:
        assert store.meta_get("name") == b"north"


def test_a_missing_file_is_said_plainly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    for path in (tmp_path / "muster.db", tmp_path / "nowhere" / "muster.db"):
        with pytest.raises(Missing):
            open_sqlite(path, KEY, TABLES)
    with pytest.raises(Missing):
        open_sqlite(tmp_path / "nowhere" / "muster.db", KEY, TABLES, create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_never_made_over_another(path: Path) -> None:
    before = files(path.parent)
    with pytest.raises(Exists):
        open_sqlite(path, KEY, TABLES, create=True)
    assert files(path.parent) == before


def test_an_empty_file_left_by_a_cut_making_may_be_made_again(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    path.touch()
    with pytest.raises(Damaged):
        open_sqlite(path, KEY, TABLES)
    with open_sqlite(path, KEY, TABLES, create=True) as store:
        assert store.check() == []


def test_a_journal_whose_file_is_gone_is_not_written_over(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "crashed"
    folder.mkdir()
    crashed = leave_open(path, folder)
    crashed.write_bytes(b"")
    before = files(folder)
    with pytest.raises(Exists):
        open_sqlite(crashed, KEY, TABLES, create=True)
    assert files(folder) == before


def test_a_readable_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE probe (text TEXT)")
    plain.close()
    before = path.read_bytes()
    for open_it in (open_sqlite, read_sqlite):
        with pytest.raises(NotEncrypted):
            open_it(path, KEY, TABLES)
    assert path.read_bytes() == before


def test_a_readable_probe_behind_a_changed_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    path.write_bytes(bytes(4096) + cipher.PROBE.encode() + bytes(8192))
    with pytest.raises(NotEncrypted):
        open_sqlite(path, KEY, TABLES)


def test_our_own_tables_without_the_cipher_would_be_seen_even_behind_a_changed_mark(
    tmp_path: Path,
) -> None:
    """The control of every start: what is searched for does lie where it is searched."""
    path = tmp_path / "muster.db"
    plain = sqlite3.connect(path)
    plain.executescript(f"PRAGMA page_size={cipher.PAGE}; PRAGMA auto_vacuum=2;")
    for statement in schema.TABLES:
        plain.execute(statement)
    plain.execute("INSERT INTO probe (text) VALUES (?)", (cipher.PROBE,))
    plain.commit()
    plain.close()
    start = cipher.read_start(path, "unix")
    assert cipher.PROBE.encode() in start
    changed = bytes(16) + start[16:].replace(b"CREATE TABLE", b"create table")
    with pytest.raises(NotEncrypted):
        cipher.assert_unreadable(changed)


def test_an_engine_without_ciphers_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(apsw, "mc_version")
    with pytest.raises(NotEncrypted):
        open_sqlite(tmp_path / "muster.db", KEY, TABLES, create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_layer_that_goes_around_the_cipher_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotEncrypted):
        open_sqlite(tmp_path / "muster.db", KEY, TABLES, create=True, vfs="unix")


def test_a_store_of_a_newer_program_is_left_alone(path: Path) -> None:
    newer = apsw.Connection(str(path))
    cipher.unlock(newer, KEY)
    newer.pragma("user_version", 2)
    newer.close()
    with pytest.raises(FormatUnknown, match="found format 2"):
        open_sqlite(path, KEY, TABLES)


def test_another_encrypted_database_under_the_same_key_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    other = apsw.Connection(str(path))
    cipher.unlock(other, KEY)
    other.pragma("page_size", cipher.PAGE)
    other.execute("CREATE TABLE person (name TEXT)")
    other.close()
    with pytest.raises((FormatUnknown, Damaged)):
        open_sqlite(path, KEY, TABLES)


def test_only_one_writer_has_a_store_and_the_next_may_follow(path: Path) -> None:
    with open_sqlite(path, KEY, TABLES) as store:
        with pytest.raises(Busy):
            open_sqlite(path, KEY, TABLES)
        with transaction(store):
            store.meta_put("name", b"north")
    with open_sqlite(path, KEY, TABLES) as store:
        assert store.meta_get("name") == b"north"


OTHER_PROCESS = """
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from muster.adapters.store import open_sqlite, read_sqlite
from muster.ground.problem import Problem
path, key = Path(sys.argv[1]), bytes(range(32))
with read_sqlite(path, key, ["registry_person"]) as view:
    print(view.rows_count("registry_person"))
try:
    open_sqlite(path, key, ["registry_person"])
except Problem as problem:
    print(problem.code)
"""


def test_another_process_may_read_beside_the_writer_but_not_write(path: Path) -> None:
    with open_sqlite(path, KEY, TABLES) as store:
        with transaction(store):
            store.rows_put("registry_person", [PERSON._replace(subject=b"b" * 16)])
        other = subprocess.run(
            [sys.executable, "-c", OTHER_PROCESS, str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert other.stdout.split() == ["2", "store.busy"]
        assert store.check() == []


def test_a_lock_of_a_process_that_died_holds_nobody_up(path: Path) -> None:
    assert path.with_name("muster.db-lock").exists()
    open_sqlite(path, KEY, TABLES).close()


def test_a_process_forked_from_the_writer_does_not_keep_its_lock(path: Path) -> None:
    store = open_sqlite(path, KEY, TABLES)
    waiting, ended = os.pipe()
    child = os.fork()
    if not child:
        os.close(ended)
        os.read(waiting, 1)
        os._exit(0)
    store.close()
    open_sqlite(path, KEY, TABLES).close()
    os.close(ended)
    os.waitpid(child, 0)
    os.close(waiting)


def test_all_files_are_for_their_owner_alone(path: Path) -> None:
    with open_sqlite(path, KEY, TABLES) as store, transaction(store):
        store.meta_put("name", b"north")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes) == {f"muster.db{end}" for end in ("", "-lock", "-shm", "-wal")}
    assert set(modes.values()) == {0o600}


def test_a_file_opened_up_to_others_is_shut_again(path: Path) -> None:
    path.chmod(0o644)
    open_sqlite(path, KEY, TABLES).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_takes_no_files_is_said_plainly() -> None:
    nobody_writes_here = Path("/proc/self")
    with pytest.raises(NotWritable):
        open_sqlite(nobody_writes_here / "muster.db", KEY, TABLES, create=True)


def code_without_rights(path: Path) -> str:
    """Return the code of the problem that a user without special rights meets at ``path``."""
    answer, told = os.pipe()
    child = os.fork()
    if not child:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        try:
            open_sqlite(path, KEY, TABLES)
        except Problem as problem:
            os.write(told, problem.code.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(told)
    with os.fdopen(answer, "rb") as pipe:
        return pipe.read().decode()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a store that belongs to a user without special rights."""
    made = Path(tempfile.mkdtemp())
    open_sqlite(made / "muster.db", KEY, TABLES, create=True).close()
    if os.geteuid() == 0:
        for place in (made, *made.iterdir()):
            os.chown(place, NOBODY, NOBODY)
    yield made
    made.chmod(0o700)
    shutil.rmtree(made)


def test_a_read_only_folder_is_said_plainly(folder: Path) -> None:
    (folder / "muster.db-lock").unlink()
    folder.chmod(0o500)
    assert code_without_rights(folder / "muster.db") == "store.not-writable"


def test_a_file_that_may_not_be_read_is_said_plainly(folder: Path) -> None:
    (folder / "muster.db").chmod(0)
    assert code_without_rights(folder / "muster.db") == "store.not-writable"


def test_with_its_rights_the_same_store_opens(folder: Path) -> None:
    assert code_without_rights(folder / "muster.db") == ""


def test_a_key_of_another_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_sqlite(tmp_path / "muster.db", b"short", TABLES, create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_view_beside_the_writer_is_closed_with_its_file(path: Path) -> None:
    with read_sqlite(path, KEY, TABLES) as view:
        assert view.rows_get("registry_person", PERSON.subject) == PERSON
    with open_sqlite(path, KEY, TABLES) as store:
        assert store.truncate_wal()


def test_the_promises_of_durability_are_set_on_the_writing_connection(path: Path) -> None:
    with open_sqlite(path, KEY, TABLES) as store:
        connection = store._writer.connection
        settings = {
            name: connection.pragma(name)
            for name in ("journal_mode", "synchronous", "secure_delete", "temp_store", "cipher")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "temp_store": 2,
        "cipher": "aegis",
    }
