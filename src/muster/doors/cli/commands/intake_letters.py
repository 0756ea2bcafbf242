"""``muster intake receipt`` and ``answer``: what whoever claims is told, one letter each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import rich_click as click

from muster.doors.cli.answer import Answer, Part, encoded
from muster.doors.cli.commands.intake_handle import person_of
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.ground.people.ids import PersonId
from muster.site.registry import answering
from muster.site.registry.answering import Letters
from muster.site.site import Site


class LetterShown(Part, frozen=True):
    """One letter to one recipient; an empty ``to`` is said to whoever stands there."""

    to: str
    reference: str
    people: int
    text: str


class Made(Answer, frozen=True):
    """Letters that were made; ``unreachable`` people have no contact, and are still to be told.

    ``letters`` is empty where they went into a file.
    """

    number: int
    unreachable: int
    letters: tuple[LetterShown, ...]


Command = Callable[..., object]


def _asked(command: Command) -> Command:
    people = click.argument("people", nargs=-1, metavar="[PERSON]...")
    every = click.option("--all", "every", is_flag=True, help="Everybody who was not told yet.")
    spoken = click.option("--spoken", is_flag=True, help="PERSON stands here, and is told so.")
    output = click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Put the letters here, for you alone, as JSON.",
    )
    return people(every(spoken(output(two_people(command)))))


@click.command("receipt")
@_asked
@in_session
def receipt(
    session: Session,
    *,
    people: tuple[str, ...],
    every: bool,
    spoken: bool,
    output: Path | None,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Say to people that their claim is stored, with a reference to ask by.

    It is made from stored claims and nothing else. One letter for each party, to one contact of it;
    more than 60 letters take two people.
    """
    with session.site() as site:
        told = _people(site, people, every=every, spoken=spoken, command="muster intake receipt")
        beside = signing(site, second, second_pin_file)
        made = answering.receipts(site, site.lead, told, beside, spoken=spoken)
    _put(session, made, output)


@click.command("answer")
@_asked
@in_session
def answer(
    session: Session,
    *,
    people: tuple[str, ...],
    every: bool,
    spoken: bool,
    output: Path | None,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Tell people what was decided about their claim.

    Nobody is answered about whom nobody has decided. One letter for each party and outcome, to one
    contact of it; more than 60 letters take two people.
    """
    with session.site() as site:
        told = _people(site, people, every=every, spoken=spoken, command="muster intake answer")
        beside = signing(site, second, second_pin_file)
        made = answering.answers(site, site.lead, told, beside, spoken=spoken)
    _put(session, made, output)


def _people(
    site: Site, words: tuple[str, ...], *, every: bool, spoken: bool, command: str
) -> list[PersonId]:
    """Return who is meant; raise ``Usage`` unless people or all were named."""
    if every is bool(words) or (spoken and every):
        raise Usage(said="Expected PERSON, or --all", command=command)
    return [person_of(site, one) for one in words]


def _put(session: Session, made: Letters, output: Path | None) -> None:
    said = Made(
        number=len(made.letters),
        unreachable=made.unreachable,
        letters=tuple(
            LetterShown(to=one.to, reference=one.reference, people=one.souls, text=one.text())
            for one in made.letters
        ),
    )
    if output is not None:
        write_private(output, encoded(said), "--output")
        said = msgspec.structs.replace(said, letters=())
    session.tell(said, _lines(said))
    session.note(f"{said.number} letters; it is on record.")
    if said.unreachable:
        session.note(f"{said.unreachable} people have no contact, and were not told.")


def _lines(said: Made) -> Iterator[str]:
    for one in said.letters:
        yield f"{one.reference}  {one.to or 'spoken'}"
        yield one.text
        yield ""
