"""``muster call list`` and ``outbox``: how calls stand, and who is to be told what."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.journey.plan.state import Outcome
from muster.site.plan import calls
from muster.site.plan.calls import CallRow, Message


class CallShown(Part, frozen=True):
    """One call; ``unanswered``: its window is over and nobody said what became of the party."""

    party: str
    gate: str
    opens: str
    closes: str
    lift: str
    outcome: str
    unanswered: bool
    reached: str


class Calls(Answer, frozen=True):
    """Calls by window, the latest first."""

    calls: tuple[CallShown, ...]


class MessageShown(Part, frozen=True):
    """What one party is to be told, in plain words; ``reached`` is empty until it knows."""

    party: str
    gate: str
    cause: str
    at: str
    instruction: str
    to: str
    opens: str
    closes: str
    tell: str
    reached: str
    by: str


class Outbox(Answer, frozen=True):
    """One message a party, those not reached first; ``stray`` calls are still to be taken back."""

    unreached: int
    stray: int
    messages: tuple[MessageShown, ...]


@click.command("list")
@click.option("--gate", metavar="GATE", help="Only calls to this gate.")
@click.option(
    "--outcome",
    type=click.Choice([one.value for one in Outcome]),
    help="Only calls that stand so.",
)
@click.option("--unanswered", is_flag=True, help="Only those whose window is over unanswered.")
@in_session
def listed(session: Session, *, gate: str | None, outcome: str | None, unanswered: bool) -> None:
    """List calls: to which gate, when, and what came of each."""
    with session.site() as site:
        where = gates.instead(site, gate)
        wanted = Outcome(outcome) if outcome else None
        rows = calls.listed(site, site.lead, gate=where, outcome=wanted)
    said = Calls(calls=tuple(_shown(row) for row in rows if row.unanswered or not unanswered))
    head = ("party", "from", "until", "stands", "reached", "gate", "lift")
    session.tell(said, columns(head, map(_cells, said.calls)))
    if not said.calls:
        session.note("There is no such call.")


def _shown(row: CallRow) -> CallShown:
    one = row.call
    return CallShown(
        party=spell(row.party),
        gate=row.gate,
        opens=iso(one.opens),
        closes=iso(one.closes),
        lift=row.lift,
        outcome=one.outcome.value,
        unanswered=row.unanswered,
        reached=iso(one.reached[0]) if one.reached else "",
    )


def _cells(one: CallShown) -> tuple[str, ...]:
    stands = f"{one.outcome}, unanswered" if one.unanswered else one.outcome
    return (one.party, one.opens, one.closes, stands, one.reached, one.gate, one.lift)


@click.command("outbox")
@click.option("--unreached", is_flag=True, help="Only parties that do not know yet.")
@in_session
def outbox(session: Session, *, unreached: bool) -> None:
    """List what each party is to be told whose call was taken back.

    Parties are ids; whom an id stands for, the desk knows.
    """
    with session.site() as site:
        found = calls.outbox(site, site.lead)
    said = Outbox(
        unreached=found.unreached,
        stray=found.stray,
        messages=tuple(
            _message(one) for one in found.messages if one.reached is None or not unreached
        ),
    )
    session.tell(said, _lines(said))
    if said.stray:
        session.note("Live calls must be taken back: `muster call recall --stray`.")


def _message(one: Message) -> MessageShown:
    opens, closes = one.window or (None, None)
    at, channel = one.reached or (None, None)
    return MessageShown(
        party=spell(one.party),
        gate=one.gate,
        cause=one.cause.value,
        at=iso(one.at),
        instruction=one.instruction.value,
        to=one.to,
        opens=iso(opens) if opens is not None else "",
        closes=iso(closes) if closes is not None else "",
        tell=_words(one),
        reached=iso(at) if at is not None else "",
        by=channel.value if channel is not None else "",
    )


def _words(one: Message) -> str:
    """Return what is to be said, by whatever channel; it names nobody."""
    if one.window is None:
        return f"Do not go to {one.gate}. Stay where you are."
    opens, closes = map(iso, one.window)
    return f"Do not go to {one.gate}. Go to {one.to}, from {opens} until {closes}."


def _lines(said: Outbox) -> Iterator[str]:
    rows = ((one.party, one.reached or "not yet", one.by, one.tell) for one in said.messages)
    yield from columns(("party", "reached", "by", "tell them"), rows)
    yield f"{said.unreached} not reached"
