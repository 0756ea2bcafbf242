"""``muster training``: a site of invented people to learn on, the same on every computer."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.doors.drill import training as data
from muster.doors.drill.crew import POSTS
from muster.doors.web import PORT, Ways
from muster.doors.web import serve as serve_door


class TrainingLaid(Answer, frozen=True):
    """Where the training data lies, and whether it was made just now."""

    folder: str
    made: bool


@click.command("training")
@click.option("--lay", "only_lay", is_flag=True, help="Lay the data only; serve nothing.")
@click.option("--fresh", is_flag=True, help="Begin anew, as on the first day.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port of the screens; 0 takes any that is free.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the board in a browser.")
@in_session
def training(
    session: Session, *, only_lay: bool, fresh: bool, port: int, open_browser: bool
) -> None:
    """Learn on a site at work, with invented people.

    No site and no passphrase is needed: the data is laid once for this user, the same on every
    computer, and its clock stands still while it is closed. Two hours with it are in
    docs/training.md.
    """
    where = data.folder()
    if fresh:
        data.clear(where)
    made = data.lay(where)
    if only_lay:
        said = TrainingLaid(folder=str(where), made=made)
        session.tell(said, pairs((("folder", said.folder), ("made", "yes" if made else "no"))))
        return

    def ready(ways: Ways) -> None:
        session.say(f"The board is at {ways.here}")
        names = ", ".join(name for name, _ in POSTS)
        session.say(f"Sign in as one of: {names}. PIN: {data.PIN}")

    with data.opened(where) as site:
        try:
            serve_door(site, port=port, open_browser=open_browser, ready=ready)
        except KeyboardInterrupt:
            session.note("Closed.")
