"""The help page: what the words and numbers mean, and whom to ask."""

from django.http import HttpResponse
from django.shortcuts import render

from muster.doors.web.admission import right
from muster.doors.web.request import Request


@right(None, plain=True)
def guide(request: Request) -> HttpResponse:
    """Show help; it is the same for everybody."""
    return render(request, "guide.html")
