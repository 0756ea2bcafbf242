"""Every route, every post: denied without the right; a view that names none is refused."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, set_urlconf

from muster.doors.web import urls
from muster.doors.web.admission import Rule, right, rule_of
from muster.ground.people.ids import spell
from muster.site.incident import roll
from muster.site.registry import stories
from muster.site.rights import RIGHTS, Right, Role
from tests.web.conftest import As
from tests.web.operation import Operation
from tests.web.visitor import Visitor

PATTERNS: list[URLPattern] = urls.urlpatterns
OPEN_TO_ANYBODY = {"guide", "sign-in", "sign-in-first", "sign-in-second", "sign-out", "served"} | {
    "enrol",
    "authority",
    "probe",
    "now",
    "ask",
    "asked",
    "shift-code",
    "log",
    "scan",
    "scan-keeper",
    "scan-module",
    "scan-ask",
    "scan-shift",
    "scan-second",
}
SIGNED_OTHERWISE = {"ask", "log", "scan-ask", "scan-shift", "scan-second"}
"""Posted to by a tablet's own script, on a code or a signature: no form, no token of one."""


def address_of(pattern: URLPattern, operation: Operation) -> str:
    """Return an address that ``pattern`` matches, leading to something that is there."""
    subjects = {
        "person": operation.known,
        "party": operation.parties[0],
        "uncover": operation.known,
        "vouch": operation.known,
        "lift": operation.lifts[0],
        "sheet-boarding": operation.lifts[0],
        "sheet-arrival": operation.lifts[0],
        "boarding": operation.lifts[0],
        "party-join": operation.parties[0],
        "party-register": operation.parties[0],
        "party-withdraw": operation.parties[0],
        "correct": operation.known,
        "withdraw": operation.known,
        "hear-from": operation.known,
        "arriving": operation.lifts[0],
        "settling": operation.lifts[0],
        "last-lift": operation.lifts[0],
        "identify": operation.lifts[0],
        "mustering": operation.base,
        "seating": operation.lifts[3],
        "item": operation.item,
        "exposed": operation.item,
        "print": operation.sheet,
        "close-gate": operation.gate,
        "gate-open": operation.gate,
        "gate-hold": operation.gate,
        "gate-shut": operation.gate,
        "revoke": bytes(16),
        "reset-sign-in": bytes(16),
    }
    identity = spell(subjects.get(pattern.name or "", bytes(16)))
    route = str(pattern.pattern).replace("<str:identity>", identity)
    route = route.replace("<str:found>", spell(operation.known))
    route = route.replace("<str:field>", "documents").replace("<str:kind>", "person")
    route = route.replace("<str:tree_of>/<path:way>", "0123456789abcdef/nothing.js")
    return "/" + route.replace("<str:file>", "nothing.css")


def test_every_view_says_what_it_needs() -> None:
    rules = {pattern.name: rule_of(pattern.callback) for pattern in PATTERNS}
    assert None not in rules.values()
    assert {name for name, rule in rules.items() if rule and rule.right is None} == OPEN_TO_ANYBODY


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.name)
def test_a_stranger_is_shown_nothing(
    pattern: URLPattern, operation: Operation, stranger: Visitor
) -> None:
    if pattern.name in OPEN_TO_ANYBODY:
        return
    answer = stranger.get(address_of(pattern, operation))
    assert answer.status == 302
    assert answer.headers["location"].startswith("/sign-in")
    assert answer.body == b""


@pytest.mark.parametrize("post", Role, ids=lambda one: one.value)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.name)
def test_a_post_opens_what_its_rights_carry_and_nothing_else(
    pattern: URLPattern, post: Role, operation: Operation, role: As
) -> None:
    rule = rule_of(pattern.callback)
    assert rule is not None
    if pattern.name == "sign-out":
        return
    answer = role(post.value).get(address_of(pattern, operation))
    if rule.right is None or rule.right in RIGHTS[post]:
        assert answer.status != 403
    else:
        assert answer.status == 403
        assert rule.right.value in unescape(answer.text)
        assert "Amina" not in answer.text


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.name)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"])
def test_a_view_answers_its_own_methods_only(
    pattern: URLPattern, method: str, operation: Operation, stranger: Visitor
) -> None:
    rule = rule_of(pattern.callback)
    assert rule is not None
    answer = stranger.ask(method, address_of(pattern, operation))
    if pattern.name in SIGNED_OTHERWISE and method == "POST":
        assert answer.status in (404, 422)
        return
    if pattern.name in SIGNED_OTHERWISE:
        assert answer.status == 405
        return
    # A POST is refused for lack of a token of the form before anything else is looked at.
    assert answer.status == (405 if method in ("OPTIONS", "TRACE") else 403)
    assert method in rule.methods or b"<form" not in answer.body


def forgotten(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse("a list of names")


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A view that somebody added and forgot to mark."""
    monkeypatch.setattr(urls, "urlpatterns", [*PATTERNS, path("forgotten", forgotten)])
    clear()
    yield
    monkeypatch.undo()
    clear()


def clear() -> None:
    from django.urls import clear_url_caches  # noqa: PLC0415

    clear_url_caches()
    set_urlconf(None)


@pytest.mark.usefixtures("careless")
def test_a_view_that_names_no_right_is_refused_to_everybody(role: As, stranger: Visitor) -> None:
    for visitor in (stranger, role("lead")):
        answer = visitor.get("/forgotten")
        assert answer.status == 403
        assert "a list of names" not in answer.text


def test_marking_a_view_leaves_the_view_itself_unmarked() -> None:
    marked = right(Right.FIND)(forgotten)
    assert rule_of(marked) == Rule(Right.FIND, ("GET", "HEAD"))
    assert rule_of(forgotten) is None


@pytest.mark.parametrize("post", ["head", "planner", "auditor"])
def test_a_post_that_may_see_no_names_sees_ids_on_a_manifest(
    post: str, operation: Operation, role: As
) -> None:
    way = f"/lift/{spell(operation.lifts[0])}"
    assert "Testani" not in role(post).get(way).text
    assert "Testani" in role("ramp").get(way).text


def test_the_name_of_a_dead_person_is_for_the_desk_alone(operation: Operation, role: As) -> None:
    site = operation.site
    person = operation.people[60]
    name = stories.person(site, site.lead, person).record
    assert name is not None
    assert name.name is not None
    way = f"/lift/{spell(operation.lifts[0])}"
    assert spell(person)[:6] not in role("ramp").get(way).text
    roll.report_deaths(site, site.lead, [person], "Hospital", authority=True)
    seen = role("ramp").get(way).text
    assert spell(person)[:6] in seen
