"""``muster operator add``, ``code``, ``pin``: enrol somebody, who then chooses a PIN."""

import rich_click as click

from muster.doors.cli import secret
from muster.doors.cli.answer import Answer
from muster.doors.cli.commands.operator_credentials import named
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site import joining
from muster.site.access.patience import Patience
from muster.site.joining import Invited
from muster.site.rights import Role


class Enrolled(Answer, frozen=True):
    """The operator who was enrolled, with the code for their first sign-in and its end."""

    id: str
    name: str
    roles: tuple[str, ...]
    code: str
    until: str


class Handed(Answer, frozen=True):
    """Another code for a first sign-in, and until when it is good."""

    operator: str
    code: str
    until: str


class Chosen(Answer, frozen=True):
    """The operator who chose a PIN."""

    operator: str
    name: str


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
@in_session
def add(session: Session, *, name: str, roles: tuple[str, ...]) -> None:
    """Enrol an operator, and show the code by which they choose a PIN.

    NAME is what they sign in with. Hand the code to them: for 24 hours it lets them choose a PIN of
    their own, on a screen or with `muster operator pin`, and nothing else.
    """
    kept = tuple(dict.fromkeys(roles))
    with session.site() as site:
        made = joining.add(site, site.lead, name, kept)
    said = Enrolled(id=spell(made.id), name=name.strip(), roles=kept, **_code(made))
    shown = (
        ("operator", said.id),
        ("roles", ", ".join(said.roles)),
        ("name", said.name),
        ("code", said.code),
        ("until", said.until),
    )
    session.tell(said, pairs(shown))


@click.command("code")
@click.argument("operator")
@in_session
def code(session: Session, *, operator: str) -> None:
    """Show another code for somebody who has not chosen a PIN yet.

    OPERATOR is a name or an id. The code before holds no more.
    """
    with session.site() as site:
        made = joining.hand(site, site.lead, named(site, operator))
    said = Handed(operator=spell(made.id), **_code(made))
    session.tell(said, pairs((("operator", said.operator), *_code(made).items())))


@click.command("pin")
@click.argument("name")
@click.option(
    "--code-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the code on its first line. Asked for otherwise.",
)
@click.option(
    "--pin-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the PIN on its first line. Typed twice otherwise.",
)
@in_session
def pin(session: Session, *, name: str, code_file: str | None, pin_file: str | None) -> None:
    """Let an operator choose their first PIN, against the code that they were given.

    NAME is what they sign in with. The PIN has at least 8 characters and is none that is soon
    guessed; nobody can read it again.
    """
    with session.site() as site:
        given = secret.pin(code_file, "--code-file", "Code")
        chosen = secret.pin(pin_file, "--pin-file", "New PIN", twice=True)
        operator = joining.choose(site, Patience(), name, given, chosen)
    said = Chosen(operator=spell(operator.id), name=operator.name)
    session.tell(said, pairs((("operator", said.operator), ("name", said.name))))


def _code(made: Invited) -> dict[str, str]:
    return {"code": made.code, "until": iso(made.until)}
