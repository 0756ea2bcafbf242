"""The situation report as a page: the same figures as on paper and for machines."""

from django.http import HttpResponse
from django.shortcuts import render

from muster.doors.web import panel
from muster.doors.web.admission import right
from muster.doors.web.request import Request
from muster.site.rights import Right


@right(Right.FIGURES)
def situation(request: Request) -> HttpResponse:
    """Show the situation report as of now."""
    _, report = request.door.reports.latest(request.operator)
    return render(request, "report.html", panel.arrange(report, request.door.labels()))
