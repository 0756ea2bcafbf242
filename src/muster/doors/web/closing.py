"""Closing: what is left, and who; items, prints, checklists, and closing a gate, a site, the whole.

The overview shows no name. A list of open people shows names to whoever may open a person's record,
a few at once, and that is on record; so is asking whose data an item bore.
"""

from collections.abc import Callable, Iterable

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import Disposing, Entering, Inventory, PrintEnding, Telling
from muster.doors.web.naming import MOST_NAMED, Ending, Naming, Reopening
from muster.doors.web.request import Request
from muster.ground.people.ids import ItemId, PlaceId, PrintId, read
from muster.ground.problem import Problem
from muster.journey.closing.checklist import Scope
from muster.journey.closing.facts import Disposal, ItemKind, PrintKind
from muster.journey.closing.items import Bearing
from muster.site import prints
from muster.site.closing import ending, exposures, items, left
from muster.site.closing.left import ItemRow, ListShown, PrintRow
from muster.site.problems import NothingKnown
from muster.site.rights import Right

PEOPLE_AT_ONCE = 200
BACK = "closing"


def _post(
    form: forms.Form, act: Callable[[], object], then: str
) -> tuple[HttpResponse | None, int]:
    """Do ``act`` if the form holds; return where to go, or the status to show the form with."""
    if not form.is_bound:
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        act()
    except Problem as problem:
        form.add_error(None, " ".join(said(problem)))
        return None, status(problem)
    return HttpResponseRedirect(then), 302


@right(Right.CLOSE)
def overview(request: Request) -> HttpResponse:
    """Show what is left and who, and how far each closing is."""
    site, by = request.door.site, request.operator
    context = {
        "operation": left.checklist(site, by),
        "here": left.checklist(site, by, Scope.SITE),
        "gates": left.gates(site, by),
        "items": left.items(site, by),
        "prints": left.prints(site, by),
        "left": left.who_is_left(site, by),
        "labels": request.door.labels(),
    }
    return render(request, "closing.html", context)


@right(Right.CLOSE)
def open_people(request: Request) -> HttpResponse:
    """Show open people, a few at once; their names are for whoever may see names."""
    after = request.GET.get("after", "")
    begin = read(after) if after else b""
    found = left.open_people(request.door.site, request.operator, begin)
    context = {
        "people": found,
        "more": len(found) == left.MOST,
        "labels": request.door.labels(),
        "may_open": request.operator.may(Right.SEE_PERSON),
    }
    return render(request, "closing-people.html", context)


# ------------------------------------------------------------------------------------------- items


@right(Right.CLOSE, "GET", "HEAD", "POST")
def add_item(request: Request) -> HttpResponse:
    """Inventory a thing."""
    site, by = request.door.site, request.operator
    form = Inventory(request.POST or None, places=left.places(site, by))

    def act() -> None:
        fields = form.cleaned_data
        items.add_item(
            site,
            by,
            kind=ItemKind(fields["kind"]),
            description=fields["description"],
            custodian=fields["custodian"],
            place=PlaceId(read(fields["place"])) if fields["place"] else None,
            count=fields["count"],
            bears_data=fields["bears_data"],
            whose=Bearing(described=fields["described"], souls=fields["souls"] or 0),
        )

    gone, code = _post(form, act, reverse(BACK))
    return gone or render(request, "closing-item-add.html", {"form": form}, status=code)


@right(Right.CLOSE, "GET", "HEAD", "POST")
def item(request: Request, identity: str) -> HttpResponse:
    """Show an item, and record what became of it."""
    site, by, wanted = request.door.site, request.operator, ItemId(read(identity))
    row = left.item(site, by, wanted)
    form = Disposing(request.POST or None)

    def act() -> None:
        fields = form.cleaned_data
        items.dispose_item(
            site,
            by,
            wanted,
            Disposal(fields["disposal"]),
            method=fields["method"],
            witnesses=fields["witnesses"].split(","),
        )

    gone, code = _post(form, act, reverse("item", args=[identity]))
    return gone or _item_page(request, row, form, code)


def _item_page(request: Request, row: ItemRow, form: forms.Form, code: int) -> HttpResponse:
    context = {"row": row, "item": row.item, "form": form}
    return render(request, "closing-item.html", context, status=code)


@right(Right.CLOSE, "GET", "HEAD", "POST")
def exposed(request: Request, identity: str) -> HttpResponse:
    """Show whose data an item bore; record that they were told."""
    site, by, wanted = request.door.site, request.operator, ItemId(read(identity))
    form = Telling(request.POST or None)

    def act() -> None:
        fields = form.cleaned_data
        items.tell_exposed(site, by, wanted, fields["via"], fields["souls"])

    gone, code = _post(form, act, reverse("item", args=[identity]))
    if gone is not None:
        return gone
    found = exposures.exposed(site, by, wanted)
    context = {
        "found": found,
        "page": Paginator(found.people, PEOPLE_AT_ONCE).get_page(request.GET.get("page")),
        "form": form,
        "labels": request.door.labels(),
        "may_open": by.may(Right.SEE_PERSON),
    }
    return render(request, "closing-exposed.html", context, status=code)


