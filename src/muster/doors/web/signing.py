"""Signing in with a name and a PIN, then with what was enrolled beside it, and signing out.

Between the two steps nobody is signed in: the session knows who is half way, and nothing else.
"""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web import keys, yielding
from muster.doors.web.admission import right
from muster.doors.web.answers import done, said, status
from muster.doors.web.binding import BOUND, began, bound, lasts, source_of
from muster.doors.web.frame import first
from muster.doors.web.own_pin import Twice
from muster.doors.web.request import Request
from muster.doors.web.shelf import BEGAN, ENROLS, LASTS, OPERATOR
from muster.ground.people.access.facts import Method
from muster.ground.people.ids import OperatorId
from muster.ground.problem import Problem
from muster.site import joining, operators
from muster.site.access import compulsory, credentials, onetime, passkeys
from muster.site.closing import duress
from muster.site.problems import PinUnchosen, SignInRefused
from muster.site.rights import Operator, Right

LONGEST = 200
HALF = "half way"
THEN = "then"
FIRST = "first code"
"""Name and code of whoever has to choose a PIN: in memory, until it is chosen."""


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


class Code(forms.Form):
    """A one-time code from a telephone, or one from paper."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your telephone, or the next code on your paper."),
        max_length=LONGEST,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
        error_messages={"required": _("Give the code.")},
    )


@sensitive_post_parameters()
@right(None, "GET", "HEAD", "POST")
def sign_in(request: Request) -> HttpResponse:
    """Show the form, or let whoever knows name and PIN go on."""
    form = SignIn(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    door, source = request.door, source_of(request)
    try:
        with door.signing_in:
            operator = operators.sign_in(
                door.site, door.patience, **form.cleaned_data, source=source
            )
    except PinUnchosen:
        request.session.flush()
        request.session[FIRST] = (form.cleaned_data["name"], form.cleaned_data["pin"])
        rotate_token(request)
        return HttpResponseRedirect(reverse("sign-in-first"))
    except Problem as problem:
        if isinstance(problem, SignInRefused) and duress.is_said(
            door.site, form.cleaned_data["pin"]
        ):
            return yielding.yield_to_training(request)
        form.add_error(None, " ".join(said(problem)))
        return _form(request, form, status(problem))
    return _go_on(request, operator)


@sensitive_post_parameters()
@right(None, "GET", "HEAD", "POST")
def first_step(request: Request) -> HttpResponse:
    """Let whoever gave name and first code choose a PIN, and go on as after any sign-in."""
    door, held = request.door, request.session.get(FIRST)
    if held is None:
        return HttpResponseRedirect(reverse("sign-in"))
    form, chosen = Twice(request.POST or None), list[Operator]()

    def act() -> None:
        name, code = held
        pin, source = form.cleaned_data["new"], source_of(request)
        with door.signing_in:
            chosen.append(joining.choose(door.site, door.patience, name, code, pin, source))

    status_code = done(form, act)
    if status_code is None:
        return _go_on(request, chosen[0])
    return render(request, "sign-in-first.html", {"form": form}, status=status_code)


def _go_on(request: Request, operator: Operator) -> HttpResponse:
    """Ask whoever showed name and PIN for what they enrolled beside it, or begin a session."""
    door = request.door
    request.session.flush()
    request.session[THEN] = _then(request, operator)
    if credentials.needed(door.site, operator.id):
        request.session[HALF] = operator.id
        rotate_token(request)
        return HttpResponseRedirect(reverse("sign-in-second"))
    return _begin(request, operator, "pin")


@sensitive_post_parameters()
@right(None, "GET", "HEAD", "POST")
def second_step(request: Request) -> HttpResponse:
    """Ask whoever gave the PIN for their key or a code; begin a session when it is theirs."""
    door = request.door
    half = request.session.get(HALF)
    operator = operators.still_allowed(door.site, OperatorId(half)) if half is not None else None
    if operator is None:
        return HttpResponseRedirect(reverse("sign-in"))
    ways = credentials.needed(door.site, operator.id)
    form, code, wrong = Code(request.POST or None), 200, ""
    if request.method == "POST":
        try:
            how, credential = _shown(request, operator, form)
            return _begin(request, operator, how, credential)
        except Problem as problem:
            wrong, code = " ".join(said(problem)), status(problem)
    why = keys.why_none(request) if Method.PASSKEY in ways else ""
    here = Method.PASSKEY in ways and not why
    asked = keys.ask_proof(request, operator.id) if here else ""
    codes = Method.CODES in ways or Method.PAPER in ways
    context = {"form": form, "asked": asked, "codes": codes, "wrong": wrong, "why": why}
    return render(request, "sign-in-second.html", context, status=code)


def _shown(request: Request, operator: Operator, form: Code) -> tuple[str, bytes]:
    """Return how they showed that it is them; raise a Problem, which counts as a failure."""
    door, name, source = request.door, operator.name.casefold(), source_of(request)
    door.patience.check(name, source)
    answer = request.POST.get("answer", "")
    try:
        if answer:
            asked = keys.asked(request)
            return "pin+passkey", passkeys.prove(door.site, operator.id, answer, asked)
        given = form.cleaned_data["code"] if form.is_valid() else ""
        return f"pin+{onetime.check_code(door.site, operator.id, given).value}", b""
    except Problem:
        door.patience.failed(name, source)
        raise


def _begin(request: Request, operator: Operator, how: str, credential: bytes = b"") -> HttpResponse:
    """Begin a session of ``operator``, under a new id, on record."""
    then = request.session.get(THEN, first(operator))
    request.session.flush()
    request.session[OPERATOR] = operator.id
    request.session[LASTS] = lasts(operator)
    request.session[BOUND] = bound(request)
    request.session[BEGAN] = began(request, how)
    rotate_token(request)
    operators.signed_in(request.door.site, operator.id, how, credential)
    request.door.patience.succeeded(operator.name.casefold(), source_of(request))
    if compulsory.lacks_factor(request.door.site, operator):
        request.session[ENROLS] = True
        then = reverse("own")
    return HttpResponseRedirect(then)


def _then(request: Request, operator: Operator) -> str:
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else first(operator)


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
