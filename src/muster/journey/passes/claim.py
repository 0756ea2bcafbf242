"""What a genuine pass claims: handed to a gate, which alone decides."""

import msgspec

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import Instant
from muster.journey.passes.binding import Binding
from muster.journey.passes.signature import KID

SLOT = 3


class Claim(msgspec.Struct, frozen=True, gc=False):
    """One pass that is ours; ``closes`` is not in its window.

    ``revoked``: its slot is closed in the list that is known here; ``listed`` is the age of that
    list, none where there is none. ``presented`` is when its holder signed, none where nobody did.
    """

    id: PassId
    souls: int
    gate: PlaceId
    leg: int
    opens: Instant
    closes: Instant
    binding: Binding
    value: bytes
    revoked: bool = False
    listed: Instant | None = None
    presented: Instant | None = None


def pass_id(kid: bytes, slot: int) -> PassId:
    """Return the id of a pass: its key's id and its slot, 7 bytes."""
    return PassId(kid + slot.to_bytes(SLOT, "big"))


def parts(identity: PassId) -> tuple[bytes, int]:
    """Return key id and slot of a pass id."""
    return identity[:KID], int.from_bytes(identity[KID:], "big")
