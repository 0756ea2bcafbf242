"""``muster operator credentials``, ``reset``: what somebody shows beside the PIN."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.moment import iso
from muster.site import operators
from muster.site.access import compulsory, credentials
from muster.site.access.credentials import CredentialRow
from muster.site.problems import NothingKnown
from muster.site.rights import Role
from muster.site.site import Site


class CredentialShown(Part, frozen=True):
    """One thing that is shown beside the PIN; ``domain`` is the site that a key is for."""

    method: str
    label: str
    domain: str
    since: str
    revoked: str


class CredentialsShown(Answer, frozen=True):
    """What an operator shows beside the PIN, and did; never a secret."""

    operator: str
    credentials: tuple[CredentialShown, ...]


class MoreAsked(Answer, frozen=True):
    """The roles whose holders show more than a PIN."""

    roles: tuple[str, ...]


class ResetDone(Answer, frozen=True):
    """How many were taken away."""

    operator: str
    revoked: int


@click.command("credentials")
@click.argument("operator")
@in_session
def shown(session: Session, *, operator: str) -> None:
    """List what an operator shows beside the PIN: keys, codes, codes on paper.

    They are enrolled on a screen, by their owner: the page *Your sign-in*.
    """
    with session.site() as site:
        wanted = named(site, operator)
        rows = credentials.theirs(site, site.lead, wanted)
    said = CredentialsShown(operator=spell(wanted), credentials=tuple(map(_shown, rows)))
    session.tell(said, _lines(said))
    if not said.credentials:
        session.note("Nothing: the PIN alone.")


@click.command("reset")
@click.argument("operator")
@click.option("--reason", required=True, help="Why; it goes on record.")
@two_people
@in_session
def reset(
    session: Session,
    *,
    operator: str,
    reason: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Take away all that an operator shows beside the PIN, two people signing."""
    with session.site() as site:
        wanted = named(site, operator)
        beside = signing(site, second, second_pin_file)
        number = credentials.reset(site, site.lead, beside, wanted, reason)
    said = ResetDone(operator=spell(wanted), revoked=number)
    session.tell(said, pairs((("operator", said.operator), ("revoked", said.revoked))))


@click.command("ask-more")
@click.argument("role", nargs=-1, type=click.Choice([role.value for role in Role]))
@click.option("--nobody", is_flag=True, help="Ask it of nobody any more.")
@two_people
@in_session
def ask_more(
    session: Session,
    *,
    role: tuple[str, ...],
    nobody: bool,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Say whose sign-in takes more than a PIN, two people signing.

    ROLE names them; without any it is those who open records, command or enrol others. At the next
    sign-in they enrol a key or a telephone, and get nowhere before.
    """
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        wanted = () if nobody else role or tuple(compulsory.USUAL)
        asked = compulsory.require_more(site, site.lead, beside, wanted)
    said = MoreAsked(roles=asked)
    session.tell(said, pairs((("asked of", ", ".join(asked) or "nobody"),)))


def named(site: Site, name: str) -> OperatorId:
    """Return the operator of this name, or of this id; raise ``NothingKnown``."""
    for row in operators.roster(site, site.lead):
        if row.name.casefold() == name.strip().casefold() or spell(row.id) == name:
            return row.id
    raise NothingKnown


def _shown(one: CredentialRow) -> CredentialShown:
    return CredentialShown(
        method=one.method.value,
        label=one.label,
        domain=one.domain,
        since=iso(one.since),
        revoked=iso(one.revoked) if one.revoked is not None else "",
    )


def _lines(said: CredentialsShown) -> Iterator[str]:
    rows = ((one.method, one.since, one.revoked, one.domain, one.label) for one in said.credentials)
    yield from columns(("what", "since", "revoked", "for", "name"), rows)
