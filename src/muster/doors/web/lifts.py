"""Lifts: the list with their ledgers, and one lift with its three manifests side by side.

Names on a manifest are for whoever boards, receives or keeps the records; others see ids. So does
everybody but the desk of a person who died: next of kin come first. The site leaves them out.
"""

from collections.abc import Iterator

import msgspec
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from muster.doors.web.admission import right
from muster.doors.web.request import Request
from muster.ground.people.ids import LiftId, PersonId, read
from muster.site.registry import stories
from muster.site.registry.stories import LiftPage
from muster.site.rights import Right

LIFTS_AT_ONCE = 60
PEOPLE_AT_ONCE = 200


class Row(msgspec.Struct, frozen=True):
    """One person on any of a lift's manifests; ``difference`` says where the three disagree."""

    id: PersonId
    name: str
    planned: bool
    boarded: bool
    arrived: bool
    found: bool
    difference: str


@right(Right.SEE_LIFT)
def lifts(request: Request) -> HttpResponse:
    """Show the lifts, the latest first."""
    rows = stories.lifts(request.door.site, request.operator)[::-1]
    page = Paginator(rows, LIFTS_AT_ONCE).get_page(request.GET.get("page"))
    return render(request, "lifts.html", {"page": page})


@right(Right.SEE_LIFT)
def lift(request: Request, identity: str) -> HttpResponse:
    """Show one lift: its ledger, and who was planned, boarded and arrived."""
    found = stories.lift(request.door.site, request.operator, LiftId(read(identity)))
    rows = sorted(rows_of(found), key=lambda one: not one.difference)
    context = {
        "lift": found,
        "places": found.lift.seats + found.lift.floor,
        "planned": _planned(found),
        "page": Paginator(rows, PEOPLE_AT_ONCE).get_page(request.GET.get("page")),
        "differences": sum(bool(one.difference) for one in rows),
        "may_open": request.operator.may(Right.SEE_PERSON),
        "may_plan": request.operator.may(Right.PLAN_LIFT),
        "may_end": request.operator.may(Right.COMMAND),
        "may_board": request.operator.may(Right.BOARD),
        "may_receive": request.operator.may(Right.RECEIVE),
    }
    return render(request, "lift.html", context)


def rows_of(page: LiftPage) -> Iterator[Row]:
    """Yield everybody on any manifest of the lift, once, by name."""
    lists = (page.planned, page.boarded, page.arrived, page.found, page.bumped)
    planned, boarded, arrived, found, bumped = ({one.id for one in each} for each in lists)
    everybody = {one.id: one for each in lists for one in each}
    landed = page.landed is not None
    for one in sorted(everybody.values(), key=lambda one: (one.name.casefold(), one.id)):
        on = (one.id in planned, one.id in boarded, one.id in arrived, one.id in found)
        difference = "bumped" if one.id in bumped else _difference(*on, landed=landed)
        yield Row(one.id, one.name, *on, difference)


def _planned(page: LiftPage) -> int:
    """Return how many were planned: as frozen, else who is on the manifest now."""
    return len(page.planned) if page.lift.planned is None else page.lift.planned


def _difference(planned: bool, boarded: bool, arrived: bool, found: bool, *, landed: bool) -> str:  # noqa: FBT001
    if found:
        return "found"
    if boarded and landed and not arrived:
        return "missing"
    if boarded and not planned:
        return "unplanned"
    return "not-boarded" if planned and not boarded else ""
