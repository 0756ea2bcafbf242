"""A departed lift whose counts differ: how many were aboard, settled with a reason and a witness.

Scans, head count and arrivals stay on record as they are. What is said here is a number beside
them, which the figures take from then on (R6).
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.disposing import text
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, read
from muster.journey.lift.rules import MOST_SOULS
from muster.site.lift import ramp
from muster.site.registry import stories
from muster.site.rights import Right


class Settling(forms.Form):
    """How many were aboard, how that is known, and who stood beside."""

    souls = forms.IntegerField(
        label=_("Souls aboard"),
        help_text=_("Infants too, without the crew."),
        min_value=0,
        max_value=MOST_SOULS,
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )
    reason = text(
        _("How it is known"), wrong=_("Say why: it goes on record."), note=_("Without names.")
    )
    witness = text(
        _("Witness"),
        wrong=_("Name who stood beside."),
        note=_("Somebody else than you who saw it."),
    )


@right(Right.BOARD, "GET", "HEAD", "POST")
def settling(request: Request, identity: str) -> HttpResponse:
    """Show the counts of a lift side by side; settle how many were aboard."""
    site, by, lift = request.door.site, request.operator, LiftId(read(identity))
    form = Settling(request.POST or None)
    said = form.cleaned_data if form.is_valid() else {}
    code = done(form, lambda: ramp.settle(site, by, lift, **said))
    if code is None:
        return HttpResponseRedirect(reverse("lift", args=[identity]))
    context = {"lift": stories.lift(site, by, lift), "form": form}
    return render(request, "settling.html", context, status=code)
