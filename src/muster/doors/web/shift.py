"""The start of a shift on the tablet: which post, which tier, and two people set the clock."""

from collections.abc import Iterable

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.shelf import OPERATOR
from muster.doors.web.times import TimeField
from muster.ground.people.ids import DeviceId, PlaceId, read, spell
from muster.ground.problem import Problem
from muster.site.gate import devices, shifts
from muster.site.problems import PlainPostShut
from muster.site.rights import Right

GATE = "gate"
POST = "post"
BY = "by"
LONGEST = 40


class Shift(SecondForm):
    """Where, and the time that two people read from one watch; the page fills in the rest."""

    place = forms.ChoiceField(label=_("Gate"))
    watch = TimeField(
        label=_("Time on the watch, UTC"),
        help_text=_("Two people read the same watch, to the minute."),
        error_messages={"required": _("Give the time that the watch shows.")},
    )
    shown = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    device = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    tier = forms.ChoiceField(
        required=False, choices=[("full", ""), ("live", "")], widget=forms.HiddenInput
    )

    field_order: Iterable[str] | None = ("place", "watch", "second", "second_pin", "second_code")


class Code(forms.Form):
    """The code that the supervisor gave out for this shift."""

    code = forms.CharField(
        label=_("Shift code"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Type the code that the supervisor gave you.")},
    )


@sensitive_post_parameters()
@right(Right.GUARD, "GET", "HEAD", "POST")
def shift(request: Request) -> HttpResponse:
    """Start a shift over https: the guard is signed in, a second person signs for the clock."""
    form = Shift(request.POST or None)
    place = form.fields["place"]
    assert isinstance(place, forms.ChoiceField)  # noqa: S101 - the form says so
    gates = devices.gates(request.door.site, request.operator)
    place.choices = [(spell(one.id), one.name) for one in gates]
    code = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _start(request, form)
        except Problem as problem:
            form.add_error(None, " ".join(said(problem)))
            code = status(problem)
        else:
            chosen = read(form.cleaned_data["place"])
            request.session[GATE] = chosen
            request.session[POST] = next(one.name for one in gates if one.id == chosen)
            return HttpResponseRedirect(reverse("on-shift"))
    return render(request, "shift.html", {"form": form}, status=code)


def _start(request: Request, form: Shift) -> None:
    fields = form.cleaned_data
    device = DeviceId(read(fields["device"])) if fields["device"] else None
    shifts.start(
        request.door.site,
        request.operator,
        form.signing(request),
        gate=PlaceId(read(fields["place"])),
        read=fields["watch"],
        shown=fields["shown"],
        device=device,
        tier=fields["tier"],
    )


@right(None, "GET", "HEAD", "POST", plain=True)
def shift_code(request: Request) -> HttpResponse:
    """Begin a shift over http by its one-time code; there is neither PIN nor name."""
    if not request.plain:
        return HttpResponseRedirect(reverse("shift"))
    opened = shifts.plain_is_open(request.door.site)
    form = Code(request.POST or None)
    code = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        if not opened:
            raise PlainPostShut
        duty = request.door.shifts.redeem(form.cleaned_data["code"])
        if duty is not None:
            request.session.flush()
            request.session[OPERATOR] = duty.guard
            request.session[GATE], request.session[POST] = duty.gate, duty.name
            request.session[BY] = duty.by
            rotate_token(request)
            return HttpResponseRedirect(reverse("on-shift"))
        form.add_error("code", _("This code is not open. Ask the supervisor for a new one."))
        code = 403
    return render(request, "shift-code.html", {"form": form, "open": opened}, status=code)


@right(Right.GUARD, plain=True)
def on_shift(request: Request) -> HttpResponse:
    """Show where this guard stands, which tier this is, and what it lacks."""
    gate = request.session.get(GATE)
    if gate is None:
        return HttpResponseRedirect(reverse("shift-code" if request.plain else "shift"))
    context = {
        "post": request.session[POST],
        "plain": request.plain,
        "since": shifts.duty(request.door.site),
    }
    return render(request, "shift-on.html", context)
