"""What of a person's record stays covered until somebody says why they need it (T25).

A name and a post answer most questions; the number of a passport, a telephone and where somebody
lives do not, and they are what is sold. So a page shows that there is one, and not which: each
opens by itself, with a reason, and that is a fact. What is covered is covered in the story behind
it, too. Whoever judges two records compares them uncovered (``reviewing``): both openings are on
record there.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from muster.ground.people.access.facts import FieldOpened
from muster.ground.people.document import Document
from muster.ground.people.fact import Observation
from muster.ground.people.ids import PersonId
from muster.journey.registry.state import Said
from muster.site.problems import FieldUnknown, ReasonEmpty
from muster.site.registry import stories
from muster.site.registry.stories import PersonPage
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

COVER = "\u2022\u2022\u2022\u2022"
"""What stands where something is covered: the same, however long it is."""
DOCUMENTS, CONTACTS, ADDRESS = "documents", "contacts", "address"
FIELDS = (DOCUMENTS, CONTACTS, ADDRESS)
_WORDS = {"contacts": CONTACTS, "contact": CONTACTS, "address": ADDRESS}


def person(site: Site, by: Operator, identity: PersonId) -> PersonPage:
    """Return a person's page with what is covered; raises like ``stories.person``."""
    return covered(stories.person(site, by, identity))


def open_field(
    site: Site, by: Operator, identity: PersonId, field: str, reason: str
) -> tuple[str, ...]:
    """Return what is in one covered field, after putting on record who asked and why.

    Raises ``FieldUnknown``, ``ReasonEmpty``, ``NothingKnown``, ``LooksNeedTwo``.
    """
    require(by, Right.SEE_PERSON)
    if field not in FIELDS:
        raise FieldUnknown(known=", ".join(FIELDS))
    if not reason.strip():
        raise ReasonEmpty
    page = stories.person(site, by, identity)
    found = _values(page, field)
    if not found:
        raise FieldUnknown(known=", ".join(fields(page)))
    with site.writing() as journal:
        journal.put([FieldOpened(by.id, site.now(), by.id, identity, field, reason.strip())])
    return found


def fields(page: PersonPage) -> tuple[str, ...]:
    """Return the covered fields in which there is something."""
    return tuple(field for field in FIELDS if _values(page, field))


def covered(page: PersonPage) -> PersonPage:
    """Return the page with every covered field covered, in the record and in each fact."""
    record = None if page.record is None else _covered(page.record)
    guest = None if page.guest is None else _covered(page.guest)
    story = tuple(_line(one) for one in page.story)
    return msgspec.structs.replace(page, record=record, guest=guest, story=story)


def _line(line: stories.StoryLine) -> stories.StoryLine:
    fact: Observation = _covered(line.fact)
    return msgspec.structs.replace(line, fact=fact)


def _covered(one: Any) -> Any:  # noqa: ANN401
    """Return a struct with the numbers of its documents, its contacts and its address covered."""
    changed = {
        field.name: _cover(field.name, value)
        for field in msgspec.structs.fields(one)
        if (value := getattr(one, field.name)) and _is_covered(field.name, value)
    }
    return msgspec.structs.replace(one, **changed) if changed else one


def _is_covered(name: str, value: Any) -> bool:  # noqa: ANN401
    several = value if isinstance(value, tuple) else (value,)
    found = any(isinstance(each, Document | Said) for each in several)
    return found or (name in _WORDS and not isinstance(value, bytes))


def _cover(name: str, value: Any) -> Any:  # noqa: ANN401
    match value:
        case tuple():
            return tuple(_cover(name, each) for each in value)
        case Document():
            return msgspec.structs.replace(value, number=COVER if value.number else "")
        case Said():
            return _covered(value)
        case str():
            return COVER
        case _:
            return value


def _values(page: PersonPage, field: str) -> tuple[str, ...]:
    """Return everything that is covered in one field, each once, what stands now first."""
    said = (page.record, page.guest, *(line.fact for line in page.story))
    found = (one for struct in said if struct is not None for one in _said(struct, field))
    return tuple(dict.fromkeys(found))


def _said(struct: Any, field: str) -> Iterator[str]:  # noqa: ANN401
    for one in msgspec.structs.fields(struct):
        value = getattr(struct, one.name)
        for each in value if isinstance(value, tuple) else (value,):
            if field == DOCUMENTS and isinstance(each, Document) and each.number:
                yield " ".join(filter(None, (each.type.value, each.state, each.number)))
            if _WORDS.get(one.name) == field and isinstance(each, str) and each:
                yield each
