"""Gates: how each stands, and closing one with what that takes back; then whom to tell what.

Closing shows first how many live calls it will take back, then leads to the outbox: one message a
party, and how many of them nobody has reached yet.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import Recorded, text
from muster.doors.web.request import Request
from muster.doors.web.words import REACHED
from muster.ground.people.ids import PartyId, PlaceId, read, spell
from muster.ground.people.place import PlaceRole
from muster.ground.problem import Problem
from muster.journey.gate.problems import GateUnknown
from muster.journey.gate.rules import MOST_PER_HOUR
from muster.journey.plan.facts import Channel
from muster.site import command
from muster.site.command import GateRow
from muster.site.exchange import abreast
from muster.site.plan import calls
from muster.site.plan.recalling import Recalled
from muster.site.rights import Operator, Right
from muster.site.site import Site

MESSAGES_AT_ONCE = 100
Fields = dict[str, Any]
Done = Recalled | None


class Naming(forms.Form):
    """A gate that we hold."""

    name = text(_("Name"), wrong=_("Give the gate a name."))


class Opening(forms.Form):
    """At which rate a gate opens."""

    per_hour = forms.IntegerField(
        label=_("Souls an hour, about"),
        min_value=1,
        max_value=MOST_PER_HOUR,
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )
    surge = forms.BooleanField(
        label=_("A surge: above the rate that it can keep up"), required=False
    )


class Closing(forms.Form):
    """Why a gate closes, and where parties on their way to it are sent."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."), note=_("Without names."))
    to = forms.ChoiceField(label=_("Parties on their way"), required=False, widget=Recorded)


class Turn(msgspec.Struct, frozen=True):
    """One way to change how a gate stands."""

    heading: Promise
    button: Promise
    form: type[forms.Form]
    act: Callable[[Site, Operator, PlaceId, Fields], Done]
    grave: bool = False


def _opened(site: Site, by: Operator, gate: PlaceId, fields: Fields) -> Done:
    command.open_gate(site, by, gate, **fields)
    return None


TURNS: dict[str, Turn] = {
    "open": Turn(_("Open the gate"), _("Open"), Opening, _opened),
    "hold": Turn(
        _("Hold the gate for a threat"),
        _("Hold"),
        Closing,
        lambda site, by, gate, fields: command.hold_gate(site, by, gate, **fields),
        grave=True,
    ),
    "shut": Turn(
        _("Shut the gate"),
        _("Shut"),
        Closing,
        lambda site, by, gate, fields: command.shut_gate(site, by, gate, **fields),
        grave=True,
    ),
}


@right(Right.COMMAND, "GET", "HEAD", "POST")
def gates(request: Request) -> HttpResponse:
    """Show every gate with its live calls; name a new one."""
    site, by = request.door.site, request.operator
    form, code = Naming(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            command.name_place(site, by, form.cleaned_data["name"], PlaceRole.GATE)
            return HttpResponseRedirect(reverse("gates"))
    context = {
        "form": form,
        "rows": command.gates(site, by),
        "alone_since": abreast.unasked_since(site, by),
        "unreached": calls.outbox(site, by).unreached,
    }
    return render(request, "gates.html", context, status=code)


@right(Right.COMMAND, "GET", "HEAD", "POST")
def turn(request: Request, identity: str, name: str) -> HttpResponse:
    """Show how many calls it will take back, ask for the rest, then do it in one act."""
    return turned(request, identity, TURNS[name], "gates", "outbox")


def turned(request: Request, identity: str, chosen: Turn, back: str, told: str) -> HttpResponse:
    """Ask for one change of a gate and do it, then go ``back``, or to who is to be ``told``."""
    site, by = request.door.site, request.operator
    rows = command.gates(site, by)
    row = _row(rows, identity)
    form, code = chosen.form(request.POST if request.method == "POST" else None), 200
    if "to" in form.fields:
        _offer(form.fields["to"], [one for one in rows if one.gate.open and one.id != row.id])
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                done = chosen.act(site, by, row.id, _given(form.cleaned_data))
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                way = told if done is not None and done.calls else back
                return HttpResponseRedirect(reverse(way))
    closing = chosen.form is Closing
    context = {"form": form, "turn": chosen, "row": row, "closing": closing, "back": back}
    return render(request, "gate-turn.html", context, status=code)


def _row(rows: list[GateRow], identity: str) -> GateRow:
    wanted = read(identity)
    row = next((one for one in rows if one.id == wanted), None)
    if row is None:
        raise GateUnknown
    return row


def _offer(field: forms.Field, opened: list[GateRow]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
    stay = ("", _("are told to stay where they are"))
    field.choices = [stay, *((spell(one.id), one.name) for one in opened)]


def _given(fields: Fields) -> Fields:
    to = fields.get("to")
    return {**fields, "to": PlaceId(read(to)) if to else None} if "to" in fields else fields


class Reaching(forms.Form):
    """How a party came to know."""

    party = forms.CharField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Reached"), choices=[(code, _(word)) for code, word in REACHED.items()]
    )


@right(Right.COMMAND, "GET", "HEAD", "POST")
def outbox(request: Request) -> HttpResponse:
    """Show what each party is to be told; record that one was reached, or take strays back."""
    return telling(request, "gates")


def telling(request: Request, back: str) -> HttpResponse:
    """Answer the list of who is to be told, from which a link goes ``back``."""
    site, by = request.door.site, request.operator
    wrong, code = "", 200
    if request.method == "POST":
        try:
            if "stray" in request.POST:
                calls.recall_stray(site, by)
            else:
                _reach(request)
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
        else:
            return HttpResponseRedirect(request.get_full_path())
    found = calls.outbox(site, by)
    page = Paginator(found.messages, MESSAGES_AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "box": found,
        "page": page,
        "channels": REACHED,
        "wrong": [wrong] if wrong else [],
        "back": back,
    }
    return render(request, "outbox.html", context, status=code)


def _reach(request: Request) -> None:
    form = Reaching(request.POST)
    if form.is_valid():
        party = PartyId(read(form.cleaned_data["party"]))
        channel = Channel(form.cleaned_data["channel"])
        calls.reach(request.door.site, request.operator, [party], channel)
