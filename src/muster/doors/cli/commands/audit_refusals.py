"""``muster audit refusals``: who was refused what, for want of a right."""

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.access.refusals import refused


class RefusalShown(Part, frozen=True):
    """One right that an operator was refused: how often, and when it was last told."""

    id: str
    name: str
    right: str
    times: int
    told: str


class RefusalsShown(Answer, frozen=True):
    """Who was refused what, the latest first."""

    refusals: tuple[RefusalShown, ...]


@click.command("refusals")
@in_session
def refusals(session: Session) -> None:
    """Show who was refused what, for want of a right, and how often.

    It is told at once, and after that once an hour with the number of tries between.
    """
    with session.site() as site:
        rows = refused(site, site.lead)
    shown = tuple(
        RefusalShown(
            id=spell(row.id), name=row.name, right=row.right, times=row.times, told=iso(row.told)
        )
        for row in rows
    )
    lines = ((one.id, one.times, one.told, one.right, one.name) for one in shown)
    session.tell(
        RefusalsShown(refusals=shown), columns(("id", "times", "told", "wanted to", "name"), lines)
    )
    if not shown:
        session.note("Nobody was refused anything.")
