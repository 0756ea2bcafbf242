"""Tablets, as their supervisor sees them: let them in, enrol them, start shifts, revoke them.

The welcome page is shown to whoever holds the tablet: Wi-Fi, the site's certificate with its six
words, and the way to enrol. What is typed for the Wi-Fi becomes a picture and is kept nowhere.
"""

from collections.abc import Iterable

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web import codes, pictures
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.asking import Asking
from muster.doors.web.door import Duty
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.times import TimeField
from muster.ground.people.ids import DeviceId, OperatorId, PlaceId, read, spell
from muster.ground.people.moment import HOUR
from muster.ground.problem import Problem
from muster.site import authority
from muster.site.gate import devices, shifts
from muster.site.gate.devices import LONGEST_LEASE, Choice
from muster.site.problems import NothingKnown
from muster.site.rights import Right

LONGEST = 200
HOURS = [(hours, str(hours)) for hours in range(1, LONGEST_LEASE + 1)]


class Welcome(forms.Form):
    """The Wi-Fi that tablets join, and the address at which they reach this machine."""

    ssid = forms.CharField(
        label=_("Name of the Wi-Fi"),
        max_length=pictures.LONGEST_SSID,
        required=False,
        strip=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phrase = forms.CharField(
        label=_("Passphrase of the Wi-Fi"),
        help_text=_("It becomes a picture on this page and is kept nowhere."),
        max_length=pictures.LONGEST_PHRASE,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}, render_value=False),
    )


class Approval(forms.Form):
    """Whose a tablet is, at which gate, for how long."""

    place = forms.ChoiceField(label=_("Gate"))
    holder = forms.ChoiceField(label=_("Guard who carries it"))
    hours = forms.ChoiceField(
        label=_("For how many hours"), choices=HOURS, initial=str(LONGEST_LEASE)
    )


