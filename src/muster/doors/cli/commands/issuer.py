"""``muster issuer``: who may issue passes, with which quota and scope."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.catalogue import ISSUER
from muster.doors.cli.lazy import LazyGroup
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import IssuerId, read_prefix, spell
from muster.ground.people.moment import iso
from muster.journey.passes.inner import MOST_SOULS
from muster.journey.passes.problems import IssuerUnknown
from muster.journey.passes.rules import MOST_QUOTA
from muster.site.passes import issuers
from muster.site.passes.issuers import IssuerRow
from muster.site.problems import Ambiguous
from muster.site.site import Site


class AppointedShown(Answer, frozen=True):
    """The delegate that was appointed, and how many passes it may issue."""

    id: str
    name: str
    gate: str
    quota: int


class DismissedShown(Answer, frozen=True):
    """What a dismissal closed, and the parties to tell."""

    id: str
    closed: int
    to_tell: tuple[str, ...]


class IssuerShown(Part, frozen=True):
    """One issuer; ``closes`` is when the window of its last possible pass ends."""

    id: str
    name: str
    delegate: bool
    gates: tuple[str, ...]
    closes: str
    most_souls: int
    quota: int
    issued: int
    good: int
    dismissed: str


class Issuers(Answer, frozen=True):
    """All issuers, delegates last."""

    issuers: tuple[IssuerShown, ...]


@click.command("issuer", cls=LazyGroup, listed=ISSUER)
def group() -> None:
    """Appoint and dismiss who may issue passes."""


@click.command("appoint")
@click.argument("name")
@click.option("--gate", required=True, metavar="GATE", help="The gate it may send people to.")
@click.option(
    "--quota", type=click.IntRange(1, MOST_QUOTA), required=True, help="How many passes in all."
)
@click.option(
    "--most-souls",
    type=click.IntRange(1, MOST_SOULS),
    default=MOST_SOULS,
    show_default=True,
    help="How many souls one pass may let in.",
)
@click.option(
    "--days", type=click.IntRange(1, 30), default=1, show_default=True, help="For how many days."
)
@in_session
def appoint(
    session: Session, *, name: str, gate: str, quota: int, most_souls: int, days: int
) -> None:
    """Appoint a delegate: a ministry, an airline, an NGO.

    It has its own key for one gate. Its list starts closed, so that only as many passes as its
    quota can ever be good, whatever becomes of the key.
    """
    with session.site() as site:
        row = gates.meant(site, gate)
        made = issuers.appoint(
            site, site.lead, name, row.id, quota=quota, most_souls=most_souls, days=days
        )
    said = AppointedShown(id=spell(made.id), name=name.strip(), gate=row.name, quota=made.quota)
    shown = (("issuer", said.id), ("gate", said.gate), ("quota", said.quota), ("name", said.name))
    session.tell(said, pairs(shown))


@click.command("dismiss")
@click.argument("issuer")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it goes on record.")
@click.option("--fallen", is_flag=True, help="Its site fell: what is on record here stays good.")
@two_people
@in_session
def dismiss(
    session: Session,
    *,
    issuer: str,
    reason: str,
    fallen: bool,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Dismiss an issuer: its unused passes are turned back.

    ISSUER is a name or an id. Two people sign. The parties to tell are listed.
    """
    with session.site() as site:
        found = _meant(site, issuer)
        beside = signing(site, second, second_pin_file)
        done = issuers.dismiss(site, site.lead, beside, found, reason=reason, fallen=fallen)
    said = DismissedShown(
        id=spell(found), closed=done.passes, to_tell=tuple(map(spell, done.to_tell))
    )
    session.tell(said, _told(said))


@click.command("list")
@in_session
def listed(session: Session) -> None:
    """List who may issue passes, and how far."""
    with session.site() as site:
        rows = issuers.listed(site, site.lead)
    said = Issuers(issuers=tuple(map(_shown, rows)))
    session.tell(said, _lines(said))


def _meant(site: Site, text: str) -> IssuerId:
    rows = issuers.listed(site, site.lead)
    named = [row.id for row in rows if row.name.casefold() == text.strip().casefold()]
    if not named:
        low, high = read_prefix(text)
        named = [row.id for row in rows if low <= row.id <= high]
    if len(named) > 1:
        raise Ambiguous(found=len(named))
    if not named:
        raise IssuerUnknown
    return named[0]


def _told(said: DismissedShown) -> Iterator[str]:
    yield from pairs((("issuer", said.id), ("closed", said.closed)))
    yield ""
    yield from columns(("party to tell",), ((one,) for one in said.to_tell))


def _shown(row: IssuerRow) -> IssuerShown:
    return IssuerShown(
        id=spell(row.id),
        name=row.name,
        delegate=row.delegate,
        gates=row.gates,
        closes=iso(row.closes),
        most_souls=row.most_souls,
        quota=row.quota,
        issued=row.issued,
        good=row.live,
        dismissed=iso(row.dismissed) if row.dismissed is not None else "",
    )


def _lines(said: Issuers) -> Iterator[str]:
    head = ("id", "quota", "issued", "good", "souls", "until", "dismissed", "name", "gates")
    rows = (
        (
            one.id,
            one.quota if one.delegate else "",
            one.issued,
            one.good,
            one.most_souls,
            one.closes,
            one.dismissed,
            one.name,
            ", ".join(one.gates),
        )
        for one in said.issuers
    )
    yield from columns(head, rows)
