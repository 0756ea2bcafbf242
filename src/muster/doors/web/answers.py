"""Pages that are no screen: a Problem said plainly, a refusal, nothing here, a bug's empty page.

A Problem's sentence and advice are translated here and nowhere else. No page tells more than its
status and one sentence: an error that shows what it choked on would show it to anybody.
"""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from muster.doors.web.request import Request
from muster.ground.problem import Problem, Refused
from muster.site.problems import NotAllowed
from muster.site.rights import Right

_STATUS = {
    "site.not-allowed": 403,
    "site.sign-in-refused": 401,
    "site.device-unknown": 404,
    "site.sign-in-later": 429,
    "site.key-refused": 401,
    "site.code-refused": 401,
    "site.credential-unknown": 404,
    "site.nothing-known": 404,
    "site.nothing-to-ask": 404,
    "site.canary-unknown": 404,
    "site.field-unknown": 404,
    "site.looks-need-two": 403,
    "passage.unknown": 404,
    "people.id-unreadable": 404,
    "closing.item-unknown": 404,
    "closing.not-gate": 404,
    "secrecy.officers-missing": 422,
    "secrecy.passphrase-wrong": 401,
    "secrecy.recovery-unreadable": 422,
    "secrecy.slot-unreadable": 422,
    "site.shredded": 410,
    "store.busy": 503,
}
_OURS = ("store.", "record.", "secrecy.")


def status(problem: Problem) -> int:
    """Return the HTTP status of ``problem``: 4xx for what was asked, 5xx for what lies here."""
    if problem.code in _STATUS:
        return _STATUS[problem.code]
    if problem.code.startswith(_OURS):
        return 500
    return 409 if isinstance(problem, Refused) else 422


def said(problem: Problem) -> tuple[str, str]:
    """Return the sentence and the advice of ``problem`` in the reader's language."""
    facts = {name: _(it) if isinstance(it, str) else it for name, it in problem.facts.items()}
    sentence, advice = (_(text).format_map(facts) if text else "" for text in _texts(problem))
    return sentence, advice


def _texts(problem: Problem) -> tuple[str, str]:
    return problem.sentence, problem.advice


class Problems:
    """Answers a Problem that a view did not handle with a plain page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a Problem; none for a bug, which stays one."""
        return tell(request, error) if isinstance(error, Problem) else None


def tell(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the page that says ``problem``."""
    sentence, advice = said(problem)
    context = {"sentence": sentence, "advice": advice, "code": problem.code}
    return render(request, "problem.html", context, status=status(problem))


def refuse(request: Request, right: Right | None = None) -> HttpResponse:
    """Return the page for what this operator may not do."""
    return tell(request, NotAllowed(right=right.value if right else "open this page"))


def not_plain(request: HttpRequest) -> HttpResponse:
    """Return the page for what is not told over http."""
    return _plain(
        request,
        403,
        _("This page is not shown over http: others on the same Wi-Fi could read it."),
        _("Open it over https. The page for tablets says how."),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that was opened in another session, or came from elsewhere."""
    del reason
    return _plain(
        request,
        403,
        _("This form is no longer valid."),
        _("Open the page again and send it once more."),
    )


def unusable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that cannot be read."""
    del request, exception
    return HttpResponse(status=400)


def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address that leads nowhere."""
    del exception
    return _plain(
        request, 404, _("There is nothing at this address."), _("Go back, or start at the board.")
    )


def bug(request: HttpRequest) -> HttpResponse:
    """Return the empty page of a bug."""
    del request
    return HttpResponse(status=500)


def _plain(request: HttpRequest, status_code: int, sentence: str, advice: str) -> HttpResponse:
    context = {"sentence": sentence, "advice": advice, "code": ""}
    return render(request, "problem.html", context, status=status_code)


def done(form: forms.Form, act: Callable[[], object]) -> int | None:
    """Do ``act`` where the form holds; return none once done, else the status to show it with."""
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 422
    try:
        act()
    except Problem as problem:
        form.add_error(None, " ".join(said(problem)))
        return status(problem)
    return None
