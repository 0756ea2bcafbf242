"""Passes used more than once, the evidence of every use, and who said which one was right.

Posts that heard nothing of each other may each let a party in on one pass. Every use stays on
record and nobody is removed: the heads that went in are inside. Somebody who saw the evidence says
which use was by whom the pass was for; two who say so differently without knowing of each other
have it open again, and so has a use that comes to be known later (``journey/gate/uses``).
"""

from collections.abc import Iterable, Iterator

import msgspec

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.certificate import read_writer
from muster.journey.gate.outcomes import LetThrough, Look, SecondUseSettled
from muster.journey.gate.problems import ReasonMissing, UseUnknown
from muster.journey.gate.uses import Scans
from muster.journey.passes.known import admission
from muster.journey.passes.state import Pass
from muster.site.passes import cards
from muster.site.passes.cards import Card
from muster.site.record.branches import entries_at
from muster.site.record.kinds import OPERATOR, PASS, PLACE, SCANS
from muster.site.record.rows import places
from muster.site.record.view import View
from muster.site.record.walk import opened
from muster.site.rights import Operator, Right, require_any
from muster.site.site import Site

MOST = 200
"""Cards that are shown at once."""


class Evidence(msgspec.Struct, frozen=True):
    """One use: its entry's hash, where, when, how many went in, let through by whom at which site.

    ``document`` is what came of asking for one.
    """

    hash: bytes
    gate: str
    post: str
    at: Instant
    heads: int
    document: Look
    operator: str
    site: str


class UsedTwice(msgspec.Struct, frozen=True):
    """A pass with all its uses, in time. ``stands`` is the hash of the right one, empty while open.

    ``passes`` are it and those that took its place. ``resolutions`` is how many were made; more
    than one while open: they differ, or a use came to be known since.
    """

    card: Card
    passes: tuple[PassId, ...]
    uses: tuple[Evidence, ...]
    stands: bytes
    resolutions: int


def used_twice(site: Site, by: Operator) -> list[UsedTwice]:
    """Return passes that were used more than once, open ones first, at most ``MOST``."""
    _assert_may(by)
    known = cards.second_uses(site, by, settled=True)
    with site.view() as view:
        every = cards.admissions(view)
        found = [_told(site, view, one, every[one.id]) for one in _first(known)]
    return sorted(found, key=lambda one: not one.card.is_open)


def resolve(site: Site, by: Operator, identity: PassId, stands: bytes, reason: str) -> int:
    """Say that the use whose entry has the hash ``stands`` was the right one; return of how many.

    Raises ``UseUnknown`` where the pass has no such use or was used once, ``ReasonMissing``.
    """
    _assert_may(by)
    if not reason.strip():
        raise ReasonMissing
    with site.view() as view:
        scans = cards.admissions(view).get(identity)
        uses = list(_evidence(site, view, identity)) if scans is not None else []
    hashes = [one.hash for one in uses]
    if scans is None or not scans.quarantined or stands not in hashes:
        raise UseUnknown
    against = tuple(one for one in hashes if one != stands)
    with site.writing() as journal:
        now = cards.admissions(site.rows)[identity]
        counts = now.counts
        if counts is None or now.is_open or counts.stands != stands:
            said = (reason.strip(), stands, against, len(now.chosen))
            journal.put([SecondUseSettled(identity, site.now(), by.id, *said)])
    return len(uses)


def _assert_may(by: Operator) -> None:
    require_any(by, Right.ISSUE, Right.COMMAND)


def _first(known: list[Card]) -> Iterable[Card]:
    return sorted(known, key=lambda one: not one.is_open)[:MOST]


def _told(site: Site, view: View, card: Card, scans: Scans) -> UsedTwice:
    counts = scans.counts
    stands = counts.stands if counts is not None and not scans.is_open else b""
    uses = tuple(_evidence(site, view, card.id))
    return UsedTwice(card, tuple(_of_one(view, card.id)), uses, stands, len(scans.chosen))


def _of_one(view: View, identity: PassId) -> list[PassId]:
    """Return the passes of one admission."""
    found: Pass | None = view.state(PASS, identity)
    beside = admission(lambda one: view.state(PASS, one), identity, found) if found else ()
    return [*dict.fromkeys((identity, *beside))]


def _evidence(site: Site, view: View, identity: PassId) -> Iterator[Evidence]:
    """Yield the uses of an admission, in time: of the pass, and of those that took its place."""
    uses = [use for one in _of_one(view, identity) for use in _of(site, view, one)]
    yield from sorted(uses, key=lambda one: (one.at, one.hash))


def _of(site: Site, view: View, identity: PassId) -> Iterator[Evidence]:
    row = view.reader.rows_get(SCANS.name, identity)
    logs = {one.number: one for one in view.reader.logs()}
    keys = site.keyring.finder(view.reader)
    for number, sequence in dict.fromkeys(places(row.places)) if row is not None else ():
        log = logs[number]
        for entry in entries_at(view.reader, number, sequence):
            fact = opened(keys, entry, log.compartment)
            if isinstance(fact, LetThrough) and fact.subject == identity:
                where = read_writer(log.certificate).site.name
                yield _use(view, entry.hash, fact, where)


def _use(view: View, digest: bytes, fact: LetThrough, where: str) -> Evidence:
    operator = view.state(OPERATOR, fact.operator)
    named = operator.name if operator is not None else ""
    at, gate = fact.observed.latest, _name(view, fact.gate)
    return Evidence(digest, gate, fact.post, at, fact.heads, fact.document, named, where)


def _name(view: View, gate: PlaceId) -> str:
    place = view.state(PLACE, gate)
    return place.name if place is not None else ""
