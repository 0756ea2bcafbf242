"""The machine-readable zone: the facts of others (``../shared/vectors/mrz``), and its laws."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.mrz.alphabet import LOOK_ALIKES, check_digit, fits
from muster.adapters.formats.mrz.bearer import bearer
from muster.adapters.formats.mrz.layouts import LAYOUTS, Form, Part
from muster.adapters.formats.mrz.numbers import Number
from muster.adapters.formats.mrz.reader import look, read
from muster.adapters.formats.mrz.shapes import form_of, form_so_far, zone_lines
from muster.adapters.formats.mrz.suggestions import corrected, suggest
from muster.adapters.formats.mrz.zone import Code, Zone
from muster.adapters.formats.problems import ZoneLength, ZoneLines, ZoneOpen
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.sex import Sex
from muster.ground.problem import Problem

TODAY = date(2025, 6, 1)
SKIPPED: dict[str, str] = {}
"""Vectors left out, each with its reason."""

FORMS = {"TD1": Form.TD1, "TD2": Form.TD2, "TD3": Form.TD3, "FR-ID": Form.FRENCH}
ROW_FORMS = FORMS | {"MRVA": Form.MRV_A, "MRVB": Form.MRV_B}
SEXES = {"F": "female", "M": "male", "": "nonspecified", "X": "nonspecified"}
PARTS = {
    "documentCode": Part.CODE,
    "issuingState": Part.STATE,
    "documentNumber": Part.NUMBER,
    "documentNumberCheckDigit": Part.NUMBER_DIGIT,
    "birthDate": Part.BIRTH,
    "birthDateCheckDigit": Part.BIRTH_DIGIT,
    "sex": Part.SEX,
    "expirationDate": Part.EXPIRY,
    "expirationDateCheckDigit": Part.EXPIRY_DIGIT,
    "nationality": Part.NATIONALITY,
    "optional": Part.OPTIONAL,
    "optional1": Part.OPTIONAL,
    "optional2": Part.OPTIONAL_2,
    "personalNumber": Part.PERSONAL,
    "personalNumberCheckDigit": Part.PERSONAL_DIGIT,
    "compositeCheckDigit": Part.COMPOSITE_DIGIT,
    "lastName": Part.FAMILY_NAME,
    "firstName": Part.GIVEN_NAME,
    "administrativeCode": Part.OFFICE,
    "administrativeCode2": Part.OFFICE_2,
    "issueDate": Part.ISSUED,
}
"""The names of that project's fields, and ours."""


@pytest.fixture(name="cases", scope="module")
def fixture_cases(shared: Path) -> dict[str, Any]:
    """The facts in ``cases.json``."""
    facts: dict[str, Any] = json.loads((shared / "vectors/mrz/cases.json").read_text("utf-8"))
    return facts


def differences(case: dict[str, Any]) -> Iterator[str]:
    """What we say otherwise than the facts of one input."""
    text = "\n".join(case["lines"])
    if "error" in case:
        kind = ZoneLines if case["error"]["why"] == "number of lines" else ZoneLength
        with pytest.raises(kind):
            read(text, TODAY)
        return
    lines = zone_lines(text)
    form = form_of(lines)
    if form is not FORMS[case["format"]]:
        yield "form"
    if "same_as" in case:
        changes = [change for one in suggest(lines, form) for change in one.changes]
        got = {(c.part, c.line, c.column, c.found, c.meant) for c in changes}
        wanted = {
            (PARTS[c["field"]], c["line"], c["column"], c["from"], c["to"])
            for c in case["corrections"]
        }
        if got != wanted:
            yield f"corrections {got ^ wanted}"
        lines = corrected(lines, suggest(lines, form))
    zone = look(lines, form, TODAY)
    yield from in_fields(zone, case)
    if "same_as" not in case:
        yield from in_findings(zone, case)


