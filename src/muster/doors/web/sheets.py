"""Station sheets: printed from a lift or a place, and taken over from photographs of them.

A photograph is opened in the browser, and never reaches us: what comes is the text of each row's
code and how dark its boxes are. What each row says is shown first; nothing is taken by itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web import modules
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.headers import wasm
from muster.doors.web.reader import READER
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PlaceId, PrintId, read, spell
from muster.ground.problem import Problem
from muster.journey.arrival.sheets import Reading
from muster.site.arrival import sheets
from muster.site.arrival.sheets import Printed, RowTaken
from muster.site.rights import Right

HOLDERS = {"boarding": "ramp", "arrival": "receiving", "muster": "receiving"}
MOST = 600
Args = ParamSpec("Args")


class Taking(forms.Form):
    """What was read, or what is to be taken, in the page's own words."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=60_000)


class Place(forms.Form):
    """The place whose muster is held."""

    place = forms.ChoiceField(label=_("Place"))


def posted(view: Callable[Args, HttpResponse]) -> Callable[Args, HttpResponse]:
    """Let ``view`` act when it is posted to, and only then; whoever may not is refused before."""

    @wraps(view)
    def answered(*args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
        if cast("Request", args[0]).method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(*args, **kwargs)

    return answered


@right(Right.SEE_LIFT)
def overview(request: Request) -> HttpResponse:
    """Show how sheets work, and the field for photographs of them."""
    return cast("HttpResponse", wasm(_overview)(request))


def _overview(request: HttpRequest) -> HttpResponse:
    ours = cast("Request", request)
    context = {
        "paper": sheets.MEASURES,
        "page": reverse("scan-module", args=[modules.build(), "paper/page.js"]),
        "form": _choice(ours),
        "taken": ours.GET.get("taken", ""),
        "may_muster": ours.operator.may(Right.RECEIVE),
    }
    return render(ours, "sheets.html", context)


def _choice(request: Request) -> Place:
    form = Place(request.POST or None)
    found = sheets.places(request.door.site, request.operator)
    field = cast("forms.ChoiceField", form.fields["place"])
    field.choices = [(spell(one), name) for one, name in found]
    return form


class _Row(msgspec.Struct, frozen=True):
    """One row as the page read it: the text of its code, and how dark each box is."""

    text: str
    dark: tuple[float | None, ...]


@right(Right.SEE_LIFT, "GET", "HEAD", "POST")
@posted
def read_rows(request: Request) -> HttpResponse:
    """Show what rows say, and which of them can be taken."""
    try:
        rows = msgspec.json.decode(request.POST.get("rows", ""), type=tuple[_Row, ...])
    except (msgspec.DecodeError, ValueError, RecursionError):
        return HttpResponse(status=422)
    seen = [one for row in rows[:MOST] if (one := sheets.seen(row.text, row.dark)) is not None]
    try:
        found = sheets.read_rows(request.door.site, request.operator, seen)
    except Problem as problem:
        return render(request, "errors.html", {"errors": said(problem)}, status=status(problem))
    marked = found.of(Reading.MARKED)
    context = {
        "found": found,
        "marked": marked,
        "asked": [one for one in found.rows if one.reading.value in ("unclear", "differs")],
        "empty": len(found.of(Reading.EMPTY)),
        "here": len(found.of(Reading.TAKEN)),
        "form": Taking(initial={"rows": _spelled(marked)}),
    }
    return render(request, "sheets-found.html", context)


def _spelled(rows: tuple[RowTaken, ...]) -> str:
    """Return marks as the form carries them to and fro: ``sheet.row.box`` each."""
    return " ".join(f"{spell(one.sheet)}.{one.row}.{one.box}" for one in rows)


@right(Right.SEE_LIFT, "GET", "HEAD", "POST")
@posted
def take(request: Request) -> HttpResponse:
    """Put the marks of a form on record."""
    try:
        marks = [_mark(one) for one in request.POST.get("rows", "").split()]
        taken = sheets.take_sheets(request.door.site, request.operator, marks[:MOST])
    except ValueError:
        return HttpResponse(status=422)
    return HttpResponseRedirect(f"{reverse('sheets')}?taken={taken}")


def _mark(text: str) -> tuple[PrintId, int, int]:
    sheet, row, box = text.split(".")
    return PrintId(read(sheet)), int(row), int(box)


@right(Right.BOARD, "GET", "HEAD", "POST")
@posted
def boarding(request: Request, identity: str) -> HttpResponse:
    """Print the boarding sheet of a lift."""
    lift = LiftId(read(identity))
    site, by = request.door.site, request.operator
    made = sheets.print_boarding(site, by, lift, holder=HOLDERS["boarding"], voice=READER)
    return _given(made, "boarding")


@right(Right.RECEIVE, "GET", "HEAD", "POST")
@posted
def arrival(request: Request, identity: str) -> HttpResponse:
    """Print the arrival sheet of a lift, at where it goes."""
    lift = LiftId(read(identity))
    site, by = request.door.site, request.operator
    made = sheets.print_arrival(site, by, lift, None, holder=HOLDERS["arrival"], voice=READER)
    return _given(made, "arrival")


@right(Right.RECEIVE, "GET", "HEAD", "POST")
@posted
def muster(request: Request) -> HttpResponse:
    """Print the sheet of who is at a place."""
    place = PlaceId(read(request.POST.get("place", "")))
    site, by = request.door.site, request.operator
    made = sheets.print_muster(site, by, place, holder=HOLDERS["muster"], voice=READER)
    return _given(made, "muster")


def _given(made: Printed, station: str) -> HttpResponse:
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{station}-sheet.pdf"'
    return answer
