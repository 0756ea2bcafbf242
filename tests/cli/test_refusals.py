"""A site that cannot be used is said plainly, and nothing is made worse by trying."""

import json
import os
import resource
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from muster.doors.cli.exits import Exit
from tests.cli.conftest import Muster

ASKED = ("site show", "verify", "find Given", "report", "lifts", "rebuild")
SAID = {Exit.FAILED, Exit.FINDINGS, Exit.TRUST, Exit.LOCKED}


def digests(folder: Path) -> dict[str, str]:
    """Return the content of a site's files by name; the lock has none."""
    files = (file for file in folder.iterdir() if not file.name.endswith("-lock"))
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("words", ASKED)
def test_a_wrong_passphrase_is_locked_and_changes_nothing(
    folder: Path, muster: Muster, words: str
) -> None:
    before = digests(folder)
    ended = muster(*words.split(), file="wrong")
    assert ended.exit_code == Exit.LOCKED
    assert not ended.stdout
    assert "does not open with this passphrase" in ended.stderr
    assert digests(folder) == before


@pytest.mark.parametrize("missing", ["keys.slot", "muster.db"])
def test_a_missing_file_is_named(folder: Path, muster: Muster, missing: str) -> None:
    (folder / missing).unlink()
    before = digests(folder)
    ended = muster("verify")
    assert ended.exit_code == Exit.FAILED
    assert missing in ended.stderr
    assert digests(folder) == before


@pytest.mark.parametrize("at", [0.0, 0.001, 0.02, 0.25, 0.5, 0.75, 0.999])
def test_a_flipped_byte_in_the_database_is_said_plainly(
    folder: Path, muster: Muster, at: float
) -> None:
    database = folder / "muster.db"
    content = bytearray(database.read_bytes())
    content[int(at * (len(content) - 1))] ^= 0x10
    database.write_bytes(content)
    ended = muster("verify", "--json")
    assert ended.exit_code in SAID
    answer = json.loads(ended.stdout)
    assert answer.get("findings") or answer["error"]["code"] != "cli.fault"
    assert database.read_bytes() == content


@pytest.mark.parametrize("at", [0, 40, -1])
def test_a_flipped_byte_in_the_key_file_is_said_plainly(
    folder: Path, muster: Muster, at: int
) -> None:
    slot = folder / "keys.slot"
    content = bytearray(slot.read_bytes())
    content[at] ^= 0x10
    slot.write_bytes(content)
    ended = muster("verify")
    assert ended.exit_code == Exit.LOCKED
    assert slot.read_bytes() == content


def test_a_folder_that_holds_no_site_is_told_from_a_broken_one(
    tmp_path: Path, muster: Muster
) -> None:
    ended = muster("verify", "--site", str(tmp_path / "nowhere"))
    assert ended.exit_code == Exit.FAILED
    assert "muster site init" in ended.stderr


def test_a_site_is_never_made_over_another(folder: Path, muster: Muster) -> None:
    before = digests(folder)
    ended = muster("site", "init", "--name", "Other", "--operation", "Other")
    assert ended.exit_code == Exit.FAILED
    assert digests(folder) == before


def test_a_place_where_nothing_can_be_made_is_said_plainly(tmp_path: Path, muster: Muster) -> None:
    (tmp_path / "file").touch()
    place = str(tmp_path / "file" / "site")
    ended = muster("site", "init", "--name", "Other", "--operation", "Other", "--site", place)
    assert ended.exit_code == Exit.FAILED
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == ["muster", "hint"]
    assert "fault of Muster" not in ended.stderr


def test_a_full_disk_takes_everything_back_and_leaves_the_site_whole(
    folder: Path, tmp_path: Path, muster: Muster
) -> None:
    rows = (f"Given{n:05d} Family{n:05d},{'F' if n % 2 else 'M'}" for n in range(3_000))
    (tmp_path / "list.csv").write_text("Name,Sex\n" + "\n".join(rows), "utf-8")
    room = max(file.stat().st_size for file in folder.iterdir()) + 200_000
    words = ["import", "list.csv", "--passphrase-file", "secret", "--json"]
    # A limit on the size of a file: the system refuses a write as it does on a full disk.
    ended = subprocess.run(
        [sys.executable, "-c", "from muster.doors.cli import main; main()", *words],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert ended.returncode == Exit.FAILED
    assert json.loads(ended.stdout)["error"]["code"] == "store.disk-full"
    assert muster("verify").exit_code == Exit.DONE
    assert json.loads(muster("site", "show", "--json").stdout)["people"] == 8