def in_fields(zone: Zone, case: dict[str, Any]) -> Iterator[str]:
    """Where fields and their places differ."""
    for name, value in case["fields"].items():
        part = PARTS[name]
        got: str | None = zone.text(part)
        if part is Part.SEX:
            got = SEXES[zone.text(part)]
        if any(one.part is part for one in zone.findings):
            got = None
        if got != value:
            yield f"{name}: {got!r} for {value!r}"
    by_part = {one.part: one for one in zone.fields}
    for place in case.get("positions", ()):
        field = by_part[PARTS[place["field"]]]
        wanted = (place["line"], place["start"], place["end"])
        if (field.line, field.start, field.end) != wanted:
            yield f"place of {place['field']}: {field} for {wanted}"
    if "same_as" not in case and case["document_number"] not in (None, zone.number):
        yield f"number {zone.number!r}"


def in_findings(zone: Zone, case: dict[str, Any]) -> Iterator[str]:
    """Where what is wrong differs."""
    found = {one.part: one for one in zone.findings}
    if set(found) != {PARTS[one["field"]] for one in case["invalid"]}:
        yield f"invalid {sorted(found)}"
    for one in case["invalid"]:
        if "must_be" in one and found[PARTS[one["field"]]].digit != one["must_be"]:
            yield f"digit of {one['field']}"
    if case["valid"] != (not found):
        yield "valid"


def test_every_vector_is_read_as_its_facts_say(
    cases: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {one["name"]: [*differences(one)] for one in cases["cases"]}
    failed = [f"{name}: {said}" for name, said in wrong.items() if said]
    for one in cases["check"]:
        if fits(one["text"], one["digit"]) is not one["valid"]:
            failed.append(f"check {one['text']}")
        if one.get("must_be", check_digit(one["text"])) != check_digit(one["text"]):
            failed.append(f"must be {one['text']}")
    for one in cases["check_digit"]:
        is_so = check_digit(one["text"]) == str(one.get("is", one.get("is_not")))
        if is_so is not ("is" in one):
            failed.append(f"digit {one['text']}")
    count = sum(len(cases[name]) for name in ("cases", "check", "check_digit"))
    with capsys.disabled():
        skipped = f"skipped {len(SKIPPED)}: {', '.join(SKIPPED) or 'none'}"
        sys.stdout.write(f"\nmrz: {count - len(failed)} of {count} ({skipped})\n")
    assert not failed
    assert count == 35


def test_the_second_opinion_on_28_zones_agrees(shared: Path) -> None:
    rows = json.loads((shared / "vectors/mrz/mrz_rows.json").read_text("utf-8"))
    digits = {
        "number": Part.NUMBER_DIGIT,
        "birth": Part.BIRTH_DIGIT,
        "expiry": Part.EXPIRY_DIGIT,
        "personal": Part.PERSONAL_DIGIT,
        "composite": Part.COMPOSITE_DIGIT,
    }
    for row in rows:
        zone = read("\n".join(row["lines"]), TODAY)
        assert zone.form is ROW_FORMS[row["type"]]
        wrong = {one.part for one in zone.findings if one.code is Code.DIGIT}
        assert {name: digits[name] not in wrong for name in row["checks"]} == row["checks"]
    assert len(rows) == 28


TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)


def with_digits(lines: tuple[str, ...], form: Form) -> tuple[str, ...]:
    """The lines with every check digit set right, in the order in which they guard each other."""
    grid = [list(line) for line in lines]
    for guard in LAYOUTS[form].guards:
        text = "".join("".join(grid[line][start:end]) for line, start, end in guard.over)
        box = LAYOUTS[form].box(guard.digit)
        grid[box.line][box.start] = check_digit(text)
    return tuple("".join(line) for line in grid)


def replaced(lines: tuple[str, ...], line: int, start: int, text: str) -> tuple[str, ...]:
    """The lines with ``text`` put over what stands there."""
    changed = lines[line][:start] + text + lines[line][start + len(text) :]
    return (*lines[:line], changed, *lines[line + 1 :])


