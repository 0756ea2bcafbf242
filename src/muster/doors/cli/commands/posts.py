"""``muster posts``: planners' posts, and which gates and lifts are whose to plan."""

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import OperatorId, spell
from muster.journey.plan.scopes import Scope, Scopes
from muster.site import operators
from muster.site.plan import planner
from muster.site.registry import meant
from muster.site.site import Site


class PostShown(Part, frozen=True):
    """A post: who plans there, its gates and lifts, all as ids."""

    name: str
    planners: tuple[str, ...]
    gates: tuple[str, ...]
    lifts: tuple[str, ...]


class Posts(Answer, frozen=True):
    """The planners' posts; what none of them has, everybody who plans may move."""

    posts: tuple[PostShown, ...]


@click.command("posts")
@click.option("--appoint", metavar="NAME", help="Name of a post; one of that name is replaced.")
@click.option("--planner", "who", multiple=True, metavar="NAME", help="Who plans there.")
@click.option("--gate", "at", multiple=True, metavar="GATE", help="A gate that is its own.")
@click.option("--lift", multiple=True, metavar="LIFT", help="A lift that is its own.")
@click.option("--end", metavar="NAME", help="A post that ends: what it had is everybody's.")
@in_session
def posts(
    session: Session,
    *,
    appoint: str | None,
    who: tuple[str, ...],
    at: tuple[str, ...],
    lift: tuple[str, ...],
    end: str | None,
) -> None:
    """Show whose gates and lifts are whose to plan, or appoint and end a planner's post.

    Only the planners of a post move what it has; a plan that moves more is not accepted.
    """
    if (who or at or lift) and not appoint:
        raise Usage(said="--planner, --gate, --lift: expected --appoint", command="muster posts")
    if appoint and not who:
        raise Usage(said="--appoint: expected --planner, at least once", command="muster posts")
    with session.site() as site:
        if appoint:
            held = tuple(gates.meant(site, one).id for one in at)
            flown = tuple(meant.lift(site, site.lead, one) for one in lift)
            scope = Scope(appoint, tuple(_planner(site, one) for one in who), held, flown)
            planner.appoint(site, site.lead, scope)
        if end:
            planner.appoint(site, site.lead, Scope(end, (), (), ()))
        said = _shown(planner.appointments(site, site.lead))
    rows = ((one.name, len(one.planners), len(one.gates), len(one.lifts)) for one in said.posts)
    session.tell(said, columns(("post", "planners", "gates", "lifts"), rows))


def _planner(site: Site, text: str) -> OperatorId:
    """Return the operator of that name, else of that id; raise ``NothingKnown``, ``Ambiguous``."""
    rows = operators.roster(site, site.lead)
    return meant.one({row.id: row.name for row in rows if not row.revoked}, text)


def _shown(known: Scopes) -> Posts:
    return Posts(
        posts=tuple(
            PostShown(
                name=one.name,
                planners=tuple(map(spell, one.operators)),
                gates=tuple(map(spell, one.gates)),
                lifts=tuple(map(spell, one.lifts)),
            )
            for one in known
        )
    )
