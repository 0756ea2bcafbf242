"""``muster gate scan``: what a guard is told of a pass, typed or from a keyboard scanner."""

import sys
from collections.abc import Iterable, Iterator

import rich_click as click

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.ground.people.moment import iso
from muster.journey.gate.deciding import Ask
from muster.journey.gate.sayings import EVERY
from muster.journey.passes import aloud
from muster.site.gate import gatepost
from muster.site.gate.gatepost import Gatepost
from muster.site.gate.readings import Reading, Sign

_WORDS = {
    Sign.GO: "GO",
    Sign.CHECK: "CHECK",
    Sign.STOP: "STOP",
    Sign.CANNOT_CHECK: "CAN'T CHECK",
}


class ScanShown(Part, frozen=True):
    """One verdict: ``sign`` is go, check, stop or cannot-check, with every reason and its words.

    ``again``: the same code was read here within five seconds, and nothing was written.
    ``first_at``, ``first_post``: the use before. ``to``: the gate to go to instead. ``heard``:
    other sites of the gates were not asked since; empty where there are none.
    """

    sign: str
    reasons: tuple[str, ...]
    words: tuple[str, ...]
    code: str
    heads: int
    souls: int
    gate: str
    opens: str
    closes: str
    first_at: str
    first_post: str
    to: str
    again: bool
    heard: str


class Scans(Answer, frozen=True):
    """What was scanned, in its order."""

    scans: tuple[ScanShown, ...]


@click.command("scan")
@click.argument("gate")
@click.argument("text", nargs=-1)
@click.option("--post", default="command line", show_default=True, help="Name of this post.")
@click.option(
    "--heads", type=click.IntRange(1), metavar="N", help="How many stand here; all otherwise."
)
@click.option(
    "--ask-always", is_flag=True, help="A document is always asked for: copies are about."
)
@in_session
def scan(
    session: Session,
    *,
    gate: str,
    text: tuple[str, ...],
    post: str,
    heads: int | None,
    ask_always: bool,
) -> None:
    """Scan passes at a gate; each verdict is on record before it is shown.

    TEXT is what a code holds, or the twelve letters under it. Without one, lines are read from
    standard input, as a keyboard scanner types them.
    """
    with session.site() as site:
        ask = Ask.ALWAYS if ask_always else Ask.FOR_DOUBTS
        row = gates.meant(site, gate)
        here = gatepost.take_post(site, site.lead, row.id, post, ask=ask)
        shown = _scanned(here, text or _typed(), heads)
        if session.as_json:
            session.tell(Scans(scans=tuple(shown)), ())
        else:
            for one in shown:
                session.tell(Scans(scans=(one,)), _lines(one))


def _typed() -> Iterator[str]:
    """Yield the lines that a scanner types, as they come."""
    while line := sys.stdin.readline():
        if line.strip():
            yield line


def _scanned(post: Gatepost, texts: Iterable[str], heads: int | None) -> Iterator[ScanShown]:
    for text in texts:
        yield _shown(post.scan(text, heads=heads))


def _shown(reading: Reading) -> ScanShown:
    first = reading.first
    window = (reading.opens, reading.closes)
    opens, closes = (iso(one) if one is not None else "" for one in window)
    return ScanShown(
        sign=reading.sign.value,
        reasons=reading.reasons,
        words=tuple(EVERY[reason].said() for reason in reading.reasons),
        code=_code(reading.id),
        heads=reading.heads,
        souls=reading.souls,
        gate=reading.gate,
        opens=opens,
        closes=closes,
        first_at=iso(first.at.latest) if first is not None else "",
        first_post=first.post if first is not None else "",
        to=reading.to,
        again=reading.again,
        heard=iso(reading.heard) if reading.heard is not None else "",
    )


def _code(identity: bytes) -> str:
    known = len(identity) == 7  # noqa: PLR2004 - a key id and a slot
    return aloud.spell(identity[:4], int.from_bytes(identity[4:], "big")) if known else ""


def _lines(one: ScanShown) -> Iterator[str]:
    count = f"{one.heads} of {one.souls}" if one.souls else ""
    again = "already read" if one.again else ""
    yield "  ".join(filter(None, (_WORDS[Sign(one.sign)], count, one.gate, again)))
    for words in one.words:
        yield f"  {words}"
    if one.heard and one.sign != Sign.STOP.value:
        yield f"  Other sites not asked since {one.heard}."
    if one.first_at:
        yield f"  First used at {one.first_at}, {one.first_post}."
    if one.to:
        yield f"  Go to: {one.to}."
    if "gate.not-yet-called" in one.reasons:
        yield f"  Their window opens at {one.opens}."
