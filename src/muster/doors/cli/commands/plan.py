"""``muster plan`` and ``replan``: who goes where when, and what changes when the world does."""

import sys

import click as prompts
import rich_click as click

from muster.doors.cli import planning as answers
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.site.plan import planning
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import SECONDS, Way
from muster.site.site import Site

_seconds = click.option(
    "--seconds",
    type=click.FloatRange(0.1, 3_600),
    default=SECONDS,
    show_default=True,
    help="How long it may take; then the best plan so far is taken.",
)
_dry_run = click.option("--dry-run", is_flag=True, help="Show it; put nothing on record.")
_yes = click.option("--yes", is_flag=True, help="Adopt it without asking, on a terminal too.")


@click.command("plan")
@_seconds
@click.option("--at-once", is_flag=True, help="By rank alone: a plan in a second, nothing proven.")
@_dry_run
@_yes
@in_session
def plan(session: Session, *, seconds: float, at_once: bool, dry_run: bool, yes: bool) -> Exit:
    """Plan who comes to which gate when, for which lift, and adopt it.

    The plan is checked by a second program before you see it. It says how far it may lie above the
    best plan there is, who has no place, and why. Nobody is called by it: that is `muster call`.
    """
    way = Way.GREEDY if at_once else Way.BEST
    with session.site() as site:
        proposal = _proposed(session, site, way, seconds)
        return _end(session, site, proposal, dry_run=dry_run, yes=yes)


@click.command("replan")
@_seconds
@click.option("--repair", is_flag=True, help="Only repair: at once, whoever can keep a place does.")
@_dry_run
@_yes
@in_session
def replan(session: Session, *, seconds: float, repair: bool, dry_run: bool, yes: bool) -> Exit:
    """Mend the plan after lifts, gates, bases or people have changed, and adopt it.

    A repair is there at once; then the plan is made as good as it can be while it changes little.
    Whoever was told keeps lift, gate and hour unless one of them is gone.
    """
    with session.site() as site:
        proposal = _proposed(session, site, Way.REPAIR, seconds)
        if not repair:
            session.note(f"Repaired: {answers.shown(proposal, adopted=False).change}")
            proposal = _proposed(session, site, Way.STABLE, seconds)
        return _end(session, site, proposal, dry_run=dry_run, yes=yes)


def _proposed(session: Session, site: Site, way: Way, seconds: float) -> Proposal:
    with session.bar("Planning") as show:
        watch = answers.watching(show, seconds)
        return planning.propose(site, site.lead, way, seconds=seconds, watch=watch)


def _end(session: Session, site: Site, proposal: Proposal, *, dry_run: bool, yes: bool) -> Exit:
    """Show the plan, and adopt it where it is to be; nobody is asked twice."""
    said = answers.shown(proposal, adopted=not dry_run)
    if dry_run or not (_asks() and not yes):
        if not dry_run:
            planning.adopt(site, site.lead, proposal)
        session.tell(said, answers.lines(said))
        return Exit.DONE
    session.tell(said, answers.lines(said))
    if not prompts.confirm("Adopt this plan?", err=True):
        session.note("Nothing went on record.")
        return Exit.FAILED
    planning.adopt(site, site.lead, proposal)
    return Exit.DONE


def _asks() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
