"""Faults to plant, one at a time: each is a switch that changes the program while a seed is played.

A simulator that finds nothing proves nothing unless it finds these. Each says how many seeds it may
take; a *control* changes what is harmless by design and must never be found.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import msgspec

from muster.adapters.exchange import covering, packing, posting, vector
from muster.adapters.exchange.covering import Covering, Standing
from muster.adapters.exchange.frames import Chunk
from muster.adapters.exchange.packing import unpacked
from muster.adapters.exchange.record import START, Peer, Taken
from muster.adapters.exchange.session import Session
from muster.adapters.exchange.vector import Seen
from muster.adapters.store.sqlite.keys import _PUT_WRAP, KeyWrites
from muster.ground.people import state
from muster.ground.record import segment as segments
from muster.ground.record.entry import Entry
from muster.ground.record.segment import Head
from muster.ground.secrecy import keys
from muster.journey.lift.facts import Boarded
from muster.journey.lift.state import Passenger
from muster.site import keyring, members, renewing
from muster.site.exchange import accept, waiting
from muster.site.exchange.exchanging import SiteRecord
from muster.site.exchange.merging import Folding
from muster.site.record import branches, journal, looking, refolding
from muster.site.record import quarantine as quarantined
from muster.site.record.group import GroupCommit
from muster.site.record.kinds import PASSENGER, RECORD
from muster.site.record.looking import SiteLook
from muster.site.record.rows import Rows, Told
from muster.site.site import Site

Switch = Callable[[ExitStack], None]


HERE = Path(__file__).name
"""Where a switch lies that does not fit the program any more: its own crash finds nothing."""


class Bug(NamedTuple):
    """One fault: what is changed, and within how many seeds it must be found."""

    plant: Switch
    seeds: int = 40


def _swap(where: object, name: str, what: object) -> Switch:
    def plant(stack: ExitStack) -> None:
        stack.enter_context(patch.object(where, name, what))

    return plant


def _all(*switches: Switch) -> Switch:
    def plant(stack: ExitStack) -> None:
        for one in switches:
            one(stack)

    return plant


def _names_by_sequence(_seen: Seen, _digest: bytes) -> bool:
    return True


def _never_in_doubt(self: Covering) -> Standing:
    if not self._measure.left:
        return Standing.LEVEL
    return Standing.BEHIND


def _freed_is_no_news(self: Session) -> None:
    self._heard_turns += 1
    if self._other.hello is not None:
        self.course.taken.entries += self._record.settle().entries
    self._end()


Runs = Mapping[bytes, Iterable[Told]]


def _as_it_comes(self: Rows, table: Any, runs: Runs) -> dict[bytes, list[Told]]:  # noqa: ANN401
    for run in runs.values():
        for lamport, _, sequence, _, log, fact in run:
            self.apply(table, fact, log, sequence, lamport)
    return {}


_fold = Rows.take


def _unknown_people_dropped(self: Rows, table: Any, runs: Runs) -> dict[bytes, list[Told]]:  # noqa: ANN401
    known = {one for one in runs if self.state(RECORD, one) is not None}
    kept = {
        subject: [one for one in run if subject in known or type(one[5]) is not Boarded]
        for subject, run in runs.items()
    }
    return _fold(self, table, kept)


def _last_boarding_wins(stack: ExitStack) -> None:
    real = PASSENGER.fold

    def fold(state: Passenger | None, fact: Any) -> Passenger:  # noqa: ANN401
        found: Passenger = real(state, fact)
        return msgspec.structs.replace(found, boardings=found.boardings[-1:])

    msgspec.structs.force_setattr(PASSENGER, "fold", fold)
    stack.callback(msgspec.structs.force_setattr, PASSENGER, "fold", real)


_take = accept._Intake.take


def _first_branch_only(self: Any, laid: Any) -> None:  # noqa: ANN401
    here = {one.sequence for one in branches.between(self._store, self.log, 1, 2**40)}
    hashes = {one.hash for one in branches.between(self._store, self.log, 1, 2**40)}
    if any(one.sequence in here and one.hash not in hashes for one in laid.entries.chain):
        self.repeated += 1
        return
    _take(self, laid)


def _head_by_sequence(_snapshot: Any, _log: int, before: Head) -> Head:  # noqa: ANN401
    return before


_pack = packing.pack


def _first_entry_skipped(*given: Any, **named: Any) -> Iterator[packing.Packed]:  # noqa: ANN401
    for packed in _pack(*given, **named):
        frame = packed.frame
        if isinstance(frame, Chunk) and len(frame.parts) > 1:
            yield packed._replace(frame=msgspec.structs.replace(frame, parts=frame.parts[1:]))
        else:
            yield packed


def _no_shred_list(self: KeyWrites, rows: Iterable[Any]) -> list[bytes]:
    self._writer.write_many(_PUT_WRAP, list(rows))
    return []


def _shred_not_heard(self: Folding, key_id: bytes) -> None:
    """A shredding elsewhere destroys nothing here."""
    del self, key_id


def _row_stays(self: Folding, key_id: bytes) -> None:
    self._site.store.add_shredded([key_id])


def _any_key(key: bytes, _identity: bytes, _owner: bytes = b"") -> bytes:
    return key


def _same_mark(_held: Iterable[bytes]) -> tuple[int, bytes]:
    """Every log with holes has one mark, whatever is held of it."""
    return START[0], b"\1" * 32


def _writes_on(_site: object, _journal: object, _reason: str) -> None:
    """It met entries of its own, and goes on as if nothing were."""


def _deaf(self: Any, _lamport: int, facts: Any) -> None:  # noqa: ANN401
    self._observe(facts)


def _all_shared(*_given: object, **_named: object) -> frozenset[str]:
    return frozenset(members.EVERY)


def _no_wraps(*_given: object) -> list[Any]:
    return []


_entries_at = branches.entries_at


def _one_branch_folded(*given: Any) -> list[Entry]:  # noqa: ANN401
    found: list[Entry] = _entries_at(*given)
    return found[:1]


_first_beyond = quarantined._first_beyond


def _unnamed_logs_count(snapshot: Any, row: Any, cut: Any) -> int:  # noqa: ANN401
    named = any(one[0] == row.id for one in cut)
    return _first_beyond(snapshot, row, cut) if named else 2**60


def _last_cut_stands(_held: Any, new: Any) -> Any:  # noqa: ANN401
    return new


_known = quarantined.known


def _never_released(snapshot: Any) -> quarantined.Quarantine:  # noqa: ANN401
    return msgspec.structs.replace(_known(snapshot), released={})


_commit = GroupCommit._commit


def _said_before_durable(self: GroupCommit, group: Any) -> None:  # noqa: ANN401
    """Every seventh time the answer is given and the commit does not come."""
    self.__dict__["turns"] = self.__dict__.get("turns", 0) + 1
    if self.__dict__["turns"] % 7 == 0:
        self._group = None
        self._store.rollback()
        self._reset()
        group.finish()
    else:
        _commit(self, group)


_flush = keyring.Keyring.flush


def _wraps_later(self: keyring.Keyring) -> None:
    """The wraps of new keys go with the next transaction, not with what they open."""
    late = self.__dict__.get("late", [])
    self.__dict__["late"], self._new = self._new, late
    _flush(self)


def _assumes_arrival(self: posting.Post) -> tuple[bytes, ...]:
    said = _said(self)
    with self._record.look() as look:
        own = [point for log in look.logs(self._shared) for point in log.points]
    salt = bytes(16)
    held = tuple(vector.rows(vector.columns(own, salt)))
    peer = self._record.recall(self._to)
    self._record.remember(self._to, msgspec.structs.replace(peer, held=held))
    return said


_said = posting.Post.said


_keep = waiting.keep


def _never_waits(site: Site, sender: bytes, one: Chunk) -> bool:
    """Drop what its log does not reach yet; what waits for a key that is on its way is kept."""
    segment = segments.decode(unpacked(one)[0])
    lacking = waiting._lacks(site.keyring.finder(site.store), segment)
    return bool(lacking) and _keep(site, sender, one)


_logs = SiteLook.logs


def _newest_first(self: SiteLook, compartments: Any) -> list[Any]:  # noqa: ANN401
    found = _logs(self, compartments)
    return [*found[:1], *reversed(found[1:])]


def _peer_forgotten(_self: SiteRecord, _site: bytes) -> Peer:
    return Peer()


def _signed_by_anybody(segment: Any, _key: bytes) -> list[Any]:  # noqa: ANN401
    return segments.entries(segment)


def _settles_never(_self: SiteRecord) -> Taken:
    return Taken()


BUGS: dict[str, Bug] = {
    "vector without heads": Bug(_swap(Seen, "names", _names_by_sequence)),
    "no rungs after a fork": Bug(_swap(covering, "rungs", lambda *_: [])),
    "sends when unsure": Bug(_swap(Covering, "standing", property(_never_in_doubt))),
    "what waits is never taken": Bug(_swap(SiteRecord, "settle", _settles_never), 200),
    "fold by order of arrival": Bug(_swap(Rows, "take", _as_it_comes)),
    "last boarding wins": Bug(_last_boarding_wins),
    "duplicate counted twice": Bug(_swap(accept, "between", lambda *_: iter(()))),
    "keeps only the first branch": Bug(_swap(accept._Intake, "take", _first_branch_only)),
    "drops facts on unknown people": Bug(_swap(Rows, "take", _unknown_people_dropped)),
    "no check of the entry before": Bug(
        _all(
            _swap(accept, "held_head", _head_by_sequence),
            _swap(packing, "pack", _first_entry_skipped),
        )
    ),
    "first part of a chunk skipped": Bug(_swap(packing, "pack", _first_entry_skipped)),
    "compartments told to non-members": Bug(
        _all(
            _swap(members, "shared", _all_shared),
            _swap(SiteRecord, "_may_hold", lambda *_: None),
        )
    ),
    "wrap accepted after shred": Bug(_swap(KeyWrites, "put_wraps", _no_shred_list), 200),
    "shredding elsewhere not heard": Bug(_swap(Folding, "_shred", _shred_not_heard)),
    "row of a shredded person stays": Bug(_swap(Folding, "_shred", _row_stays)),
    "key not checked against its id": Bug(_swap(keys, "_committed", _any_key), 100),
    "writes on after its own fork": Bug(_swap(renewing, "begin", _writes_on)),
    "Lamport not raised on receipt": Bug(_swap(journal.Journal, "heard", _deaf)),
    "one branch folded": Bug(_swap(refolding, "entries_at", _one_branch_folded), 200),
    "fork not noted": Bug(_swap(quarantined, "note", lambda *_: None)),
    "a log that no revocation names counts": Bug(
        _swap(quarantined, "_first_beyond", _unnamed_logs_count), 200
    ),
    "the last cut stands, not the lowest": Bug(_swap(state, "lowest", _last_cut_stands), 400),
    "a release is ignored": Bug(_swap(quarantined, "known", _never_released), 100),
    "wraps never sent": Bug(_swap(looking.SiteLook, "wraps", _no_wraps)),
    "acknowledged before durable": Bug(_swap(GroupCommit, "_commit", _said_before_durable)),
    "wraps after the commit": Bug(_swap(keyring.Keyring, "flush", _wraps_later), 60),
    "a stick is taken to arrive": Bug(_swap(posting.Post, "said", _assumes_arrival), 100),
    "one mark for all holes": Bug(_swap(looking, "mark", _same_mark), 400),
    "signature not asked": Bug(_swap(segments, "verify", _signed_by_anybody), 100),
}

CONTROLS: dict[str, Bug] = {
    "freed entries are no news": Bug(_swap(Session, "_heard", _freed_is_no_news)),
    "what comes too early is dropped": Bug(_swap(waiting, "keep", _never_waits)),
    "logs in another order": Bug(_swap(SiteLook, "logs", _newest_first)),
    "peers are forgotten": Bug(_swap(SiteRecord, "recall", _peer_forgotten)),
}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Play with one fault, or with none for an empty name."""
    with ExitStack() as stack:
        if name:
            {**BUGS, **CONTROLS}[name].plant(stack)
        yield
