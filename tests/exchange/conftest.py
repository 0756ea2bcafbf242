"""A small real site for the tests of the exchange wing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.site import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a site with places and a rule, closed afterwards."""
    made = World(tmp_path / "site")
    yield made
    made.site.close()
