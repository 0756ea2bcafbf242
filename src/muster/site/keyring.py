"""The keys that a site holds while it is open: epochs by compartment, people by need.

A person has one key in each compartment that says something of them. Keys are made when the first
fact needs one, wrapped under the epoch key, and the wraps wait here until the transaction that
carries the fact. Reading goes by key id; a key id on the shred list opens nothing, ever.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from muster.adapters.store import EpochRow, Store, WrapRow
from muster.adapters.store import View as Snapshot
from muster.ground.secrecy.keys import (
    LENGTH,
    EpochKey,
    accept,
    grant,
    grant_hybrid,
    granted,
    key_id,
    public_of,
)
from muster.ground.secrecy.problems import KeyMismatch
from muster.site.clock import Entropy
from muster.site.problems import CompartmentNotHeld

MOST_PEOPLE = 250_000
_DESTROYED = "destroyed-epochs"
NOBODY = b""
"""The owner of the key of one entry of a tablet."""

Held = tuple[bytes, bytes]
Wrapped = tuple[bytes, bytes, bytes]
"""A person's key: epoch, wrap, owner."""


class Opener:
    """Finds the key of a key id: epochs first, then people, unwrapped when first asked."""

    def __init__(
        self,
        epochs: dict[bytes, EpochKey],
        wraps: dict[bytes, Wrapped],
        shredded: Iterable[bytes],
        destroyed: Iterable[bytes] = (),
    ) -> None:
        self._epochs = epochs
        self._wraps = wraps
        self._sealing = {identity: epoch.sealing for identity, epoch in epochs.items()}
        self._shredded = frozenset(shredded)
        self._destroyed = frozenset(destroyed)

    def key(self, identity: bytes) -> bytes | None:
        """Return the sealing key of ``identity``, or none if it was shredded or is not here."""
        key = self._sealing.get(identity)
        if key is not None or identity in self._shredded:
            return key
        wrapped = self._wraps.get(identity)
        if wrapped is None or wrapped[0] not in self._epochs:
            return None
        key = self._epochs[wrapped[0]].unwrap(wrapped[1], identity, wrapped[2])
        self._sealing[identity] = key
        return key

    def owner(self, identity: bytes) -> bytes | None:
        """Return whose key this is; none for an epoch's, and for that of one entry of a tablet."""
        wrapped = self._wraps.get(identity)
        return None if wrapped is None else wrapped[2] or None

    def shredded(self, identity: bytes) -> bool:
        """Return whether ``identity`` is on the shred list."""
        return identity in self._shredded

    def destroyed(self, identity: bytes) -> bool:
        """Return whether ``identity`` went with its epoch: it is one, or was wrapped under it."""
        wrapped = self._wraps.get(identity)
        return (identity if wrapped is None else wrapped[0]) in self._destroyed

    def epochs(self) -> list[EpochKey]:
        """Return the epochs' keys, to hand over."""
        return list(self._epochs.values())

    def shred_list(self) -> list[bytes]:
        """Return the shredded key ids, to hand over."""
        return list(self._shredded)

    def destroyed_list(self) -> list[bytes]:
        """Return the ids of destroyed epochs, to hand over."""
        return list(self._destroyed)

    def wraps(self, at_once: int) -> Iterator[list[tuple[bytes, Wrapped]]]:
        """Yield people's wrapped keys, so many at once, to hand over."""
        held = iter(self._wraps.items())
        while some := list(islice(held, at_once)):
            yield some


