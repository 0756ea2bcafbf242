"""What a gate may put on record of whoever came to it: one fact for each verdict, failed scans too.

``gates`` holds which pass, how many heads, when and at which post; never whose pass it is.
"""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, PlaceId
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class Refusal(StrEnum):
    """Why a party is turned back. The value is stable: stored, translated, documented."""

    GATE_CLOSED = "gate.gate-closed"
    RECALLED = "gate.recalled"
    REVOKED = "gate.revoked"
    ALREADY_USED = "gate.already-used"
    NOT_YET_CALLED = "gate.not-yet-called"
    WINDOW_OVER = "gate.window-over"
    SETTLED_AGAINST = "gate.settled-against"


class Doubt(StrEnum):
    """Why a party waits beside the gate for a supervisor. The value is stable."""

    OTHER_GATE = "gate.other-gate"
    MORE_HEADS = "gate.more-heads-than-pass"
    REST_OF_PARTY = "gate.rest-of-party"
    LATE = "gate.late"
    CLOCK_UNSURE = "gate.clock-unsure"
    NEWS_STALE = "gate.news-stale"
    NO_LIST = "gate.no-list"
    DOCUMENT_NOT_SHOWN = "gate.document-not-shown"
    DOCUMENT_DIFFERS = "gate.document-differs"
    USED_WITHOUT_DOCUMENT = "gate.used-without-document"
    OUTER_ONLY = "gate.outer-only"
    TYPED_CODE = "gate.typed-code"
    ASKED_ELSEWHERE = "gate.asked-elsewhere"
    HELD = "gate.held"


class Form(StrEnum):
    """How a pass was shown. Stable: stored, translated."""

    INNER = "inner"
    OUTER = "outer"
    ALOUD = "read-aloud"
    OTHER = "other"


class Look(StrEnum):
    """What was seen of the bearer's document. Stable: stored, translated."""

    NOT_ASKED = "not-asked"
    NOT_SHOWN = "not-shown"
    FITS = "fits"
    DIFFERS = "differs"


class LetThrough(Observation, frozen=True, tag="let-through"):
    """So many heads went in on this pass; ``souls`` are those it was issued for.

    ``settled``: the doubts that a supervisor set aside, who is ``second``, and why. ``heard``: the
    end of the last exchange with other posts, in milliseconds UTC.
    """

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    gate: PlaceId
    post: str
    heads: int
    souls: int
    form: Form
    document: Look = Look.NOT_ASKED
    heard: int = 0
    settled: tuple[Doubt, ...] = ()
    second: OperatorId | None = None
    reason: str = ""


class HeadsRecounted(Observation, frozen=True, tag="heads-recounted"):
    """The guard counted again: on the use of ``first`` fewer heads went in than the pass is for.

    ``first`` is the later end of when that use was observed, at the same gate and post.
    """

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    gate: PlaceId
    post: str
    heads: int
    first: int


class Held(Observation, frozen=True, tag="held"):
    """A party waits beside the gate until a supervisor settles every doubt."""

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    gate: PlaceId
    post: str
    heads: int
    form: Form
    doubts: tuple[Doubt, ...]
    document: Look = Look.NOT_ASKED


class TurnedBack(Observation, frozen=True, tag="turned-back"):
    """A party was turned back, for a refusal of the gate or because its pass is none of ours.

    Of what is no pass of ours ``subject`` is a digest of the text that was shown.
    """

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    gate: PlaceId
    post: str
    heads: int
    form: Form
    reason: str
    second: OperatorId | None = None


class WalkedIn(Observation, frozen=True, tag="walked-in"):
    """People without a pass were let in, by two people with a reason."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    post: str
    heads: int
    reason: str
    second: OperatorId


class SecondUseSettled(Observation, frozen=True, tag="second-use-settled"):
    """Somebody looked into the uses of a pass that was used more than once; all of them stay.

    ``stands`` is the hash of the entry of that use which was by whom the pass was for, empty where
    that was not said; ``against`` those of the others that were known; ``after`` how many such
    resolutions were.
    """

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    reason: str
    stands: bytes = b""
    against: tuple[bytes, ...] = ()
    after: int = 0


class ShownAtCheckpoint(Observation, frozen=True, tag="shown-at-checkpoint"):
    """One of ours checked an outer pass at a checkpoint of others, by a tablet that is lent there.

    ``subject`` is its eight random bytes, or a digest of what is none. ``reason`` is empty where
    the tablet said GO. It uses up nothing: who goes in is decided at our gate.
    """

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    gate: PlaceId
    post: str
    souls: int
    reason: str = ""


class IslandsCounted(Observation, frozen=True, tag="islands-counted"):
    """The posts of this gate form so many islands from now on; with 1 all of them hear each other.

    A pass to this gate lets in at most so many times its souls while they do.
    """

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    islands: int
