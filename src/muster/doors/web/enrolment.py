"""The tablet's side of its enrolment: it begins over http, where the certificate has to come from.

The page says which tier this browser gives and what that lacks, before any shift. Over https the
tablet makes a key that never leaves it, and asks with the one-time code that the supervisor shows;
the answers are JSON, for the page's own script (``docs/format/device.md``).
"""

from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from muster.doors.web import asking, scripts
from muster.doors.web.admission import right
from muster.doors.web.headers import CAMERA
from muster.doors.web.request import Request
from muster.doors.web.scripts import Now, Waiting, Wished, WishRefused, told
from muster.doors.web.served import files
from muster.ground.people.ids import read, spell
from muster.site import authority
from muster.site.gate import shifts
from muster.site.gate.devices import Enrolled

SCOPE = "/enrol/"


class Tick(msgspec.Struct, frozen=True):
    """One thing that a tablet needs for a shift, and what is said where it has it or has not."""

    id: str
    label: Promise
    yes: Promise
    no: Promise


TICKS = (
    Tick(
        "secure",
        _("Secure address"),
        _("yes"),
        _("no: others on the Wi-Fi could alter what you see"),
    ),
    Tick(
        "camera",
        _("Camera"),
        _("opens"),
        _("no moving picture: take photos, type, or use a keyboard scanner"),
    ),
    Tick(
        "copy",
        _("Copy of the page"),
        _("kept: it works when the site does not answer"),
        _("not kept: do not reload while the site does not answer"),
    ),
    Tick(
        "clock",
        _("Clock"),
        _("agrees with the site to two minutes"),
        _("differs by more than two minutes: set it"),
    ),
    Tick(
        "battery",
        _("Battery"),
        _("enough for a shift, or charging"),
        _("below a third: charge it"),
    ),
    Tick(
        "data",
        _("Mobile data off"),
        _("on Wi-Fi"),
        _("on: switch it off, or the tablet may leave this Wi-Fi"),
    ),
)


class Ask(msgspec.Struct, frozen=True):
    """What a tablet asks with: its public key and a signature over the code, in hex."""

    code: str
    key: str
    proof: str
    tier: str


@right(None, plain=True)
def enrol(request: Request) -> HttpResponse:
    """Show what this browser can do, and how to get further."""
    door = request.door
    context = {
        "authority": authority.held(door.site),
        "ways": [one.rstrip("/") + reverse("enrol") for one in door.ways.secure],
        "scans": shifts.plain_is_open(door.site),
        "served": bool(door.ways.secure),
        "scope": SCOPE,
        "ticks": TICKS,
    }
    response = render(request, "enrol.html", context)
    for name, value in CAMERA.items():
        response.headers[name] = value
    return response


@right(None, plain=True)
def authority_file(request: Request) -> HttpResponse:
    """Return the certificate that a tablet installs; what it is can be read aloud."""
    found = authority.held(request.door.site)
    if found is None:
        raise Http404
    response = HttpResponse(found.certificate, content_type="application/x-x509-ca-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="muster-site.crt"'
    return response


@right(None)
def worker(request: Request) -> HttpResponse:
    """Return the worker that only shows whether this browser lets one in."""
    del request
    return HttpResponse(files()["probe.js"].content, content_type="text/javascript; charset=utf-8")


@right(None, plain=True)
def present(request: Request) -> HttpResponse:
    """Return the site's time, for a tablet to compare."""
    return told(Now(request.door.site.now().latest))


@csrf_exempt
@right(None, "POST", plain=True)
def ask(request: Request) -> HttpResponse:
    """Take a tablet's wish to be enrolled, if it has a code and the key it asks for."""
    try:
        wanted = msgspec.json.decode(request.body, type=Ask)
        key, proof = bytes.fromhex(wanted.key), bytes.fromhex(wanted.proof)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return _refused("unreadable", 422)
    tier = "plain" if request.plain else wanted.tier
    if tier not in asking.TIERS or not asking.proves(key, wanted.code, proof):
        return _refused("unreadable", 422)
    if request.door.enrolments.redeem(wanted.code) is None:
        return _refused("code", 403)
    made = request.door.askings.ask(key, tier)
    return told(Wished(spell(made.id), tuple(made.words)))


def _refused(why: str, code: int) -> HttpResponse:
    return told(WishRefused(why), code)


@right(None, plain=True)
def asked(request: Request, identity: str) -> HttpResponse:
    """Return what became of a tablet that asked: it waits, was refused, or is enrolled."""
    found = request.door.askings.get(read(identity))
    if found is None or found.refused:
        return told(Waiting("refused"))
    if found.enrolled is None:
        return told(Waiting("waiting"))
    return told(msgspec.convert(_told(found.enrolled), scripts.Enrolled))


def _told(enrolled: Enrolled) -> dict[str, Any]:
    told = msgspec.structs.asdict(enrolled)
    plain = {name: it.hex() if isinstance(it, bytes) else it for name, it in told.items()}
    return {**plain, "state": "enrolled", "spelled": spell(enrolled.device)}
