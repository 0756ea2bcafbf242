"""Family pages of one party: give one, show its code this once, take one back.

The answer that shows a code is not kept: a reload asks anew, and the record cannot make the code.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web import family_words, pictures
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import NONE, Recorded
from muster.doors.web.request import Request
from muster.doors.web.words import REACHED, VALUES
from muster.ground.people.ids import PartyId, read, spell
from muster.ground.people.kin import Relation
from muster.ground.problem import Problem
from muster.journey.passes.checked import grouped
from muster.journey.passes.pages import LONGEST as MOST_DAYS
from muster.journey.plan.facts import Channel
from muster.site.passes import families
from muster.site.passes.families import Given
from muster.site.rights import Right

LONGEST = 200
OWN = "own"


class Giving(forms.Form):
    """Whose page it is, how long it is answered, and in which language its card is."""

    whose = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            (OWN, _("the party itself")),
            *((one.value, _(VALUES[one.value])) for one in families.RELATIVES),
        ],
    )
    agreed = forms.ChoiceField(
        label=_("How the party was asked, for a relative"),
        help_text=_("A relative sees when all are safe, and nothing before."),
        required=False,
        choices=[("", NONE), *((one.value, _(REACHED[one.value])) for one in Channel)],
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[*family_words.LANGUAGES.items()], widget=Recorded
    )
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=families.DAYS
    )


class TakingBack(forms.Form):
    """Which page says wait from now on, and why."""

    mark = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        error_messages={"required": _("Say why: it goes on record.")},
    )


@right(Right.FAMILY, "GET", "HEAD", "POST")
def pages(request: Request, identity: str) -> HttpResponse:
    """Show the pages of a party; give one, or take one back."""
    party = PartyId(read(identity))
    giving = Giving(request.POST if "whose" in request.POST else None, initial={"language": "en"})
    taking = TakingBack(request.POST if "mark" in request.POST else None)
    form, code, given = (taking if taking.is_bound else giving), 200, None
    if form.is_bound and form.is_valid():
        try:
            if taking.is_bound:
                _take_back(request, party, taking)
                return HttpResponseRedirect(reverse("family-pages", args=[identity]))
            given = _given(request, party, giving)
        except Problem as problem:
            form.add_error(None, " ".join(said(problem)))
            code = status(problem)
    elif form.is_bound:
        code = 422
    context = {
        "party": party,
        "giving": giving,
        "taking": taking,
        "rows": families.listed(request.door.site, request.operator, party),
        **(_card(request, given, giving.cleaned_data["language"]) if given else {}),
    }
    return render(request, "family-pages.html", context, status=code)


def _given(request: Request, party: PartyId, form: Giving) -> Given:
    site, by, fields = request.door.site, request.operator, form.cleaned_data
    if fields["whose"] == OWN:
        return families.give(site, by, party, days=fields["days"])
    agreed = Channel(fields["agreed"]) if fields["agreed"] else None
    relation = Relation(fields["whose"])
    return families.give_relative(site, by, party, relation, agreed, days=fields["days"])


def _take_back(request: Request, party: PartyId, form: TakingBack) -> None:
    fields = form.cleaned_data
    site, by = request.door.site, request.operator
    try:
        mark = bytes.fromhex(fields["mark"])
    except ValueError:
        mark = b""
    families.take_back(site, by, party, reason=fields["reason"], mark=mark)


def _card(request: Request, given: Given, language: str) -> dict[str, object]:
    address = request.door.ways.family
    link = families.link(address, given.code, language) if address else ""
    return {
        "groups": grouped(given.code),
        "address": address,
        "link": link,
        "picture": pictures.code(link.upper()) if link else None,
        "until": given.until,
        "number": spell(given.mark[:16])[:8],
    }
