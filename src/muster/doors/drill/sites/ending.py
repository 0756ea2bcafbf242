"""Whether all sites know the same at the end, as far as each may know it.

Sites that are members of every compartment have to say the same in every figure, sentence and
ledger. A site that is a member of some is compared in what rests on those alone; what it may not
hold is said.
"""

from collections.abc import Iterator

from msgspec import Struct

from muster.doors.drill.sites.cast import Duty
from muster.doors.drill.sites.post import Post
from muster.ground.people.saying import said
from muster.journey.figures.report import Report
from muster.site.exchange.neighbours import around
from muster.site.figures import reporting
from muster.site.upkeep import verify

Figures = dict[str, tuple[int, int]]


class Standing(Struct, frozen=True):
    """How one site stands at the end: what it holds, what it says, and what is wrong with it.

    ``differs`` names what it says otherwise than the control centre.
    """

    duty: Duty
    name: str
    compartments: tuple[str, ...]
    entries: int
    figures: Figures
    differs: tuple[str, ...]
    findings: int
    only_here: int
    forked: int
    waiting: int


def standings(posts: list[Post]) -> Iterator[Standing]:
    """Yield how each site stands, measured against the first, the control centre."""
    first = reporting.report(posts[0].site, posts[0].site.lead)
    for post in posts:
        yield _standing(post, first)


def _standing(post: Post, first: Report) -> Standing:
    site = post.site
    report = reporting.report(site, site.lead)
    around_it = around(site, site.lead)
    checked = verify(site, site.lead)
    return Standing(
        post.seat.duty,
        post.seat.name,
        post.seat.compartments,
        checked.entries,
        figures(report),
        tuple(differs(first, report)),
        len(checked.findings),
        around_it.only_here,
        around_it.forked,
        around_it.waiting,
    )


def figures(report: Report) -> Figures:
    """Return both ends of every figure of ``report``, by its id."""
    return {one.id: (one.lo, one.hi) for one in report.figures}


def differs(one: Report, other: Report) -> Iterator[str]:
    """Yield the ids of figures, and the names of lists, in which two reports differ."""
    here, there = figures(one), figures(other)
    yield from (name for name in {**here, **there} if here.get(name) != there.get(name))
    if spoken(one) != spoken(other):
        yield "sentences"
    for name in ("ledger", "lifts", "places", "gates", "incidents", "series", "tasks"):
        if getattr(one, name) != getattr(other, name):
            yield name


def spoken(report: Report) -> tuple[str, ...]:
    """Return what ``report`` says, in English."""
    return tuple(said(one.text) for one in reporting.sentences(report))
