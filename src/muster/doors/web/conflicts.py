"""Contradictions: two scans of one person, the evidence on both sides, and which of them stands.

Nobody is removed by it and nothing is deleted. Passes used twice and records that may be of one
person have pages of their own; this one says how many there are.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PersonId, read
from muster.ground.problem import Problem
from muster.site.lift import contradictions
from muster.site.passes import cards
from muster.site.rights import Right

LONGEST = 200


class Resolving(forms.Form):
    """Which scan stands, and why."""

    person = forms.CharField(max_length=64, widget=forms.HiddenInput)
    stays = forms.CharField(
        max_length=64, error_messages={"required": _("Say which of the two stands.")}
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        error_messages={"required": _("Say why: it goes on record.")},
    )


@right(Right.COMMAND, "GET", "HEAD", "POST")
def conflicts(request: Request) -> HttpResponse:
    """Show the cards; put on record which scan stands."""
    site, by = request.door.site, request.operator
    form, code = Resolving(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            try:
                person, stays = PersonId(read(fields["person"])), LiftId(read(fields["stays"]))
                contradictions.resolve(site, by, person, stays, fields["reason"])
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("conflicts"))
    found = contradictions.contradictions(site, by)
    context = {
        "form": form,
        "open": [one for one in found.cards if one.stays is None],
        "settled": [one for one in found.cards if one.stays is not None],
        "unknown": found.unknown,
        "passes": cards.second_uses(site, by),
        "may_see": by.may(Right.SEE_PERSON),
    }
    return render(request, "conflicts.html", context, status=code)
