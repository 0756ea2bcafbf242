"""``muster pass print``: passes and wristbands as PDF."""

from pathlib import Path

import rich_click as click

from muster.doors.cli import passes as told
from muster.doors.cli.answer import Answer
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.site.passes import passbook, printing


class Printed(Answer, frozen=True):
    """How many passes are in the file that was written."""

    passes: int
    bytes: int


@click.command("print")
@click.argument("code", nargs=-1)
@click.option("--good", is_flag=True, help="Every pass that a gate would still take.")
@click.option("--gate", metavar="GATE", help="With --good: only passes to this gate.")
@click.option("--outer", is_flag=True, help="The outer passes, for checkpoints that others hold.")
@click.option("--bands", is_flag=True, help="Wristbands with the code, one for each soul.")
@click.option("--holder", default="desk", show_default=True, help="The post that holds the sheets.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The PDF to write; readable by this user only.",
)
@in_session
def printed(
    session: Session,
    *,
    code: tuple[str, ...],
    good: bool,
    gate: str | None,
    outer: bool,
    bands: bool,
    holder: str,
    output: Path,
) -> None:
    """Write passes as PDF, an A6 page each.

    Every sheet gets a number in the register of prints, which the last hour asks back.
    """
    with session.site() as site:
        by = site.lead
        found = [told.meant(site, one) for one in code]
        if good:
            where = told.gate(site, gate)
            found += [row.id for row in passbook.listed(site, by, gate=where, live=True)]
        kept = list(dict.fromkeys(found))
        if bands:
            made = printing.print_bands(site, by, kept)
        else:
            made = printing.print_passes(site, by, kept, holder=holder, outer=outer)
    write_private(output, made, "--output")
    said = Printed(passes=len(kept), bytes=len(made))
    session.tell(said, pairs((("passes", said.passes), ("bytes", said.bytes))))
