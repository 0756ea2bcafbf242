"""``muster import``: a list of people, every good row in, every bad one named by its place."""

from pathlib import Path

import rich_click as click

from muster.doors.cli import intake, twice
from muster.doors.cli.exits import Exit
from muster.doors.cli.files import write_private
from muster.doors.cli.intake import Listed
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.site.registry import matching, meant
from muster.site.registry.columns import FAMILIES, TARGETS, Adjustment
from muster.site.registry.importing import Request
from muster.site.registry.importing import import_list as take_in

_HELP = f"""\
Import a list of people.

FILE is CSV, XLSX, XLS, ODS, PFIF or PAXLST. What its columns mean is guessed and shown: try it with
--dry-run first. Every good row comes in, in one transaction; every other one comes back by line and
column, and the command ends with 4. The same list imported again adds nothing. Whoever is new is
then compared with all who are on record, as by `muster match`.

COLUMN is a number from the left, from 1 on, or a header. TARGET is one of {", ".join(TARGETS)}.
After a colon stands, for dates, month-first or day-first; for years, solar-hijri or gregorian; else
the type of document or the need: --mapping 3=birth:month-first --mapping 5=document-number:passport
"""


@click.command("import", help=_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come in; put nothing on record.")
@click.option(
    "--mapping",
    "said",
    multiple=True,
    metavar="COLUMN=TARGET",
    help="What a column is taken for; once for each column.",
)
@click.option(
    "--families",
    type=click.Choice(FAMILIES),
    help="How the list says who moves together; guessed otherwise.",
)
@click.option("--sender", default="", metavar="TEXT", help="Whose list it is; it goes on record.")
@click.option(
    "--list",
    "name",
    metavar="TEXT",
    help="Which of the sender's lists, by the file's name otherwise; only a hash of it is kept.",
)
@click.option("--sheet", default="", metavar="TEXT", help="Sheet of a workbook: name or number.")
@click.option(
    "--lift",
    metavar="LIFT",
    help="The list is the planned manifest of this lift, by name or id: all in it go onto it.",
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the rows that came back to this file, as they were: it holds people's data.",
)
@twice.NO_MATCH
@in_session
def import_list(
    session: Session,
    *,
    file: Path,
    dry_run: bool,
    said: tuple[str, ...],
    families: str | None,
    sender: str,
    name: str | None,
    sheet: str,
    lift: str | None,
    corrections: Path | None,
    no_match: bool,
) -> Exit:
    """Import a list of people."""
    adjustment = Adjustment([_split(one) for one in said], families or "")
    named = name if name is not None else file.name if sender else ""
    with session.site() as site:
        matching.attend(site)
        with session.bar("Importing") as show:
            meant_lift = meant.lift(site, site.lead, lift) if lift else None
            request = Request(sender, named, sheet, adjustment, dry_run, meant_lift)
            done = take_in(site, site.lead, file, request, show)
        found = twice.find(session, site, leave=no_match or dry_run)
    if corrections is not None and done.corrections:
        write_private(corrections, done.corrections, "--corrections")
        session.note("The file of corrections holds people's data in the clear: wipe it after use.")
    answer = intake.listed(done, adjustment, found, dry_run=dry_run)
    session.tell(answer, intake.lines(answer))
    _advise(session, answer)
    return Exit.REJECTED if answer.rejected else Exit.DONE


def _split(said: str) -> tuple[str, str]:
    column, _, target = said.rpartition("=")
    if not column.strip() or not target.strip():
        raise Usage(said="--mapping: expected COLUMN=TARGET", command="muster import")
    return column.strip(), target.strip()


def _advise(session: Session, answer: Listed) -> None:
    for one in answer.questions:
        where = f"column {one.column}" if one.column else "the list"
        choices = f" ({', '.join(one.choices)})" if one.choices else ""
        taken = f"; taken as {one.suggested}" if one.suggested else ""
        session.note(f"Not certain for {where}: {one.code}{choices}{taken}.")
    for oddity in answer.oddities:
        session.note(oddity.text)
    if answer.unplaced:
        session.note(f"{answer.unplaced} notes are about people nobody here knows: not taken in.")
    if answer.expiring:
        session.note(f"{answer.expiring} people have an expiry date: shred them when it comes.")
    if answer.refused:
        session.note("Ethnicity, religion and biometrics are never imported.")
