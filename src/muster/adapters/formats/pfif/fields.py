"""The fields of PFIF by version, under their names of 1.4, and what became of ``other``.

Facts about the format, from its specifications 1.1 to 1.4 (zesty.ca/pfif): which fields a version
has, in which order it writes them, which it writes even when empty, and which changed their name.
"""

import re
from typing import Final

NAMESPACES: Final = {
    version: f"http://zesty.ca/pfif/{version}" for version in ("1.1", "1.2", "1.3", "1.4")
}
READ_AS: Final = {"1.5": "1.4"}
"""Occurs without a specification; read as the last one that has one."""

_OLD_NAMES: Final = {
    "1.1": {"home_postal_code": "home_zip"},
    "1.3": {
        "given_name": "first_name",
        "family_name": "last_name",
        "author_made_contact": "found",
        "description": "other",
    },
}

_SOURCE: Final = "author_name author_email author_phone source_name source_date source_url"
_NAMES: Final = "full_name given_name family_name"
_BIRTH: Final = "sex date_of_birth age"
_HOME: Final = (
    "home_street home_neighborhood home_city home_state home_postal_code home_country photo_url"
)
_CONTACT: Final = "email_of_found_person phone_of_found_person last_known_location text"
_NOTE: Final = (
    "note_record_id person_record_id linked_person_record_id entry_date author_name author_email"
    f" author_phone source_date author_made_contact status {_CONTACT}"
)

PERSON: Final = {
    "1.1": f"person_record_id entry_date {_SOURCE} given_name family_name home_city home_state"
    " home_neighborhood home_street home_postal_code photo_url description",
    "1.2": f"person_record_id entry_date {_SOURCE} given_name family_name {_BIRTH} {_HOME}"
    " description",
    "1.3": f"person_record_id entry_date expiry_date {_SOURCE} {_NAMES} {_BIRTH} {_HOME}"
    " description",
    "1.4": f"person_record_id entry_date expiry_date {_SOURCE} {_NAMES} alternate_names description"
    f" {_BIRTH} {_HOME} profile_urls",
}
NOTE: Final = {
    "1.1": "note_record_id entry_date author_name author_email author_phone source_date"
    f" author_made_contact {_CONTACT}",
    "1.2": _NOTE,
    "1.3": _NOTE,
    "1.4": f"{_NOTE} photo_url",
}
MANDATORY: Final = {
    "1.1": frozenset(("person_record_id", "given_name", "family_name")),
    "1.2": frozenset(("person_record_id", "given_name", "family_name")),
    "1.3": frozenset(("person_record_id", "source_date", "full_name")),
    "1.4": frozenset(("person_record_id", "source_date", "full_name")),
}
MANDATORY_IN_NOTES: Final = frozenset(("note_record_id", "author_name", "source_date", "text"))
KEPT_AFTER_EXPIRY: Final = frozenset(
    ("person_record_id", "source_date", "entry_date", "expiry_date")
)

_LABEL: Final = "description:"
_INDENT: Final = "    "
_OTHER_LABEL: Final = re.compile(r"^\w+:", re.MULTILINE)


def old_names(version: str) -> dict[str, str]:
    """Return the names of a version that differ from those of 1.4, by their name of 1.4."""
    listed = (names for until, names in _OLD_NAMES.items() if version <= until)
    return {new: old for names in listed for new, old in names.items()}


def wrapped(description: str) -> str:
    """Return ``description`` as ``other`` of 1.3 and earlier: labelled and indented."""
    if not description or description.startswith(_LABEL):
        return description
    lines = (f"{_INDENT}{line}" if line else line for line in description.split("\n"))
    return f"{_LABEL}\n" + "\n".join(lines)


def unwrapped(other: str) -> str:
    """Return the description in an ``other`` that holds nothing else; else ``other`` whole."""
    labels = _OTHER_LABEL.findall(other)
    if not other.startswith(_LABEL) or len(labels) != 1:
        return other
    lines = other[len(_LABEL) :].lstrip(" ").removeprefix("\n").split("\n")
    return "\n".join(line.removeprefix(_INDENT) for line in lines)
