"""What ``muster drill --sites`` says: each site, each link, and whether all of them agree."""

from collections.abc import Iterator

from muster.doors.cli.answer import Part
from muster.doors.cli.terminal import columns, pairs
from muster.doors.drill.sites.cast import Duty
from muster.doors.drill.sites.ending import Standing
from muster.doors.drill.sites.fleet import Apart
from muster.doors.drill.sites.meetings import Told
from muster.ground.people.moment import HOUR, iso

_OF_SITES = ("entries", "figures", "only here", "at most", "waited", "findings", "says", "site")
_OF_LINKS = (
    *("sessions", "broken", "down", "parcels"),
    *("heard", "told", "bytes", "facts/s", "site"),
)


class SiteDrilled(Part, frozen=True):
    """A site of the drill at its end.

    ``figures`` are those that it can say, for want of the ``unheld`` compartments no others,
    ``differs`` what it says otherwise than the control centre. ``only_here`` entries no other site
    has signed for at the end, ``most_only_here`` is the most that it was at a time. ``waited``
    moves had to wait for another site's word, the longest for so many hours.
    """

    site: str
    name: str
    compartments: tuple[str, ...]
    entries: int
    unheld: tuple[str, ...]
    figures: int
    differs: tuple[str, ...]
    findings: int
    forked: int
    only_here: int
    most_only_here: int
    waited: int
    longest_hours: float
    island: tuple[str, str] | None


class LinkDrilled(Part, frozen=True):
    """What went between a site and the control centre, by link or stick, in entries and bytes.

    ``broken`` sessions were broken off, ``down`` is how often the link was. ``trips`` are messages
    of the site, ``doubted`` the logs of which it was asked whether they have forked, since what is
    there did not come: here it waits for a key. ``seconds`` are this machine's, ``on_air`` those
    that a satellite takes.
    """

    site: str
    sessions: int
    broken: int
    down: int
    parcels: int
    heard: int
    told: int
    bytes_heard: int
    bytes_told: int
    trips: int
    doubted: int
    refused: int
    seconds: float
    facts_per_second: float
    on_air: float


class LaptopLost(Part, frozen=True):
    """A laptop that died and came back from a backup.

    ``only_here`` entries were on it alone, and went by stick; ``back`` came back to it.
    """

    site: str
    backup: str
    at: str
    only_here: int
    back: int


def sites(apart: Apart) -> Iterator[SiteDrilled]:
    """Yield each site at the end."""
    for one in apart.standings:
        yield _site(apart, one)


def _site(apart: Apart, one: Standing) -> SiteDrilled:
    waited, longest = apart.waited[one.duty]
    island = apart.islands.get(one.duty)
    return SiteDrilled(
        site=one.duty,
        name=one.name,
        compartments=one.compartments,
        entries=one.entries,
        unheld=one.unheld,
        figures=len(one.figures),
        differs=one.differs,
        findings=one.findings,
        forked=one.forked,
        only_here=one.only_here,
        most_only_here=apart.most_only_here[one.duty],
        waited=waited,
        longest_hours=round(longest / HOUR, 1),
        island=None if island is None else (iso(island[0]), iso(island[1])),
    )


def links(apart: Apart) -> Iterator[LinkDrilled]:
    """Yield what went over each link."""
    for duty, told in apart.told.items():
        yield _link(duty, told)


def _link(duty: Duty, told: Told) -> LinkDrilled:
    moved = told.out + told.home
    return LinkDrilled(
        site=duty,
        sessions=told.sessions,
        broken=told.broken,
        down=told.down,
        parcels=told.parcels,
        heard=told.out,
        told=told.home,
        bytes_heard=told.bytes_out,
        bytes_told=told.bytes_home,
        trips=told.trips,
        doubted=told.doubted,
        refused=told.refused,
        seconds=round(told.seconds, 3),
        facts_per_second=round(moved / told.seconds, 1) if told.seconds else 0.0,
        on_air=round(told.on_air, 1),
    )


def lost(apart: Apart) -> LaptopLost | None:
    """Return what became of the laptop that died, if one did."""
    one = apart.lost
    if one is None:
        return None
    return LaptopLost(
        site=one.duty,
        backup=iso(one.copied),
        at=iso(one.at),
        only_here=one.only_here,
        back=one.back,
    )


def lines(
    all_sites: tuple[SiteDrilled, ...],
    all_links: tuple[LinkDrilled, ...],
    laptop: LaptopLost | None,
    *,
    too_late: int,
    agree: bool,
) -> Iterator[str]:
    """Yield what a person reads of the sites."""
    yield ""
    yield from columns(_OF_SITES, (_line(one) for one in all_sites))
    yield ""
    yield from columns(_OF_LINKS, (_of_link(one) for one in all_links))
    yield ""
    forks = sum(one.forked for one in all_sites)
    yield from pairs(
        (
            ("laptop lost", _of_laptop(laptop)),
            ("forks", "none" if not forks else f"{forks} logs have two branches"),
            ("too late", str(too_late) if too_late else ""),
            ("all agree", "yes, each in what it may hold" if agree else "NO"),
        )
    )


def _line(one: SiteDrilled) -> tuple[str, ...]:
    return (
        f"{one.entries:,}",
        str(one.figures),
        f"{one.only_here:,}",
        f"{one.most_only_here:,}",
        str(one.waited),
        str(one.findings),
        "the same" if not one.differs else f"{len(one.differs)} otherwise",
        one.name,
    )


def _of_link(one: LinkDrilled) -> tuple[str, ...]:
    return (
        str(one.sessions),
        str(one.broken),
        str(one.down),
        str(one.parcels),
        f"{one.heard:,}",
        f"{one.told:,}",
        f"{one.bytes_heard + one.bytes_told:,}",
        f"{one.facts_per_second:,.0f}",
        one.site,
    )


def _of_laptop(one: LaptopLost | None) -> str:
    if one is None:
        return ""
    return (
        f"{one.site} on {one.at[:10]}, back from a backup of {one.backup[:10]}: {one.only_here:,} "
        f"entries went by stick, {one.back:,} came back"
    )
