"""``muster family give``, ``revoke`` and ``list``."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli import parties
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.doors.web import voice
from muster.ground.people.ids import LENGTH, PartyId, spell
from muster.ground.people.kin import Relation
from muster.ground.people.moment import iso
from muster.journey.passes.checked import grouped
from muster.journey.passes.pages import LONGEST
from muster.journey.passes.problems import PageUnknown
from muster.journey.plan.facts import Channel
from muster.site.passes import families, printing
from muster.site.passes.families import Given, PageRow
from muster.site.rights import Operator
from muster.site.site import Site

LANGUAGES = ("en", "prs", "ps", "ar", "uk")
SHOWN = 8


class PageGiven(Answer, frozen=True):
    """A page that was given: what is typed to read it, here and nowhere else, and its link."""

    page: str
    groups: str
    link: str
    until: str


class PageShown(Part, frozen=True):
    """One page; ``relation`` is empty on a party's own."""

    page: str
    party: str
    relation: str
    until: str
    answered: bool


class PagesShown(Answer, frozen=True):
    """Pages in order of their ends."""

    pages: tuple[PageShown, ...]


class PagesTakenBack(Answer, frozen=True):
    """How many pages say wait from now on."""

    taken_back: int


@click.command("give")
@click.argument("party")
@click.option(
    "--relative",
    type=click.Choice([one.value for one in families.RELATIVES]),
    help="For a relative: what they are to the head. They see when all are safe, no more.",
)
@click.option(
    "--agreed",
    type=click.Choice([one.value for one in Channel]),
    help="With --relative: how the party was asked, and agreed.",
)
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST),
    default=families.DAYS,
    show_default=True,
    help="How long it is answered.",
)
@click.option("--address", default="", metavar="URL", help="Where strangers reach the page.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The holder's language, for link and card.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The card as PDF, readable by this user only; needs --address.",
)
@in_session
def give(
    session: Session,
    *,
    party: str,
    relative: str | None,
    agreed: str | None,
    days: int,
    address: str,
    language: str,
    output: Path | None,
) -> None:
    """Give a party, or a relative it allows, a page.

    Its code is shown this once: the record keeps what finds and seals its answer, and nobody can
    make the code of it. Whoever loses theirs is given another.
    """
    if output is not None and not address:
        raise Usage(said="Expected --address with --output", command="muster family give")
    with session.site() as site:
        (whose,) = parties.meant(site, [party])
        made = _given(site, site.lead, whose, relative, agreed, days)
        if output is not None:
            spoken = voice(language)
            card = printing.print_page(
                site, site.lead, made, address=address, holder="desk", voice=spoken
            )
            write_private(output, card, "--output")
    said = PageGiven(
        page=_short(made.mark),
        groups=grouped(made.code),
        link=families.link(address, made.code, language) if address else "",
        until=iso(made.until),
    )
    rows = (("code", said.groups), ("link", said.link), ("until", said.until), ("page", said.page))
    session.tell(said, pairs(rows))


@click.command("revoke")
@click.argument("party")
@click.option("--page", metavar="PAGE", help="One page, as listed; all of the party otherwise.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; without names.")
@in_session
def revoke(session: Session, *, party: str, page: str | None, reason: str) -> None:
    """Let the pages of a party say wait from now on."""
    with session.site() as site:
        (whose,) = parties.meant(site, [party])
        mark = _meant(site, whose, page) if page else None
        count = families.take_back(site, site.lead, whose, reason=reason, mark=mark)
    said = PagesTakenBack(taken_back=count)
    session.tell(said, pairs((("taken back", said.taken_back),)))


@click.command("list")
@click.argument("party", required=False)
@in_session
def listed(session: Session, *, party: str | None) -> None:
    """List the pages that were given.

    All of them, or those of one party.
    """
    with session.site() as site:
        whose = parties.meant(site, [party])[0] if party else None
        rows = [_shown(row) for row in families.listed(site, site.lead, whose)]
    session.tell(PagesShown(pages=tuple(rows)), _lines(rows))


def _given(
    site: Site,
    by: Operator,
    party: PartyId,
    relative: str | None,
    agreed: str | None,
    days: int,
) -> Given:
    if relative is None:
        return families.give(site, by, party, days=days)
    asked = Channel(agreed) if agreed else None
    return families.give_relative(site, by, party, Relation(relative), asked, days=days)


def _meant(site: Site, party: PartyId, text: str) -> bytes:
    rows = families.listed(site, site.lead, party)
    found = [row.page.mark for row in rows if _short(row.page.mark) == text.strip().lower()]
    if len(found) != 1:
        raise PageUnknown
    return found[0]


def _short(mark: bytes) -> str:
    return spell(mark[:LENGTH])[:SHOWN]


def _shown(row: PageRow) -> PageShown:
    page = row.page
    return PageShown(
        page=_short(page.mark),
        party=spell(row.party),
        relation=page.relation.value if page.relation is not None else "",
        until=iso(page.until),
        answered=row.live,
    )


def _lines(rows: list[PageShown]) -> Iterator[str]:
    cells = (
        (one.page, one.party, one.relation, one.until, "yes" if one.answered else "no")
        for one in rows
    )
    yield from columns(("page", "party", "relative", "until", "answered"), cells)
