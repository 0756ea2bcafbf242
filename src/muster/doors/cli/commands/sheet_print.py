"""``muster sheet boarding``, ``arrival``, ``muster``: station sheets as PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.arrival import sheets
from muster.site.arrival.sheets import Printed
from muster.site.closing import left
from muster.site.registry import meant

Command = Callable[..., Any]


class SheetMade(Answer, frozen=True):
    """The sheet that was written, as it stands in the register of prints."""

    id: str
    number: str
    rows: int
    bytes: int


def _kept(command: Command) -> Command:
    """Give a command the post that holds the sheet, and the file."""
    held = click.option(
        "--holder", default="desk", show_default=True, help="The post that holds the sheet."
    )
    written = click.option(
        "--output",
        type=click.Path(path_type=Path),
        required=True,
        metavar="FILE",
        help="The PDF to write; readable by this user only.",
    )
    return held(written(command))


@click.command("boarding")
@click.argument("lift")
@click.option("--blank", default=0, help="Empty rows for notes; they are not taken over.")
@_kept
@in_session
def boarding(session: Session, *, lift: str, blank: int, holder: str, output: Path) -> None:
    """Write a sheet of who is planned for a lift, to mark at the ramp.

    It gets a number in the register of prints, which the last hour asks back.
    """
    with session.site() as site:
        wanted = meant.lift(site, site.lead, lift)
        made = sheets.print_boarding(site, site.lead, wanted, holder=holder, blank=blank)
    _tell(session, made, output)


@click.command("arrival")
@click.argument("lift")
@click.argument("place")
@click.option(
    "--blank", default=sheets.BLANK, show_default=True, help="Empty rows for people on no list."
)
@_kept
@in_session
def arrival(
    session: Session, *, lift: str, place: str, blank: int, holder: str, output: Path
) -> None:
    """Write a sheet of who is aboard a lift, to mark as they come off.

    A marked empty row is somebody found on arrival.
    """
    with session.site() as site:
        by = site.lead
        wanted, where = meant.lift(site, by, lift), left.find_place(site, by, place)
        made = sheets.print_arrival(site, by, wanted, where, holder=holder, blank=blank)
    _tell(session, made, output)


@click.command("muster")
@click.argument("place")
@_kept
@in_session
def muster(session: Session, *, place: str, holder: str, output: Path) -> None:
    """Write a sheet of who is at a place, to mark at the daily muster."""
    with session.site() as site:
        where = left.find_place(site, site.lead, place)
        made = sheets.print_muster(site, site.lead, where, holder=holder)
    _tell(session, made, output)


def _tell(session: Session, made: Printed, output: Path) -> None:
    write_private(output, made.pdf, "--output")
    said = SheetMade(id=spell(made.id), number=made.number, rows=made.rows, bytes=len(made.pdf))
    session.tell(said, pairs((("number", said.number), ("rows", said.rows))))
