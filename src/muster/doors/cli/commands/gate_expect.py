"""``muster gate expect`` and ``queue``: what a gate will let in, and who waits outside it."""

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso, read_iso
from muster.journey.plan.deciding import MOST_SOULS
from muster.site.plan import planner


class SpanShown(Part, frozen=True):
    """A span of time, its end not in it, and the souls that the gate lets in an hour then."""

    opens: str
    ends: str
    per_hour: int


class GateExpectation(Answer, frozen=True):
    """What a gate is expected to let in; outside the spans it goes on as it stands."""

    gate: str
    name: str
    spans: tuple[SpanShown, ...]


class QueueCounted(Answer, frozen=True):
    """How many wait outside a gate, by this count."""

    gate: str
    name: str
    souls: int


@click.command("expect")
@click.argument("gate")
@click.option(
    "--span",
    "spans",
    multiple=True,
    metavar="FROM/UNTIL=N",
    help="So many souls an hour in a span of time; once for each. None takes all back.",
)
@in_session
def expect(session: Session, *, gate: str, spans: tuple[str, ...]) -> None:
    """Say what a gate will let in, span by span, for the next plan; 0 is shut.

    It replaces what was expected before. A road that opens in the morning or a curfew is one.
    """
    read = [_span(one) for one in spans]
    with session.site() as site:
        row = gates.meant(site, gate)
        planner.expect_gate(site, site.lead, row.id, read)
    said = GateExpectation(
        gate=spell(row.id),
        name=row.name,
        spans=tuple(
            SpanShown(opens=iso(opens), ends=iso(ends), per_hour=rate) for opens, ends, rate in read
        ),
    )
    cells = ((one.opens, one.ends, one.per_hour) for one in said.spans)
    session.tell(said, columns(("from", "until", "souls an hour"), cells))


def _span(text: str) -> tuple[int, int, int]:
    times, _, rate = text.rpartition("=")
    opens, _, ends = times.partition("/")
    if not opens or not ends or not rate.isdecimal():
        raise Usage(said="--span: expected FROM/UNTIL=N", command="muster gate expect")
    return read_iso(opens), read_iso(ends), int(rate)


@click.command("queue")
@click.argument("gate")
@click.argument("souls", type=click.IntRange(0, MOST_SOULS))
@in_session
def queue(session: Session, *, gate: str, souls: int) -> None:
    """Record how many wait outside a gate, by somebody's count: it steers who is called next."""
    with session.site() as site:
        row = gates.meant(site, gate)
        planner.count_queue(site, site.lead, row.id, souls)
    said = QueueCounted(gate=spell(row.id), name=row.name, souls=souls)
    session.tell(said, pairs((("gate", said.name), ("waiting", said.souls))))
