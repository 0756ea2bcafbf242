"""Signing in with a name and a PIN, and signing out."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web import yielding
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.frame import first
from muster.doors.web.request import Request
from muster.doors.web.shelf import OPERATOR
from muster.ground.problem import Problem
from muster.site import operators
from muster.site.closing import duress
from muster.site.problems import SignInRefused
from muster.site.rights import Right

LONGEST = 200


class SignIn(forms.Form):
    """Name and PIN; the PIN can be pasted."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": _("Give your name.")},
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Give your PIN.")},
    )


@sensitive_post_parameters()
@right(None, "GET", "HEAD", "POST")
def sign_in(request: Request) -> HttpResponse:
    """Show the form, or begin a session for whoever knows name and PIN."""
    form = SignIn(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    door = request.door
    try:
        with door.signing_in:
            operator = operators.sign_in(door.site, door.patience, **form.cleaned_data)
    except Problem as problem:
        if isinstance(problem, SignInRefused) and duress.is_said(
            door.site, form.cleaned_data["pin"]
        ):
            return yielding.yield_to_training(request)
        form.add_error(None, " ".join(said(problem)))
        return _form(request, form, status(problem))
    request.session.flush()
    request.session[OPERATOR] = operator.id
    rotate_token(request)
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return HttpResponseRedirect(asked if safe else first(operator))


def _form(request: Request, form: SignIn, code: int) -> HttpResponse:
    return render(request, "sign-in.html", {"form": form}, status=code)


@right(None, "POST", plain=True)
def sign_out(request: Request) -> HttpResponse:
    """End the session here and have the browser forget whatever it holds of us.

    Of a guard it forgets no storage: a tablet's key lies there, and entries that wait.
    """
    guards = request.plain or (request.signed_in is not None and request.signed_in.may(Right.GUARD))
    request.session.flush()
    response = HttpResponseRedirect(reverse("shift-code" if request.plain else "sign-in"))
    response.headers["Clear-Site-Data"] = '"cache"' if guards else '"cache", "storage"'
    return response
