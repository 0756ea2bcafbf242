"""What others wrote: each locked package is in the bill, none is bad, none asks for more."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from house import supply
from house.supply import Package


def test_no_locked_version_is_known_to_be_bad() -> None:
    assert list(supply.problems()) == []


def test_a_version_that_is_known_to_be_bad_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Package("h11", "0.14.0", ("sha256:00",), (), shipped=True)
    monkeypatch.setattr(supply, "packages", lambda: [one])
    (said,) = supply.problems()
    assert said.startswith("h11 0.14.0 is known to be bad")


@pytest.mark.parametrize(
    ("licence", "shipped", "may"),
    [
        ("MIT", True, True),
        ("Apache-2.0 OR GPL-3.0-only", True, True),
        ("MIT AND GPL-3.0-only", True, False),
        ("GPL-3.0-only", False, False),
        ("MPL-2.0", True, False),
        ("MPL-2.0", False, True),
        ("(MIT OR Apache-2.0) AND BSD-3-Clause", True, True),
    ],
)
def test_a_licence_that_asks_for_more_is_refused(licence: str, *, shipped: bool, may: bool) -> None:
    assert supply.permitted(licence, shipped=shipped) is may


def test_the_bill_of_materials_names_every_locked_package(tmp_path: Path) -> None:
    file = tmp_path / "bill" / "muster.cdx.json"
    asked = [sys.executable, "-m", "house.supply", "--sbom", str(file)]
    subprocess.run(asked, check=True, capture_output=True, cwd=supply.ROOT)
    told = json.loads(file.read_text("utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    named = {(one["name"], one["version"]) for one in told["components"]}
    assert named == {(one.name, one.version) for one in supply.packages()}
    assert all(one["hashes"] for one in told["components"])
    refs = {one["bom-ref"] for one in told["components"]}
    assert all({*one["dependsOn"]} <= refs for one in told["dependencies"])


def test_what_is_needed_to_run_is_told_from_what_is_needed_to_test() -> None:
    shipped = {one.name for one in supply.packages() if one.shipped}
    assert {"django", "webauthn", "pyotp", "pyopenssl"} <= shipped
    assert not shipped & {"pytest", "hypothesis", "mypy", "playwright"}


def test_the_list_has_a_date_in_the_past_of_whoever_wrote_it() -> None:
    assert date(2026, 1, 1) < supply.AS_OF
