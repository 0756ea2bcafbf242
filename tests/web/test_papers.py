"""The report to take along: paper and a table, for whoever may see figures, and on record."""

from muster.site.figures import corrections
from muster.site.registry import desk
from tests.web.conftest import As
from tests.web.operation import Operation


def test_the_report_comes_as_paper_and_as_a_table(operation: Operation, role: As) -> None:
    page = role("head").get("/report")
    assert "/report/pdf" in page.text
    paper = role("head").get("/report/pdf")
    assert paper.status == 200
    assert paper.body.startswith(b"%PDF-")
    assert 'filename="situation-report.pdf"' in paper.headers["content-disposition"]
    table = role("head").get("/report/csv")
    assert b"#indicator+code" in table.body
    assert b"Testani" not in table.body
    assert corrections.last(operation.site, operation.site.lead).form == "csv"


def test_the_page_says_what_changed_since_paper_was_given(operation: Operation, role: As) -> None:
    role("head").get("/report/pdf")
    assert "nothing of it is other now" in role("head").get("/report").text
    desk.withdraw(operation.site, operation.site.lead, operation.people[:1], "own wish")
    assert "What changed since the last report" in role("head").get("/report").text


def test_whoever_may_not_see_figures_gets_no_paper(role: As) -> None:
    for way in ("/report/pdf", "/report/csv"):
        assert role("registrar").get(way).status == 403
