"""``muster site backup`` and ``restore``: the encrypted record, without its keys."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.exchange import backing_up

_FILE = click.Path(path_type=Path)


class BackedUp(Answer, frozen=True):
    """What was copied."""

    file: str
    bytes: int
    entries: int
    logs: int


class Restored(Answer, frozen=True):
    """The site that was restored; it writes on as a new writer."""

    site: str
    entries: int
    shredded: int


@click.command("backup")
@click.option("--out", type=_FILE, required=True, metavar="FILE", help="Where to write it.")
@in_session
def backup(session: Session, *, out: Path) -> None:
    """Copy the encrypted record to a file.

    The key file keys.slot is not in it: keep a copy of that apart from the backup.
    """
    with session.site() as site:
        done = backing_up.back_up(site, site.lead, out)
    said = BackedUp(file=str(out), bytes=done.bytes, entries=done.entries, logs=done.logs)
    session.tell(
        said,
        pairs(
            (
                ("file", said.file),
                ("bytes", str(said.bytes)),
                ("entries", str(said.entries)),
                ("logs", str(said.logs)),
            )
        ),
    )


@click.command("restore")
@click.argument("file", type=_FILE)
@in_session
def restore(session: Session, *, file: Path) -> None:
    """Put a backup in the place of this site's record.

    keys.slot has to lie in the site's directory. The site writes on as a new writer, and takes back
    from the next exchange what the backup lacks. The record that was there stays as replaced.db.
    """
    site, done = backing_up.restore(session.directory, session.passphrase(), file)
    site.close()
    said = Restored(site=spell(done.site), entries=done.entries, shredded=done.shredded)
    session.tell(
        said,
        pairs(
            (
                ("site", said.site),
                ("entries", str(said.entries)),
                ("shredded", str(said.shredded) if said.shredded else ""),
            )
        ),
    )
