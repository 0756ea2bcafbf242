"""``muster rebuild``: all rows anew from the record."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.site import upkeep


class Rebuilding(Answer, frozen=True):
    """Digests of all rows before and after; ``equal`` when nothing had to change."""

    before: str
    after: str
    equal: bool
    entries: int
    seconds: float


@click.command("rebuild")
@in_session
def rebuild(session: Session) -> None:
    """Make all rows anew from the record.

    In one transaction: until it is done the old rows stand. A record that does not verify is not
    folded, and the rows stay as they were. It changes no fact.
    """
    with session.site() as site, session.bar("Folding") as show:
        done = upkeep.rebuild(site, site.lead, show)
    said = Rebuilding(
        before=done.before,
        after=done.after,
        equal=done.equal,
        entries=done.entries,
        seconds=round(done.seconds, 3),
    )
    session.tell(said, _lines(said))


def _lines(said: Rebuilding) -> Iterator[str]:
    equal = "as they were" if said.equal else "they were not what the record says; now they are"
    yield from pairs(
        (
            ("rows", equal),
            ("before", said.before),
            ("after", said.after),
            ("entries", said.entries),
            ("seconds", f"{said.seconds:.1f}"),
        )
    )
