"""``muster recount``: a report counted again by a program that shares no code with the first."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.bundles import Question, examined
from muster.doors.cli.counting import (
    MOST_REPORT,
    Count,
    count_record,
    ended,
    lines,
    read_report,
)
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.recount.compare import Asked
from muster.site.figures import auditing


class Recounted(Answer, frozen=True):
    """What came of counting a report again."""

    count: Count


@click.command("recount")
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.json")
@click.option(
    "--bundle",
    "bundle",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Count from this audit bundle; from the site's record otherwise.",
)
@in_session
def recount(session: Session, *, report: Path, bundle: Path | None) -> Exit:
    """Count a report again, by a second program.

    REPORT.json is what `muster report --json` wrote. Every figure and every reason is counted anew
    at the report's cut, from redacted entries, by a program that shares no code with the one that
    made the report. It says that they are equal, or which figure differs by what, and ends with 3
    when something differs. Figures that it does not know are named, never passed over.
    """
    with report.open("rb") as file:
        raw = file.read(MOST_REPORT + 1)
    if bundle is None:
        found = _of_site(session, read_report(raw))
    else:
        found = examined(bundle, Question(report=raw)).count
    session.tell(Recounted(count=found), lines(found))
    return ended(found)


def _of_site(session: Session, asked: Asked) -> Count:
    with (
        session.site() as site,
        session.bar("Counting") as show,
        auditing.redacted(site, site.lead, show) as record,
    ):
        return count_record(record, asked)
