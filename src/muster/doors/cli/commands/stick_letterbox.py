"""``muster stick letterbox`` and ``muster stick sites``: who can be written to, and how."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.exchange import letterboxes

_FILE = click.Path(path_type=Path)


class Given(Answer, frozen=True):
    """This site's letterbox, as a file."""

    file: str
    bytes: int


class Site(Part, frozen=True):
    """A site that parcels can be written for; ``drawn``: how old its key is, by its own clock."""

    id: str
    name: str
    drawn: str


class Sites(Answer, frozen=True):
    """Every site whose letterbox is known here."""

    sites: tuple[Site, ...]


@click.command("letterbox")
@click.argument("out", type=_FILE, metavar="OUT")
@in_session
def letterbox(session: Session, *, out: Path) -> None:
    """Write this site's letterbox into a file, for a site that never heard of it.

    It is a public key with the site's certificate and signature: whoever has it can write parcels
    for this site and read none. Sites that exchanged once know each other's; it changes every week.
    """
    with session.site() as site:
        raw = letterboxes.own(site, site.lead)
    write_private(out, raw, "OUT")
    said = Given(file=str(out), bytes=len(raw))
    session.tell(said, pairs((("file", said.file), ("bytes", f"{said.bytes:,}"))))


@click.command("sites")
@in_session
def sites(session: Session) -> None:
    """List the sites that parcels can be written for."""
    with session.site() as site:
        found = letterboxes.known(site, site.lead)
    said = Sites(
        sites=tuple(Site(id=spell(one.site), name=one.name, drawn=iso(one.drawn)) for one in found)
    )
    session.tell(said, _lines(said))


def _lines(said: Sites) -> Iterator[str]:
    if not said.sites:
        yield "No other site's letterbox is known here."
    yield from columns(
        ("id", "drawn", "name"), ((one.id, one.drawn, one.name) for one in said.sites)
    )
