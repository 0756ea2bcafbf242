"""``muster weights`` and ``limits``: what plans trade for what, and what they have to keep to."""

import msgspec
import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.moment import iso, read_iso
from muster.journey.plan.deciding import LONGEST_STAY, MOST_MINUTES, MOST_SOULS
from muster.journey.plan.operation import Weights
from muster.site.plan import planner


class WeightsShown(Answer, frozen=True):
    """The weights by priority, the most urgent first, in soul-hours of weight 1."""

    left: tuple[int, ...]
    waiting: tuple[float, ...]
    ready: float
    planned: int
    told: int
    since: str


class LimitsShown(Answer, frozen=True):
    """The limits; what is none is not limited, or not known."""

    deadline: str
    screening: int | None
    minutes: tuple[int, int]
    ready_room: int | None
    longest_stay: int


@click.command("weights")
@click.option("--left", metavar="N,N,..", help="What each soul left behind costs, by priority.")
@click.option("--waiting", metavar="N,N,..", help="What each hour of waiting costs, by priority.")
@click.option("--ready", type=float, help="What each hour in the ready area costs.")
@click.option("--planned", type=int, help="What it is worth that a planned soul keeps its place.")
@click.option("--told", type=int, help="The same for a soul that was told and released.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@two_people
@in_session
def weights(
    session: Session,
    *,
    left: str | None,
    waiting: str | None,
    ready: float | None,
    planned: int | None,
    told: int | None,
    reason: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Show what plans trade for what, or set it: two people sign.

    A soul of priority 5 left behind, at 10,000, weighs as much as 2,500 hours of waiting of one of
    priority 1, at 4 an hour. A plan shows what that means before it is adopted.
    """
    given = {
        "left": _numbers(left, int, "--left"),
        "waiting": _numbers(waiting, float, "--waiting"),
        "ready": ready,
        "planned": planned,
        "told": told,
    }
    changed = {name: value for name, value in given.items() if value is not None}
    with session.site() as site:
        if changed:
            now = planner.terms(site, site.lead).weights
            wanted = msgspec.structs.replace(now, **changed)
            beside = signing(site, second, second_pin_file)
            planner.set_weights(site, site.lead, beside, wanted, reason=reason)
        found = planner.terms(site, site.lead)
    said = _weights(found.weights, iso(found.weighed) if found.weighed is not None else "")
    rows = zip(range(1, len(said.left) + 1), said.left, said.waiting, strict=True)
    session.tell(said, columns(("priority", "left behind", "an hour of waiting"), rows))


def _weights(found: Weights, since: str) -> WeightsShown:
    return WeightsShown(
        left=found.left,
        waiting=found.waiting,
        ready=found.ready,
        planned=found.planned,
        told=found.told,
        since=since,
    )


def _numbers(text: str | None, read: type[int | float], option: str) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        return tuple(read(one) for one in text.split(","))
    except ValueError:
        raise Usage(
            said=f"{option}: expected numbers between commas", command="muster weights"
        ) from None


@click.command("limits")
@click.option("--deadline", metavar="TIME", help="When the operation ends, ISO 8601; none: never.")
@click.option(
    "--screening",
    type=click.IntRange(0, MOST_SOULS),
    help="Minutes of screening an hour, over all posts.",
)
@click.option(
    "--minutes",
    type=(click.IntRange(0, MOST_MINUTES), click.IntRange(0, MOST_MINUTES)),
    help="Minutes a soul takes there with documents that were seen, and without.",
)
@click.option("--ready-room", type=click.IntRange(0, MOST_SOULS), help="Room in the ready area.")
@click.option("--longest-stay", type=click.IntRange(1, LONGEST_STAY), help="Hours there at most.")
@in_session
def limits(
    session: Session,
    *,
    deadline: str | None,
    screening: int | None,
    minutes: tuple[int, int] | None,
    ready_room: int | None,
    longest_stay: int | None,
) -> None:
    """Show what plans have to keep to, or set it; what is left out stays as it is."""
    given: dict[str, object] = {
        "screening": screening,
        "minutes": minutes,
        "ready_room": ready_room,
        "longest_stay": longest_stay,
    }
    changed = {name: value for name, value in given.items() if value is not None}
    if deadline is not None:
        changed["deadline"] = None if deadline == "none" else read_iso(deadline)
    with session.site() as site:
        found = planner.terms(site, site.lead).limits
        if changed:
            found = msgspec.structs.replace(found, **changed)
            planner.set_limits(site, site.lead, found)
    said = LimitsShown(
        deadline=iso(found.deadline) if found.deadline is not None else "",
        screening=found.screening,
        minutes=found.minutes,
        ready_room=found.ready_room,
        longest_stay=found.longest_stay,
    )
    lines = (
        ("deadline", said.deadline or "none"),
        (
            "screening",
            "not limited" if said.screening is None else f"{said.screening} minutes an hour",
        ),
        ("a soul takes there", f"{said.minutes[0]} or {said.minutes[1]} minutes"),
        ("ready area", "not limited" if said.ready_room is None else f"{said.ready_room:,} people"),
        ("longest stay there", f"{said.longest_stay} hours"),
    )
    session.tell(said, pairs(lines))
