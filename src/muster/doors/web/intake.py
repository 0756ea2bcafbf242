"""The intake queue on screens: how many claims wait, how long; and one claim in hand, by keyboard.

What is in hand is on record, not in the session: whoever signs in again finds it. A letter is shown
once, without the contact it goes to; that stands in the record, and opening it is seen.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from muster.doors.web import telling
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.intake_forms import Limits, SortedByHand
from muster.doors.web.request import Request
from muster.ground.people.ids import PersonId, read, spell
from muster.ground.people.moment import HOUR
from muster.ground.problem import Problem
from muster.journey.registry.cases import HERE, Stage
from muster.journey.registry.letters import Letter
from muster.site.registry import answering, desk, handling, masks, waiting
from muster.site.registry.waiting import By, Queue, Waiting
from muster.site.rights import Right

NEXT: Final = {Stage.RECEIVED: "s", Stage.TRIAGED: "d", Stage.DECIDED: "a"}
"""The key that takes the next claim of a stage in hand: to sort, to decide, to answer."""


@right(Right.CLAIM, "GET", "HEAD", "POST")
def queue(request: Request) -> HttpResponse:
    """Show the queue; sort all that waits by the rule in force where that was asked for."""
    site, by = request.door.site, request.operator
    split = request.GET.get("by", By.LIST.value)
    done, wrong, code = None, "", 200
    if request.method == "POST":
        try:
            done = handling.sort_by_rule(site, by)
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
    found = waiting.queue(site, by, By(split) if split in {*By} else By.LIST)
    context = {
        **_shown(found),
        "split": split,
        "splits": [one.value for one in By],
        "mine": waiting.in_hand(site, by),
        "may_limit": by.may(Right.COMMAND),
        "done": done,
        "wrong": [wrong] if wrong else [],
    }
    return render(request, "intake.html", context, status=code)


@right(Right.CLAIM, "GET", "HEAD", "POST")
def take(request: Request) -> HttpResponse:
    """Take the next claim of a stage in hand, or the one that is named, and show it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    stage = request.POST.get("stage", "")
    named = request.POST.get("person", "")
    person = PersonId(read(named)) if named else None
    wanted = Stage(stage) if stage in {*HERE} else Stage.RECEIVED
    taken = handling.take(request.door.site, request.operator, wanted, person)
    return HttpResponseRedirect(reverse("intake-case", args=[spell(taken)]))


@right(Right.CLAIM, "GET", "HEAD", "POST")
def case(request: Request, identity: str) -> HttpResponse:
    """Show the claim that is in hand; do with it what a form says."""
    person = PersonId(read(identity))
    mine = {one.person: one for one in waiting.in_hand(request.door.site, request.operator)}
    form = SortedByHand(request.POST if request.POST.get("act") == "sort" else None)
    letters: tuple[Letter, ...] = ()
    if request.method == "POST" and person in mine:
        act = _ACTS.get(request.POST.get("act", ""))
        if act is None:
            return HttpResponse(status=400)
        try:
            letters = act(request, person, form)
        except Problem as problem:
            return _case(request, mine[person], form, (), problem)
        mine = {one.person: one for one in waiting.in_hand(request.door.site, request.operator)}
    if person not in mine and not letters:
        return HttpResponseRedirect(reverse("intake"))
    return _case(request, mine.get(person), form, letters, None)


def _case(
    request: Request,
    held: Waiting | None,
    form: SortedByHand,
    letters: tuple[Letter, ...],
    problem: Problem | None,
) -> HttpResponse:
    """Show a claim in hand, or after an answer the letter alone."""
    context: dict[str, Any] = {"letters": letters, "held": held, "form": form, "next": _next()}
    if held is not None:
        page = masks.person(request.door.site, request.operator, held.person)
        context["parts"] = list(telling.known(page, request.door.labels()))
        context["may_decide"] = request.operator.may(Right.DECIDE)
    context["wrong"] = [" ".join(said(problem))] if problem is not None else []
    code = status(problem) if problem is not None else 200
    return render(request, "intake-case.html", context, status=code)


@right(Right.COMMAND, "GET", "HEAD", "POST")
def limits(request: Request) -> HttpResponse:
    """Show and set how long claims may wait."""
    site, by = request.door.site, request.operator
    known = waiting.limits(site, by)
    form = Limits(request.POST or None, initial=_hours(known))
    code = 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                handling.set_limits(site, by, **form.cleaned_data)
                return HttpResponseRedirect(reverse("intake-limits"))
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
    context = {"form": form, "queue": by.may(Right.CLAIM)}
    return render(request, "intake-limits.html", context, status=code)


def _hours(known: Any) -> dict[str, int]:  # noqa: ANN401
    limits = {one.value: getattr(known, one.value) for one in HERE}
    return {name: it // HOUR for name, it in limits.items() if it is not None}


Act = Callable[[Request, PersonId, SortedByHand], tuple[Letter, ...]]


def _sort(request: Request, person: PersonId, form: SortedByHand) -> tuple[Letter, ...]:
    if form.is_valid():
        handling.sort_by_hand(request.door.site, request.operator, person, form.sorting())
    return ()


def _decide(request: Request, person: PersonId, _form: SortedByHand) -> tuple[Letter, ...]:
    desk.decide(request.door.site, request.operator, [person])
    return ()


def _receipt(request: Request, person: PersonId, _form: SortedByHand) -> tuple[Letter, ...]:
    spoken = "spoken" in request.POST
    made = answering.receipts(request.door.site, request.operator, [person], spoken=spoken)
    return made.letters


def _answer(request: Request, person: PersonId, _form: SortedByHand) -> tuple[Letter, ...]:
    spoken = "spoken" in request.POST
    made = answering.answers(request.door.site, request.operator, [person], spoken=spoken)
    return made.letters


def _back(request: Request, person: PersonId, _form: SortedByHand) -> tuple[Letter, ...]:
    handling.hand_back(request.door.site, request.operator, person)
    return ()


_ACTS: dict[str, Act] = {
    "sort": _sort,
    "decide": _decide,
    "receipt": _receipt,
    "answer": _answer,
    "back": _back,
}


def _next() -> list[tuple[str, str]]:
    return [(stage.value, key) for stage, key in NEXT.items()]


def _shown(found: Queue) -> dict[str, Any]:
    """Return what the page of the queue shows; ages are whole hours."""
    now = found.as_of
    return {
        "queue": found,
        "stages": [
            {
                "wait": one,
                "oldest": _age(now, one.oldest),
                "middle": _age(now, one.middle),
                "late": _age(now, one.late),
                "limit": None if one.limit is None else one.limit // HOUR,
                "key": NEXT[one.stage],
            }
            for one in found.waits
        ],
        "groups": [
            {
                "group": one,
                "oldest": max(_age(now, wait.oldest) or 0 for wait in one.waits),
                "overdue": sum(wait.overdue for wait in one.waits),
            }
            for one in found.groups
        ],
        "oldest": [(one, _age(now, one.case.received)) for one in found.oldest],
    }


def _age(now: int, since: int | None) -> int | None:
    return None if since is None else max(0, now - since) // HOUR