class Finder:
    """Finds the key of a key id one by one, as of a snapshot: for a few entries."""

    def __init__(self, snapshot: Snapshot, epochs: dict[bytes, EpochKey]) -> None:
        self._snapshot = snapshot
        self._epochs = epochs
        self._destroyed: frozenset[bytes] | None = None
        self._last: WrapRow | None = None

    def key(self, identity: bytes) -> bytes | None:
        """Return the sealing key of ``identity``, or none if it was shredded or is not here."""
        epoch = self._epochs.get(identity)
        if epoch is not None:
            return epoch.sealing
        row = self._last = self._snapshot.wrap(identity)
        if row is None or row.epoch not in self._epochs:
            return None
        return self._epochs[row.epoch].unwrap(row.wrap, identity, row.owner)

    def owner(self, identity: bytes) -> bytes | None:
        """Return whose key this is; none for an epoch's, and for that of one entry of a tablet."""
        if identity in self._epochs:
            return None
        last = self._last  # whoever asks for the owner has just asked for the key
        row = last if last and last.key_id == identity else self._snapshot.wrap(identity)
        return None if row is None else row.owner or None

    def shredded(self, identity: bytes) -> bool:
        """Return whether ``identity`` is on the shred list."""
        return self._snapshot.shredded(identity)

    def destroyed(self, identity: bytes) -> bool:
        """Return whether ``identity`` went with its epoch: it is one, or was wrapped under it."""
        if self._destroyed is None:
            self._destroyed = destroyed(self._snapshot)
        if identity in self._destroyed or not self._destroyed:
            return identity in self._destroyed
        row = self._snapshot.wrap(identity)
        return row is not None and row.epoch in self._destroyed


def destroyed(snapshot: Snapshot) -> frozenset[bytes]:
    """Return the ids of the epochs whose keys were destroyed here."""
    raw = snapshot.meta_get(_DESTROYED)
    return frozenset() if raw is None else frozenset(msgspec.msgpack.decode(raw, type=list[bytes]))


