"""A party as the plan sees it: why it has its place, what it may use, what holds it, and acts.

All parties are listed by how far they have come, and found by the beginning of an id. What is done
to a party here changes no plan; the next one is made under it. Nobody's name stands on any page.
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
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import text
from muster.doors.web.plans import PLANS
from muster.doors.web.request import Request
from muster.ground.people.ids import PartyId, PlaceId, read, spell
from muster.ground.problem import Problem
from muster.journey.plan.operation import Standing
from muster.journey.plan.problems import NotWaiting
from muster.journey.plan.sayings import REASONS
from muster.site.plan import calls, explaining, planner, standings
from muster.site.plan.explaining import Explained, Permit
from muster.site.plan.standings import Come
from muster.site.registry import stories
from muster.site.rights import Operator, Right
from muster.site.site import Site

PARTIES_AT_ONCE = 100
Fields = dict[str, Any]


class Reasoned(forms.Form):
    """Why; it goes on record."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."), note=_("Without names."))


class Escorting(forms.Form):
    """Who travels with children alone."""

    who = text(
        _("Escort"),
        wrong=_("Say who travels with them."),
        note=_("A role and its body, such as: child protection officer, Example agency. No name."),
    )


class Permitting(forms.Form):
    """Which gates a party may use and where it may be received."""

    gates = forms.MultipleChoiceField(
        label=_("Gates it may use"),
        help_text=_("None marked: all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    havens = forms.MultipleChoiceField(
        label=_("Havens that may receive it"),
        help_text=_("None marked: all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = text(_("Reason"), wrong=_("Say why: it goes on record."), note=_("Without names."))


class Turn(msgspec.Struct, frozen=True):
    """One thing to do to a party; ``note`` says what comes of it, ``grave`` marks a hard one."""

    heading: Promise
    button: Promise
    note: Promise
    form: type[forms.Form]
    act: Callable[[Site, Operator, PartyId, Fields], None]
    grave: bool = False


def _permit(site: Site, by: Operator, party: PartyId, fields: Fields) -> None:
    gates, havens = ([PlaceId(read(one)) for one in fields[name]] for name in ("gates", "havens"))
    planner.permit(site, by, party, gates=gates, havens=havens, reason=fields["reason"])


def _recall(site: Site, by: Operator, party: PartyId, fields: Fields) -> None:
    del fields
    calls.recall(site, by, [party])


TURNS: dict[str, Turn] = {
    "hold": Turn(
        _("Hold this party back"),
        _("Hold it back"),
        _("No plan gives it a place until it is let go. The whole party is held."),
        Reasoned,
        lambda site, by, party, fields: planner.hold_back(site, by, [party], fields["reason"]),
        grave=True,
    ),
    "let-go": Turn(
        _("Let this party go"),
        _("Let it go"),
        _("The next plan may give it a place again."),
        forms.Form,
        lambda site, by, party, _: planner.let_go(site, by, [party]),
    ),
    "release": Turn(
        _("Let a plan move this party"),
        _("Release it"),
        _("It was told of its place. The next plan may give it another; then it is told anew."),
        Reasoned,
        lambda site, by, party, fields: planner.release(site, by, [party], fields["reason"]),
        grave=True,
    ),
    "permit": Turn(
        _("What this party may use"),
        _("Set it"),
        _("The plan that holds does not change. The next one is made under this."),
        Permitting,
        _permit,
    ),
    "came": Turn(
        _("This party came"),
        _("They came"),
        _("They are at the gate or inside: the next calls count them there."),
        forms.Form,
        lambda site, by, party, _: calls.came(site, by, [party]),
    ),
    "no-show": Turn(
        _("This party did not come"),
        _("They did not come"),
        _("Their window is over. The next plan may give them another place."),
        forms.Form,
        lambda site, by, party, _: calls.did_not_come(site, by, [party]),
    ),
    "recall": Turn(
        _("Take this party's call back"),
        _("Take it back"),
        _("They are to be told to stay where they are; until then they count as not reached."),
        forms.Form,
        _recall,
        grave=True,
    ),
    "escort": Turn(
        _("Give these children an escort"),
        _("Record the escort"),
        _("With an escort the next plan may give them a place."),
        Escorting,
        lambda site, by, party, fields: planner.escort(site, by, party, fields["who"]),
    ),
}


@right(Right.PLAN_LIFT)
def parties(request: Request) -> HttpResponse:
    """List the parties that wait by how far they have come; find one by its id's beginning."""
    site, by = request.door.site, request.operator
    asked, wrong, code = request.GET.get("party", "").strip(), "", 200
    if asked:
        try:
            kind, identity = stories.lookup(site, by, asked)
            if kind != "party":
                raise NotWaiting
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
        else:
            return HttpResponseRedirect(reverse("plan-why", args=[spell(identity)]))
    found = standings.standings(site, by)
    come = request.GET.get("come", "")
    chosen = Come(come) if come in {*Come} else Come.WITHOUT
    rows = [row for row in found.rows if row.come is chosen]
    context = {
        "found": found,
        "chosen": chosen,
        "page": Paginator(rows, PARTIES_AT_ONCE).get_page(request.GET.get("page")),
        "keep": f"come={chosen}&",
        "wrong": [wrong] if wrong else [],
    }
    return render(request, "plan-parties.html", context, status=code)


@right(Right.PLAN_LIFT)
def why(request: Request, identity: str) -> HttpResponse:
    """Say why a party has the place that it has, or none, and what would have to change."""
    found = explaining.why(request.door.site, request.operator, PartyId(read(identity)))
    earlier = [(REASONS[code], number) for code, number in found.earlier.items()]
    proposal = next(iter(PLANS.proposals(request.door)), None)
    context = {
        "found": found,
        "earlier": earlier,
        "acts": [*_acts(found)],
        "proposal": proposal,
        "proposed": proposal.placed().get(found.party) if proposal is not None else None,
    }
    return render(request, "plan-why.html", context)


def _acts(found: Explained) -> Iterable[tuple[str, Promise]]:
    """Yield what can be done to a party now: the address's name, and the words of the button."""
    held = found.seat.held is not None
    names = ["let-go" if held else "hold", "permit"]
    if found.told is not None:
        names = ["came", "no-show", "recall", *names]
    if found.standing is Standing.TOLD:
        names.append("release")
    if found.standing is Standing.UNESCORTED:
        names.insert(0, "escort")
    for name in names:
        yield "plan-party-" + name, TURNS[name].heading


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def turn(request: Request, identity: str, name: str) -> HttpResponse:
    """Ask for what the act needs, then put it on record; the page of the party says what came."""
    site, by, chosen = request.door.site, request.operator, TURNS[name]
    found = explaining.why(site, by, PartyId(read(identity)))
    form, code = chosen.form(request.POST if request.method == "POST" else None), 200
    if isinstance(form, Permitting):
        _offer(form, found)
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                chosen.act(site, by, found.party, form.cleaned_data)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("plan-why", args=[spell(found.party)]))
    context = {"form": form, "turn": chosen, "found": found}
    return render(request, "plan-turn.html", context, status=code)


def _offer(form: Permitting, found: Explained) -> None:
    """Offer the gates and havens that there are, with those marked that the party is held to."""
    for name, places, held in (
        ("gates", found.gates, found.seat.gates),
        ("havens", found.havens, found.seat.havens),
    ):
        field = form.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = _choices(places)
        field.initial = [spell(one) for one in held]


def _choices(places: Iterable[Permit]) -> list[tuple[str, str]]:
    return [(spell(one.id), one.name) for one in places]
