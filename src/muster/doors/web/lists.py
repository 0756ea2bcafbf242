"""Lists of people: opened, their columns settled, taken in; which came in, and taking one back.

A list is read as it comes from the browser and lies in memory alone. Nothing of it is on record
before somebody has seen what its columns are taken for and what would come of it.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

import msgspec
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from muster.adapters.formats.claims import Finding
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.tables import Table
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.column_forms import columns_of, said_of
from muster.doors.web.disposing import LONGEST
from muster.doors.web.incoming import streamed
from muster.doors.web.list_words import FAMILIES
from muster.doors.web.opened import OpenedList
from muster.doors.web.request import Request
from muster.doors.web.taking_back import TakingBack, TakingManyBack
from muster.doors.web.words import FIELDS, say
from muster.ground.people.ids import ListId, read, spell
from muster.ground.problem import Problem
from muster.site.registry import apart, importing, lists
from muster.site.registry.columns import Adjustment
from muster.site.rights import Right

OCTETS = "application/octet-stream"
FINDINGS_SHOWN = 20
"""So many bad rows are shown; the file of corrections has all."""


@right(Right.CLAIM)
def overview(request: Request) -> HttpResponse:
    """Show the lists that came in, and where to choose a file."""
    rows = lists.received(request.door.site, request.operator)
    context = {
        "rows": rows,
        "opened": request.door.opened.get(request.operator.id),
        "apart": [
            (one.person, [say(FIELDS, field) for field in one.fields])
            for one in apart.waiting(request.door.site, request.operator)
        ],
    }
    return render(request, "lists.html", context)


@streamed
@right(Right.CLAIM, "GET", "HEAD", "POST")
def open_list(request: Request) -> HttpResponse:
    """Open the list that is the body; say where its columns are shown."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.content_type != OCTETS:
        return HttpResponse(status=415)
    content = request.read(Limits().file + 1)
    sender, name, sheet = (_header(request, one) for one in ("Sender", "List", "Sheet"))
    door, by = request.door, request.operator
    try:
        shown = importing.preview(door.site, by, content, sheet, sender)
    except Problem as problem:
        return render(request, "errors.html", {"errors": said(problem)}, status=422)
    door.opened.put(by.id, shown, sender, name).start(door.site, by, take=False)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("list-opened")
    return answer


def _header(request: Request, name: str) -> str:
    """Return what a header of ours says: in one, since an address would be logged."""
    return unquote(request.headers.get(f"Muster-{name}", ""))[:LONGEST]


@right(Right.CLAIM, "GET", "HEAD", "POST")
def opened(request: Request) -> HttpResponse:
    """Show what the columns are taken for and what would come of it; look again, or take it in."""
    door, by = request.door, request.operator
    found = door.opened.get(by.id)
    if found is None:
        return HttpResponseRedirect(reverse("lists"))
    if request.method == "POST":
        if request.POST.get("act") == "forget":
            door.opened.forget(by.id)
            return HttpResponseRedirect(reverse("lists"))
        _settle(found, request)
        found.start(door.site, by, take=request.POST.get("act") == "take")
        return HttpResponseRedirect(reverse("list-opened"))
    return render(request, "list-opened.html", _shown(found))


@right(Right.CLAIM)
def opened_live(request: Request) -> HttpResponse:
    """Answer the page that waits: how far it is, or that it is over."""
    found = request.door.opened.get(request.operator.id)
    if found is not None and found.running:
        return render(request, "list-opened-live.html", _progress(found))
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("list-opened")
    return answer


@right(Right.CLAIM)
def corrections(request: Request) -> HttpResponse:
    """Give the rows that came back, as they were, to whoever sent them."""
    found = request.door.opened.get(request.operator.id)
    if found is None or found.seen is None or not found.seen.corrections:
        return HttpResponseRedirect(reverse("lists"))
    answer = HttpResponse(found.seen.corrections, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="corrections.csv"'
    return answer


@right(Right.CLAIM, "GET", "HEAD", "POST")
def one_list(request: Request, identity: str) -> HttpResponse:
    """Show one list, and take it back."""
    site, by = request.door.site, request.operator
    wanted = ListId(read(identity))
    row = next((one for one in lists.received(site, by) if one.id == wanted), None)
    if row is None:
        return HttpResponseRedirect(reverse("lists"))
    would = lists.would_take_back(site, by, wanted) if row.intake.taken_back is None else None
    many = would is not None and would.withdrawn > lists.ALONE
    form = (TakingManyBack if many else TakingBack)(request.POST or None)
    done, code = None, 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                beside = form.signing(request) if isinstance(form, TakingManyBack) else None
                reason = form.cleaned_data["reason"]
                done = lists.take_back(site, by, wanted, reason, beside)
                would, code = None, 200
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
    context = {"row": row, "would": would, "done": done, "form": form, "many": many}
    return render(request, "list.html", context, status=code)


def _settle(found: OpenedList, request: Request) -> None:
    """Note what a form says of the list; a list that is being read or was taken stays as it is."""
    if found.running or found.taken is not None:
        return
    found.sender = request.POST.get("sender", "")[:LONGEST].strip()
    found.name = request.POST.get("name", "")[:LONGEST].strip()
    if isinstance(found.opened, Table):
        found.said = said_of(request.POST, len(found.opened.columns))
        found.families = request.POST.get("families", "")


def _progress(found: OpenedList) -> dict[str, Any]:
    return {"opened": found, "done": found.progress[0], "of": found.progress[1]}


def _shown(found: OpenedList) -> dict[str, Any]:
    """Return what the page of an opened list shows."""
    seen, taken = found.seen, found.taken
    asking = _asking(found) if taken is None and not found.running else {}
    wrong = " ".join(said(found.problem)) if found.problem is not None else ""
    return {
        **_progress(found),
        **asking,
        "wrong": [wrong] if wrong else [],
        "seen": seen,
        "back": list(_findings(seen.reading.rejected)) if seen else [],
        "back_rows": len(seen.reading.lines()) if seen else 0,
        "flagged": list(_findings(seen.reading.flagged)) if seen else [],
        "flagged_rows": len({one.line for one in seen.reading.flagged}) if seen else 0,
        "new": seen.accepted - seen.changed if seen else 0,
        "list": spell(taken.list) if taken else "",
        "is_table": isinstance(found.opened, Table),
    }


def _asking(found: OpenedList) -> dict[str, Any]:
    """Return what is asked of a table: each column, and who moves together."""
    table, proposal = found.opened, found.proposal
    if not isinstance(table, Table) or proposal is None:
        return {}
    adjust = Adjustment(found.said, found.families)
    columns = columns_of(table, proposal, adjust)
    now = adjust.mapping.families.value if adjust.mapping else ""
    return {
        "columns": columns,
        "families": [(code, say(FAMILIES, code), code == now) for code in FAMILIES],
        "questions": () if found.said else proposal.questions,
    }


class Shown(msgspec.Struct, frozen=True):
    """One finding, by words of ours."""

    line: int
    field: str
    code: str
    length: int


def _findings(found: tuple[Finding, ...]) -> Iterator[Shown]:
    for one in islice(found, FINDINGS_SHOWN):
        yield Shown(one.line, one.field, one.code.value, one.length)
