"""The board moves when something is committed, and only then."""

import re

from muster.ground.people.ids import spell
from muster.ground.people.place import PlaceRole
from muster.site import command
from muster.site.figures.reporting import report
from tests.web.conftest import As
from tests.web.operation import Operation
from tests.web.visitor import Answer, Visitor

LIVE = {"HX-Request": "true"}


def next_poll(answer: Answer) -> str:
    found = re.search(r'hx-get="([^"]+)"', answer.text)
    assert found
    return found[1]


def poll(visitor: Visitor, way: str) -> Answer:
    return visitor.get(way, **LIVE)


def test_a_poll_of_what_was_seen_brings_nothing(role: As) -> None:
    head = role("head")
    way = next_poll(head.get("/"))
    answer = poll(head, way)
    assert (answer.status, answer.body) == (204, b"")


def test_a_poll_after_a_commit_brings_the_moving_part_alone(operation: Operation, role: As) -> None:
    head = role("head")
    way = next_poll(head.get("/"))
    command.name_place(operation.site, operation.site.lead, "Camp Moss", PlaceRole.STAGING)
    answer = poll(head, way)
    assert answer.status == 200
    assert "Camp Moss" in answer.text
    assert "<html" not in answer.text
    assert poll(head, next_poll(answer)).status == 204


def test_the_board_says_what_the_report_says_with_its_reasons(
    operation: Operation, role: As
) -> None:
    page = role("head").get("/").text
    found = report(operation.site, operation.site.lead)
    for identity in ("departed", "remaining", "waiting", "on-the-way", "safe", "closed", "dead"):
        figure = found.figure(identity)
        assert figure is not None
        part = page.partition(f'id="figure-{identity}"')[2].partition("</details>")[0]
        assert f"{figure.lo:,}" in part, identity
        assert f"{figure.hi:,}" in part, identity
        assert f"<code>{figure.population.key}</code>" in part
        assert part.count('<th scope="row">') == (0 if figure.exact else len(figure.reasons) + 2)


def test_the_lifts_behind_a_reason_can_be_opened(operation: Operation, role: As) -> None:
    page = role("head").get("/").text
    departed = page.partition('id="figure-departed"')[2].partition("</details>")[0]
    assert f'href="/lift/{spell(operation.lifts[1])}"' in departed


def test_two_who_ask_at_once_get_the_same_board(role: As) -> None:
    both = [role(post) for post in ("head", "liaison")]  # that they signed in is on record
    one, two = (visitor.get("/").text for visitor in both)
    assert next_poll_of(one) == next_poll_of(two)


def next_poll_of(text: str) -> str:
    return text.partition('hx-get="')[2].partition('"')[0]


def test_a_board_without_script_says_that_it_does_not_move(role: As) -> None:
    quiet = role("head").get("/").text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "This page does not move without script." in quiet
    assert 'href="/"' in quiet


def test_a_page_stays_within_60_kilobytes_packed(operation: Operation, role: As) -> None:
    lead = role("lead")
    from muster.doors.web.served import files  # noqa: PLC0415

    loaded = sum(len(files()[name].packed) for name in ("htmx.js", "muster.js", "muster.css"))
    for way in ("/", "/lifts", "/report", f"/lift/{spell(operation.lifts[0])}", "/operators"):
        packed = lead.get(way, **{"Accept-Encoding": "gzip"})
        assert int(packed.headers["content-length"]) + loaded < 60_000, way
    assert len(files()["muster.css"].packed) < 8_000


def _held(journey: str) -> int:
    """Return how many gates keep people out: other tests hold some, too."""
    found = re.search(r"(\d+) gates?: threat hold", journey)
    return int(found[1]) if found else 0


def test_gates_that_keep_people_out_and_incidents_stand_on_the_flow(
    operation: Operation, role: As
) -> None:
    gate = command.name_place(operation.site, operation.site.lead, "Mill gate", PlaceRole.GATE)
    command.open_gate(operation.site, operation.site.lead, gate, 50)
    before = _journey(role("head").get("/").text)
    command.hold_gate(operation.site, operation.site.lead, gate, "a crowd")
    after = _journey(role("head").get("/").text)
    held = _held(before) + 1
    said = "1 gate: threat hold" if held == 1 else f"{held} gates: threat hold"
    assert f'<span class="flag grave">{said}</span>' in after
    told = report(operation.site, operation.site.lead).incidents
    assert any(not one.warning for one in told)
    assert 'aria-label="Incidents"' in after


def _journey(page: str) -> str:
    return page.partition('aria-labelledby="journey"')[2].partition("</section>")[0]
