"""``muster operator add``: enrol somebody with a PIN."""

import rich_click as click

from muster.doors.cli import secret
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.operators import enrol
from muster.site.rights import Role


class Enrolled(Answer, frozen=True):
    """The operator who was enrolled."""

    id: str
    name: str
    roles: tuple[str, ...]


@click.command("add")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
    help="What they do here; give it once for each role.",
)
@click.option(
    "--pin-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the PIN on its first line. Typed twice otherwise.",
)
@in_session
def add(session: Session, *, name: str, roles: tuple[str, ...], pin_file: str | None) -> None:
    """Enrol an operator with a PIN.

    NAME is what they sign in with. The PIN has at least 8 characters; nobody can read it again, and
    a forgotten one is replaced by revoking and adding.
    """
    with session.site() as site:
        pin = secret.pin(pin_file, "--pin-file", "PIN", twice=True)
        kept = tuple(dict.fromkeys(roles))
        operator = enrol(site, site.lead, name, kept, pin)
    said = Enrolled(id=spell(operator), name=name.strip(), roles=kept)
    shown = (("operator", said.id), ("roles", ", ".join(said.roles)), ("name", said.name))
    session.tell(said, pairs(shown))
