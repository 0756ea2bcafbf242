"""The situation report to take along: A4 paper, and a table for programs; each is on record.

What was given is kept as a fact, so that the next report says what of it is other now.
"""

from collections.abc import Callable

from django.http import HttpResponse

from muster.doors.web.admission import right
from muster.doors.web.reader import READER
from muster.doors.web.request import Request
from muster.ground.people.saying import Voice
from muster.journey.figures.report import Report
from muster.site.figures import corrections, reporting
from muster.site.rights import Right


@right(Right.FIGURES, "GET")
def as_pdf(request: Request) -> HttpResponse:
    """Give the report as A4 paper."""
    return _given(request, "pdf", "application/pdf", reporting.as_pdf)


@right(Right.FIGURES, "GET")
def as_csv(request: Request) -> HttpResponse:
    """Give the figures as CSV with HXL tags."""
    return _given(request, "csv", "text/csv; charset=utf-8", reporting.as_csv)


def _given(
    request: Request, form: str, kind: str, written: Callable[[Report, Voice], bytes]
) -> HttpResponse:
    site, by = request.door.site, request.operator
    found = corrections.since_last(site, by, request.door.reports.latest(by)[1])
    answer = HttpResponse(written(found, READER), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="situation-report.{form}"'
    corrections.keep(site, by, found, form)
    return answer
