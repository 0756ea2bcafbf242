"""``muster report``: the situation report."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import write_json, write_lines
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.moment import read_iso
from muster.journey.figures.changes import Given
from muster.site.figures import corrections, reporting
from muster.site.problems import FileMissing
from muster.site.site import Site

_LAST = "last"
_FORMS = {
    "html": reporting.as_page,
    "pdf": reporting.as_pdf,
    "csv": reporting.as_csv,
}
_FILE = click.Path(path_type=Path)


@click.command("report")
@click.option(
    "--as-of",
    metavar="TIME",
    help="What was observed by then, such as 2021-09-01T00:00Z. Now otherwise.",
)
@click.option(
    "--html",
    type=_FILE,
    metavar="FILE",
    help="Write it to this file as a page, readable by this user only.",
)
@click.option("--pdf", type=_FILE, metavar="FILE", help="The same as A4 paper.")
@click.option("--csv", type=_FILE, metavar="FILE", help="The figures as CSV, with HXL tags.")
@click.option(
    "--since",
    metavar="last|REPORT.json",
    help="Say what changed since this report; since the last one kept otherwise, if there is one.",
)
@click.option("--keep", is_flag=True, help="Put on record that it was given: a later one can say.")
@in_session
def report(
    session: Session,
    *,
    as_of: str | None,
    html: Path | None,
    pdf: Path | None,
    csv: Path | None,
    since: str | None,
    keep: bool,
) -> None:
    """Give the situation report: figures, reasons.

    Every figure is an interval that says of whom, in which unit and window, as of when, and why its
    ends differ. It holds no names. In a drill, now is the latest observation.
    """
    when = read_iso(as_of) if as_of else None
    asked = {"html": html, "pdf": pdf, "csv": csv}
    forms = [form for form, path in asked.items() if path is not None]
    with session.site() as site, session.bar("Folding") as show:
        before = _before(site, since)
        found = corrections.report(site, site.lead, when, show, since=before)
        for form, path in asked.items():
            if path is not None:
                write_private(path, _FORMS[form](found), f"--{form}")
        if keep:
            forms = forms or (["json"] if session.as_json else ["text"])
            corrections.keep(site, site.lead, found, " ".join(forms))
    if session.as_json:
        write_json(reporting.as_json(found))
    elif not any(asked.values()):
        write_lines(reporting.as_text(found).splitlines())


def _before(site: Site, said: str | None) -> Given | None:
    """Return the report to hold against; raise ``figures.*`` or ``FileMissing``."""
    if said is None:
        return None
    if said == _LAST:
        return corrections.last(site, site.lead)
    try:
        raw = Path(said).read_bytes()
    except OSError:
        raise FileMissing(what="--since") from None
    return corrections.read_report(raw)
