"""The keys that passes are signed and checked by: this site's of the day, and delegates'.

A key's secret lies in this site's encrypted store and nowhere else; what checks it is a fact in
``gates``. These are parts of commands, each of which has checked its right.
"""

from collections.abc import Iterator, Sequence

from muster.ground.people.ids import IssuerId, OperationId, PlaceId
from muster.ground.people.moment import DAY, Instant, Moment
from muster.ground.people.place import PlaceRole
from muster.ground.record.certificate import read_writer
from muster.journey.passes import known, rules, signature
from muster.journey.passes.inner import SLOTS
from muster.journey.passes.keys import LONGEST_WINDOW, Key, Keys
from muster.journey.passes.problems import KeyNotHere
from muster.journey.passes.rules import MOST_GATES, Scope
from muster.journey.passes.state import Issuer
from muster.site.record.journal import Journal
from muster.site.record.kinds import GATE, ISSUER, PLACE
from muster.site.rights import Operator
from muster.site.site import Site
from muster.site.together import Known

SPAN = LONGEST_WINDOW + DAY + 3 * DAY
"""The windows of a key: those open when its day began, those of its day, and of three more."""

_TRIES = 6
"""So often drawn slots may be taken before the key retires: one time in 64 at half of them."""
_SECRET = "pass-key/"  # noqa: S105 - where it lies, not what it is
_ROOT = "outer-root"


def begins_of(now: Moment) -> Instant:
    """Return from when the windows of today's key may begin: one may be open over midnight."""
    return now.earliest - now.earliest % DAY - LONGEST_WINDOW


def keep(site: Site, public: bytes, secret: bytes) -> None:
    """Keep a secret key in the store, inside an open command."""
    site.store.secret_put(_SECRET + public.hex(), secret)


def operation_of(site: Site) -> OperationId:
    """Return the id that every pass of this operation is signed for."""
    return OperationId(site.operation[:16])


def site_key(site: Site) -> bytes:
    """Return the public key that lists of this site are signed by."""
    return read_writer(site.keys.certificate).site.site_key


def keys_known(site: Site, rows: Known) -> Keys:
    """Return the trust list as the rows say now."""
    return known.keys_of(operation_of(site), (state for _, state in rows.scan(ISSUER)))


def key_of_the_day(site: Site, journal: Journal, by: Operator, gate: PlaceId) -> Key:
    """Return this site's key for today that may send people to ``gate``, made now if need be."""
    own, begins = IssuerId(site.keys.site), begins_of(site.now())
    state: Issuer | None = site.rows.state(ISSUER, own)
    for key in reversed(state.keys if state is not None else ()):
        if key.opens == begins and gate in key.gates:
            return key
    return _new_key(site, journal, by, own, gate, begins)


def next_key(site: Site, journal: Journal, by: Operator, gate: PlaceId) -> Key:
    """Return another key for today, since the one there was has spent its slots."""
    own = IssuerId(site.keys.site)
    return _new_key(site, journal, by, own, gate, begins_of(site.now()))


def secret_of(site: Site, public: bytes) -> bytes:
    """Return the secret key (64 bytes) behind ``public``; raise ``KeyNotHere``."""
    secret = site.store.secret_get(_SECRET + public.hex())
    if secret is None:
        raise KeyNotHere
    return secret


def outer_root(site: Site) -> bytes:
    """Return what the keys of checkpoints follow from; it is made when one is needed first."""
    found = site.store.secret_get(_ROOT)
    if found is not None:
        return found
    root = site.entropy.draw(signature.SEED)
    with site.writing():
        site.store.secret_put(_ROOT, root)
    return root


def _new_key(
    site: Site, journal: Journal, by: Operator, own: IssuerId, gate: PlaceId, begins: Instant
) -> Key:
    public, secret = signature.pair(site.entropy.draw(signature.SEED))
    scope = Scope(_gates(site, gate), begins, begins + SPAN, legs=(0, 1, 2, 3))
    state = site.rows.state(ISSUER, own)
    tags = site.entropy.draw(signature.SEED)
    now = site.now()
    name = site.state.name
    said = rules.appoint(state, own, name, public, scope, now, by.id, secret=tags)
    journal.put([said])
    keep(site, public, secret)
    after: Issuer = site.rows.state(ISSUER, own)
    return after.keys[-1]


def _gates(site: Site, gate: PlaceId) -> tuple[PlaceId, ...]:
    """Return every gate that is known, ``gate`` first."""
    named = [one for one, place in site.rows.scan(PLACE) if place.role is PlaceRole.GATE]
    opened = [one for one, _ in site.rows.scan(GATE)]
    every = dict.fromkeys((gate, *map(PlaceId, (*named, *opened))))
    return tuple(every)[:MOST_GATES]


def draw_quota(site: Site, count: int, taken: frozenset[int]) -> tuple[int, ...]:
    """Return ``count`` slots at random that are not ``taken``, in order."""
    found: set[int] = set()
    while len(found) < count:
        slot = draw_slot(site)
        if slot not in taken:
            found.add(slot)
    return tuple(sorted(found))


def draw_slot(site: Site) -> int:
    """Return 18 random bits."""
    return int.from_bytes(site.entropy.draw(3), "big") % SLOTS


def site_secret(site: Site) -> bytes:
    """Return the key that this site signs lists by (64 bytes)."""
    return signature.pair(site.keys.site_seed)[1]


def opened_slots(site: Site, key: Key) -> Iterator[int]:
    """Yield slots to try for a new pass of ``key``: a delegate's quota, else chance."""
    if key.delegate:
        state: Issuer = site.rows.state(ISSUER, key.issuer)
        yield from _shuffled(site, state.quota(key.public))
        return
    for _ in range(_TRIES):
        yield draw_slot(site)


def _shuffled(site: Site, slots: Sequence[int]) -> list[int]:
    """Return slots in an order that says nothing."""
    return sorted(slots, key=lambda _: site.entropy.draw(8))
