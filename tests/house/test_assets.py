"""What a browser is served is what the lock file names, under its hash, and lies in the wheel."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from house.assets import LAID, PACKAGES, SERVED, fetch, lay

ROOT = Path(__file__).resolve().parents[2]
PLAIN = (".gitignore", "pyproject.toml", "README.md", "LICENSE", "hatch_build.py")
FOLDERS = {"src": ("__pycache__", "assets"), "house": ("__pycache__",), "assets": ("node_modules",)}


def manifest(folder: Path = LAID) -> list[dict[str, Any]]:
    """Return the rows of the manifest in ``folder``."""
    rows: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    return rows


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["name"])
def test_a_served_file_is_what_the_manifest_says(row: dict[str, Any]) -> None:
    content = (LAID / row["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert row["sha256"][:16] in row["file"]
    assert len(content) == row["bytes"]
    assert gzip.decompress((LAID / f"{row['file']}.gz").read_bytes()) == content
    assert (LAID / row["licence_file"]).read_text("utf-8").strip()


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["name"])
def test_a_served_file_comes_from_the_package_that_the_lock_names(row: dict[str, Any]) -> None:
    lock = json.loads((PACKAGES / "package-lock.json").read_text("utf-8"))["packages"]
    package = lock[f"node_modules/{row['package']}"]
    assert (row["version"], row["licence"]) == (package["version"], package["license"])
    assert not package.get("dev")


def test_every_version_is_pinned_and_every_package_has_its_hash() -> None:
    wanted = json.loads((PACKAGES / "package.json").read_text("utf-8"))
    for version in (wanted["dependencies"] | wanted["devDependencies"]).values():
        assert version.replace(".", "").isdigit()
    lock = json.loads((PACKAGES / "package-lock.json").read_text("utf-8"))["packages"]
    for path, package in lock.items():
        assert not path or package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def test_laying_twice_gives_the_same_bytes_and_clears_what_is_old(tmp_path: Path) -> None:
    laid = tmp_path / "laid"
    lay(PACKAGES / "node_modules", laid)
    before = {file.name: file.read_bytes() for file in laid.iterdir()}
    (laid / "htmx.0000000000000000.js").touch()
    assert [row["name"] for row in lay(PACKAGES / "node_modules", laid)] == [
        served.name for served in SERVED
    ]
    assert {file.name: file.read_bytes() for file in laid.iterdir()} == before


def test_what_is_installed_already_is_not_installed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert fetch() == PACKAGES / "node_modules"


def test_without_npm_the_next_step_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(PACKAGES / "package-lock.json", tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="make install"):
        fetch(tmp_path)


def test_a_wheel_carries_what_a_browser_is_served(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in PLAIN:
        shutil.copy(ROOT / name, tree)
    for name, left_out in FOLDERS.items():
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns(*left_out))
    (tree / "assets/node_modules").symlink_to(PACKAGES / "node_modules")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=tree,
        env=os.environ | {"PATH": ""},
        check=True,
        capture_output=True,
    )
    packed = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    served = {f"muster/doors/web/assets/{row['file']}" for row in manifest()}
    assert served | {"muster/doors/web/assets/manifest.json"} <= set(packed)
    assert not [name for name in packed if not name.startswith(("muster/", "muster-"))]
