"""Passes at the command line: from a call to a verdict, and everything that closes one."""

import json
from typing import Any

from muster.ground.people.moment import HOUR, iso
from muster.site.clock import SystemClock
from tests.cli.conftest import PIN, Muster, work_here


def said(muster: Muster, *words: str, typed: str = "") -> Any:  # noqa: ANN401 - JSON
    ended = muster(*words, "--json", typed=typed)
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.stdout)


def called(muster: Muster) -> str:
    """Let a party be called to a gate from now on; return its id."""
    now = SystemClock().now().latest
    party: str = said(muster, "find", "Given00005")["found"][0]["party"]
    muster("gate", "name", "North gate")
    muster("gate", "open", "North gate", "--per-hour", "1000")
    window = ("--from", iso(now - HOUR), "--until", iso(now + 3 * HOUR))
    ended = muster("call", "forward", "North gate", party, *window)
    assert ended.exit_code == 0, ended.output
    return party


def issued(muster: Muster) -> str:
    """Let a party be given a pass, by two since nobody has confirmed it; return its code."""
    party = called(muster)
    assert said(muster, "pass", "issue", party)["passes"][0]["withheld"] == (
        "passes.withheld-party-incomplete"
    )
    work_here(muster, "Second", "lead")
    second = ("--second", "Second", "--second-pin-file", "pin")
    made = said(muster, "pass", "issue", party, "--override", "heard by radio", *second)
    assert made["passes"][0]["overridden"] == ["passes.withheld-party-incomplete"]
    assert PIN not in json.dumps(made)
    code: str = made["passes"][0]["code"]
    return code


def test_a_pass_goes_from_a_call_to_a_verdict(muster: Muster) -> None:
    code = issued(muster)
    page = said(muster, "pass", "show", code)
    assert page["found"]["state"] == "good"
    assert page["text"].startswith("MP1")
    typed = f"{page['text']}\n\n{page['text']}\nno pass\nMP2AAAA\n"
    scans = said(muster, "gate", "scan", "North gate", typed=typed)["scans"]
    assert [one["sign"] for one in scans] == ["go", "go", "stop", "cannot-check"]
    assert scans[1]["again"]
    assert scans[2]["words"] == ["This is no pass of ours. If it is a ticket, ask for the pass."]
    ended = muster("gate", "scan", "North gate", code)
    assert ended.stdout.startswith("STOP")
    assert "First used at" in ended.stdout
    assert said(muster, "pass", "list")["passes"][0]["state"] == "used"
    assert said(muster, "pass", "uses")["cards"] == []


def test_a_pass_is_reissued_and_revoked(muster: Muster) -> None:
    code = issued(muster)
    new = said(muster, "pass", "reissue", code, "--reason", "lost")["passes"][0]["code"]
    assert said(muster, "pass", "show", code)["found"]["replaced_by"] == new
    assert said(muster, "pass", "revoke", new, "--reason", "seen for sale") == {
        "schema": 1,
        "closed": 1,
    }
    assert said(muster, "gate", "scan", "North gate", new)["scans"][0]["reasons"] == [
        "gate.revoked"
    ]


def test_a_delegate_is_appointed_and_dismissed_by_two(muster: Muster) -> None:
    called(muster)
    given = ("--gate", "North gate", "--quota", "20", "--most-souls", "4")
    made = said(muster, "issuer", "appoint", "Example ministry", *given)
    assert made["quota"] == 20
    assert said(muster, "issuer", "list")["issuers"][0]["delegate"]
    alone = muster("issuer", "dismiss", "Example ministry", "--reason", "leaked")
    assert alone.exit_code != 0
    work_here(muster, "Second", "lead")
    second = ("--second", "Second", "--second-pin-file", "pin")
    done = said(muster, "issuer", "dismiss", "Example ministry", "--reason", "leaked", *second)
    assert (done["closed"], done["to_tell"]) == (0, [])
