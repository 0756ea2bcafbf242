"""Passenger lists against the files and facts of GTAS (``../shared/vectors/paxlst``), and laws."""

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.claims import Code
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst import edifact
from muster.adapters.formats.paxlst.claims import read_claims
from muster.adapters.formats.paxlst.lists import Odd, PassengerLists, Role, Traveller
from muster.adapters.formats.paxlst.reader import read
from muster.adapters.formats.paxlst.writer import write
from muster.adapters.formats.problems import (
    CellTooLong,
    EdifactSigns,
    FormatProblem,
    PaxlstUnknown,
    TooManyRows,
)
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.spelling import in_latin
from tests.formats.lists import LIST, RECEIVED

SKIPPED: dict[str, str] = {}
"""Vectors left out, each with its reason."""


@pytest.fixture(name="folder", scope="module")
def fixture_folder(shared: Path) -> Path:
    """The folder of the vectors."""
    return shared / "vectors/paxlst"


@pytest.fixture(name="facts", scope="module")
def fixture_facts(folder: Path) -> dict[str, Any]:
    """The facts in ``expected.json``."""
    said: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return said


def as_told(one: Traveller) -> dict[str, Any]:
    """A traveller in the words of the second opinion, empty ones left out as there."""
    bags = {
        "count": one.bags.count,
        "weight": one.bags.weight,
        "unit": one.bags.unit,
        "tags": list(one.bags.tags),
    }
    told = {
        "role": one.role.value,
        "surname": one.surname,
        "given": list(one.given),
        "sex": one.sex,
        "birth": one.birth,
        "nationality": one.nationality,
        "from": one.origin,
        "to": one.destination,
        "documents": [
            {"kind": p.kind, "number": p.number, "expires": p.expires, "state": p.state}
            for p in one.papers
        ],
        "references": one.references,
        "places": one.places,
        "bags": {name: value for name, value in bags.items() if value},
    }
    return {name: value for name, value in told.items() if value}


def transports_told(lists: PassengerLists) -> list[dict[str, Any]]:
    """The flights in the words of the second opinion."""
    return [
        {
            "flight": one.number,
            "carrier": one.carrier,
            "stops": [
                {"function": s.function, "place": s.place, "time_of": s.of, "time": s.time}
                for s in one.stops
            ],
        }
        for one in lists.transports
    ]


def differences(lists: PassengerLists, facts: dict[str, Any]) -> Iterator[str]:
    """What we say otherwise than the facts of one file."""
    if len(lists.travellers) != facts["travellers"]:
        yield f"{len(lists.travellers)} travellers"
    reading = facts["reading"]
    head = lists.heads[0]
    said = (f"PAXLST {head.version}", head.reference, head.document, head.sender, head.recipient)
    names = ("message", "reference", "document", "sender", "recipient")
    if said != tuple(reading[name] for name in names) or head.prepared != reading["prepared"]:
        yield f"head {head}"
    if head.reporter != reading.get("reporter", ""):
        yield "reporter"
    if transports_told(lists) != reading["flights"]:
        yield "flights"
    told = reading.get("travellers", [])
    for one, other in zip(map(as_told, lists.travellers), told, strict=True):
        # It keeps a blank before a date of birth, which we take for what it is.
        stated = other | {"birth": other["birth"].strip()}
        if one != {name: value for name, value in stated.items() if value}:
            yield f"traveller {one} for {other}"
    yield from asserted(lists, facts.get("asserted", {}))


def asserted(lists: PassengerLists, facts: dict[str, Any]) -> Iterator[str]:
    """What we say otherwise than the test of GTAS, in the shape that it gives its facts."""
    legs = [
        (one.number.removeprefix(one.carrier).zfill(4), *leg)
        for one in lists.transports
        for leg in one.legs()
    ]
    wanted = [
        (one["number"], one["origin"], one["destination"]) for one in facts.get("flights", ())
    ]
    if wanted and legs != wanted:
        yield f"legs {legs}"
    if bags := facts.get("bags_of_first_traveller"):
        found = lists.travellers[0].bags
        count = found.count or None
        if not found.count and not found.weight:  # its own way of counting: after the last colon
            count = found.tags[-1].partition(":")[2] or "1"
        if (bags["weight"] or "", bags["count"]) != (found.weight, count):
            yield "bags"


