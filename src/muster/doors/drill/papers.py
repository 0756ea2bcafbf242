"""What people carry in a drill: their pass, and what a delegate signs by.

Whoever plays a post finds it with the party that stands there, whichever site wrote it.
"""

from msgspec import Struct

from muster.ground.people.ids import IssuerId, PassId, PlaceId
from muster.journey.gate.looking import Document


class Ticket(Struct):
    """The pass of a party: its id, the text of its code, and the code that is read aloud.

    ``outer`` is the text for a checkpoint; ``document`` what its bearer shows, where it is bound.
    """

    id: PassId
    text: str
    code: str = ""
    old: str = ""
    outer: str = ""
    document: Document | None = None


class Delegate(Struct):
    """A delegate: its key, its gate, and the slots that it has left."""

    id: IssuerId
    public: bytes
    secret: bytes
    gate: PlaceId
    slots: list[int]
    quota: frozenset[int]
