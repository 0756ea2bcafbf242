"""What may be put on record of issuers and passes.

``gates`` holds pass, gate, window, size, and the keys that check them; which party was given a pass
is a fact in ``plan``. So a captured gate laptop verifies passes and cannot say whose they are.
"""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, OperatorId, PassId, PlaceId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject
from muster.journey.passes.binding import Binding
from muster.journey.plan.facts import Channel


class Withholding(StrEnum):
    """Why a pass is not issued. Stable: stored, translated, documented.

    The order is meaning: the first that applies is what an operator is told.
    """

    OUT_OF_SCOPE = "passes.withheld-out-of-scope"
    WINDOW_TOO_LONG = "passes.withheld-window"
    OVER_QUOTA = "passes.withheld-over-quota"
    NOT_CALLED = "passes.withheld-not-called"
    INCOMPLETE = "passes.withheld-party-incomplete"
    LIVE = "passes.withheld-live-pass"
    OVER_RATE = "passes.withheld-over-rate"


class Ending(StrEnum):
    """Why a pass is closed before its window ends. Stable: stored, translated, documented."""

    REVOKED = "revoked"
    REPLACED = "replaced"
    RECALLED = "recalled"


class IssuerAppointed(Observation, frozen=True, tag="issuer-appointed"):
    """This key may issue passes to these gates for windows from ``opens`` to ``closes``, excluded.

    ``secret`` makes its keyed tags. A ``delegate`` has a quota: of its slots these are open and no
    other. ``gates`` in this order number the gates in its passes.
    """

    about: ClassVar = Subject.ISSUER
    compartment: ClassVar = Compartment.GATES

    name: str
    public: bytes
    gates: tuple[PlaceId, ...]
    legs: tuple[int, ...]
    opens: Instant
    closes: Instant
    most_souls: int
    delegate: bool = False
    secret: bytes = b""
    quota: tuple[int, ...] = ()


class QuotaGranted(Observation, frozen=True, tag="quota-granted"):
    """More slots of a delegate's key are open: the next version of its list."""

    about: ClassVar = Subject.ISSUER
    compartment: ClassVar = Compartment.GATES

    public: bytes
    quota: tuple[int, ...]


class IssuerDismissed(Observation, frozen=True, tag="issuer-dismissed"):
    """All passes of this issuer are closed: one exchange later the unused are turned back.

    ``known_stay``: its site fell. Passes on record stay good until they are issued again; any other
    that its key could make is closed.
    """

    about: ClassVar = Subject.ISSUER
    compartment: ClassVar = Compartment.GATES

    reason: str
    second: OperatorId
    known_stay: bool = False


class PassIssued(Observation, frozen=True, tag="pass-issued"):
    """A pass exists: one leg, one gate, one window; ``closes`` is not in it.

    ``value`` is what the pass says of its binding. ``replaces`` names the pass that is closed for
    it: both are one admission.
    """

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    public: bytes
    gate: PlaceId
    leg: int
    souls: int
    opens: Instant
    closes: Instant
    binding: Binding
    value: bytes
    replaces: PassId | None = None


class OuterIssued(Observation, frozen=True, tag="outer-issued"):
    """An outer pass exists beside an inner one; ``subject`` is its eight random bytes."""

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    inner: PassId
    checkpoint: PlaceId
    lane: int = 0


class PassRevoked(Observation, frozen=True, tag="pass-revoked"):
    """The pass is closed; ``replaced_by`` names the one in its place, ``to`` the gate to go to."""

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES

    ending: Ending
    reason: str = ""
    replaced_by: PassId | None = None
    to: PlaceId | None = None


class PassHeld(Observation, frozen=True, tag="pass-held"):
    """Whoever shows it waits beside the gate; why is not for a gate to know (R32)."""

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES


class PassFreed(Observation, frozen=True, tag="pass-freed"):
    """The hold of a pass is over."""

    about: ClassVar = Subject.PASS
    compartment: ClassVar = Compartment.GATES


class PassGiven(Observation, frozen=True, tag="pass-given"):
    """A party was given this pass, on this call. Gates never hold this."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    given: PassId
    call: CallId | None = None


class WithholdingOverridden(Observation, frozen=True, tag="withholding-overridden"):
    """A pass was issued although a rule withheld it: two people signed, with a reason."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    issued: PassId
    withheld: tuple[Withholding, ...]
    reason: str
    second: OperatorId


class FamilyPageGiven(Observation, frozen=True, tag="family-page-given"):
    """A party was given a page of its own, which says called, wait, or where to go.

    Of the code that opens it two digests are kept: ``mark`` finds the answer, under ``lock`` it is
    sealed. ``until`` is not in it: from then on the page says wait.
    """

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    mark: bytes
    lock: bytes
    until: Instant


class RelativePageGiven(Observation, frozen=True, tag="relative-page-given"):
    """A relative may hold a page that says when all of a party are safe, and nothing before.

    The party agreed, over ``agreed``; nobody else may allow it. Who the relative is stays out of
    the record but for what they are to its head.
    """

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    mark: bytes
    lock: bytes
    until: Instant
    relation: Relation
    agreed: Channel


class FamilyPageTakenBack(Observation, frozen=True, tag="family-page-taken-back"):
    """The page found by ``mark`` says wait from now on, to whoever holds its code."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    mark: bytes
    reason: str