class Keyring:
    """Epoch and person keys of one open site."""

    def __init__(self, store: Store, exchange_secret: bytes, entropy: Entropy) -> None:
        self._store = store
        self._secret = exchange_secret
        self._entropy = entropy
        self._present: dict[str, EpochRow] = {}
        self._by_id: dict[bytes, EpochKey] = {}
        self._barred: frozenset[bytes] = frozenset()
        self._people: dict[bytes, dict[str, Held]] = {}
        self._new: list[WrapRow] = []
        self._owners: dict[bytes, bytes | None] = {}
        self._load_epochs()

    def _load_epochs(self) -> None:
        """Read which epochs the store holds; their keys are opened once."""
        rows = self._store.epochs()
        self._by_id = {
            row.key_id: self._by_id.get(row.key_id)
            or accept(row.sealed, self._secret, row.compartment, row.key_id)
            for row in rows
        }
        self._present = {}
        for row in rows:
            self._stand(row)

    def _stand(self, row: EpochRow) -> None:
        """Let an epoch be the present one of its compartment, if it comes after the one that is."""
        held = self._present.get(row.compartment)
        if held is None or self._rank(row) > self._rank(held):
            self._present[row.compartment] = row

    def _rank(self, row: EpochRow) -> tuple[bool, int, bytes]:
        return row.key_id not in self._barred, row.number, row.key_id

    def bar(self, epochs: frozenset[bytes]) -> None:
        """Seal nothing more under these epochs, nor under a person's key that one of them wraps.

        What is sealed already opens as before. A person's next fact gets a key of a new generation.
        """
        if epochs != self._barred:
            self._barred = epochs
            self._people.clear()
            self._present = {}
            for row in self._store.epochs():
                self._stand(row)

    def present(self) -> list[EpochRow]:
        """Return the present epoch of each compartment that is held here."""
        return list(self._present.values())

    def barred(self, epoch: bytes) -> bool:
        """Return whether nothing more is sealed under an epoch, if there is another."""
        return epoch in self._barred

    def open_epoch(self, compartment: str, number: int, opened: int) -> tuple[bytes, bytes]:
        """Make a new key for ``compartment``; return its id and the sealed key (the grant)."""
        return self._keep(self._entropy.draw(LENGTH), compartment, number, opened)

    def _keep(self, key: bytes, compartment: str, number: int, opened: int) -> tuple[bytes, bytes]:
        sealed = grant(key, public_of(self._secret), compartment)
        row = EpochRow(key_id(key), compartment, number, opened, sealed)
        self._store.put_epoch(*row)
        self._by_id[row.key_id] = EpochKey.of(key)
        self._stand(row)
        return row.key_id, sealed

    def destroy(self, epochs: Collection[bytes]) -> None:
        """Destroy epochs' keys inside an open command: none of them opens or comes here again."""
        for one in epochs:
            self._store.drop_epoch(one)
        self._store.add_shredded(epochs)
        gone = sorted(destroyed(self._store).union(epochs))
        self._store.meta_put(_DESTROYED, msgspec.msgpack.encode(gone))
        self._people.clear()
        self._owners.clear()
        self._load_epochs()

    def epoch(self, compartment: str) -> Held:
        """Return id and sealing key of the compartment's present epoch.

        Raises ``CompartmentNotHeld`` where this site is no member.
        """
        epoch = self._now(compartment)
        return epoch.id, epoch.sealing

    def _now(self, compartment: str) -> EpochKey:
        row = self._present.get(compartment)
        if row is None:
            raise CompartmentNotHeld(what=compartment)
        return self._by_id[row.key_id]

    def lacks(self, compartments: Iterable[str]) -> tuple[str, ...]:
        """Return those of ``compartments`` of which this site holds no key, sorted."""
        return tuple(sorted({*compartments} - self._present.keys()))

    def born(self, people: Iterable[bytes]) -> None:
        """Note that these people are new, so that nobody looks for keys they cannot have."""
        for person in people:
            self._people.setdefault(person, {})

    def person(self, compartment: str, person: bytes) -> Held:
        """Return id and key of ``person`` in ``compartment``, made now if there is none yet."""
        held = self._people.get(person)
        if held is None:
            held = self._load(person)
        found = held.get(compartment)
        return found if found is not None else self._make(held, compartment, person)

    def _load(self, person: bytes) -> dict[str, Held]:
        held: dict[str, Held] = {}
        for row in self._store.wraps_of(person):
            epoch = self._by_id.get(row.epoch)
            if epoch is not None and row.epoch not in self._barred:
                key = epoch.unwrap(row.wrap, row.key_id, person)
                held[row.compartment] = (row.key_id, key)
        self._people[person] = held
        return held

    def proven(self, person: bytes) -> list[bytes]:
        """Return the ids of the keys that are surely ``person``'s, for they were tried here.

        What only waits for its epoch is whoever's somebody says it is.
        """
        held = self._store.wraps_of(person)
        return [row.key_id for row in held if row.epoch in self._by_id]

    def _make(self, held: dict[str, Held], compartment: str, person: bytes) -> Held:
        key = self._entropy.draw(LENGTH)
        made = (key_id(key, person), key)
        epoch = self._now(compartment)
        self._new.append(WrapRow(made[0], epoch.id, person, compartment, epoch.wrap(key)))
        held[compartment] = made
        return made

    def flush(self) -> None:
        """Put the wraps of new keys into the open transaction."""
        if self._new:
            self._store.put_wraps(self._new)
            self._new = []
        if len(self._people) > MOST_PEOPLE:
            self._people.clear()

    def reset(self) -> None:
        """Forget what the store did not take."""
        self._new = []
        self._people.clear()
        self._owners.clear()
        self._load_epochs()

    def forget(self, person: bytes) -> None:
        """Drop a person's keys from memory."""
        self._people.pop(person, None)
        self._owners.clear()

    def opener(self, snapshot: Snapshot) -> Opener:
        """Return a finder of keys with every wrap loaded, for a walk over whole logs."""
        wraps = {row.key_id: (row.epoch, row.wrap, row.owner) for row in snapshot.wraps()}
        return Opener(self._by_id, wraps, snapshot.shred_list(), destroyed(snapshot))

    def epoch_keys(self) -> list[EpochKey]:
        """Return the keys of all epochs that are held here."""
        return list(self._by_id.values())

    def key(self, snapshot: Snapshot, identity: bytes) -> bytes | None:
        """Return the sealing key of one key id as of ``snapshot``, or none if it is not here."""
        return self.finder(snapshot).key(identity)

    def finder(self, snapshot: Snapshot) -> Finder:
        """Return a finder of keys that loads nothing beforehand, for a few entries."""
        return Finder(snapshot, self._by_id)

    def offered(self, rows: Iterable[WrapRow]) -> tuple[dict[bytes, bytes], frozenset[bytes]]:
        """Return the epochs' keys and those in ``rows`` that open, by id, and ids that mismatch.

        An id commits to its key and to its owner.
        """
        keys = {identity: epoch.sealing for identity, epoch in self._by_id.items()}
        unfit = set()
        for row in rows:
            epoch = self._by_id.get(row.epoch)
            if epoch is None:
                continue
            try:
                keys.setdefault(row.key_id, epoch.unwrap(row.wrap, row.key_id, row.owner))
            except KeyMismatch:
                unfit.add(row.key_id)
        return keys, frozenset(unfit)

    def owners(self, key_ids: Iterable[bytes]) -> Mapping[bytes, bytes | None]:
        """Return whose key each of ``key_ids`` is, nobody's or somebody's, where it has a wrap.

        Whose others are may be in it, too. It goes on with what ``put_wraps`` puts.
        """
        if len(self._owners) > MOST_PEOPLE:
            self._owners = {}
        unknown = set(key_ids).difference(self._owners)
        for identity, row in self._store.wraps_get_many(unknown).items():
            self._owners[identity] = row.owner or None
        return self._owners

    def take_wraps(self, rows: Iterable[WrapRow]) -> list[bytes]:
        """Put wraps that came from elsewhere; return the shredded key ids, which are refused.

        Raises ``KeyMismatch`` for one that opens to another key than its id says, or is said to be
        another's (T5).
        """
        offered = list(rows)
        held = self._store.wraps_get_many(row.key_id for row in offered)
        new = self.fresh(offered, held)
        _, unfit = self.offered(new)
        return self.put_wraps(new, unfit)

    def fresh(self, offered: Iterable[WrapRow], held: Mapping[bytes, WrapRow]) -> list[WrapRow]:
        """Return what of ``offered`` is to be put beside ``held``.

        A key that is here already stays whose it is. One under an epoch that is not here was never
        tried, and keeps nobody else's place.
        """
        untried = {one for one, row in held.items() if row.epoch not in self._by_id}
        if untried:
            gone = destroyed(self._store)
            untried = {one for one in untried if held[one].epoch not in gone}
        return [row for row in offered if row.key_id not in held or row.key_id in untried]

    def put_wraps(self, new: Collection[WrapRow], unfit: Collection[bytes]) -> list[bytes]:
        """Put wraps of keys that are not here; return the shredded ids, which are refused.

        Raises ``KeyMismatch`` where one of them is ``unfit``.
        """
        if any(row.key_id in unfit for row in new):
            raise KeyMismatch
        for row in new:
            self._people.pop(row.owner, None)
        refused = self._store.put_wraps(new)
        self._owners.update((row.key_id, row.owner or None) for row in new)
        for identity in refused:
            del self._owners[identity]
        return refused

    def take_entry_key(self, key: bytes, compartment: str) -> None:
        """Wrap the key of one entry of a tablet under the compartment's epoch; it is nobody's.

        Every member of the compartment opens the entry then, and the tablet cannot.
        """
        epoch = self._now(compartment)
        row = WrapRow(key_id(key), epoch.id, NOBODY, compartment, epoch.wrap(key))
        if self._store.wrap(row.key_id) is None:
            self._store.put_wraps([row])

    def take_epoch(self, row: EpochRow, seeds: Iterable[bytes] = ()) -> None:
        """Keep an epoch's key that was granted to this site; raise ``KeyMismatch``.

        ``seeds`` are behind our letterboxes. It is kept sealed to our own key, not as it came: a
        letterbox is gone within weeks. What came before under its id and does not open goes: it
        comes again, and nothing was opened with it (T5).
        """
        key = granted(row.sealed, self._secret, seeds, row.compartment, row.key_id)
        self._keep(key, row.compartment, row.number, row.opened_ms)
        _, unfit = self.offered(self._store.wraps_under(row.key_id))
        self._store.drop_wraps(unfit)
        self._owners.clear()

    def grant_to(self, epoch: EpochRow, letterbox: bytes, exchange_key: bytes) -> bytes:
        """Return an epoch's key sealed to a site: its letterbox, where one is known.

        Raises ``KeyMismatch``, ``KeyUnusable``.
        """
        own = granted(epoch.sealed, self._secret, (), epoch.compartment, epoch.key_id)
        if letterbox:
            return grant_hybrid(own, letterbox, epoch.compartment)
        return grant(own, exchange_key, epoch.compartment)

    def grants(
        self, site_public: bytes, compartments: Collection[str] | None = None
    ) -> list[EpochRow]:
        """Return the epochs' keys, of all ``compartments`` or these, sealed to another site.

        Raises ``KeyUnusable``.
        """
        return [
            row._replace(sealed=self.grant_to(row, b"", site_public))
            for row in self._store.epochs()
            if compartments is None or row.compartment in compartments
        ]
