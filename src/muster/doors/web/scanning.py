"""The scan page of a gate, and what its script asks: who is here, start, lists, one pass, a PIN.

The page itself is the same for everybody, since a tablet keeps it: no session, no token, no name.
Who starts a shift is signed in, with a supervisor beside; after that the tablet's own signature is
its authority. Without a script a code is typed into a form (``typing``).
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from muster.doors.web import modules, scanning_words
from muster.doors.web import second as second_person
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.door import Door
from muster.doors.web.headers import CAMERA, wasm
from muster.doors.web.lane import SIGNATURE, short
from muster.doors.web.request import Request
from muster.doors.web.scripts import (
    JSON,
    GateShown,
    Refusal,
    Second,
    ShiftBegun,
    Started,
    Who,
    told,
)
from muster.doors.web.served import files
from muster.doors.web.shift import BY, GATE
from muster.ground.people.ids import DeviceId, OperatorId, PlaceId
from muster.ground.people.moment import DAY, HOUR, MINUTE, Instant
from muster.ground.problem import Problem
from muster.site import operators
from muster.site.gate import devices, shifts, tablets
from muster.site.gate.devices import LONGEST_LEASE
from muster.site.gate.tablets import Begun, Question, Tablet
from muster.site.problems import NotAllowed, SecondSame
from muster.site.rights import Operator, Right

TIERS = ("full", "live", "plain")
Args = ParamSpec("Args")


class Start(msgspec.Struct, frozen=True):
    """What begins a shift: the tablet's key or its device, its gate and post, two people's word."""

    gate: str
    post: str
    tier: str
    key: str = ""
    device: str = ""
    watch: str = ""
    shown: Instant = 0
    name: str = ""
    pin: str = ""
    code: str = ""


def in_words(view: Callable[Args, HttpResponseBase]) -> Callable[Args, HttpResponseBase]:
    """Answer a Problem of ``view`` as the script takes it: its code, and its words."""

    @wraps(view)
    def answered(*args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except Problem as problem:
            wrong = " ".join(said(problem))
            return told(Refusal(problem.code, wrong), status(problem))

    return answered


@right(None, plain=True)
def scan(request: Request) -> HttpResponse:
    """Show the page."""
    return cast("HttpResponse", wasm(_page)(request))


def _page(request: HttpRequest) -> HttpResponse:
    build = modules.build()
    context = {
        "words": scanning_words.words(),
        "ways": ways(build),
        "page": reverse("scan-module", args=[build, "scan/page.js"]),
        "way_in": reverse("shift-code" if cast("Request", request).plain else "sign-in"),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    response = render(request, "scan.html", context)
    for name, value in CAMERA.items():
        response.headers[name] = value
    return response


def ways(build: str) -> dict[str, str]:
    """Return where the script finds what, by the names it uses."""
    named = {name: reverse(f"scan-{name}") for name in ("who", "start", "ask", "shift", "second")}
    worker = reverse("scan-module", args=[build, modules.WORKER])
    keeper = reverse("scan-keeper")
    return {
        **named,
        "log": reverse("log"),
        "worker": worker,
        "keeper": keeper,
        "scope": reverse("scan"),
    }


@right(None, plain=True)
def keeper(request: Request) -> HttpResponse:
    """Return the service worker of the page, with the list of what it keeps."""
    build = modules.build()
    kept = [reverse("scan-module", args=[build, way]) for way in modules.kept()]
    kept += [reverse("served", args=[files()[name].file]) for name in ("scan.css", "muster.svg")]
    context = {"build": build, "page": reverse("scan"), "kept": json.dumps(kept)}
    return render(request, "keeper.js", context, content_type="text/javascript; charset=utf-8")


@right(Right.GUARD, plain=True)
def who(request: Request) -> HttpResponse:
    """Return at which gates a shift could start now, and what a form of it needs."""
    gates = tablets.gates(request.door.site, request.operator)
    if request.plain:
        gates = [one for one in gates if one.id == request.session.get(GATE)]
    return told(
        Who(
            gates=tuple(GateShown(one.id.hex(), one.name) for one in gates),
            training=request.door.about.training,
            plain=request.plain,
            at=request.door.site.now().latest,
            csrf=get_token(request),
        )
    )


@sensitive_variables()
@in_words
@right(Right.GUARD, "GET", "HEAD", "POST", plain=True)
def start(request: Request) -> HttpResponse:
    """Begin a shift: a tablet that may write, a clock that two people set, and what it needs.

    Over http the shift was begun when its code was handed out: no PIN and no name is asked.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        asked = msgspec.json.decode(request.body, type=Start)
        gate = PlaceId(bytes.fromhex(asked.gate))
        begun = _plain(request, asked) if request.plain else _signed(request, asked, gate)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return told(Refusal("", ""), 422)
    site = request.door.site
    given = tablets.given(site, tablets.of(site, begun.device))
    device = begun.state
    shift = ShiftBegun(
        device=begun.device.hex(),
        certificate=device.certificate.hex(),
        exchange=begun.exchange.hex(),
        lamport=begun.lamport,
        gate=device.place.hex(),
        gate_name=given.gates.get(device.place, ""),
        post=asked.post,
        guard=request.operator.id.hex(),
        witness=begun.witness.hex(),
        until=device.until,
        tier=device.tier,
        ahead=begun.ahead,
        training=request.door.about.training,
    )
    return told(Started(shift, tablets.spelled(given)))


