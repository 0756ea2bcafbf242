"""Passenger lists against the files and facts of GTAS (``../shared/vectors/paxlst``), and laws."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst import edifact
from muster.adapters.formats.paxlst.lists import PassengerLists, Traveller
from muster.adapters.formats.paxlst.reader import read

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


def flights_told(lists: PassengerLists) -> list[dict[str, Any]]:
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
        for one in lists.flights
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
    if flights_told(lists) != reading["flights"]:
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
        for one in lists.flights
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
        seat = Traveller(
            read(SAMPLE, Limits()).travellers[0].role, "A", references={"SEA": one["written"]}
        )
        if seat.seat != one["read"]:
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


SAMPLE = (
    b"UNA:+.? 'UNB+UNOA:4+AAA+BBB+210826:1306+1++PAXLST'UNH+1+PAXLST:D:02B:UN:IATA'BGM+745'"
    b"TDT+20+XX1'NAD+FL+++DOE:ADELA'ATT+2++F'CNT+42:1'UNT+7+1'UNZ+1+1'"
)


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
