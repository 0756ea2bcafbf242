"""Who may see which page: every view says the right it needs, and one that says none is refused.

``@right(Right.FIND)`` needs an operator who may; ``@right(None)`` is for anybody. On each request
the operator is looked up again, so that revoking one ends all their sessions at once. A session in
which nobody did anything for 15 minutes shows nothing but what moves by itself: the board, which
names nobody and may hang on a wall. Anything else asks for the PIN again.

Whoever must show more than a PIN here and has nothing yet gets to *Your sign-in* and no further.
A session is of the browser and address it began at (``binding``); from elsewhere it is over.

Over http nothing is answered but what says ``plain=True``: others on the Wi-Fi can read and alter
it. No PIN travels there and no name; a guard is in by a one-time code, for one gate, and has the
right to scan alone, for as long as the site keeps its plain post open.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast
from urllib.parse import urlencode

import msgspec
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from muster.doors.web.answers import not_plain, refuse
from muster.doors.web.binding import BOUND, bound
from muster.doors.web.request import Request
from muster.doors.web.shelf import ENROLS, OPERATOR, Session
from muster.ground.people.ids import OperatorId
from muster.site.gate.shifts import plain_is_open
from muster.site.operators import still_allowed
from muster.site.rights import Operator, Right, Role, note_refusal

Args = ParamSpec("Args")
View = Callable[Args, HttpResponseBase]
SAFE = ("GET", "HEAD")


class Rule(msgspec.Struct, frozen=True):
    """What a view needs: a right or none, a method; ``quiet`` views ask by themselves.

    ``plain`` views are answered over http, too.
    """

    right: Right | None
    methods: tuple[str, ...]
    quiet: bool = False
    plain: bool = False


def right(
    needed: Right | None, *methods: str, quiet: bool = False, plain: bool = False
) -> Callable[[View[Args]], View[Args]]:
    """Mark a view with the right it needs and the methods it answers, by default GET and HEAD."""
    rule = Rule(needed, methods or SAFE, quiet, plain)

    def mark(view: View[Args]) -> View[Args]:
        @wraps(view)
        def marked(*args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
            return view(*args, **kwargs)

        cast("Any", marked).rule = rule
        return marked

    return mark


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """Return what ``view`` was marked with."""
    found = getattr(view, "rule", None)
    return found if isinstance(found, Rule) else None


class Admission:
    """Refuses what no rule allows, before any view runs."""

    def __init__(self, answer: Callable[[Request], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: Request) -> HttpResponseBase:
        """Pass the request on; what is refused for want of a right goes on record."""
        with request.door.refusals.listening():
            return self._answer(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], *_given: object
    ) -> HttpResponseBase | None:
        """Return a refusal, or none where the view may run."""
        rule = rule_of(view)
        if rule is None:
            return refuse(request)
        if request.plain and not rule.plain:
            return not_plain(request)
        if request.method not in rule.methods:
            return HttpResponseNotAllowed(rule.methods)
        request.signed_in = who(request, quiet=rule.quiet)
        if rule.right is None:
            return None
        if request.signed_in is None:
            return ask_for_pin(request)
        if rule.right is not Right.OWN and request.session.get(ENROLS):
            return HttpResponseRedirect(reverse("own"))
        if request.signed_in.may(rule.right):
            return None
        note_refusal(request.signed_in, rule.right)
        return refuse(request, rule.right)


def who(request: Request, *, quiet: bool) -> Operator | None:
    """Return who is signed in and still works here, and note the use unless it is ``quiet``.

    Over http it is a guard without a name, who may scan and nothing else.
    """
    identity = request.session.get(OPERATOR)
    if identity is None:
        return None
    operator = still_allowed(request.door.site, OperatorId(identity))
    if request.plain and operator is not None:
        operator = _guard(request, operator)
    session = cast("Session", request.session)
    moved = not request.plain and request.session.get(BOUND) != bound(request)
    if operator is None or moved or (session.is_idle and not quiet):
        session.flush()
        return None
    if not quiet:
        session.use()
    return operator


def _guard(request: Request, operator: Operator) -> Operator | None:
    may = operator.may(Right.GUARD) and plain_is_open(request.door.site)
    return Operator(operator.id, "", (Role.GATE,)) if may else None


def ask_for_pin(request: Request) -> HttpResponse:
    """Return the way to the sign-in, and from there back to a page that was asked for.

    Over http it is the way to where a shift code is typed.
    """
    if request.plain:
        return HttpResponseRedirect(reverse("shift-code"))
    way = reverse("sign-in")
    if request.live:
        return HttpResponse(status=401, headers={"HX-Redirect": way})
    if request.method in SAFE and request.path != "/":
        way = f"{way}?{urlencode({'next': request.path})}"
    return HttpResponseRedirect(way)
