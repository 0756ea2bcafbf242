"""What the door answers in JSON is what its description says, to whom it says, whatever is sent.

Schemathesis draws requests from ``docs/format/openapi.json``, right ones and wrong ones; a real
site answers in this process, to a stranger, to a guard who is signed in, and to a tablet. No answer
is a fault, and each is of the form that is described. A slice here, the whole under ``make
campaign``.
"""

import json
import os
from collections.abc import Iterator
from typing import Any, cast

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from house.pages.openapi import ENDPOINTS, openapi
from house.tree import ROOT, tracked
from muster.doors.web import serve_in_thread
from muster.doors.web.lane import SIGNATURE
from tests.web.test_lane import Lane
from tests.web.visitor import AGENT, Visitor

PAGE = ROOT / "docs" / "format" / "openapi.json"
DESCRIBED: dict[str, Any] = json.loads(PAGE.read_text("utf-8"))
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
FOUND: list[Any] = [one.ok() for one in cast("Iterator[Any]", SCHEMA.get_all_operations())]
OPERATIONS: dict[str, Any] = {one.definition.raw["operationId"]: one for one in FOUND}
POSTED = {
    item["post"]["operationId"]: path for path, item in DESCRIBED["paths"].items() if "post" in item
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SLICE = settings(
    max_examples=1_000 if os.environ.get("MUSTER_CAMPAIGN") == "full" else 12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
SPEAK_JSON = {"scripts.py", "delivery.py", "disclosing.py"}
"""``disclosing`` hands out a file that somebody chose the form of."""


class Asked:
    """A site with a gate, a guard and a tablet, and who asks."""

    def __init__(self, lane: Lane, address: str) -> None:
        self.lane = lane
        self.address = address
        self.guard = Visitor(address)
        assert self.guard.sign_in("Guard one", "58201947").status == 302

    def send(self, case: Any, *, signed_in: bool) -> requests.Response:  # noqa: ANN401 - drawn
        """Send a drawn request as a stranger or as the guard; check the answer."""
        headers = {"User-Agent": AGENT, "X-CSRFToken": self.token()} if signed_in else {}
        sent = case.as_transport_kwargs(base_url=self.address, headers=headers)
        sent["cookies"] = (sent.get("cookies") or {}) | (self.guard.cookies if signed_in else {})
        answer = requests.request(**sent, allow_redirects=False, timeout=20)
        case.validate_response(answer, checks=CHECKS)
        return answer

    def token(self) -> str:
        """Return what a form of the guard's would carry."""
        said: dict[str, str] = json.loads(self.guard.get("/scan/who").body)
        return said["csrf"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    lane = Lane(tmp_path_factory.mktemp("gate") / "site")
    with serve_in_thread(lane.world.site) as address:
        yield Asked(lane, address.rstrip("/"))
    lane.world.site.close()


def test_the_description_is_what_the_code_says() -> None:
    assert PAGE.read_text("utf-8") == openapi()
    assert sorted(OPERATIONS) == sorted(one.name for one in ENDPOINTS)


def test_nothing_else_answers_in_json() -> None:
    speaking = {
        file.name
        for file in tracked("src/muster/doors/web/*.py")
        if "application/json" in file.read_text("utf-8")
        or "JsonResponse" in file.read_text("utf-8")
    }
    assert speaking == SPEAK_JSON


@pytest.mark.campaign
@pytest.mark.parametrize("signed_in", [False, True], ids=["stranger", "guard"])
@pytest.mark.parametrize("name", OPERATIONS)
@SLICE
@given(data=st.data())
def test_no_answer_is_a_fault_and_each_is_as_described(
    asked: Asked,
    name: str,
    signed_in: bool,  # noqa: FBT001 - a parameter
    data: st.DataObject,
) -> None:
    mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    try:
        drawn = OPERATIONS[name].as_strategy(generation_mode=mode)
        case = data.draw(drawn)
    except schemathesis.errors.SchemathesisError:
        return  # nothing can be wrong where nothing is sent
    answer = asked.send(case, signed_in=signed_in)
    needs_session = DESCRIBED["paths"][case.path][case.method.lower()]["security"] == [
        {"session": []}
    ]
    if needs_session and not signed_in:
        assert answer.status_code in {302, 403}


def test_what_is_right_is_answered_as_described(asked: Asked) -> None:
    """The good ends, which no chance would draw: a tablet that signs, a guard at a gate."""
    body, signature = asked.lane.question()
    for name in ("scan-ask", "scan-shift"):
        case = OPERATIONS[name].Case(body=json.loads(body), media_type="application/json")
        answer = requests.post(
            asked.address + case.path, body, headers={SIGNATURE: signature}, timeout=20
        )
        assert answer.status_code == 200, answer.text
        case.validate_response(answer, checks=CHECKS)
        body, signature = asked.lane.question()
    for name in ("now", "scan-who"):
        assert asked.send(OPERATIONS[name].Case(), signed_in=True).status_code == 200
    entry = OPERATIONS["log"].Case(body=asked.lane.entry(), media_type="application/octet-stream")
    answer = asked.send(entry, signed_in=False)
    assert json.loads(answer.content)["answers"][0]["state"] == "held"


@pytest.mark.parametrize("name", POSTED)
def test_json_in_json_without_end_is_refused_and_no_fault(asked: Asked, name: str) -> None:
    """A reader of JSON goes down into what it passes over, too, and gives up in its own way."""
    path = POSTED[name]
    for body in (b'{"x":' + b"[" * 30_000, b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"):
        headers = {"User-Agent": AGENT, "X-CSRFToken": asked.token()}
        answer = requests.post(
            asked.address + path, body, headers=headers, cookies=asked.guard.cookies, timeout=20
        )
        assert 400 <= answer.status_code < 500


def test_an_answer_of_another_form_is_seen(asked: Asked) -> None:
    """The control."""
    wrong = json.loads(json.dumps(DESCRIBED))
    wrong["components"]["schemas"]["Now"]["properties"]["now"] = {"type": "string"}
    bent = schemathesis.openapi.from_dict(wrong)
    case = bent["/enrol/now"]["GET"].Case()
    answer = requests.get(asked.address + "/enrol/now", timeout=20)
    with pytest.raises(BaseException, match="violates schema"):
        case.validate_response(answer, checks=CHECKS)
