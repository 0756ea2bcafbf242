"""The daily muster by hand, and how people leave a base: handed over, or on their own account.

Whoever was not seen for longest stands at the top, and a page that was called out is done with one
button: everybody on it was here but the marked. Who is handed over, or left, is off the list.
"""

from collections.abc import Callable

import msgspec
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.boarding import Band
from muster.doors.web.disposing import text
from muster.doors.web.lifts import PEOPLE_AT_ONCE
from muster.doors.web.request import Request
from muster.ground.people.ids import PersonId, PlaceId, read
from muster.journey.arrival.facts import Presence
from muster.site.arrival import haven, musters, sheets
from muster.site.lift import bands
from muster.site.rights import Operator, Right
from muster.site.site import Site

People = list[PersonId]


class Pressed(forms.Form):
    """What needs no more words than its button."""


def of_the_roll(field: forms.CharField) -> forms.CharField:
    """Return ``field`` as one that goes with the marks in the list, wherever it stands."""
    field.widget.attrs["form"] = "roll"
    return field


class HandingOver(forms.Form):
    """Who answers for the marked from now on."""

    agency = of_the_roll(
        text(
            _("Agency"),
            wrong=_("Name the agency."),
            note=_("Who answers for them from now on. Never the name of a person."),
        )
    )


class Going(forms.Form):
    """How the marked can be reached, if they said so."""

    contact = of_the_roll(
        text(
            _("Onward contact"),
            required=False,
            note=_("Empty if they declined. It is kept for each of the marked."),
        )
    )


class Stopping(forms.Form):
    """Why a place takes nobody."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."), note=_("Without names."))


class Said(msgspec.Struct, frozen=True):
    """What was posted: where, of whom it was marked, who else stood on the page, in what words."""

    place: PlaceId
    marked: People
    others: People
    words: dict[str, str]


def _present(presence: Presence) -> Callable[[Site, Operator, Said], None]:
    def act(site: Site, by: Operator, said: Said) -> None:
        haven.muster(site, by, said.place, said.marked, presence)

    return act


def _others(site: Site, by: Operator, said: Said) -> None:
    haven.muster(site, by, said.place, said.others)


def _scan(site: Site, by: Operator, said: Said) -> None:
    haven.muster(site, by, said.place, [bands.bearer(site, by, said.words["band"])])


def _hand_over(site: Site, by: Operator, said: Said) -> None:
    haven.hand_over(site, by, said.marked, said.words["agency"])


def _leave(site: Site, by: Operator, said: Said) -> None:
    haven.leave(site, by, said.marked, said.words["contact"])


def _stop(site: Site, by: Operator, said: Said) -> None:
    haven.stop_intake(site, by, said.place, said.words["reason"])


def _resume(site: Site, by: Operator, said: Said) -> None:
    haven.resume_intake(site, by, said.place)


_ACTS: dict[str, tuple[type[forms.Form], Callable[[Site, Operator, Said], None]]] = {
    **{one.value: (Pressed, _present(one)) for one in Presence},
    "others": (Pressed, _others),
    "scan": (Band, _scan),
    "hand": (HandingOver, _hand_over),
    "leave": (Going, _leave),
    "stop": (Stopping, _stop),
    "resume": (Pressed, _resume),
}
_OF_THE_MARKED = {*Presence, "hand", "leave"}


@right(Right.RECEIVE)
def places(request: Request) -> HttpResponse:
    """Show the bases and havens whose muster can be held."""
    found = sheets.places(request.door.site, request.operator)
    return render(request, "musters.html", {"places": found})


@right(Right.RECEIVE, "GET", "HEAD", "POST")
def mustering(request: Request, identity: str) -> HttpResponse:
    """Show who is at a place; put on record who was seen, and who left it how."""
    site, by, place, code = request.door.site, request.operator, PlaceId(read(identity)), 200
    base = musters.look(site, by, place)
    forms_of = {name: form() for name, (form, _act) in _ACTS.items()}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in _ACTS:
            return HttpResponse(status=400)
        kind, act = _ACTS[name]
        form = forms_of[name] = kind(request.POST)
        marked = _people(request, "people")
        if name in _OF_THE_MARKED and not marked:
            form.add_error(None, _("Mark at least one person."))
        others = [one for one in _people(request, "listed") if one not in marked]
        asked = done(form, lambda: act(site, by, Said(place, marked, others, form.cleaned_data)))
        if asked is None:
            return HttpResponseRedirect(reverse("mustering", args=[identity]))
        code = asked
    page = Paginator(base.people, PEOPLE_AT_ONCE).get_page(request.GET.get("page"))
    context = {"base": base, "forms": forms_of, "page": page, "errors": _wrong(forms_of)}
    return render(request, "mustering.html", context, status=code)


def _people(request: Request, field: str) -> People:
    return [PersonId(read(one)) for one in request.POST.getlist(field)]


def _wrong(forms_of: dict[str, forms.Form]) -> list[str]:
    """Return what was wrong with what was said of people in the list."""
    names = (*_OF_THE_MARKED, "others")
    return [str(one) for name in names for one in forms_of[name].non_field_errors()]