def codes(zone: Zone) -> set[tuple[Code, Part]]:
    """What is found where, but for the state of the specimens."""
    return {(one.code, one.part) for one in zone.findings if one.code is not Code.STATE}


@pytest.mark.parametrize(("lines", "form"), [(TD3, Form.TD3), (TD1, Form.TD1)])
def test_no_line_is_found_wrong_while_it_is_typed(lines: tuple[str, ...], form: Form) -> None:
    for number, line in enumerate(lines):
        for length in range(len(line) + 1):
            zone = look((*lines[:number], line[:length]), form, TODAY)
            assert not codes(zone)
            typed = sum(map(len, lines[:number])) + length
            assert zone.missing == sum(map(len, lines)) - typed


def test_a_wrong_digit_is_found_as_soon_as_it_is_typed() -> None:
    second = TD3[1][:9] + "7"
    zone = look((TD3[0], second), Form.TD3, TODAY)
    (found,) = (one for one in zone.findings if one.code is Code.DIGIT)
    assert (found.part, found.line, found.start, found.digit) == (Part.NUMBER_DIGIT, 1, 9, "6")
    assert zone.missing == 34


def test_a_finding_says_the_position_as_the_standard_counts_and_never_the_value() -> None:
    zone = look(replaced(TD3, 1, 13, "74Q812"), Form.TD3, TODAY)
    said = [one.text() for one in zone.findings if one.part is Part.BIRTH]
    assert said == ["Line 2, position 16, birth: expected only characters that this box can hold."]


@pytest.mark.parametrize(
    ("birth", "born"),
    [
        ("250601", "2025-06-01"),
        ("250602", "1925-06-02"),
        ("000229", "2000-02-29"),
        ("740101", "1974-01-01"),
        ("7408<<", "1974-08"),
        ("74<<<<", "1974"),
    ],
)
def test_a_birth_in_the_future_was_a_century_ago_and_keeps_its_precision(
    birth: str, born: str
) -> None:
    zone = look(with_digits(replaced(TD3, 1, 13, birth), Form.TD3), Form.TD3, TODAY)
    found = bearer(zone, TODAY).birth
    assert found is not None
    assert found.spelled() == born
    assert not codes(zone)


@pytest.mark.parametrize("birth", ["740231", "741301", "740800", "74<<12", "7<0812", "<<0001"])
def test_no_date_of_the_calendar_is_found_though_its_digit_fits(birth: str) -> None:
    zone = look(with_digits(replaced(TD3, 1, 13, birth), Form.TD3), Form.TD3, TODAY)
    assert codes(zone) == {(Code.DATE, Part.BIRTH)}
    assert bearer(zone, TODAY).birth is None


@pytest.mark.parametrize("birth", ["<<<<<<", "<<0812"])
def test_a_birth_without_a_year_is_unknown_and_not_wrong(birth: str) -> None:
    zone = look(with_digits(replaced(TD3, 1, 13, birth), Form.TD3), Form.TD3, TODAY)
    assert not codes(zone)
    assert bearer(zone, TODAY).birth is None


@pytest.mark.parametrize(("expiry", "until"), [("951222", "1995-12-22"), ("750101", "2075-01-01"),
                                               ("760101", "1976-01-01"), ("3002<<", "2030-02-28"),
                                               ("<<<<<<", "")])  # fmt: skip
def test_an_expiry_lies_at_most_fifty_years_ahead(expiry: str, until: str) -> None:
    zone = look(with_digits(replaced(TD3, 1, 21, expiry), Form.TD3), Form.TD3, TODAY)
    document = bearer(zone, TODAY).document
    assert document is not None
    assert document.expiry == until


@pytest.mark.parametrize(
    ("sex", "meant"), [("M", Sex.MALE), ("X", Sex.OTHER), ("<", Sex.UNSTATED), ("F", Sex.FEMALE)]
)
def test_a_sex_that_is_not_stated_is_not_wrong(sex: str, meant: Sex) -> None:
    zone = look(replaced(TD3, 1, 20, sex), Form.TD3, TODAY)
    assert not codes(zone)
    assert bearer(zone, TODAY).sex is meant
    assert codes(look(replaced(TD3, 1, 20, "H"), Form.TD3, TODAY)) == {(Code.SEX, Part.SEX)}


