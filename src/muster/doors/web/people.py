"""Finding a person, and the pages of a person and of a party. No name is ever in an address.

What is looked for goes by POST into the session, in memory, and the answer is a page of its own: so
that going back from a person leads to the list again and not to a question of the browser.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web import telling
from muster.doors.web.admission import right
from muster.doors.web.request import Request
from muster.ground.people.ids import PartyId, PersonId, read
from muster.site.registry import search, stories
from muster.site.rights import Right

LOOKED_FOR = "looked for"
LONGEST = 200


class Search(forms.Form):
    """What is looked for: words of a name, in any script and spelling, or what people carry."""

    words = forms.CharField(
        label=_("Name in any script and spelling, or a document, phone, pass or wristband"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


@right(Right.FIND, "GET", "HEAD", "POST")
def people(request: Request) -> HttpResponse:
    """Keep what is looked for, or show who was found."""
    if request.method == "POST":
        form = Search(request.POST)
        request.session[LOOKED_FOR] = form.cleaned_data["words"] if form.is_valid() else ""
        return HttpResponseRedirect(reverse("people"))
    words = request.session.get(LOOKED_FOR, "").strip()
    found = []
    if words:
        with request.door.searching:
            found = search.find(request.door.site, request.operator, words)
    context = {
        "form": Search({"words": words}),
        "asked": bool(words),
        "found": found,
        "most": search.MOST,
        "labels": request.door.labels(),
        "may_judge": request.operator.may(Right.CLAIM),
    }
    return render(request, "people.html", context)


@right(Right.SEE_PERSON)
def person(request: Request, identity: str) -> HttpResponse:
    """Show everything this site knows of one person, with the story behind it."""
    page = stories.person(request.door.site, request.operator, PersonId(read(identity)))
    labels = request.door.labels()
    context = {
        "page": page,
        "name": search.shown_name(page.record, page.guest),
        "known": list(telling.known(page, labels)),
        "story": telling.tell(page, labels),
    }
    return render(request, "person.html", context)


@right(Right.SEE_PERSON)
def party(request: Request, identity: str) -> HttpResponse:
    """Show who moves together."""
    page = stories.party(request.door.site, request.operator, PartyId(read(identity)))
    may_give = request.operator.may(Right.FAMILY)
    context = {"page": page, "labels": request.door.labels(), "may_give": may_give}
    return render(request, "party.html", context)
