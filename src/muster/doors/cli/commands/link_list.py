"""``muster link list``: the other sites, when they were heard, who lacks how much."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.exchange.neighbours import Neighbour, around


class OtherSite(Part, frozen=True):
    """One other site. ``lacks`` entries that are here; it is ``ahead`` by so many that are not.

    ``clock_ms``: by how much its clock is ahead of ours, least and most. ``known``: up to when what
    it knew of the gates is known here; empty where no gate waits for it.
    """

    site: str
    name: str
    address: str
    compartments: tuple[str, ...]
    heard: str
    lacks: int
    ahead: int
    clock_ms: tuple[int, int]
    drifts: bool
    known: str


class Others(Answer, frozen=True):
    """The other sites, and this one's record: entries that lie only here, what waits, forks.

    ``alone_since``: a gate here has no word of all others since; empty where there are none.
    """

    name: str
    sites: tuple[OtherSite, ...]
    only_here: int
    waiting: int
    forked: int
    quarantined: int
    alone_since: str


@click.command("list")
@in_session
def links(session: Session) -> None:
    """List the other sites: when heard, how much is missing, who is ahead.

    Clocks more than two minutes apart are marked. "Only here" counts entries that die with this
    disk: no other site has signed for them. "Gates known" is up to when, through whomever, all is
    here that a site knew of the gates; the earliest is how old a guard's news is.
    """
    with session.site() as site:
        found = around(site, site.lead)
    said = Others(
        name=found.name,
        sites=tuple(map(_shown, found.sites)),
        only_here=found.only_here,
        waiting=found.waiting,
        forked=found.forked,
        quarantined=found.beyond,
        alone_since=iso(found.alone_since) if found.alone_since is not None else "",
    )
    session.tell(said, _lines(said))


def _shown(row: Neighbour) -> OtherSite:
    return OtherSite(
        site=spell(row.site),
        name=row.name,
        address=row.address,
        compartments=row.compartments,
        heard=iso(row.heard) if row.heard is not None else "",
        lacks=row.lacks,
        ahead=row.ahead,
        clock_ms=row.clock,
        drifts=row.drifts,
        known=iso(row.known) if row.known is not None else "",
    )


def _lines(said: Others) -> Iterator[str]:
    heads = ("site", "id", "address", "heard", "lacks", "ahead", "clock", "gates known")
    rows = (
        (
            one.name,
            one.site[:8],
            one.address,
            one.heard or "never",
            str(one.lacks),
            str(one.ahead),
            _clock(one),
            one.known,
        )
        for one in said.sites
    )
    yield from columns(heads, rows)
    yield ""
    yield from pairs(
        (
            ("only here", str(said.only_here)),
            ("waiting", str(said.waiting) if said.waiting else ""),
            ("forked logs", f"{said.forked} - see `muster writer list`" if said.forked else ""),
            ("quarantined", str(said.quarantined) if said.quarantined else ""),
            ("gates alone since", said.alone_since),
        )
    )


def _clock(one: OtherSite) -> str:
    if not one.heard:
        return ""
    middle = round(sum(one.clock_ms) / 2000)
    return f"{middle:+d} s{', set a clock' if one.drifts else ''}"
