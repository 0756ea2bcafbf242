"""``muster stick list``: the parcels in a folder, without taking them."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.moment import iso
from muster.site.exchange import sticks

_FOLDER = click.Path(path_type=Path)


class Lying(Part, frozen=True):
    """A parcel as it lies: from whom and when, where it opens here; else why not, by code."""

    file: str
    bytes: int
    ours: bool
    sender: str
    made: str
    problem: str


class Listed(Answer, frozen=True):
    """The parcels in a folder, by name."""

    parcels: tuple[Lying, ...]


@click.command("list")
@click.argument("folder", type=_FOLDER, metavar="DIR")
@in_session
def listed(session: Session, *, folder: Path) -> None:
    """List the parcels in DIR, and from whom those are that open here.

    Nothing is taken. Of a parcel for another site nothing can be told but its size.
    """
    with session.site() as site:
        found = sticks.listed(site, site.lead, folder)
    said = Listed(
        parcels=tuple(
            Lying(
                file=one.path.name,
                bytes=one.size,
                ours=one.ours,
                sender=one.name,
                made=iso(one.made.latest) if one.made is not None else "",
                problem=one.problem.code if one.problem is not None else "",
            )
            for one in found
        )
    )
    session.tell(said, _lines(said))


def _lines(said: Listed) -> Iterator[str]:
    if not said.parcels:
        yield "No parcel lies there."
    heads = ("parcel", "bytes", "made", "for us", "from")
    yield from columns(
        heads,
        (
            (one.file, f"{one.bytes:,}", one.made, "yes" if one.ours else "no", one.sender)
            for one in said.parcels
        ),
    )
