"""Moves outside and around the gates: calls, arrangements, incidents, things; as in ``moves``.

Arrangements, items, kinds of print and estimates go by their ids or numbers in the scenario.
"""

from muster.doors.drill.moves import Move, Number, Numbers
from muster.ground.people.moment import Instant
from muster.journey.passage.terms import Channel

Span = tuple[int, int]


class GateOpened(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A gate lets people in."""

    place: str
    per_hour: float


class GateShut(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A gate lets nobody in, for a while or for good."""

    place: str
    for_good: bool
    words: str


class GateClosed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The checklist of a gate was gone through, and it is closed."""

    place: str
    words: str
    witness: str


class GateHeld(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A gate lets nobody in while a threat lasts; live calls to it are taken back."""

    place: str
    words: str


class GatesWarned(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People are told by ``source`` to stay away; ``recall`` takes back live calls to the gates."""

    places: tuple[str, ...]
    until: Instant
    words: str
    source: str
    recall: bool


class PartiesCalled(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Parties are called to a gate for a window from ``opens`` to ``closes``."""

    called: Numbers
    gate: str
    opens: Instant
    closes: Instant


class PartiesCame(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Called parties came to their gate."""

    called: Numbers


class RecallsReached(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Parties whose call was taken back know it."""

    called: Numbers


class PlanMended(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The plan is made of the record as it stands, or mended, and adopted.

    ``stable`` is the second answer: as good as can be while it moves few.
    """

    stable: bool = False


class Died(Move, frozen=True, tag=True, array_like=True, gc=False):
    """An authority states that people died."""

    people: Numbers
    incident: Number
    authority: str


class KinTold(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The next of kin of dead people were told."""

    people: Numbers


class WentMissing(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Nobody knows where people are who were at an incident, says ``source``."""

    people: Numbers
    incident: Number
    source: str


class HeardFrom(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People who were missing are heard of again."""

    people: Numbers
    words: str


class Judged(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Pairs of records are judged: one person, or ``unsure``."""

    pairs: tuple[tuple[Number, Number], ...]
    unsure: bool
    words: str


class DocumentsAttested(Move, frozen=True, tag=True, array_like=True, gc=False):
    """We attest that we destroyed the documents of people."""

    people: Numbers
    words: str


class ArrangementPossible(Move, frozen=True, tag=True, array_like=True, gc=False):
    """An arrangement of the scenario is spoken of: nothing agreed, no time given."""

    arrangement: str


class ArrangementStepped(Move, frozen=True, tag=True, array_like=True, gc=False):
    """An arrangement comes to the stage of its step ``step``, numbered from 0 in the scenario."""

    arrangement: str
    step: Number


class Disclosed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The counterpart is told of a convoy: souls, vehicles, when; ``about`` are its parties."""

    arrangement: str
    souls: int
    vehicles: int
    opens: Instant
    closes: Instant
    about: Numbers
    channel: Channel


class ConvoyPassed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A convoy was let through, as arranged."""

    arrangement: str
    souls: int


class ItemInventoried(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A thing is put on the list of what may be left behind: its number in the scenario."""

    item: Number


class ItemEnded(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A thing came to its end, as the scenario says."""

    item: Number


class SheetPrinted(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A numbered sheet of the kind ``prints`` in the scenario."""

    sheet: Number
    prints: Number


class SheetEnded(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A sheet was destroyed, or is ``lost``."""

    sheet: Number
    prints: Number
    lost: bool


class EstimateMade(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Somebody reckons how many there are whom nobody named: its number in the scenario."""

    estimate: Number


class IncidentReported(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Something happened at a place."""

    incident: Number
    place: str
    words: str


class IncidentMoved(Move, frozen=True, tag=True, array_like=True, gc=False):
    """An incident is ``confirmed``, or ``closed``."""

    incident: Number
    stage: str
    source: str


class StatementMade(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A named source says something; ``claims`` marks a claim of responsibility."""

    incident: Number
    source: str
    words: str
    quality: str
    claims: bool


class CasualtiesReported(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A named source says how many were killed and injured, low and high.

    ``parts`` are groups that the source names; ``parts_inside`` says whether they lie in ``dead``.
    """

    incident: Number
    source: str
    words: str
    quality: str
    dead: Span
    injured: Span | None
    parts: tuple[tuple[str, Span], ...]
    parts_inside: bool | None
    missing: Span | None
