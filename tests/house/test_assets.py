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

from house.assets import IMPORT, LAID, PACKAGES, SERVED, bare, fetch, lay

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
    before = every(laid)
    (laid / "htmx.0000000000000000.js").touch()
    assert [row["name"] for row in lay(PACKAGES / "node_modules", laid)] == [
        served.name for served in SERVED
    ]
    assert every(laid) == before


def every(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, however deep."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def modules() -> list[dict[str, Any]]:
    """Return the rows of the modules in the manifest."""
    rows: list[dict[str, Any]] = json.loads((LAID / "manifest.json").read_text("utf-8"))["modules"]
    return rows


def test_every_module_is_what_the_manifest_says_and_no_other_is_there() -> None:
    laid = set(every(LAID / "modules"))
    assert {row["file"] for row in modules()} == laid
    for row in modules():
        content = (LAID / "modules" / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        theirs = (PACKAGES / "node_modules" / row["package"]).rglob(Path(row["file"]).name)
        digests = {hashlib.sha256(one.read_bytes()).hexdigest() for one in theirs}
        assert row["from_sha256"] in digests
        assert (LAID / row["licence_file"]).read_text("utf-8").strip()


def test_every_import_of_a_module_leads_to_one_that_is_laid() -> None:
    for row in modules():
        if not row["file"].endswith(".js"):
            continue
        file = LAID / "modules" / row["file"]
        for found in IMPORT.finditer(file.read_text("utf-8")):
            assert (file.parent / found[3]).resolve().is_file(), (row["file"], found[3])


def test_comments_are_left_out_and_texts_are_not() -> None:
    text = """import { a } from "b//c"; // one
/* two
 * import { no } from "nothing"; */
const url = 'https://example.org/*x*/'; const it = `// ${a} /* */`;
"""
    assert bare(text) == (
        'import { a } from "b//c"; \n'
        "const url = 'https://example.org/*x*/'; const it = `// ${a} /* */`;\n"
    )


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
