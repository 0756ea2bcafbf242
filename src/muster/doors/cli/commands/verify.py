"""``muster verify``: every page, chain, signature, seal and fold."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit, exit_of_findings
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.site import upkeep
from muster.site.upkeep import Verification


class FindingShown(Part, frozen=True):
    """Something wrong; ``sequence`` is the entry, 0 for the log as a whole."""

    code: str
    log: int
    sequence: int
    text: str


class Verified(Answer, frozen=True):
    """What was looked at and what was found; no finding means that everything agrees."""

    ok: bool
    findings: tuple[FindingShown, ...]
    logs: int
    entries: int
    shredded: int
    destroyed: int
    rows: int
    seconds: float


@click.command("verify")
@in_session
def verify(session: Session) -> Exit:
    """Check every page, chain, signature, seal and fold.

    It changes nothing. It ends with 3 when there are findings, and with 5 when one of them is a
    signature, certificate, chain or seal that does not hold.
    """
    with session.site() as site, session.bar("Verifying") as show:
        done = upkeep.verify(site, site.lead, show)
    said = _verified(done)
    session.tell(said, _lines(said))
    return exit_of_findings(one.code for one in done.findings)


def _verified(done: Verification) -> Verified:
    return Verified(
        ok=not done.findings,
        findings=tuple(
            FindingShown(code=one.code, log=one.log, sequence=one.sequence, text=one.text)
            for one in done.findings
        ),
        logs=done.logs,
        entries=done.entries,
        shredded=done.shredded,
        destroyed=done.destroyed,
        rows=done.rows,
        seconds=round(done.seconds, 3),
    )


def _lines(said: Verified) -> Iterator[str]:
    yield from pairs(
        (
            ("findings", len(said.findings) or "none: everything agrees"),
            ("logs", said.logs),
            ("entries", said.entries),
            ("shredded", said.shredded),
            *((("destroyed with their epoch", said.destroyed),) if said.destroyed else ()),
            ("rows", said.rows),
            ("seconds", f"{said.seconds:.1f}"),
        )
    )
    if said.findings:
        yield ""
        rows = ((one.code, one.log, one.sequence, one.text) for one in said.findings)
        yield from columns(("code", "log", "entry", "what was found"), rows)
