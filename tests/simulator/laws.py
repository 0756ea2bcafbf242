"""What must hold at each step, and when everybody has met everybody.

That all end with the same set is a weak law: faults of six kinds passed it on a model. So each is
asked where it could first be broken: of a post after whatever it did, of two after they met.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap

from muster.adapters.exchange.frames import Chunk, decode
from muster.adapters.exchange.record import START
from muster.adapters.exchange.session import Session
from muster.ground.record.certificate import DEVICE, log_id, read_writer
from muster.ground.record.entry import Entry
from muster.ground.secrecy.keys import key_id
from muster.ground.secrecy.problems import ParcelNotOurs
from muster.site import upkeep
from muster.site.exchange import exchanging
from muster.site.exchange.neighbours import around
from muster.site.exchange.sticks import Read
from muster.site.problems import SiteRevoked
from muster.site.record import quarantine
from muster.site.record.kinds import LIFT, PASSENGER, RECORD, TABLES
from tests.simulator import second
from tests.simulator.operation import Post
from tests.simulator.second import Raw, Told
from tests.world.sites import normal


class Broken(AssertionError):
    """A law does not hold; says which."""


def hold(law: bool, words: str) -> None:  # noqa: FBT001 - a law is said and asked in one line
    """Raise ``Broken`` unless ``law`` holds."""
    if not law:
        raise Broken(words)


class Watch:
    """What is remembered of one post between two steps."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.restored = False
        self._forked: frozenset[bytes] = frozenset()
        self._keep()

    def forget(self) -> None:
        """It came back from a backup: what it held may be gone, and so its word."""
        self.restored = True
        self._forked = frozenset()
        self._keep()

    def _keep(self) -> None:
        self._changes = self.post.changes
        self.held = self.post.entries()
        self.lamport = _highest(self.held.values())

    def look(self) -> None:
        """Ask what must hold at a post whatever it did."""
        post, site = self.post, self.post.site
        if self._changes == post.changes:
            return
        now = post.entries()
        lost = self.held.keys() - now.keys()
        hold(not lost, f"{post.name} lost {len(lost)} entries that were durable")
        new = [one for digest, one in now.items() if digest not in self.held]
        _no_hole(post, now, new)
        _no_stranger(post, new)
        own = {log_id(site.keys.certificate, one) for one in post.compartments}
        for one in new:
            if one.log in own:
                low = one.lamport > self.lamport
                hold(low, f"{post.name} wrote an entry that does not come after all it held")
                fresh = one.log not in self._forked
                hold(fresh, f"{post.name} wrote on in a log of its own that it knew had forked")
        _keys(post)
        shows_forks(post, now)
        self._keep()
        self._forked = frozenset(forked(now.values()))


def _highest(entries: Iterable[Entry]) -> int:
    return max((one.lamport for one in entries), default=0)


def forked(entries: Iterable[Entry]) -> dict[bytes, int]:
    """Return the logs with two entries at one sequence, and the first such sequence."""
    places = Counter((one.log, one.sequence) for one in entries)
    found: dict[bytes, int] = {}
    for (log, sequence), times in places.items():
        if times > 1:
            found[log] = min(sequence, found.get(log, sequence))
    return found


def _no_hole(post: Post, now: Mapping[bytes, Entry], new: list[Entry]) -> None:
    tablets = {
        row.id for row in post.site.store.logs() if read_writer(row.certificate).post == DEVICE
    }
    for one in new:
        if one.log in tablets:  # it may go on over a gap that is on record
            continue
        before = now.get(one.previous)
        follows = before is not None and (before.log, before.sequence) == (
            one.log,
            one.sequence - 1,
        )
        hold(one.sequence == 1 or follows, f"{post.name} holds an entry over a hole")


def _no_stranger(post: Post, new: list[Entry]) -> None:
    """T8: nothing of a compartment that the site is no member of, not even sealed."""
    if not new:
        return
    held = {row.id: row for row in post.site.store.logs()}
    for log in {one.log for one in new}:
        member = held[log].compartment in post.compartments
        hold(member, f"{post.name} holds entries of {held[log].compartment} and is no member")


