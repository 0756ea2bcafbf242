"""Plans as answers and as lines for a person; parties are ids, and names stay at the desk."""

from collections.abc import Callable, Iterator, Mapping
from time import monotonic

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.progress import Show
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.journey.plan.operation import Place
from muster.journey.plan.remaining import explain
from muster.site.plan.differences import Move, difference
from muster.site.plan.grouping import MOST_WAYS, Group
from muster.site.plan.operation import Gathered, Placed
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import Step

SHOWN = 20


class PlaceShown(Part, frozen=True):
    """A place: to be at ``gate`` from ``at``, to leave on ``lift``; empty where there is none."""

    gate: str
    at: str
    lift: str


class MoveShown(Part, frozen=True):
    """A party whose place changes; ``told`` parties have to be told anew.

    ``cause`` is why it cannot keep its place, empty where it could.
    """

    party: str
    souls: int
    change: str
    cause: str
    told: bool
    before: PlaceShown
    after: PlaceShown


class OnwardShown(Part, frozen=True):
    """Where some of a group go: another lift, the ``same`` by another gate or hour, or no place."""

    lift: str
    same: bool
    parties: int
    souls: int


class GroupShown(Part, frozen=True):
    """Parties that lose the same gate or lift, for one cause; without a cause nothing was lost.

    They ``had`` no place where there is room for them now. ``later`` is by how many hours half of
    the souls leave later at most, ``latest`` the most.
    """

    cause: str
    lost: str
    had: bool
    parties: int
    souls: int
    told: int
    ways: tuple[OnwardShown, ...]
    later: int | None
    latest: int | None


class UnplacedShown(Part, frozen=True):
    """A party without a place, and why: ``plan.full`` where there was none left for it."""

    party: str
    souls: int
    priority: int
    reason: str


class KeptShown(Part, frozen=True):
    """Souls who wait and cannot have a place now, for one reason."""

    reason: str
    souls: int


class PlanShown(Answer, frozen=True):
    """A plan: what it does, how good it is at least, and what it changes.

    ``gap`` is how far ``cost`` may lie above the best, ``bound`` what no plan can cost less than;
    both are none where none was proven. ``left`` souls are by priority, the most urgent first.
    """

    plan: str
    adopted: bool
    made: str
    way: str
    seconds: float
    rule: int
    parties: int
    seated: int
    left: tuple[int, ...]
    kept: tuple[KeptShown, ...]
    seats_empty: int
    cost: float
    bound: float | None
    gap: float | None
    change: str
    moved: int
    told_moved: int
    groups: tuple[GroupShown, ...]
    moves: tuple[MoveShown, ...]
    unplaced: tuple[UnplacedShown, ...]


def shown(proposal: Proposal, *, adopted: bool) -> PlanShown:
    """Return a proposal as an answer shows it."""
    gathered, plan = proposal.gathered, proposal.plan
    changes = difference(gathered, plan.places)
    board = changes.after
    return PlanShown(
        plan=spell(proposal.id),
        adopted=adopted,
        made=iso(gathered.now),
        way=proposal.way.value,
        seconds=round(proposal.seconds, 2),
        rule=gathered.rule,
        parties=len(proposal.operation.parties),
        seated=board.seated,
        left=board.left,
        kept=tuple(KeptShown(reason=reason, souls=souls) for reason, souls in board.kept),
        seats_empty=board.empty,
        cost=round(plan.cost, 1),
        bound=round(plan.bound, 1) if plan.bound is not None else None,
        gap=round(plan.gap, 5) if plan.gap is not None else None,
        change=" ".join(one.said() for one in changes.said()),
        moved=changes.moved,
        told_moved=changes.told,
        groups=tuple(_group(gathered, one) for one in changes.groups()),
        moves=tuple(_move(gathered, one) for one in changes.moves),
        unplaced=tuple(_unplaced(gathered, plan.places)),
    )


def _move(gathered: Gathered, one: Move) -> MoveShown:
    return MoveShown(
        party=spell(one.party),
        souls=one.souls,
        change=one.kind.value,
        cause=one.cause.value if one.cause is not None else "",
        told=one.told,
        before=named(gathered.names, one.before),
        after=named(gathered.names, one.after),
    )


def _group(gathered: Gathered, one: Group) -> GroupShown:
    names = gathered.names
    return GroupShown(
        cause=one.cause.value if one.cause is not None else "",
        lost=names.get(one.lost, "") if one.lost is not None else "",
        had=one.had,
        parties=one.parties,
        souls=one.souls,
        told=one.told,
        ways=tuple(
            OnwardShown(
                lift=names.get(way.lift, "") if way.lift is not None else "",
                same=way.same,
                parties=way.parties,
                souls=way.souls,
            )
            for way in one.ways
        ),
        later=one.later,
        latest=one.latest,
    )


