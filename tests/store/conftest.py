"""The engines under test: one suite runs over each. What is special to one has its name."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from muster.adapters.store import Store, open_sqlite

KEY = bytes(range(32))
TABLES = ("lift_passenger", "registry_person")


class Engine(Protocol):
    """A place for one store of one engine."""

    def make(self, tables: Sequence[str] = TABLES) -> Store:
        """Make the store and open it."""

    def open(self, tables: Sequence[str] = TABLES) -> Store:
        """Open it again."""


class Sqlite:
    """A store in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "muster.db"

    def make(self, tables: Sequence[str] = TABLES) -> Store:
        """Make the store and open it."""
        return open_sqlite(self.path, KEY, tables, create=True)

    def open(self, tables: Sequence[str] = TABLES) -> Store:
        """Open it again."""
        return open_sqlite(self.path, KEY, tables)


ENGINES = {"sqlite": Sqlite}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Return an empty place for a store, of each engine in turn."""
    return ENGINES[str(request.param)](tmp_path)


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    """Return a fresh store, closed after the test."""
    with engine.make() as made:
        yield made
