"""Finding a person, and the pages of a person and of a party. No name is ever in an address.

What is looked for goes by POST into the session, in memory, and the answer is a page of its own: so
that going back from a person leads to the list again and not to a question of the browser. What
is covered on a person's page opens field by field, by POST with a reason, and is shown once.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web import telling
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.words import MASKED, say
from muster.ground.people.access.looks import OPENED
from muster.ground.people.ids import PartyId, PersonId, read, spell
from muster.ground.problem import Problem
from muster.site.access import looks
from muster.site.problems import LooksNeedTwo
from muster.site.registry import apart, desk, masks, search, stories
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


class Uncovering(forms.Form):
    """Why somebody needs what is covered."""

    reason = forms.CharField(
        label=_("Why you need it"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say why: it goes on record.")},
    )


class Vouching(SecondForm):
    """Why somebody opens so many records, and who signs beside them."""

    reason = forms.CharField(
        label=_("Why so many records"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say why: it goes on record.")},
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
    """Show what this site knows of one person, with the story behind it; some of it covered."""
    wanted = PersonId(read(identity))
    try:
        page = masks.person(request.door.site, request.operator, wanted)
    except LooksNeedTwo:
        return HttpResponseRedirect(vouching("person", wanted))
    labels, may_claim = request.door.labels(), request.operator.may(Right.CLAIM)
    context = {
        "page": page,
        "masked": [(field, say(MASKED, field)) for field in masks.fields(page)],
        "name": search.shown_name(page.record, page.guest),
        "known": list(telling.known(page, labels)),
        "story": telling.tell(page, labels),
        "apart": list(telling.apart(page, labels)) if may_claim else [],
        "may_correct": may_claim and page.record is not None,
    }
    return render(request, "person.html", context)


@right(Right.CLAIM, "GET", "HEAD", "POST")
def settle(request: Request, identity: str) -> HttpResponse:
    """Put on record which holds: what a list says otherwise, or what was corrected."""
    wanted = PersonId(read(identity))
    if request.method == "POST":
        field, take = request.POST.get("field", ""), request.POST.get("holds") == "theirs"
        apart.settle(request.door.site, request.operator, wanted, field, take=take)
    return HttpResponseRedirect(reverse("person", args=[spell(wanted)]))


@right(Right.SEE_PERSON)
def party(request: Request, identity: str) -> HttpResponse:
    """Show who moves together."""
    wanted = PartyId(read(identity))
    try:
        page = stories.party(request.door.site, request.operator, wanted)
    except LooksNeedTwo:
        return HttpResponseRedirect(vouching("party", wanted))
    may_give = request.operator.may(Right.FAMILY)
    may_confirm = request.operator.may(Right.CLAIM) and not page.party.confirmed
    context = {
        "page": page,
        "labels": request.door.labels(),
        "may_give": may_give,
        "may_confirm": may_confirm,
        "may_claim": request.operator.may(Right.CLAIM),
    }
    return render(request, "party.html", context)


@right(Right.CLAIM, "GET", "HEAD", "POST")
def confirm(request: Request, identity: str) -> HttpResponse:
    """Put on record that each adult of a party was heard."""
    wanted = PartyId(read(identity))
    if request.method == "POST":
        desk.confirm_parties(request.door.site, request.operator, [wanted])
    return HttpResponseRedirect(reverse("party", args=[spell(wanted)]))


@right(Right.SEE_PERSON, "GET", "HEAD", "POST")
def uncover(request: Request, identity: str, field: str) -> HttpResponse:
    """Ask why one covered field is needed; then show it on this page, once."""
    wanted, form, code = PersonId(read(identity)), Uncovering(request.POST or None), 200
    values: tuple[str, ...] = ()
    if form.is_bound:
        code = 422
        if form.is_valid():
            site, reason = request.door.site, form.cleaned_data["reason"]
            try:
                values = masks.open_field(site, request.operator, wanted, field, reason)
                code = 200
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
    context = {"id": wanted, "form": form, "field": say(MASKED, field), "values": values}
    return render(request, "uncover.html", context, status=code)


def vouching(kind: str, identity: bytes) -> str:
    """Return the page on which a second person lets this one be opened."""
    return reverse("vouch", args=[kind, spell(identity)])


@sensitive_post_parameters()
@right(Right.SEE_PERSON, "GET", "HEAD", "POST")
def vouch(request: Request, kind: str, identity: str) -> HttpResponse:
    """Let a second person sign that so many records are opened; then go on to the one asked for."""
    form, code = Vouching(request.POST or None), 200
    then = reverse("party" if kind == "party" else "person", args=[spell(read(identity))])
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                second, why = form.signing(request), form.cleaned_data["reason"]
                looks.vouch(request.door.site, request.operator, second, why)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(then)
    return render(request, "vouch.html", {"form": form, "opened": OPENED}, status=code)
