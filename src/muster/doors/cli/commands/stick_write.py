"""``muster stick write``: a parcel for another site, into a folder."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.exchange import letterboxes, sticks
from muster.site.exchange.letterboxes import Known
from muster.site.site import Site

_FOLDER = click.Path(path_type=Path)


class Written(Answer, frozen=True):
    """A parcel that was written.

    ``entries`` are told; of ``ahead`` logs the other site holds more than this one; ``forked`` logs
    are told whole.
    """

    file: str
    bytes: int
    to: str
    site: str
    entries: int
    chunks: int
    ahead: int
    forked: int


@click.command("write")
@click.option(
    "--to",
    required=True,
    metavar="SITE",
    help="Name or id of the site it is for, or a file with its letterbox.",
)
@click.argument("folder", type=_FOLDER, metavar="DIR")
@in_session
def write(session: Session, *, to: str, folder: Path) -> None:
    """Write a parcel for another site into DIR.

    DIR is a stick, or a folder that rsync, Syncthing or mail carries: it needs no trust. The parcel
    opens at that site alone. It tells what that site lacks by its last receipt here, so that a
    parcel that is lost is told again by the next one.
    """
    with session.site() as site:
        made = sticks.write(site, site.lead, _named(site, to), folder)
    said = shown(made)
    session.tell(said, _lines(said))


def shown(made: sticks.Written) -> Written:
    """Return what is told of a parcel that was written."""
    return Written(
        file=made.path.name,
        bytes=made.size,
        to=made.name,
        site=spell(made.to),
        entries=made.entries,
        chunks=made.chunks,
        ahead=made.ahead,
        forked=made.forked,
    )


def _named(site: Site, to: str) -> Known:
    path = Path(to)
    if path.is_file():
        return letterboxes.taken(site, site.lead, letterboxes.from_file(path))
    return letterboxes.find(site, site.lead, to)


def _lines(said: Written) -> Iterator[str]:
    yield from pairs(
        (
            ("parcel", said.file),
            ("for", said.to),
            ("bytes", f"{said.bytes:,}"),
            ("entries", f"{said.entries:,}"),
            ("logs ahead there", said.ahead or ""),
            ("logs that forked", said.forked or ""),
        )
    )
