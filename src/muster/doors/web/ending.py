"""The head of operation's page on which it is declared that a lift was the last one out.

No clock says it, and no deadline: whoever is in command does. A lift that leaves afterwards
contradicts it, and the figures show that.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, read
from muster.site.lift import ramp
from muster.site.problems import NothingKnown
from muster.site.registry import stories
from muster.site.rights import Right


class Ending(forms.Form):
    """That no further lift goes out."""

    sure = forms.BooleanField(
        label=_("No further lift goes out"),
        error_messages={"required": _("Say so, or go back.")},
    )


@right(Right.COMMAND, "GET", "HEAD", "POST")
def last(request: Request, identity: str) -> HttpResponse:
    """Declare a departed lift the last one out; go back to it."""
    site, by, lift = request.door.site, request.operator, LiftId(read(identity))
    form = Ending(request.POST or None)
    code = done(form, lambda: ramp.last_lift(site, by, lift))
    if code is None:
        return HttpResponseRedirect(reverse("lift", args=[identity]))
    rows = stories.lifts(site, by)
    found = next((one for one in rows if one.id == lift), None)
    if found is None:
        raise NothingKnown
    context = {
        "lift": found,
        "open": sum(one.lift.departed is None and one.lift.cancelled is None for one in rows),
        "form": form,
    }
    return render(request, "ending.html", context, status=code)
