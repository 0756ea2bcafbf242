"""The registrar's page for whoever stands at the desk: one person after the other, party by party.

What is typed goes on record with each person, so that nothing is lost when the power is. A party
begins with its first person; whoever moves with them is added to it. Wristbands come last.
"""

from collections.abc import Iterable

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.adapters.formats.births import read_birth
from muster.adapters.formats.dates import Order
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import NONE, Recorded, text
from muster.doors.web.request import Request
from muster.doors.web.words import VALUES
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PartyId, PersonId, PlaceId, read, spell
from muster.ground.people.kin import Relation
from muster.ground.people.moment import calendar
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.ground.problem import Problem
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command
from muster.site.registry import desk, stories
from muster.site.rights import Operator, Right
from muster.site.site import Site


def _choices(codes: Iterable[str], *, none: bool = True) -> list[tuple[str, object]]:
    first: list[tuple[str, object]] = [("", NONE)] if none else []
    return first + [(code, _(VALUES[code])) for code in codes if code]


class Claiming(forms.Form):
    """Somebody who stands at the desk, as far as they say."""

    name = text(_("Name, as they say it"), wrong=_("Give a name, in any script."))
    other = text(_("Name in another script or spelling"), required=False)
    father = text(_("Father's name"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=_choices(Sex))
    birth = text(
        _("Born"), note=_("A day, a month or a year, such as 1990-05-31 or 1990."), required=False
    )
    relation = forms.ChoiceField(
        label=_("Relation to the head"), choices=_choices(Relation, none=False)
    )
    category = forms.ChoiceField(label=_("Category"), required=False, widget=Recorded)
    document = forms.ChoiceField(
        label=_("Document"), required=False, choices=_choices(DocumentType)
    )
    number = text(_("Its number"), required=False)
    state = text(_("State that issued it"), note=_("Three letters, such as AFG."), required=False)
    seen = forms.BooleanField(label=_("I have the document before me"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("What they need to travel"),
        required=False,
        choices=_choices(Need, none=False),
        widget=forms.CheckboxSelectMultiple,
    )
    contact = text(_("Telephone or mail"), required=False)

    def __init__(self, request: Request, *, first: bool) -> None:
        super().__init__(request.POST or None)
        self._today = calendar(request.door.site.now().latest).date()
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101 - narrows the type
        category.choices = [("", NONE), *request.door.labels().items()]
        relation = Relation.HEAD if first else Relation.UNKNOWN
        self.fields["relation"].initial = relation.value

    def clean_birth(self) -> Birth | None:
        """Return when they were born, as precisely as it was said."""
        told = self.cleaned_data["birth"].strip()
        found = read_birth(told, Order.DAY_FIRST, self._today) if told else None
        if told and found is None:
            raise forms.ValidationError(_("Give a date like 1990-05-31, a year, or nothing."))
        return None if found is None else found[0]

    def claim(self) -> PersonClaim:
        """Return what they claim; a document is a claim until somebody has seen it."""
        told = self.cleaned_data
        other = (told["other"],) if told["other"] else ()
        return PersonClaim(
            Name(told["name"], father=told["father"], other=other),
            Sex(told["sex"]),
            told["category"],
            Relation(told["relation"]),
            told["birth"],
            () if told["seen"] else tuple(self.papers()),
            tuple(map(Need, told["needs"])),
            (told["contact"],) if told["contact"] else (),
        )

    def papers(self) -> list[Document]:
        """Return the document, if they have one, and whether it was seen."""
        told = self.cleaned_data
        evidence = Evidence.SEEN if told["seen"] else Evidence.CLAIMED
        kind, state = told["document"], told["state"].strip().upper()
        return [Document(DocumentType(kind), told["number"], evidence, state)] if kind else []


class Registering(forms.Form):
    """Where a party is registered."""

    place = forms.ChoiceField(
        label=_("Where"),
        widget=Recorded,
        error_messages={"required": _("Choose where you are.")},
    )

    def __init__(self, request: Request) -> None:
        super().__init__(request.POST or None)
        places = command.places(request.door.site, request.operator)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - narrows the type
        place.choices = [("", NONE), *((spell(one.id), one.name) for one in places)]


@sensitive_post_parameters()
@right(Right.CLAIM, "GET", "HEAD", "POST")
def claim(request: Request) -> HttpResponse:
    """Take in the first person of a new party; go on to the party."""
    return _claim(request, None)


@sensitive_post_parameters()
@right(Right.CLAIM, "GET", "HEAD", "POST")
def join(request: Request, identity: str) -> HttpResponse:
    """Take in somebody who moves with a party; go back to it."""
    return _claim(request, PartyId(read(identity)))


def _claim(request: Request, party: PartyId | None) -> HttpResponse:
    form, code = Claiming(request, first=party is None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                party = _put(request.door.site, request.operator, party, form)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("party", args=[spell(party)]))
    return render(request, "claim.html", {"form": form, "party": party}, status=code)


def _put(site: Site, by: Operator, party: PartyId | None, form: Claiming) -> PartyId:
    """Put somebody on record, and the document that was seen; return the party."""
    with site.batch():
        if party is None:
            (ids,) = desk.claim(site, by, [PartyClaim((form.claim(),))])
            party, person = ids.party, ids.persons[0]
        else:
            (person,) = desk.join(site, by, party, [form.claim()])
        if form.cleaned_data["seen"]:
            desk.see_documents(site, by, [(person, one) for one in form.papers()])
    return party


@right(Right.CLAIM, "GET", "HEAD", "POST")
def register(request: Request, identity: str) -> HttpResponse:
    """Register a party in person; show the wristbands that were drawn, to be written or printed."""
    site, by, wanted = request.door.site, request.operator, PartyId(read(identity))
    form, code, bands = Registering(request), 200, list[tuple[str, str]]()
    page = stories.party(site, by, wanted)
    if form.is_bound:
        code = 422
        if form.is_valid():
            people = [PersonId(one.id) for one in page.members]
            drawn = desk.register(site, by, people, PlaceId(read(form.cleaned_data["place"])))
            bands = [(one.name, band) for one, band in zip(page.members, drawn, strict=True)]
            code = 200
    context = {"form": form, "page": page, "bands": bands}
    return render(request, "register.html", context, status=code)
