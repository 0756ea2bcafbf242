"""``muster site turn``: new keys for compartments, now."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.site import epochs


class EpochsTurned(Answer, frozen=True):
    """The compartments that have a new key."""

    compartments: tuple[str, ...]


@click.command("turn")
@click.argument("compartment", nargs=-1, type=click.Choice([str(one) for one in epochs.PERIODS]))
@in_session
def turn(session: Session, *, compartment: tuple[str, ...]) -> None:
    """Give compartments a new key now, all that turn by the clock otherwise.

    Each member is granted it when it is met next; each grant is on record.
    """
    with session.site() as site:
        done = epochs.turn(site, site.lead, compartment)
    said = EpochsTurned(compartments=tuple(done))
    session.tell(said, pairs((("turned", ", ".join(said.compartments)),)))
