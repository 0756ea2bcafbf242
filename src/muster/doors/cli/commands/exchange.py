"""``muster exchange``: hold a session with another site now."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import twice
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit, exit_of
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.sites import KBPS, meant
from muster.doors.cli.terminal import columns
from muster.doors.cli.twice import Twice
from muster.ground.people.ids import SiteId, spell
from muster.ground.problem import Problem
from muster.site.exchange import linking
from muster.site.exchange.linking import Course
from muster.site.exchange.neighbours import around
from muster.site.registry import matching
from muster.site.site import Site


class SessionHeld(Part, frozen=True):
    """A session: what went each way, in entries and bytes; logs that forked or were refused.

    ``problem`` is the code of what ended it early; what came before is kept.
    """

    site: str
    name: str
    sent: int
    taken: int
    bytes_sent: int
    bytes_taken: int
    turns: int
    forked: int
    refused: dict[str, str]
    complete: bool
    problem: str = ""


class Exchanged(Answer, frozen=True):
    """The sessions that were held, by the sites' names.

    ``twice`` is who was found on record twice afterwards, none where no record came.
    """

    sessions: tuple[SessionHeld, ...]
    twice: Twice | None


@click.command("exchange")
@click.argument("other", metavar="[SITE]", required=False)
@KBPS
@twice.NO_MATCH
@in_session
def exchange(session: Session, *, other: str | None, max_kbps: int, no_match: bool) -> Exit:
    """Exchange with another site now, or with every site whose address is known.

    SITE is a name or an id. Afterwards both hold the same in every compartment they share. A link
    that breaks loses nothing: the next session goes on where this one ended. One site that does not
    answer holds up no other; the command ends with 1 then. While `muster serve` runs it exchanges
    by itself. Whoever came is then compared with all who are on record.
    """
    with session.site() as site:
        matching.attend(site)
        known = {one.site: one.name for one in around(site, site.lead).sites}
        wanted = [meant(site, other).site] if other else [*linking.addresses(site)]
        held = tuple(
            _held(session, site, one, known.get(one, ""), max_kbps, alone=other is not None)
            for one in wanted
        )
        found = twice.find(session, site, leave=no_match)
    said = Exchanged(sessions=held, twice=found)
    session.tell(said, _lines(said))
    ends = {exit_of(one.problem) for one in held if one.problem}
    if not ends:
        return Exit.DONE
    return Exit.TRUST if Exit.TRUST in ends else Exit.FAILED


def _held(
    session: Session, site: Site, other: SiteId, name: str, kbps: int, *, alone: bool
) -> SessionHeld:
    last = Course()
    try:
        with session.bar(name) as show:

            def progress(course: Course) -> None:
                nonlocal last
                last = course
                show(course.taken.entries, max(course.expected, course.taken.entries, 1))

            last = linking.call(site, site.lead, other, kbps=kbps, progress=progress)
    except Problem as wrong:
        if alone:
            raise
        session.say(f"{name}: {wrong.text()}")
        return _shown(other, name, last, wrong.code)
    return _shown(other, name, last)


def _shown(other: SiteId, name: str, course: Course, problem: str = "") -> SessionHeld:
    return SessionHeld(
        site=spell(other),
        name=name,
        sent=course.sent.entries,
        taken=course.taken.entries,
        bytes_sent=course.sent.bytes,
        bytes_taken=course.taken.bytes,
        turns=course.turns,
        forked=len(course.forked),
        refused={log.hex(): code for log, code in sorted(course.refused.items())},
        complete=course.complete,
        problem=problem,
    )


def _lines(said: Exchanged) -> Iterator[str]:
    heads = ("site", "sent", "taken", "bytes out", "bytes in", "messages", "state")
    rows = (
        (
            one.name,
            str(one.sent),
            str(one.taken),
            str(one.bytes_sent),
            str(one.bytes_taken),
            str(one.turns),
            _state(one),
        )
        for one in said.sessions
    )
    yield from columns(heads, rows)
    if told := twice.words(said.twice):
        yield f"On record twice: {told}"


def _state(one: SessionHeld) -> str:
    if one.problem:
        return one.problem
    told = [f"{one.forked} forked"] if one.forked else []
    told += [f"{len(one.refused)} refused"] if one.refused else []
    return ", ".join(told) or ("complete" if one.complete else "goes on")
