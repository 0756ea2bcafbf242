"""``muster stick read``: take the parcels in a folder that are for this site."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli import twice
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit, exit_of
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.doors.cli.twice import Twice
from muster.ground.people.moment import iso
from muster.ground.secrecy.problems import ParcelNotOurs
from muster.site.exchange import sticks
from muster.site.registry import matching

_FOLDER = click.Path(path_type=Path)


class Parcel(Part, frozen=True):
    """A parcel that lay in the folder, and what came of it.

    ``waiting`` segments need something that another parcel or link will bring. ``problem`` is why
    it could not be read to its end, ``refused`` what was wrong with single logs, both by code.
    """

    file: str
    bytes: int
    ours: bool
    sender: str
    made: str
    entries: int
    waiting: int
    refused: tuple[str, ...]
    problem: str


class Answered(Part, frozen=True):
    """A parcel that was left for a site that wrote: our receipt, and what it lacks."""

    file: str
    bytes: int
    to: str
    entries: int


class Emptied(Answer, frozen=True):
    """Every parcel in the folder, and the answers that were left in it.

    ``twice`` is who was found on record twice afterwards, none where no record came.
    """

    parcels: tuple[Parcel, ...]
    answers: tuple[Answered, ...]
    twice: Twice | None


@click.command("read")
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--no-answer", is_flag=True, help="Leave no parcel for the sites that wrote.")
@click.option("--remove", is_flag=True, help="Take off the folder what was read whole.")
@twice.NO_MATCH
@in_session
def read(session: Session, *, folder: Path, no_answer: bool, remove: bool, no_match: bool) -> Exit:
    """Take the parcels in DIR that are for this site.

    They may come in any order, twice, late or cut short: what is here is not taken again. For each
    site that wrote, a parcel is left in DIR with our receipt and what that site lacks, so that the
    way back is not empty. It ends with 4 when a parcel could not be read to its end, and with 5
    when somebody altered one. Whoever came is then compared with all who are on record.
    """
    with session.site() as site:
        matching.attend(site)
        with session.bar("Reading parcels") as show:
            found = sticks.read(
                site, site.lead, folder, answer=not no_answer, remove=remove, progress=show
            )
        again = twice.find(session, site, leave=no_match)
    said = Emptied(
        parcels=tuple(map(_parcel, found.parcels)),
        answers=tuple(map(_answer, found.answers)),
        twice=again,
    )
    session.tell(said, _lines(said))
    wrong = {one.path.name: one.problem for one in found.parcels if one.ours and one.problem}
    for name, problem in wrong.items():
        session.say(f"{name}: {problem.text()}")
    ends = {exit_of(problem.code) for problem in wrong.values()}
    if not ends:
        return Exit.DONE
    return Exit.TRUST if Exit.TRUST in ends else Exit.REJECTED


def _parcel(one: sticks.Read) -> Parcel:
    return Parcel(
        file=one.path.name,
        bytes=one.size,
        ours=one.ours,
        sender=one.name,
        made=iso(one.made.latest) if one.made is not None else "",
        entries=one.entries,
        waiting=one.waiting,
        refused=one.refused,
        problem=one.problem.code if one.problem is not None else "",
    )


def _answer(one: sticks.Written) -> Answered:
    return Answered(file=one.path.name, bytes=one.size, to=one.name, entries=one.entries)


def _lines(said: Emptied) -> Iterator[str]:
    if not said.parcels:
        yield "No parcel lies there."
    heads = ("parcel", "entries", "waiting", "made", "what came of it", "from")
    yield from columns(
        heads,
        (
            (one.file, one.entries, one.waiting, one.made, _outcome(one), one.sender)
            for one in said.parcels
        ),
    )
    for one in said.answers:
        yield f"Left for {one.to}: {one.file}, {one.entries:,} entries."
    if told := twice.words(said.twice):
        yield f"On record twice: {told}"


def _outcome(one: Parcel) -> str:
    if one.problem == ParcelNotOurs.code:
        return "not for this site"
    return one.problem or ", ".join(one.refused) or "read"
