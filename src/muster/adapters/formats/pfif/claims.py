"""Turn PFIF records into claims and statements.

A person is a claim, read like a row of any other list. A note is a statement with its author and
its time; it changes nothing that is known of the person: ``believed_dead`` is a task for a human
and never a state, a linked record is an unsure judgement. What a note says about reaching the
person counts as the person's contact.

Ignored: the incoming ``entry_date``; every link and picture, which are never fetched; the
description, in which anything may stand; the author of a person's record, who is nobody's contact.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

import msgspec

from muster.adapters.formats.cells import plain
from muster.adapters.formats.claims import ClaimRow, Code, Reading, Statement
from muster.adapters.formats.mapping import Mapped, Mapping
from muster.adapters.formats.pfif.records import Fields, Records
from muster.adapters.formats.reading import read
from muster.adapters.formats.tables import PER_FRAME, Column, Rows, Table, pack
from muster.adapters.formats.targets import Target

_TARGETS: Final = (
    Target.ROW_ID,
    Target.FULL_NAME,
    Target.GIVEN_NAME,
    Target.FAMILY_NAME,
    Target.OTHER_NAME,
    Target.SEX,
    Target.BIRTH_DATE,
    Target.AGE,
    Target.PLACE,
    Target.PHONE,
    Target.MAIL,
)
_MAPPING: Final = Mapping(tuple(Mapped(at, target) for at, target in enumerate(_TARGETS)))
_COLUMNS: Final = tuple(Column(at, target.value) for at, target in enumerate(_TARGETS))
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z")
_DEAD: Final = "believed_dead"


def read_claims(records: Records, list_id: bytes, received: date) -> Reading:
    """Return the claims and statements in ``records``, a list that was ``received`` on a day.

    A row's line is the number of its person in the file. Raise ``TooManyErrors`` where more than a
    fifth of the persons cannot be used.
    """
    about: defaultdict[str, list[Fields]] = defaultdict(list)
    for note in records.notes:
        about[note.get("person_record_id", "").strip()].append(note)
    cells = ([*_cells(person, about)] for person in records.persons)
    reading = read(_table(cells, records), _MAPPING, list_id, received)
    return msgspec.structs.replace(
        reading,
        rows=tuple(_completed(row, records.persons[row.line - 1], about) for row in reading.rows),
        statements=tuple(_statement(note, list_id) for note in records.notes),
    )


def _table(cells: Iterable[list[str]], records: Records) -> Table:
    rows = enumerate(cells, start=1)
    frames = []
    while part := list(islice(rows, PER_FRAME)):
        frames.append(pack(Rows([line for line, _ in part], [row for _, row in part])))
    return Table(_COLUMNS, 0, tuple(frames), records.format, records.sha256)


def _cells(person: Fields, about: dict[str, list[Fields]]) -> Iterator[str]:
    """Yield what the person's fields hold for each target, in their order."""
    full, *more = [*_lines(person, "full_name"), ""]
    others = [name for name in (*more, *_lines(person, "alternate_names")) if name]
    identity = person.get("person_record_id", "").strip()
    yield identity
    yield full
    yield person.get("given_name", "")
    yield person.get("family_name", "")
    yield "; ".join(others)
    yield person.get("sex", "")
    yield person.get("date_of_birth", "")
    yield person.get("age", "")
    home = (person.get(f"home_{part}", "").strip() for part in ("city", "state", "country"))
    yield ", ".join(part for part in home if part)
    notes = about.get(identity, ()) if identity else ()
    yield _joined(notes, "phone_of_found_person")
    yield _joined(notes, "email_of_found_person")


def _lines(person: Fields, name: str) -> list[str]:
    lines = (line.strip() for line in person.get(name, "").splitlines())
    return [line for line in lines if line]


def _joined(notes: Sequence[Fields], name: str) -> str:
    found = (note.get(name, "").strip() for note in notes)
    return "; ".join(dict.fromkeys(one for one in found if one))


def _completed(row: ClaimRow, person: Fields, about: dict[str, list[Fields]]) -> ClaimRow:
    notes = about.get(row.row_id, ()) if row.row_id else ()
    flags = dict.fromkeys(flag for note in notes for flag in _flags(note))
    expires = _time(person, "expiry_date")
    return msgspec.structs.replace(row, flags=(*row.flags, *flags), expires=expires)


def _statement(note: Fields, list_id: bytes) -> Statement:
    content = "\x1f".join(
        f"{name}={text}" for name, text in sorted(note.items()) if name != "entry_date"
    )
    return Statement(
        key=hashlib.sha256(list_id + b"\x00" + content.encode()).digest(),
        about=note.get("person_record_id", "").strip(),
        made=_time(note, "source_date"),
        author=plain(note.get("author_name", "")),
        status=note.get("status", "").strip(),
        text=note.get("text", "").strip(),
        place=plain(note.get("last_known_location", "")),
        linked=note.get("linked_person_record_id", "").strip(),
        flags=tuple(_flags(note)),
    )


def _flags(note: Fields) -> Iterator[Code]:
    if note.get("status", "").strip() == _DEAD:
        yield Code.BELIEVED_DEAD
    if note.get("linked_person_record_id", "").strip():
        yield Code.LINKED_UNSURE


def _time(fields: Fields, name: str) -> str:
    """Return a time of PFIF (ISO, UTC), or nothing where it is none."""
    text = fields.get(name, "").strip()
    return text if _TIME.fullmatch(text) else ""
