"""The architecture binds: each import contract is breached on purpose and refused, alone.

The rooms are drawn as an indented tree and laid as empty packages, so that a breach is one line in
one of them; the contracts are the real ones, from pyproject.toml.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = """
muster
  ground
    problem
    record
    secrecy
    people
  journey
    matching
    registry
    plan
    passage
    passes
    gate
    lift
      rules
      state
    arrival
    incident
    closing
    figures
  adapters
    formats
    store
    exchange
  site
    problems
    memory
    clock
    rights
    keyring
    second
    record
    site
    together
    paused
    renewing
    spare
    prints
    operators
    access
    authority
    passes
    members
    lift
    joining
    kin
    epochs
    forgetting
    registry
    plan
    passage
    opening
    upkeep
    incident
    figures
    export
    exchange
    command
    arrival
    gate
    closing
    secrecy
  doors
    web
    cli
    drill
    recount
"""
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}

BREACHES = {
    "an adapter sees the site": ("wings", {"adapters": "import muster.site"}),
    "the site sees a door": ("wings", {"site": "import muster.doors.cli"}),
    "the ground sees the journey": ("wings", {"ground.people": "import muster.journey.lift"}),
    "a lift sees an arrival": ("journey", {"journey.lift": "import muster.journey.arrival"}),
    "a room not built yet looks ahead": ("journey", {"journey.gate": "import muster.journey.lift"}),
    "the record sees secrecy": ("ground", {"ground.record": "import muster.ground.secrecy"}),
    "secrecy sees the record": ("ground", {"ground.secrecy": "import muster.ground.record"}),
    "the record sees people": ("ground", {"ground.record": "import muster.ground.people"}),
    "a problem sees the record": ("ground", {"ground.problem": "import muster.ground.record"}),
    "a room opens a file": ("pure", {"journey.lift.rules": "from pathlib import Path"}),
    "a room rolls dice only to annotate": (
        "pure",
        {
            "journey.lift.rules": (
                "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import random"
            )
        },
    ),
    "the record sees the open site": ("posts", {"site.record": "import muster.site.site"}),
    "a post of the site nobody drew": ("posts", {"site.helpers": ""}),
    "the site knows Django": ("django", {"site": "import django.http"}),
    "the command line knows Django": ("django", {"doors.cli": "from django.conf import settings"}),
    "a door sees the store": ("store", {"doors.web": "import muster.adapters.store"}),
    "the second count asks a room": ("recount", {"doors.recount": "import muster.journey.lift"}),
    "the second count asks for a word": (
        "recount",
        {"doors.recount": "import muster.ground.people"},
    ),
    "the exchange sees the store": ("store", {"adapters.exchange": "import muster.adapters.store"}),
    "a door of a drill sees the store": ("store", {"doors.drill": "import muster.adapters.store"}),
    "a cycle inside a room": (
        "acyclic",
        {
            "journey.lift.rules": "import muster.journey.lift.state",
            "journey.lift.state": "import muster.journey.lift.rules",
        },
    ),
    "a room called utils": ("wings", {"utils": ""}),
    "a second way to start": ("wings", {"__main__": ""}),
    "a journey room nobody drew": ("journey", {"journey.common": ""}),
    "a ground room nobody drew": ("ground", {"ground.base": ""}),
}


def lay(tree: str, into: Path) -> None:
    """Make an empty package of every line, inside the line above it that is indented less."""
    above: list[str] = []
    for line in tree.strip().splitlines():
        above[(len(line) - len(line.lstrip())) // 2 :] = [line.strip()]
        folder = into.joinpath(*above)
        folder.mkdir()
        (folder / "__init__.py").touch()


def write(lines: dict[str, str], into: Path) -> None:
    """Write ``lines`` into the modules they name, those of rooms that exist into their package."""
    for name, text in lines.items():
        place = into.joinpath("muster", *name.split("."))
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        file.write_text(text + "\n", "utf-8")


def lint(folder: Path) -> tuple[set[str], str]:
    """Return the names of the contracts that do not hold in ``folder``, and all that was said."""
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    said = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    kept = {name for name in NAMES.values() if f"{name} KEPT" in said.stdout}
    broken = set(NAMES.values()) - kept
    assert (said.returncode != 0) == bool(broken), said.stdout + said.stderr
    return broken, said.stdout


def test_the_drawn_house_holds(tmp_path: Path) -> None:
    lay(ROOMS, tmp_path)
    broken, said = lint(tmp_path)
    assert not broken, said


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_refused_by_its_contract_alone(breach: str, tmp_path: Path) -> None:
    contract, lines = BREACHES[breach]
    lay(ROOMS, tmp_path)
    write(lines, tmp_path)
    broken, said = lint(tmp_path)
    assert broken == {NAMES[contract]}, said


def test_every_contract_is_breached_once() -> None:
    assert {contract for contract, _ in BREACHES.values()} == set(NAMES)


def test_a_pure_room_is_refused_every_way_to_the_world(tmp_path: Path) -> None:
    pure = next(contract for contract in CONTRACTS if contract["id"] == "pure")
    lay(ROOMS, tmp_path)
    ways = pure["forbidden_modules"]
    write({f"ground.record.way{i}": f"import {way}" for i, way in enumerate(ways)}, tmp_path)
    broken, said = lint(tmp_path)
    assert broken == {pure["name"]}
    missed = [
        way for i, way in enumerate(ways) if f"muster.ground.record.way{i} -> {way} " not in said
    ]
    assert not missed, said


@pytest.mark.parametrize("wing", ["ground", "journey"])
def test_the_contracts_name_every_drawn_room_and_no_other(wing: str, tmp_path: Path) -> None:
    lay(ROOMS, tmp_path)
    drawn = {room.parent.name for room in (tmp_path / "muster" / wing).glob("*/__init__.py")}
    contract = next(contract for contract in CONTRACTS if contract["id"] == wing)
    named = " | ".join(contract["layers"]).split("|")
    assert {room.strip("( )") for room in named} == drawn


def test_a_room_that_is_built_is_no_longer_optional() -> None:
    journey = next(contract for contract in CONTRACTS if contract["id"] == "journey")
    built = {path.parent.name for path in (ROOT / "src/muster/journey").glob("*/__init__.py")}
    for room in built:
        assert room in journey["layers"], f"take the parentheses off ({room}) in pyproject.toml"


def test_the_exchange_is_protected_once_it_is_built() -> None:
    store = next(contract for contract in CONTRACTS if contract["id"] == "store")
    for room in ("store", "exchange"):
        built = (ROOT / "src/muster/adapters" / room).is_dir()
        protected = f"muster.adapters.{room}" in store["protected_modules"]
        assert protected or not built, f"name muster.adapters.{room} in the contract `store`"
