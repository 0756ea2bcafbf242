"""A site that fell: two people say so; whose keys it could open, whoever is moved first on top.

The list shows a part at a time. Names, documents, places and hours are for whoever may open a
person's record; opening the list goes on record, whoever opens it.
"""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import text
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.ground.people.ids import SiteId, read
from muster.ground.problem import Problem
from muster.site.exchange.neighbours import Neighbour, around
from muster.site.problems import NothingKnown
from muster.site.rights import Right
from muster.site.secrecy import fallen
from muster.site.secrecy.exposed import exposed as exposed_people

AT_ONCE = 100


class Falling(SecondForm):
    """That a site is in other hands: what happened, and the second person."""

    reason = text(
        _("What happened"),
        wrong=_("Say what happened."),
        note=_("It goes on record at every site."),
    )
    nothing = forms.BooleanField(
        label=_("Let nothing of it count, not even what is held here"), required=False
    )


@right(Right.CLOSE)
def exposed(request: Request, identity: str) -> HttpResponse:
    """Show whose keys a site could open, and what could be read of each."""
    site, by, wanted = request.door.site, request.operator, SiteId(read(identity))
    begin = _begin(request)
    past = request.GET.get("list") == "past"
    found = exposed_people(site, by, wanted, begin, AT_ONCE, past=past)
    context = {
        "found": found,
        "past": past,
        "identity": identity,
        "page": Paginator(range(found.total), AT_ONCE).get_page(begin // AT_ONCE + 1),
        "labels": request.door.labels(),
    }
    return render(request, "site-exposed.html", context)


def _begin(request: Request) -> int:
    """Return how many people come before the part that was asked for."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) <= len("1000000") else 1
    return max(0, number - 1) * AT_ONCE


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def fall(request: Request, identity: str) -> HttpResponse:
    """Show what follows when a site is said to have fallen; when two people say so, do it."""
    site, by, wanted = request.door.site, request.operator, SiteId(read(identity))
    row = _row(request, wanted)
    form, code = Falling(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            try:
                second = form.signing(request)
                fallen.fall(site, by, second, wanted, fields["reason"], nothing=fields["nothing"])
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("site-exposed", args=[identity]))
    return render(request, "site-fallen.html", {"row": row, "form": form}, status=code)


def _row(request: Request, wanted: SiteId) -> Neighbour:
    found = around(request.door.site, request.operator).sites
    row = next((one for one in found if one.site == wanted), None)
    if row is None:
        raise NothingKnown
    return row
