"""A small real site with gates and parties that are called to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.incident.called import Called


@pytest.fixture
def called(tmp_path: Path) -> Iterator[Called]:
    """Return a site with two open gates, closed afterwards."""
    made = Called(tmp_path / "site")
    yield made
    made.world.site.close()
