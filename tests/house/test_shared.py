"""The shared folder: absent, its tests are skipped by name; changed, they fail."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKS = "def test_that_reads_a_vector(shared):\n    assert shared.is_dir()\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with our conftest and one test that asks for the shared folder."""
    tests = tmp_path / "repository" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests/conftest.py", tests)
    (tests / "test_reader.py").write_text(ASKS, "utf-8")
    return tests


def run(tests: Path) -> str:
    """Return what pytest says of ``tests``."""
    order = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", str(tests)]
    return subprocess.run(order, cwd=tests, capture_output=True, text=True, check=False).stdout


def vectors(tests: Path, kept: bytes) -> None:
    """Lay a shared folder beside the repository, with one vector and a manifest over ``kept``."""
    folder = tests.parents[1] / "shared" / "vectors"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_bytes(b"one")
    manifest = f"{hashlib.sha256(kept).hexdigest()}  one.txt\n"
    (folder / "MANIFEST.sha256").write_text(manifest, "ascii")


def test_an_absent_folder_skips_by_name(tree: Path) -> None:
    said = run(tree)
    assert "1 skipped" in said
    assert "shared/ absent beside the repository" in said
    assert "test_reader.py::test_that_reads_a_vector is not run" in said


def test_a_whole_folder_is_handed_out(tree: Path) -> None:
    vectors(tree, b"one")
    assert "1 passed" in run(tree)


def test_a_changed_vector_fails_what_asks_for_it(tree: Path) -> None:
    vectors(tree, b"another")
    said = run(tree)
    assert "1 error" in said
    assert "these vectors are not what MANIFEST.sha256 says: ['one.txt']" in said
