"""Contradictions: two scans of one person, or of one pass, the evidence, and which of them stands.

Nobody is removed by it and nothing is deleted. Records that two people judged differently are
settled on the page of pairs; this one says how many there are.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PassId, PersonId, read
from muster.ground.problem import Problem
from muster.journey.gate.problems import UseUnknown
from muster.site.gate import used_twice
from muster.site.lift import contradictions
from muster.site.registry import reviewing
from muster.site.rights import Operator, Right
from muster.site.site import Site

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


class Choosing(forms.Form):
    """Which use of a pass was the right one, and why."""

    ticket = forms.CharField(max_length=64, widget=forms.HiddenInput)
    stands = forms.CharField(
        max_length=64, error_messages={"required": _("Say which use was the right one.")}
    )
    reason = forms.CharField(
        max_length=LONGEST, error_messages={"required": _("Say why: it goes on record.")}
    )


@right(Right.COMMAND, "GET", "HEAD", "POST")
def conflicts(request: Request) -> HttpResponse:
    """Show the cards; put on record which scan stands."""
    site, by = request.door.site, request.operator
    posted = request.POST or None
    form: forms.Form = (Choosing if posted and "ticket" in posted else Resolving)(posted)
    code = 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                _resolved(site, by, form)
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
        "passes": used_twice.used_twice(site, by),
        "contested": _contested(site, by),
        "may_see": by.may(Right.SEE_PERSON),
    }
    return render(request, "conflicts.html", context, status=code)


def _resolved(site: Site, by: Operator, form: forms.Form) -> None:
    fields = form.cleaned_data
    if isinstance(form, Choosing):
        ticket, stands = PassId(read_pass(fields["ticket"])), read_pass(fields["stands"])
        used_twice.resolve(site, by, ticket, stands, fields["reason"])
    else:
        person, stays = PersonId(read(fields["person"])), LiftId(read(fields["stays"]))
        contradictions.resolve(site, by, person, stays, fields["reason"])


def read_pass(text: str) -> bytes:
    """Return the bytes that the page wrote in hex; raise ``UseUnknown``."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise UseUnknown from None


def _contested(site: Site, by: Operator) -> int:
    """Return how many pairs of records two people judged differently; none for who may not see."""
    if not by.may(Right.SEE_PERSON):
        return 0
    return sum(one.contested for one in reviewing.queue(site, by).waiting)
