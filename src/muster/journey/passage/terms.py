"""What an arrangement says: with whom, what they may be told, from when until when."""

from enum import StrEnum

import msgspec

from muster.ground.people.moment import Instant


class Disclosable(StrEnum):
    """All that an arrangement can allow to be told; there is no name among it, and nothing else."""

    COUNT = "count"
    VEHICLES = "vehicles"
    WINDOW = "window"
    TOKENS = "tokens"


class Channel(StrEnum):
    """How the counterpart was told."""

    RADIO = "radio"
    PHONE = "phone"
    MESSAGE = "message"
    PAPER = "paper"
    IN_PERSON = "in-person"
    OTHER = "other"


class Counterpart(msgspec.Struct, frozen=True, array_like=True):
    """Whoever holds the road: a role and where it is held, never who holds the role."""

    role: str
    place: str


class Terms(msgspec.Struct, frozen=True, array_like=True):
    """What was agreed: ``since`` inclusive, ``until`` exclusive: at that instant it has lapsed."""

    allows: tuple[Disclosable, ...]
    since: Instant
    until: Instant
