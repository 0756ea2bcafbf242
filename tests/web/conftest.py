"""One real site and one real server for all tests of the web door.

What a test puts on record there disturbs no other: it enrols operators of its own.
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest

from muster.doors.web import serve_in_thread
from muster.doors.web.serving import prepare
from tests.web import operation as made
from tests.web.operation import Operation
from tests.web.visitor import Visitor, signed_in

As = Callable[[str], Visitor]

OWN = "/sign-in/own"
"""A page that whoever is signed in may open, and nobody else."""

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
    """Return the visitor who is signed in with a role; again, where that session has ended.

    It ends when it was idle too long, or when other tests began so many for the same operator.
    """
    known: dict[str, Visitor] = {}

    def of(name: str) -> Visitor:
        if name not in known or known[name].get(OWN).status != HTTPStatus.OK:
            known[name] = signed_in(address, name)
        return known[name]

    return of
