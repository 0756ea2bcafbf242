"""Sites of one operation for the tests of the exchange."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.fleet import Fleet, template
from tests.world.site import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a site with places and a rule, closed afterwards."""
    made = World(tmp_path / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="session")
def whole() -> Iterator[Path]:
    """Three sites, made once."""
    folder = Path(tempfile.mkdtemp())
    yield template(folder / "whole")
    shutil.rmtree(folder)


@pytest.fixture
def fleet(whole: Path) -> Iterator[Fleet]:
    """Three sites of one operation."""
    made = Fleet(whole, whole.with_name("fleet"))
    yield made
    made.close()
