"""What the door tells scripts: its own pages' and the tablets'. Answers in JSON, each of one form.

``docs/format/openapi.json`` is made of these forms and of what the views take; a test holds every
answer to it.
"""

from typing import Any

import msgspec
from django.http import HttpResponse

from muster.ground.people.moment import Instant

JSON = "application/json"


class Now(msgspec.Struct, frozen=True):
    """The site's time."""

    now: Instant


class Wished(msgspec.Struct, frozen=True):
    """A tablet's wish to be enrolled was taken; ``words`` are compared with the supervisor's."""

    asked: str
    words: tuple[str, ...]


class WishRefused(msgspec.Struct, frozen=True):
    """It was not: ``unreadable``, or by its ``code``."""

    refused: str


class Waiting(msgspec.Struct, frozen=True):
    """What became of a wish: it waits, or was refused."""

    state: str


class Enrolled(msgspec.Struct, frozen=True):
    """What a tablet is told once it is a writer; bytes in hex, ``spelled`` its id for people."""

    state: str
    device: str
    certificate: str
    exchange_key: str
    operation_key: str
    place: str
    until: Instant
    lamport: int
    spelled: str


class Refusal(msgspec.Struct, frozen=True):
    """A Problem: its code and its words; both empty where what was sent is no question."""

    code: str
    wrong: str


class GateShown(msgspec.Struct, frozen=True):
    """A gate at which a shift could start."""

    id: str
    name: str


class Who(msgspec.Struct, frozen=True):
    """At which gates a shift could start now, and what a form of it needs."""

    gates: tuple[GateShown, ...]
    training: bool
    plain: bool
    at: Instant
    csrf: str


class ShiftBegun(msgspec.Struct, frozen=True):
    """A shift as its tablet knows it; bytes in hex."""

    device: str
    certificate: str
    exchange: str
    lamport: int
    gate: str
    gate_name: str
    post: str
    guard: str
    witness: str
    until: Instant
    tier: str
    ahead: tuple[int, int]
    training: bool


class Started(msgspec.Struct, frozen=True):
    """A shift that begins, and what it decides by (``Given``, bytes in hex)."""

    shift: ShiftBegun
    given: dict[str, Any]


class Second(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who stands beside for one act, or why nobody does."""

    at: Instant
    second: str = ""
    wrong: str = ""


def told(answer: object, status: int = 200) -> HttpResponse:
    """Return ``answer``, one of these or plain values, as JSON."""
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON, status=status)
