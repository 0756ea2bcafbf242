"""``muster site exposed``: whose keys a site could open, whoever is to be moved first on top."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.sites import meant_or_own
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.secrecy.exposed import ExposedPerson, Report, Whereabouts, exposed

SHOWN = 50
"""People in the lines for a person; JSON has all of them."""


class DocumentRead(Part, frozen=True):
    """A document of a person that could be read."""

    type: str
    number: str


class Sighted(Part, frozen=True):
    """A place and hour of a person that could be read; ``at`` is empty where no hour is said."""

    sighting: str
    at: str
    place: str
    lift: str


class PersonExposed(Part, frozen=True):
    """Somebody of whom a key could be opened; ``name_read``: the captor can read the name."""

    id: str
    name: str
    name_read: bool
    category: str
    stage: str
    mark: str
    compartments: tuple[str, ...]
    documents: tuple[DocumentRead, ...]
    seen: tuple[Sighted, ...]


class SiteExposed(Answer, frozen=True):
    """Whose keys a site could open, whoever is to be moved first on top.

    ``state`` is ``stands``, ``presumed-read`` or ``receipt-held``. ``elsewhere`` names compartments
    of which nothing is held here: another site has to say who is in them. ``past`` people only keys
    would open that it signed off as ``destroyed`` epochs: the second list.
    """

    site: str
    name: str
    state: str
    fallen: str
    scuttled: str
    people: int
    stages: dict[str, int]
    keys: int
    epochs: dict[str, int]
    elsewhere: tuple[str, ...]
    tablets: int
    shredded: int
    destroyed: int
    past: int
    exposed: tuple[PersonExposed, ...]


@click.command("exposed")
@click.argument("name")
@click.option("--past", is_flag=True, help="List instead whom only keys open that it destroyed.")
@in_session
def exposed_people(session: Session, *, name: str, past: bool) -> None:
    """List whose keys a site could open, and what could be read of each of them.

    NAME is a site's name or id, fallen or not. It follows from grants and wraps alone. That you
    asked goes on record. Whoever still waits comes first: these people are moved first.
    """
    with session.site() as site:
        found = exposed(site, site.lead, meant_or_own(site, name), past=past)
    said = _shown(found)
    session.tell(said, _lines(said))


def _shown(found: Report) -> SiteExposed:
    ended = found.ended
    return SiteExposed(
        site=spell(found.site),
        name=found.name,
        state=found.mark.value,
        fallen=iso(ended.since) if ended.since is not None else "",
        scuttled=iso(ended.scuttled) if ended.scuttled is not None else "",
        people=found.total,
        stages=dict(found.stages),
        keys=found.keys,
        epochs=dict(found.epochs),
        elsewhere=found.elsewhere,
        tablets=found.tablets,
        shredded=found.shredded,
        destroyed=found.destroyed,
        past=found.past,
        exposed=tuple(map(_person, found.people)),
    )


def _person(one: ExposedPerson) -> PersonExposed:
    return PersonExposed(
        id=spell(one.id),
        name=one.name,
        name_read=one.name_read,
        category=one.category,
        stage=one.stage,
        mark=one.mark,
        compartments=one.compartments,
        documents=tuple(DocumentRead(type=d.type.value, number=d.number) for d in one.documents),
        seen=tuple(map(_sighted, one.seen)),
    )


def _sighted(one: Whereabouts) -> Sighted:
    at = iso(one.at) if one.at else ""
    return Sighted(sighting=one.sighting.value, at=at, place=one.place, lift=one.lift)


def _lines(said: SiteExposed) -> Iterator[str]:
    yield from pairs(
        (
            ("site", said.name),
            ("state", said.state),
            ("fallen", said.fallen),
            ("scuttled", said.scuttled),
            ("people", str(said.people)),
            ("keys", str(said.keys)),
            ("not held here", ", ".join(said.elsewhere)),
            *((("by destroyed keys only", said.past),) if said.destroyed else ()),
        )
    )
    heads = ("id", "name", "category", "stands", "read", "last place and hour")
    rows = (
        (one.id, one.name, one.category, one.stage, _read(one), _last(one))
        for one in said.exposed[:SHOWN]
    )
    yield from columns(heads, rows)
    if said.people > SHOWN:
        yield f"and {said.people - SHOWN} more: --json lists all of them."


def _read(one: PersonExposed) -> str:
    told = ["name"] if one.name_read else []
    told += [document.type for document in one.documents]
    return ", ".join(told)


def _last(one: PersonExposed) -> str:
    if not one.seen:
        return ""
    last = one.seen[-1]
    return " ".join(filter(None, (last.sighting, last.place, last.at)))
