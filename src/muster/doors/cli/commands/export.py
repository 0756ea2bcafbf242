"""``muster export``: rows that leave, few of them, on record."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, encoded, write
from muster.doors.cli.files import write_private
from muster.doors.cli.leaving import put, put_sealed
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.second import signing
from muster.doors.cli.session import Session
from muster.ground.people.moment import read_iso
from muster.site.export import carrier, leaving, lifts, people, recipients, tracing
from muster.site.export.asking import USUAL_DAYS, Asked, Form
from muster.site.export.carrier import Manifest
from muster.site.export.people import MARKS, STAGES, Filters, Table
from muster.site.export.profiles import Profile
from muster.site.export.signing import MOST
from muster.site.registry import meant

_HELP = f"""\
Export people or lifts as CSV or JSON.

Who took how many rows of which columns goes on record before the first row is out. Above {MOST}
rows a second operator signs, by name and PIN.

Columns of people: {", ".join(people.COLUMNS)}.

Columns of lifts: {", ".join(lifts.COLUMNS)}.

With --format pfif people leave as PFIF 1.4, which is read in public: name each field with
--columns. Fields: {", ".join(tracing.FIELDS)}.

With --format paxlst the manifest of --lift leaves as its carrier's passenger list.

With --seal-to everything leaves sealed to that recipient: a workbook made anew and read twice, or
PFIF or PAXLST. Without it, people outside a drill leave only with --unsealed, a reason, and a
second person. Either way type with --rows how many you expect.
"""
_FORMATS = ("csv", "pfif", "paxlst")
_PROFILES = tuple(one.value for one in Profile if one not in (Profile.FAMILY, Profile.CARRIER))

_USUAL = ", ".join(people.USUAL)


class What(StrEnum):
    """What the rows are."""

    PEOPLE = "people"
    LIFTS = "lifts"


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
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default=_FORMATS[0],
    show_default=True,
    help="How it is written.",
)
@click.option(
    "--seal-to", metavar="NAME", help="The recipient it is sealed to: `muster recipient list`."
)
@click.option("--unsealed", default="", metavar="REASON", help="Why it leaves unsealed; two sign.")
@click.option("--rows", type=int, metavar="NUMBER", help="How many rows you expect to leave.")
@click.option(
    "--profile",
    type=click.Choice(_PROFILES),
    help="Sealed: which columns; those of --columns otherwise.",
)
@click.option(
    "--days",
    type=int,
    default=USUAL_DAYS,
    show_default=True,
    metavar="NUMBER",
    help="Sealed: in how many days the recipient is to destroy it.",
)
@click.option("--hxl", is_flag=True, help="Put a row of HXL tags under the header of CSV.")
@click.option(
    "--domain",
    default=tracing.DOMAIN,
    show_default=True,
    metavar="NAME",
    help="PFIF: the domain that answers for records which nobody named before.",
)
@click.option("--expires", metavar="TIME", help="PFIF: when readers shall forget these people.")
@click.option("--lift", metavar="LIFT", help="PAXLST: the lift, by name or id.")
@click.option(
    "--manifest",
    type=click.Choice([one.value for one in Manifest]),
    default=Manifest.PLANNED.value,
    show_default=True,
    help="PAXLST: which of the lift's manifests.",
)
@click.option("--number", default="", metavar="NUMBER", help="PAXLST: the carrier's number of it.")
@click.option("--from", "origin", default="", metavar="CODE", help="PAXLST: port it leaves.")
@click.option("--to", "destination", default="", metavar="CODE", help="PAXLST: port it goes to.")
@click.option("--recipient", default="", metavar="NAME", help="PAXLST: whom it is for.")
@click.option(
    "--edition",
    type=click.Choice(carrier.EDITIONS),
    default=carrier.EDITIONS[0],
    show_default=True,
    help="PAXLST: which edition of the message.",
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
    form: str,
    seal_to: str | None,
    unsealed: str,
    rows: int | None,
    profile: str | None,
    days: int,
    hxl: bool,
    domain: str,
    expires: str | None,
    lift: str | None,
    manifest: str,
    number: str,
    origin: str,
    destination: str,
    recipient: str,
    edition: str,
    purpose: str,
    second: str | None,
    second_pin_file: str | None,
    output: Path | None,
) -> None:
    """Export people or lifts as CSV or JSON."""
    chosen = tuple(one.strip() for one in columns.split(",")) if columns else ()
    _check(form, what, lift, hxl=hxl)
    _check_sealed(what, seal_to, profile, output)
    with session.site() as site:
        beside = signing(site, second, second_pin_file)
        if what == What.LIFTS:
            table = lifts.take_out(site, site.lead, chosen, beside, purpose=purpose, expected=rows)
            _put(session, What.LIFTS, table, output, hxl=hxl)
            return
        asked = Asked(
            profile=_profile(form, profile),
            expected=rows,
            purpose=purpose,
            to=None if seal_to is None else recipients.find(site, site.lead, seal_to),
            unsealed=unsealed,
            days=days,
            columns=chosen,
            filters=Filters(stages, marks, categories),
            form=Form.WORKBOOK if seal_to is not None else Form.CSV,
            hxl=hxl,
            traced=tracing.Asked(chosen, domain, read_iso(expires) if expires else None),
            carried=None if lift is None else carrier.Asked(
                meant.lift(site, site.lead, lift), Manifest(manifest), number, origin, destination,
                recipient, edition,
            ),
        )  # fmt: skip
        left = leaving.leave(site, site.lead, asked, beside)
    if seal_to is not None and output is not None:
        put_sealed(session, left, seal_to, output)
    elif form == "csv":
        _put(session, What.PEOPLE, left.made.table, output, hxl=hxl)
    else:
        put(session, form, left, output)


def _check_sealed(what: str, to: str | None, profile: str | None, output: Path | None) -> None:
    """Raise ``Usage`` where a sealed file lacks what it needs: nothing leaves by mistake."""
    wrong = ""
    if to is None:
        wrong = "--profile and --seal-to go together" if profile else ""
    elif what != What.PEOPLE:
        wrong = "--seal-to is for people"
    elif output is None:
        wrong = "--seal-to takes --output"
    if wrong:
        raise Usage(said=wrong, command="muster export")


def _profile(form: str, profile: str | None) -> Profile:
    """Return what is to be written: a document has its own profile."""
    named = {"pfif": Profile.FAMILY, "paxlst": Profile.CARRIER}.get(form)
    return named or (Profile(profile) if profile else Profile.CHOSEN)


def _check(form: str, what: str, lift: str | None, *, hxl: bool) -> None:
    """Raise ``Usage`` where options do not go together: nothing leaves by mistake."""
    wrong = ""
    if (form == "paxlst") is (lift is None):
        wrong = "--format paxlst and --lift go together"
    elif hxl and form != "csv":
        wrong = "--hxl is for CSV"
    elif form != "csv" and what != What.PEOPLE:
        wrong = f"--format {form} is for people"
    if wrong:
        raise Usage(said=wrong, command="muster export")


def _put(session: Session, what: What, taken: Table, output: Path | None, *, hxl: bool) -> None:
    if session.as_json:
        rows = tuple(_object(taken.columns, row) for row in taken.rows)
        answer = Rows(what=what.value, rows=rows)
        if output is None:
            write(answer)
        else:
            write_private(output, encoded(answer), "--output")
    elif output is None:
        sys.stdout.buffer.write(taken.csv(hxl=hxl))
    else:
        write_private(output, taken.csv(hxl=hxl), "--output")
    session.note(f"{len(taken.rows)} rows left; it is on record.")


def _object(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return dict(zip(columns, row, strict=True))
