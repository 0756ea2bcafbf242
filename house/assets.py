"""Lay the browser's files: from the npm lock file into the folder that the web door serves.

Run by ``make install`` and, for a wheel, by ``hatch_build.py``; never at run time. The packages are
pinned with their hashes in ``assets/package-lock.json``; no package's own script is run. What
``SERVED`` lists is copied under a name that carries its hash, so that a browser may keep it for
ever, beside a gzip companion and ``manifest.json`` (what it is, whose, under which licence). What
only tests read (axe-core, the curves of the JavaScript verifier) stays in ``assets/node_modules``.

Standard library only: it runs in build environments that have nothing else.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "assets"
LAID = ROOT / "src" / "muster" / "doors" / "web" / "assets"


@dataclass(frozen=True)
class Served:
    """One file that a browser is given: its name for templates, its package, its path in it."""

    name: str
    package: str
    path: str


SERVED = (
    Served("htmx.js", "htmx.org", "dist/htmx.min.js"),
    Served("uplot.js", "uplot", "dist/uPlot.iife.min.js"),
    Served("uplot.css", "uplot", "dist/uPlot.min.css"),
)


def fetch(packages: Path = PACKAGES) -> Path:
    """Install exactly what the lock file names; do nothing where that lies there already.

    Returns:
        The folder of the installed packages.

    Raises:
        SystemExit: npm is absent, or could not install what the lock file names.
    """
    installed = packages / "node_modules"
    mark = installed / ".laid-from"
    wanted = _digest((packages / "package-lock.json").read_bytes())
    if mark.is_file() and mark.read_text("ascii") == wanted:
        return installed
    npm = shutil.which("npm")
    if npm is None:
        sys.exit(
            "The browser's files come from npm packages, and npm is not here: run make install."
        )
    install = [npm, "ci", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(install, cwd=packages, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"npm could not install what {packages.name}/package-lock.json names.")
    mark.write_text(wanted, "ascii")
    return installed


def lay(installed: Path, laid: Path = LAID) -> list[dict[str, Any]]:
    """Copy what ``SERVED`` names into ``laid``, replacing what lay there.

    Returns:
        The manifest's rows, one per file, as written to ``manifest.json``.
    """
    shutil.rmtree(laid, ignore_errors=True)
    laid.mkdir(parents=True)
    rows = [_place(served, installed / served.package, laid) for served in SERVED]
    manifest = json.dumps({"schema": 1, "files": rows}, indent=2) + "\n"
    (laid / "manifest.json").write_text(manifest, "utf-8")
    return rows


def _place(served: Served, package: Path, laid: Path) -> dict[str, Any]:
    content = (package / served.path).read_bytes()
    about = json.loads((package / "package.json").read_text("utf-8"))
    stem, dot, kind = served.name.rpartition(".")
    name = f"{stem}.{_digest(content)[:16]}{dot}{kind}"
    (laid / name).write_bytes(content)
    (laid / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    licence = f"{served.package}.LICENSE.txt"
    shutil.copyfile(package / "LICENSE", laid / licence)
    return {
        "name": served.name,
        "file": name,
        "package": served.package,
        "version": about["version"],
        "licence": about["license"],
        "licence_file": licence,
        "sha256": _digest(content),
        "bytes": len(content),
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    lay(fetch())
