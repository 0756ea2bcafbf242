"""One real site for all tests of the web door; a test that changes it makes its own."""

from collections.abc import Iterator

import pytest

from tests.web import operation as made
from tests.web.operation import Operation


@pytest.fixture(scope="session")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    one = made.make(tmp_path_factory.mktemp("site") / "elmo")
    yield one
    one.site.close()
