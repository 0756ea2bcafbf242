"""``muster site fallen``: two officers say that a site is in other hands."""

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.sites import meant
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.secrecy import fallen as falls


class SiteFell(Answer, frozen=True):
    """The site that has fallen, and what was done: writers cut, entries that count, issuers."""

    site: str
    name: str
    writers: int
    tablets: int
    logs: int
    entries: int
    issuers: int
    reason: str


@click.command("fallen")
@click.argument("name")
@click.option("--reason", required=True, metavar="TEXT", help="What happened; it goes on record.")
@click.option("--nothing", is_flag=True, help="Let nothing of it count, not even what is held.")
@two_people
@in_session
def fallen(
    session: Session,
    *,
    name: str,
    reason: str,
    nothing: bool,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Say that a site is in other hands, two of us signing; it cannot be undone.

    NAME is a site's name or id. What is held of its writers and tablets counts; what comes later
    waits for a person. The passes that it issued on paper nobody here knows of are turned back, and
    nothing is told to it any more. Then ask whom it concerns: `muster site exposed NAME`.
    """
    with session.site() as site:
        row = meant(site, name)
        signed = signing(site, second, second_pin_file)
        done = falls.fall(site, site.lead, signed, row.site, reason, nothing=nothing)
    said = SiteFell(
        site=spell(done.site),
        name=done.name,
        writers=done.writers,
        tablets=done.tablets,
        logs=done.logs,
        entries=done.entries,
        issuers=done.issuers,
        reason=reason,
    )
    lines = (
        ("fallen", said.name),
        ("id", said.site),
        ("writers cut", str(said.writers)),
        ("tablets cut", str(said.tablets)),
        ("entries that count", f"{said.entries} in {said.logs} logs"),
        ("issuers dismissed", str(said.issuers)),
        ("reason", reason),
        ("next", f"muster site exposed {said.name}"),
    )
    session.tell(said, pairs(lines))
