"""``muster call came``, ``no-show``, ``recall`` and ``reached``: what came of calls."""

import rich_click as click

from muster.doors.cli import gates, parties
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.journey.plan.facts import Channel
from muster.site.passes import cards
from muster.site.plan import calls
from muster.site.site import Site

_party = click.argument("party", nargs=-1, required=True)


class CallsRecorded(Answer, frozen=True):
    """What was put on record of how many parties; ``unreached`` are still to be told."""

    recorded: str
    parties: int
    moved: int
    unreached: int


@click.command("came")
@click.argument("party", nargs=-1)
@click.option(
    "--scanned", is_flag=True, help="Instead of PARTY: all whose pass let somebody through."
)
@in_session
def came(session: Session, *, party: tuple[str, ...], scanned: bool) -> None:
    """Record that parties came to the gate, also on a call that was taken back.

    With --scanned the plan learns it from the gates: a gate does not know whose a pass is.
    """
    if bool(party) is scanned:
        raise Usage(said="Expected PARTY or --scanned, one of the two", command="muster call came")
    with session.site() as site:
        if scanned:
            _tell(session, site, "came", cards.note_arrivals(site, site.lead))
            return
        found = parties.meant(site, party)
        calls.came(site, site.lead, found)
        _tell(session, site, "came", len(found))


@click.command("no-show")
@_party
@in_session
def no_show(session: Session, *, party: tuple[str, ...]) -> None:
    """Record that parties did not come while they were expected.

    Until then a call whose window is over stays in `muster call list --unanswered`.
    """
    with session.site() as site:
        found = parties.meant(site, party)
        calls.did_not_come(site, site.lead, found)
        _tell(session, site, "no-show", len(found))


@click.command("recall")
@click.argument("party", nargs=-1)
@click.option("--to", metavar="GATE", help="An open gate to go to instead; to stay otherwise.")
@click.option(
    "--stray",
    is_flag=True,
    help="Instead of PARTY: every live call to a gate that is not open, or of a party kept.",
)
@in_session
def recall(session: Session, *, party: tuple[str, ...], to: str | None, stray: bool) -> None:
    """Take the live calls of parties back.

    Closing a gate does it for all calls to that gate. What another site called in the meantime is
    taken back with --stray.
    """
    if bool(party) is stray:
        raise Usage(said="Expected PARTY or --stray, one of the two", command="muster call recall")
    with session.site() as site:
        elsewhere = gates.instead(site, to)
        if stray:
            taken = calls.recall_stray(site, site.lead, to=elsewhere)
        else:
            taken = calls.recall(site, site.lead, parties.meant(site, party), to=elsewhere)
        _tell(session, site, "recalled", taken.calls, taken.moved)


@click.command("reached")
@_party
@click.option(
    "--by",
    "channel",
    type=click.Choice([one.value for one in Channel]),
    required=True,
    help="How they came to know.",
)
@in_session
def reached(session: Session, *, party: tuple[str, ...], channel: str) -> None:
    """Record that parties know of the recall of their call."""
    with session.site() as site:
        found = parties.meant(site, party)
        calls.reach(site, site.lead, found, Channel(channel))
        _tell(session, site, "reached", len(found))


def _tell(session: Session, site: Site, what: str, number: int, moved: int = 0) -> None:
    unreached = calls.outbox(site, site.lead).unreached
    said = CallsRecorded(recorded=what, parties=number, moved=moved, unreached=unreached)
    lines = (
        ("recorded", said.recorded),
        ("parties", said.parties),
        ("sent elsewhere", said.moved or ""),
        ("not reached yet", said.unreached or ""),
    )
    session.tell(said, pairs(lines))
