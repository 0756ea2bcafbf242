"""``muster conflict use``: which use of a pass that was used more than once was the right one."""

from collections.abc import Iterator, Sequence

import rich_click as click

from muster.doors.cli import passes
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.moment import iso
from muster.journey.gate.problems import UseUnknown
from muster.journey.passes import aloud
from muster.site.gate import used_twice
from muster.site.gate.used_twice import Evidence, UsedTwice

LEAST = 6
"""Letters of a hash that name a use."""


class UseEvidence(Part, frozen=True):
    """One use: the hash of its entry, where, when, how many, let through by whom at which site."""

    hash: str
    gate: str
    post: str
    at: str
    heads: int
    document: str
    operator: str
    site: str


class PassTwice(Part, frozen=True):
    """A pass that was used more than once; ``stands`` is the right use, empty while it is open."""

    code: str
    souls: int
    heads: int
    uses: tuple[UseEvidence, ...]
    stands: str
    open: bool
    resolutions: int


class UseResolved(Answer, frozen=True):
    """Which use of a pass was the right one, of how many."""

    code: str
    stands: str
    of: int


@click.command("use")
@click.argument("code")
@click.argument("use", metavar="HASH")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it goes on record.")
@in_session
def use(session: Session, *, code: str, use: str, reason: str) -> None:
    """Say which use of a pass was the right one.

    It was used more than once, and one use was by whom it was for. CODE is the pass as `muster
    conflict list` shows it, HASH the first letters of the use there. Nobody is removed: all who
    went in are inside, and every use stays on record. Whoever decides otherwise at another site,
    without knowing of this, has it open again; so has a use that comes to be known later.
    """
    with session.site() as site:
        wanted = passes.meant(site, code)
        found = used_twice.used_twice(site, site.lead)
        card = next((one for one in found if wanted in one.passes), None)
        stands = _meant(card.uses if card is not None else (), use)
        if card is None:
            raise UseUnknown
        uses = used_twice.resolve(site, site.lead, card.card.id, stands, reason)
    said = UseResolved(code=card.card.code, stands=stands.hex(), of=uses)
    rows = (("pass", aloud.grouped(said.code)), ("stands", said.stands[:8]), ("of", str(said.of)))
    session.tell(said, pairs(rows))


def _meant(uses: Sequence[Evidence], text: str) -> bytes:
    """Return the hash of the one use that ``text`` begins; raise ``UseUnknown``."""
    named = [one.hash for one in uses if one.hash.hex().startswith(text.lower())]
    if len(text) < LEAST or len(named) != 1:
        raise UseUnknown
    return named[0]


def pass_twice(found: UsedTwice) -> PassTwice:
    """Return a pass that was used more than once as it is shown."""
    return PassTwice(
        code=found.card.code,
        souls=found.card.souls,
        heads=found.card.heads,
        uses=tuple(map(_use, found.uses)),
        stands=found.stands.hex(),
        open=found.card.is_open,
        resolutions=found.resolutions,
    )


def _use(one: Evidence) -> UseEvidence:
    return UseEvidence(
        hash=one.hash.hex(),
        gate=one.gate,
        post=one.post,
        at=iso(one.at),
        heads=one.heads,
        document=one.document.value,
        operator=one.operator,
        site=one.site,
    )


def pass_lines(found: Sequence[PassTwice]) -> Iterator[str]:
    """Yield a line for each use."""
    heads = ("pass", "for", "use", "went in", "at", "gate", "post", "by", "site", "stands")
    rows = (
        (
            aloud.grouped(card.code),
            card.souls,
            one.hash[:8],
            one.heads,
            one.at,
            one.gate,
            one.post,
            one.operator,
            one.site,
            _stands(card, one),
        )
        for card in found
        for one in card.uses
    )
    yield from columns(heads, rows)


def _stands(card: PassTwice, one: UseEvidence) -> str:
    if not card.stands:
        return ("open again" if card.resolutions else "open") if card.open else "looked into"
    return "yes" if card.stands == one.hash else "no"