class Revocation(forms.Form):
    """Why a tablet is a writer no more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        error_messages={"required": _("Say why: it goes on record.")},
    )


class Opening(forms.Form):
    """Why gates scan over http."""

    reason = forms.CharField(
        label=_("Why no tablet at the gate can use https"),
        max_length=LONGEST,
        required=False,
    )


class PlainShift(SecondForm):
    """A shift over http: who stands where, and the time that two people read from one watch."""

    place = forms.ChoiceField(label=_("Gate"))
    guard = forms.ChoiceField(label=_("Guard"))
    watch = TimeField(
        label=_("Time on the watch, UTC"),
        help_text=_("Two people read the same watch, to the minute."),
        error_messages={"required": _("Give the time that the watch shows.")},
    )

    field_order: Iterable[str] | None = (
        "place",
        "guard",
        "watch",
        "second",
        "second_pin",
        "second_code",
    )


@right(Right.TABLETS, "GET", "HEAD", "POST")
def tablets(request: Request) -> HttpResponse:
    """Show every tablet and those that ask; open or close scanning over http."""
    form, code = Opening(request.POST or None), 200
    if form.is_bound and form.is_valid():
        try:
            _open_or_close(request, form)
        except Problem as problem:
            form.add_error("reason", " ".join(said(problem)))
            code = status(problem)
        else:
            return HttpResponseRedirect(reverse("tablets"))
    door = request.door
    context = {
        "rows": devices.roster(door.site, request.operator),
        "waiting": door.askings.waiting(),
        "plain": shifts.plain_post(door.site),
        "form": form,
    }
    return render(request, "tablets.html", context, status=code)


def _open_or_close(request: Request, form: Opening) -> None:
    site, by = request.door.site, request.operator
    if "close" in request.POST:
        shifts.close_plain(site, by)
    else:
        shifts.open_plain(site, by, form.cleaned_data["reason"])


@sensitive_post_parameters()
@right(Right.TABLETS, "GET", "HEAD", "POST")
def welcome(request: Request) -> HttpResponse:
    """Show a tablet the way in: Wi-Fi, certificate, one-time code."""
    form = Welcome(request.POST or None)
    door = request.door
    wifi = None
    if form.is_bound and form.is_valid() and form.cleaned_data["ssid"]:
        wifi = pictures.wifi(form.cleaned_data["ssid"], form.cleaned_data["phrase"])
    code = door.enrolments.issue(request.operator.id)
    ways = door.ways
    secure = ways.secure[0] if ways.secure else ""
    plain = ways.plain[0] if ways.plain else ""
    ca, enrol = reverse("authority"), reverse("enrol")
    context = {
        "form": form,
        "wifi": wifi,
        "served": bool(secure),
        "plain": _joined(plain, enrol) if plain else "",
        "secure": _joined(secure, enrol),
        "named": [_joined(one, enrol) for one in ways.secure[1:]],
        "certificate": pictures.code(_joined(plain or secure, ca)) if secure else None,
        "picture": pictures.code(f"{_joined(secure, enrol)}#{code}") if secure else None,
        "code": codes.shown(code),
        "authority": authority.held(door.site),
    }
    return render(request, "tablets-welcome.html", context)


def _joined(address: str, way: str) -> str:
    return address.rstrip("/") + way


@right(Right.TABLETS, "GET", "HEAD", "POST")
def approve(request: Request, identity: str) -> HttpResponse:
    """Ask whose a tablet is to be; enrol it, or say no to it."""
    asking = _waiting(request, identity)
    if "refuse" in request.POST:
        asking.refused = True
        return HttpResponseRedirect(reverse("tablets"))
    form = Approval(request.POST or None)
    _choose(request, form, "holder")
    code = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            asking.enrolled = _enrolled(request, asking, form)
        except Problem as problem:
            form.add_error(None, " ".join(said(problem)))
            code = status(problem)
        else:
            return HttpResponseRedirect(reverse("tablets"))
    context = {"form": form, "asking": asking}
    return render(request, "tablets-approve.html", context, status=code)


def _enrolled(request: Request, asking: Asking, form: Approval) -> devices.Enrolled:
    fields, site = form.cleaned_data, request.door.site
    return devices.enrol(
        site,
        request.operator,
        asking.key,
        holder=OperatorId(read(fields["holder"])),
        place=PlaceId(read(fields["place"])),
        until=site.now().latest + int(fields["hours"]) * HOUR,
        tier=asking.tier,
    )


def _waiting(request: Request, identity: str) -> Asking:
    found = request.door.askings.get(read(identity))
    if found is None or not found.waits:
        raise NothingKnown
    return found


@right(Right.TABLETS, "GET", "HEAD", "POST")
def revoke_tablet(request: Request, identity: str) -> HttpResponse:
    """Ask why, then revoke a tablet from now on."""
    wanted = DeviceId(read(identity))
    rows = devices.roster(request.door.site, request.operator)
    row = next((one for one in rows if one.id == wanted and one.revoked is None), None)
    if row is None:
        raise NothingKnown
    form = Revocation(request.POST or None)
    if form.is_bound and form.is_valid():
        devices.revoke(request.door.site, request.operator, wanted, form.cleaned_data["reason"])
        return HttpResponseRedirect(reverse("tablets"))
    code = 422 if form.is_bound else 200
    return render(request, "tablets-revoke.html", {"form": form, "row": row}, status=code)


@sensitive_post_parameters()
@right(Right.TABLETS, "GET", "HEAD", "POST")
def plain_shift(request: Request) -> HttpResponse:
    """Start a shift over http: two people set the clock, the guard gets a one-time code."""
    form = PlainShift(request.POST or None)
    gates = _choose(request, form, "guard")
    code, given = 200, ""
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                given, code = _started(request, form, gates), 200
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
    context = {"form": form, "given": given, "open": shifts.plain_is_open(request.door.site)}
    return render(request, "tablets-shift.html", context, status=code)


def _started(request: Request, form: PlainShift, gates: list[Choice]) -> str:
    door, fields = request.door, form.cleaned_data
    guard, gate = OperatorId(read(fields["guard"])), PlaceId(read(fields["place"]))
    second = form.signing(request)
    shifts.start(
        door.site,
        request.operator,
        second,
        gate=gate,
        guard=guard,
        read=fields["watch"],
        tier="plain",
    )
    name = next(one.name for one in gates if one.id == gate)
    return codes.shown(door.shifts.issue(Duty(guard, gate, name, request.operator.id)))


def _choose(request: Request, form: Approval | PlainShift, guard: str) -> list[Choice]:
    """Let ``form`` offer the gates and guards there are; return the gates."""
    site, by = request.door.site, request.operator
    gates = devices.gates(site, by)
    for name, choices in (("place", gates), (guard, devices.guards(site, by))):
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - both forms say so
        field.choices = [(spell(one.id), one.name) for one in choices]
    return gates
