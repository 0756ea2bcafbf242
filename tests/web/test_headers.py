"""What every answer tells the browser: keep nothing, run nothing of others, be framed by nobody."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern

from muster.doors.web import headers, modules, urls
from muster.doors.web.served import files
from muster.ground.people.ids import spell
from tests.web.conftest import As
from tests.web.operation import Operation
from tests.web.test_rights import address_of
from tests.web.visitor import Answer, Visitor

PATTERNS: list[URLPattern] = urls.urlpatterns
POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
}


def policy(answer: Answer) -> dict[str, str]:
    parts = answer.headers["content-security-policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


@pytest.fixture
def answers(role: As, operation: Operation) -> list[Answer]:
    """One of every kind: pages, a poll, a refusal, nothing there, a redirect."""
    lead, person = role("lead"), spell(operation.known)
    ways = ("/", "/board", "/people", f"/person/{person}", "/lifts", "/report", "/operators")
    others = (role("ramp").get("/"), lead.get("/person/none"), lead.get("/nowhere"))
    return [*map(lead.get, ways), *others, Visitor(lead.address).get("/")]


def test_nothing_is_kept_by_a_browser(answers: list[Answer]) -> None:
    assert {one.headers["cache-control"] for one in answers} == {"no-store"}
    assert not [one for one in answers if "etag" in one.headers or "last-modified" in one.headers]


def test_the_policy_allows_this_site_alone(answers: list[Answer]) -> None:
    assert all(policy(one) == POLICY for one in answers)


def test_no_page_needs_more_than_the_policy_allows(answers: list[Answer]) -> None:
    for one in answers:
        assert "style=" not in one.text
        assert "<style" not in one.text
        assert " onclick" not in one.text
        assert "http://" not in one.text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in one.text


def test_pages_say_the_rest_of_what_protects_them(answers: list[Answer]) -> None:
    for one in answers:
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["x-frame-options"] == "DENY"
        assert one.headers["referrer-policy"] == "same-origin"
        assert one.headers["cross-origin-opener-policy"] == "same-origin"
        assert one.headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in one.headers["permissions-policy"]
        assert "server" not in one.headers


def test_a_served_file_is_kept_for_ever_under_the_name_of_its_content(stranger: Visitor) -> None:
    for name, file in files().items():
        answer = stranger.get(f"/files/{file.file}")
        assert answer.status == 200, name
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.body == file.content
        assert "set-cookie" not in answer.headers


def test_a_served_file_is_packed_for_whoever_takes_that(stranger: Visitor) -> None:
    file = files()["htmx.js"]
    plain = stranger.get(f"/files/{file.file}")
    packed = stranger.get(f"/files/{file.file}", **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.body) / 2
    assert packed.body == plain.body
    assert packed.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "way",
    [
        "/files/manifest.json",
        "/files/..%2Fsettings.py",
        "/files/../settings.py",
        "/files/%2e%2e%2fsettings.py",
        "/files/muster.css",
        "/files/",
    ],
)
def test_nothing_else_is_served_as_a_file(stranger: Visitor, way: str) -> None:
    assert stranger.get(way).status == 404


def test_a_host_that_is_not_ours_is_refused_without_a_word(stranger: Visitor) -> None:
    answer = stranger.get("/sign-in", Host="evil.example")
    assert (answer.status, answer.body) == (400, b"")


def test_a_body_longer_than_any_form_is_not_read(stranger: Visitor) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = stranger.ask("POST", "/sign-in", b"name=" + b"a" * 200_000, kind)
    assert (answer.status, answer.body) == (413, b"")


def test_a_file_in_a_form_is_refused(stranger: Visitor) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nb\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert stranger.ask("POST", "/sign-in", part, kind).status in (400, 403)


SCANNING = {"admit-site", "scan", "sheets"}
"""The views that may run WebAssembly; the file of the scan page's worker is tested below."""
LOOKING = {"admit-site", "enrol", "scan"}
"""The views that may look through the camera."""


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.name)
def test_only_pages_that_read_codes_may_run_wasm_and_few_pages_look_through_the_camera(
    pattern: URLPattern, role: As, operation: Operation
) -> None:
    if pattern.name == "sign-out":
        return
    answer = role("lead").get(address_of(pattern, operation))
    scripts = policy(answer)["script-src"]
    assert ("wasm" in scripts) == (pattern.name in SCANNING)
    looks = "camera=(self)" in answer.headers["permissions-policy"]
    assert looks == (pattern.name in LOOKING)
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_the_worker_of_the_scan_page_may_run_wasm_and_no_other_module(stranger: Visitor) -> None:
    for way in modules.tree():
        answer = stranger.get(f"/scan/{modules.build()}/{way}")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert ("wasm" in policy(answer)["script-src"]) == (way == modules.WORKER)


def test_a_module_of_another_build_is_not_served(stranger: Visitor) -> None:
    assert stranger.get("/scan/0123456789abcdef/scan/page.js").status == 404
    assert stranger.get(f"/scan/{modules.build()}/../settings.py").status == 404


def test_the_scan_page_is_the_same_for_everybody(role: As, stranger: Visitor) -> None:
    """A tablet keeps it: no session, no token, no name."""
    answers = [role("lead").get("/scan/"), role("gate").get("/scan/"), stranger.get("/scan/")]
    assert len({one.body for one in answers}) == 1
    assert "csrf" not in answers[0].text
    assert "Elmo" not in answers[0].text


def test_a_view_that_is_marked_may_run_wasm_and_nothing_else_more() -> None:
    marked = headers.wasm(lambda _: HttpResponse("the scan page"))
    answer = marked(RequestFactory().get("/scan"))
    assert vars(answer)["_csp_update"] == {"script-src": ["'wasm-unsafe-eval'"]}
