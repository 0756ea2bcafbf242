"""``--json`` is one object of a stable form, whatever the command and however it ends."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from house.pages.commands import tree
from muster.doors.cli.answer import Answer
from muster.doors.cli.commands.arrangement_list import Arrangements
from muster.doors.cli.commands.audit_looks import Looked
from muster.doors.cli.commands.audit_refusals import RefusalsShown
from muster.doors.cli.commands.board import BoardShown
from muster.doors.cli.commands.call_list import Calls, Outbox
from muster.doors.cli.commands.call_next import NextCalls
from muster.doors.cli.commands.canary import Canaries
from muster.doors.cli.commands.device_list import Devices
from muster.doors.cli.commands.disclosures import Disclosures
from muster.doors.cli.commands.export import Rows
from muster.doors.cli.commands.exports import Exports
from muster.doors.cli.commands.find import Hits
from muster.doors.cli.commands.gate_list import Gates
from muster.doors.cli.commands.incident_list import Incidents
from muster.doors.cli.commands.intake_queue import Shown as IntakeShown
from muster.doors.cli.commands.lifts import Lifts
from muster.doors.cli.commands.lists import Lists
from muster.doors.cli.commands.match import Matches
from muster.doors.cli.commands.operator_list import Operators
from muster.doors.cli.commands.place_turns import Places
from muster.doors.cli.commands.posts import Posts
from muster.doors.cli.commands.rebuild import Rebuilding
from muster.doors.cli.commands.recipient import Recipients
from muster.doors.cli.commands.roll import Roll
from muster.doors.cli.commands.site_certificate import Certificate
from muster.doors.cli.commands.site_show import Shown
from muster.doors.cli.commands.terms import LimitsShown, WeightsShown
from muster.doors.cli.commands.verify import Verified
from muster.doors.cli.commands.what_if import WhatIf
from muster.doors.cli.leaving import Leaving
from muster.doors.cli.planning import PlanShown
from muster.doors.cli.refusal import Refused
from muster.doors.cli.stories import LiftStory, PartyShown, PersonShown
from tests.cli.answers import FORMS, answers, encoded
from tests.cli.conftest import Muster

FIGURE: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "lo": (int, str),
    "hi": (int, str),
    "unit": str,
    "population": str,
    "window": (list, type(None)),
    "base": (str, type(None)),
    "as_of": str,
    "reasons": list,
}


def test_the_forms_of_all_answers_are_as_published() -> None:
    assert encoded() == FORMS.read_text("utf-8"), "run python -m tests.cli.answers, mind SCHEMA"


def test_every_answer_says_its_schema_first() -> None:
    for kind in answers():
        assert kind.__struct_config__.tag_field == "schema"
        assert kind.__struct_config__.tag == 1


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("site show", Shown),
        ("site operators", Operators),
        ("operator list", Operators),
        ("site certificate", Certificate),
        ("device list", Devices),
        ("find Given00001", Hits),
        ("find nobody", Hits),
        ("lifts", Lifts),
        ("lists", Lists),
        ("intake queue", IntakeShown),
        ("intake queue --by desk", IntakeShown),
        ("intake sort", Refused),
        ("intake receipt 000000", Refused),
        ("intake limit --received 0", Refused),
        ("exports list", Exports),
        ("exports end 000000", Refused),
        ("recipient list", Recipients),
        ("recipient drop nobody", Refused),
        ("export people --seal-to nobody --rows 1 --output x", Refused),
        ("take-back 000000 --dry-run", Refused),
        ("settle 000000 birth --holds list", Refused),
        ("party confirm 000000", Refused),
        ("match --dry-run", Matches),
        ("match --list", Matches),
        ("audit looks", Looked),
        ("audit looks --reckon", Looked),
        ("audit refusals", RefusalsShown),
        ("canary list", Canaries),
        ("arrangement list", Arrangements),
        ("gate list", Gates),
        ("call list", Calls),
        ("call outbox", Outbox),
        ("incident list", Incidents),
        ("roll", Roll),
        ("gate shut nowhere --reason x", Refused),
        ("arrangement show 000000", Refused),
        ("disclosures", Disclosures),
        ("disclosures --about 000000", Refused),
        ("verify", Verified),
        ("rebuild", Rebuilding),
        ("export people", Rows),
        ("export lifts", Rows),
        ("export --format pfif --columns sex,notes", Leaving),
        ("plan --dry-run --at-once", PlanShown),
        ("replan --dry-run --repair", PlanShown),
        ("board", BoardShown),
        ("call next --dry-run", NextCalls),
        ("what-if", WhatIf),
        ("what-if --close nowhere", Refused),
        ("why 000000", Refused),
        ("weights", WeightsShown),
        ("weights --ready 1 --reason x", Refused),
        ("limits --screening 600", LimitsShown),
        ("posts", Posts),
        ("place list", Places),
        ("show 000000", Refused),
        ("show", Refused),
        ("--nothing", Refused),
    ],
)
def test_a_command_answers_with_one_object_of_its_form(
    muster: Muster, words: str, form: type[Answer]
) -> None:
    ended = muster(*words.split(), "--json")
    answer = msgspec.json.decode(ended.stdout, type=form)
    assert ended.stdout.startswith('{"schema":1,')
    assert (ended.exit_code == 0) is (not isinstance(answer, Refused))


def test_people_parties_and_lifts_are_shown_by_the_ids_that_were_found(muster: Muster) -> None:
    found = msgspec.json.decode(muster("find", "Given00001", "--json").stdout, type=Hits).found[0]
    person = msgspec.json.decode(muster("show", found.id, "--json").stdout, type=PersonShown)
    party = msgspec.json.decode(muster("show", found.party[:8], "--json").stdout, type=PartyShown)
    lifts = msgspec.json.decode(muster("lifts", "--json").stdout, type=Lifts).lifts
    lift = msgspec.json.decode(muster("show", lifts[0].id, "--json").stdout, type=LiftStory)
    assert person.name == "Given00001 Family00000"
    assert person.stage == "safe"
    assert [told.kind for told in person.story] == [
        "person-claimed",
        "manifested",
        "boarded",
        "arrived",
    ]
    assert person.id in {member.id for member in party.members}
    assert {member.id for member in lift.arrived} == {member.id for member in party.members}
    assert lift.head_count == lifts[0].counted == 4


def test_the_report_is_as_promised(muster: Muster) -> None:
    answer: dict[str, Any] = json.loads(muster("report", "--json").stdout)
    assert next(iter(answer)) == "schema"
    assert answer["schema"] == 1
    assert answer["cut"]
    ids = {figure["id"] for figure in answer["figures"]}
    promised = "departed arrived on-the-way waiting closed remaining remaining/citizen"
    promised += " remaining/resident remaining/worked-with dead lifts departed/2021-08-15"
    assert set(promised.split()) <= ids
    for figure in answer["figures"]:
        assert set(FIGURE) <= set(figure)
        assert all(isinstance(figure[name], kind) for name, kind in FIGURE.items()), figure["id"]
        for reason in figure["reasons"]:
            assert {"code", "d_lo", "d_hi", "text"} <= set(reason)


def test_the_report_of_an_earlier_time_knows_only_what_was_observed_by_then(muster: Muster) -> None:
    early = json.loads(muster("report", "--json", "--as-of", "2021-08-15T06:01Z").stdout)
    late = json.loads(muster("report", "--json", "--as-of", "2021-09-01T00:00Z").stdout)
    departed = [
        next(figure["lo"] for figure in answer["figures"] if figure["id"] == "departed")
        for answer in (early, late)
    ]
    assert departed == [0, 4]


def test_every_command_but_those_that_run_on_has_json() -> None:
    run_on = {"muster", "muster site", "muster operator", "muster completion"}
    run_on |= {"muster arrangement", "muster audit", "muster stick"}
    run_on |= {"muster gate", "muster call", "muster incident"}
    run_on |= {"muster family"}
    run_on |= {"muster pass", "muster issuer", "muster device"}
    run_on |= {"muster item", "muster print", "muster closing"}
    run_on |= {"muster series", "muster estimate", "muster sheet"}
    run_on |= {"muster party", "muster lift", "muster place"}
    run_on |= {"muster link", "muster writer", "muster canary", "muster duress"}
    run_on |= {"muster conflict", "muster officer"}
    run_on |= {"muster intake", "muster exports", "muster recipient"}
    without = {
        context.command_path
        for context in tree()
        if not any("--json" in param.opts for param in context.command.params)
    }
    assert without == run_on


def test_what_a_terminal_obeys_is_escaped_in_json(muster: Muster) -> None:
    Path("list.csv").write_text("Name,Sex\nEvil\x9b2J\u202eName,F\nGood Name,F\n", "utf-8")
    muster("import", "list.csv")
    said = muster("find", "Evil", "--json").stdout
    assert not {"\x9b", "\u202e"} & set(said)
    shown = muster("find", "Evil").stdout
    assert not {"\x9b", "\u202e", "\x1b"} & set(shown)