def test_every_vector_is_read_as_its_facts_say(
    facts: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed, travellers = [], 0
    for name, said in facts["files"].items():
        lists = read((folder / name).read_bytes(), Limits())
        travellers += len(lists.travellers)
        if wrong := [*differences(lists, said)]:
            failed.append(f"{name}: {wrong}")
    for one in facts["seat_numbers"]:
        seated = Traveller(Role.PASSENGER, "A", references={"SEA": one["written"]})
        if seated.seat != one["read"]:
            failed.append(f"seat {one}")
    count = len(facts["files"]) + len(facts["seat_numbers"])
    with capsys.disabled():
        skipped = f"skipped {len(SKIPPED)}: {', '.join(SKIPPED) or 'none'}"
        sys.stdout.write(
            f"\npaxlst: {count - len(failed)} of {count} ({skipped}),"
            f" {travellers} of 45 travellers\n"
        )
    assert not failed
    assert (count, travellers) == (17, 45)


def tokens(text: str) -> list[edifact.Segment]:
    """The segments of a text."""
    return [one for one, _ in edifact.segments(text, Limits())]


def test_what_is_cut_and_put_together_again_has_the_same_tokens(
    folder: Path, facts: dict[str, Any]
) -> None:
    for name in facts["files"]:
        text = edifact.decoded((folder / name).read_bytes())
        said = tokens(text)[: next(n for n, one in enumerate(tokens(text), 1) if one.tag == "UNZ")]
        for signs in (edifact.USUAL, edifact.signs_of(text)[0]):
            assert tokens(edifact.written(said, signs).decode()) == said


def test_what_is_written_says_what_was_read_and_every_count_is_right(
    folder: Path, facts: dict[str, Any]
) -> None:
    for name in facts["files"]:
        lists = read((folder / name).read_bytes(), Limits())
        again = read(write(lists), Limits())
        assert again.notices == ()
        assert (again.transports, again.travellers) == (lists.transports, lists.travellers)
        assert again.heads == lists.heads


def message(*segments: str, ends: str = "") -> bytes:
    """A file of one message of these segments, with right counts unless ``ends`` says otherwise."""
    body = "'".join(("UNH+1+PAXLST:D:02B:UN:IATA", *segments))
    ends = ends or f"UNT+{len(segments) + 2}+1'UNZ+1+9'"
    return f"UNA:+.? 'UNB+UNOA:4+A+B+210826:1306+9++PAXLST'{body}'{ends}".encode()


def oddities(content: bytes) -> list[tuple[Odd, int, int]]:
    """What is said to be odd about a file."""
    return [(one.code, one.expected, one.found) for one in read(content, Limits()).notices]


PAIR = ("NAD+FL+++DOE:ADELA", "NAD+FL+++ROE:BERO")


def test_a_released_separator_is_text() -> None:
    (one,) = read(message("NAD+FL+++O?'GRADY?+:A?:B??"), Limits()).travellers
    assert (one.surname, one.given, one.broken) == ("O'GRADY+", ("A:B?",), False)


@pytest.mark.parametrize("una", ["UNA:*.? $", "UNA|;,\\ ~", "UNA:+,?*'", 'UNA:+.? "', "UNA:+.  '"])
def test_a_file_may_say_its_own_separators(una: str) -> None:
    signs, _ = edifact.signs_of(una)
    said = [*tokens(message(*PAIR).decode())]
    content = edifact.written(said, signs)
    assert content.decode().startswith(una)
    assert edifact.is_edifact(content)
    assert [one.surname for one in read(content, Limits()).travellers] == ["DOE", "ROE"]


@pytest.mark.parametrize("una", ["UNA", "UNA:+.?", "UNA++.? '", "UNA:+.? +", "UNAa+.? '"])
def test_separators_that_part_nothing_are_refused(una: str) -> None:
    with pytest.raises(EdifactSigns):
        read(una.encode(), Limits())


def test_blanks_and_line_ends_around_segments_mean_nothing() -> None:
    content = message("NAD+FL+++DOE:ADELA", "DTM+329: 900531")
    loose = content.replace(b"'", b"' \r\n ").replace(b"UNH+", b"UNH  +")
    assert edifact.is_edifact(b"\r\n  " + loose)
    (one,) = read(b"\r\n  " + loose, Limits()).travellers
    assert one.birth == "900531"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (message(*PAIR), []),
        (message(*PAIR, ends="UNT+99+1'UNZ+1+9'"), [(Odd.SEGMENTS, 99, 4)]),
        (message(*PAIR, ends="UNT+x+1'UNZ+1+9'"), [(Odd.SEGMENTS, -1, 4)]),
        (message(*PAIR, ends="UNT+4+2'UNZ+1+9'"), [(Odd.REFERENCE, 0, 0)]),
        (message(*PAIR, ends="UNT+4+1'UNZ+3+9'"), [(Odd.MESSAGES, 3, 1)]),
        (message(*PAIR, "CNT+42:5"), [(Odd.TRAVELLERS, 5, 2)]),
        (message(*PAIR, "CNT+41:0", "CNT+42:2"), []),
        (message(*PAIR, ends="UNT+4+1'UNZ+1+9'\nthe end"), [(Odd.AFTER_END, 0, 7)]),
        (message(*PAIR, "NAD+FL"), [(Odd.NAMELESS, 0, 1)]),
        (message(*PAIR, "RIEN:A"), [(Odd.BROKEN, 0, 1)]),
        (message(*PAIR, ends=" "), [(Odd.CUT, 0, 0)]),
        (message(*PAIR, ends="UNT+4+1'"), [(Odd.CUT, 0, 0)]),
    ],
)
def test_what_is_odd_is_said_and_the_travellers_come_in(
    content: bytes, said: list[tuple[Odd, int, int]]
) -> None:
    assert oddities(content) == said
    assert [one.surname for one in read(content, Limits()).travellers][:2] == ["DOE", "ROE"]


