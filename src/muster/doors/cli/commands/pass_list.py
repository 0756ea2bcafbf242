"""``muster pass list``, ``show`` and ``uses``: the book of passes."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import passes as told
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.passes import Passes
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.moment import iso
from muster.journey.passes import aloud
from muster.site.passes import cards, passbook
from muster.site.passes.cards import Card


class UseShown(Part, frozen=True):
    """Where and when heads went in on a pass."""

    at: str
    gate: str
    post: str
    heads: int


class CardShown(Part, frozen=True):
    """A pass that was used more than once, the first use first."""

    code: str
    souls: int
    heads: int
    uses: tuple[UseShown, ...]
    settled: str


class Cards(Answer, frozen=True):
    """Every second use that was found."""

    cards: tuple[CardShown, ...]


@click.command("list")
@click.option("--gate", metavar="GATE", help="Only passes to this gate.")
@click.option("--good", is_flag=True, help="Only passes that a gate would still take.")
@in_session
def listed(session: Session, *, gate: str | None, good: bool) -> None:
    """List passes by window."""
    with session.site() as site:
        where = told.gate(site, gate)
        rows = passbook.listed(site, site.lead, gate=where, live=good)
    said = Passes(passes=tuple(map(told.shown, rows)))
    session.tell(said, told.lines(said.passes))


@click.command("show")
@click.argument("code")
@in_session
def show(session: Session, *, code: str) -> None:
    """Show a pass, whose it is, and its text.

    CODE is read aloud, scanned, or an outer pass.
    """
    with session.site() as site:
        said = told.page(site, told.meant(site, code))
    session.tell(said, told.page_lines(said))


@click.command("uses")
@click.option("--settled", is_flag=True, help="Also those that somebody looked into.")
@in_session
def uses(session: Session, *, settled: bool) -> None:
    """Show every pass that was used more than once: where and when."""
    with session.site() as site:
        found = cards.second_uses(site, site.lead, settled=settled)
    said = Cards(cards=tuple(map(_card, found)))
    session.tell(said, _lines(said))


def _card(card: Card) -> CardShown:
    return CardShown(
        code=card.code,
        souls=card.souls,
        heads=card.heads,
        uses=tuple(
            UseShown(at=iso(use.at.latest), gate=gate, post=use.post, heads=use.heads)
            for use, gate in card.uses
        ),
        settled=iso(card.settled) if card.settled is not None else "",
    )


def _lines(said: Cards) -> Iterator[str]:
    rows = (
        (aloud.grouped(card.code), card.souls, use.heads, use.at, use.post, use.gate)
        for card in said.cards
        for use in card.uses
    )
    yield from columns(("code", "souls", "went in", "at", "post", "gate"), rows)
