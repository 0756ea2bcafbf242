"""``muster duress``: set a code that destroys the site when typed under force, or have none."""

import rich_click as click

from muster.doors.cli import secret
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.site.closing import duress as codes


class DuressKept(Answer, frozen=True):
    """Done; that is all that is ever said about a duress code."""

    done: bool


@click.command("set")
@click.option(
    "--code-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the code on its first line. Typed twice otherwise.",
)
@in_session
def put(session: Session, *, code_file: str | None) -> None:
    """Set the duress code, in the place of any other.

    Typed for the passphrase, or for the PIN on the screens, it destroys this site's keys and opens
    the training data. At least 12 characters. Read the manual before: destroying may be punished,
    and nothing hides that the site existed. Nobody can see whether there is a code.
    """
    with session.site() as site:
        codes.set_code(site, site.lead, secret.pin(code_file, "--code-file", "Code", twice=True))
    session.tell(DuressKept(done=True), ("done",))


@click.command("drop")
@in_session
def drop(session: Session) -> None:
    """Have no duress code; says the same where there was none."""
    with session.site() as site:
        codes.drop_code(site, site.lead)
    session.tell(DuressKept(done=True), ("done",))