@pytest.mark.parametrize(
    ("names", "family", "given", "full"),
    [
        ("ERIKSSON<<ANNA<MARIA", "ERIKSSON", "ANNA MARIA", "ANNA MARIA ERIKSSON"),
        ("ADELA", "ADELA", "", "ADELA"),
        ("<<ADELA", "", "ADELA", "ADELA"),
        ("VAN<DER<MEER<<ADELA", "VAN DER MEER", "ADELA", "ADELA VAN DER MEER"),
    ],
)
def test_one_name_alone_is_normal(names: str, family: str, given: str, full: str) -> None:
    zone = look(replaced(TD3, 0, 5, names.ljust(39, "<")), Form.TD3, TODAY)
    assert (zone.text(Part.FAMILY_NAME), zone.text(Part.GIVEN_NAME)) == (family, given)
    name = bearer(zone, TODAY).name
    assert name is not None
    assert name.full == full
    assert bool(name.given and name.family) is bool(family and given)
    assert not zone.truncated


def test_names_that_fill_their_box_may_have_been_cut_off() -> None:
    zone = look(
        replaced(TD3, 0, 5, ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KR")[:39]), Form.TD3, TODAY
    )
    assert zone.truncated
    assert not codes(zone)


def test_no_name_at_all_is_found() -> None:
    zone = look(replaced(TD3, 0, 5, "<" * 39), Form.TD3, TODAY)
    assert codes(zone) == {(Code.NAME, Part.FAMILY_NAME)}
    assert bearer(zone, TODAY).name is None


def test_a_value_whose_digit_is_wrong_is_not_taken_over() -> None:
    zone = look(replaced(TD3, 1, 9, "7"), Form.TD3, TODAY)
    document = bearer(zone, TODAY).document
    assert document is not None
    assert document.number == ""
    assert bearer(look(TD3, Form.TD3, TODAY), TODAY).document == Document(
        DocumentType.PASSPORT, "L898902C3", Evidence.CLAIMED, "UTO", "2012-04-15"
    )


def test_a_state_or_a_code_that_no_list_has_is_a_doubt_and_nothing_wrong() -> None:
    zone = look(TD3, Form.TD3, TODAY)
    assert {one.code for one in zone.findings} == {Code.STATE}
    assert not zone.wrong()
    odd = look(replaced(TD1, 0, 0, "R"), Form.TD1, TODAY)
    assert (Code.KIND, Part.CODE) in codes(odd)
    assert not odd.wrong()


def test_the_digit_of_an_empty_personal_number_may_be_a_filler_or_zero() -> None:
    for digit in "<0":
        lines = replaced(TD3, 1, 28, "<" * 14 + digit)
        composite = check_digit(lines[1][:10] + lines[1][13:20] + lines[1][21:43])
        assert not codes(look(replaced(lines, 1, 43, composite), Form.TD3, TODAY))


@pytest.mark.parametrize("mess", ["\r\n{0}\r\n\r\n  {1}  \r\n", "{0}{1}", "{0}\n{1}"])
def test_lines_come_as_readers_and_people_send_them(mess: str) -> None:
    text = mess.format(*TD3)
    assert zone_lines(text) == TD3
    assert zone_lines(text.lower().replace("<", " < ")) == TD3
    assert zone_lines(text.replace("<<", "«")) == TD3
    assert form_of(zone_lines(text)) is Form.TD3


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (["P<UTO"], Form.TD3),
        (["V" + "<" * 43], Form.MRV_A),
        (["V<UTO", "", ""], Form.TD1),
        (["I<UTO" + "<" * 25, "74"], Form.TD1),
        (["IDFRA" + "<" * 31, "94"], Form.FRENCH),
        (["I<UTO" + "<" * 31, "74"], Form.TD2),
    ],
)
def test_the_form_is_told_as_soon_as_it_shows(lines: list[str], form: Form) -> None:
    assert form_so_far(lines) is form


