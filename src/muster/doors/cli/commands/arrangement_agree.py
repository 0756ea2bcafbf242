"""``muster arrangement possible``, ``propose`` and ``agree``: how an arrangement comes about."""

import rich_click as click

from muster.doors.cli.options import in_session
from muster.doors.cli.road import recorded, recorded_lines, time_of
from muster.doors.cli.session import Session
from muster.ground.people.moment import read_iso
from muster.journey.passage.terms import Checking, Disclosable
from muster.site.passage import liaison

_role = click.option(
    "--role", default="", metavar="TEXT", help="What the counterpart commands; never a name."
)
_place = click.option(
    "--place", default="", metavar="TEXT", help="Where, in words that the desk understands."
)
_text = click.option("--text", default="", metavar="TEXT", help="What was said; on record only.")


@click.command("possible")
@_role
@_place
@click.option("--source", default="", metavar="TEXT", help="Which office or post says so.")
@_text
@in_session
def possible(session: Session, *, role: str, place: str, source: str, text: str) -> None:
    """Record that somebody calls passage possible.

    Nothing is agreed, and no time is given. The counterpart is a role at a place: never write the
    name of a person.
    """
    with session.site() as site:
        found = liaison.consider(site, site.lead, role=role, place=place, source=source, text=text)
    said = recorded(found, "possible")
    session.tell(said, recorded_lines(said))


@click.command("propose")
@click.argument("arrangement", required=False)
@_role
@_place
@_text
@in_session
def propose(session: Session, *, arrangement: str | None, role: str, place: str, text: str) -> None:
    """Record that an arrangement was proposed.

    ARRANGEMENT is the id of one that was called possible, or its first six letters; without it, a
    new one is made from --role and --place. Never write the name of a person.
    """
    with session.site() as site:
        known = liaison.lookup(site, site.lead, arrangement) if arrangement else None
        found = liaison.propose(site, site.lead, known, role=role, place=place, text=text)
    said = recorded(found, "proposed")
    session.tell(said, recorded_lines(said))


@click.command("agree")
@click.argument("arrangement")
@click.option(
    "--discloses",
    type=click.Choice([kind.value for kind in Disclosable]),
    multiple=True,
    help="What they may be told; give it once for each. Nothing otherwise.",
)
@click.option(
    "--checking",
    type=click.Choice([one.value for one in Checking]),
    default=Checking.SIGN.value,
    show_default=True,
    help="How their checkpoints check outer passes.",
)
@click.option("--from", "since", metavar="TIME", help="From when it holds; now otherwise.")
@click.option("--until", required=True, metavar="TIME", help="When it lapses, as ISO 8601.")
@_role
@_place
@_text
@in_session
def agree(
    session: Session,
    *,
    arrangement: str,
    discloses: tuple[str, ...],
    checking: str,
    since: str | None,
    until: str,
    role: str,
    place: str,
    text: str,
) -> None:
    """Record what was agreed: what they may be told, and until when.

    At --until it lapses by itself. Agreed again before that, the later terms stand. A name is never
    among what may be told: see `muster arrangement name`.
    """
    with session.site() as site:
        found = liaison.lookup(site, site.lead, arrangement)
        liaison.agree(
            site,
            site.lead,
            found,
            allows=tuple(map(Disclosable, discloses)),
            checking=Checking(checking),
            since=time_of(since),
            until=read_iso(until),
            role=role,
            place=place,
            text=text,
        )
    said = recorded(found, "agreed")
    session.tell(said, recorded_lines(said))
