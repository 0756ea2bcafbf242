"""Whether all sites know the same at the end, as far as each may know it.

Sites that are members of every compartment have to say the same in every figure, sentence and
ledger. A site that is a member of some is compared in what rests on those alone; what it may not
hold is said.
"""

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from muster.doors.drill.sites.cast import Duty
from muster.doors.drill.sites.post import Post
from muster.ground.people.ids import spell
from muster.ground.people.saying import said
from muster.journey.figures.report import Report
from muster.journey.figures.rests import can_say
from muster.site.exchange.neighbours import around
from muster.site.figures import reporting
from muster.site.members import EVERY
from muster.site.upkeep import verify

Figures = dict[str, tuple[int, int]]
_LISTS = ("cut", "ledger", "lifts", "places", "gates", "incidents", "series", "tasks")


class Standing(Struct, frozen=True):
    """How one site stands at the end: what it holds, what it can say, and what is wrong with it.

    ``differs`` names what it says otherwise than the control centre; ``figures`` are those that
    rest on its compartments alone.
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
    about, checked = around(site, site.lead), verify(site, site.lead)
    held = post.seat.compartments
    said_here = {one: ends for one, ends in figures(report).items() if can_say(one, held)}
    return Standing(
        post.seat.duty,
        post.seat.name,
        held,
        checked.entries,
        said_here,
        tuple(differs(first, report, held)),
        len(checked.findings),
        about.only_here,
        about.forked,
        about.waiting,
    )


def figures(report: Report) -> Figures:
    """Return both ends of every figure of ``report``, by its id, with places by their names."""
    names = {spell(one.id): one.name for one in report.places}
    names |= {spell(one.id): said(one.name) for one in report.gates}
    return {_named(one.id, names): (one.lo, one.hi) for one in report.figures}


def _named(figure: str, names: Mapping[str, str]) -> str:
    return "/".join(names.get(part, part) for part in figure.split("/"))


def differs(one: Report, other: Report, held: Collection[str] = EVERY) -> Iterator[str]:
    """Yield what two reports say otherwise, of what a member of ``held`` can say.

    That is ids of figures, and ``sentences`` or the name of a list where everything is held.
    """
    here, there = figures(one), figures(other)
    known = (name for name in {**here, **there} if can_say(name, held))
    yield from (name for name in known if here.get(name) != there.get(name))
    if {*EVERY} <= {*held}:
        if spoken(one) != spoken(other):
            yield "sentences"
        yield from (name for name in _LISTS if getattr(one, name) != getattr(other, name))


def spoken(report: Report) -> tuple[str, ...]:
    """Return what ``report`` says, in English."""
    return tuple(said(one.text) for one in reporting.sentences(report))
