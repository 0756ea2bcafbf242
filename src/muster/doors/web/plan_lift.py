"""One lift as the plan has it: who is to be on it; put it off, or hold some of its passengers.

Whoever is held takes the whole party along, and the seats go to the ready area in the same act
(R8). Parties and passengers are the first letters of their ids.
"""

from typing import Any

import msgspec
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import text
from muster.doors.web.request import Request
from muster.doors.web.times import TimeField, typed
from muster.ground.people.ids import LiftId, PartyId, PersonId, read, spell
from muster.ground.people.moment import Instant
from muster.ground.problem import Problem
from muster.journey.lift.problems import LiftUnknown
from muster.site.lift import ramp
from muster.site.plan import planning, refilling, standings
from muster.site.plan.overview import LiftLoad
from muster.site.plan.overview import board as board_of
from muster.site.rights import Operator, Right
from muster.site.site import Site

PARTIES_AT_ONCE = 60
Manifest = list[tuple[PartyId, tuple[PersonId, ...]]]


class Delaying(forms.Form):
    """When the lift leaves instead."""

    departs = TimeField(
        label=_("It leaves at, in UTC"), error_messages={"required": _("Give a time.")}
    )


class Holding(forms.Form):
    """Who is held, and why."""

    people = forms.MultipleChoiceField(
        error_messages={"required": _("Mark at least one passenger.")}
    )
    reason = text(_("Reason"), wrong=_("Say why: it goes on record."), note=_("Without names."))

    def __init__(self, posted: Any, manifest: Manifest) -> None:  # noqa: ANN401 - a QueryDict
        super().__init__(posted)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = [(spell(one), "") for _party, people in manifest for one in people]


class Done(msgspec.Struct, frozen=True):
    """What holding passengers changed, for the page that says so."""

    held: tuple[PartyId, ...]
    off: int
    taken_up: tuple[PartyId, ...]
    on: int


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def lift(request: Request, identity: str) -> HttpResponse:
    """Show who is to be on a lift; put the lift off, or hold passengers with their parties."""
    site, by, wanted = request.door.site, request.operator, LiftId(read(identity))
    load, manifest = _load(site, by, wanted), refilling.listed(site, by, wanted)
    delaying = Delaying(initial={"departs": typed(load.at)})
    holding = Holding(None, manifest)
    code, done = 200, None
    if request.method == "POST":
        code = 422
        delay = "departs" in request.POST
        form: forms.Form = Delaying(request.POST) if delay else Holding(request.POST, manifest)
        if form.is_valid():
            try:
                if delay:
                    _delay(site, by, wanted, form.cleaned_data["departs"])
                    return HttpResponseRedirect(reverse("plan-lift", args=[identity]))
                done, code = _hold(site, by, wanted, form), 200
                manifest, load = refilling.listed(site, by, wanted), _load(site, by, wanted)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
        delaying = form if isinstance(form, Delaying) else delaying
        holding = form if isinstance(form, Holding) and done is None else holding
    known = standings.standings(site, by)
    rows = [row for row in known.rows if row.place is not None and row.place[2] == wanted]
    context = {
        "load": load,
        "manifest": manifest,
        "delaying": delaying,
        "holding": holding,
        "done": done,
        "names": known.names,
        "page": Paginator(rows, PARTIES_AT_ONCE).get_page(request.GET.get("page")),
    }
    return render(request, "plan-lift.html", context, status=code)


def _load(site: Site, by: Operator, wanted: LiftId) -> LiftLoad:
    gathered = planning.look(site, by)
    board = board_of(gathered, planning.standing(gathered).places)
    found = next((one for one in board.lifts if one.id == wanted), None)
    if found is None:
        raise LiftUnknown
    return found


def _delay(site: Site, by: Operator, wanted: LiftId, departs: Instant | None) -> None:
    assert departs is not None  # noqa: S101 - the field is required
    ramp.delay(site, by, wanted, departs)


def _hold(site: Site, by: Operator, wanted: LiftId, form: forms.Form) -> Done:
    people = [PersonId(read(one)) for one in form.cleaned_data["people"]]
    made = refilling.split_off(site, by, wanted, people, form.cleaned_data["reason"])
    return Done(made.held, made.off, made.taken_up, made.on)
