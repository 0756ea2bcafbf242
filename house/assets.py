"""Lay the browser's files: from the npm lock file into the folder that the web door serves.

Run by ``make install`` and, for a wheel, by ``hatch_build.py``; never at run time. The packages are
pinned with their hashes in ``assets/package-lock.json``; no package's own script is run. What
``SERVED`` lists is copied under a name that carries its hash, so that a browser may keep it for
ever, beside a gzip companion and ``manifest.json`` (what it is, whose, under which licence). What
only tests read (axe-core) stays in ``assets/node_modules``, and so does what only packs (esbuild).

The scan page is made of plain modules, which a browser follows from one to the next, in a worker
too, where no import map reaches. So ``MODULES`` are laid with all that they import, in a folder for
each package; an import of another package becomes a way from folder to folder, and comments, which
are most of their size, are left out. Our own modules are packed into one for each page and one
for the worker, which load in two requests and a third less of bytes; the manifest says of which
sources, since a tree that was changed after it is served as it is.

Standard library only: it runs in build environments that have nothing else.
"""

import gzip
import hashlib
import json
import posixpath
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "assets"
LAID = ROOT / "src" / "muster" / "doors" / "web" / "assets"
OWN = ROOT / "src" / "muster" / "doors" / "web" / "static"


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

MODULES = (
    ("@noble/curves", "ed25519.js"),
    ("@noble/hashes", "hkdf.js"),
    ("@noble/hashes", "scrypt.js"),
    ("@noble/ciphers", "chacha.js"),
    ("zxing-wasm", "dist/es/reader/index.js"),
    ("zxing-wasm", "dist/reader/zxing_reader.wasm"),
)
"""Where the scan page enters each package; what these import follows by itself."""

UNUSED = {
    ("@noble/curves", "abstract/frost.js"): "export const createFROST = () => null;\n",
    ("@noble/curves", "abstract/oprf.js"): "export const createOPRF = () => null;\n",
    ("@noble/curves", "abstract/hash-to-curve.js"): (
        'export const _DST_scalar = "";\n'
        "export const createHasher = () => null;\n"
        "export const expand_message_xmd = null;\n"
    ),
}
"""Modules that another one imports for what we never use, and what is laid in their place.

They are a quarter of the curves' size, and make tables when they are read.
"""

ROOMS = ("pass", "gate", "record", "scan", "paper")
"""The folders of our own modules, and what a browser enters of them."""
ENTRIES = ("scan/page.js", "scan/worker.js", "paper/page.js")
PACKING = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--external:../noble/*",
    "--external:../zxing-wasm/*",
    "--log-level=warning",
)

IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*)(["'])([^"']+)\2""")
_COMMENT = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
    r"""|/\*.*?\*/|(?<![:\\/])//[^\n]*""",
    re.DOTALL,
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
    modules = [_module(one, installed, laid) for one in sorted(followed(installed))]
    told = {"schema": 3, "files": rows, "modules": modules, "packed": pack(installed, laid)}
    manifest = json.dumps(told, indent=2) + "\n"
    (laid / "manifest.json").write_text(manifest, "utf-8")
    return rows


def pack(installed: Path, laid: Path, own: Path = OWN) -> dict[str, Any]:
    """Pack our own modules of the scan page into ``laid``; return what the manifest says of it.

    Raises:
        SystemExit: they could not be packed, and it was said why.
    """
    target = laid / "packed"
    tool = next((installed / "@esbuild").glob("*/bin/esbuild"), None)
    if tool is None:
        sys.exit("esbuild is not there for this machine: run make install.")
    asked = [*(str(own / one) for one in ENTRIES), f"--outdir={target}", f"--outbase={own}"]
    done = subprocess.run([str(tool), *asked, *PACKING], check=False)
    if done.returncode:
        sys.exit("The modules of the scan page could not be packed.")
    files = {one: _digest((target / one).read_bytes()) for one in ENTRIES}
    return {"from_sha256": sources(own), "files": files}


def sources(own: Path) -> str:
    """Return one digest over all our own modules, as the web door reckons it again."""
    files = [file for room in ROOMS for file in (own / room).glob("*.js")]
    found = sorted((file.relative_to(own).as_posix(), file) for file in files)
    rows = (f"{way} {_digest(file.read_bytes())}\n" for way, file in found)
    return _digest("".join(rows).encode("utf-8"))


def followed(installed: Path) -> set[tuple[str, str]]:
    """Return package and path of every module that those of ``MODULES`` need, themselves too."""
    found: set[tuple[str, str]] = set()
    asked = list(MODULES)
    while asked:
        package, path = asked.pop()
        if (package, path) in found:
            continue
        found.add((package, path))
        if path.endswith(".js") and (package, path) not in UNUSED:
            text = bare((installed / package / path).read_text("utf-8"))
            asked += [_led(package, path, one[3]) for one in IMPORT.finditer(text)]
    return found


def bare(text: str) -> str:
    """Return a module without its comments; texts stay as they are, whatever is in them."""
    left = _COMMENT.sub(lambda found: found["kept"] or "", text)
    return re.sub(r"\n\s*(?=\n)", "", left).strip() + "\n"


def _led(package: str, path: str, said: str) -> tuple[str, str]:
    """Return the package and path that an import in a module leads to."""
    if said.startswith("."):
        return package, posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
    parts = said.split("/")
    depth = 2 if said.startswith("@") else 1
    return "/".join(parts[:depth]), "/".join(parts[depth:])


def _module(module: tuple[str, str], installed: Path, laid: Path) -> dict[str, Any]:
    package, path = module
    content = (installed / package / path).read_bytes()
    about = json.loads((installed / package / "package.json").read_text("utf-8"))
    here = posixpath.join(_folder(package), path)

    def lead(found: re.Match[str]) -> str:
        other, way = _led(package, path, found[3])
        to = posixpath.relpath(posixpath.join(_folder(other), way), posixpath.dirname(here))
        return f"{found[1]}{found[2]}{to if to.startswith('.') else './' + to}{found[2]}"

    served = content
    if module in UNUSED:
        served = UNUSED[module].encode("utf-8")
    elif path.endswith(".js"):
        served = IMPORT.sub(lead, bare(content.decode("utf-8"))).encode("utf-8")
    target = laid / "modules" / here
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(served)
    licence = f"{package.strip('@').replace('/', '-')}.LICENSE.txt"
    shutil.copyfile(installed / package / "LICENSE", laid / licence)
    return {
        "file": here,
        "package": package,
        "version": about["version"],
        "licence": about["license"],
        "licence_file": licence,
        "from_sha256": _digest(content),
        "unused": module in UNUSED,
        "sha256": _digest(served),
        "bytes": len(served),
    }


def _folder(package: str) -> str:
    """Return the folder of a package's modules: ``noble/curves`` for ``@noble/curves``."""
    return package.strip("@")


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
