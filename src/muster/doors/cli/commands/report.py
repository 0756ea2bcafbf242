"""``muster report``: the situation report."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import write_json, write_lines
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.moment import read_iso
from muster.site import reporting


@click.command("report")
@click.option(
    "--as-of",
    metavar="TIME",
    help="What was observed by then, such as 2021-09-01T00:00Z. Now otherwise.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it to this file as a page, readable by this user only.",
)
@in_session
def report(session: Session, *, as_of: str | None, html: Path | None) -> None:
    """Give the situation report: figures, reasons.

    Every figure is an interval that says of whom, in which unit and window, as of when, and why its
    ends differ. It holds no names. In a drill, now is the latest observation.
    """
    when = read_iso(as_of) if as_of else None
    with session.site() as site, session.bar("Folding") as show:
        found = reporting.report(site, site.lead, when, show)
    if html is not None:
        write_private(html, reporting.as_page(found), "--html")
    if session.as_json:
        write_json(reporting.as_json(found))
    elif html is None:
        write_lines(reporting.as_text(found).splitlines())
