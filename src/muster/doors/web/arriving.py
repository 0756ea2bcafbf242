"""The receiving officer's page: the lift has come in, who came off, who was on no list.

Arrivals come first and paperwork after: whoever stands there is taken in, known or not. Who they
are is settled later, and changes no total.
"""

from collections.abc import Callable

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.boarding import MOST, Band
from muster.doors.web.disposing import LONGEST, NONE, Recorded
from muster.doors.web.identifying import unsettled
from muster.doors.web.lifts import PEOPLE_AT_ONCE, rows_of
from muster.doors.web.request import Request
from muster.doors.web.words import VALUES
from muster.ground.people.ids import LiftId, PersonId, PlaceId, read, spell
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.site.arrival import haven
from muster.site.lift import bands
from muster.site.registry import stories
from muster.site.registry.stories import LiftPage
from muster.site.rights import Operator, Right
from muster.site.site import Site

Where = tuple[LiftId, PlaceId]


class Landing(forms.Form):
    """That the lift came in, and how many came off."""

    place = forms.ChoiceField(label=_("Where"), widget=Recorded)
    souls = forms.IntegerField(
        label=_("Souls who came off"),
        help_text=_("Nothing if nobody counted."),
        min_value=0,
        max_value=MOST,
        required=False,
    )


class Marked(forms.Form):
    """Who came off, as marked in the list: nothing else has to be said."""


class Finding(forms.Form):
    """Somebody who came off and is on no list: as far as anybody knows."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Empty if they did not say it."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", NONE), *((one.value, _(VALUES[one.value])) for one in Sex if one)],
    )
    child = forms.BooleanField(label=_("A child"), required=False)


Act = Callable[[Site, Operator, Where, forms.Form, list[PersonId]], None]


def _land(site: Site, by: Operator, where: Where, form: forms.Form, _: list[PersonId]) -> None:
    place = PlaceId(read(form.cleaned_data["place"]))
    haven.land(site, by, where[0], place, form.cleaned_data["souls"])


def _arrive(site: Site, by: Operator, where: Where, _: forms.Form, people: list[PersonId]) -> None:
    haven.arrive(site, by, *where, people)


def _scan(site: Site, by: Operator, where: Where, form: forms.Form, _: list[PersonId]) -> None:
    haven.arrive(site, by, *where, [bands.bearer(site, by, form.cleaned_data["band"])])


def _find(site: Site, by: Operator, where: Where, form: forms.Form, _: list[PersonId]) -> None:
    told = form.cleaned_data["name"].strip()
    sex = Sex(form.cleaned_data["sex"])
    seen = (Name(told) if told else None, sex, form.cleaned_data["child"])
    haven.find(site, by, *where, [seen])


_ACTS: dict[str, tuple[type[forms.Form], Act]] = {
    "land": (Landing, _land),
    "arrive": (Marked, _arrive),
    "scan": (Band, _scan),
    "find": (Finding, _find),
}


@right(Right.RECEIVE, "GET", "HEAD", "POST")
def arriving(request: Request, identity: str) -> HttpResponse:
    """Show who came off a lift; put on record that it landed, and who came off."""
    site, by, lift, code = request.door.site, request.operator, LiftId(read(identity)), 200
    found = stories.lift(site, by, lift)
    at = found.landed.place if found.landed is not None else found.lift.destination
    forms_of = {name: form() for name, (form, _) in _ACTS.items()}
    forms_of["land"] = _offer(Landing(initial={"place": spell(at)}), found)
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in _ACTS:
            return HttpResponse(status=400)
        kind, act = _ACTS[name]
        form = forms_of[name] = _offer(kind(request.POST), found)
        people = [PersonId(read(one)) for one in request.POST.getlist("people")]
        asked = done(form, lambda: act(site, by, (lift, at), form, people))
        if asked is None:
            return HttpResponseRedirect(reverse("arriving", args=[identity]))
        code = asked
    rows = sorted(rows_of(found), key=lambda one: one.arrived or one.found)
    context = {
        "lift": found,
        "forms": forms_of,
        "page": Paginator(rows, PEOPLE_AT_ONCE).get_page(request.GET.get("page")),
        "unsettled": unsettled(found),
        "came": len(found.arrived) + len(found.found),
        "left": found.lift.departed is not None,
    }
    return render(request, "arriving.html", context, status=code)


def _offer(form: forms.Form, found: LiftPage) -> forms.Form:
    """Let a lift land anywhere: it may have been diverted."""
    place = form.fields.get("place")
    if isinstance(place, forms.ChoiceField):
        places = sorted(found.places.items(), key=lambda one: one[1].casefold())
        place.choices = [(spell(PlaceId(one)), name) for one, name in places]
    return form
