"""The board: the whole operation at a glance, asked anew every two seconds, naming nobody.

A poll says which state it has seen; where nothing was committed since, the answer is 204 and the
page stays as it is. The report is computed once for each state, whoever asks.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from muster.doors.web import panel
from muster.doors.web.admission import right
from muster.doors.web.open_tasks import open_tasks
from muster.doors.web.reader import READER
from muster.doors.web.request import Request
from muster.ground.people.ids import PlaceId
from muster.site.access import looks
from muster.site.access.looks import Onlooker
from muster.site.figures import reporting
from muster.site.gate import tablets
from muster.site.gate.tablets import Silent
from muster.site.rights import Right


@right(Right.FIGURES)
def board(request: Request) -> HttpResponse:
    """Show the board."""
    return _board(request, "board.html")


@right(Right.FIGURES, quiet=True)
def board_live(request: Request) -> HttpResponse:
    """Answer a poll: the board's moving part, or nothing where nothing is new."""
    cut_off = tablets.silent(request.door.site, request.operator)
    if request.GET.get("seen") == _token(request.door.reports.token(), cut_off, _to_ask(request)):
        return HttpResponse(status=204)
    return _board(request, "board-live.html")


def _board(request: Request, template: str) -> HttpResponse:
    told, report = request.door.reports.latest(request.operator)
    cut_off = tablets.silent(request.door.site, request.operator)
    asking = _to_ask(request)
    token = _token(told, cut_off, asking)
    context = panel.arrange(report, request.door.labels(), cut_off)
    chart = mark_safe(reporting.pictures(report, READER).daily)  # noqa: S308 - drawn and escaped by us
    tasks = [*open_tasks(report, request.operator)]
    more = {"token": token, "chart": chart, "asking": asking, "tasks": tasks}
    return render(request, template, {**context, **more})


def _to_ask(request: Request) -> list[Onlooker]:
    """Return who looked up hundreds of people, where whoever opened the board may know it."""
    may = request.operator.may(Right.WATCH)
    return looks.alarms(request.door.site, request.operator) if may else []


def _token(report: str, cut_off: dict[PlaceId, Silent], asking: list[Onlooker]) -> str:
    """Return what changes with the record, and when a tablet falls silent or is heard again."""
    people = sum(alarm.people for one in asking for alarm in one.unanswered)
    return f"{report}-{sum(one.tablets for one in cut_off.values())}-{people}"
