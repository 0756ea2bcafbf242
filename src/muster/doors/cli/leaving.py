"""Documents that leave whole: PFIF for families who search, PAXLST for the carrier of a lift."""

import sys
from pathlib import Path

import msgspec

from muster.doors.cli.answer import Answer, write
from muster.doors.cli.files import write_private
from muster.doors.cli.session import Session


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


def put(session: Session, said: Leaving, output: Path | None) -> None:
    """Give a document out, to a file for this user alone or to standard output; say what left."""
    if output is not None:
        write_private(output, said.text.encode(), "--output")
        said = msgspec.structs.replace(said, text="")
    if session.as_json:
        write(said)
    elif output is None:
        sys.stdout.buffer.write(said.text.encode())
    session.note(f"{said.people} people left; it is on record.")
    if said.withheld:
        session.note(f"{said.withheld} people are not in it: no name that may leave.")
    if said.kept:
        session.note(f"{said.kept} notes that somebody is dead are not passed on.")
