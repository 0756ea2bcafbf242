"""``muster shred``: make one person unreadable here, for good."""

import sys

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import NotPerson, Unconfirmed
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import PersonId, spell
from muster.site import upkeep
from muster.site.registry import stories
from muster.site.site import Site

_PERSON = "person"


class Shred(Answer, frozen=True):
    """What went: so many keys, so many rows."""

    id: str
    keys: int
    rows: int


@click.command("shred")
@click.argument("id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask; needs --confirm.")
@click.option("--confirm", metavar="ID", help="The whole id again, all 26 letters.")
@click.option(
    "--rule",
    default="on request",
    show_default=True,
    metavar="TEXT",
    help="Under which rule; it goes on record and must not name anybody.",
)
@in_session
def shred(session: Session, *, id: str, yes: bool, confirm: str | None, rule: str) -> None:  # noqa: A002
    """Make one person unreadable here, for good.

    Keys and rows go in one transaction. The chains still verify and every count stays. Nobody can
    undo it; other sites and backups keep what they hold. ID is the person's, or its first six
    letters. On a terminal the whole id is typed once more; a script gives the whole id, or --yes
    with --confirm.
    """
    with session.site() as site:
        person = _person(site, id)
        _confirm(spell(person), confirm if yes else _whole(id), yes=yes)
        done = upkeep.shred(site, site.lead, person, rule)
    said = Shred(id=spell(person), keys=done.keys, rows=done.rows)
    session.tell(said, pairs((("shredded", said.id), ("keys", said.keys), ("rows", said.rows))))


def _person(site: Site, text: str) -> PersonId:
    kind, found = stories.lookup(site, site.lead, text)
    if kind != _PERSON:
        raise NotPerson(found=kind)
    return PersonId(found)


def _whole(text: str) -> str | None:
    """Return what a script gave if it is a whole id; on a terminal it must be typed again."""
    return None if sys.stdin.isatty() else text


def _confirm(spelled: str, typed: str | None, *, yes: bool) -> None:
    """Raise ``Unconfirmed`` unless the whole id was given, by a person a second time."""
    if not (yes and typed is not None) and sys.stdin.isatty():
        asked = f"To shred {spelled} for good, type this id again"
        typed = click.prompt(asked, err=True, prompt_suffix=": ")
    if typed is None or typed.strip().lower() != spelled:
        raise Unconfirmed
