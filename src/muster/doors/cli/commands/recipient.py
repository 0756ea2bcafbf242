"""``muster recipient``: to whom files may be sealed."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.catalogue import RECIPIENT
from muster.doors.cli.files import read_file
from muster.doors.cli.lazy import LazyGroup
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.export import recipients


class RecipientShown(Part, frozen=True):
    """One recipient; ``dropped`` is empty where files may be sealed to it."""

    id: str
    name: str
    fingerprint: str
    how: str
    verified: str
    dropped: str


class Recipients(Answer, frozen=True):
    """Everybody that files may be or might have been sealed to."""

    recipients: tuple[RecipientShown, ...]


class Recorded(Answer, frozen=True):
    """Whose key was put on record, or to whom nothing is sealed any more."""

    recipient: str
    dropped: bool


@click.command("recipient", cls=LazyGroup, listed=RECIPIENT)
def recipient() -> None:
    """Say to whom files may be sealed, and who compared their keys."""


@click.command("add")
@click.argument("name")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The public key, age1..., as the recipient sent it.",
)
@click.option(
    "--fingerprint",
    required=True,
    metavar="TEXT",
    help="The fingerprint as the recipient read it to you, not as it came with the key.",
)
@click.option("--how", default="", metavar="TEXT", help="How it was compared, and with whom.")
@two_people
@in_session
def add(
    session: Session,
    *,
    name: str,
    key_file: Path,
    fingerprint: str,
    how: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Record a recipient's public key, compared by two people.

    The fingerprint is eight groups of four letters; `docs/export.md` says how the recipient gets
    it. Compare it in another way than the key came: by telephone, face to face.
    """
    key = read_file(key_file, "--key-file").decode("ascii", "replace").strip()
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        found = recipients.verify(site, site.lead, beside, name, key, fingerprint, how)
    session.tell(Recorded(recipient=spell(found), dropped=False), (spell(found),))


@click.command("list")
@in_session
def listed(session: Session) -> None:
    """List to whom files may be sealed."""
    with session.site() as site:
        rows = recipients.recipients(site, site.lead)
    said = Recipients(
        recipients=tuple(
            RecipientShown(
                id=spell(one.id),
                name=one.recipient.name,
                fingerprint=one.recipient.fingerprint,
                how=one.recipient.how,
                verified=iso(one.recipient.verified),
                dropped="" if one.recipient.dropped is None else iso(one.recipient.dropped),
            )
            for one in rows
        )
    )
    cells = (
        (one.id[:10], one.name, one.fingerprint, one.how, one.verified, one.dropped)
        for one in said.recipients
    )
    head = ("id", "name", "fingerprint", "compared", "verified", "dropped")
    session.tell(said, columns(head, cells))


@click.command("drop")
@click.argument("name")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@in_session
def drop(session: Session, *, name: str, reason: str) -> None:
    """Seal nothing to a recipient any more.

    NAME is the recipient's name, or the first letters of its id. What was sealed stays sealed.
    """
    with session.site() as site:
        found = recipients.find(site, site.lead, name)
        recipients.drop(site, site.lead, found, reason)
    session.tell(Recorded(recipient=spell(found), dropped=True), (spell(found),))
