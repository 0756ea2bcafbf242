"""``muster print``: numbered sheets, from the register to the fire."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.catalogue import PRINT
from muster.doors.cli.closing import (
    PrintShown,
    Recorded,
    print_argument,
    print_shown,
    recorded_lines,
)
from muster.doors.cli.lazy import LazyGroup
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import read_iso
from muster.journey.closing.facts import PrintKind
from muster.journey.closing.state import PrintEnd
from muster.site import prints as sheets
from muster.site.closing import left


class Prints(Answer, frozen=True):
    """The register, prints that are out first."""

    prints: tuple[PrintShown, ...]


@click.command("print", cls=LazyGroup, listed=PRINT)
def group() -> None:
    """Keep the register of numbered prints."""


@click.command("register")
@click.option(
    "--kind",
    type=click.Choice([one.value for one in PrintKind]),
    required=True,
    help="What is on it.",
)
@click.option("--holder", required=True, metavar="TEXT", help="The post that holds it.")
@click.option(
    "--people", type=click.IntRange(0), default=0, metavar="N", help="How many people are on it."
)
@click.option(
    "--expires", required=True, metavar="TIME", help="When it is back or destroyed, as ISO 8601."
)
@click.option(
    "--number", default="", metavar="TEXT", help="The number on the sheet; the next otherwise."
)
@click.option("--place", metavar="PLACE", help="Where it is: name or id of a place.")
@in_session
def register(
    session: Session,
    *,
    kind: str,
    holder: str,
    people: int,
    expires: str,
    number: str,
    place: str | None,
) -> None:
    """Enter a print in the register; it gets the next number."""
    with session.site() as site:
        made = sheets.register_print(
            site,
            site.lead,
            kind=PrintKind(kind),
            holder=holder,
            souls=people,
            expires=read_iso(expires),
            number=number,
            place=left.find_place(site, site.lead, place) if place else None,
        )
    said = Recorded(id=spell(made.id), state=PrintEnd.OPEN.value, number=made.number)
    session.tell(said, recorded_lines(said))


@click.command("return")
@print_argument
@click.option("--to", "receiver", required=True, metavar="TEXT", help="The post that took it.")
@in_session
def give_back(session: Session, *, print: str, receiver: str) -> None:  # noqa: A002
    """Record that a print came back.

    PRINT is its number or id.
    """
    with session.site() as site:
        found = left.find_print(site, site.lead, print)
        sheets.return_print(site, site.lead, found, receiver)
    said = Recorded(id=spell(found), state=PrintEnd.RETURNED.value)
    session.tell(said, recorded_lines(said))


@click.command("destroy")
@print_argument
@click.option("--method", required=True, metavar="TEXT", help="How: burned, shredded.")
@click.option("--witness", required=True, metavar="TEXT", help="Who stood beside.")
@in_session
def destroy(session: Session, *, print: str, method: str, witness: str) -> None:  # noqa: A002
    """Record that a print was destroyed before a witness.

    PRINT is its number or id.
    """
    with session.site() as site:
        found = left.find_print(site, site.lead, print)
        sheets.destroy_print(site, site.lead, found, method=method, witness=witness)
    said = Recorded(id=spell(found), state=PrintEnd.DESTROYED.value)
    session.tell(said, recorded_lines(said))


@click.command("lose")
@print_argument
@click.option("--reason", required=True, metavar="TEXT", help="How it was lost.")
@in_session
def lose(session: Session, *, print: str, reason: str) -> None:  # noqa: A002
    """Record that nobody knows where a print is.

    PRINT is its number or id.
    """
    with session.site() as site:
        found = left.find_print(site, site.lead, print)
        sheets.lose_print(site, site.lead, found, reason)
    said = Recorded(id=spell(found), state=PrintEnd.LOST.value)
    session.tell(said, recorded_lines(said))


@click.command("list")
@in_session
def prints(session: Session) -> None:
    """List the prints: those that are out first, with who holds them."""
    with session.site() as site:
        found = left.prints(site, site.lead)
    said = Prints(prints=tuple(map(print_shown, found)))
    rows = (
        (one.number, one.kind, one.souls, _state(one), one.expires, one.holder)
        for one in said.prints
    )
    session.tell(said, columns(("number", "kind", "people", "state", "expires", "holder"), rows))


def _state(one: PrintShown) -> str:
    return f"{one.state}, overdue" if one.overdue else one.state
