"""Parcels on a stick: what lies in the folder that the server was given, reading it, writing one.

The browser never gets a parcel: the site itself reads and writes the folder. What was read is told
on the page that comes back, and nothing of it is kept for later.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import Recorded
from muster.doors.web.request import Request
from muster.ground.people.ids import spell
from muster.ground.problem import Problem
from muster.site.exchange import letterboxes, sticks
from muster.site.rights import Right


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
