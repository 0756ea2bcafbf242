"""The count that shares no code gives the same figures, on whatever facts there are."""

from hypothesis import given
from hypothesis import strategies as st

from tests.figures.operation import Operation
from tests.laws.test_books import histories, journeys
from tests.recount.told import recounted


@given(st.one_of(histories(), journeys().map(lambda model: model.operation)))
def test_every_figure_and_reason_is_counted_alike(operation: Operation) -> None:
    verdict = recounted(operation)
    assert not verdict.unknown
    assert not verdict.more
    assert verdict.equal, verdict
    assert verdict.compared > 25
