"""The disclosure ledger: who was told what about whom, under what, and what is wrong with it.

Whoever asks about one person or party leaves a fact in ``audit``. Persons and parties are ids here:
the ledger holds no name.
"""

from collections.abc import Iterator, Mapping

import msgspec

from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import ArrangementId, PartyId, PersonId
from muster.ground.people.moment import Instant
from muster.journey.passage import checking
from muster.journey.passage.disclosing import wrong
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Arrangement, Course, Disclosure, KeyGiven, Naming
from muster.journey.passage.terms import Channel, Checking, Counterpart, Disclosable
from muster.journey.registry.state import Record
from muster.site.record.kinds import ARRANGEMENT, OPERATOR, RECORD
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class ToldRow(msgspec.Struct, frozen=True):
    """One line of the ledger: who told whom what about whom, under what, and what is wrong.

    ``persons`` are those whose names were told; ``second`` and ``reason`` are theirs alone.
    ``checkpoint``, ``day`` and ``checking`` are those of a key of the day that was given.
    ``counterpart`` is none where no arrangement is known. ``window`` is (opens, closes).
    """

    arrangement: ArrangementId
    counterpart: Counterpart | None
    at: Instant
    operator: str
    recipient: str
    channel: Channel
    kinds: tuple[Disclosable, ...] = ()
    count: int | None = None
    vehicles: int | None = None
    window: tuple[Instant, Instant] | None = None
    tokens: int = 0
    lane: int = 0
    parties: tuple[PartyId, ...] = ()
    persons: tuple[PersonId, ...] = ()
    reason: str = ""
    second: str = ""
    exported: bool = False
    checkpoint: bytes = b""
    day: str = ""
    checking: Checking | None = None
    flags: tuple[Flag, ...] = ()


def ledger(
    site: Site,
    by: Operator,
    *,
    arrangement: ArrangementId | None = None,
    about: PersonId | PartyId | None = None,
    since: Instant | None = None,
    until: Instant | None = None,
) -> list[ToldRow]:
    """Return who was told what about whom, under what, oldest first.

    ``about`` is a person or a party: a person was told about when their name was told, or when
    their party was; the question is then on record. ``since`` is inclusive, ``until`` exclusive.
    """
    require(by, Right.ARRANGE)
    with site.view() as view:
        meant = None if about is None else _meant(view, about)
        names = {one: state.name for one, state in view.scan(OPERATOR)}
        rows = [
            row
            for identity, state in view.scan(ARRANGEMENT)
            if arrangement in (None, identity)
            for row in told_under(ArrangementId(identity), state, names)
        ]
    if about is not None:
        with site.writing() as journal:
            journal.put([RecordOpened(by.id, site.now(), by.id, about)])
    kept = [
        row
        for row in rows
        if (since is None or since <= row.at)
        and (until is None or row.at < until)
        and (meant is None or not meant.isdisjoint((*row.parties, *row.persons)))
    ]
    return sorted(kept, key=lambda row: row.at)


def told_under(
    identity: ArrangementId, state: Arrangement, names: Mapping[bytes, str]
) -> Iterator[ToldRow]:
    """Yield what was told under one arrangement, oldest first; ``names`` are the operators'."""
    course = Course(state)
    every: list[Disclosure | Naming | KeyGiven]
    every = [*state.disclosures, *state.namings, *state.keys]
    for told in sorted(every, key=lambda one: (one.observed.latest, one.number)):
        row = _row(told, names)
        flags: tuple[Flag, ...] = (Flag.NO_ARRANGEMENT,)
        if isinstance(told, KeyGiven):
            flags = checking.wrong(course, told)
        elif state.counterpart is not None:
            flags = wrong(course, row.kinds, told.observed, told.number)
        yield msgspec.structs.replace(
            row,
            arrangement=identity,
            counterpart=state.counterpart,
            operator=names.get(told.operator, ""),
            flags=flags,
        )


def _row(told: Disclosure | Naming | KeyGiven, names: Mapping[bytes, str]) -> ToldRow:
    match told:
        case Disclosure():
            return _disclosed(told)
        case Naming():
            return _named(told, names)
        case KeyGiven():
            return _keyed(told, names)


def _keyed(told: KeyGiven, names: Mapping[bytes, str]) -> ToldRow:
    return ToldRow(
        ArrangementId(b""),
        None,
        told.observed.latest,
        "",
        told.recipient,
        told.channel,
        reason=told.reason,
        second=names.get(told.second or b"", ""),
        checkpoint=told.checkpoint,
        day=told.day,
        checking=told.checking,
    )


def _disclosed(told: Disclosure) -> ToldRow:
    window = None
    if told.opens is not None and told.closes is not None:
        window = (told.opens, told.closes)
    return ToldRow(
        ArrangementId(b""),
        None,
        told.observed.latest,
        "",
        told.recipient,
        told.channel,
        told.kinds,
        told.count,
        told.vehicles,
        window,
        told.tokens,
        told.lane,
        told.parties,
        exported=told.exported,
    )


def _named(told: Naming, names: Mapping[bytes, str]) -> ToldRow:
    return ToldRow(
        ArrangementId(b""),
        None,
        told.observed.latest,
        "",
        told.recipient,
        told.channel,
        persons=told.persons,
        reason=told.reason,
        second=names.get(told.second, ""),
    )


def _meant(view: View, about: bytes) -> frozenset[bytes]:
    """Return the ids under which ``about`` may have been told of: a person's party is one."""
    record: Record | None = view.state(RECORD, about)
    party = record.party if record is not None else None
    return frozenset({about} if party is None else {about, party})
