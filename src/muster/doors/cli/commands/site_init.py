"""``muster site init``: make a site."""

import sys
from collections.abc import Iterator
from datetime import datetime

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import COSTS, in_session
from muster.doors.cli.options import unlock as unlock_option
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import MINUTE, read_iso
from muster.site.opening import SLOT, Setup
from muster.site.opening import init as make
from muster.site.problems import SiteExists


class Made(Answer, frozen=True):
    """The site that was made."""

    site: str
    name: str
    operation: str
    training: bool


@click.command("init")
@click.option("--name", metavar="TEXT", help="What the site is called; asked for otherwise.")
@click.option("--operation", metavar="TEXT", help="Of which operation; asked for otherwise.")
@unlock_option
@click.option("--training", is_flag=True, help="A drill: all its people are invented.")
@click.option(
    "--day-ends",
    type=click.DateTime(["%H:%M"]),
    default="00:00",
    metavar="HH:MM",
    help="When a reporting day ends, UTC. Midnight otherwise.",
)
@click.option(
    "--host-name",
    default="",
    metavar="HOST",
    help="The name its screens are served under; one made of --name otherwise.",
)
@click.option("--base", metavar="TIME", help="From when running totals count, such as 2021-08-14.")
@in_session
def init(
    session: Session,
    *,
    name: str | None,
    operation: str | None,
    unlock: str,
    training: bool,
    day_ends: datetime,
    host_name: str,
    base: str | None,
) -> None:
    """Make a site in a directory.

    The passphrase is the only way in, and nobody can restore it. It needs at least 12 characters:
    take six or more words that nobody would quote. The directory is made if it is not there; a site
    is never overwritten.
    """
    if (session.directory / SLOT).exists():
        raise SiteExists
    setup = Setup(
        _asked(name, "--name", "Name of the site"),
        _asked(operation, "--operation", "Operation"),
        COSTS[unlock],
        (day_ends.hour * 60 + day_ends.minute) * MINUTE,
        training,
        read_iso(base) if base else 0,
        host=host_name,
    )
    with make(session.directory, session.passphrase(new=True), setup) as made:
        said = Made(
            site=spell(made.keys.site),
            name=setup.name,
            operation=setup.operation,
            training=setup.training,
        )
    session.tell(said, _lines(said))
    session.note("Keep the passphrase and a copy of keys.slot apart from this machine.")


def _asked(given: str | None, option: str, words: str) -> str:
    if given is not None and given.strip():
        return given.strip()
    if given is not None or not sys.stdin.isatty():
        raise Usage(said=f"Expected {option}, found none", command="muster site init")
    typed: str = click.prompt(words, err=True)
    return typed.strip()


def _lines(said: Made) -> Iterator[str]:
    yield from pairs(
        (
            ("site", said.site),
            ("name", said.name),
            ("operation", said.operation),
            ("training", "yes" if said.training else ""),
        )
    )