# ------------------------------------------------------------------------------------------ prints


@right(Right.CLOSE, "GET", "HEAD", "POST")
def add_print(request: Request) -> HttpResponse:
    """Enter a print in the register."""
    site, by = request.door.site, request.operator
    form = Entering(request.POST or None)

    def act() -> None:
        fields = form.cleaned_data
        prints.register_print(
            site,
            by,
            kind=PrintKind(fields["kind"]),
            holder=fields["holder"],
            souls=fields["souls"],
            expires=fields["expires"],
            number=fields["number"],
        )

    gone, code = _post(form, act, reverse(BACK))
    return gone or render(request, "closing-print-add.html", {"form": form}, status=code)


@right(Right.CLOSE, "GET", "HEAD", "POST")
def sheet(request: Request, identity: str) -> HttpResponse:
    """Show a print, and record that it came back, was destroyed or is lost."""
    site, by, wanted = request.door.site, request.operator, PrintId(read(identity))
    row = _printed(left.prints(site, by), wanted)
    form = PrintEnding(request.POST or None)

    def act() -> None:
        fields = form.cleaned_data
        match fields["end"]:
            case "returned":
                prints.return_print(site, by, wanted, fields["how"])
            case "destroyed":
                witness = fields["witness"]
                prints.destroy_print(site, by, wanted, method=fields["how"], witness=witness)
            case _:
                prints.lose_print(site, by, wanted, fields["how"])

    gone, code = _post(form, act, reverse(BACK))
    context = {"row": row, "sheet": row.sheet, "form": form}
    return gone or render(request, "closing-print.html", context, status=code)


def _printed(rows: Iterable[PrintRow], wanted: PrintId) -> PrintRow:
    row = next((one for one in rows if one.id == wanted), None)
    if row is None:
        raise NothingKnown
    return row


# ----------------------------------------------------------------------------------------- closing


@right(Right.CLOSE, "GET", "HEAD", "POST")
def close_gate(request: Request, identity: str) -> HttpResponse:
    """Show a gate's checklist, and close it for good."""
    site, by, gate = request.door.site, request.operator, PlaceId(read(identity))
    form = Ending(request.POST or None)

    def act() -> None:
        ending.close_gate(site, by, gate, **form.cleaned_data)

    gone, code = _post(form, act, request.path)
    return gone or _ending(request, left.checklist(site, by, Scope.GATE, gate), form, code)


@right(Right.CLOSE, "GET", "HEAD", "POST")
def close_site(request: Request) -> HttpResponse:
    """Show this site's checklist; close it, or open it again."""
    site, by = request.door.site, request.operator
    if left.checklist(site, by, Scope.SITE).closed.closed:
        again = Reopening(request.POST or None)
        gone, code = _post(
            again,
            lambda: ending.reopen_site(site, by, again.cleaned_data["reason"]),
            request.path,
        )
        return gone or _ending(request, left.checklist(site, by, Scope.SITE), again, code)
    form = Ending(request.POST or None)

    def act() -> None:
        ending.close_site(site, by, **form.cleaned_data)

    gone, code = _post(form, act, request.path)
    return gone or _ending(request, left.checklist(site, by, Scope.SITE), form, code)


def _ending(request: Request, found: ListShown, form: forms.Form, code: int) -> HttpResponse:
    context = {"list": found, "form": form}
    return render(request, "closing-list.html", context, status=code)


@sensitive_post_parameters()
@right(Right.CLOSE, "GET", "HEAD", "POST")
def close_operation(request: Request) -> HttpResponse:
    """Close the operation by naming everybody who is open, two people signing; or open it again."""
    site, by = request.door.site, request.operator
    found = left.checklist(site, by)
    if found.closed.closed:
        again = Reopening(request.POST or None)
        gone, code = _post(
            again,
            lambda: ending.reopen_operation(site, by, again.cleaned_data["reason"]),
            request.path,
        )
        return gone or _ending(request, left.checklist(site, by), again, code)
    people = left.open_lines(site, by, MOST_NAMED + 1)
    form = Naming(request.POST or None, people=people[:MOST_NAMED])

    def act() -> None:
        ending.close_operation(
            site,
            by,
            form.signing(request),
            confirm=form.cleaned_data["confirm"],
            left=form.named(),
            reason=form.cleaned_data["reason"],
        )

    gone, code = _post(form, act, request.path)
    context = {
        "list": found,
        "form": form,
        "rows": list(form.rows()),
        "most": MOST_NAMED,
        "too_many": len(people) > MOST_NAMED,
        "labels": request.door.labels(),
        "may_open": by.may(Right.SEE_PERSON),
    }
    return gone or render(request, "closing-operation.html", context, status=code)
