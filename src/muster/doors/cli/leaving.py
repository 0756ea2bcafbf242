"""Documents that leave whole: PFIF for families who search, PAXLST for the carrier of a lift."""

import sys
from pathlib import Path

from muster.doors.cli.answer import Answer, write
from muster.doors.cli.files import write_private
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.export.leaving import Left

_FORMATS = {"pfif": "pfif 1.4", "paxlst": "paxlst"}


class Leaving(Answer, frozen=True):
    """A document that left: ``text`` is empty where it went into a file.

    ``withheld`` people are not in it, since their name waits for the next of kin or is not known;
    ``kept`` notes are not passed on.
    """

    format: str
    people: int
    notes: int
    withheld: int
    kept: int
    text: str


class Sealed(Answer, frozen=True):
    """A file that left, sealed to one recipient; ``export`` stands in the file and its name."""

    export: str
    to: str
    rows: int
    columns: tuple[str, ...]
    withheld: int
    expires: str
    bytes: int


def put_sealed(session: Session, left: Left, to: str, output: Path) -> None:
    """Give a sealed file out, to a file for this user alone; say what left."""
    write_private(output, left.content, "--output")
    said = Sealed(
        export=spell(left.id),
        to=to,
        rows=left.rows,
        columns=left.columns,
        withheld=left.made.withheld,
        expires=iso(left.expires),
        bytes=len(left.content),
    )
    lines = (
        ("export", said.export),
        ("to", said.to),
        ("rows", said.rows),
        ("columns", ", ".join(said.columns)),
        ("destroy by", said.expires),
    )
    session.tell(said, pairs(lines))
    session.note(f"{said.rows} rows left, sealed to one recipient; it is on record.")
    if said.withheld:
        session.note(f"{said.withheld} people are not in it: no name that may leave.")


def put(session: Session, form: str, left: Left, output: Path | None) -> None:
    """Give a document out, to a file for this user alone or to standard output; say what left."""
    if output is not None:
        write_private(output, left.content, "--output")
    made = left.made
    if session.as_json:
        said = Leaving(
            format=_FORMATS[form],
            people=made.rows,
            notes=made.notes,
            withheld=made.withheld,
            kept=made.kept,
            text=made.content.decode() if output is None else "",
        )
        write(said)
    elif output is None:
        sys.stdout.buffer.write(left.content)
    session.note(f"{made.rows} people left; it is on record.")
    if made.withheld:
        session.note(f"{made.withheld} people are not in it: no name that may leave.")
    if made.kept:
        session.note(f"{made.kept} notes that somebody is dead are not passed on.")