def _signed(request: Request, asked: Start, gate: PlaceId) -> Begun:
    second = second_person.signing(request, asked.name, asked.pin, asked.code)
    if second.id == request.operator.id:
        raise SecondSame
    device = DeviceId(bytes.fromhex(asked.device))
    if not device:
        device = _enrolled(request, second, bytes.fromhex(asked.key), gate, asked.tier)
    ahead = shifts.start(
        request.door.site,
        request.operator,
        second,
        gate=gate,
        read=_watch(asked.watch, asked.shown),
        shown=asked.shown,
        device=device,
        tier=asked.tier if asked.tier in TIERS else "",
    )
    return tablets.begun(request.door.site, device, second.id, ahead)


def _plain(request: Request, asked: Start) -> Begun:
    site, gate = request.door.site, request.session.get(GATE)
    by = operators.still_allowed(site, request.session.get(BY, OperatorId(b"")))
    if gate is None or by is None:
        raise NotAllowed(right=Right.GUARD.value)
    device = _enrolled(request, by, bytes.fromhex(asked.key), gate, "plain")
    duty = shifts.duty(site)
    ahead = duty.ahead if duty is not None else (0, 0)
    return tablets.begun(site, device, by.id, ahead)


def _enrolled(request: Request, by: Operator, key: bytes, gate: PlaceId, tier: str) -> DeviceId:
    site = request.door.site
    until = site.now().latest + LONGEST_LEASE * HOUR
    tier = tier if tier in TIERS else ""
    holder = request.operator.id
    return devices.enrol(site, by, key, holder=holder, place=gate, until=until, tier=tier).device


def _watch(text: str, shown: Instant) -> Instant:
    """Return the instant of a watch that says 14:02 UTC, on the day that is nearest."""
    digits = "".join(one for one in text if one.isdecimal())
    read = int(digits[:-2]) * HOUR + int(digits[-2:]) * MINUTE
    midnight = shown - shown % DAY
    return min((midnight + read + day * DAY for day in (-1, 0, 1)), key=lambda at: abs(at - shown))


def _signing(request: Request, name: str, pin: str) -> Operator:
    """Return whose PIN it is: at a gate it is all that is asked for beside the tablet."""
    door = request.door
    with door.signing_in:
        found = operators.sign_in(door.site, door.patience, name, pin)
    door.patience.succeeded(found.name.casefold())
    return found


def _asking(request: Request) -> tuple[Tablet, Question]:
    return _known(request.door, request.body, request.headers.get(SIGNATURE, ""))


def _known(door: Door, body: bytes, signed: str) -> tuple[Tablet, Question]:
    try:
        signature = bytes.fromhex(signed)
    except ValueError:
        signature = b""
    return tablets.known_tablet(door.site, body, signature)


def answered_to(door: Door, body: bytes, signed: str) -> bytes:
    """Return the answer to a tablet's question; raise ``DeviceUnknown``, ``DeviceRevokedNow``."""
    tablet, question = _known(door, body, signed)
    return msgspec.json.encode(tablets.spelled(tablets.ask(door.site, tablet, question)))


@short(answered_to)
@csrf_exempt
@in_words
@right(None, "POST", plain=True)
def ask(request: Request) -> HttpResponse:
    """Answer a tablet: the time, whether anything is new, and the news of one pass."""
    said = answered_to(request.door, request.body, request.headers.get(SIGNATURE, ""))
    return HttpResponse(said, content_type=JSON)


@csrf_exempt
@in_words
@right(None, "POST", plain=True)
def shift(request: Request) -> HttpResponse:
    """Hand out what a tablet needs for its shift, as it stands now."""
    tablet, _ = _asking(request)
    return told(tablets.spelled(tablets.given(request.door.site, tablet)))


@sensitive_variables()
@csrf_exempt
@in_words
@right(None, "POST")
def second(request: Request) -> HttpResponse:
    """Say whose name and PIN these are, for one scan at a gate; a wrong PIN is an answer, too."""
    tablet, question = _asking(request)
    at = request.door.site.now().latest
    try:
        found = _signing(request, question.name, question.pin)
        shifts.sign_beside(request.door.site, tablet, question, found)
    except Problem as problem:
        return told(Second(at, wrong=problem.code))
    return told(Second(at, found.id.hex()))
