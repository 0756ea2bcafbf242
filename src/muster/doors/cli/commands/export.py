"""``muster export``: rows that leave, few of them, on record."""

import sys
from collections.abc import Sequence
from pathlib import Path

import rich_click as click

from muster.doors.cli import secret
from muster.doors.cli.answer import Answer, encoded, write
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.site.exporting import COLUMNS, MARKS, MOST, STAGES, USUAL, Exported, Filters, What
from muster.site.exporting import export as take_out
from muster.site.operators import Patience, sign_in
from muster.site.rights import Operator
from muster.site.site import Site

_HELP = f"""\
Export people or lifts as CSV or JSON.

Who took how many rows of which columns goes on record before the first row is out. Above {MOST}
rows a second operator signs, by name and PIN.

Columns of people: {", ".join(COLUMNS[What.PEOPLE])}.

Columns of lifts: {", ".join(COLUMNS[What.LIFTS])}.
"""

_USUAL = ", ".join(USUAL[What.PEOPLE])


class Rows(Answer, frozen=True):
    """Rows as objects by column; every cell is a text."""

    what: str
    rows: tuple[dict[str, str], ...]


@click.command("export", help=_HELP)
@click.argument("what", type=click.Choice([one.value for one in What]), default=What.PEOPLE.value)
@click.option(
    "--columns",
    metavar="NAMES",
    help=f"Which columns, separated by commas; of people {_USUAL} otherwise.",
)
@click.option(
    "--stage",
    "stages",
    type=click.Choice(STAGES),
    multiple=True,
    help="Only people at this stage; may be given more than once.",
)
@click.option(
    "--mark",
    "marks",
    type=click.Choice(MARKS),
    multiple=True,
    help="Only people with this mark; may be given more than once.",
)
@click.option(
    "--category",
    "categories",
    multiple=True,
    metavar="ID",
    help="Only people of this category; may be given more than once.",
)
@click.option("--purpose", default="", metavar="TEXT", help="What for; it goes on record.")
@click.option("--second", metavar="NAME", help="The second operator, for many rows.")
@click.option(
    "--second-pin-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with the second operator's PIN. Asked for otherwise.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, readable by this user only; to standard output otherwise.",
)
@in_session
def export(
    session: Session,
    *,
    what: str,
    columns: str | None,
    stages: tuple[str, ...],
    marks: tuple[str, ...],
    categories: tuple[str, ...],
    purpose: str,
    second: str | None,
    second_pin_file: str | None,
    output: Path | None,
) -> None:
    """Export people or lifts as CSV or JSON."""
    filters = Filters(stages, marks, categories)
    chosen = [one.strip() for one in columns.split(",")] if columns else []
    with session.site() as site:
        signing = _second(site, second, second_pin_file)
        taken = take_out(site, site.lead, What(what), chosen, filters, signing, purpose=purpose)
    _put(session, What(what), taken, output)
    session.note(f"{len(taken.rows)} rows left; it is on record.")


def _second(site: Site, name: str | None, pin_file: str | None) -> Operator | None:
    if name is None:
        return None
    pin = secret.pin(pin_file, "--second-pin-file", "PIN of the second operator")
    return sign_in(site, Patience(), name, pin)


def _put(session: Session, what: What, taken: Exported, output: Path | None) -> None:
    if session.as_json:
        rows = tuple(_object(taken.columns, row) for row in taken.rows)
        answer = Rows(what=what.value, rows=rows)
        if output is None:
            write(answer)
        else:
            write_private(output, encoded(answer), "--output")
    elif output is None:
        sys.stdout.buffer.write(taken.csv())
    else:
        write_private(output, taken.csv(), "--output")


def _object(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return dict(zip(columns, row, strict=True))
