"""The registrar's page for whoever stands at the desk: one person after the other, party by party.

What is typed goes on record with each person, so that nothing is lost when the power is. A party
begins with its first person; whoever moves with them is added to it. Wristbands come last.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.describing import Describing, choices
from muster.doors.web.disposing import NONE, Recorded
from muster.doors.web.request import Request
from muster.ground.people.ids import PartyId, PersonId, PlaceId, read, spell
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command
from muster.site.registry import desk, stories
from muster.site.rights import Operator, Right
from muster.site.site import Site


class Claiming(Describing):
    """Somebody who stands at the desk, as far as they say."""

    relation = forms.ChoiceField(
        label=_("Relation to the head"), choices=choices(Relation, none=False)
    )

    def __init__(self, request: Request, *, first: bool) -> None:
        super().__init__(request)
        self.order_fields(["name", "other", "father", "sex", "birth", "relation"])
        relation = Relation.HEAD if first else Relation.UNKNOWN
        self.fields["relation"].initial = relation.value

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
    form, joined = Claiming(request, first=party is None), list[PartyId]()
    code = done(form, lambda: joined.append(_put(request.door.site, request.operator, party, form)))
    if code is None:
        return HttpResponseRedirect(reverse("party", args=[spell(joined[0])]))
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
    form, bands = Registering(request), list[tuple[str, str]]()
    page = stories.party(site, by, wanted)

    def act() -> None:
        people = [PersonId(one.id) for one in page.members]
        drawn = desk.register(site, by, people, PlaceId(read(form.cleaned_data["place"])))
        bands.extend((one.name, band) for one, band in zip(page.members, drawn, strict=True))

    code = done(form, act)
    context = {"form": form, "page": page, "bands": bands}
    return render(request, "register.html", context, status=code or 200)
