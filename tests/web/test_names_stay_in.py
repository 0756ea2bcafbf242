"""Names are on pages and nowhere else: not in addresses, titles, logs, errors (T38)."""

import logging
import re
from io import StringIO

import pytest

from muster.doors.web.logs import Terse
from muster.ground.people.ids import spell
from tests.web.conftest import As
from tests.web.operation import FAMILY, GIVEN, Operation
from tests.web.visitor import Answer, Visitor

NAMES = re.compile("|".join((*GIVEN, *FAMILY, "Foundling")))


def search(visitor: Visitor, words: str) -> Answer:
    sent = visitor.post("/people", {"words": words})
    assert (sent.status, sent.headers["location"]) == (302, "/people")
    return visitor.get("/people")


def test_a_search_finds_a_misspelt_name_and_puts_it_into_no_address(role: As) -> None:
    found = search(role("registrar"), "Aminah Testanee")
    assert "Testany 000" in found.text
    ways = re.findall(r'(?:href|action|src|hx-get)="([^"]*)"', found.text)
    assert len(ways) > 20
    assert not [way for way in ways if NAMES.search(way)]


def test_no_title_names_anybody(role: As, operation: Operation) -> None:
    lead, person = role("lead"), operation.known
    search(lead, "Amina Testany")
    ways = (
        "/people",
        f"/person/{spell(person)}",
        f"/party/{spell(operation.parties[0])}",
        f"/lift/{spell(operation.lifts[0])}",
    )
    for way in ways:
        answer = lead.get(way)
        assert NAMES.search(answer.text), way
        assert not NAMES.search(answer.title), way
        assert answer.title.endswith("· Muster")


def test_the_board_and_the_report_name_nobody(role: As) -> None:
    for way in ("/", "/board", "/report", "/lifts"):
        assert not NAMES.search(role("head").get(way).text), way


def test_what_was_looked_for_is_gone_after_signing_out(address: str) -> None:
    visitor = Visitor(address)
    visitor.sign_in("The registrar")
    search(visitor, "Amina Testany")
    visitor.post("/sign-out", {}, "/people")
    visitor.sign_in("The registrar")
    assert "Testany" not in visitor.get("/people").text


def test_an_address_with_a_name_in_it_is_not_written_to_a_log(
    role: As, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = role("lead").get("/person/Amina-Testani")
    assert answer.status == 404
    assert "Amina" not in answer.text
    assert not NAMES.search("".join(capfd.readouterr()))


def test_a_bug_shows_an_empty_page_and_logs_no_value(
    role: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        message = "cannot read Amina Testani"
        raise ValueError(message)

    terminal = StringIO()
    handlers = logging.getLogger("django").handlers
    (handler,) = (one for one in handlers if isinstance(one.formatter, Terse))
    monkeypatch.setattr(handler, "stream", terminal)
    monkeypatch.setattr("muster.site.registry.stories.person", fail)
    answer = role("lead").get(f"/person/{spell(bytes(16))}")
    assert (answer.status, answer.body) == (500, b"")
    logged = terminal.getvalue()
    assert re.fullmatch(r"django.request ERROR ValueError at .*people\.py:\d+ .*\n", logged)
    assert not NAMES.search(logged)


def test_a_log_line_says_the_kind_of_an_error_and_where_and_no_more() -> None:
    with pytest.raises(KeyError) as caught:
        {"": ""}.pop("Amina Testani")
    raised = (KeyError, caught.value, caught.tb)
    record = logging.LogRecord("django", 40, "", 1, "asked for %s", ("Amina",), raised)
    assert re.fullmatch(
        r"django ERROR KeyError at test_names_stay_in\.py:\d+", Terse().format(record)
    )
    assert Terse().format(logging.LogRecord("uvicorn", 40, "", 1, "Amina", (), None)) == (
        "uvicorn ERROR"
    )
