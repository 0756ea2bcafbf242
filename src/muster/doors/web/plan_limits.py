"""What plans have to keep to, as forms: deadline, screening, the ready area, room at the bases.

None of it changes the plan that holds; the next one is made under it. Limits that were set by a
slip are put back with one button.
"""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.times import TimeField, typed
from muster.ground.people.ids import PlaceId, read
from muster.ground.problem import Problem
from muster.journey.plan.adopted import Limits
from muster.journey.plan.deciding import LONGEST_STAY, MOST_MINUTES, MOST_SOULS
from muster.site import command
from muster.site.command import MOST_ROOM
from muster.site.plan import planner
from muster.site.plan.planner import Base
from muster.site.rights import Right

_WRONG = {"required": _("Give a number."), "invalid": _("Give a number.")}


class Limiting(forms.Form):
    """The limits as they hold, to be changed; what is left empty is not limited."""

    deadline = TimeField(
        label=_("The operation ends, in UTC"),
        help_text=_("Empty: the plan goes on until the last lift."),
        required=False,
    )
    ready_room = forms.IntegerField(
        label=_("Room in the ready area, in people"),
        help_text=_("Empty: not limited."),
        required=False,
        min_value=0,
        max_value=MOST_SOULS,
        error_messages=_WRONG,
    )
    longest_stay = forms.IntegerField(
        label=_("Longest stay in the ready area, in hours"),
        min_value=1,
        max_value=LONGEST_STAY,
        error_messages=_WRONG,
    )
    screening = forms.IntegerField(
        label=_("Minutes of screening an hour, over all posts"),
        help_text=_("Four posts that never stop are 240. Empty: not limited."),
        required=False,
        min_value=0,
        max_value=MOST_SOULS,
        error_messages=_WRONG,
    )
    seen = forms.IntegerField(
        label=_("Minutes a person takes there whose documents were seen"),
        min_value=0,
        max_value=MOST_MINUTES,
        error_messages=_WRONG,
    )
    unseen = forms.IntegerField(
        label=_("The same for a person without"),
        min_value=0,
        max_value=MOST_MINUTES,
        error_messages=_WRONG,
    )

    def limits(self) -> Limits:
        """Return the limits as they were filled in."""
        fields = self.cleaned_data
        return Limits(
            fields["deadline"],
            fields["screening"],
            (fields["seen"], fields["unseen"]),
            fields["ready_room"],
            fields["longest_stay"],
        )


def _filled(limits: Limits) -> dict[str, Any]:
    seen, unseen = limits.minutes
    known = {name: getattr(limits, name) for name in ("screening", "ready_room", "longest_stay")}
    return known | {"deadline": typed(limits.deadline), "seen": seen, "unseen": unseen}


class Rooming(forms.Form):
    """What one base or haven holds, and how many leave it in a day."""

    place = forms.CharField(widget=forms.HiddenInput)
    room = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_ROOM, error_messages=_WRONG
    )
    leave = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_ROOM, error_messages=_WRONG
    )


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def limits(request: Request) -> HttpResponse:
    """Show what plans keep to; set it, put back what held before, or say what a base holds."""
    site, by = request.door.site, request.operator
    known, wrong, code = planner.terms(site, by), "", 200
    form = Limiting(initial=_filled(known.limits))
    if request.method == "POST":
        code = 422
        try:
            if "place" in request.POST:
                done = _room(request)
                wrong = "" if done else str(_("Give a number."))
            elif "back" in request.POST and known.before is not None:
                planner.set_limits(site, by, known.before)
                done = True
            else:
                form = Limiting(request.POST)
                done = form.is_valid()
                if done:
                    planner.set_limits(site, by, form.limits())
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
        else:
            if done:
                return HttpResponseRedirect(reverse("plan-limits"))
    context = {
        "form": form,
        "known": known,
        "bases": planner.bases(site, by),
        "wrong": [wrong] if wrong else [],
    }
    return render(request, "plan-limits.html", context, status=code)


def _room(request: Request) -> bool:
    """Put on record what a base holds; say whether that could be read."""
    site, by, form = request.door.site, request.operator, Rooming(request.POST)
    if not form.is_valid():
        return False
    place, fields = PlaceId(read(form.cleaned_data["place"])), form.cleaned_data
    before = next((one for one in planner.bases(site, by) if one.id == place), None)
    capacity = _capacity(before, fields["room"])
    command.set_room(site, by, place, capacity, per_day=fields["leave"])
    return True


def _capacity(before: Base | None, room: int | None) -> tuple[int, int] | None:
    """Return both readings of what a base holds; the high one stays where it was above."""
    if room is None:
        return None
    high = before.capacity[1] if before is not None and before.capacity is not None else room
    return room, max(room, high)
