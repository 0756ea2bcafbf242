"""Incidents and warnings: the list, one of them with what every source said, its next step.

Each page has one main action, which follows from how far the incident is. What contradicts what
stands above the reports, which stand side by side. No page here names a person.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import NONE, Recorded
from muster.doors.web.disposing import text as line
from muster.doors.web.harm import Casualties
from muster.doors.web.request import Request
from muster.doors.web.times import TimeField
from muster.ground.people.ids import IncidentId, PlaceId, read, spell
from muster.ground.problem import Problem
from muster.journey.incident.rules import Stage
from muster.site import command
from muster.site.incident import incidents
from muster.site.rights import Operator, Right
from muster.site.site import Site

Fields = dict[str, Any]
_SOURCE = _("Who says so: an office, a post or a paper, not a private person.")


class Reporting(forms.Form):
    """Something happened."""

    place = forms.ChoiceField(label=_("Place"), widget=Recorded)
    kind = line(_("What it is"), wrong=_("Say what it is."), note=_("Attack, crush, fire."))
    text = line(_("What happened"), wrong=_("Say what happened."), note=_("Without names."))
    source = line(_("Source"), required=False, note=_SOURCE)


class Warn(forms.Form):
    """Something may happen."""

    places = forms.MultipleChoiceField(
        label=_("Places"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place.")},
    )
    text = line(_("What may happen"), wrong=_("Say what may happen."), note=_("Without names."))
    source = line(_("Source"), wrong=_("Say whose warning it is."), note=_SOURCE)
    until = TimeField(label=_("Until, in UTC; until it is lifted if empty"), required=False)
    threat = forms.BooleanField(
        label=_("A threat: somebody is said to want it to happen"), required=False
    )
    recall = forms.BooleanField(label=_("Take every live call to these gates back"), required=False)


class Sourced(forms.Form):
    """Who says so, in which words."""

    source = line(_("Source"), wrong=_("Say whose word it is."), note=_SOURCE)
    text = line(_("In which words"), required=False)


class Statement(forms.Form):
    """Who said what about it."""

    source = line(_("Source"), wrong=_("Say who said it."), note=_SOURCE)
    text = line(_("What was said"), wrong=_("Write what was said, in its own words."))
    responsibility = forms.BooleanField(
        label=_("The source claims responsibility; that is its claim, not a finding"),
        required=False,
    )


class Words(forms.Form):
    """Words that need not be."""

    text = line(_("In which words"), required=False)


class Nothing(forms.Form):
    """An act that asks for nothing but a second look."""


class Turn(msgspec.Struct, frozen=True):
    """One thing that can be put on record of an incident."""

    heading: Promise
    button: Promise
    form: type[forms.Form]
    act: Callable[[Site, Operator, IncidentId, Fields], object]
    grave: bool = False
    after: str = "incident"


def _lift(site: Site, by: Operator, one: IncidentId, fields: Fields) -> None:
    incidents.lift_warning(site, by, one, **fields)


TURNS: dict[str, Turn] = {
    "confirm": Turn(
        _("It did happen"),
        _("Confirm"),
        Sourced,
        lambda site, by, one, fields: incidents.confirm(site, by, one, **fields),
    ),
    "dismiss": Turn(
        _("It did not happen"),
        _("Call it false"),
        Sourced,
        lambda site, by, one, fields: incidents.dismiss(site, by, one, **fields),
    ),
    "casualties": Turn(
        _("Report casualties"),
        _("Record the report"),
        Casualties,
        lambda site, by, one, fields: incidents.report_casualties(site, by, one, **fields),
    ),
    "state": Turn(
        _("Record a statement"),
        _("Record the statement"),
        Statement,
        lambda site, by, one, fields: incidents.state(site, by, one, **fields),
    ),
    "close": Turn(
        _("Close the incident"),
        _("Close it"),
        Words,
        lambda site, by, one, fields: incidents.close(site, by, one, **fields),
    ),
    "lift": Turn(_("The warning is over"), _("Lift it"), Sourced, _lift),
    "recall": Turn(
        _("Take the live calls back"),
        _("Take them back"),
        Nothing,
        lambda site, by, one, _fields: incidents.recall(site, by, one),
        grave=True,
        after="outbox",
    ),
}
NEXT: dict[Stage, tuple[str, ...]] = {
    Stage.REPORTED: ("confirm", "dismiss", "casualties", "state", "recall"),
    Stage.CONFIRMED: ("casualties", "state", "dismiss", "recall"),
    Stage.ACCOUNTED: ("close", "casualties", "state", "dismiss", "recall"),
    Stage.FALSE: ("close", "confirm", "state"),
    Stage.CLOSED: ("state", "casualties"),
    Stage.IN_FORCE: ("lift", "recall", "state"),
    Stage.LIFTED: ("state",),
    Stage.OVER: ("state",),
}
"""What can be recorded next, by how far an incident is: the main action, then the others."""


@right(Right.COMMAND, "GET", "HEAD", "POST")
def all_incidents(request: Request) -> HttpResponse:
    """Show incidents and warnings; put a new incident on record."""
    site, by = request.door.site, request.operator
    form, code = Reporting(request.POST or None), 200
    _offer(form, "place", _places(site, by))
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            place = PlaceId(read(fields.pop("place")))
            one = incidents.report_incident(site, by, place, **fields)
            return HttpResponseRedirect(reverse("incident", args=[spell(one)]))
    rows = incidents.listed(site, by)
    context = {"form": form, "rows": rows, "queue": by.may(Right.CLAIM)}
    return render(request, "incidents.html", context, status=code)


@right(Right.COMMAND, "GET", "HEAD", "POST")
def warn(request: Request) -> HttpResponse:
    """Put a warning or threat on record, with the recall of calls if it is asked for."""
    site, by = request.door.site, request.operator
    form, code = Warn(request.POST or None), 200
    _offer(form, "places", _places(site, by))
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            places = [PlaceId(read(one)) for one in fields.pop("places")]
            try:
                done = incidents.warn(site, by, places, fields.pop("text"), **fields)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                way = "outbox" if done.recalled.calls else "incident"
                given = [] if done.recalled.calls else [spell(done.incident)]
                return HttpResponseRedirect(reverse(way, args=given))
    return render(request, "warn.html", {"form": form}, status=code)


def _places(site: Site, by: Operator) -> list[tuple[str, str]]:
    return [(spell(row.id), row.name) for row in command.places(site, by)]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
    several = isinstance(field, forms.MultipleChoiceField)
    field.choices = choices if several else [("", NONE), *choices]


@right(Right.COMMAND)
def incident(request: Request, identity: str) -> HttpResponse:
    """Show one incident: how far it is, what sources said and contradict, its story."""
    one = IncidentId(read(identity))
    page = incidents.page(request.door.site, request.operator, one)
    live = sum(number for _, _, number in page.gates)
    turns = [(name, TURNS[name]) for name in NEXT[page.stage] if live or name != "recall"]
    context = {
        "page": page,
        "it": page.incident,
        "live": live,
        "main": turns[0],
        "others": turns[1:],
        "statements": [(*one, one in page.incident.claims) for one in page.incident.statements],
    }
    return render(request, "incident.html", context)


@right(Right.COMMAND, "GET", "HEAD", "POST")
def turn(request: Request, identity: str, name: str) -> HttpResponse:
    """Ask what a step needs, then put it on record."""
    one, chosen = IncidentId(read(identity)), TURNS[name]
    site, by = request.door.site, request.operator
    form, code = chosen.form(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                chosen.act(site, by, one, dict(form.cleaned_data))
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                given = [identity] if chosen.after == "incident" else []
                return HttpResponseRedirect(reverse(chosen.after, args=given))
    page = incidents.page(site, by, one)
    live = sum(number for _, _, number in page.gates)
    context = {"form": form, "turn": chosen, "page": page, "live": live}
    return render(request, "incident-turn.html", context, status=code)
