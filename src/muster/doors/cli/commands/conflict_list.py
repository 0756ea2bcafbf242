"""``muster conflict list`` and ``resolve``: boardings that contradict each other."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.moment import iso
from muster.site.lift import contradictions
from muster.site.lift.contradictions import Contradiction, Contradictions, Evidence
from muster.site.problems import NothingKnown
from muster.site.registry import meant, stories


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


class Conflicts(Answer, frozen=True):
    """Contradictions, open ones first; people who boarded and are on no record here."""

    conflicts: tuple[ConflictShown, ...]
    unknown: tuple[str, ...]


class Resolved(Answer, frozen=True):
    """Whose scan stands on which lift, against how many others."""

    person: str
    stays: str
    against: int


@click.command("list")
@in_session
def conflicts(session: Session) -> None:
    """List boardings that contradict each other.

    Each has the evidence on both sides. Passes that were used twice are in `muster pass uses`,
    records that may be of one person in `muster match`.
    """
    with session.site() as site:
        found = contradictions.contradictions(site, site.lead)
    said = _shown(found)
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


def _shown(found: Contradictions) -> Conflicts:
    return Conflicts(
        conflicts=tuple(map(_card, found.cards)),
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
    yield ""
    yield from pairs((("boarded, unknown here", str(len(said.unknown))),))


def _stands(card: ConflictShown, scan: ScanShown) -> str:
    if not card.stays:
        return "open again" if card.resolutions else "open"
    return "yes" if card.stays == scan.lift else "no"
