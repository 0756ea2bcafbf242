"""Wraps, the shred list, sealed epoch keys: what is destroyed so that sealed facts stay shut.

A key on the shred list never has a wrap: not after it is put there, and not when the wrap comes
again from another site or a backup.
"""

from collections.abc import Iterable, Iterator

from muster.adapters.store.shapes import EpochRow, WrapRow
from muster.adapters.store.sqlite.channel import Channel
from muster.adapters.store.sqlite.transaction import Writer

_WRAP = "SELECT key_id, epoch, owner, compartment, wrap FROM wrap WHERE key_id = ?"
_WRAPS = "SELECT key_id, epoch, owner, compartment, wrap FROM wrap ORDER BY key_id"
_WRAPS_OF = (
    "SELECT key_id, epoch, owner, compartment, wrap FROM wrap WHERE owner = ? ORDER BY key_id"
)
_WRAPS_UNDER = (
    "SELECT key_id, epoch, owner, compartment, wrap FROM wrap WHERE epoch = ? ORDER BY key_id"
)
_WRAPS_AMONG = (
    "SELECT key_id, epoch, owner, compartment, wrap FROM wrap "
    "WHERE key_id IN (SELECT value FROM carray(?))"
)
_OWNERS_AMONG = "SELECT DISTINCT owner FROM wrap WHERE owner IN (SELECT value FROM carray(?))"
_SHREDDED_AMONG = "SELECT key_id FROM shred WHERE key_id IN (SELECT value FROM carray(?))"
_ANY_SHREDDED = "SELECT key_id FROM shred LIMIT 1"
_SHREDDED = "SELECT key_id FROM shred WHERE key_id = ?"
_SHRED_LIST = "SELECT key_id FROM shred ORDER BY key_id"
_EPOCHS = (
    "SELECT key_id, compartment, number, opened_ms, sealed FROM epoch "
    "ORDER BY compartment, number, key_id"
)
_PUT_WRAP = (
    "INSERT INTO wrap (key_id, epoch, owner, compartment, wrap) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (key_id) DO UPDATE SET epoch = excluded.epoch, owner = excluded.owner, "
    "compartment = excluded.compartment, wrap = excluded.wrap"
)
_DROP_WRAP = "DELETE FROM wrap WHERE key_id = ?"
_ADD_SHREDDED = "INSERT INTO shred (key_id) VALUES (?) ON CONFLICT DO NOTHING"
_PUT_EPOCH = (
    "INSERT INTO epoch (key_id, compartment, number, opened_ms, sealed) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (key_id) DO UPDATE SET compartment = excluded.compartment, "
    "number = excluded.number, opened_ms = excluded.opened_ms, sealed = excluded.sealed"
)
_DROP_EPOCH = "DELETE FROM epoch WHERE key_id = ?"


class KeyReads:
    """Questions about keys."""

    _db: Channel

    def wrap(self, key_id: bytes) -> WrapRow | None:
        """Return the wrap of a key, or none."""
        row = self._db.one(_WRAP, (key_id,))
        return WrapRow._make(row) if row else None

    def wraps(self) -> Iterator[WrapRow]:
        """Yield all wraps by key id."""
        return map(WrapRow._make, self._db.stream(_WRAPS))

    def wraps_of(self, owner: bytes) -> list[WrapRow]:
        """Return the wraps of one subject's keys by key id."""
        return [WrapRow._make(row) for row in self._db.all(_WRAPS_OF, (owner,))]

    def wraps_under(self, epoch: bytes) -> list[WrapRow]:
        """Return the wraps under one epoch's key by key id."""
        return [WrapRow._make(row) for row in self._db.all(_WRAPS_UNDER, (epoch,))]

    def wraps_get_many(self, key_ids: Iterable[bytes]) -> dict[bytes, WrapRow]:
        """Return the wraps of those keys that have one, by key id."""
        return {row[0]: WrapRow._make(row) for row in self._db.among(_WRAPS_AMONG, key_ids)}

    def owners_among(self, subjects: Iterable[bytes]) -> set[bytes]:
        """Return those of these subjects of whom there is any key."""
        return {owner for (owner,) in self._db.among(_OWNERS_AMONG, subjects)}

    def shredded_among(self, key_ids: Iterable[bytes]) -> set[bytes]:
        """Return those of these keys that are on the shred list."""
        if self._db.one(_ANY_SHREDDED) is None:
            return set()
        return {key_id for (key_id,) in self._db.among(_SHREDDED_AMONG, key_ids)}

    def shredded(self, key_id: bytes) -> bool:
        """Say whether this key is on the shred list."""
        return self._db.one(_SHREDDED, (key_id,)) is not None

    def shred_list(self) -> list[bytes]:
        """Return all shredded key ids, sorted."""
        return [key_id for (key_id,) in self._db.all(_SHRED_LIST)]

    def epochs(self) -> list[EpochRow]:
        """Return all sealed epoch keys by (compartment, number, key id)."""
        return [EpochRow._make(row) for row in self._db.all(_EPOCHS)]


class KeyWrites:
    """Keys that come, and keys that go for good."""

    _writer: Writer

    def put_wraps(self, rows: Iterable[WrapRow]) -> list[bytes]:
        """Put wraps, except of shredded keys; return the key ids that were refused."""
        offered = list(rows)
        if self._writer.one(_ANY_SHREDDED) is None:
            self._writer.write_many(_PUT_WRAP, offered)
            return []
        ids = [row.key_id for row in offered]
        refused = {found for (found,) in self._writer.among(_SHREDDED_AMONG, ids)}
        self._writer.write_many(_PUT_WRAP, (row for row in offered if row.key_id not in refused))
        return sorted(refused)

    def drop_wraps(self, key_ids: Iterable[bytes]) -> None:
        """Delete the wraps of these keys."""
        self._writer.write_many(_DROP_WRAP, ((key_id,) for key_id in key_ids))

    def add_shredded(self, key_ids: Iterable[bytes]) -> None:
        """Put keys on the shred list for good and delete their wraps."""
        listed = list(key_ids)
        self._writer.write_many(_ADD_SHREDDED, ((key_id,) for key_id in listed))
        self.drop_wraps(listed)

    def put_epoch(
        self, key_id: bytes, compartment: str, number: int, opened_ms: int, sealed: bytes
    ) -> None:
        """Put a sealed epoch key, in place of an older seal of the same key."""
        self._writer.write(_PUT_EPOCH, (key_id, compartment, number, opened_ms, sealed))

    def drop_epoch(self, key_id: bytes) -> None:
        """Delete a sealed epoch key."""
        self._writer.write(_DROP_EPOCH, (key_id,))
