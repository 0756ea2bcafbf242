"""Rows as the records of a person finder (PFIF 1.4), or as a carrier's passenger list (PAXLST)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from muster.doors.drill.messy.rows import Cells
from muster.doors.drill.messy.tables import Written

_PFIF: Final = "http://zesty.ca/pfif/1.4"
_DOMAIN: Final = "finder.example.org"
_CODES: Final = {"passport": "P", "visa": "V", "national-id": "I", "residence-permit": "AR"}
_SEXES: Final = {"F": "female", "M": "male"}
_BATCH: Final = 90
_RELEASED: Final = str.maketrans({one: f"?{one}" for one in "'+:?"})


def finder(people: Sequence[Cells], sexes: Sequence[str], when: str) -> Written:
    """Return records of a person finder; ``when`` is the time in which all were made, ISO."""
    records = "".join(
        _record(number, cells, sex, when)
        for number, (cells, sex) in enumerate(zip(people, sexes, strict=True), start=1)
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><pfif:pfif xmlns:pfif="{_PFIF}">{records}'
    return Written(f"{text}</pfif:pfif>".encode(), tuple(range(1, len(people) + 1)))


def _record(number: int, cells: Cells, sex: str, when: str) -> str:
    identity = f"{_DOMAIN}/{cells['row-id']}"
    said = {
        "person_record_id": identity,
        "source_date": when,
        "full_name": cells["name"],
        "given_name": cells["given-name"],
        "family_name": cells["family-name"],
        "sex": _SEXES.get(sex, "other"),
        "date_of_birth": cells["birth"],
    }
    note = {
        "note_record_id": f"{_DOMAIN}/note-{number}-{cells['row-id']}",
        "person_record_id": identity,
        "author_name": "a relative, in this drill",
        "source_date": when,
        "status": "is_note_author" if number % 2 else "information_sought",
        "phone_of_found_person": cells["phone"],
        "text": "invented for a drill",
    }
    inside = f"{_fields(said)}<pfif:note>{_fields(note)}</pfif:note>"
    return f"<pfif:person>{inside}</pfif:person>"


def _fields(said: dict[str, str]) -> str:
    return "".join(
        f"<pfif:{name}>{escape(text)}</pfif:{name}>" for name, text in said.items() if text
    )


def carrier(people: Sequence[Cells], sexes: Sequence[str], lift: str) -> Written:
    """Return a passenger list of ``lift``; those of one booking are one party."""
    body = [
        ["BGM", "745"],
        ["TDT", "20", lift],
        ["LOC", "125", "KBL"],
        ["LOC", "87", "DOH"],
    ]
    for cells, sex in zip(people, sexes, strict=True):
        body += _traveller(cells, sex)
    body.append(["CNT", f"42:{len(people)}"])
    message = [["UNH", "1", "PAXLST:D:05B:UN:IATA"], *body]
    message.append(["UNT", str(len(message) + 1), "1"])
    whole = [
        ["UNB", "UNOA:4", "DRILL", "MUSTER", "210806:0000", "1"],
        *message,
        ["UNZ", "1", "1"],
    ]
    content = "UNA:+.? '" + "".join(f"{'+'.join(one)}'\n" for one in whole)
    return Written(content.encode(), tuple(range(1, len(people) + 1)))


def _traveller(cells: Cells, sex: str) -> Iterator[list[str]]:
    surname = _latin(cells["family-name"] or cells["given-name"])
    given = _latin(cells["given-name"] if cells["family-name"] else "")
    yield ["NAD", "FL", "", "", f"{surname}:{given}" if given else surname]
    yield ["ATT", "2", "", sex]
    if cells["birth"]:
        yield ["DTM", f"329:{date.fromisoformat(cells['birth']):%y%m%d}"]
    yield ["RFF", f"AVF:{cells['party']}"]
    code = _CODES.get(cells.get("document-code", ""))
    if code and cells["document-number"][-1:].isdigit():
        yield ["DOC", f"{code}:110:111", cells["document-number"]]
        if cells["document-state"]:
            yield ["LOC", "91", cells["document-state"]]


def _latin(text: str) -> str:
    return "".join(one for one in text.upper() if one.isascii()).translate(_RELEASED)
