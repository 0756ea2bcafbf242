"""Your sign-in: what somebody shows beside the PIN, and two others who take it away (T23).

Each change asks for the PIN again: a screen that was left open is not enough to add a key to it.
After it every other session of theirs is over: whoever has carried one away is out.
"""

from typing import cast

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web import codes, keys, own_sessions
from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.binding import source_of
from muster.doors.web.own_pin import Own, Twice, prove
from muster.doors.web.pictures import code as picture
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.shelf import ENROLS
from muster.doors.web.words import ROLES
from muster.ground.people.ids import OperatorId, read
from muster.site import operators
from muster.site.access import compulsory, credentials, onetime, passkeys
from muster.site.problems import NothingKnown
from muster.site.rights import Right, Role

LONGEST = 200
LONGEST_ANSWER = 16_000
SECRET = "new secret"  # noqa: S105 - the name of where it waits


class NewKey(Own):
    """A passkey that the browser has made, and what its owner calls it."""

    label = forms.CharField(
        label=_("What you call it"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, such as its colour.")},
    )
    answer = forms.CharField(max_length=LONGEST_ANSWER, widget=forms.HiddenInput, required=False)


class NewCodes(Own):
    """The first code, which shows that the telephone has the secret."""

    code = forms.CharField(
        label=_("Code that the telephone shows"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Give the code.")},
    )


class NewPin(Own, Twice):
    """The PIN that takes the place of the present one, typed twice."""


class Asked(SecondForm):
    """The roles whose holders show more than a PIN, and the second person."""

    roles = forms.MultipleChoiceField(
        label=_("Who shows more than a PIN"),
        choices=[(role.value, _(ROLES[role])) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class Reset(SecondForm):
    """Why everything is taken away that somebody shows beside the PIN."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        error_messages={"required": _("Say why: it goes on record.")},
    )


@right(Right.OWN)
def overview(request: Request) -> HttpResponse:
    """Show what the operator shows beside the PIN."""
    site, by = request.door.site, request.operator
    context = {
        "rows": credentials.mine(site, by),
        "papers": onetime.papers_left(site, by),
        "why": keys.why_none(request),
        "enrols": request.session.get(ENROLS),
        "sessions": own_sessions.theirs(request),
    }
    return render(request, "own.html", context)


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def change_pin(request: Request) -> HttpResponse:
    """Take another PIN, against the present one; every session of theirs ends."""
    form = NewPin(request.POST or None)
    door, by = request.door, request.operator

    def act() -> None:
        old, new = form.cleaned_data["pin"], form.cleaned_data["new"]
        with door.signing_in:
            operators.change_pin(door.site, door.patience, by, old, new, source_of(request))
        door.sessions.end(by.id)

    code = done(form, act)
    if code is None:
        request.session.flush()
        return HttpResponseRedirect(reverse("sign-in"))
    return render(request, "own-change.html", {"form": form}, status=code)


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def ask_more(request: Request) -> HttpResponse:
    """Let two people say who shows more than a PIN here."""
    site, by = request.door.site, request.operator
    held = compulsory.required(site, by)
    form = Asked(request.POST or None, initial={"roles": held or compulsory.USUAL})

    def act() -> None:
        second = form.signing(request)
        compulsory.require_more(site, by, second, form.cleaned_data["roles"])

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("operators"))
    return render(request, "own-asked.html", {"form": form, "held": held}, status=code)


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def add_key(request: Request) -> HttpResponse:
    """Ask the browser for a passkey, and put it on record."""
    form = NewKey(request.POST or None)
    site, by = request.door.site, request.operator

    def act() -> None:
        prove(request, form)
        fields = form.cleaned_data
        passkeys.add_key(site, by, fields["label"], fields["answer"], keys.asked(request))
        _end_others(request)

    code = done(form, act)
    if code is None:
        return _enrolled(request)
    asked = keys.ask_new(request) if not keys.why_none(request) else ""
    context = {"form": form, "asked": asked, "why": keys.why_none(request)}
    return render(request, "own-key.html", context, status=code)


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def add_codes(request: Request) -> HttpResponse:
    """Show a secret for a telephone, and take it over once a code of it was typed."""
    form = NewCodes(request.POST or None)
    site, by = request.door.site, request.operator
    if SECRET not in request.session:
        request.session[SECRET] = onetime.new_secret(site, by)
    secret, address = cast("tuple[str, str]", request.session[SECRET])

    def act() -> None:
        prove(request, form)
        onetime.add_codes(site, by, secret, form.cleaned_data["code"])
        _end_others(request)

    code = done(form, act)
    if code is None:
        del request.session[SECRET]
        return _enrolled(request)
    context = {"form": form, "secret": secret, "picture": picture(address)}
    return render(request, "own-codes.html", context, status=code)


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def print_codes(request: Request) -> HttpResponse:
    """Show fresh codes for paper, this once."""
    form = Own(request.POST or None)
    made: list[str] = []
    site, by = request.door.site, request.operator

    def act() -> None:
        prove(request, form)
        made.extend(onetime.print_codes(site, by))
        _end_others(request)

    code = done(form, act)
    context = {"form": form, "codes": made}
    return render(request, "own-paper.html", context, status=200 if code is None else code)


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def sign_beside(request: Request) -> HttpResponse:
    """Show a code by which the operator signs one act of somebody else, this once."""
    form, made = Own(request.POST or None), list[str]()
    door, by = request.door, request.operator

    def act() -> None:
        prove(request, form)
        made.append(codes.shown(door.beside.issue(by.id)))

    code = done(form, act)
    context = {"form": form, "made": "".join(made)}
    return render(request, "own-beside.html", context, status=200 if code is None else code)


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def remove(request: Request, identity: str) -> HttpResponse:
    """Take one thing away that the operator shows beside the PIN."""
    form = Own(request.POST or None)
    site, by = request.door.site, request.operator
    row = next((one for one in credentials.mine(site, by) if one.id.hex() == identity), None)
    if row is None or row.revoked is not None:
        raise NothingKnown

    def act() -> None:
        prove(request, form)
        credentials.remove(site, by, row.id, "removed by its owner")
        _end_others(request)

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("own"))
    return render(request, "own-remove.html", {"form": form, "row": row}, status=code)


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def reset(request: Request, identity: str) -> HttpResponse:
    """Let two people take everything away that somebody else shows beside the PIN."""
    site, by, wanted = request.door.site, request.operator, OperatorId(read(identity))
    row = next((one for one in operators.roster(site, by) if one.id == wanted), None)
    if row is None or row.revoked:
        raise NothingKnown
    form = Reset(request.POST or None)

    def act() -> None:
        second = form.signing(request)
        credentials.reset(site, by, second, wanted, form.cleaned_data["reason"])
        request.door.sessions.end(wanted)

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("operators"))
    held = [one for one in credentials.theirs(site, by, wanted) if one.revoked is None]
    return render(request, "own-reset.html", {"form": form, "row": row, "held": held}, status=code)


def _enrolled(request: Request) -> HttpResponse:
    """Go back to what is shown; whoever had to enrol something first may go anywhere now."""
    request.session.pop(ENROLS, None)
    return HttpResponseRedirect(reverse("own"))


def _end_others(request: Request) -> None:
    """End every session of the operator but this one: what they sign in with has changed."""
    request.door.sessions.end(request.operator.id, but=request.session.session_key)