def test_the_last_traveller_of_a_message_without_an_end_may_not_be_whole() -> None:
    one, other = read(message(*PAIR, ends=" "), Limits()).travellers
    assert (one.broken, other.broken) == (False, True)


def test_several_messages_and_interchanges_are_one_list() -> None:
    twice = message(*PAIR) + b"\r\n" + message("NAD+FM+++POE:CILLA")
    lists = read(twice, Limits())
    assert [one.surname for one in lists.travellers] == ["DOE", "ROE", "POE"]
    assert (len(lists.heads), lists.crew, lists.notices) == (2, 1, ())


def test_a_message_of_another_kind_is_passed_over_and_said() -> None:
    other = message(*PAIR).replace(b"PAXLST:D", b"CUSRES:D")
    with pytest.raises(PaxlstUnknown) as refused:
        read(other, Limits())
    assert refused.value.facts == {"found": 1}
    assert oddities(other + message(*PAIR)) == [(Odd.OTHER_MESSAGE, 0, 1)]


def test_limits_hold() -> None:
    with pytest.raises(TooManyRows):
        read(message(*PAIR), Limits(rows=1))
    with pytest.raises(CellTooLong):
        read(message(f"NAD+FL+++{'X' * 101}"), Limits(cell=100))
    assert read(message(f"NAD+FL+++{'X' * 60}:{'Y' * 60}"), Limits(cell=100)).travellers


@pytest.mark.parametrize("list_", [b"UNB,name\nA,B\n", b"UNA\nAdela\n", b"Name;UNB+UNOA\nA;B\n"])
def test_a_list_that_only_looks_a_little_like_it_is_none(list_: bytes) -> None:
    assert not edifact.is_edifact(list_)


