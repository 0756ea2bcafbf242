"""T22: a refusal on a screen is told to whoever watches over it, and it is the same refusal."""

from muster.site import operators
from muster.site.access.refusals import refused
from muster.site.rights import Right
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.visitor import Visitor


def test_a_page_that_was_refused_stands_on_the_page_who_looked(
    operation: Operation, stranger: Visitor, role: As
) -> None:
    name = "Guard who is curious"
    identity = operators.enrol(operation.site, operation.site.lead, name, ("gate",), PIN)
    stranger.sign_in(name)
    assert [stranger.get("/operators").status for _ in range(3)] == [403, 403, 403]
    rows = [row for row in refused(operation.site, operation.site.lead) if row.id == identity]
    assert [(row.right, row.times) for row in rows] == [(Right.ENROL.value, 1)]
    page = role("auditor").get("/looks").text
    assert name in page
    assert "enrol operators" in page


def test_a_second_person_who_may_not_is_told_as_well(operation: Operation, role: As) -> None:
    name = "Planner beside somebody"
    identity = operators.enrol(operation.site, operation.site.lead, name, ("planner",), PIN)
    fields: dict[str, str | list[str]] = {"roles": ["lead"], "second": name, "second_pin": PIN}
    assert role("lead").post("/operators/asked", fields).status == 403
    assert identity in {row.id for row in refused(operation.site, operation.site.lead)}