def named(names: Mapping[bytes, str], placed: Placed | None) -> PlaceShown:
    """Return a place by the names of its gate and lift."""
    if placed is None:
        return PlaceShown(gate="", at="", lift="")
    gate, at, lift = placed
    return PlaceShown(
        gate=names.get(gate, "") if gate is not None else "",
        at=iso(at) if at is not None else "",
        lift=names.get(lift, ""),
    )


def _unplaced(gathered: Gathered, places: tuple[Place | None, ...]) -> Iterator[UnplacedShown]:
    for one in explain(gathered.operation, places):
        party = gathered.operation.parties[one.party]
        yield UnplacedShown(
            party=spell(party.id),
            souls=party.souls,
            priority=party.priority + 1,
            reason=(gathered.reasons.get(party.id) or one.reason).value,
        )


def lines(said: PlanShown) -> Iterator[str]:
    """Yield what a plan does and how good it is, then the first of what it changes."""
    gap = "not proven" if said.gap is None else f"{said.gap:.2%} at most"
    kept = sum(one.souls for one in said.kept)
    left = ", ".join(f"{n:,} of priority {rank}" for rank, n in enumerate(said.left, 1) if n)
    yield from pairs(
        (
            ("plan", said.plan),
            ("stands", "adopted" if said.adopted else "proposed"),
            ("changes", said.change),
            ("seated", _people(said.seated)),
            ("left behind", left or "nobody"),
            ("cannot be seated", _people(kept) if kept else ""),
            ("seats empty", f"{said.seats_empty:,}"),
            ("above the best", gap),
            ("took", f"{said.seconds:.1f} s"),
        )
    )
    yield from columns(("reason", "people"), ((one.reason, one.souls) for one in said.kept))
    yield from _changed(said)


def _people(number: int) -> str:
    return f"{number:,} person" if number == 1 else f"{number:,} people"


def _changed(said: PlanShown) -> Iterator[str]:
    moved = [one for one in said.moves if one.change != "new"]
    yield from columns(_GROUPS, map(_row, said.groups))
    yield from columns(_MOVES, map(_cells, moved[:SHOWN]))
    yield from _more(len(moved) - SHOWN)
    yield from columns(_UNPLACED, map(_unplaced_row, said.unplaced[:SHOWN]))
    yield from _more(len(said.unplaced) - SHOWN)


def _more(others: int) -> Iterator[str]:
    if others > 0:
        yield f"and {others:,} more: --json has all of them"


def _unplaced_row(one: UnplacedShown) -> tuple[object, ...]:
    return one.party, one.souls, one.priority, one.reason


_GROUPS = "why", "from", "parties", "people", "told", "hours later", "to"
_UNPLACED = "party", "people", "priority", "without a place"
_MOVES = "party", "people", "change", "told", "before", "after"


def _row(one: GroupShown) -> tuple[object, ...]:
    why = one.cause or ("better" if one.had else "room")
    lost = one.lost or ("" if one.had else "no place")
    return why, lost, one.parties, one.souls, one.told, _later(one), _ways(one.ways)


def _later(one: GroupShown) -> str:
    """Return by how many hours half of them leave later, and the most."""
    if one.later is None or one.latest is None:
        return ""
    return f"{one.later:+}" if one.later == one.latest else f"{one.later:+} to {one.latest:+}"


def _ways(ways: tuple[OnwardShown, ...]) -> str:
    said = [f"{_way(one)} {one.souls:,}" for one in ways[:MOST_WAYS]]
    if others := ways[MOST_WAYS:]:
        souls = sum(one.souls for one in others)
        said.append(f"{len(others)} other{'s' * (len(others) > 1)} {souls:,}")
    return ", ".join(said)


def _way(one: OnwardShown) -> str:
    return "same lift" if one.same else one.lift or "no place"


def _cells(one: MoveShown) -> tuple[object, ...]:
    told = "told" if one.told else ""
    return one.party, one.souls, one.change, told, spelled(one.before), spelled(one.after)


def spelled(one: PlaceShown) -> str:
    """Return a place in one cell."""
    return " ".join(filter(None, (one.gate, one.at, one.lift))) or "none"


def watching(show: Show, seconds: float) -> Callable[[Step], None]:
    """Return what moves a bar by each step of the planner, with bound and gap."""
    begun = monotonic()

    def watch(step: Step) -> None:
        words = [f"Planning: {step.phase}"]
        if step.bound is not None:
            words.append(f"bound {step.bound:,.0f}")
        if step.gap is not None:
            words.append(f"gap {step.gap:.2%}")
        show(min(int(100 * (monotonic() - begun) / max(seconds, 1)), 100), 100, ", ".join(words))

    return watch
