"""The Makefile's own promises: a passphrase nobody else reads, a missing package named."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from house.shape import functions, percentile
from house.tree import ROOT, tracked

SH = shutil.which("sh") or "/bin/sh"
MAKE = shutil.which("make") or "make"


def test_a_drills_passphrase_is_random_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = []
    for place in (tmp_path / "one", tmp_path / "two"):
        place.mkdir()
        order = [MAKE, "--quiet", "-f", str(ROOT / "Makefile"), "drill-site/passphrase"]
        subprocess.run(order, cwd=place, check=True)
        file = place / "drill-site/passphrase"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        made.append(file.read_text("ascii").strip())
    assert len(made[0]) == 32
    assert made[0] != made[1]


def test_make_alone_explains_every_target_on_one_line() -> None:
    said = subprocess.run([MAKE, "-C", str(ROOT)], capture_output=True, text=True, check=True)
    lines = [line for line in said.stdout.splitlines() if line.startswith("  make ")]
    assert len(lines) >= 14
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("thing", "packages"),
    [("npm", "nodejs npm"), ("icu", "libicu-dev"), ("browser", "chromium")],
)
def test_what_cannot_be_installed_is_named(thing: str, packages: str, tmp_path: Path) -> None:
    (tmp_path / "id").symlink_to(shutil.which("id") or "/usr/bin/id")
    said = subprocess.run(
        [SH, str(ROOT / "house/need.sh"), thing],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert packages in said.stderr


def test_the_shape_of_nothing_is_zero() -> None:
    assert percentile([], 0.5) == 0


def test_a_percentile_is_one_of_the_lengths() -> None:
    assert [percentile([3, 1, 2, 10], share) for share in (0.25, 0.5, 0.75, 0.95, 1)] == [
        1,
        2,
        3,
        10,
        10,
    ]


def test_every_function_of_a_file_is_measured() -> None:
    file = ROOT / "house/shape.py"
    names = {place.split()[-1] for _, place in functions(file)}
    assert names == {"main", "functions", "percentile", "_spread", "_named", "_lines"}
    assert file in tracked("house/*.py")


def test_a_file_that_does_not_parse_has_no_shape(tmp_path: Path) -> None:
    file = tmp_path / "half.py"
    file.write_text("def half(:\n", "utf-8")
    assert list(functions(file)) == []
