"""``muster call forward``: let parties come to a gate in a window."""

import rich_click as click

from muster.doors.cli import gates, parties
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import LiftId, spell
from muster.ground.people.moment import iso, read_iso
from muster.site.plan import calls
from muster.site.problems import NothingKnown
from muster.site.registry import stories
from muster.site.site import Site


class Called(Answer, frozen=True):
    """The calls that were made, an id for each party; the window's end is not in it."""

    gate: str
    opens: str
    closes: str
    parties: tuple[str, ...]
    calls: tuple[str, ...]


@click.command("forward")
@click.argument("gate")
@click.argument("party", nargs=-1, required=True)
@click.option("--from", "opens", required=True, metavar="TIME", help="From when, as ISO 8601.")
@click.option("--until", "closes", required=True, metavar="TIME", help="Until when, not included.")
@click.option("--lift", metavar="ID", help="The lift that they are meant for.")
@in_session
def forward(
    session: Session,
    *,
    gate: str,
    party: tuple[str, ...],
    opens: str,
    closes: str,
    lift: str | None,
) -> None:
    """Call parties to a gate in a window: all of them or none.

    Nobody is called to a gate that is shut or held, nor a party with a dead or missing member that
    was not confirmed since.
    """
    window = (read_iso(opens), read_iso(closes))
    with session.site() as site:
        row = gates.meant(site, gate)
        found = parties.meant(site, party)
        made = calls.call(site, site.lead, found, row.id, window, lift=_lift(site, lift))
    said = Called(
        gate=row.name,
        opens=iso(window[0]),
        closes=iso(window[1]),
        parties=tuple(map(spell, found)),
        calls=tuple(map(spell, made)),
    )
    lines = (
        ("gate", said.gate),
        ("from", said.opens),
        ("until", said.closes),
        ("called", len(said.calls)),
    )
    session.tell(said, pairs(lines))


def _lift(site: Site, text: str | None) -> LiftId | None:
    if text is None:
        return None
    kind, found = stories.lookup(site, site.lead, text)
    if kind != "lift":
        raise NothingKnown
    return LiftId(found)
