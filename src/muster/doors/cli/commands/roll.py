"""``muster roll``: the roll of the dead, and who is missing."""

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.site.incident import roll as rolls
from muster.site.incident.roll import Entry


class RollEntry(Part, frozen=True):
    """One person; ``missing`` is since when, for somebody not known to be dead.

    Until ``kin_told`` says when the next of kin were told, the name must not be passed on.
    """

    id: str
    name: str
    observers: tuple[str, ...]
    authority: bool
    established: bool
    at: str
    incident: str
    place: str
    kin_told: str
    missing: str


class Roll(Answer, frozen=True):
    """The dead by when they were reported, then the missing."""

    roll: tuple[RollEntry, ...]


@click.command("roll")
@in_session
def roll(session: Session) -> None:
    """Show the roll of the dead, and who is missing.

    A death is established by two different observers or an authority. Whose names were shown goes
    on record.
    """
    with session.site() as site:
        said = Roll(roll=tuple(map(_entry, rolls.entries(site, site.lead))))
    head = ("id", "since", "state", "kin told", "observers", "where", "name")
    session.tell(said, columns(head, map(_cells, said.roll)))
    if not said.roll:
        session.note("Nobody is known to be dead or missing.")
    if any(one.observers and not one.kin_told for one in said.roll):
        session.note("Next of kin do not know yet of some: do not pass their names on.")


def _entry(one: Entry) -> RollEntry:
    return RollEntry(
        id=spell(one.id),
        name=one.name,
        observers=one.observers,
        authority=one.authority,
        established=one.established,
        at=_time(one.at),
        incident=spell(one.incident) if one.incident else "",
        place=one.place,
        kin_told=_time(one.kin_told),
        missing=_time(one.missing),
    )


def _cells(one: RollEntry) -> tuple[str, ...]:
    state = "dead" if one.established else "reported dead" if one.observers else "missing"
    observers = ", ".join(dict.fromkeys(one.observers))
    told = one.kin_told or ("not yet" if one.observers else "")
    return (one.id, one.at or one.missing, state, told, observers, one.place, one.name)


def _time(when: Instant | None) -> str:
    return iso(when) if when is not None else ""
