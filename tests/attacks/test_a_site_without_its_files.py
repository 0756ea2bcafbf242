"""Files of a site are gone, cut short, another site's or out of reach: each has its own code."""

import errno
import os
from pathlib import Path

import pytest

from muster.adapters.store.problems import DiskFull
from muster.ground.problem import Problem
from muster.ground.secrecy.slot import TRAINING
from muster.site import upkeep
from muster.site.opening import DATABASE, SLOT, Setup, init, open_site
from tests.world.copies import closed_site, copy, files
from tests.world.site import PHRASE

SETUP = Setup("Test site", "Test operation", TRAINING, training=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed site."""
    return closed_site(tmp_path_factory.mktemp("whole") / "site")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another closed site, with the same passphrase."""
    return closed_site(tmp_path_factory.mktemp("other") / "site")


@pytest.fixture
def site(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return copy(whole, tmp_path / "site")


def refusal(folder: Path, phrase: str = PHRASE) -> str:
    """Return the code with which a site is not opened, after checking that nothing was touched."""
    before = files(folder) if folder.is_dir() else {}
    with pytest.raises(Problem) as told:
        open_site(folder, phrase)
    assert str(folder) not in told.value.text()
    assert (files(folder) if folder.is_dir() else {}) == before
    return told.value.code


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == "site.missing"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    assert refusal(tmp_path / "file") == "site.missing"


@pytest.mark.parametrize("name", [SLOT, DATABASE])
def test_one_of_the_two_files_is_gone(site: Path, name: str) -> None:
    (site / name).unlink()
    assert refusal(site) == "site.missing"


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.99])
def test_a_record_cut_short(site: Path, part: float) -> None:
    path = site / DATABASE
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    before = path.read_bytes()
    try:
        with open_site(site, PHRASE) as opened:
            found = [one.code for one in upkeep.verify(opened, opened.lead).findings]
    except Problem as problem:
        found = [problem.code]
    assert found[0] == "store.damaged"
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff" * 300, bytes(70_000)])
def test_a_key_file_that_is_none(site: Path, content: bytes) -> None:
    (site / SLOT).write_bytes(content)
    assert refusal(site) == "secrecy.slot-unreadable"


def test_a_key_file_cut_short(site: Path) -> None:
    path = site / SLOT
    path.write_bytes(path.read_bytes()[:-1])
    assert refusal(site) == "secrecy.slot-unreadable"


@pytest.mark.parametrize("phrase", ["", "a phrase of several word", "A phrase of several words"])
def test_a_wrong_passphrase(site: Path, phrase: str) -> None:
    assert refusal(site, phrase) == "secrecy.passphrase-wrong"


def test_another_sites_key_file(site: Path, other: Path) -> None:
    (site / SLOT).write_bytes((other / SLOT).read_bytes())
    assert refusal(site) == "store.wrong-key"


def test_another_sites_record(site: Path, other: Path) -> None:
    (site / DATABASE).write_bytes((other / DATABASE).read_bytes())
    assert refusal(site) == "store.wrong-key"


def test_a_key_file_that_cannot_be_read(site: Path) -> None:
    """A folder of that name stands for every way in which reading fails, also for root."""
    (site / SLOT).unlink()
    (site / SLOT).mkdir()
    with pytest.raises(Problem) as told:
        open_site(site, PHRASE)
    assert told.value.code == "site.file-missing"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(site: Path) -> None:
    site.chmod(0o500)
    try:
        assert refusal(site) == "store.not-writable"
    finally:
        site.chmod(0o700)


def test_a_lock_that_cannot_be_taken_stands_for_a_read_only_folder(site: Path) -> None:
    """Root may write anywhere, but nobody opens a folder as a file."""
    (site / f"{DATABASE}-lock").mkdir()
    with pytest.raises(Problem) as told:
        open_site(site, PHRASE)
    assert told.value.code == "store.not-writable"


def test_a_site_is_not_made_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    for folder in (tmp_path / "file", tmp_path / "file" / "site"):
        with pytest.raises(Problem) as told:
            init(folder, PHRASE, SETUP)
        assert told.value.code == "store.not-writable"
    assert (tmp_path / "file").read_bytes() == b"kept"


@pytest.mark.parametrize("left", [SLOT, DATABASE])
def test_a_site_is_not_made_where_half_of_one_lies(site: Path, left: str) -> None:
    for path in list(site.iterdir()):
        if path.name != left:
            path.unlink()
    before = files(site)
    with pytest.raises(Problem) as told:
        init(site, PHRASE, SETUP)
    assert told.value.code == "site.exists"
    assert files(site) == before


def test_a_site_whose_key_file_could_not_be_written_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DiskFull):
        init(tmp_path / "site", PHRASE, SETUP)
    monkeypatch.undo()
    assert {path.name for path in (tmp_path / "site").iterdir()} <= {f"{DATABASE}-lock"}
    with init(tmp_path / "site", PHRASE, SETUP) as made:
        assert made.store.check() == []
