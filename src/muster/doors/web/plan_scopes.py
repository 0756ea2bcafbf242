"""Planners' posts: which gates and lifts are whose to plan; appointed and ended by whoever leads.

A planner sees whose is what; a plan within one's own scope leaves everything else where it is.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import text
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, OperatorId, PlaceId, read, spell
from muster.ground.problem import Problem
from muster.journey.plan import scopes
from muster.journey.plan.scopes import Scope
from muster.site import operators
from muster.site.plan import planner, planning
from muster.site.plan.operation import Gathered
from muster.site.rights import Operator, Right, Role
from muster.site.site import Site


class Appointing(forms.Form):
    """A planner's post: who works there, its gates and lifts."""

    name = text(
        _("Name of the post"), wrong=_("Name the post."), note=_("A post, never a person's name.")
    )
    people = forms.MultipleChoiceField(
        label=_("Planners who work there"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark at least one planner.")},
    )
    gates = forms.MultipleChoiceField(
        label=_("Its gates"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lifts = forms.MultipleChoiceField(
        label=_("Its lifts"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, posted: Any, staff: list[tuple[str, str]], known: Gathered) -> None:  # noqa: ANN401 - a QueryDict
        super().__init__(posted)
        operation, names = known.operation, known.names
        self._offer("people", staff)
        self._offer("gates", ((spell(one.id), names.get(one.id, "")) for one in operation.gates))
        self._offer("lifts", ((spell(one.id), names.get(one.id, "")) for one in operation.lifts))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = list(choices)

    def scope(self) -> Scope:
        """Return the scope as it was filled in."""
        fields = self.cleaned_data
        return Scope(
            fields["name"],
            tuple(OperatorId(read(one)) for one in fields["people"]),
            tuple(PlaceId(read(one)) for one in fields["gates"]),
            tuple(LiftId(read(one)) for one in fields["lifts"]),
        )


class Row(msgspec.Struct, frozen=True):
    """A planner's post as the page shows it; ``own`` where the reader works there."""

    name: str
    own: bool
    gates: tuple[PlaceId, ...]
    lifts: tuple[LiftId, ...]


@right(Right.PLAN_LIFT, "GET", "HEAD", "POST")
def posts(request: Request) -> HttpResponse:
    """Show whose is what; whoever leads appoints a post, or ends one."""
    site, by = request.door.site, request.operator
    gathered, leads = planning.look(site, by), by.may(Right.ENROL)
    staff = _staff(site, by) if leads else []
    form, code, done, wrong = Appointing(None, staff, gathered), 200, False, ""
    if request.method == "POST":
        try:
            if "end" in request.POST:
                scope: Scope | None = Scope(request.POST["end"], (), (), ())
            else:
                form, code = Appointing(request.POST, staff, gathered), 422
                scope = form.scope() if form.is_valid() else None
            if scope is not None:
                planner.appoint(site, by, scope)
                done = True
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
    if done:
        return HttpResponseRedirect(reverse("plan-scopes"))
    known = planner.appointments(site, by)
    context = {
        "rows": [Row(one.name, by.id in one.operators, one.gates, one.lifts) for one in known],
        "shared": sorted(gathered.names.get(one, "") for one in scopes.shared(known)),
        "names": gathered.names,
        "form": form if leads else None,
        "wrong": [wrong] if wrong else [],
    }
    return render(request, "plan-scopes.html", context, status=code)


def _staff(site: Site, by: Operator) -> list[tuple[str, str]]:
    """Return who may plan, by name: they alone are named to whoever enrols."""
    able = {Role.PLANNER.value, Role.LEAD.value}
    rows = operators.roster(site, by)
    return [(spell(one.id), one.name) for one in rows if not one.revoked and able & {*one.roles}]
