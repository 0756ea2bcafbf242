"""A story told: each fact as what it says, when it was observed, by whom, and where it lies."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.urls import reverse

from muster.doors.web.words import COMPARTMENTS, FIELDS, KINDS, VALUES, YES, say
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.ground.people.name import Name
from muster.site.registry.stories import PersonPage, StoryLine

SHORT = 6
_KNOWN = (
    "name",
    "sex",
    "birth",
    "category",
    "outcome",
    "relation",
    "party",
    "guardian",
    "needs",
    "documents",
    "contacts",
    "address",
)
# What says nothing to a reader: keys of the machinery, and what the story tells in its own columns.
UNTOLD = {"subject", "observed", "operator", "row_key", "rule", "standing", "entries"}


class Part(msgspec.Struct, frozen=True):
    """One thing a fact says: its label, its value, and where the value leads, if anywhere.

    ``coded`` marks a value that is one of our words and not what somebody said.
    """

    label: str
    value: str
    way: str = ""
    coded: bool = False


class Told(msgspec.Struct, frozen=True):
    """One line of a story as a reader sees it."""

    what: str
    at: Instant
    operator: str
    compartment: str
    sequence: int
    parts: tuple[Part, ...]


def tell(page: PersonPage, labels: dict[str, str]) -> list[Told]:
    """Return the story of ``page``, oldest first; ``labels`` are the rule's words of categories."""
    return [_told(line, page, labels) for line in page.story]


def known(page: PersonPage, labels: dict[str, str]) -> Iterator[Part]:
    """Yield what is known of the person now, as the record has it; the story says since when."""
    record, guest = page.record, page.guest
    if record is not None:
        for field in _KNOWN:
            yield from _field(field, getattr(record, field), page, labels)
        yield from _field("wristband", record.wristbands, page, labels)
    if guest is not None:
        yield from _field("presence", guest.presence, page, labels)
        yield from _field("agency", guest.agency, page, labels)


class Differing(msgspec.Struct, frozen=True):
    """One field in which a list says otherwise than was corrected: what each of the two says."""

    field: str
    ours: Part
    theirs: Part


def apart(page: PersonPage, labels: dict[str, str]) -> Iterator[Differing]:
    """Yield the fields in which a list says otherwise than was corrected."""
    record = page.record
    if record is None or record.said is None:
        return
    for field in record.said.apart:
        ours, theirs = (
            next(_field(field, getattr(side, field), page, labels), Part(say(FIELDS, field), ""))
            for side in (record, record.said)
        )
        yield Differing(field, ours, theirs)


def _told(line: StoryLine, page: PersonPage, labels: dict[str, str]) -> Told:
    return Told(
        say(KINDS, line.kind),
        line.at,
        line.operator,
        say(COMPARTMENTS, line.log),
        line.sequence,
        tuple(_parts(line, page, labels)),
    )


def _parts(line: StoryLine, page: PersonPage, labels: dict[str, str]) -> Iterator[Part]:
    for field in msgspec.structs.fields(line.fact):
        if field.name not in UNTOLD:
            yield from _field(field.name, getattr(line.fact, field.name), page, labels)


def _field(field: str, raw: Any, page: PersonPage, labels: dict[str, str]) -> Iterator[Part]:  # noqa: ANN401
    if raw in (None, "", (), False, b""):
        return
    label = say(FIELDS, field)
    yield (
        Part(label, labels.get(raw, raw)) if field == "category" else _part(label, field, raw, page)
    )


def _part(label: str, field: str, raw: Any, page: PersonPage) -> Part:  # noqa: ANN401
    match field, raw:
        case "party", bytes():
            return Part(label, short(raw), reverse("party", args=[spell(raw)]))
        case "guardian" | "claim", bytes():
            return Part(label, short(raw), reverse("person", args=[spell(raw)]))
        case "lift", bytes():
            return Part(label, page.lifts.get(raw, short(raw)), reverse("lift", args=[spell(raw)]))
        case "place", bytes():
            return Part(label, page.places.get(raw, short(raw)))
        case "last_heard", int():
            return Part(label, minute(raw))
        case _:
            return Part(label, text(raw), coded=isinstance(raw, bool) or is_coded(raw))


def short(identity: bytes) -> str:
    """Return the first letters of an id: enough to look it up."""
    return spell(identity)[:SHORT]


def minute(when: Instant) -> str:
    """Return ``when`` as 2021-08-26 13:06Z."""
    return iso(when)[:16].replace("T", " ") + "Z"


def is_coded(raw: Any) -> bool:  # noqa: ANN401
    """Return whether ``raw`` is one of our codes, or several."""
    several = raw if isinstance(raw, tuple) else (raw,)
    return all(isinstance(one, str) and one in VALUES for one in several)


def text(raw: Any) -> str:  # noqa: ANN401
    """Return a value of the record in the reader's words."""
    match raw:
        case bool():
            return say({"yes": YES}, "yes")
        case Name():
            return ", ".join(names(raw))
        case Birth():
            return raw.spelled()
        case Document():
            said = (say(VALUES, raw.type), raw.state, raw.number, f"({say(VALUES, raw.evidence)})")
            return " ".join(part for part in said if part)
        case bytes():
            return short(raw)
        case str():
            return say(VALUES, raw)
        case int():
            return str(raw)
        case Iterable():
            return ", ".join(text(one) for one in raw)
        case _:
            return ""


def names(name: Name) -> Iterator[str]:
    """Yield the ways in which a name was written down, the father's name last."""
    yield name.full
    yield from name.other
    if name.father:
        yield name.father
