"""A small real operation to be planned, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.plan.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Return an operation with two gates and nobody in it yet."""
    made = Town(tmp_path / "site")
    yield made
    made.site.close()
