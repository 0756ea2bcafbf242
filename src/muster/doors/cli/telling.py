"""A person, party or lift in lines for a person at a terminal."""

from collections.abc import Iterator, Sequence

from muster.doors.cli.plain import plain
from muster.doors.cli.stories import LiftStory, MemberShown, PartyShown, PersonShown
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.registry.stories import PersonPage, StoryLine

# The machinery's own, or said in columns of their own.
_UNTOLD = frozenset({"subject", "observed", "operator", "row_key", "row_id", "source"})
_SHORT = 6


def person(said: PersonShown, page: PersonPage) -> Iterator[str]:
    """Yield where a person stands, what is known, and the story, oldest first."""
    yield from pairs(
        (
            ("person", said.id),
            ("name", said.name or "not known here"),
            ("also", ", ".join(said.other_names)),
            ("father", said.father),
            ("stage", " · ".join(filter(None, (said.stage, said.mark)))),
            ("place", said.place),
            ("lift", said.lift),
            ("category", said.category),
            ("decision", f"{said.outcome}, rule {said.rule_version}" if said.outcome else ""),
            ("sex", said.sex),
            ("birth", said.birth),
            ("party", said.party),
            ("relation", said.relation),
            ("documents", "; ".join(map(_words, said.documents))),
            ("needs", ", ".join(said.needs)),
            ("contacts", ", ".join(said.contacts)),
            ("address", said.address),
            ("a list says otherwise", ", ".join(said.apart)),
            ("wristband", ", ".join(said.wristbands)),
            ("agency", said.agency),
        )
    )
    yield ""
    rows = (
        (iso(one.at), one.kind, one.operator, _where(one), _details(one, page))
        for one in page.story
    )
    yield from columns(("observed", "fact", "by", "log", "what"), rows)


def party(said: PartyShown) -> Iterator[str]:
    """Yield a party and its people."""
    yield from pairs(
        (
            ("party", said.id),
            ("head", said.head),
            ("confirmed", "yes" if said.confirmed else "no"),
            ("souls", said.souls or ""),
        )
    )
    yield ""
    yield from _members(said.members)


def lift(said: LiftStory) -> Iterator[str]:
    """Yield a lift, its counts and its manifests."""
    yield from pairs(
        (
            ("lift", said.id),
            ("name", said.name),
            ("craft", " ".join(filter(None, (said.craft, said.carrier)))),
            ("way", f"{said.origin} to {said.destination}"),
            ("departed", said.departed + (" (the last lift)" if said.last else "")),
            ("cancelled", said.cancelled),
            ("landed", said.landed),
            ("seats", f"{said.seats}, floor {said.floor}"),
            ("head count", said.head_count),
            ("came off", said.head_count_landed),
        )
    )
    manifests = ("planned", "boarded", "arrived", "found", "missing")
    for word in manifests:
        members: Sequence[MemberShown] = getattr(said, word)
        yield ""
        yield f"{word}: {len(members)}"
        yield from _members(members)


def _members(members: Sequence[MemberShown]) -> Iterator[str]:
    rows = ((one.id, one.relation, one.category, one.stage, one.mark, one.name) for one in members)
    yield from columns(("id", "relation", "category", "stage", "mark", "name"), rows)


def _where(line: StoryLine) -> str:
    return f"{line.log} {line.sequence}"


def _details(line: StoryLine, page: PersonPage) -> str:
    """Return the fields of a fact that say something, names for places and lifts."""
    names = page.places | page.lifts
    said = []
    for field in line.fact.__struct_fields__:
        value = getattr(line.fact, field)
        if field not in _UNTOLD and value not in (None, "", (), b"", False):
            known = names.get(value) if isinstance(value, bytes) else None
            said.append(f"{field.replace('_', ' ')} {known or _words(_brief(value))}")
    return "; ".join(said)


def _brief(value: object) -> object:
    return spell(value)[:_SHORT] if isinstance(value, bytes) else plain(value)


def _words(value: object) -> str:
    match value:
        case dict():
            return " ".join(filter(None, map(_words, value.values())))
        case list() | tuple():
            return ", ".join(filter(None, map(_words, value)))
        case None | False:
            return ""
        case _:
            return str(value)