def _keys(post: Post) -> None:
    """T5, T9: each key is whose and what its id says, and none of a shredded person is here."""
    store, ring = post.site.store, post.site.keyring
    shredded = {*store.shred_list()}
    for row in store.wraps():
        hold(row.key_id not in shredded, f"{post.name} holds the wrap of a shredded key")
        known = (post.site.keys.site, row.key_id, row.owner, row.wrap)
        if known in _checked:
            continue
        epoch = ring._by_id.get(row.epoch)
        if epoch is not None:
            key = aes_key_unwrap(epoch.wrapping, row.wrap)
            same = key_id(key, row.owner) == row.key_id
            hold(same, f"{post.name} holds a key under another key's id")
            _checked.add(known)
            _whose[row.key_id] = row.owner


_checked: set[tuple[bytes, bytes, bytes, bytes]] = set()
_whose: dict[bytes, bytes] = {}


def _has_holes(entries: Iterable[Entry]) -> bool:
    """Say whether a tablet's log lies here over a hole."""
    places: dict[bytes, set[int]] = {}
    for one in entries:
        places.setdefault(one.log, set()).add(one.sequence)
    return any(len(held) < max(held) for held in places.values())


def after_meeting(one: Post, other: Post, here: Session, there: Session) -> None:
    """What must hold once two sites have held a whole session."""
    both = one.compartments & other.compartments
    mine, theirs = one.entries(both), other.entries(both)
    hold(mine.keys() == theirs.keys(), f"{one.name} and {other.name} met and differ")
    for post, held in ((one, mine), (other, theirs)):
        shows_forks(post, held)
    hold(not (here.course.refused or there.course.refused), "a log was refused")
    again, echo = _again(one, other)
    told = again.course.sent.entries + echo.course.sent.entries
    hold(told == 0, f"{one.name} and {other.name} met twice, and {told} entries were told again")


def _again(one: Post, other: Post) -> tuple[Session, Session]:
    from tests.simulator.links import meet  # noqa: PLC0415 - a law that asks by meeting

    return meet(one, other)


def even(*posts: Post) -> bool:
    """Say whether no log forks or has a hole at any of these: of others all is told, and once."""
    return not any(
        forked(held) or _has_holes(held) for held in (one.entries().values() for one in posts)
    )


def nothing_twice(one: Post, other: Post, sides: tuple[Session, Session]) -> None:
    """Where all logs are even, no entry is told to a site that holds it."""
    taken = sum(side.course.taken.entries for side in sides)
    told = sum(side.course.sent.entries for side in sides)
    hold(told <= taken + _waiting(one) + _waiting(other), "entries were told that were held")


def _waiting(post: Post) -> int:
    return sum(1 for _ in post.site.store.pending()) * 1_000


def shows_forks(post: Post, held: Mapping[bytes, Entry]) -> None:
    """T2: each fork is known where both its branches are, from when the second came."""
    numbers = {row.id: row.number for row in post.site.store.logs()}
    known = quarantine.forks(post.site.store)
    for log, sequence in forked(held.values()).items():
        shown = known.get(numbers[log])
        hold(shown == sequence, f"{post.name} does not show a fork, or not where it is")


def receipts_hold(post: Post, others: list[Post]) -> None:
    """What ``post`` gave its word for, as this writer, is held: a receipt follows the commit."""
    held = post.entries()
    ends = {(one.log[:8], one.sequence): one for one in held.values()}
    for other in others:
        peer = exchanging.SiteRecord(other.site).recall(post.site.keys.site)
        if peer.certificate != post.site.keys.certificate or not peer.receipt:
            continue
        for seen in peer.held:
            one = ends.get((seen.log, seen.sequence))
            before_all = seen.sequence == START[0]  # the edge of a hole, not an entry
            hold(
                before_all or one is not None,
                f"{other.name} has {post.name}'s word for what is not there",
            )


def said_of_parcel(post: Post, read: Read, *, whole: bool, restored: bool) -> None:
    """T17: what was broken off is said to be, and what is whole opens to its end.

    A site that came back from a backup may have lost the key that a parcel was sealed to; and
    nothing is taken of a writer that was revoked.
    """
    if restored and isinstance(read.problem, ParcelNotOurs):
        return
    if isinstance(read.problem, SiteRevoked):
        return
    said = f"{post.name} says the wrong thing of a parcel: {read.problem and read.problem.code}"
    hold((read.problem is None) == whole, said)


