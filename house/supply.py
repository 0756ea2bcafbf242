"""What Muster is made of that others wrote: a bill of materials, its licences, and what is bad.

``python -m house.supply`` checks the locked versions; ``--sbom FILE`` writes the bill as CycloneDX
1.6. Both read ``uv.lock`` and what is installed, and need no network. ``BAD`` is as of ``AS_OF``:
a version in it is refused whoever asks, and a list that is older than ``FRESH`` days is said.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "uv.lock"
AS_OF = date(2026, 11, 22)
FRESH = 120
OURS = "muster"

BAD = (
    ("cryptography", "<44.0.1", "CVE-2024-12797: raw public keys of a peer not checked"),
    ("django", "<5.2.8", "CVE-2025-64459: a query put together from the names of arguments"),
    ("h11", "<0.16", "CVE-2025-43859: the end of a chunked body read leniently"),
    ("pillow", "<11.3", "CVE-2025-48379: a write past the end when DDS is saved"),
    ("jinja2", "<3.1.6", "CVE-2025-27516: out of the sandbox by the attr filter"),
    ("uvicorn", "<0.11.7", "CVE-2020-7694: escape sequences in the log"),
)
"""Name, versions, and why, as far as was known on ``AS_OF``.

It is no whole list of advisories: where there is a network, ask one as well (``pip-audit``).
"""

LICENCES = frozenset(
    {
        *("MIT", "MIT-0", "MIT-CMU", "HPND", "ISC", "Zlib", "Unlicense", "CC0-1.0"),
        *("BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0"),
        *("PSF-2.0", "PSFL", "Python-2.0", "CNRI-Python"),
    }
)
"""Licences that ask for no more than a notice. What is used for tests alone may be MPL-2.0."""
BESIDE = frozenset({"MPL-2.0"})
SAID: dict[str, str] = {
    "apsw-sqlite3mc": "MIT",
    "pyrage": "MIT",
}
"""Said by us where the metadata do not: APSW lets one choose any licence that OSI has approved, and
pyrage ships the text of its licence and no field for it."""


class Package(NamedTuple):
    """One locked package; ``shipped`` where Muster needs it to run, not only to be tested."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needs: tuple[str, ...]
    shipped: bool


def packages() -> list[Package]:
    """Return everything that the lock names, but Muster itself, by name."""
    locked = tomllib.loads(LOCK.read_text("utf-8"))["package"]
    found = {one["name"]: one for one in locked}
    run = _reached(found)
    return [
        Package(
            name,
            one["version"],
            tuple(sorted({each["hash"] for each in _files(one)})),
            tuple(sorted({each["name"] for each in one.get("dependencies", [])})),
            name in run,
        )
        for name, one in sorted(found.items())
        if name != OURS
    ]


def licence_of(name: str) -> str:
    """Return the licence of an installed package as SPDX names it, or as it says itself."""
    if name in SAID:
        return SAID[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    text = told["License-Expression"] or (told["License"] or "").partition("\n")[0]
    classes = [one for one in told.get_all("Classifier") or [] if one.startswith("License")]
    return _spdx(text or " ".join(one.rpartition(" :: ")[2] for one in classes))


def problems() -> Iterator[str]:
    """Yield what is wrong with the locked packages, a sentence each."""
    for one in packages():
        for name, versions, why in BAD:
            spec = Requirement(f"{name}{versions}").specifier
            if name == one.name and Version(one.version) in spec:
                yield f"{name} {one.version} is known to be bad: {why}."
        licence = licence_of(one.name)
        if licence and not permitted(licence, shipped=one.shipped):
            yield f"{one.name} is under {licence}, which is none of ours."
        if not one.hashes:
            yield f"{one.name} has no hash in the lock."


def permitted(licence: str, *, shipped: bool) -> bool:
    """Return whether one side of each OR, and all of each AND, is on the list."""
    allowed = LICENCES if shipped else LICENCES | BESIDE
    plain = licence.replace("(", " ").replace(")", " ")
    return any(
        all(part.strip() in allowed for part in re.split(r"\bAND\b", side))
        for side in re.split(r"\bOR\b", plain)
    )


def bill() -> dict[str, Any]:
    """Return the bill of materials as CycloneDX 1.6 names its parts."""
    known = packages()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": OURS, "bom-ref": OURS}},
        "components": [_component(one) for one in known],
        "dependencies": [
            {"ref": _purl(one), "dependsOn": [_purl(it) for it in known if it.name in one.needs]}
            for one in known
        ],
    }


def _component(one: Package) -> dict[str, Any]:
    licence = licence_of(one.name)
    said = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {
        "type": "library",
        "bom-ref": _purl(one),
        "name": one.name,
        "version": one.version,
        "purl": _purl(one),
        "scope": "required" if one.shipped else "excluded",
        "hashes": [{"alg": "SHA-256", "content": each.partition(":")[2]} for each in one.hashes],
        **said,
    }


def _purl(one: Package) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _files(one: dict[str, Any]) -> list[dict[str, Any]]:
    return [*([one["sdist"]] if "sdist" in one else []), *one.get("wheels", [])]


def _reached(found: dict[str, Any]) -> set[str]:
    """Return what Muster needs to run, with its extras, and what that needs."""
    ours = found[OURS]
    optional = ours.get("optional-dependencies", {}).values()
    extras = (one for some in optional for one in some)
    open_ = [one["name"] for one in (*ours["dependencies"], *extras)]
    reached: set[str] = set()
    while open_:
        name = open_.pop()
        if name not in reached:
            reached.add(name)
            open_ += [one["name"] for one in found[name].get("dependencies", [])]
    return reached


_SPELLED = {
    "BSD License": "BSD",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
}


def _spdx(text: str) -> str:
    return _SPELLED.get(text.strip(), text.strip())


def main() -> int:
    """Check, or write the bill; return 1 where something is wrong."""
    reader = argparse.ArgumentParser(description="What Muster is made of that others wrote.")
    reader.add_argument("--sbom", type=Path, metavar="FILE", help="write the bill of materials")
    asked = reader.parse_args()
    if asked.sbom is not None:
        asked.sbom.parent.mkdir(parents=True, exist_ok=True)
        asked.sbom.write_text(json.dumps(bill(), indent=1) + "\n", "utf-8")
        print(f"wrote {asked.sbom}: {len(packages())} packages")
        return 0
    wrong = list(problems())
    age = (datetime.now(UTC).date() - AS_OF).days  # noqa: TID251 - of a list, not of a record
    if age > FRESH:
        print(f"supply: the list of bad versions is {age} days old; read the advisories again.")
    for one in wrong:
        print(f"supply: {one}")
    if not wrong:
        print(f"supply: {len(packages())} packages, all permissive, none known to be bad")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
