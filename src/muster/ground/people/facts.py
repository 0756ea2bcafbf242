"""The facts that all rooms rest on: the site, its places, its operators, keys that came and went.

They lie in ``public``: every site of the operation holds them. Those in ``audit`` say who looked.
"""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.place import PlaceRole
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class SiteOpened(Observation, frozen=True, tag="site-opened"):
    """A site began its record. ``day_ends``: milliseconds after midnight UTC a reporting day ends.

    ``training`` marks a drill: its people are invented and its clock is the drill's.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    operation: str
    name: str
    day_ends: int = 0
    training: bool = False
    base: int = 0


class SiteEnrolled(Observation, frozen=True, tag="site-enrolled"):
    """A site is of the operation: ``card`` is what the operation signed of it (T16).

    Its keys for grants and links, and the compartments it is a member of. The latest good card
    counts, whoever put it on record.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    card: bytes


class WriterRenewed(Observation, frozen=True, tag="writer-renewed"):
    """A site writes on under a new key; ``closed`` are the ends of what it wrote before.

    After it was restored from a backup, or met entries of its own that it did not hold. Each end
    is log, sequence and hash.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    writer: bytes
    certificate: bytes
    reason: str
    closed: tuple[tuple[bytes, int, bytes], ...] = ()


class WriterRevoked(Observation, frozen=True, tag="writer-revoked"):
    """A writer of a site is trusted no more: what it wrote counts up to its cut (T4).

    ``cut`` holds log, sequence and hash of the last entry that counts, for each log that whoever
    revoked could name; sequence 0 where none does. A log of the writer that no revocation names
    is quarantined whole.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    writer: bytes
    second: bytes
    reason: str
    cut: tuple[tuple[bytes, int, bytes], ...] = ()


class EntryReleased(Observation, frozen=True, tag="entry-released"):
    """A person looked at one quarantined entry, and it counts after all."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    log: bytes
    sequence: int
    hash: bytes
    reason: str


class PlaceNamed(Observation, frozen=True, tag="place-named"):
    """A place exists, with its role; capacity is souls at once, low and high reading.

    ``per_day`` is how many souls move on from there in a day; none where nobody said.
    """

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.PUBLIC

    name: str
    role: PlaceRole
    capacity: tuple[int, int] | None = None
    within: bytes = b""
    country: str = ""
    per_day: int | None = None


class OperatorEnrolled(Observation, frozen=True, tag="operator-enrolled"):
    """Somebody works here under this name in these roles; their sign-in lies elsewhere."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.PUBLIC

    name: str
    roles: tuple[str, ...]


class OperatorRevoked(Observation, frozen=True, tag="operator-revoked"):
    """Somebody no longer works here."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.PUBLIC

    reason: str = ""


class DeviceEnrolled(Observation, frozen=True, tag="device-enrolled"):
    """A tablet is a writer: ``subject`` is the writer id in its certificate.

    ``holder`` carries it, at the gate ``place``. What it observes after ``until`` does not count.
    """

    about: ClassVar = Subject.DEVICE
    compartment: ClassVar = Compartment.PUBLIC

    certificate: bytes
    holder: bytes
    place: bytes
    until: int
    tier: str = ""


class DeviceRevoked(Observation, frozen=True, tag="device-revoked"):
    """A tablet is a writer no more: what it wrote counts up to its cut, and nothing after it.

    ``cut`` holds log, sequence and hash of the last entry that counts, for each of its logs (T4).
    """

    about: ClassVar = Subject.DEVICE
    compartment: ClassVar = Compartment.PUBLIC

    reason: str
    cut: tuple[tuple[bytes, int, bytes], ...] = ()


class EntriesMissing(Observation, frozen=True, tag="entries-missing"):
    """A tablet's log goes on here over entries that did not come, or that could not be taken.

    The entry at ``sequence`` is the last that is missing; the next one says that its hash is
    ``hash``. Should it come yet, it is taken.
    """

    about: ClassVar = Subject.DEVICE
    compartment: ClassVar = Compartment.PUBLIC

    log: bytes
    sequence: int
    hash: bytes


class EntryKeptBack(Observation, frozen=True, tag="entry-kept-back"):
    """An entry past the cut of a revoked tablet: kept as it came, counted nowhere (T4).

    ``segment`` and ``key`` are the bytes that came; ``hash`` is the entry's.
    """

    about: ClassVar = Subject.DEVICE
    compartment: ClassVar = Compartment.GATES

    log: bytes
    sequence: int
    hash: bytes
    segment: bytes
    key: bytes


class ShiftStarted(Observation, frozen=True, tag="shift-started"):
    """A guard began a shift at a gate, and two people set the clock against a watch (T32).

    ``subject`` is the tablet that keeps time, or the site's own writer. It was ``ahead`` of the
    watch by so many milliseconds, least and most; ``witness`` read the watch, too.
    """

    about: ClassVar = Subject.DEVICE
    compartment: ClassVar = Compartment.GATES

    place: bytes
    guard: bytes
    witness: bytes
    ahead: tuple[int, int]
    tier: str = ""


class SecondSigned(Observation, frozen=True, tag="second-signed"):
    """Somebody gave name and PIN at a tablet, to settle what its gate asked of one scan (T24).

    ``operator`` has the tablet. ``second`` is who the site said it was; ``scan`` the id of the pass
    that waits, or the random bytes of an outer one.
    """

    about: ClassVar = Subject.DEVICE
    compartment: ClassVar = Compartment.GATES

    second: bytes
    scan: bytes


class PlainPostOpened(Observation, frozen=True, tag="plain-post-opened"):
    """From now on gates may scan over http, which others on the same Wi-Fi can alter."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    reason: str


class PlainPostClosed(Observation, frozen=True, tag="plain-post-closed"):
    """No gate scans over http any more; shifts over http end now."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    reason: str = ""


class KeyShredded(Observation, frozen=True, tag="key-shredded"):
    """A person's key is gone. ``subject`` is the key id, and nothing here says whose it was."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    rule: str


class PeopleSearched(Observation, frozen=True, tag="people-searched"):
    """Somebody searched and was shown these people. ``subject`` is the operator.

    The words are not kept: they may be a name, and a name must go with the person it belongs to.
    """

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    shown: tuple[bytes, ...]


class RecordOpened(Observation, frozen=True, tag="record-opened"):
    """Somebody opened the record of a person, party or lift. ``subject`` is the operator.

    ``handed``: nobody chose it; it was the next of a queue that has to be worked off.
    """

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    opened: bytes
    handed: bool = False


class RecordsExported(Observation, frozen=True, tag="records-exported"):
    """Somebody took rows out. ``subject`` is the operator."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    purpose: str
    rows: int
    columns: tuple[str, ...]
