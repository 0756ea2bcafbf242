"""Operators: who works here in which roles; enrolling somebody, and revoking."""

from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.words import ROLES
from muster.ground.people.ids import OperatorId, read
from muster.ground.problem import Problem
from muster.site import joining, operators
from muster.site.joining import Invited
from muster.site.problems import NothingKnown
from muster.site.rights import Right, Role

LONGEST = 200


class Enrolment(forms.Form):
    """Who is to work here, in which roles."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give the operator's name.")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, _(ROLES[role])) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )


class Revocation(forms.Form):
    """Why somebody no longer works here."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        error_messages={"required": _("Say why: it goes on record.")},
    )


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def roster(request: Request) -> HttpResponse:
    """Show who works here; put somebody new on record, and show their code this once."""
    form, code = Enrolment(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            try:
                made = joining.add(
                    request.door.site, request.operator, fields["name"], tuple(fields["roles"])
                )
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return _code(request, made, fields["name"])
    rows = operators.roster(request.door.site, request.operator)
    return render(request, "operators.html", {"form": form, "rows": rows}, status=code)


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def hand_code(request: Request, identity: str) -> HttpResponse:
    """Show another code for somebody who has not chosen a PIN; the one before holds no more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    site, by, wanted = request.door.site, request.operator, OperatorId(read(identity))
    made = joining.hand(site, by, wanted)
    name = next(row.name for row in operators.roster(site, by) if row.id == wanted)
    return _code(request, made, name)


def _code(request: Request, made: Invited, name: str) -> HttpResponse:
    return render(request, "operator-code.html", {"made": made, "name": name.strip()})


@right(Right.ENROL, "GET", "HEAD", "POST")
def revoke(request: Request, identity: str) -> HttpResponse:
    """Ask why, then revoke; whoever it is, their sessions end now."""
    wanted = OperatorId(read(identity))
    rows = operators.roster(request.door.site, request.operator)
    row = next((one for one in rows if one.id == wanted and not one.revoked), None)
    if row is None:
        raise NothingKnown
    form = Revocation(request.POST or None)
    if form.is_bound and form.is_valid():
        operators.revoke(request.door.site, request.operator, wanted, form.cleaned_data["reason"])
        request.door.sessions.end(wanted)
        request.door.plain_sessions.end(wanted)
        return HttpResponseRedirect(reverse("operators"))
    code = 422 if form.is_bound else 200
    return render(request, "revoke.html", {"form": form, "row": row}, status=code)
