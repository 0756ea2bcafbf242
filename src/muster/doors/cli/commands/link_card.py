"""``muster link card``, ``learn`` and ``words``: what sites tell each other without a link."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.sites import meant
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.site.exchange import enrolling, introducing
from muster.site.exchange.neighbours import spoken

_FILE = click.Path(path_type=Path)


class SiteKnown(Answer, frozen=True):
    """A site whose card was written or learned, and what it may hold."""

    site: str
    name: str
    compartments: tuple[str, ...]


class LettersFor(Part, frozen=True):
    """What to read to one site: sixteen letters for all that both may hold, and counts."""

    site: str
    name: str
    letters: str
    entries: int
    logs: int
    compartments: tuple[str, ...]


class Letters(Answer, frozen=True):
    """What to read to each site."""

    sites: tuple[LettersFor, ...]


@click.command("card")
@click.argument("file", type=_FILE)
@in_session
def card(session: Session, *, file: Path) -> None:
    """Write this site's card, for one that knows it not.

    The operation signed it and nothing in it is secret. The other site learns it with
    `muster link learn`; parcels bring it by themselves.
    """
    with session.site() as site:
        raw = introducing.card(site, site.lead)
        own = introducing.learn(site, site.lead, raw)
    write_private(file, raw, "FILE")
    _tell(session, SiteKnown(site=spell(own.site.site), name=own.site.name,
                             compartments=own.compartments))  # fmt: skip


@click.command("learn")
@click.argument("file", type=_FILE, nargs=-1, required=True)
@in_session
def learn(session: Session, *, file: tuple[Path, ...]) -> None:
    """Take the card of a site not heard of before.

    Both may exchange then. FILE is the card, or pictures of its codes. It goes on record here.
    """
    raw = enrolling.brought(file)
    with session.site() as site:
        found = introducing.learn(site, site.lead, raw)
    _tell(session, SiteKnown(site=spell(found.site.site), name=found.site.name,
                             compartments=found.compartments))  # fmt: skip


@click.command("words")
@click.argument("other", metavar="[SITE]", required=False)
@in_session
def words(session: Session, *, other: str | None) -> None:
    """Show letters to compare two records by voice.

    Equal letters are equal records. They stand for everything in the compartments of both, as it is
    now. SITE is a name or an id.
    """
    with session.site() as site:
        found = spoken(site, site.lead)
        wanted = meant(site, other).site if other else None
    said = Letters(
        sites=tuple(
            LettersFor(
                site=spell(one.site),
                name=one.name,
                letters=one.letters,
                entries=one.entries,
                logs=one.logs,
                compartments=one.compartments,
            )
            for one in found
            if wanted in {None, one.site}
        )
    )
    session.tell(said, _letters(said))


def _letters(said: Letters) -> Iterator[str]:
    rows = ((one.name, one.letters, str(one.entries), str(one.logs)) for one in said.sites)
    yield from columns(("site", "letters", "entries", "logs"), rows)


def _tell(session: Session, said: SiteKnown) -> None:
    rows = (("site", said.site), ("name", said.name), ("may hold", ", ".join(said.compartments)))
    session.tell(said, pairs(rows))
