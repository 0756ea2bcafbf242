"""``muster conflict list`` and ``resolve``: what contradicts itself; which boarding stands."""

from collections.abc import Iterable, Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.commands.conflict_use import PassTwice, pass_lines, pass_twice
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.moment import iso
from muster.site.gate import used_twice
from muster.site.lift import contradictions
from muster.site.lift.contradictions import Contradiction, Contradictions, Evidence
from muster.site.problems import NothingKnown
from muster.site.registry import meant, reviewing, stories
from muster.site.registry.reviewing import Waiting


class ScanShown(Part, frozen=True):
    """One scan: the hash of its entry, the lift, where, when, by whom and at which site."""

    hash: str
    lift: str
    name: str
    place: str
    at: str
    operator: str
    site: str


class ConflictShown(Part, frozen=True):
    """Two scans of one person; ``stays`` is the lift whose scan stands, empty while it is open."""

    person: str
    one: ScanShown
    other: ScanShown
    stays: str
    resolutions: int


class ContestedShown(Part, frozen=True):
    """Two records that two people judged apart and differently."""

    one: str
    other: str


class Conflicts(Answer, frozen=True):
    """Contradictions, open ones first; people who boarded and are on no record here."""

    conflicts: tuple[ConflictShown, ...]
    passes: tuple[PassTwice, ...]
    contested: tuple[ContestedShown, ...]
    unknown: tuple[str, ...]


class Resolved(Answer, frozen=True):
    """Whose scan stands on which lift, against how many others."""

    person: str
    stays: str
    against: int


@click.command("list")
@in_session
def conflicts(session: Session) -> None:
    """List what contradicts itself.

    With the evidence on every side: two boardings of one person (`muster conflict resolve`), passes
    that were used more than once (`muster conflict use`), records that two people judged
    differently (`muster judge`), and how many boarded who are on no record here: that resolves
    itself when the record comes.
    """
    with session.site() as site:
        by = site.lead
        found = contradictions.contradictions(site, by)
        passes = tuple(map(pass_twice, used_twice.used_twice(site, by)))
        waiting = [one for one in reviewing.queue(site, by).waiting if one.contested]
    said = _shown(found, passes, waiting)
    session.tell(said, _lines(said))


@click.command("resolve")
@click.argument("person")
@click.argument("lift")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it goes on record.")
@in_session
def resolve(session: Session, *, person: str, lift: str, reason: str) -> None:
    """Say which of two scans of a person stands.

    That of PERSON on LIFT stands then, and those against it do not; all stay on record. Whoever
    decides otherwise at another site, without knowing of this, has it open again.
    """
    with session.site() as site:
        by = site.lead
        what, identity = stories.lookup(site, by, person)
        if what != "person":
            raise NothingKnown
        who = PersonId(identity)
        stays = meant.lift(site, by, lift)
        against = contradictions.resolve(site, by, who, stays, reason)
    said = Resolved(person=spell(who), stays=spell(stays), against=against)
    session.tell(said, pairs((("person", said.person), ("stands", said.stays),
                              ("against", str(against)))))  # fmt: skip


def _shown(
    found: Contradictions, passes: tuple[PassTwice, ...], waiting: Iterable[Waiting]
) -> Conflicts:
    return Conflicts(
        conflicts=tuple(map(_card, found.cards)),
        passes=passes,
        contested=tuple(
            ContestedShown(one=spell(pair.one), other=spell(pair.other)) for pair in waiting
        ),
        unknown=tuple(spell(one) for one in found.unknown),
    )


def _card(card: Contradiction) -> ConflictShown:
    return ConflictShown(
        person=spell(card.person),
        one=_scan(card.one),
        other=_scan(card.other),
        stays=spell(card.stays) if card.stays is not None else "",
        resolutions=card.resolutions,
    )


def _scan(one: Evidence) -> ScanShown:
    return ScanShown(
        hash=one.hash.hex(),
        lift=spell(one.lift),
        name=one.name,
        place=one.place,
        at=iso(one.at),
        operator=one.operator,
        site=one.site,
    )


def _lines(said: Conflicts) -> Iterator[str]:
    heads = ("person", "lift", "at", "place", "scanned by", "site", "stands")
    rows = (
        (card.person[:8], scan.name, scan.at, scan.place, scan.operator, scan.site,
         _stands(card, scan))
        for card in said.conflicts
        for scan in (card.one, card.other)
    )  # fmt: skip
    yield from columns(heads, rows)
    if said.passes:
        yield ""
        yield from pass_lines(said.passes)
    if said.contested:
        yield ""
        cells = ((pair.one[:8], pair.other[:8]) for pair in said.contested)
        yield from columns(("judged differently", "and"), cells)
    yield ""
    yield from pairs((("boarded, unknown here", str(len(said.unknown))),))


def _stands(card: ConflictShown, scan: ScanShown) -> str:
    if not card.stays:
        return "open again" if card.resolutions else "open"
    return "yes" if card.stays == scan.lift else "no"
