"""All that a report is computed from: tallies of the books and the states of lifts and places."""

import msgspec

from muster.ground.people.category import Profile
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.saying import Word, say
from muster.ground.people.state import PlaceState, SiteState
from muster.journey.arrival.state import Landed, Receiving
from muster.journey.figures.books import Entry, Line
from muster.journey.figures.clusters import Edge
from muster.journey.figures.figure import Cut, Vector
from muster.journey.figures.quarantine import Beyond
from muster.journey.figures.state import Estimate, Series
from muster.journey.gate.state import Gate
from muster.journey.gate.uses import Entries, Scans
from muster.journey.incident.state import Incident
from muster.journey.lift.state import Lift
from muster.journey.registry.waits import Wait

Book = tuple[Line, tuple[bytes, ...]]
_NOT_NAMED = say("a place not named here")


class Account(msgspec.Struct, frozen=True):
    """What is known here at ``cut``, as of ``as_of``; the site hands it over.

    ``lines`` and ``entries`` say how many people each line of the books stands for. ``cut`` is one
    (log, sequence, hash) for each log, hex. ``judgements`` are what stands of pairs of records, and
    ``judged`` the books of each record in them: its line, and its entries where a lift saw it.
    ``trusted`` is the account without the entries ``beyond``, where there are any.
    ``scans`` are what was decided on each pass, ``walked_in`` who came through each gate without
    one, and ``replaced`` which pass was issued again as which.
    ``contested`` pairs are among the unsure: two people judged them apart and differ.
    ``unheld`` are the compartments that this site is no member of. ``waits`` are claims that wait
    for us, where somebody set a limit to it.
    """

    lines: dict[Line, int]
    entries: dict[Entry, int]
    lifts: dict[bytes, Lift]
    landed: dict[bytes, Landed]
    places: dict[bytes, PlaceState]
    receiving: dict[bytes, Receiving]
    gates: dict[bytes, Gate]
    incidents: dict[bytes, Incident]
    published: tuple[Series, ...]
    profile: Profile | None
    site: SiteState
    as_of: Instant
    cut: Vector
    judgements: tuple[Edge, ...] = ()
    judged: dict[bytes, Book] = msgspec.field(default_factory=dict)
    contested: tuple[tuple[bytes, bytes], ...] = ()
    estimates: tuple[Estimate, ...] = ()
    scans: dict[bytes, Scans] = msgspec.field(default_factory=dict)
    walked_in: dict[bytes, Entries] = msgspec.field(default_factory=dict)
    replaced: dict[bytes, bytes] = msgspec.field(default_factory=dict)
    trusted: "Account | None" = None
    beyond: Beyond = Beyond()
    unheld: tuple[str, ...] = ()
    waits: tuple[Wait, ...] = ()

    def role(self, place: bytes) -> PlaceRole | None:
        """Return what ``place`` is for people on their way; none where nobody named it here."""
        named = self.places.get(place)
        return None if named is None else named.role

    def name(self, place: bytes) -> Word:
        """Return the name of ``place``, or words for one that has none here."""
        named = self.places.get(place)
        return _NOT_NAMED if named is None else named.name

    def common(self) -> Cut:
        """Return what every figure of the report has in common."""
        return Cut(self.as_of, self.cut)