@pytest.mark.parametrize("lines", [[], ["I<UTO"], ["V<UTO"], ["I" + "<" * 29], ["I" + "<" * 35]])
def test_a_zone_that_fits_several_forms_is_asked_about(lines: list[str]) -> None:
    with pytest.raises(ZoneOpen):
        form_so_far(lines)


def test_a_mistyped_number_has_every_reading_that_its_digit_allows() -> None:
    lines = replaced(TD3, 1, 0, "L89B902C3")
    readings = [one.changes for one in suggest(lines, Form.TD3)]
    assert [(one.column, one.found, one.meant) for (one,) in readings] == [
        (1, "8", "B"),
        (3, "B", "8"),
    ]
    assert suggest(TD3, Form.TD3) == ()


def test_nothing_is_suggested_that_no_digit_supports() -> None:
    assert suggest(replaced(TD3, 1, 13, "74Q812"), Form.TD3) == ()
    assert suggest(replaced(TD3, 1, 9, "7"), Form.TD3) == ()


_zone_text = st.text("ABIOSZGPVDEFR0123456789<", max_size=120)
_lines = st.lists(st.text("ABIOSZG0158<?é", max_size=46), max_size=5).map(tuple)


@given(_lines, st.sampled_from(Form))
def test_every_suggestion_makes_its_digit_fit(lines: tuple[str, ...], form: Form) -> None:
    before = look(lines, form, TODAY)
    suggested = suggest(lines, form)
    after = look(corrected(before.lines, suggested), form, TODAY)
    wrong = {one.part for one in after.findings if one.code is Code.DIGIT}
    assert not wrong & {one.part for one in suggested}
    for one in suggested:
        for change in one.changes:
            assert before.lines[change.line][change.column] == change.found
            assert LOOK_ALIKES[change.found] == change.meant


@given(st.data(), st.sampled_from(Form))
def test_one_mistyped_figure_is_always_found(data: st.DataObject, form: Form) -> None:
    layout = LAYOUTS[form]
    width = layout.width
    lines = tuple("7408121<I<"[:10].ljust(width, "1") for _ in range(layout.lines))
    lines = with_digits(lines, form)
    guard = data.draw(st.sampled_from(layout.guards))
    line, start, end = data.draw(st.sampled_from(guard.over))
    at = data.draw(st.integers(start, end - 1))
    other = data.draw(st.sampled_from([one for one in "0123456789" if one != lines[line][at]]))
    if lines[line][at].isdigit():
        zone = look(replaced(lines, line, at, other), form, TODAY)
        assert any(one.code is Code.DIGIT for one in zone.findings)


@given(st.one_of(_zone_text, st.text(max_size=200)))
def test_any_text_is_a_zone_or_a_problem_that_says_nothing_of_it(text: str) -> None:
    try:
        zone = read(text, TODAY)
    except Problem as refused:
        said = refused.facts.values()
    else:
        bearer(zone, TODAY)
        suggest(zone.lines, zone.form)
        said = {}.values()
    assert all(isinstance(fact, int) for fact in said)


@given(_lines, st.sampled_from(Form))
def test_lines_of_any_length_are_looked_at_and_no_finding_holds_them(
    lines: tuple[str, ...], form: Form
) -> None:
    marked = tuple(line.replace("A", "é") for line in lines)
    zone = look(marked, form, TODAY)
    bearer(zone, TODAY)
    assert all("é" not in one.text() for one in zone.findings)


def test_a_long_number_is_right_with_the_filler_counted_or_not() -> None:
    assert Number("D23145890734", ("D23145890734", "D23145890<734"), "9", 18).is_right
    assert not Number("000590240601", ("000590240601", "000590240<601"), "6", 18).is_right
