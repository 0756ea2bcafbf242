"""Parcels in a folder: whole or not at all, under names that say nothing, and nothing else read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.adapters.exchange import stick
from muster.adapters.exchange.problems import StickFull, StickMissing, StickUnwritable
from muster.ground.secrecy.parcel import BLOCK, HEADER
from tests.vectors.draw import draw

NAME = draw("a name", 16)


def names(folder: Path) -> list[str]:
    """Return all that lies in ``folder``."""
    return sorted(one.name for one in folder.iterdir())


def test_what_was_put_is_read_in_blocks(tmp_path: Path) -> None:
    text = draw("a parcel", HEADER + BLOCK + 9)
    put = stick.put(tmp_path, [text[:100], text[100:]], NAME)
    (found,) = stick.lying(tmp_path)
    assert found == put
    assert found.size == len(text)
    assert found.header() == text[:HEADER]
    assert [*found.blocks()] == [text[HEADER : HEADER + BLOCK], text[-9:]]
    stick.remove(found)
    assert names(tmp_path) == []


def test_its_name_is_random_and_only_we_may_read_it(tmp_path: Path) -> None:
    found = stick.put(tmp_path, [b"text"], NAME)
    assert found.path.name.removesuffix(".parcel").isalnum()
    assert len(found.path.name) == 26 + len(".parcel")
    assert found.path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_of_one_that_was_not_finished(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        stick.put(tmp_path, broken(), NAME)
    assert names(tmp_path) == []


def test_it_has_its_name_only_once_it_is_whole_and_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    real = os.fsync

    def sync(handle: int) -> None:
        seen.append(names(tmp_path))
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    stick.put(tmp_path, [b"text"], NAME)
    before, after = seen
    assert not any(one.endswith(".parcel") for one in before)
    assert any(one.endswith(".parcel") for one in after)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_stick_is_said_to_be_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def full(path: Path, flags: int, mode: int = 0o777) -> int:
        return real("/dev/full" if flags & os.O_EXCL else path, flags & ~os.O_EXCL, mode)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(StickFull):
        stick.put(tmp_path, [b"text"], NAME)
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_or_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "absent", tmp_path / "file"):
        with pytest.raises(StickMissing):
            stick.put(folder, [b"text"], NAME)
        with pytest.raises(StickMissing):
            stick.lying(folder)


def test_two_parcels_never_share_a_name(tmp_path: Path) -> None:
    stick.put(tmp_path, [b"text"], NAME)
    (tmp_path / f".{stick.spelled(NAME)}.part").touch()
    with pytest.raises(StickUnwritable):
        stick.put(tmp_path, [b"other"], NAME)


def test_links_folders_and_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"elsewhere")
    (tmp_path / "a.parcel").symlink_to(tmp_path / "secret")
    (tmp_path / "b.parcel").mkdir()
    (tmp_path / "notes.txt").touch()
    os.mkfifo(tmp_path / "c.parcel")
    assert stick.lying(tmp_path) == []


def test_a_parcel_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    found = stick.put(tmp_path, [b"text"], NAME)
    found.path.unlink()
    found.path.symlink_to("/etc/hostname")
    with pytest.raises(StickMissing):
        found.header()


def test_only_so_many_files_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stick, "MOST", 3)
    for number in range(9):
        stick.put(tmp_path, [b"text"], draw(f"name {number}", 16))
    assert len(stick.lying(tmp_path)) == 3
