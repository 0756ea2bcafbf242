"""What every test stands on: the shared vectors, the Hypothesis profiles, the size of a campaign.

Sockets are shut but for 127.0.0.1 (``--allow-hosts`` in pyproject.toml), and warnings are errors.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parents[2] / "shared"
FULL = os.environ.get("MUSTER_CAMPAIGN") == "full"

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "campaign",
    deadline=None,
    max_examples=10_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("campaign" if FULL else "ci")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what reads the shared folder, where that folder is absent."""
    if "shared" in getattr(item, "fixturenames", ()) and not SHARED.is_dir():
        pytest.skip(f"shared/ absent beside the repository: {item.nodeid} is not run")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public vectors and published figures beside the repository, checked once.

    A vector that differs from its manifest would prove nothing, so it fails every test that asks.
    """
    vectors = SHARED / "vectors"
    manifest = (vectors / "MANIFEST.sha256").read_text("utf-8")
    rows = (line.split(maxsplit=1) for line in manifest.splitlines())
    changed = [path for digest, path in rows if _digest(vectors / path) != digest]
    assert not changed, f"these vectors are not what MANIFEST.sha256 says: {changed}"
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _unhardened() -> Iterator[None]:
    """Leave this very process as it is: commands that run in it would close it for all tests after.

    What it begins would inherit that, so that no control could leave a core or be looked into.
    Commands in processes of their own harden themselves, and are held to it.
    """
    with pytest.MonkeyPatch.context() as patched:
        for door in ("options", "training_site"):
            patched.setattr(f"muster.doors.cli.{door}.harden", lambda: ())
        yield


@pytest.fixture(scope="session")
def campaign() -> bool:
    """Whether this run is ``make campaign``: a test marked ``campaign`` then grows to full size."""
    return FULL


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
