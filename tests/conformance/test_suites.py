"""How far our verifiers go on others' published vectors: a fall in N, or a rise in K, is a bug."""

import shutil
from pathlib import Path

import pytest

from house.tree import tracked
from tests.conformance.suites import Result, javascript, python

FLOOR = {
    "cose Sign1 with CWT A.3": (16, 16, 1),
    "wycheproof ed25519_test": (151, 151, 0),
    "wycheproof ecdsa_secp256r1_sha256_p1363_test": (262, 262, 0),
    "token-status-list": (8, 8, 0),
}
NODE = shutil.which("node")
NOBLE = Path(__file__).parents[2] / "assets" / "node_modules" / "@noble" / "curves"


def counts(results: list[Result]) -> dict[str, tuple[int, int, int]]:
    """Return passed, judged and skipped by suite, printing each line."""
    for result in results:
        print(result.line())  # noqa: T201 - N of M is what a reader of the run looks for
    return {one.suite: (one.passed, one.judged, len(one.skipped)) for one in results}


def test_python_gives_every_published_verdict(shared: Path) -> None:
    assert counts(python(shared / "vectors")) == FLOOR


def test_javascript_gives_every_published_verdict(shared: Path) -> None:
    if NODE is None or not NOBLE.is_dir():
        pytest.skip("node or @noble/curves is absent: the verifier in JavaScript is not run")
    expected = {f"{name}, JavaScript": reach for name, reach in FLOOR.items() if "cose" not in name}
    assert counts(javascript(shared / "vectors", NODE)) == expected


def test_each_folder_of_vectors_is_read_by_a_test_that_names_it(shared: Path) -> None:
    folders = {one.name for one in (shared / "vectors").iterdir() if one.is_dir()}
    said = "".join(one.read_text("utf-8") for one in tracked("tests/*.py"))
    assert sorted(one for one in folders if one not in said) == []
