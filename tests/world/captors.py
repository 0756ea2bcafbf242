"""Whoever holds a site's keys and everybody's disks: what they can read, by trying every key.

A second way to the exposure report that shares nothing with it: no row, no grant, no fact about
keys. It opens what opens.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from muster.adapters.store import Store
from muster.ground.people.fact import Observation
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.fact import Subject
from muster.ground.secrecy.keys import EpochKey
from muster.ground.secrecy.sealing import unseal
from muster.journey.arrival.facts import Arrived, FoundOnArrival
from muster.journey.lift.facts import Boarded
from muster.journey.registry.facts import DocumentSeen, PersonClaimed, PersonCorrected
from muster.site.record.kinds import READER
from muster.site.site import Site


class Read(NamedTuple):
    """What was read of one person."""

    named: bool
    documents: frozenset[str]
    boarded: frozenset[tuple[bytes, int]]
    landed: frozenset[tuple[bytes, int]]


def epochs_of(site: Site) -> list[EpochKey]:
    """Return every epoch key that a site's own keys open."""
    return site.keyring.opener(site.store).epochs()


def keys(held: Iterable[EpochKey], disks: Iterable[Store]) -> tuple[dict[bytes, bytes], set[bytes]]:
    """Return every key that opens, by id, and whose keys these are."""
    found = {epoch.id: epoch.sealing for epoch in held}
    wrapping = {epoch.id: epoch for epoch in held}
    people: set[bytes] = set()
    for disk in disks:
        for row in disk.wraps():
            for epoch in wrapping.values():
                try:
                    found[row.key_id] = epoch.unwrap(row.wrap, row.key_id, row.owner)
                except Problem:
                    continue
                people.add(row.owner)
    return found, people - {b""}


def facts(opening: dict[bytes, bytes], disks: Iterable[Store]) -> Iterator[Observation]:
    """Yield every fact on any disk that opens, each once."""
    seen: set[bytes] = set()
    for disk in disks:
        for log in disk.logs():
            for row in disk.segments(log.number):
                for entry in segments.entries(segments.decode(row.data)):
                    if entry.hash in seen or entry.key_id not in opening:
                        continue
                    seen.add(entry.hash)
                    body = unseal(entry.sealed, entry.header(), opening[entry.key_id])
                    yield READER.read(body)


def read(held: list[EpochKey], disks: list[Store]) -> dict[bytes, Read]:
    """Return whose keys open, and what is read of each."""
    opening, people = keys(held, disks)
    told: dict[bytes, list[Any]] = {one: [] for one in people}
    for fact in facts(opening, disks):
        if fact.about is Subject.PERSON and fact.subject in told:
            told[fact.subject].append(fact)
    return {one: _read(said) for one, said in told.items()}


def _read(said: list[Any]) -> Read:
    documents = {one.number for fact in said if isinstance(fact, PersonClaimed)
                 for one in fact.documents}  # fmt: skip
    documents |= {fact.document.number for fact in said if isinstance(fact, DocumentSeen)}
    named = any(
        isinstance(fact, PersonClaimed | PersonCorrected | FoundOnArrival) and fact.name is not None
        for fact in said
    )
    boarded = {(one.place, one.observed.latest) for one in said if isinstance(one, Boarded)}
    landed = {
        (one.place, one.observed.latest)
        for one in said
        if isinstance(one, Arrived | FoundOnArrival)
    }
    return Read(named, frozenset(documents), frozenset(boarded), frozenset(landed))
