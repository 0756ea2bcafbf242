"""``muster site show``: what a site is and how much it holds."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import HOUR, MINUTE, iso
from muster.site import operators
from muster.site.figures import reporting
from muster.site.site import Site


class Shown(Answer, frozen=True):
    """A site. ``people`` are the records of persons, merged and shredded ones too.

    ``day_ends`` is HH:MM UTC; ``rule`` and ``rule_version`` are of the rule in force, if any.
    """

    site: str
    name: str
    operation: str
    training: bool
    day_ends: str
    base: str
    rule: str
    rule_version: int
    operators: int
    places: int
    lifts: int
    people: int
    logs: int
    entries: int


@click.command("show")
@in_session
def show(session: Session) -> None:
    """Show what a site is and how much it holds."""
    with session.site() as site:
        said = _shown(site)
    session.tell(said, _lines(said))


def _shown(site: Site) -> Shown:
    account, state = reporting.account(site), site.state
    working = [one for one in operators.roster(site, site.lead) if not one.revoked]
    return Shown(
        site=spell(site.keys.site),
        name=state.name,
        operation=state.operation,
        training=state.training,
        day_ends=f"{state.day_ends // HOUR:02}:{state.day_ends % HOUR // MINUTE:02}",
        base=iso(state.base) if state.base else "",
        rule=account.profile.id if account.profile else "",
        rule_version=account.profile.version if account.profile else 0,
        operators=len(working),
        places=len(account.places),
        lifts=len(account.lifts),
        people=sum(account.lines.values()),
        logs=len(account.cut),
        entries=sum(sequence for _, sequence, _ in account.cut),
    )


def _lines(said: Shown) -> Iterator[str]:
    rule = f"{said.rule}, version {said.rule_version}" if said.rule else "none yet"
    yield from pairs(
        (
            ("site", said.site),
            ("name", said.name),
            ("operation", said.operation),
            ("training", "yes: all people are invented" if said.training else "no"),
            ("day ends", f"{said.day_ends} UTC"),
            ("base", said.base),
            ("rule", rule),
            ("operators", said.operators),
            ("places", said.places),
            ("lifts", said.lifts),
            ("people", said.people),
            ("record", f"{said.entries} entries in {said.logs} logs"),
        )
    )
