"""Who is in the ready area without a seat, and a lift's manifest by hand: seats for whole parties.

The plan says whom it puts on which lift; who is on the manifest is said here, of whole parties that
are inside. Nobody is parted from their party, and parties are the first letters of their ids.
"""

from collections.abc import Callable

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.plan_lift import PARTIES_AT_ONCE
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PartyId, read
from muster.site.lift import ramp
from muster.site.plan import seating as area
from muster.site.registry import stories
from muster.site.rights import Operator, Right
from muster.site.site import Site

Act = Callable[[Site, Operator, LiftId, list[PartyId]], int]
_ACTS: dict[str, Act] = {
    "seat": area.seat,
    "freeze": lambda site, by, lift, _parties: ramp.freeze(site, by, lift),
}


class Pressed(forms.Form):
    """Nothing has to be said but which parties are marked."""


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def seating(request: Request, identity: str) -> HttpResponse:
    """Show the ready area beside a lift; put parties on its manifest, or freeze that."""
    site, by, lift, code = request.door.site, request.operator, LiftId(read(identity)), 200
    form = Pressed()
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in _ACTS:
            return HttpResponse(status=400)
        form = Pressed(request.POST)
        parties = [PartyId(read(one)) for one in request.POST.getlist("parties")]
        if name == "seat" and not parties:
            form.add_error(None, _("Mark at least one party."))
        asked = done(form, lambda: _ACTS[name](site, by, lift, parties))
        if asked is None:
            return HttpResponseRedirect(reverse("seating", args=[identity]))
        code = asked
    found, waiting = stories.lift(site, by, lift), area.ready(site, by, lift)
    context = {
        "lift": found,
        "form": form,
        "open": found.lift.departed is None and found.lift.cancelled is None,
        "room": found.lift.seats + found.lift.floor - len(found.planned),
        "waiting": sum(len(one.people) for one in waiting),
        "page": Paginator(waiting, PARTIES_AT_ONCE).get_page(request.GET.get("page")),
    }
    return render(request, "seating.html", context, status=code)