def says_what_would_be_lost(post: Post, others: list[Post]) -> None:
    """What is nowhere else and dies with this disk is said: never too few of it.

    Asked while no other site lost what it had signed for.
    """
    elsewhere = {digest for one in others for digest in one.entries()}
    own = {
        row.id
        for row in post.site.store.logs()
        if read_writer(row.certificate).site.site == post.site.keys.site
    }
    dies = sum(one.log in own for digest, one in post.entries().items() if digest not in elsewhere)
    said = around(post.site, post.by).only_here
    hold(said >= dies, f"{post.name} says that {said} entries are only there, and {dies} are")


def at_the_end(posts: list[Post], shredded: Collection[bytes]) -> None:
    """Everybody holds the same, shows the same, and it is what a second fold says.

    ``shredded`` are the people whom anybody ever shredded: nobody else lost a key.
    """
    first, *others = posts
    whole = normal(first.site.store)
    for other in others:
        both = first.compartments & other.compartments
        same = other.entries(both).keys() == first.entries(both).keys()
        hold(same, f"{other.name} holds other entries than {first.name}")
        hold(
            _within(normal(other.site.store), both) == _within(whole, both),
            f"{other.name} shows other rows than {first.name}",
        )
    told = second.tell(_raw(posts), first.site.keyring.finder(first.site.store).key)
    for post in posts:
        findings = upkeep.verify(post.site, post.by).findings
        hold(not findings, f"{post.name} does not verify: {[one.code for one in findings][:3]}")
        _says_the_same(post, told)
    held = {digest for one in posts for digest in one.entries()}
    keys = {row.key_id for one in posts for row in one.site.store.wraps()}
    for post in posts:
        for row in post.site.store.pending():
            chunk = decode(row.data)
            lost = isinstance(chunk, Chunk) and chunk.previous not in held
            lost = lost or (bool(row.key) and row.key not in keys)  # it went with its laptop
            hold(lost, f"something waits at {post.name} for what is not lost")
        only_here = around(post.site, post.by).only_here
        hold(not only_here, f"{post.name} says that {only_here} entries are only there")
        wraps = {row.key_id for row in post.site.store.wraps()}
        hold(not wraps & told.shredded, f"{post.name} holds the wrap of a shredded key")
    hit = {_whose[key] for key in told.shredded if key in _whose}
    hold(hit <= {*shredded}, "the key of somebody was shredded whom nobody shredded")


def _within(rows: dict[str, object], both: frozenset[str]) -> dict[str, object]:
    """Return the rows that two members of these compartments can both fold."""
    names = {
        table.name for table in TABLES if all(kind.compartment in both for kind in table.kinds)
    }
    everything = {"accounts", "standing", "entry"} if "desk" in both else set()
    return {name: held for name, held in rows.items() if name in names | everything}


def _raw(posts: list[Post]) -> list[Raw]:
    return [
        Raw(
            log.id,
            log.writer,
            read_writer(log.certificate).writer_key,
            read_writer(log.certificate).post == DEVICE,
            log.compartment,
            row.data,
        )
        for post in posts
        for log in post.site.store.logs()
        for row in post.site.store.segments(log.number)
    ]


def _says_the_same(post: Post, told: Told) -> None:
    rows, at_desk = post.site.rows, "desk" in post.compartments
    for person, expected in told.people.items():
        record, passenger = rows.state(RECORD, person), rows.state(PASSENGER, person)
        legs = [(leg.lift, leg.at) for leg in passenger.legs] if passenger else []
        hold(legs == expected.boarded, f"{post.name} has other boardings of a person")
        if at_desk and expected.is_at_desk:
            name = record.name and record.name.full
            hold(name == (expected.name and expected.name[0]), f"{post.name} has another name")
            said = (record.withdrawn, record.seen)
            hold(said == (expected.withdrawn, expected.seen), f"{post.name} says otherwise")
    if at_desk:
        reader = post.site.store
        beyond = quarantine.entries_beyond(reader, quarantine.known(reader))
        waits = {entry.hash for _, entry in beyond}
        hold(waits == told.beyond, f"{post.name} lets other entries count than it may")
    for lift, counted in told.lifts.items():
        state = rows.state(LIFT, lift)
        hold(state.counted == counted.counted, f"{post.name} has another count of a lift")
