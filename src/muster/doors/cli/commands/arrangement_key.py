"""``muster arrangement checkpoint``, ``lend`` and ``key``: how a checkpoint checks outer passes."""

from pathlib import Path

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.place import PlaceRole
from muster.journey.passage.terms import Channel
from muster.site import command
from muster.site.passage import checkpoints, liaison

_day = click.option(
    "--day", default="", metavar="DATE", help="UTC day on which the windows begin; today otherwise."
)


class CheckpointNamed(Answer, frozen=True):
    """A checkpoint that others hold."""

    id: str
    name: str


class KeyLent(Answer, frozen=True):
    """Which day's key our tablet at a checkpoint may have."""

    arrangement: str
    checkpoint: str
    day: str


class KeyHandedOut(Answer, frozen=True):
    """Which key was written to the file; ``mark`` is compared aloud and says nothing of it."""

    arrangement: str
    checkpoint: str
    day: str
    mark: str


@click.command("checkpoint")
@click.argument("name")
@in_session
def checkpoint(session: Session, *, name: str) -> None:
    """Name a checkpoint that others hold."""
    with session.site() as site:
        place = command.name_place(site, site.lead, name, PlaceRole.CHECKPOINT)
    said = CheckpointNamed(id=spell(place), name=name)
    session.tell(said, pairs((("checkpoint", said.name), ("id", said.id))))


@click.command("lend")
@click.argument("arrangement")
@click.argument("place", metavar="CHECKPOINT")
@_day
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@in_session
def lend(session: Session, *, arrangement: str, place: str, day: str, reason: str) -> None:
    """Let our tablet at a checkpoint have its key of a day.

    It has to be agreed so (`muster arrangement agree --checking lent`). One of ours begins a shift
    there on the scan page, which then says GO or STOP, souls and window of outer passes.
    """
    with session.site() as site:
        found = liaison.lookup(site, site.lead, arrangement)
        where = gates.place(site, place)
        told = checkpoints.lend(site, site.lead, found, where, day=day, reason=reason)
    said = KeyLent(arrangement=spell(found), checkpoint=spell(where), day=told)
    session.tell(said, pairs((("checkpoint", said.checkpoint), ("day", said.day))))


@click.command("key")
@click.argument("arrangement")
@click.argument("place", metavar="CHECKPOINT")
@_day
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@click.option("--to", "recipient", default="", metavar="TEXT", help="The role that is given it.")
@click.option(
    "--channel",
    type=click.Choice([one.value for one in Channel]),
    default=Channel.IN_PERSON.value,
    show_default=True,
    help="How it is given.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The file to write the key to; readable by this user only.",
)
@two_people
@in_session
def key(
    session: Session,
    *,
    arrangement: str,
    place: str,
    day: str,
    reason: str,
    recipient: str,
    channel: str,
    output: Path,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Hand out a checkpoint's key of a day, signed by two with a reason.

    It has to be agreed so (`muster arrangement agree --checking key`). Whoever has it can check
    that checkpoint's codes of that day, and forge them; so what they show proves nothing.
    """
    with session.site() as site:
        found = liaison.lookup(site, site.lead, arrangement)
        made = checkpoints.hand_out(
            site,
            site.lead,
            signing(site, second, second_pin_file),
            found,
            gates.place(site, place),
            reason=reason,
            day=day,
            recipient=recipient,
            channel=Channel(channel),
        )
    lines = (spell(made.checkpoint), made.checkpoint.hex(), made.day, made.key.hex())
    write_private(output, "\n".join((*lines, "")).encode(), "--output")
    said = KeyHandedOut(arrangement=spell(found), checkpoint=lines[0], day=made.day, mark=made.mark)
    session.tell(said, pairs((("day", said.day), ("mark", said.mark))))
