"""What each gate is expected to let in, hour by hour, as forms: a road that opens, a curfew.

A span that is added holds over what was expected then; taking one back lets the gate go on as it
stands now. Whoever sends people to a gate can stop it here, too; it is opened where incidents are.
"""

from typing import Any

import msgspec
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.gates import TURNS, telling, turned
from muster.doors.web.request import Request
from muster.doors.web.times import TimeField
from muster.ground.people.ids import PlaceId, read, spell
from muster.ground.people.moment import DAY, HOUR, Instant
from muster.ground.problem import Problem
from muster.journey.gate.problems import GateUnknown
from muster.journey.gate.state import Gate, Way
from muster.journey.plan.adopted import Expected
from muster.journey.plan.deciding import MOST_PER_HOUR, Span
from muster.site import command
from muster.site.plan import planner
from muster.site.rights import Operator, Right
from muster.site.site import Site

AHEAD = 2 * DAY


class Row(msgspec.Struct, frozen=True):
    """A gate with what it lets in now, what is expected of it, and what comes of both."""

    id: PlaceId
    name: str
    gate: Gate
    expected: Expected
    runs: tuple[Span, ...]

    @property
    def now(self) -> int:
        """Return what it lets in an hour now."""
        return self.gate.per_hour if self.gate.open else 0


def _rows(site: Site, by: Operator) -> list[Row]:
    expected = planner.expected(site, by)
    begins = site.now().latest // HOUR * HOUR
    return [
        Row(one.id, one.name, one.gate, known, tuple(_runs(one.gate, known, begins)))
        for one in command.gates(site, by)
        for known in (expected.get(one.id, Expected()),)
    ]


def _runs(gate: Gate, expected: Expected, begins: Instant) -> list[Span]:
    """Return what a gate lets in over the next days, hours that are alike as one."""
    now = gate.per_hour if gate.open else 0
    found: list[Span] = []
    for at in range(begins, begins + AHEAD, HOUR):
        rate = 0 if gate.way is Way.SHUT_FOR_GOOD else expected.rate(at, now)
        if found and found[-1][2] == rate:
            found[-1] = (found[-1][0], at + HOUR, rate)
        else:
            found.append((at, at + HOUR, rate))
    return found


class Expecting(forms.Form):
    """A span of time and what the gate lets in then."""

    opens = TimeField(label=_("From, in UTC"), error_messages={"required": _("Give a time.")})
    ends = TimeField(label=_("Until, in UTC"), error_messages={"required": _("Give a time.")})
    rate = forms.IntegerField(
        label=_("Souls an hour then; 0 is shut"),
        min_value=0,
        max_value=MOST_PER_HOUR,
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )

    @override
    def clean(self) -> dict[str, Any] | None:
        """Return the fields; what ends before it begins is said where it can be mended."""
        fields = super().clean()
        opens, ends = self.cleaned_data.get("opens"), self.cleaned_data.get("ends")
        if opens is not None and ends is not None and ends <= opens:
            self.add_error("ends", _("Give a time after the first one."))
        return fields


@right(Right.PLAN_LIFT)
def gates(request: Request) -> HttpResponse:
    """Show every gate with what the plan takes it to let in over the next two days."""
    context = {"rows": _rows(request.door.site, request.operator)}
    return render(request, "plan-gates.html", context)


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def gate(request: Request, identity: str) -> HttpResponse:
    """Show one gate's expected rates; add a span, or take one back."""
    site, by, wanted = request.door.site, request.operator, PlaceId(read(identity))
    row = next((one for one in _rows(site, by) if one.id == wanted), None)
    if row is None:
        raise GateUnknown
    form, code, done = Expecting(), 200, False
    if request.method == "POST":
        try:
            if "back" in request.POST:
                planner.expect_no_span(site, by, wanted, _begin(row, request.POST["back"]))
                done = True
            else:
                form, code = Expecting(request.POST), 422
                done = form.is_valid()
                if done:
                    fields = form.cleaned_data
                    span = fields["opens"], fields["ends"], fields["rate"]
                    planner.expect_span(site, by, wanted, span)
        except Problem as problem:
            form.add_error(None, " ".join(said(problem)))
            code, done = status(problem), False
    if done:
        return HttpResponseRedirect(reverse("plan-gate", args=[spell(wanted)]))
    return render(request, "plan-gate.html", {"row": row, "form": form}, status=code)


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def stop(request: Request, identity: str, name: str) -> HttpResponse:
    """Hold or shut a gate, with every live call to it taken back in the same act."""
    return turned(request, identity, TURNS[name], "plan", "plan-told")


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def told(request: Request) -> HttpResponse:
    """Show what each party is to be told; record that one was reached."""
    return telling(request, "plan")


def _begin(row: Row, text: str) -> Instant:
    """Return the begin of the span that a button names; one that is gone is no span's."""
    return next((opens for opens, _, _ in row.expected.spans if str(opens) == text), -1)
