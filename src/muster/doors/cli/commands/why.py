"""``muster why``: why a party has the place that it has, and what would have to change."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import parties
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.planning import PlaceShown, named, spelled
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.plan import explaining
from muster.site.plan.explaining import Against, Explained, Instead
from muster.site.registry import meant


class ReasonShown(Part, frozen=True):
    """One reason: a stable code, the sentence, and the numbers in it."""

    code: str
    said: str
    numbers: dict[str, int]


class AgainstShown(Part, frozen=True):
    """Why the party is not on one lift: all reasons that hold, the answer first."""

    lift: str
    leaves: str
    reasons: tuple[ReasonShown, ...]


class InsteadShown(Part, frozen=True):
    """What it takes to have the party on the lift, in soul-hours of weight 1 above the best plan.

    ``left`` is how many people more would be left behind. It is not ``possible`` where told parties
    fill the lift, or the party may not take it or cannot reach it.
    """

    possible: bool
    place: PlaceShown | None = None
    low: float | None = None
    high: float | None = None
    moved: int = 0
    left: int = 0
    change: str = ""


class Why(Answer, frozen=True):
    """What explains a party's place; rank counts from 1, over all parties that wait.

    ``kept`` is what keeps it from any place, ``hit`` why it cannot stay where it has one, and
    ``stranded`` what no plan could change; each is empty where there is no such thing. ``earlier``
    counts earlier lifts by the answer. ``asked`` is about the lift that was asked for.
    """

    party: str
    people: int
    priority: int
    rank: int
    of: int
    standing: str
    place: PlaceShown
    kept: str
    hit: str
    stranded: str
    earlier: dict[str, int]
    first: AgainstShown | None
    asked: AgainstShown | None
    would: tuple[str, ...]
    rule: int
    instead: InsteadShown | None = None


@click.command("why")
@click.argument("party")
@click.option("--lift", metavar="LIFT", help="Why it is not on this lift, by name or id.")
@click.option("--instead", is_flag=True, help="What it would take to have it on that lift.")
@in_session
def why(session: Session, *, party: str, lift: str | None, instead: bool) -> None:
    """Say why a party has its place in the plan, or none, and what would have to change.

    PARTY is its id, of which six letters are enough. No other party is named. With --lift and
    --instead a plan is made, on a copy, in which it takes that lift.
    """
    if instead and lift is None:
        raise Usage(said="--instead: expected --lift too", command="muster why")
    with session.site() as site:
        (found,) = parties.meant(site, [party])
        explained = explaining.why(site, site.lead, found)
        asked, other = None, None
        if lift is not None:
            wanted = meant.lift(site, site.lead, lift)
            asked = explaining.why_not(site, site.lead, found, wanted)
            if instead:
                other = explaining.instead(site, site.lead, found, wanted)
    said = _shown(explained, asked, _instead(explained, other) if instead else None)
    session.tell(said, _lines(said))


def _instead(explained: Explained, other: Instead | None) -> InsteadShown:
    if other is None:
        return InsteadShown(possible=False)
    return InsteadShown(
        possible=True,
        place=named(explained.names, other.place),
        low=round(other.low, 1),
        high=round(other.high, 1),
        moved=other.moved,
        left=other.left,
        change=" ".join(one.said() for one in other.said),
    )


def _shown(one: Explained, asked: Against | None, other: InsteadShown | None) -> Why:
    return Why(
        instead=other,
        party=spell(one.party),
        people=one.souls,
        priority=one.priority + 1,
        rank=one.rank + 1,
        of=one.parties,
        standing=one.standing.value,
        place=named(one.names, one.place),
        kept=one.kept.value if one.kept is not None else "",
        hit=one.hit.value if one.hit is not None else "",
        stranded=one.stranded.value if one.stranded is not None else "",
        earlier={code.value: number for code, number in one.earlier.items()},
        first=_against(one.first) if one.first is not None else None,
        asked=_against(asked) if asked is not None else None,
        would=tuple(each.said() for each in one.would),
        rule=one.rule,
    )


def _against(one: Against) -> AgainstShown:
    return AgainstShown(
        lift=one.lift,
        leaves=iso(one.at),
        reasons=tuple(
            ReasonShown(code=each.code.value, said=each.sentence.said(), numbers=each.numbers)
            for each in one.reasons
        ),
    )


def _lines(said: Why) -> Iterator[str]:
    yield from pairs(
        (
            ("party", said.party),
            ("people", said.people),
            ("priority", said.priority),
            ("rank", f"{said.rank:,} of {said.of:,}"),
            ("stands", said.standing),
            ("place", spelled(said.place)),
            ("kept from any place", said.kept),
            ("cannot stay there", said.hit),
            ("without a place", said.stranded if not said.kept else ""),
        )
    )
    yield from columns(
        ("earlier lifts", "because"), ((n, code) for code, n in said.earlier.items())
    )
    for one in (said.first, said.asked):
        if one is not None:
            yield f"Not on {one.lift}, {one.leaves}:" if one.reasons else f"On {one.lift}."
            yield from (f"  {each.said} [{each.code}]" for each in one.reasons)
    yield from said.would
    other = said.instead
    if other is not None and other.place is not None:
        yield f"To have it there costs from {other.low:,.0f} to {other.high:,.0f}: {other.change}"
    elif other is not None:
        yield "No plan can have it there."
