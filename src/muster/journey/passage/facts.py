"""What may be put on record of an arrangement, and of what was told under it."""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject
from muster.journey.passage.terms import Channel, Checking, Counterpart, Disclosable, Terms


class ArrangementConsidered(Observation, frozen=True, tag="arrangement-considered"):
    """Somebody calls passage possible: nothing is agreed, and no time is given."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    counterpart: Counterpart
    source: str = ""
    text: str = ""


class ArrangementProposed(Observation, frozen=True, tag="arrangement-proposed"):
    """We proposed it, or they did; nothing is agreed."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    counterpart: Counterpart
    text: str = ""


class ArrangementAgreed(Observation, frozen=True, tag="arrangement-agreed"):
    """It holds under these terms; agreed again, the later terms stand.

    ``checking`` is how their checkpoints check outer passes.
    """

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    counterpart: Counterpart
    terms: Terms
    text: str = ""
    checking: Checking = Checking.SIGN


class ArrangementUsed(Observation, frozen=True, tag="arrangement-used"):
    """People are on the road under it."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    text: str = ""


class ArrangementHonoured(Observation, frozen=True, tag="arrangement-honoured"):
    """The other side kept it, once."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    text: str = ""


class ArrangementBreached(Observation, frozen=True, tag="arrangement-breached"):
    """The other side broke it; nothing is told under it until it is resumed or agreed again."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    reason: str


class ArrangementSuspended(Observation, frozen=True, tag="arrangement-suspended"):
    """It rests; nothing is told under it until it is resumed."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    reason: str


class ArrangementResumed(Observation, frozen=True, tag="arrangement-resumed"):
    """It holds again, under the terms last agreed."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    reason: str = ""


class ArrangementLapsed(Observation, frozen=True, tag="arrangement-lapsed"):
    """It is over before its time; it also lapses by itself when its terms end."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    reason: str


class DisclosureMade(Observation, frozen=True, tag="disclosure-made"):
    """The counterpart was told this.

    ``subject`` is the arrangement, or an id that leads to none. ``kinds`` are what was told, also
    where nobody knows the figure. ``count`` is people, ``opens`` to ``closes`` the window, both
    inclusive, ``tokens`` how many there were. ``parties`` are those it was about: they stay here.
    ``exported`` says that the paper was made by Muster; otherwise somebody reports what they told.
    """

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    kinds: tuple[Disclosable, ...]
    recipient: str
    channel: Channel
    count: int | None = None
    vehicles: int | None = None
    opens: Instant | None = None
    closes: Instant | None = None
    tokens: int = 0
    lane: int = 0
    parties: tuple[PartyId, ...] = ()
    exported: bool = False


class PersonsNamed(Observation, frozen=True, tag="persons-named"):
    """Names of these people were told, by two people with a reason (R4); the names are not here."""

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    persons: tuple[PersonId, ...]
    reason: str
    second: OperatorId
    recipient: str
    channel: Channel


class DayKeyGiven(Observation, frozen=True, tag="day-key-given"):
    """A checkpoint's key of one UTC day (``day``, an ISO date) left the desk; it is not in here.

    ``checking`` says to whom: to our own tablet that is lent there, or to them, which takes a
    ``second`` person and a reason. Whoever has it can check that checkpoint's codes of that day,
    and make them.
    """

    about: ClassVar = Subject.ARRANGEMENT
    compartment: ClassVar = Compartment.COMMAND

    checkpoint: PlaceId
    day: str
    checking: Checking
    recipient: str
    channel: Channel
    reason: str = ""
    second: OperatorId | None = None
