"""``muster canary``: invented people whom nobody has a reason to look up."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.catalogue import CANARY
from muster.doors.cli.lazy import LazyGroup
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import CanaryId, read, spell
from muster.ground.people.moment import iso
from muster.site.access import canaries
from muster.site.access.canaries import CanaryRow, Invented, Met


class MetShown(Part, frozen=True):
    """Once that a canary was met; ``mark`` is the id of its row in an export."""

    at: str
    operator: str
    how: str
    mark: str
    where: str
    asked: bool


class CanaryShown(Part, frozen=True):
    """One canary, and every time it was met, the latest first."""

    id: str
    name: str
    planted: str
    withdrawn: bool
    unanswered: int
    met: tuple[MetShown, ...]


class Canaries(Answer, frozen=True):
    """Every canary, those to ask about first."""

    canaries: tuple[CanaryShown, ...]


class Done(Answer, frozen=True):
    """The canary, and the marks of the exports that it left with where that was asked."""

    id: str
    exports: tuple[str, ...] = ()


@click.command("canary", cls=LazyGroup, listed=CANARY)
def group() -> None:
    """Plant people who are none, and see who looks them up."""


@click.command("plant")
@click.argument("name")
@click.option("--father", default="", help="Name of the father.")
@click.option("--born", type=int, default=0, metavar="YEAR", help="Year of birth.")
@click.option("--category", default="", metavar="ID", help="Category, as in the rule.")
@click.option("--document", default="", metavar="NUMBER", help="Passport that nobody has.")
@click.option("--contact", default="", metavar="TEXT", help="Telephone or mail of nobody.")
@two_people
@in_session
def plant(
    session: Session,
    *,
    name: str,
    father: str,
    born: int,
    category: str,
    document: str,
    contact: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Plant a canary, two people signing.

    All of it is invented. It is in no figure, plan, match or list; a search finds it, and whoever
    does is told to you.
    """
    who = Invented(name, father, category=category, born=born, document=document, contact=contact)
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        planted = canaries.plant(site, site.lead, beside, who)
    _done(session, planted)


@click.command("withdraw")
@click.argument("id", metavar="ID")
@click.option("--reason", required=True, help="Why it is withdrawn.")
@two_people
@in_session
def withdraw(
    session: Session,
    *,
    id: str,  # noqa: A002
    reason: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Let a canary be met no more, two people signing."""
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        canaries.withdraw(site, site.lead, beside, CanaryId(read(id)), reason)
    _done(session, CanaryId(read(id)))


@click.command("seen")
@click.argument("id", metavar="ID")
@click.option("--where", required=True, help="Where it was seen, as far as that is known.")
@click.option("--mark", metavar="ID", help="The id in its row, where the row was seen.")
@in_session
def seen(session: Session, *, id: str, where: str, mark: str | None) -> None:  # noqa: A002
    """Record that a canary was seen outside, and show the exports that it left with."""
    with session.site() as site:
        known = CanaryId(read(id))
        bore = read(mark) if mark else b""
        left = canaries.seen_outside(site, site.lead, known, where, bore)
    _done(session, known, tuple(spell(one.mark) for one in left))


@click.command("answer")
@click.argument("id", metavar="ID")
@click.option("--reason", required=True, help="What they said, and what came of it.")
@in_session
def answer(session: Session, *, id: str, reason: str) -> None:  # noqa: A002
    """Record what came of asking whoever met a canary."""
    with session.site() as site:
        canaries.answer(site, site.lead, CanaryId(read(id)), reason)
    _done(session, CanaryId(read(id)))


@click.command("list")
@in_session
def listed(session: Session) -> None:
    """List the canaries with who met them, how and when."""
    with session.site() as site:
        rows = canaries.canaries(site, site.lead)
    said = Canaries(canaries=tuple(map(_shown, rows)))
    session.tell(said, _lines(said))
    if not said.canaries:
        session.note("None is planted.")


def _done(session: Session, canary: CanaryId, exports: tuple[str, ...] = ()) -> None:
    said = Done(id=spell(canary), exports=exports)
    lines = (("canary", said.id), *(("left with", mark) for mark in exports))
    session.tell(said, pairs(lines))


def _shown(row: CanaryRow) -> CanaryShown:
    return CanaryShown(
        id=spell(row.id),
        name=row.name,
        planted=iso(row.planted),
        withdrawn=row.withdrawn,
        unanswered=row.unanswered,
        met=tuple(map(_met, row.met)),
    )


def _met(one: Met) -> MetShown:
    return MetShown(
        at=iso(one.at),
        operator=one.operator,
        how=one.how,
        mark=spell(one.mark) if one.mark else "",
        where=one.where,
        asked=one.asked,
    )


def _lines(said: Canaries) -> Iterator[str]:
    rows = (
        (one.id, one.planted, "withdrawn" if one.withdrawn else "", one.unanswered or "", one.name)
        for one in said.canaries
    )
    yield from columns(("canary", "planted", "stands", "to ask", "name"), rows)
    for one in said.canaries:
        if one.met:
            yield ""
            yield one.name
            met = ((each.at, each.how, each.operator, each.mark, each.where) for each in one.met)
            yield from columns(("met", "how", "by", "mark", "where"), met)
