"""One real site and one real server for all tests of the web door.

What a test puts on record there disturbs no other: it enrols operators of its own.
"""

from collections.abc import Callable, Iterator
from time import monotonic

import pytest

from muster.doors.web import serve_in_thread
from muster.doors.web.serving import prepare
from muster.doors.web.shelf import IDLE
from tests.web import operation as made
from tests.web.operation import Operation
from tests.web.visitor import Visitor, signed_in

As = Callable[[str], Visitor]

prepare()  # views are read while tests are collected


@pytest.fixture(scope="session")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    one = made.make(tmp_path_factory.mktemp("site") / "elmo")
    yield one
    one.site.close()


@pytest.fixture(scope="session")
def address(operation: Operation) -> Iterator[str]:
    with serve_in_thread(operation.site) as found:
        yield found


@pytest.fixture
def stranger(address: str) -> Visitor:
    return Visitor(address)


@pytest.fixture(scope="session")
def role(address: str) -> As:
    """Return the visitor who is signed in with a role; again, before a session is idle too long."""
    known: dict[str, Visitor] = {}
    used: dict[str, float] = {}

    def of(name: str) -> Visitor:
        if monotonic() - used.get(name, -IDLE) > IDLE / 3:
            known[name] = signed_in(address, name)
        used[name] = monotonic()
        return known[name]

    return of