def test_a_file_is_recognised_and_read_behind_the_fence() -> None:
    content = message(*PAIR)
    lists = open_file(content)
    assert isinstance(lists, PassengerLists)
    assert lists.travellers == read(content, Limits()).travellers
    assert lists.sha256 == hashlib.sha256(content).digest()
    many = message(*[f"NAD+FL+++DOE{number}:ADELA" for number in range(2_500)])
    opened = open_file(many)
    assert isinstance(opened, PassengerLists)
    assert len(opened.travellers) == 2_500


@pytest.mark.parametrize(
    ("birth", "born", "flag"),
    [
        ("900531", "1990-05-31", None),
        ("210821", "1921-08-21", None),
        ("900101", "1990", "formats.birth-first-of-january"),
        ("19900531", "1990-05-31", None),
    ],
)
def test_a_date_of_birth_finds_its_century(birth: str, born: str, flag: str | None) -> None:
    lists = read(message("NAD+FL+++DOE:ADELA", f"DTM+329:{birth}"), Limits())
    (row,) = read_claims(lists, LIST, RECEIVED).rows
    assert row.birth is not None
    assert row.birth.spelled() == born
    assert row.flags == ((flag,) if flag else ())


def test_a_facilitation_document_is_no_type_of_ours() -> None:
    lists = read(message("NAD+FL+++DOE:ADELA", "DOC+F+1234567", "DOC+V+7654321"), Limits())
    reading = read_claims(lists, LIST, RECEIVED)
    assert [one.type.value for one in reading.rows[0].documents] == ["visa"]
    assert {one.code for one in reading.flagged} == {Code.DOCUMENT_TYPE_UNKNOWN}


_words = st.text("ABC :+'?éñ", max_size=8)
_segments = st.builds(
    edifact.Segment,
    st.sampled_from(["NAD", "LOC", "DTM", "DOC", "TDT", "ATT", "RFF", "CNT", "XYZ"]),
    st.lists(st.lists(_words, min_size=1, max_size=4).map(tuple), max_size=5).map(tuple),
)


@given(st.lists(_segments, max_size=6), st.sampled_from([":+.? '", "|;.\\ ~", "*/.! $"]))
def test_any_text_survives_any_separators(said: list[edifact.Segment], una: str) -> None:
    assert tokens(edifact.written(said, edifact.Signs(*una)).decode()) == said


@given(st.lists(_segments, max_size=12))
def test_segments_in_any_order_make_a_list_that_can_be_written(said: list[edifact.Segment]) -> None:
    begin = [edifact.Segment("UNH", (("1",), ("PAXLST", "D", "02B"))), *said]
    lists = read(edifact.written(begin), Limits())
    again = read(write(lists), Limits())
    assert len(again.travellers) == len(lists.travellers)


@given(st.data())
def test_a_mutated_file_is_a_list_or_a_problem_that_quotes_nothing(data: st.DataObject) -> None:
    content = bytearray(message("NAD+FL+++MARKED:ADELA", "DOC+P+MARKED", "DTM+36:270531"))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        read_claims(read(bytes(content), Limits()), LIST, RECEIVED)
    except FormatProblem as problem:
        said = f"{problem} {problem.facts}"
    else:
        said = ""
    assert "MARKED" not in said


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_a_problem(content: bytes) -> None:
    with suppress(FormatProblem):
        read(content, Limits())


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Müller", "MUELLER"),
        ("Søren Ågård", "SOEREN AAGAARD"),
        ("Weiß", "WEISS"),
        ("Łukasz Ñuñez", "LUKASZ NUNEZ"),
        ("O'Grady-Smith", "OGRADY SMITH"),
        ("Щукина", "SHCHUKINA"),
        ("محمد", "MHMD"),
        ("", ""),
        ("12", ""),
    ],
)
def test_names_are_spelled_as_documents_spell_them(name: str, spelled: str) -> None:
    assert in_latin(name) == spelled


@given(st.text(max_size=40))
def test_whatever_is_spelled_is_spelled_in_a_to_z(text: str) -> None:
    assert set(in_latin(text)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ ")
