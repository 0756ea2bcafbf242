"""``muster what-if``: the plan under a change, beside the one that holds."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import read_iso
from muster.journey.plan.outlook import Interval, Outlook
from muster.site.plan import supposing
from muster.site.plan.supposing import Supposed
from muster.site.registry import meant
from muster.site.site import Site


class Span(Part, frozen=True):
    """The middle of all runs, and between which values nine of ten lie."""

    low: float
    middle: float
    high: float


class OutlookShown(Part, frozen=True):
    """What may come of a plan: people out and left, hours of queueing each, the longest queue."""

    souls: int
    out: Span
    left: Span
    waiting: Span
    peak: Span
    seats_empty: Span
    inside: Span


class WhatIf(Answer, frozen=True):
    """What holds now and what would come of the change, under the same chances and assumptions."""

    change: str
    moved: int
    told_moved: int
    now: OutlookShown
    then: OutlookShown
    assumed: tuple[str, ...]


@click.command("what-if")
@click.option(
    "--rate", "rates", multiple=True, metavar="GATE=N", help="A gate lets in so many an hour."
)
@click.option("--close", "closed", multiple=True, metavar="GATE", help="A gate lets nobody in.")
@click.option("--cancel", "cancelled", multiple=True, metavar="LIFT", help="A lift does not go.")
@click.option("--deadline", metavar="TIME", help="The operation ends then, ISO 8601.")
@in_session
def what_if(
    session: Session,
    *,
    rates: tuple[str, ...],
    closed: tuple[str, ...],
    cancelled: tuple[str, ...],
    deadline: str | None,
) -> None:
    """Ask what would come of a change; nothing goes on record.

    Both plans are run some hundred times: gates are slower or faster than expected, shut for a
    while, people do not come. Between the two numbers of an interval lie nine of ten runs.
    """
    with session.site() as site:
        said = Supposed(
            rates=(
                *(_rate(site, one) for one in rates),
                *((_gate(site, one), 0) for one in closed),
            ),
            cancelled=tuple(meant.lift(site, site.lead, one) for one in cancelled),
            deadline=read_iso(deadline) if deadline is not None else None,
        )
        found = supposing.what_if(site, site.lead, said)
    changes = found.changes
    answer = WhatIf(
        change=" ".join(one.said() for one in changes.said()),
        moved=changes.moved,
        told_moved=changes.told,
        now=_outlook(found.now),
        then=_outlook(found.then),
        assumed=tuple(one.said() for one in found.then.assumed.said()),
    )
    session.tell(answer, _lines(answer))


def _gate(site: Site, text: str) -> PlaceId:
    return gates.meant(site, text).id


def _rate(site: Site, text: str) -> tuple[PlaceId, int]:
    gate, _, rate = text.rpartition("=")
    if not gate or not rate.isdecimal():
        raise Usage(said="--rate: expected GATE=N", command="muster what-if")
    return _gate(site, gate), int(rate)


def _outlook(found: Outlook) -> OutlookShown:
    return OutlookShown(
        souls=found.souls,
        out=_span(found.out),
        left=_span(found.left),
        waiting=_span(found.waiting),
        peak=_span(found.peak),
        seats_empty=_span(found.empty),
        inside=_span(found.inside),
    )


def _span(one: Interval) -> Span:
    return Span(low=round(one.low, 4), middle=round(one.middle, 4), high=round(one.high, 4))


def _lines(said: WhatIf) -> Iterator[str]:
    yield from pairs((("would change", said.change),))
    rows = (
        (words, _spelled(getattr(said.now, name), style), _spelled(getattr(said.then, name), style))
        for words, name, style in _SHOWN
    )
    yield from columns(("", "now", "then"), rows)
    yield from said.assumed


_SHOWN = (
    ("people out", "out", "{:,.0f}"),
    ("people left", "left", "{:,.0f}"),
    ("hours of queueing each", "waiting", "{:.1f}"),
    ("longest queue", "peak", "{:,.0f}"),
    ("seats empty", "seats_empty", "{:.1%}"),
    ("most in the ready area", "inside", "{:,.0f}"),
)


def _spelled(one: Span, style: str) -> str:
    low, high = style.format(one.low), style.format(one.high)
    return low if low == high else f"{low} to {high}"
