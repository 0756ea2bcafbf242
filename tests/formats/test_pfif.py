"""PFIF against the files and facts of Person Finder (``../shared/vectors/pfif``)."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.claims import Code
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.pfif import claims as pfif
from muster.adapters.formats.pfif.fields import (
    KEPT_AFTER_EXPIRY,
    MANDATORY,
    MANDATORY_IN_NOTES,
    NAMESPACES,
    NOTE,
    PERSON,
    old_names,
    unwrapped,
    wrapped,
)
from muster.adapters.formats.pfif.reader import read
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.pfif.writer import write
from muster.adapters.formats.problems import CellTooLong, PfifUnknown, PfifUnwritable, TooManyRows
from muster.adapters.formats.sandbox import open_file
from muster.ground.people.birth import Birth, Precision
from muster.ground.people.sex import Sex
from tests.formats.lists import LIST, RECEIVED

START = '<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}">'
SKIPPED: dict[str, str] = {}
"""Vectors left out, each with its reason."""


@pytest.fixture(name="cases", scope="module")
def fixture_cases(shared: Path) -> dict[str, Any]:
    """The facts in ``cases.json``."""
    facts: dict[str, Any] = json.loads((shared / "vectors/pfif/cases.json").read_text("utf-8"))
    return facts


@pytest.fixture(name="folder", scope="module")
def fixture_folder(shared: Path) -> Path:
    """The folder of the vectors."""
    return shared / "vectors/pfif"


def records_of(content: str | bytes, version: str = "1.4") -> Records:
    """The records in the body of a document."""
    if isinstance(content, str):
        content = (START.format(version=version) + content + "</pfif:pfif>").encode()
    return read(content, Limits())


def test_every_vector_is_read_and_written_as_its_facts_say(
    cases: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = cases["records"]
    passed, failed = 0, []
    for case in cases["cases"]:
        content = (folder / case["file"]).read_bytes()
        persons = [named[name] for name in case["persons"]]
        notes = [named[name] for name in case["notes"]]
        if case["read"]:
            got = read(content, Limits())
            same = (list(got.persons), list(got.notes)) == (persons, notes)
            passed += same and got.version == case["version"]
            failed += [] if same else [f"read {case['file']}"]
        if case["write"]:
            wrote = write(persons, notes, case["version"], expired=case.get("expired", False))
            passed += wrote == content
            failed += [] if wrote == content else [f"write {case['file']}"]
    for name, facts in cases["files"].items():
        got = read((folder / name).read_bytes(), Limits())
        found = {"version": got.version, "person": len(got.persons), "note": len(got.notes)}
        passed += found == facts
        failed += [] if found == facts else [f"count {name}"]
    for pair in cases["description_to_other"]:
        passed += wrapped(pair["description"]) == pair["other"]
    for pair in cases["other_to_description"]:
        passed += unwrapped(pair["other"]) == pair["description"]
    with capsys.disabled():
        said = f"pfif: {passed} of 42 (skipped {len(SKIPPED)}: {', '.join(SKIPPED) or 'none'})"
        sys.stdout.write(f"\n{said}\n")
    assert not failed
    assert passed == 14 + 9 + 9 + 10


def test_the_nine_files_hold_seven_persons_and_eighteen_notes(folder: Path) -> None:
    opened = [open_file(path) for path in sorted((folder / "tests").glob("*.xml"))]
    records = [one for one in opened if isinstance(one, Records)]
    assert len(records) == 9
    assert sum(len(one.persons) for one in records) == 7
    assert sum(len(one.notes) for one in records) == 18


def test_the_tables_of_fields_are_those_of_the_format(folder: Path) -> None:
    facts = json.loads((folder / "renames.json").read_text("utf-8"))
    assert facts["namespaces"] == NAMESPACES
    assert set(facts["kept_after_expiry"]) == KEPT_AFTER_EXPIRY
    for version in NAMESPACES:
        names = old_names(version)
        person = [names.get(field, field) for field in PERSON[version].split()]
        note = [names.get(field, field) for field in NOTE[version].split()]
        assert facts["order"][version] == {"person": person, "note": note}
        mandatory = facts["mandatory"][version]
        assert {names.get(field, field) for field in MANDATORY[version]} == set(mandatory["person"])
        assert set(mandatory["note"]) == MANDATORY_IN_NOTES


def test_the_namespace_1_5_is_read_as_1_4() -> None:
    body = "<pfif:person><pfif:full_name>Adela</pfif:full_name></pfif:person>"
    assert records_of(body, "1.5").version == "1.4"
    assert records_of(body, "1.5").persons == ({"full_name": "Adela"},)


def test_a_feed_around_the_records_does_not_matter() -> None:
    feed = (
        b'<feed><entry><person xmlns="http://zesty.ca/pfif/1.3"><full_name>A</full_name></person>'
    )
    assert records_of(feed + b"</entry></feed>").persons == ({"full_name": "A"},)


def test_other_xml_is_no_pfif() -> None:
    with pytest.raises(PfifUnknown):
        read(b"<list><person/></list>", Limits())
    with pytest.raises(PfifUnknown):
        read(b'<p xmlns="http://zesty.ca/pfif/2.0"><person/></p>', Limits())


def test_fields_that_the_format_does_not_know_are_left_out() -> None:
    body = "<pfif:person><pfif:religion>x</pfif:religion><pfif:age>3</pfif:age></pfif:person>"
    assert records_of(body).persons == ({"age": "3"},)


def test_too_many_records_and_too_long_ones_are_refused() -> None:
    many = (START.format(version="1.4") + "<pfif:person/>" * 11 + "</pfif:pfif>").encode()
    with pytest.raises(TooManyRows):
        read(many, Limits(rows=10))
    long = "<pfif:person><pfif:full_name>" + "x" * 101 + "</pfif:full_name></pfif:person>"
    with pytest.raises(CellTooLong):
        read((START.format(version="1.4") + long + "</pfif:pfif>").encode(), Limits(cell=100))


def test_a_note_on_an_unknown_person_stands_on_its_own() -> None:
    note = {"note_record_id": "a/1", "person_record_id": "a/9", "text": "seen"}
    document = write([{"person_record_id": "a/2"}], [note])
    assert b"    <pfif:note>" not in document
    assert records_of(document).notes == (note,)


def test_a_character_that_xml_cannot_carry_is_refused_by_name_of_its_field() -> None:
    with pytest.raises(PfifUnwritable) as refused:
        write([{"person_record_id": "a/1", "full_name": "Ad\x07ela"}], [])
    assert refused.value.facts == {"record": 1, "field": "full_name"}


_text = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(st.lists(st.dictionaries(st.sampled_from(PERSON["1.4"].split()), _text), max_size=4))
def test_what_is_written_is_read_again(persons: list[dict[str, str]]) -> None:
    ids = [one | {"person_record_id": f"a/{number}"} for number, one in enumerate(persons)]
    assert list(records_of(write(ids, [])).persons) == ids


@given(st.text("description: \nab", max_size=40))
def test_a_description_survives_the_older_versions(description: str) -> None:
    if not description.startswith("description:"):
        assert unwrapped(wrapped(description)) == description


def test_a_person_becomes_a_claim_with_the_precision_it_has(folder: Path) -> None:
    records = read((folder / "tests/test.pfif-1.4.xml").read_bytes(), Limits())
    reading = pfif.read_claims(records, LIST, RECEIVED)
    (row,) = reading.rows
    assert row.name.full == "_test_full_name1"
    assert row.name.other == ("_test_full_name2", "_test_alternate_name1", "_test_alternate_name2")
    assert row.birth == Birth("1970-01-01", "1970-01-31", Precision.MONTH)
    assert row.sex is Sex.FEMALE
    assert row.row_id == "test.google.com/person.21009"
    assert row.place == "_test_home_city, _test_home_state, US"
    assert Code.LINKED_UNSURE in row.flags


def test_each_note_becomes_a_statement_with_its_author_and_time(folder: Path) -> None:
    records = read((folder / "tests/test.pfif-1.4.xml").read_bytes(), Limits())
    statements = pfif.read_claims(records, LIST, RECEIVED).statements
    assert [one.made for one in statements] == [
        "2000-01-16T04:05:06Z",
        "2000-01-17T14:15:16Z",
        "2000-01-18T20:21:22Z",
        "2000-01-18T20:00:00Z",
    ]
    assert statements[0].linked == "test.google.com/person.999"
    assert statements[0].author == "_test_author_name"
    assert len({one.key for one in statements}) == 4


def test_believed_dead_is_a_task_and_never_a_state(folder: Path) -> None:
    records = read((folder / "tests/test.pfif-1.2-believed-dead.xml").read_bytes(), Limits())
    reading = pfif.read_claims(records, LIST, RECEIVED)
    (statement,) = reading.statements
    assert reading.rows == ()
    assert statement.flags == (Code.BELIEVED_DEAD,)
    assert statement.about == "test.google.com/person.21009"


def test_the_expiry_comes_along_and_the_entry_date_does_not() -> None:
    body = (
        "<pfif:person><pfif:person_record_id>a/1</pfif:person_record_id>"
        "<pfif:entry_date>2010-01-1{day}T02:07:57Z</pfif:entry_date>"
        "<pfif:expiry_date>2010-02-16T02:07:57Z</pfif:expiry_date>"
        "<pfif:full_name>Adela</pfif:full_name></pfif:person>"
    )
    first, second = (
        pfif.read_claims(records_of(body.format(day=day)), LIST, RECEIVED).rows[0] for day in "12"
    )
    assert first == second
    assert first.expires == "2010-02-16T02:07:57Z"


def test_contact_comes_from_notes_on_the_person_and_never_from_their_authors() -> None:
    body = (
        "<pfif:person><pfif:person_record_id>a/1</pfif:person_record_id>"
        "<pfif:author_phone>+99911111111</pfif:author_phone>"
        "<pfif:full_name>Adela</pfif:full_name><pfif:note>"
        "<pfif:author_phone>+99922222222</pfif:author_phone>"
        "<pfif:phone_of_found_person>+99933333333</pfif:phone_of_found_person>"
        "</pfif:note></pfif:person>"
    )
    (row,) = pfif.read_claims(records_of(body), LIST, RECEIVED).rows
    assert row.phones == ("+99933333333",)


def test_an_age_range_is_a_span_of_births() -> None:
    body = "<pfif:person><pfif:full_name>A</pfif:full_name><pfif:age>35-45</pfif:age></pfif:person>"
    (row,) = pfif.read_claims(records_of(body), LIST, RECEIVED).rows
    assert row.birth == Birth("1975-08-21", "1986-08-20", Precision.CIRCA)


def test_a_person_without_a_name_comes_back() -> None:
    body = "<pfif:person><pfif:full_name>FNU</pfif:full_name></pfif:person>"
    reading = pfif.read_claims(records_of(body), LIST, RECEIVED)
    assert [one.code for one in reading.rejected] == [Code.NAME_MISSING]
