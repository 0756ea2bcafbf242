"""Operators: who works here in which roles; enrolling somebody, and revoking."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
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
from muster.site import operators
from muster.site.problems import NothingKnown
from muster.site.rights import Right, Role

LONGEST = 200


class Enrolment(forms.Form):
    """Who is to work here, in which roles, with which PIN."""

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
    pin = forms.CharField(
        label=_("PIN"),
        help_text=_("At least 8 characters. The operator types it; nobody else keeps it."),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Give a PIN.")},
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
    """Show who works here; put somebody new on record."""
    form, code = Enrolment(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            fields = form.cleaned_data
            try:
                operators.enrol(
                    request.door.site,
                    request.operator,
                    fields["name"],
                    tuple(fields["roles"]),
                    fields["pin"],
                )
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("operators"))
    rows = operators.roster(request.door.site, request.operator)
    return render(request, "operators.html", {"form": form, "rows": rows}, status=code)


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
