"""``muster site ask``, ``admit`` and ``join``: a laptop becomes a site by two files."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.files import write_private
from muster.doors.cli.options import COSTS, in_session
from muster.doors.cli.options import unlock as unlock_option
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.site.exchange import enrolling
from muster.site.exchange.enrolling import Handed
from muster.site.members import EVERY

_FILE = click.Path(path_type=Path)
SHEET = click.option(
    "--sheet", type=_FILE, metavar="FILE", help="Write its codes as a sheet to print, too (SVG)."
)
SHOW = click.option("--show", is_flag=True, help="Show its codes here, for a camera.")


class AskedToJoin(Answer, frozen=True):
    """A file to carry, the site it is about, and six words that stand for the file."""

    site: str
    name: str
    words: tuple[str, ...]
    file: str


class Admitted(Answer, frozen=True):
    """Who was admitted: the words of what it asked with, and of the answer."""

    site: str
    name: str
    asked: tuple[str, ...]
    words: tuple[str, ...]
    compartments: tuple[str, ...]
    file: str


class Joined(Answer, frozen=True):
    """The site that was made."""

    site: str
    name: str
    operation: str
    words: tuple[str, ...]


@click.command("ask")
@click.option("--name", required=True, metavar="TEXT", help="What the site will be called.")
@click.option("--out", type=_FILE, required=True, metavar="FILE", help="Where to write the file.")
@SHEET
@SHOW
@unlock_option
@in_session
def ask(
    session: Session, *, name: str, out: Path, sheet: Path | None, show: bool, unlock: str
) -> None:
    """Make the keys of a new site here, and ask to be one.

    Carry the file to the site that founded the operation, or hold its codes up to the camera there;
    nothing in it is secret. Read its six words to the site lead.
    """
    phrase = session.passphrase(new=True)
    asked = enrolling.ask(session.directory, phrase, name.strip(), cost=COSTS[unlock])
    write_private(out, asked.raw, "--out")
    _drawn(session, asked, sheet, show=show)
    said = AskedToJoin(site=spell(asked.site), name=asked.name, words=asked.words, file=str(out))
    session.tell(said, _lines(said.site, said.name, said.words, said.file))


@click.command("admit")
@click.argument("file", type=_FILE, nargs=-1, required=True)
@click.option("--out", type=_FILE, required=True, metavar="FILE", help="Where to write the answer.")
@click.option(
    "--compartment",
    "compartments",
    multiple=True,
    type=click.Choice(EVERY),
    help="What it may hold, besides public and audit; everything otherwise. Again for more.",
)
@SHEET
@SHOW
@in_session
def admit(
    session: Session,
    *,
    file: tuple[Path, ...],
    out: Path,
    compartments: tuple[str, ...],
    sheet: Path | None,
    show: bool,
) -> None:
    """Admit a laptop that asks to be a site of this operation.

    FILE is the file, or pictures of its codes. Compare the six words with those it shows, by voice.
    Its card and every key that it is granted go on record. Only that laptop can use the answer.
    """
    raw = enrolling.brought(file)
    asked = enrolling.read(raw)
    with session.site() as site:
        answer = enrolling.admit(site, site.lead, raw, compartments or EVERY)
    write_private(out, answer.raw, "--out")
    _drawn(session, answer, sheet, show=show)
    said = Admitted(
        site=spell(answer.site),
        name=answer.name,
        asked=asked.words,
        words=answer.words,
        compartments=compartments or EVERY,
        file=str(out),
    )
    session.tell(said, _admitted(said))


@click.command("join")
@click.argument("file", type=_FILE, nargs=-1, required=True)
@click.option("--host-name", default="", metavar="HOST", help="The name its screens are under.")
@unlock_option
@in_session
def join(session: Session, *, file: tuple[Path, ...], host_name: str, unlock: str) -> None:
    """Become a site, by the answer to what this laptop asked with.

    FILE is the answer, or pictures of its codes. Afterwards say where the founder listens
    (`muster link add`) and exchange (`muster exchange`).
    """
    raw = enrolling.brought(file)
    phrase = session.passphrase()
    with enrolling.join(session.directory, phrase, raw, cost=COSTS[unlock], host=host_name) as site:
        said = Joined(
            site=spell(site.keys.site),
            name=site.state.name,
            operation=site.state.operation,
            words=enrolling.words_of(raw),
        )
    session.tell(
        said,
        pairs(
            (
                ("site", said.site),
                ("name", said.name),
                ("operation", said.operation),
                ("words", " ".join(said.words)),
            )
        ),
    )


def _drawn(session: Session, handed: Handed, sheet: Path | None, *, show: bool) -> None:
    if sheet is not None:
        write_private(sheet, enrolling.sheet(handed.raw, handed.name).encode(), "--sheet")
    if show:
        for line in enrolling.shown(handed.raw):
            session.say(line)


def _lines(site: str, name: str, words: tuple[str, ...], file: str) -> Iterator[str]:
    yield from pairs((("site", site), ("name", name), ("words", " ".join(words)), ("file", file)))


def _admitted(said: Admitted) -> Iterator[str]:
    yield from pairs(
        (
            ("site", said.site),
            ("name", said.name),
            ("asked with", " ".join(said.asked)),
            ("answer", " ".join(said.words)),
            ("may hold", ", ".join(said.compartments)),
            ("file", said.file),
        )
    )
