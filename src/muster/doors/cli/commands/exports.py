"""``muster exports``: which files left, for whom, until when."""

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.catalogue import EXPORTS
from muster.doors.cli.lazy import LazyGroup
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.export import register


class ExportShown(Part, frozen=True):
    """One file that left; ``over``: its recipient should have destroyed it, and nobody says so."""

    id: str
    at: str
    to: str
    profile: str
    purpose: str
    rows: int
    columns: tuple[str, ...]
    sha256: str
    sealed: bool
    expires: str
    ended: str
    over: bool


class Exports(Answer, frozen=True):
    """Every file that left with a recipient, those that are over first."""

    exports: tuple[ExportShown, ...]


class Ended(Answer, frozen=True):
    """Which file its recipient destroyed."""

    export: str


@click.command("exports", cls=LazyGroup, listed=EXPORTS)
def exports() -> None:
    """See which files left, for whom, and whether they still are."""


@click.command("list")
@in_session
def listed(session: Session) -> None:
    """List the files that left, those that are over first."""
    with session.site() as site:
        rows = register.exports(site, site.lead)
    said = Exports(
        exports=tuple(
            ExportShown(
                id=spell(one.id),
                at=iso(one.export.at),
                to=one.export.to,
                profile=one.export.profile,
                purpose=one.export.purpose,
                rows=one.export.rows,
                columns=one.export.columns,
                sha256=one.export.digest.hex(),
                sealed=one.export.sealed,
                expires=iso(one.export.expires),
                ended="" if one.export.ended is None else iso(one.export.ended),
                over=one.over,
            )
            for one in rows
        )
    )
    cells = (
        (one.id[:10], one.at, one.to, one.profile, one.rows, one.expires, _state(one))
        for one in said.exports
    )
    session.tell(said, columns(("id", "left", "to", "profile", "rows", "until", "now"), cells))


def _state(one: ExportShown) -> str:
    return "destroyed" if one.ended else "OVER" if one.over else "out"


@click.command("end")
@click.argument("export")
@click.option("--said", default="", metavar="TEXT", help="How you know; it goes on record.")
@in_session
def end(session: Session, *, export: str, said: str) -> None:
    """Record that a recipient destroyed a file.

    EXPORT is its id, of which the ten letters in its name and rows are enough.
    """
    with session.site() as site:
        found = register.find(site, site.lead, export)
        register.end(site, site.lead, found, said)
    session.tell(Ended(export=spell(found)), (spell(found),))
