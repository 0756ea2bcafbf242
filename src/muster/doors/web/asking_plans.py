"""Questions to the plan: what if, and what is traded for what.

None of them changes the plan. What-if puts nothing on record; weights do, with two signatures, and
the form shows first what they would mean for the plan as it stands.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import Recorded, text
from muster.doors.web.outlooks import rows
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.times import TimeField
from muster.ground.people.ids import LiftId, PlaceId, read, spell
from muster.ground.people.moment import DAY, HOUR, Instant
from muster.ground.problem import Problem
from muster.journey.plan.deciding import MOST_WEIGHT
from muster.journey.plan.operation import PRIORITIES, Weights
from muster.site.plan import planner, planning, supposing
from muster.site.plan.operation import Gathered
from muster.site.plan.supposing import MOST_PER_HOUR, Supposed
from muster.site.rights import Right

Fields = dict[str, Any]


class Day(NamedTuple):
    """Lifts of one day, in UTC: when each leaves, with its box, and whether one is ticked."""

    at: Instant
    boxes: list[tuple[Instant, BoundWidget]]
    ticked: bool


class Question(forms.Form):
    """What is supposed: a rate for one gate, lifts that do not go, another deadline."""

    gate = forms.ChoiceField(label=_("Gate"), required=False, widget=Recorded)
    rate = forms.IntegerField(
        label=_("Souls an hour there; 0 is shut"),
        required=False,
        min_value=0,
        max_value=MOST_PER_HOUR,
        error_messages={"invalid": _("Give a number.")},
    )
    lifts = forms.MultipleChoiceField(
        label=_("Lifts that do not go"), required=False, widget=forms.CheckboxSelectMultiple
    )
    deadline = TimeField(label=_("The operation ends, in UTC"), required=False)

    def __init__(self, asked: Any, gathered: Gathered) -> None:  # noqa: ANN401 - a QueryDict
        super().__init__(asked)
        operation, names = gathered.operation, gathered.names
        gates = [(spell(one.id), names.get(one.id, "")) for one in operation.gates]
        self._departs = {
            spell(one.id): operation.base + one.hour * HOUR
            for one in sorted(operation.lifts, key=attrgetter("hour"))
            if one.seats > 0
        }
        lifts = [(one, names.get(read(one), "")) for one in self._departs]
        _offer(self.fields["gate"], [("", _("no gate changes")), *gates])
        _offer(self.fields["lifts"], lifts)

    def days(self) -> list[Day]:
        """Return the boxes of the lifts by the day they leave on."""
        found = []
        boxes = zip(self._departs.values(), self["lifts"], strict=True)
        for day, group in groupby(boxes, key=lambda one: one[0] // DAY):
            some = list(group)
            ticked = any(box.data["selected"] for _, box in some)
            found.append(Day(day * DAY, some, ticked))
        return found

    def supposed(self) -> Supposed:
        """Return what was asked; a gate without a rate is shut."""
        fields = self.cleaned_data
        gate = fields["gate"]
        rates = ((PlaceId(read(gate)), fields["rate"] or 0),) if gate else ()
        cancelled = tuple(LiftId(read(one)) for one in fields["lifts"])
        return Supposed(rates, cancelled, fields["deadline"])


def _offer(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)  # noqa: S101 - narrows
    field.choices = list(choices)


@right(Right.PLAN_LIFT)
def what_if(request: Request) -> HttpResponse:
    """Ask what would come of a change, beside the plan that holds; nothing goes on record."""
    site, by = request.door.site, request.operator
    form = Question(request.GET or None, planning.look(site, by))
    context: Fields = {"form": form}
    code = 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                found = supposing.what_if(site, by, form.supposed())
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                context |= {
                    "found": found,
                    "rows": rows(found.now, found.then),
                    "groups": found.changes.groups(),
                    "names": found.gathered.names,
                }
                code = 200
    return render(request, "plan-what-if.html", context, status=code)


class Trading(SecondForm):
    """What is traded for what, a row for each priority, signed by two."""

    ready = forms.FloatField(
        label=_("An hour in the ready area, for anybody"), min_value=0, max_value=MOST_WEIGHT
    )
    planned = forms.IntegerField(
        label=_("A place that is kept, for each person"), min_value=0, max_value=MOST_WEIGHT
    )
    told = forms.IntegerField(
        label=_("The same for somebody who was told and released"),
        min_value=0,
        max_value=MOST_WEIGHT,
    )
    reason = text(_("Reason"), wrong=_("Say why: it goes on record."))

    def __init__(self, posted: Any, weights: Weights) -> None:  # noqa: ANN401 - a QueryDict
        super().__init__(posted)
        for name in ("ready", "planned", "told"):
            self.fields[name].initial = getattr(weights, name)
        for rank in range(PRIORITIES):
            left, waits = weights.left[rank], weights.waiting[rank]
            self.fields[f"left-{rank}"] = _number(left, whole=True)
            self.fields[f"waiting-{rank}"] = _number(waits)

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Return priority, what a soul left behind costs, what an hour of waiting costs."""
        return [
            (rank + 1, self[f"left-{rank}"], self[f"waiting-{rank}"]) for rank in range(PRIORITIES)
        ]

    def weights(self) -> Weights:
        """Return the weights as they were filled in."""
        fields = self.cleaned_data
        return Weights(
            tuple(fields[f"left-{rank}"] for rank in range(PRIORITIES)),
            tuple(fields[f"waiting-{rank}"] for rank in range(PRIORITIES)),
            fields["ready"],
            fields["planned"],
            fields["told"],
        )


def _number(initial: float, *, whole: bool = False) -> forms.Field:
    made = forms.IntegerField if whole else forms.FloatField
    return made(initial=initial, min_value=0, max_value=MOST_WEIGHT)


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def weights(request: Request) -> HttpResponse:
    """Show what plans trade for what, in words; preview other weights, or set them, two signing."""
    site, by = request.door.site, request.operator
    known = planner.terms(site, by)
    form = Trading(request.POST or None, known.weights)
    context: Fields = {"form": form, "known": known, "hours": _hours(known.weights)}
    code = 200
    if form.is_bound:
        code = 422
        preview = "preview" in request.POST
        if preview:
            for name in ("second", "second_pin", "second_code", "reason"):
                form.fields[name].required = False
        if form.is_valid():
            try:
                if preview:
                    context["preview"] = supposing.weigh(site, by, form.weights())
                    context["hours"] = _hours(form.weights())
                    return render(request, "plan-weights.html", context)
                beside, reason = form.signing(request), form.cleaned_data["reason"]
                planner.set_weights(site, by, beside, form.weights(), reason=reason)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("plan-weights"))
    return render(request, "plan-weights.html", context, status=code)


def _hours(found: Weights) -> int | None:
    """Return how many hours of the most urgent one soul of the last priority left behind weighs."""
    return round(found.left[-1] / found.waiting[0]) if found.waiting[0] else None
