"""``muster closing``: the checklist, who is left, and closing a gate, a site, the operation."""

import sys
from pathlib import Path

import rich_click as click

from muster.adapters.formats.export import written
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.catalogue import CLOSING
from muster.doors.cli.closing import (
    checklist_lines,
    checklist_shown,
    named_in,
    naming,
    scope_of,
)
from muster.doors.cli.files import write_private
from muster.doors.cli.lazy import LazyGroup
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.journey.closing.checklist import Scope
from muster.site.closing import ending
from muster.site.closing import left as asked
from muster.site.closing.left import WhoIsLeft
from muster.site.site import Site

_gate = click.option("--gate", metavar="GATE", help="A gate: its name or id.")
_whole_site = click.option("--whole-site", is_flag=True, help="This site.")
_operation = click.option(
    "--operation", is_flag=True, expose_value=False, help="The operation, as without any of these."
)


class GroupLeft(Part, frozen=True):
    """People who are open, or left behind for a reason, of one category."""

    category: str
    stage: str
    mark: str
    reason: str
    people: int


class Left(Answer, frozen=True):
    """Who is left: open people and people left behind, in groups."""

    open: int
    groups: tuple[GroupLeft, ...]
    behind: tuple[GroupLeft, ...]


@click.command("closing", cls=LazyGroup, listed=CLOSING)
def group() -> None:
    """Close a gate, a site or the operation, by its checklist."""


@click.command("checklist")
@_gate
@_whole_site
@_operation
@in_session
def checklist(session: Session, *, gate: str | None, whole_site: bool) -> None:
    """Show the closing checklist of the operation, this site or a gate."""
    with session.site() as site:
        found = _checklist(site, gate, whole_site=whole_site)
    said = checklist_shown(found)
    session.tell(said, checklist_lines(said))


def _checklist(site: Site, gate: str | None, *, whole_site: bool) -> asked.ListShown:
    place = asked.find_place(site, site.lead, gate) if gate is not None else None
    return asked.checklist(site, site.lead, scope_of(gate, whole_site=whole_site), place)


@click.command("left")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the ids of all open people here, to be filled in for `muster closing close`.",
)
@in_session
def left(session: Session, *, output: Path | None) -> None:
    """Count who is left: open people and people left behind, without names."""
    with session.site() as site:
        found = asked.who_is_left(site, site.lead)
        ids = asked.open_lines(site, site.lead) if output is not None else []
    if output is not None:
        write_private(output, form([spell(one.id) for one in ids]), "--output")
    said = _left(found)
    rows = (
        (one.people, one.category, one.stage, one.mark, one.reason)
        for one in (*said.groups, *said.behind)
    )
    session.tell(said, columns(("people", "category", "stage", "mark", "reason"), rows))
    if not said.open:
        session.note("Nobody is open.")


def form(ids: list[str]) -> bytes:
    """Return the form that `muster closing` takes again: an id a line, and room for the rest."""
    return written(("id", "reason", "last known"), ((one, "", "") for one in ids))


def _left(found: WhoIsLeft) -> Left:
    return Left(
        open=found.souls,
        groups=tuple(
            GroupLeft(
                category=one.category, stage=one.stage, mark=one.mark, reason="", people=one.souls
            )
            for one in found.open
        ),
        behind=tuple(
            GroupLeft(
                category=one.category,
                stage="closed",
                mark="left-behind",
                reason=one.reason.value if one.reason else "",
                people=one.souls,
            )
            for one in found.behind
        ),
    )


@click.command("close")
@_gate
@_whole_site
@_operation
@click.option("--reason", default="", metavar="TEXT", help="Why it closes over what is open.")
@click.option(
    "--witness", default="", metavar="TEXT", help="Who stood beside, for a gate or a site."
)
@click.option(
    "--left",
    "left_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Everybody left behind: id, reason, what was last known, separated by commas.",
)
@click.option(
    "--leave",
    "left_ids",
    nargs=2,
    multiple=True,
    metavar="ID REASON",
    help="One person left behind, by whole id; may be given more than once.",
)
@click.option("--confirm", metavar="NAME", help="The operation's name, letter for letter.")
@two_people
@in_session
def close(
    session: Session,
    *,
    gate: str | None,
    whole_site: bool,
    reason: str,
    witness: str,
    left_file: Path | None,
    left_ids: tuple[tuple[str, str], ...],
    confirm: str | None,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Close the operation, this site or a gate for good.

    Over open points a gate or a site takes --reason and --witness. The operation takes a second
    person, its name once more, and everybody who is open named with --leave or --left: a file that
    `muster closing left --output FILE` begins.
    """
    named = [naming([*one], number) for number, one in enumerate(left_ids, 1)]
    named += named_in(left_file, "--left") if left_file is not None else []
    with session.site() as site:
        match scope_of(gate, whole_site=whole_site):
            case Scope.GATE:
                place = asked.find_place(site, site.lead, gate or "")
                ending.close_gate(site, site.lead, place, reason=reason, witness=witness)
            case Scope.SITE:
                ending.close_site(site, site.lead, reason=reason, witness=witness)
            case Scope.OPERATION:
                beside = signing(site, second, second_pin_file)
                typed = _confirmed(site, confirm)
                ending.close_operation(
                    site, site.lead, beside, confirm=typed, left=named, reason=reason
                )
        said = checklist_shown(_checklist(site, gate, whole_site=whole_site))
    session.tell(said, checklist_lines(said))


def _confirmed(site: Site, confirm: str | None) -> str:
    """Return the operation's name as given, or as typed on a terminal."""
    if confirm is None and sys.stdin.isatty():
        asking = f"To close {site.state.operation} type its name"
        typed: str = click.prompt(asking, err=True, prompt_suffix=": ")
        return typed
    return confirm or ""


@click.command("reopen")
@_whole_site
@_operation
@click.option("--reason", required=True, metavar="TEXT", help="Why it goes on.")
@in_session
def reopen(session: Session, *, whole_site: bool, reason: str) -> None:
    """Open the operation or this site again."""
    with session.site() as site:
        if whole_site:
            ending.reopen_site(site, site.lead, reason)
        else:
            ending.reopen_operation(site, site.lead, reason)
        said = checklist_shown(_checklist(site, None, whole_site=whole_site))
    session.tell(said, checklist_lines(said))
