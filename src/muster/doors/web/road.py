"""Arrangements with whoever holds the road: the list, one of them with its story, its next turn.

Each page has one main action, which follows from how the arrangement stands; the others stand
beside it. What is told under an arrangement has pages of its own, in ``disclosing``.
"""

from collections.abc import Callable, Iterable
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
from muster.doors.web.answers import done, said, status
from muster.doors.web.request import Request
from muster.doors.web.times import TimeField
from muster.doors.web.words import CHECKINGS, DISCLOSABLES
from muster.ground.people.ids import ArrangementId, read, spell
from muster.ground.problem import Problem
from muster.journey.passage.rules import LONGEST
from muster.journey.passage.state import Step
from muster.journey.passage.terms import Checking, Disclosable
from muster.site.passage import liaison
from muster.site.rights import Operator, Right
from muster.site.site import Site

LONGEST_TEXT = 400
TOLD_AT_ONCE = 40
TURNS_AT_ONCE = 100
Fields = dict[str, Any]


class Proposal(forms.Form):
    """Whom an arrangement is to be with: a role at a place, and nobody's name."""

    role = forms.CharField(
        label=_("Role of the counterpart"),
        help_text=_("What they command, such as: commander of the checkpoint. Never a name."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say what they command.")},
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Where, such as: outside the south gate."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say where.")},
    )
    possible = forms.BooleanField(
        label=_("Only called possible so far: nothing was proposed"), required=False
    )
    text = forms.CharField(
        label=_("What was said, and who says so"), max_length=LONGEST_TEXT, required=False
    )


class Words(forms.Form):
    """What was said; it need not be."""

    text = forms.CharField(label=_("What was said"), max_length=LONGEST_TEXT, required=False)


