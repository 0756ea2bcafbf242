"""``muster audit looks`` and ``review``: who looked at whom, and what they said when asked."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.commands.operator_credentials import named
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.access.looks import Alarm
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.access import looks
from muster.site.access.looks import Onlooker


class AlarmShown(Part, frozen=True):
    """So many different people within an hour; ``reviewed`` is empty until somebody asked."""

    since: str
    until: str
    people: int
    reviewed: str


class OnlookerShown(Part, frozen=True):
    """One operator: people shown within the last hour, records opened within ten minutes."""

    id: str
    name: str
    lately: int
    opened: int
    alarms: tuple[AlarmShown, ...]


class Looked(Answer, frozen=True):
    """Who looked at people, whoever is to be asked first; ``reckoned`` from the facts alone."""

    reckoned: bool
    operators: tuple[OnlookerShown, ...]


class Reviewed(Answer, frozen=True):
    """An operator who was asked."""

    operator: str


@click.command("looks")
@click.option(
    "--reckon", is_flag=True, help="Count again from the facts in audit, not from what was folded."
)
@in_session
def shown(session: Session, *, reckon: bool) -> None:
    """Show who looked at how many people, and who looked up hundreds, by name."""
    with session.site() as site:
        rows = (looks.reckoned if reckon else looks.onlookers)(site, site.lead)
    said = Looked(reckoned=reckon, operators=tuple(map(_shown, rows)))
    session.tell(said, _lines(said))


@click.command("review")
@click.argument("operator")
@click.option("--reason", required=True, help="What they said, and what came of it.")
@in_session
def review(session: Session, *, operator: str, reason: str) -> None:
    """Record that somebody was asked why they looked up so many, and what came of it."""
    with session.site() as site:
        wanted = named(site, operator)
        looks.review(site, site.lead, wanted, reason)
    said = Reviewed(operator=spell(wanted))
    session.tell(said, pairs((("asked", said.operator),)))


def _shown(one: Onlooker) -> OnlookerShown:
    return OnlookerShown(
        id=spell(one.id),
        name=one.name,
        lately=one.lately,
        opened=one.opened,
        alarms=tuple(map(_alarm, one.alarms)),
    )


def _alarm(one: Alarm) -> AlarmShown:
    return AlarmShown(
        since=iso(one.since),
        until=iso(one.until),
        people=one.people,
        reviewed=iso(one.reviewed) if one.reviewed is not None else "",
    )


def _lines(said: Looked) -> Iterator[str]:
    head = ("operator", "shown in an hour", "opened in 10 min", "alarms", "to ask", "name")
    yield from columns(head, map(_cells, said.operators))
    for one in said.operators:
        for alarm in one.alarms:
            if not alarm.reviewed:
                yield f"{one.name} looked up {alarm.people} people by {alarm.until}: ask why."


def _cells(one: OnlookerShown) -> tuple[object, ...]:
    waiting = sum(not alarm.reviewed for alarm in one.alarms)
    return (one.id, one.lately, one.opened, len(one.alarms), waiting or "", one.name)
