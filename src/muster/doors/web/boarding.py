"""The boarding door: who is aboard of who is planned, the head count beside it, and that it left.

Scans and head count stand apart: a difference is shown before the lift leaves, goes on record with
it, and never holds it up. Who is scanned and was not planned is aboard all the same.
"""

from collections.abc import Callable

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import text
from muster.doors.web.lifts import PEOPLE_AT_ONCE, rows_of
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PersonId, read
from muster.ground.problem import Problem
from muster.site.lift import bands, ramp
from muster.site.registry import stories
from muster.site.registry.stories import LiftPage
from muster.site.rights import Operator, Right
from muster.site.site import Site

MOST = 10_000


class Band(forms.Form):
    """Whose wristband was read or typed; a keyboard scanner ends it with Enter."""

    band = forms.CharField(
        label=_("Wristband"),
        help_text=_("Scan or type it; or the whole id of a person."),
        max_length=64,
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Scan or type a wristband.")},
    )


class Counted(forms.Form):
    """What the clicker says."""

    souls = forms.IntegerField(
        label=_("Souls by head count"),
        help_text=_("Infants too, without the crew."),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Give the number on the clicker.")},
    )
    crew = forms.IntegerField(label=_("Crew, apart"), min_value=0, max_value=MOST, required=False)


class Bumping(forms.Form):
    """Why somebody is taken off again."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."), note=_("Without names."))


class Leaving(forms.Form):
    """That the lift has left: nothing has to be said."""


Act = Callable[[Site, Operator, LiftId, forms.Form, list[PersonId]], object]


def _scan(site: Site, by: Operator, lift: LiftId, form: forms.Form, _: list[PersonId]) -> None:
    ramp.board(site, by, lift, [bands.bearer(site, by, form.cleaned_data["band"])])


def _board(site: Site, by: Operator, lift: LiftId, _: forms.Form, people: list[PersonId]) -> None:
    ramp.board(site, by, lift, people)


def _bump(site: Site, by: Operator, lift: LiftId, form: forms.Form, people: list[PersonId]) -> None:
    ramp.bump(site, by, lift, people, form.cleaned_data["reason"])


def _count(site: Site, by: Operator, lift: LiftId, form: forms.Form, _: list[PersonId]) -> None:
    ramp.count(site, by, lift, form.cleaned_data["souls"], form.cleaned_data["crew"] or 0)


def _leave(site: Site, by: Operator, lift: LiftId, _: forms.Form, __: list[PersonId]) -> None:
    ramp.depart(site, by, lift)


_ACTS: dict[str, tuple[type[forms.Form], Act]] = {
    "scan": (Band, _scan),
    "board": (Leaving, _board),
    "bump": (Bumping, _bump),
    "count": (Counted, _count),
    "leave": (Leaving, _leave),
}


@right(Right.BOARD, "GET", "HEAD", "POST")
def boarding(request: Request, identity: str) -> HttpResponse:
    """Show how far boarding is; put a scan, a head count or the departure on record."""
    lift, code = LiftId(read(identity)), 200
    forms_of = {name: form() for name, (form, _) in _ACTS.items()}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in _ACTS:
            return HttpResponse(status=400)
        kind, act = _ACTS[name]
        form, code = kind(request.POST), 422
        people = [PersonId(read(one)) for one in request.POST.getlist("people")]
        if form.is_valid():
            try:
                act(request.door.site, request.operator, lift, form, people)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                way = "lift" if name == "leave" else "boarding"
                return HttpResponseRedirect(reverse(way, args=[identity]))
        forms_of[name] = form
    found = stories.lift(request.door.site, request.operator, lift)
    context = {"lift": found, "forms": forms_of, **_shown(request, found)}
    return render(request, "boarding.html", context, status=code)


def _shown(request: Request, found: LiftPage) -> dict[str, object]:
    rows = sorted(rows_of(found), key=lambda one: one.boarded)
    planned = len(found.planned) if found.lift.planned is None else found.lift.planned
    aboard, places = len(found.boarded), found.lift.seats + found.lift.floor
    counted = found.lift.counted
    return {
        "page": Paginator(rows, PEOPLE_AT_ONCE).get_page(request.GET.get("page")),
        "open": found.lift.departed is None and found.lift.cancelled is None,
        "planned": planned,
        "aboard": aboard,
        "room": places - aboard,
        "apart": 0 if counted is None else counted - aboard,
        "absent": sum(one.planned and not one.boarded for one in rows),
    }
