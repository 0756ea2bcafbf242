"""The receiving officer's page on which it is settled who somebody found on arrival is.

They were taken in first, known or not. Mostly they are on the manifest and were not seen to come
off; or their wristband or id says who they are; or nobody has a record of them, and they are new.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.disposing import NONE, Recorded, text
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PersonId, read, spell
from muster.journey.figures.books import Mark
from muster.site.arrival import haven
from muster.site.lift import bands
from muster.site.problems import NothingKnown
from muster.site.registry import stories
from muster.site.registry.stories import LiftPage, Member
from muster.site.rights import Operator, Right
from muster.site.site import Site

BORNE, NEW = "borne", "new"
"""Whoever a wristband or an id says, and somebody of whom there is no other record."""


class Identifying(forms.Form):
    """Who somebody found on arrival is."""

    who = forms.ChoiceField(
        label=_("Who it is"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is.")},
    )
    band = text(
        _("Wristband"), note=_("Scan or type it; or the whole id of a person."), required=False
    )
    category = forms.ChoiceField(label=_("Category"), required=False, widget=Recorded)

    def __init__(self, request: Request, lift: LiftPage) -> None:
        super().__init__(request.POST or None)
        members = [(spell(one.id), one.name or _("No name given")) for one in _not_seen(lift)]
        ways = [(BORNE, _("Whoever this wristband or id says")), (NEW, _("On no other record"))]
        _offer(self.fields["who"], [*members, *ways])
        _offer(self.fields["category"], [("", NONE), *request.door.labels().items()])

    @override
    def clean(self) -> None:
        """Ask for the wristband that is to say who it is."""
        super().clean()
        if self.cleaned_data.get("who") == BORNE and not self.cleaned_data.get("band"):
            self.add_error("band", _("Scan or type a wristband."))

    def claim(self, site: Site, by: Operator) -> PersonId | None:
        """Return whose record theirs is, none where there is no other."""
        who: str = self.cleaned_data["who"]
        if who == BORNE:
            return bands.bearer(site, by, self.cleaned_data["band"])
        return None if who == NEW else PersonId(read(who))


@right(Right.RECEIVE, "GET", "HEAD", "POST")
def identify(request: Request, identity: str, found: str) -> HttpResponse:
    """Settle who somebody found on arrival with a lift is; go back to the lift's arrival."""
    site, by = request.door.site, request.operator
    lift = stories.lift(site, by, LiftId(read(identity)))
    person = next((one for one in unsettled(lift) if one.id == read(found)), None)
    if person is None:
        raise NothingKnown
    form = Identifying(request, lift)

    def act() -> None:
        category: str = form.cleaned_data["category"]
        haven.settle_found(site, by, person.id, form.claim(site, by), category)

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("arriving", args=[identity]))
    context = {"lift": lift, "person": person, "form": form}
    return render(request, "identify.html", context, status=code)


def unsettled(lift: LiftPage) -> list[Member]:
    """Return who was found on a lift's arrival and whom nobody has said yet who they are."""
    return [one for one in lift.found if one.mark == Mark.FOUND]


def _not_seen(lift: LiftPage) -> list[Member]:
    """Return whom the manifests have and nobody saw come off, those who were scanned first."""
    seen = {one.id for one in (*lift.arrived, *lift.found)}
    aboard = {one.id for one in lift.boarded}
    planned = [one for one in (*lift.planned, *lift.bumped) if one.id not in aboard]
    return [one for one in (*lift.boarded, *planned) if one.id not in seen]


def _offer(field: forms.Field, choices: list[tuple[str, object]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
    field.choices = choices
