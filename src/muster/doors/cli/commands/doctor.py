"""``muster doctor``: what this computer could give away or lose, and what to do about it."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.problem import Problem
from muster.site.closing.doctor import GRAVE, examine, examine_open, together


class Finding(Part, frozen=True):
    """Something to do; ``grave`` before people depend on this computer."""

    code: str
    grave: bool
    found: str
    advice: str


class Seen(Answer, frozen=True):
    """What was looked at, and what was found of it."""

    looked_at: tuple[str, ...]
    findings: tuple[Finding, ...]


@click.command("doctor")
@click.option("--open", "opened", is_flag=True, help="Open the site too, for its certificates.")
@in_session
def doctor(session: Session, *, opened: bool) -> Exit:
    """Look at this computer for what could be given away.

    Encryption of the disk, swap, hibernation, core dumps, permissions, room, clock, memory, the
    system's log, this user's browsers. Nothing is changed; the site may be running. Ends with 3
    where something grave was found.
    """
    found = examine(session.directory)
    if opened:
        with session.site() as site:
            found = together(found, examine_open(site, site.lead))
    said = Seen(looked_at=found.looked_at, findings=tuple(map(_finding, found.found)))
    session.tell(said, _lines(said))
    return Exit.FINDINGS if found.grave else Exit.DONE


def _finding(one: Problem) -> Finding:
    return Finding(
        code=one.code,
        grave=isinstance(one, GRAVE),
        found=one.sentence.format_map(one.facts),
        advice=one.advice.format_map(one.facts),
    )


def _lines(said: Seen) -> Iterator[str]:
    yield f"Looked at: {', '.join(said.looked_at)}."
    for one in said.findings:
        yield ""
        yield f"{'GRAVE' if one.grave else 'note'}  {one.found}  [{one.code}]"
        yield f"       {one.advice}"
    if not said.findings:
        yield "Nothing was found."
