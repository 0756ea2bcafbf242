"""Epochs turn: a compartment gets a new key by the clock, at a fall, when a member goes, on demand.

A day for what gates and ramps hold, a week for the rest. Whoever opened the present epoch opens the
next when its time is over; any other member does half a period later, so that sites that are apart
turn by themselves and sites that meet do not all turn at once. Ages are by this site's own clock,
from when it opened a key or was granted it. An operation of one site has nobody to turn for.

An epoch that was granted to a site which has since fallen, or is a member no more, is barred:
nothing more is sealed under it, nor under a person's key that it wraps (T10, T14). ``public`` is
what every site must read, to learn who was granted what: its key stays.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import sha256

from muster.adapters.store import EpochRow
from muster.ground.people.fact import Observation
from muster.ground.people.ids import SiteId
from muster.ground.people.keyholders import Epoch, Fall
from muster.ground.people.keys import EpochOpened
from muster.ground.people.moment import DAY, MINUTE, Instant
from muster.ground.record import segment as segments
from muster.ground.record.card import SiteCard
from muster.ground.record.compartment import Compartment
from muster.ground.record.entry import Entry
from muster.ground.record.order import Order, order
from muster.site import members
from muster.site.problems import CompartmentNotHeld
from muster.site.record import walk
from muster.site.record.kinds import EPOCH, FALL
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

PERIODS: dict[str, Instant] = {
    Compartment.GATES: DAY,
    Compartment.LIFTS: DAY,
    Compartment.COMMAND: DAY,
    Compartment.DESK: 7 * DAY,
    Compartment.PLAN: 7 * DAY,
    Compartment.HAVENS: 7 * DAY,
    Compartment.AUDIT: 7 * DAY,
}
"""How long an epoch lasts, in milliseconds. A compartment that is not here keeps its key."""
FORGOTTEN = (Compartment.AUDIT, Compartment.GATES, Compartment.LIFTS)
"""Compartments of which a gate post destroys old keys (``forgetting``)."""
KEPT_EPOCHS = 2
"""How many epochs a gate post keeps: those of today and yesterday."""
_NEED_THE_PAST = frozenset({Compartment.DESK, Compartment.PLAN, Compartment.HAVENS})
LOOK = 10 * MINUTE
"""How often a site looks whether an epoch is over."""


class Turning:
    """Opens what is due, before a site's own facts are sealed; ``stale``: keys or members changed.

    Called inside a turn of the write path. ``forgetting`` destroys what is due to go then.
    """

    def __init__(self, site: Site, forgetting: Callable[[], list[Observation]]) -> None:
        self._site = site
        self._forgetting = forgetting
        self._looked = self._next = 0
        self.stale = True

    def __call__(self) -> Iterable[Observation]:
        """Open every epoch that is due and return the facts that say so."""
        now = self._site.now().latest
        if not self.stale and self._looked <= now < self._next:
            return ()
        self.stale, self._looked, self._next = False, now, now + LOOK
        bar(self._site)
        turned = [opened(self._site, name) for name in _due(self._site, now)]
        return [*turned, *self._forgetting()]


def bar(site: Site) -> None:
    """Let nothing more be sealed under epochs granted to whoever has no part in them any more."""
    cards = members.cards(site, site.rows)
    falls: Iterable[tuple[bytes, Fall]] = site.rows.scan(FALL)
    gone = {one for one, fall in falls if fall.since is not None and one != site.keys.site}
    reached = {name for one in gone for name in members.ever(site, site.rows, one)}
    barred = set()
    epoch: Epoch
    for identity, epoch in site.rows.scan(EPOCH):
        named = any(_has_no_part(cards, gone, one.site, epoch.opens) for one in epoch.grants)
        presumed = epoch.unsaid and epoch.opens in reached
        if epoch.opens in PERIODS and (named or presumed):
            barred.add(identity)
    if any(is_gate_post(card) for one, card in cards.items() if one not in gone):
        barred.update(_older(site))
    site.keyring.bar(frozenset(barred))


def _older(site: Site) -> Iterator[bytes]:
    """Yield the epochs whose keys gate posts destroy: what is new is sealed where they can read."""
    newest = dict[str, int]()
    for row in site.store.epochs():
        newest[row.compartment] = max(row.number, newest.get(row.compartment, 0))
    for row in site.store.epochs():
        if row.compartment in FORGOTTEN and row.number <= newest[row.compartment] - KEPT_EPOCHS:
            yield row.key_id


def is_gate_post(card: SiteCard | None) -> bool:
    """Return whether the site of a card destroys old keys; without a card it is of no operation.

    It checks passes, and neither knows nor plans for people.
    """
    if card is None:
        return False
    holds = frozenset(card.compartments)
    return Compartment.GATES in holds and not holds & _NEED_THE_PAST


def _has_no_part(
    cards: dict[SiteId, SiteCard], gone: Collection[bytes], site: bytes, opens: str
) -> bool:
    """Return whether a site has fallen, or its card no longer names the compartment."""
    if not site:
        return False
    card = cards.get(SiteId(site))
    return site in gone or (card is not None and opens not in card.compartments)


def _due(site: Site, now: Instant) -> Iterator[str]:
    """Yield the compartments of which a new epoch is to be opened now."""
    shared = others(site)
    for row in site.keyring.present():
        name = row.compartment
        if name not in PERIODS or not members.holds(site, site.rows, name):
            continue
        over = name in shared and now - row.opened_ms >= _lasts(site, row)
        if over or site.keyring.barred(row.key_id):
            yield name


def _lasts(site: Site, row: EpochRow) -> Instant:
    """Return how long this site lets an epoch last: longer where another one opened it."""
    epoch: Epoch = site.rows.state(EPOCH, row.key_id) or Epoch()
    period = PERIODS[row.compartment]
    ours = not epoch.grants or epoch.grants[0].site in {site.keys.site, b""}
    return period if ours else period + period // 2


def others(site: Site) -> frozenset[str]:
    """Return the compartments that any other standing site is a member of."""
    return frozenset(
        name
        for one, card in members.cards(site, site.rows).items()
        if one != site.keys.site and not members.has_fallen(site.rows, one)
        for name in card.compartments
    )


def opened(site: Site, compartment: str) -> EpochOpened:
    """Open an epoch of ``compartment`` inside an open command; return the fact that says so."""
    epochs: list[Epoch] = [state for _, state in site.rows.scan(EPOCH)]
    held = [row.number for row in site.store.epochs() if row.compartment == compartment]
    known = [one.number for one in epochs if one.opens == compartment]
    number, now = max((*held, *known), default=0) + 1, site.now()
    identity, sealed = site.keyring.open_epoch(compartment, number, now.latest)
    grant = sha256(sealed).digest()
    own = site.keys.site
    return EpochOpened(identity, now, site.lead_id(), compartment, number, grant, own)


def turn(site: Site, by: Operator, compartments: Collection[str] = ()) -> list[str]:
    """Open a new epoch of these compartments now, of all that turn otherwise; return which.

    Raises ``NotAllowed``, ``CompartmentNotHeld`` for one that is not held here or never turns.
    """
    require(by, Right.ENROL)
    held = {row.compartment for row in site.keyring.present()}
    wanted = sorted({*compartments} or held & PERIODS.keys())
    if any(one not in PERIODS or one not in held for one in wanted):
        raise CompartmentNotHeld(what="that was named")
    with site.writing() as journal:
        journal.put(opened(site, one) for one in wanted)
    return wanted


def catch_up(site: Site) -> None:
    """Fold the grants of a store that an older program wrote: it kept them and folded none."""
    if site.store.rows_count(EPOCH.name) or not site.store.epochs():
        return
    keys = site.keyring.opener(site.store)
    found: list[tuple[Order, int, Entry, EpochOpened]] = []
    for row in site.store.logs():
        if row.compartment != Compartment.PUBLIC:
            continue
        for stored in site.store.segments(row.number):
            for entry in segments.entries(segments.decode(stored.data)):
                fact = walk.opened(keys, entry, row.compartment)
                if isinstance(fact, EpochOpened):
                    place = order(entry, row.writer, row.compartment)
                    found.append((place, row.number, entry, fact))
    known = {entry.hash: (place, log, entry, fact) for place, log, entry, fact in found}
    with site.writing():
        for _, log, entry, fact in sorted(known.values(), key=lambda one: one[0]):
            site.rows.apply(EPOCH, fact, log, entry.sequence, entry.lamport)
