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
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from muster.doors.web import modules, scanning_words
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.headers import CAMERA, wasm
from muster.doors.web.request import Request
from muster.doors.web.served import files
from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import DAY, HOUR, MINUTE, Instant
from muster.ground.problem import Problem
from muster.site import devices, operators, shifts, tablets
from muster.site.devices import LONGEST_LEASE
from muster.site.problems import SecondSame
from muster.site.rights import Operator, Right, require
from muster.site.tablets import Question, Tablet

SIGNATURE = "Muster-Signature"
TIERS = ("full", "live", "plain")
Args = ParamSpec("Args")


class Start(msgspec.Struct, frozen=True):
    """What begins a shift: the tablet's key, its gate and post, and what two people say."""

    key: str
    gate: str
    post: str
    watch: str
    shown: Instant
    tier: str
    name: str
    pin: str


def told(view: Callable[Args, HttpResponseBase]) -> Callable[Args, HttpResponseBase]:
    """Answer a Problem of ``view`` as the script takes it: its code, and its words."""

    @wraps(view)
    def answered(*args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except Problem as problem:
            wrong = " ".join(said(problem))
            return JsonResponse({"code": problem.code, "wrong": wrong}, status=status(problem))

    return answered


@right(None)
def scan(request: Request) -> HttpResponse:
    """Show the page."""
    return cast("HttpResponse", wasm(_page)(request))


def _page(request: HttpRequest) -> HttpResponse:
    build = modules.build()
    context = {
        "words": scanning_words.words(),
        "ways": ways(build),
        "page": reverse("scan-module", args=[build, "scan/page.js"]),
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


@right(None)
def keeper(request: Request) -> HttpResponse:
    """Return the service worker of the page, with the list of what it keeps."""
    build = modules.build()
    kept = [reverse("scan-module", args=[build, way]) for way in modules.tree()]
    kept += [reverse("served", args=[files()[name].file]) for name in ("scan.css", "muster.svg")]
    context = {"build": build, "page": reverse("scan"), "kept": json.dumps(kept)}
    return render(request, "keeper.js", context, content_type="text/javascript; charset=utf-8")


@right(None)
def who(request: Request) -> JsonResponse:
    """Return who could start a shift now, and at which gates; nobody is 401."""
    operator = request.signed_in
    if operator is None or not operator.may(Right.GUARD):
        return JsonResponse({}, status=403 if operator else 401)
    about = request.door.about
    return JsonResponse(
        {
            "gates": [
                {"id": one.id.hex(), "name": one.name}
                for one in tablets.gates(request.door.site, operator)
            ],
            "training": about.training,
            "at": request.door.site.now().latest,
            "csrf": get_token(request),
        }
    )


@sensitive_variables()
@told
@right(Right.GUARD, "POST")
def start(request: Request) -> JsonResponse:
    """Begin a shift: enrol the tablet, set the clock by two people, and hand out what it needs."""
    try:
        asked = msgspec.json.decode(request.body, type=Start)
        key, gate = bytes.fromhex(asked.key), PlaceId(bytes.fromhex(asked.gate))
        read = _watch(asked.watch, asked.shown)
    except (msgspec.DecodeError, ValueError):
        return JsonResponse({"code": "", "wrong": ""}, status=422)
    second = _signing(request, asked.name, asked.pin)
    by, site = request.operator, request.door.site
    if second.id == by.id:
        raise SecondSame
    until = site.now().latest + LONGEST_LEASE * HOUR
    tier = asked.tier if asked.tier in TIERS else ""
    enrolled = devices.enrol(site, second, key, holder=by.id, place=gate, until=until, tier=tier)
    ahead = shifts.start(
        site,
        by,
        second,
        gate=gate,
        read=read,
        shown=asked.shown,
        device=enrolled.device,
        tier=tier,
    )
    tablet = tablets.of(site, enrolled.device)
    given = tablets.given(site, tablet)
    shift = {
        "device": enrolled.device.hex(),
        "certificate": enrolled.certificate.hex(),
        "exchange": enrolled.exchange_key.hex(),
        "lamport": enrolled.lamport,
        "gate": gate.hex(),
        "gate_name": given.gates.get(gate, ""),
        "post": asked.post,
        "guard": by.id.hex(),
        "witness": second.id.hex(),
        "until": until,
        "tier": tier,
        "ahead": ahead,
        "training": request.door.about.training,
    }
    return JsonResponse({"shift": shift, "given": tablets.spelled(given)})


def _watch(text: str, shown: Instant) -> Instant:
    """Return the instant of a watch that says 14:02 UTC, on the day that is nearest."""
    digits = "".join(one for one in text if one.isdecimal())
    read = int(digits[:-2]) * HOUR + int(digits[-2:]) * MINUTE
    midnight = shown - shown % DAY
    return min((midnight + read + day * DAY for day in (-1, 0, 1)), key=lambda at: abs(at - shown))


def _signing(request: Request, name: str, pin: str) -> Operator:
    door = request.door
    with door.signing_in:
        return operators.sign_in(door.site, door.patience, name, pin)


def _asking(request: Request) -> tuple[Tablet, Question]:
    try:
        signature = bytes.fromhex(request.headers.get(SIGNATURE, ""))
    except ValueError:
        signature = b""
    return tablets.known_tablet(request.door.site, request.body, signature)


@csrf_exempt
@told
@right(None, "POST")
def ask(request: Request) -> JsonResponse:
    """Answer a tablet: the time, whether anything is new, and the news of one pass."""
    tablet, question = _asking(request)
    answer = tablets.ask(request.door.site, tablet, question)
    return JsonResponse(tablets.spelled(answer))


@csrf_exempt
@told
@right(None, "POST")
def shift(request: Request) -> JsonResponse:
    """Hand out what a tablet needs for its shift, as it stands now."""
    tablet, _ = _asking(request)
    return JsonResponse(tablets.spelled(tablets.given(request.door.site, tablet)))


@sensitive_variables()
@csrf_exempt
@told
@right(None, "POST")
def second(request: Request) -> JsonResponse:
    """Say whose name and PIN these are, for one act at this gate; a wrong PIN is an answer, too."""
    tablet, question = _asking(request)
    at = request.door.site.now().latest
    try:
        found = _signing(request, question.name, question.pin)
        require(found, Right.GUARD)
        if found.id == tablet.guard:
            raise SecondSame
    except Problem as problem:
        return JsonResponse({"at": at, "wrong": problem.code})
    return JsonResponse({"at": at, "second": found.id.hex()})
