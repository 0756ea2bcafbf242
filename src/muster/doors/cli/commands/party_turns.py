"""``muster party`` ``confirm``, ``decide``, ``hold``, ``let-go``, ``release`` ..."""

from collections import Counter
from collections.abc import Sequence

import rich_click as click

from muster.doors.cli import gates, parties
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import PartyId, spell
from muster.site.plan import planner
from muster.site.registry import desk, stories

_party = click.argument("party", nargs=-1, required=True)
_one = click.argument("party")
_reason = click.option("--reason", required=True, metavar="TEXT", help="Why; without names.")


class PartiesRecorded(Answer, frozen=True):
    """What was put on record of which parties."""

    recorded: str
    parties: tuple[str, ...]


class Decisions(Answer, frozen=True):
    """How many people the rule in force found eligible, deferred and ineligible."""

    eligible: int
    deferred: int
    ineligible: int


def _tell(session: Session, recorded: str, found: Sequence[PartyId]) -> None:
    said = PartiesRecorded(recorded=recorded, parties=tuple(map(spell, found)))
    session.tell(said, pairs((("recorded", said.recorded), ("parties", len(said.parties)))))


@click.command("confirm")
@_party
@in_session
def confirm(session: Session, *, party: tuple[str, ...]) -> None:
    """Record that each adult of these parties was heard, and who belongs to them is so.

    A party of which some are in another party too is held until that is said of it.
    """
    with session.site() as site:
        found = parties.meant(site, party)
        desk.confirm_parties(site, site.lead, found)
    _tell(session, "confirmed", found)


@click.command("decide")
@_party
@in_session
def decide(session: Session, *, party: tuple[str, ...]) -> None:
    """Decide by the rule in force who of these parties may leave.

    Each decision goes on record with its reasons and the version it was made under.
    """
    with session.site() as site:
        found = parties.meant(site, party)
        people = [one.id for each in found for one in stories.party(site, site.lead, each).members]
        outcomes = Counter(one.outcome.value for one in desk.decide(site, site.lead, people))
    said = Decisions(
        eligible=outcomes["eligible"],
        deferred=outcomes["deferred"],
        ineligible=outcomes["ineligible"],
    )
    lines = (
        ("eligible", said.eligible),
        ("deferred", said.deferred),
        ("ineligible", said.ineligible),
    )
    session.tell(said, pairs(lines))


@click.command("hold")
@_party
@_reason
@in_session
def hold(session: Session, *, party: tuple[str, ...], reason: str) -> None:
    """Hold parties back: no plan gives them a place until they are let go.

    A party is held whole, so that no family is parted.
    """
    with session.site() as site:
        found = parties.meant(site, party)
        planner.hold_back(site, site.lead, found, reason)
    _tell(session, "held back", found)


@click.command("let-go")
@_party
@in_session
def let_go(session: Session, *, party: tuple[str, ...]) -> None:
    """Hold parties back no more."""
    with session.site() as site:
        found = parties.meant(site, party)
        planner.let_go(site, site.lead, found)
    _tell(session, "let go", found)


@click.command("release")
@_party
@_reason
@in_session
def release(session: Session, *, party: tuple[str, ...], reason: str) -> None:
    """Let the next plan move parties that were told of their place."""
    with session.site() as site:
        found = parties.meant(site, party)
        planner.release(site, site.lead, found, reason)
    _tell(session, "released", found)


@click.command("permit")
@_one
@click.option("--gate", "at", multiple=True, metavar="GATE", help="A gate it may use; all if none.")
@click.option("--haven", multiple=True, metavar="PLACE", help="Who may receive it; all if none.")
@_reason
@in_session
def permit(
    session: Session, *, party: str, at: tuple[str, ...], haven: tuple[str, ...], reason: str
) -> None:
    """Say which gates and havens a party may use; naming none permits all."""
    with session.site() as site:
        (found,) = parties.meant(site, [party])
        planner.permit(
            site,
            site.lead,
            found,
            gates=[gates.meant(site, one).id for one in at],
            havens=[gates.place(site, one) for one in haven],
            reason=reason,
        )
    _tell(session, "permitted", [found])


@click.command("escort")
@_one
@click.option(
    "--by", "who", required=True, metavar="TEXT", help="A role and its body; never a name."
)
@in_session
def escort(session: Session, *, party: str, who: str) -> None:
    """Record who travels with children that are without their guardian."""
    with session.site() as site:
        (found,) = parties.meant(site, [party])
        planner.escort(site, site.lead, found, who)
    _tell(session, "escorted", [found])