class Terms(Words):
    """What they may be told, and from when until when."""

    allows = forms.MultipleChoiceField(
        label=_("They may be told"),
        choices=[(kind.value, _(DISCLOSABLES[kind])) for kind in Disclosable],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    since = TimeField(label=_("From, in UTC; now if nothing is given"), required=False)
    checking = forms.ChoiceField(
        label=_("How they check codes on the road"),
        choices=[(one.value, _(CHECKINGS[one])) for one in Checking],
        required=False,
    )
    until = TimeField(
        label=_("Until, in UTC"),
        help_text=_("At that moment it lapses by itself."),
        error_messages={"required": _("Say until when it holds.")},
    )
    field_order: Iterable[str] | None = ("allows", "checking", "until", "since", "text")


class Happening(Words):
    """What happened under it, and when."""

    happened = TimeField(label=_("When, in UTC; now if nothing is given"), required=False)


class Reason(forms.Form):
    """Why; it has to be said."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Say why: it goes on record.")},
    )


class Breach(Reason):
    """What they did, and when."""

    happened = TimeField(label=_("When, in UTC; now if nothing is given"), required=False)


class Turn(msgspec.Struct, frozen=True):
    """One turn that an operator can record: its words, its form, and what puts it on record."""

    heading: Promise
    button: Promise
    form: type[forms.Form]
    act: Callable[[Site, Operator, ArrangementId, Fields], object]
    grave: bool = False


def _propose(site: Site, by: Operator, one: ArrangementId, fields: Fields) -> None:
    liaison.propose(site, by, one, text=fields["text"])


def _agree(site: Site, by: Operator, one: ArrangementId, fields: Fields) -> None:
    allows = tuple(map(Disclosable, fields.pop("allows")))
    checking = Checking(fields.pop("checking") or Checking.SIGN)
    liaison.agree(site, by, one, allows=allows, checking=checking, **fields)


TURNS: dict[str, Turn] = {
    "propose": Turn(_("Propose it"), _("Record the proposal"), Words, _propose),
    "agree": Turn(_("What was agreed"), _("Record what was agreed"), Terms, _agree),
    "use": Turn(
        _("Put it in use"),
        _("Record that it is in use"),
        Happening,
        lambda site, by, one, fields: liaison.use(site, by, one, **fields),
    ),
    "honour": Turn(
        _("They kept it"),
        _("Record that they kept it"),
        Happening,
        lambda site, by, one, fields: liaison.honour(site, by, one, **fields),
    ),
    "breach": Turn(
        _("They broke it"),
        _("Record the breach"),
        Breach,
        lambda site, by, one, fields: liaison.breach(site, by, one, **fields),
        grave=True,
    ),
    "suspend": Turn(
        _("Suspend it"),
        _("Suspend"),
        Reason,
        lambda site, by, one, fields: liaison.suspend(site, by, one, **fields),
        grave=True,
    ),
    "resume": Turn(
        _("It holds again"),
        _("Resume"),
        Reason,
        lambda site, by, one, fields: liaison.resume(site, by, one, **fields),
    ),
    "lapse": Turn(
        _("It is over"),
        _("End it"),
        Reason,
        lambda site, by, one, fields: liaison.lapse(site, by, one, **fields),
        grave=True,
    ),
}
NEXT: dict[Step, tuple[str, ...]] = {
    Step.POSSIBLE: ("propose", "agree", "lapse"),
    Step.PROPOSED: ("agree", "lapse"),
    Step.AGREED: ("use", "agree", "breach", "suspend", "lapse"),
    Step.IN_USE: ("honour", "agree", "breach", "suspend", "lapse"),
    Step.HONOURED: ("honour", "agree", "breach", "suspend", "lapse"),
    Step.BREACHED: ("resume", "agree", "lapse"),
    Step.SUSPENDED: ("resume", "agree", "breach", "lapse"),
    Step.LAPSED: (),
}
"""What can be recorded next, by how an arrangement stands: the main action, then the others."""


@right(Right.ARRANGE, "GET", "HEAD", "POST")
def arrangements(request: Request) -> HttpResponse:
    """Show all arrangements; put a new one on record."""
    form, code = Proposal(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                found = _begin(request, form.cleaned_data)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("arrangement", args=[spell(found)]))
    rows = liaison.arrangements(request.door.site, request.operator)
    return render(request, "arrangements.html", {"form": form, "rows": rows}, status=code)


def _begin(request: Request, fields: Fields) -> ArrangementId:
    site, by, side = request.door.site, request.operator, (fields["role"], fields["place"])
    role, place = side
    if fields["possible"]:
        return liaison.consider(site, by, role=role, place=place, text=fields["text"])
    return liaison.propose(site, by, role=role, place=place, text=fields["text"])


@right(Right.ARRANGE)
def arrangement(request: Request, identity: str) -> HttpResponse:
    """Show one arrangement: how it stands, its next turn, its story, what was told under it."""
    one = ArrangementId(read(identity))
    page = liaison.arrangement(request.door.site, request.operator, one)
    turns = [(name, TURNS[name]) for name in NEXT[page.row.step]]
    told = page.disclosures[::-1]
    context = {
        "row": page.row,
        "source": page.source,
        "main": turns[0] if turns else None,
        "others": turns[1:],
        "rows": told[:TOLD_AT_ONCE],
        "more": max(0, len(told) - TOLD_AT_ONCE),
        "page": Paginator(page.story[::-1], TURNS_AT_ONCE).get_page(request.GET.get("page")),
        "may_open": request.operator.may(Right.SEE_PERSON),
    }
    return render(request, "arrangement.html", context)


@right(Right.ARRANGE, "GET", "HEAD", "POST")
def turn(request: Request, identity: str, name: str) -> HttpResponse:
    """Ask what a turn needs, then put it on record."""
    one, chosen = ArrangementId(read(identity)), TURNS[name]
    site, by = request.door.site, request.operator
    form = chosen.form(request.POST if request.method == "POST" else None)
    code = done(form, lambda: chosen.act(site, by, one, dict(form.cleaned_data)))
    if code is None:
        return HttpResponseRedirect(reverse("arrangement", args=[identity]))
    row = liaison.arrangement(site, by, one).row
    context = {"form": form, "turn": chosen, "row": row}
    return render(request, "arrangement-turn.html", context, status=code)
