"""How a checkpoint of others checks outer passes: a tablet is lent there, or a key handed out.

A key that is handed out is shown this once, after it is on record; the page is kept nowhere.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disclosing import CHANNELS_OF_TELLING
from muster.doors.web.disposing import NONE, Recorded
from muster.doors.web.request import Request
from muster.doors.web.road import LONGEST_TEXT
from muster.doors.web.second import SecondForm
from muster.ground.people.ids import ArrangementId, PlaceId, read, spell
from muster.ground.people.place import PlaceRole
from muster.ground.problem import Problem
from muster.journey.passage.rules import LONGEST
from muster.journey.passage.terms import Channel
from muster.site import command
from muster.site.passage import checkpoints, liaison
from muster.site.passage.checkpoints import HandedOut
from muster.site.rights import Right

GROUP = 8
Form = TypeVar("Form", bound="Where")


class Where(forms.Form):
    """Which checkpoint, known or named now, and the day on which the windows begin."""

    checkpoint = forms.ChoiceField(label=_("Checkpoint"), required=False, widget=Recorded)
    name = forms.CharField(
        label=_("Name of another checkpoint"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    day = forms.CharField(
        label=_("UTC day on which the windows begin"),
        help_text=_("Like 2021-08-26; today if nothing is given."),
        max_length=LONGEST,
        required=False,
    )


class Lending(Where):
    """A tablet that stands there with one of ours."""


class Handing(Where, SecondForm):
    """A key that they get: why, how, and the second person."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Say why: it goes on record.")},
    )
    channel = forms.ChoiceField(label=_("How they are told"), choices=CHANNELS_OF_TELLING)
    field_order: Iterable[str] | None = (
        "checkpoint",
        "name",
        "day",
        "reason",
        "channel",
        "second",
        "second_pin",
        "second_code",
    )


@right(Right.ARRANGE, "GET", "HEAD", "POST")
def lend(request: Request, identity: str) -> HttpResponse:
    """Ask where a tablet is lent to; put it on record."""

    def act(one: ArrangementId, form: Lending) -> None:
        site, by, fields = request.door.site, request.operator, form.cleaned_data
        checkpoints.lend(site, by, one, _place(request, form), day=fields["day"])

    return _asked(request, identity, Lending, act)


@sensitive_post_parameters()
@right(Right.ARRANGE, "GET", "HEAD", "POST")
def hand_out(request: Request, identity: str) -> HttpResponse:
    """Ask who gets a key, why, and who signs beside; put it on record, then show the key once."""

    def act(one: ArrangementId, form: Handing) -> HandedOut:
        fields = form.cleaned_data
        return checkpoints.hand_out(
            request.door.site,
            request.operator,
            form.signing(request),
            one,
            _place(request, form),
            reason=fields["reason"],
            day=fields["day"],
            channel=Channel(fields["channel"]),
        )

    return _asked(request, identity, Handing, act)


def _asked(
    request: Request,
    identity: str,
    kind: type[Form],
    act: Callable[[ArrangementId, Form], HandedOut | None],
) -> HttpResponse:
    one = ArrangementId(read(identity))
    form, code, given = kind(request.POST if request.method == "POST" else None), 200, None
    _choose(request, form)
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                given, code = act(one, form), 200
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                if given is None:
                    return HttpResponseRedirect(reverse("arrangement", args=[identity]))
    row = liaison.arrangement(request.door.site, request.operator, one).row
    context = {"form": form, "row": row, "hands_out": kind is Handing, **_shown(given)}
    return render(request, "checkpoint.html", context, status=code)


def _choose(request: Request, form: Where) -> None:
    places = command.places(request.door.site, request.operator)
    known = [(spell(one.id), one.name) for one in places if one.role is PlaceRole.CHECKPOINT]
    field = form.fields["checkpoint"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the form says so
    field.choices = [("", NONE), *known]


def _place(request: Request, form: Where) -> PlaceId:
    fields, site, by = form.cleaned_data, request.door.site, request.operator
    if fields["name"].strip():
        return command.name_place(site, by, fields["name"].strip(), PlaceRole.CHECKPOINT)
    return PlaceId(read(fields["checkpoint"]) if fields["checkpoint"] else b"")


def _shown(given: HandedOut | None) -> dict[str, object]:
    if given is None:
        return {}
    text = given.key.hex()
    groups = [text[at : at + GROUP] for at in range(0, len(text), GROUP)]
    return {"groups": groups, "day": given.day, "mark": given.mark}
