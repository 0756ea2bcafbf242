"""``muster receipt``: whether a receipt of a scuttle is a site's of ours, and what it says."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.commands.scuttle import StepDone
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.closing import scuttle


class ReceiptHeld(Answer, frozen=True):
    """What a receipt that holds says; ``at`` is by the clock of the site that is gone."""

    site: str
    id: str
    at: str
    entries: int
    steps: tuple[StepDone, ...]
    whole: bool


@click.command("receipt")
@click.argument("text", nargs=-1, required=True)
@in_session
def receipt(session: Session, *, text: tuple[str, ...]) -> None:
    """Check the receipt of a scuttle, as it was scanned or typed.

    It holds when a site of this operation signed it. Until one does, presume that the site was
    read. Ends with 5 where it does not hold.
    """
    with session.site() as site:
        found, writer = scuttle.read_receipt(site, site.lead, "".join(text))
    said = ReceiptHeld(
        site=writer.site.name,
        id=spell(writer.site.site),
        at=iso(found.at),
        entries=found.entries,
        steps=tuple(StepDone(step=name, after_ms=after) for name, after in found.steps),
        whole=len(found.steps) == scuttle.STEPS,
    )
    lines = (
        ("site", said.site),
        ("at", said.at),
        ("entries", said.entries),
        *((one.step, f"after {one.after_ms} ms") for one in said.steps),
    )
    session.tell(said, pairs(lines))
