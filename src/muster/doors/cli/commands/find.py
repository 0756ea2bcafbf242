"""``muster find``: people by name."""

import sys
from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.site.registry import search
from muster.site.registry.search import MOST, Found

_STDIN = ("-",)


class Hit(Part, frozen=True):
    """One person; ``score`` is from 0 to 1, ``party`` empty for who stands alone."""

    id: str
    name: str
    father: str
    birth: str
    category: str
    stage: str
    mark: str
    party: str
    score: float


class Hits(Answer, frozen=True):
    """People found, best first."""

    found: tuple[Hit, ...]


@click.command("find")
@click.argument("text", nargs=-1)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=MOST,
    show_default=True,
    help="At most so many.",
)
@in_session
def find(session: Session, *, text: tuple[str, ...], limit: int) -> None:
    """Find people by name, in any spelling and script.

    TEXT is a name or a part of one; or the number of a document, a phone, a mail address, a
    wristband or a pass, in any spelling, whole or in part. The search goes on record, its words do
    not. Words of a command can be read by others on this machine: with - as TEXT they are read from
    standard input, and without TEXT they are asked for.
    """
    words = _words(text)
    with session.site() as site:
        if not search.is_code(words):
            with session.bar("Reading names"):
                search.warm(site)
        said = Hits(found=tuple(map(_hit, search.find(site, site.lead, words, limit))))
    session.tell(said, _lines(said))
    if not said.found:
        session.note("Nobody here has a name like this.")


def _words(text: tuple[str, ...]) -> str:
    if text == _STDIN:
        return sys.stdin.readline().strip()
    if text:
        return " ".join(text)
    if not sys.stdin.isatty():
        raise Usage(said="Expected TEXT, found none", command="muster find")
    typed: str = click.prompt("Name", err=True)
    return typed


def _hit(found: Found) -> Hit:
    return Hit(
        id=spell(found.id),
        name=found.name,
        father=found.father,
        birth=found.birth,
        category=found.category,
        stage=found.stage,
        mark=found.mark,
        party=spell(found.party) if found.party else "",
        score=round(found.score, 3),
    )


def _lines(said: Hits) -> Iterator[str]:
    rows = (
        (one.id, one.birth, one.category, one.stage, one.mark, _named(one)) for one in said.found
    )
    yield from columns(("id", "birth", "category", "stage", "mark", "name"), rows)


def _named(one: Hit) -> str:
    return f"{one.name}, father {one.father}" if one.father else one.name
