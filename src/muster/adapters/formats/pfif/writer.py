"""Write records as PFIF, byte for byte as the format's own implementation does.

Each person is followed, inside, by its notes; notes about persons that are not written stand on
their own. Fields come in the order of the version, empty ones only where it demands them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from muster.adapters.formats.pfif.fields import (
    KEPT_AFTER_EXPIRY,
    MANDATORY,
    MANDATORY_IN_NOTES,
    NAMESPACES,
    NOTE,
    PERSON,
    old_names,
    wrapped,
)
from muster.adapters.formats.pfif.records import Fields
from muster.adapters.formats.problems import PfifUnwritable

_LOOSE: Final = "\n"  # no id is this: notes that stand on their own
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    persons: Iterable[Fields],
    notes: Iterable[Fields],
    version: str = "1.4",
    *,
    expired: bool = False,
) -> bytes:
    """Return a PFIF document of these records, whose fields go by their names of 1.4.

    ``expired`` leaves nothing of a person but ids and dates, and no note. Raise ``PfifUnwritable``
    where a field holds a character that XML cannot carry.
    """
    kept = [_kept(fields) for fields in persons] if expired else list(persons)
    written = {fields.get("person_record_id", "") for fields in kept} - {""}
    about: defaultdict[str, list[Fields]] = defaultdict(list)
    for note in () if expired else notes:
        person = note.get("person_record_id", "")
        about[person if person in written else _LOOSE].append(note)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<pfif:pfif xmlns:pfif="{NAMESPACES[version]}">')
    for number, fields in enumerate(kept, start=1):
        own = about.pop(fields.get("person_record_id", ""), [])
        lines += _person(fields, own, version, number)
    for number, fields in enumerate(about[_LOOSE], start=1):
        lines += _record("note", fields, version, number, "  ")
    return "\n".join([*lines, "</pfif:pfif>\n"]).encode()


def _kept(fields: Fields) -> Fields:
    return {name: text for name, text in fields.items() if name in KEPT_AFTER_EXPIRY}


def _person(fields: Fields, notes: list[Fields], version: str, number: int) -> Iterator[str]:
    *lines, end = _record("person", fields, version, number, "  ")
    yield from lines
    for note in notes:
        yield from _record("note", note, version, number, "    ")
    yield end


def _record(kind: str, fields: Fields, version: str, number: int, indent: str) -> Iterator[str]:
    order, mandatory = (
        (NOTE, MANDATORY_IN_NOTES) if kind == "note" else (PERSON, MANDATORY[version])
    )
    names = old_names(version)
    yield f"{indent}<pfif:{kind}>"
    for field in order[version].split():
        text = fields.get(field, "")
        if text or field in mandatory:
            name = names.get(field, field)
            if name == "other":
                text = wrapped(text)
            if _FORBIDDEN.search(text):
                raise PfifUnwritable(record=number, field=field)
            yield f"{indent}  <pfif:{name}>{text.translate(_ESCAPES)}</pfif:{name}>"
    yield f"{indent}</pfif:{kind}>"
