"""What stands round every page: where we are, who is signed in, which pages they may open."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from muster.doors.web.request import Request
from muster.site.exchange.neighbours import alarm
from muster.site.rights import Operator, Right

_OF = {
    "/people/": ("/person/", "/party/"),
    "/lists/": ("/list/",),
    "/lifts/": ("/lift/",),
    "/incidents/": ("/incident/",),
    "/arrangements/": ("/arrangement/", "/disclosures"),
    "/scan/": ("/shift",),
}
"""Where the page of one thing belongs, whose address has another folder than that of all."""


class Way(msgspec.Struct, frozen=True):
    """One entry of the navigation."""

    label: str
    address: str
    here: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame's template needs."""
    if not isinstance(request, Request):
        return {}
    operator = request.signed_in
    return {
        "about": request.door.about,
        "operator": operator,
        "ways": list(ways(operator, request.path)) if operator and not request.plain else [],
        "plain": request.plain,
        "alarm": alarm(request.door.site) if operator and not request.plain else 0,
        "english": (get_language() or "en").startswith("en"),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }


def ways(operator: Operator, path: str) -> Iterator[Way]:
    """Yield the pages that ``operator`` may open, in the order of the navigation."""
    pages = (
        ("board", _("Board"), Right.FIGURES),
        ("scan", _("Gate"), Right.GUARD),
        ("people", _("People"), Right.FIND),
        ("intake", _("Intake"), Right.CLAIM),
        ("lists", _("Lists"), Right.CLAIM),
        ("exports", _("Exports"), Right.EXPORT),
        ("plan", _("Plan"), Right.PLAN_LIFT),
        ("lifts", _("Lifts"), Right.SEE_LIFT),
        ("musters", _("Daily muster"), Right.RECEIVE),
        ("sheets", _("Sheets"), Right.SEE_LIFT),
        ("incidents", _("Incidents"), Right.COMMAND),
        ("conflicts", _("Contradictions"), Right.COMMAND),
        ("arrangements", _("Arrangements"), Right.ARRANGE),
        ("report", _("Report"), Right.FIGURES),
        ("timeline", _("Timeline"), Right.FIGURES),
        ("closing", _("Closing"), Right.CLOSE),
        ("tablets", _("Tablets"), Right.TABLETS),
        ("sites", _("Sites"), Right.LINK),
        ("looks", _("Who looked"), Right.WATCH),
        ("operators", _("Operators"), Right.ENROL),
    )
    for name, label, right in pages:
        if operator.may(right):
            address = reverse(name)
            yield Way(label, address, path == address or _within(path, address))


def _within(path: str, address: str) -> bool:
    """Return whether ``path`` is a page under ``address``: in its folder, or of one of its kind."""
    folder = f"{address.rstrip('/')}/"
    return address != "/" and path.startswith((folder, *_OF.get(folder, ())))


def first(operator: Operator) -> str:
    """Return where ``operator`` begins: the first page they may open, or a shift."""
    guard = reverse("shift" if operator.may(Right.GUARD) else "guide")
    return next((way.address for way in ways(operator, "")), guard)
