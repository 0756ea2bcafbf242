"""``muster receipt``: whether a receipt of a scuttle is a site's of ours, and what it says."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.commands.scuttle import StepDone
from muster.doors.cli.files import read_file
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.ground.record.certificate import WriterCertificate
from muster.ground.record.receipt import Receipt
from muster.site.closing import scuttle
from muster.site.secrecy import fallen

_FILE = click.Path(path_type=Path)


class ReceiptHeld(Answer, frozen=True):
    """What a receipt that holds says; ``at`` is by the clock of the site that is gone.

    ``kept``: it was put on record.
    """

    site: str
    id: str
    at: str
    entries: int
    steps: tuple[StepDone, ...]
    whole: bool
    kept: bool


@click.command("receipt")
@click.argument("text", nargs=-1)
@click.option("--file", type=_FILE, metavar="FILE", help="The file that it lies in.")
@click.option("--keep", is_flag=True, help="Put it on record, for every site to see.")
@in_session
def receipt(session: Session, *, text: tuple[str, ...], file: Path | None, keep: bool) -> None:
    """Check the receipt of a scuttle, as it was scanned or typed.

    It holds when a site of this operation signed it. Until one does, presume that the site was
    read; with one on record (--keep), the list of whom that concerns says so and stays as long.
    Ends with 5 where it does not hold.
    """
    typed = "".join(text)
    if file is not None:
        typed = read_file(file, "the receipt").decode("ascii", "replace")
    with session.site() as site:
        found, writer = scuttle.read_receipt(site, site.lead, typed)
        if keep:
            fallen.keep_receipt(site, site.lead, typed)
    _tell(session, found, writer, kept=keep)


def _tell(session: Session, found: Receipt, writer: WriterCertificate, *, kept: bool) -> None:
    said = ReceiptHeld(
        site=writer.site.name,
        id=spell(writer.site.site),
        at=iso(found.at),
        entries=found.entries,
        steps=tuple(StepDone(step=name, after_ms=after) for name, after in found.steps),
        whole=len(found.steps) == scuttle.STEPS,
        kept=kept,
    )
    lines = (
        ("site", said.site),
        ("at", said.at),
        ("entries", said.entries),
        *((one.step, f"after {one.after_ms} ms") for one in said.steps),
    )
    session.tell(said, pairs(lines))
