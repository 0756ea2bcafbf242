"""Whether all sites know the same at the end, as far as each may know it.

Sites that are members of every compartment have to say the same in every figure, sentence and
ledger. A site that is a member of some is compared in what its report has, which says itself what
is left out.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, structs

from muster.doors.drill.sites.cast import Duty
from muster.doors.drill.sites.post import Post
from muster.ground.people.ids import spell
from muster.ground.people.saying import said
from muster.journey.figures.figure import Figure
from muster.journey.figures.report import Report
from muster.journey.figures.rests import can_say
from muster.site.exchange.neighbours import around
from muster.site.figures import reporting
from muster.site.upkeep import verify

Figures = dict[str, tuple[int, int]]
_LEDGERS = ("lifts", "places")
_LISTS = ("cut", "ledger", "gates", "incidents", "series", "tasks")


class Standing(Struct, frozen=True):
    """How one site stands at the end: what it holds, what it can say, and what is wrong with it.

    ``differs`` names what it says otherwise than the control centre; ``figures`` are those that
    its report has, ``unheld`` the compartments for want of which it has no others.
    """

    duty: Duty
    name: str
    compartments: tuple[str, ...]
    entries: int
    unheld: tuple[str, ...]
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
    return Standing(
        post.seat.duty,
        post.seat.name,
        post.seat.compartments,
        checked.entries,
        report.unheld,
        figures(report),
        tuple(differs(first, report)),
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


def differs(one: Report, other: Report) -> Iterator[str]:
    """Yield what ``other`` says otherwise than ``one``, which is of a member of everything.

    That is ids of figures, the ledgers of lifts and places where they can be said, and sentences
    and every other list where nothing is left out.
    """
    here, there = figures(one), figures(other)
    known = (name for name in {**here, **there} if can_say(name, other.unheld))
    yield from (name for name in known if here.get(name) != there.get(name))
    if can_say("departed", other.unheld):
        yield from (name for name in _LEDGERS if _plain(one, name) != _plain(other, name))
    if not other.unheld:
        if spoken(one) != spoken(other):
            yield "sentences"
        yield from (name for name in _LISTS if getattr(one, name) != getattr(other, name))


def _plain(report: Report, name: str) -> list[dict[str, object]]:
    """Return the lines of a ledger with each figure as its two ends: where it was cut differs."""
    return [
        {
            field: (held.lo, held.hi) if isinstance(held, Figure) else held
            for field, held in structs.asdict(line).items()
        }
        for line in getattr(report, name)
    ]


def spoken(report: Report) -> tuple[str, ...]:
    """Return what ``report`` says, in English."""
    return tuple(said(one.text) for one in reporting.sentences(report))
