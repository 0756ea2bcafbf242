"""Parcels: given to the browser as files and taken from it, or in the folder the server was given.

A parcel is sealed to one site and says nothing to a browser. One that is taken is read as it comes:
no file of it is made here. What was read is told on the page, and nothing of it is kept for later.
"""

from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import Recorded
from muster.doors.web.incoming import streamed
from muster.doors.web.request import Request
from muster.ground.people.ids import spell
from muster.ground.problem import Problem
from muster.site.exchange import letterboxes, sticks
from muster.site.rights import Right

PARCEL = "application/octet-stream"
LARGEST_GIVEN = 128 * 1024 * 1024
"""Bytes of a parcel that is given to a browser: it lies in memory whole."""
LARGEST_TAKEN = 1024 * 1024 * 1024
"""Bytes of a parcel that is taken from one: it never does."""


class Writing(forms.Form):
    """Which site a parcel is for."""

    to = forms.ChoiceField(
        label=_("Site"), widget=Recorded, error_messages={"required": _("Choose a site.")}
    )


@right(Right.LINK, "GET", "HEAD", "POST")
def parcels(request: Request) -> HttpResponse:
    """Show what lies in the folder; write a parcel for a site into it."""
    site, by, folder = request.door.site, request.operator, request.door.parcels
    form, code, written = _form(request), 200, None
    if form.is_bound and folder is not None:
        code = 422
        if form.is_valid():
            try:
                to = letterboxes.find(site, by, form.cleaned_data["to"])
                written, code = sticks.write(site, by, to, folder), 200
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
    return _page(request, form, code, written=written)


@right(Right.LINK, "GET", "HEAD", "POST")
def read(request: Request) -> HttpResponse:
    """Take every parcel in the folder that is for this site, and leave answers there."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("parcels"))
    folder = request.door.parcels
    form = _form(request, bound=False)
    if folder is None:
        return _page(request, form, 409)
    try:
        done = sticks.read(request.door.site, request.operator, folder)
    except Problem as problem:
        return _page(request, form, status(problem), wrong=said(problem))
    ours = [one for one in done.parcels if one.ours]
    outcomes = [(one, said(one.problem) if one.problem else ()) for one in ours]
    return _page(request, form, 200, done=done, outcomes=outcomes)


@right(Right.LINK, "GET", "HEAD", "POST")
def give(request: Request) -> HttpResponse:
    """Give a parcel for a site as a file with a random name."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("parcels"))
    site, by, form = request.door.site, request.operator, _form(request)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        to = letterboxes.find(site, by, form.cleaned_data["to"])
        name, raw, _ = sticks.given(site, by, to, LARGEST_GIVEN)
    except Problem as problem:
        form.add_error(None, " ".join(said(problem)))
        return _page(request, form, status(problem))
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@streamed
@right(Right.LINK, "GET", "HEAD", "POST")
def take(request: Request) -> HttpResponse:
    """Take the parcel that is the body; answer with the part of the page that says what came."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.content_type != PARCEL:
        return HttpResponse(status=415)
    one = sticks.taken(request.door.site, request.operator, Limited(request, LARGEST_TAKEN))
    problem = said(one.problem) if one.problem else ()
    code = 422 if one.problem else 200  # it lies in what was sent, whatever it is
    return render(request, "parcel-taken.html", {"one": one, "problem": problem}, status=code)


class Limited:
    """The body of a request, to be read up to a limit and no further."""

    def __init__(self, request: Request, most: int) -> None:
        self._request = request
        self._left = most

    def read(self, count: int, /) -> bytes:
        """Return ``count`` bytes; fewer at the end, nothing beyond the limit."""
        found: bytes = self._request.read(min(count, self._left))
        self._left -= len(found)
        return found


def _form(request: Request, *, bound: bool = True) -> Writing:
    form = Writing(request.POST if bound and request.method == "POST" else None)
    field = form.fields["to"]
    if isinstance(field, forms.ChoiceField):
        known = letterboxes.known(request.door.site, request.operator)
        field.choices = [(spell(one.site), one.name) for one in known]
    return form


def _page(request: Request, form: Writing, code: int, **told: object) -> HttpResponse:
    folder, lying = request.door.parcels, []
    if folder is not None:
        try:
            lying = sticks.listed(request.door.site, request.operator, folder)
        except Problem as problem:
            told.setdefault("wrong", said(problem))
    page = {"form": form, "folder": folder is not None, "lying": lying, **told}
    return render(request, "parcels.html", page, status=code)
