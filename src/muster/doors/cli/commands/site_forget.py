"""``muster site forget``: destroy the keys of past days at a gate post."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.site import forgetting


class EpochsDestroyed(Answer, frozen=True):
    """Keys destroyed by compartment, and rows behind them: carried over, counted, dropped."""

    epochs: dict[str, int]
    carried: int
    counted: int
    dropped: int


@click.command("forget")
@click.option("--yesterday", is_flag=True, help="Destroy the keys of yesterday, too.")
@in_session
def forget(session: Session, *, yesterday: bool) -> None:
    """Destroy the keys of all days but today and yesterday, at a gate post, now.

    It happens by itself at each turn. Passes that are still good, whoever still waits, gates and
    lifts stay; of all others only the counts do. It cannot be undone, by a backup neither.
    """
    with session.site() as site:
        done = forgetting.forget(site, site.lead, yesterday=yesterday)
    said = EpochsDestroyed(
        epochs=done.epochs, carried=done.carried, counted=done.counted, dropped=done.dropped
    )
    epochs = ", ".join(f"{name} {number}" for name, number in said.epochs.items())
    shown = (
        ("destroyed", epochs or "nothing: no key is that old"),
        ("carried over", said.carried),
        ("only counted", said.counted),
        ("dropped", said.dropped),
    )
    session.tell(said, pairs(shown))
