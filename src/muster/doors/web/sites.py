"""The other sites: when each was heard, who lacks how much, whose clock is off; where they listen.

What is wrong with the record itself stands first: entries that lie on this disk alone, logs with
two branches, what waits for a person's word.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import Recorded, text
from muster.doors.web.request import Request
from muster.ground.people.ids import SiteId, read, spell
from muster.ground.problem import Problem
from muster.site.exchange import linking
from muster.site.exchange.neighbours import Neighbourhood, around, spoken
from muster.site.rights import Right


class Link(forms.Form):
    """Where another site listens."""

    site = forms.ChoiceField(
        label=_("Site"), widget=Recorded, error_messages={"required": _("Choose a site.")}
    )
    address = text(
        _("Address"),
        wrong=_("Give an address such as 10.0.0.7."),
        note=_("It stays on this machine and goes on no record."),
    )


@right(Right.LINK, "GET", "HEAD", "POST")
def sites(request: Request) -> HttpResponse:
    """Show the other sites; keep where one of them listens."""
    site, by = request.door.site, request.operator
    found = around(site, by)
    form, code = _form(request, found), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            try:
                address = linking.read_address(fields["address"])
                linking.add(site, by, SiteId(read(fields["site"])), address)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("sites"))
    context = {
        "form": form,
        "found": found,
        "may_keep": by.may(Right.UPKEEP),
        "may_admit": found.founder and by.may(Right.ENROL),
        "may_see": by.may(Right.CLOSE),
        "may_say": by.may(Right.ENROL),
    }
    return render(request, "sites.html", context, status=code)


@right(Right.LINK)
def letters(request: Request) -> HttpResponse:
    """Show what to read to each other site, to know by voice whether both hold the same."""
    found = spoken(request.door.site, request.operator)
    return render(request, "sites-letters.html", {"found": found})


def _form(request: Request, found: Neighbourhood) -> Link:
    form = Link(request.POST or None)
    choices = [(spell(one.site), one.name) for one in found.sites]
    field = form.fields["site"]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
    return form
