"""The plan on the screens: the board, a plan in the making, what it changes, and accepting it.

Parties are the first letters of their ids; nobody's name stands on any of these pages.
"""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web import lines
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import text
from muster.doors.web.drawing import picture
from muster.doors.web.plans import PLANS, Making, changes
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PlaceId, PlanId, read, spell
from muster.ground.problem import Problem
from muster.journey.plan.deciding import MOST_SOULS
from muster.journey.plan.problems import NoProposal
from muster.site.lift import ramp
from muster.site.plan import forwarding, planner, planning, queues, unsettled
from muster.site.plan.differences import unfit
from muster.site.plan.overview import board as board_of
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import Way
from muster.site.rights import Right

LIFTS_AT_ONCE = 60
MOVES_AT_ONCE = 60
CALLS_AT_ONCE = 100
TASKS_SHOWN = 12
WAYS: dict[str, tuple[Way, ...]] = {
    "plan": (Way.BEST,),
    "replan": (Way.REPAIR, Way.STABLE),
    "repair": (Way.REPAIR,),
}
"""What can be asked for: a plan from scratch, the plan mended, or only repaired."""


class Cancelling(forms.Form):
    """Why lifts do not go."""

    reason = text(_("Reason"), wrong=_("Say why: it goes on record."))


@right(Right.PLAN_LIFT)
def plan(request: Request) -> HttpResponse:
    """Show the board of the plan that holds: lifts, gates, bases, tasks."""
    site, by = request.door.site, request.operator
    gathered = planning.look(site, by)
    board = board_of(gathered, planning.standing(gathered).places)
    tasks = unsettled.tasks(site, by)
    context = {
        "board": board,
        "scopes": gathered.scopes,
        "names": gathered.names,
        "unfit": sorted(unfit(gathered).items(), key=lambda one: -one[1]),
        "picture": picture(board),
        "queues": lines.drawn(queues.queues(site, by)),
        "page": Paginator(board.lifts, LIFTS_AT_ONCE).get_page(request.GET.get("page")),
        "tasks": tasks[:TASKS_SHOWN],
        "more": max(0, len(tasks) - TASKS_SHOWN),
        "making": PLANS.making(request.door),
        "form": Cancelling(),
    }
    return render(request, "plan.html", context)


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def make(request: Request) -> HttpResponse:
    """Begin to make a plan; the page that answers says how far it is."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("plan"))
    ways = WAYS.get(request.POST.get("way", ""), WAYS["replan"])
    PLANS.start(request.door, request.operator, *ways)
    return HttpResponseRedirect(reverse("plan-making"))


@right(Right.PLAN_LIFT)
def making(request: Request) -> HttpResponse:
    """Show how far the plan in the making is; go on to what it proposes once it is there."""
    found = PLANS.making(request.door)
    if found is None:
        return HttpResponseRedirect(reverse("plan"))
    if found.over and found.problem is None:
        return HttpResponseRedirect(_address(found.proposals[-1]))
    return render(request, "plan-making.html", _progress(found))


@right(Right.PLAN_LIFT)
def making_live(request: Request) -> HttpResponse:
    """Answer the page that waits: the moving part, or where to go once a plan is there."""
    found = PLANS.making(request.door)
    if found is not None and not found.over:
        return render(request, "plan-making-live.html", _progress(found))
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("plan-making")
    return answer


def _progress(found: Making) -> dict[str, Any]:
    wrong = " ".join(said(found.problem)) if found.problem is not None else ""
    return {
        "making": found,
        "step": found.step,
        "wrong": [wrong] if wrong else [],
        "first": found.proposals[0] if found.proposals else None,
    }


def _address(proposal: Proposal) -> str:
    return reverse("plan-proposal", args=[spell(proposal.id)])


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def proposal(request: Request, identity: str) -> HttpResponse:
    """Show what a proposed plan would change, party by party; adopt it."""
    door = request.door
    found = PLANS.find(door, PlanId(read(identity)))
    wrong, code = "", 200
    if found is None:
        raise NoProposal
    if request.method == "POST":
        try:
            planning.adopt(door.site, request.operator, found)
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
        else:
            PLANS.forget(door)
            return HttpResponseRedirect(reverse("plan"))
    difference = changes(found)
    moves = sorted(difference.moves, key=lambda one: (not one.told, one.kind == "new"))
    context = {
        "proposal": found,
        "difference": difference,
        "groups": difference.groups(),
        "others": [one for one in PLANS.proposals(door) if one is not found],
        "names": found.gathered.names,
        "picture": picture(difference.after),
        "page": Paginator(moves, MOVES_AT_ONCE).get_page(request.GET.get("page")),
        "wrong": [wrong] if wrong else [],
    }
    return render(request, "plan-proposal.html", context, status=code)


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def cancel(request: Request) -> HttpResponse:
    """Record that the chosen lifts do not go; the plan is mended next."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("plan"))
    form = Cancelling(request.POST)
    chosen = [LiftId(read(one)) for one in request.POST.getlist("lift")]
    if form.is_valid() and chosen:
        with request.door.site.batch():
            for one in chosen:
                ramp.cancel(request.door.site, request.operator, one, form.cleaned_data["reason"])
        return HttpResponseRedirect(reverse("plan"))
    context = {"form": form, "chosen": chosen, "named": bool(chosen)}
    return render(request, "plan-cancel.html", context, status=422)


class Counting(forms.Form):
    """How many wait outside a gate."""

    gate = forms.CharField(widget=forms.HiddenInput)
    souls = forms.IntegerField(min_value=0, max_value=MOST_SOULS)


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def calls(request: Request) -> HttpResponse:
    """Show who is to be called next at each gate; call them, or take in a count of a queue."""
    site, by = request.door.site, request.operator
    if request.method == "POST":
        form = Counting(request.POST)
        if "gate" not in request.POST:
            forwarding.call_next(site, by)
        elif form.is_valid():
            gate = PlaceId(read(form.cleaned_data["gate"]))
            planner.count_queue(site, by, gate, form.cleaned_data["souls"])
        return HttpResponseRedirect(reverse("plan-calls"))
    found = forwarding.call_list(site, by)
    context = {
        "found": found,
        "souls": sum(one.souls for one in (*found.anew, *found.calls)),
        "page": Paginator((*found.anew, *found.calls), CALLS_AT_ONCE).get_page(
            request.GET.get("page")
        ),
        "absent": round(100 * found.absent),
    }
    return render(request, "plan-calls.html", context)
