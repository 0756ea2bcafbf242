"""``muster operator list``: who works or worked here."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.operators import OperatorRow, roster


class OperatorShown(Part, frozen=True):
    """One operator; only who has a PIN here can sign in on a screen.

    ``leads`` says who acts by the passphrase of this site; whoever has none of these works at
    another. ``waits_until`` is the end of the code by which a PIN is chosen, empty where it was.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    revoked: bool
    can_sign_in: bool
    leads: bool
    waits_until: str


class Operators(Answer, frozen=True):
    """Everybody who works or worked here, by name."""

    operators: tuple[OperatorShown, ...]


@click.command("list")
@in_session
def operators(session: Session) -> None:
    """List who works or worked here."""
    with session.site() as site:
        said = Operators(operators=tuple(map(_shown, roster(site, site.lead))))
    session.tell(said, _lines(said))


def _shown(row: OperatorRow) -> OperatorShown:
    return OperatorShown(
        id=spell(row.id),
        name=row.name,
        roles=row.roles,
        revoked=row.revoked,
        can_sign_in=row.can_sign_in,
        leads=row.leads,
        waits_until=iso(row.waits_until) if row.waits_until is not None else "",
    )


def _lines(said: Operators) -> Iterator[str]:
    rows = ((one.id, ", ".join(one.roles), _standing(one), one.name) for one in said.operators)
    yield from columns(("id", "roles", "sign-in", "name"), rows)


def _standing(one: OperatorShown) -> str:
    if one.revoked:
        return "revoked"
    if one.waits_until:
        return f"code until {one.waits_until}"
    if one.can_sign_in:
        return "PIN"
    return "passphrase" if one.leads else "at another site"
