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


class Checking(StrEnum):
    """How a checkpoint checks outer passes. Stable: stored, translated, documented.

    By a sign of the day and a number of heads; by a tablet that one of ours lends and holds there;
    or alone, by that checkpoint's key of the day, with which they can also forge.
    """

    SIGN = "sign"
    LENT = "lent"
    KEY = "key"


class Counterpart(msgspec.Struct, frozen=True, array_like=True):
    """Whoever holds the road: a role and where it is held, never who holds the role."""

    role: str
    place: str


class Terms(msgspec.Struct, frozen=True, array_like=True):
    """What was agreed: ``since`` inclusive, ``until`` exclusive: at that instant it has lapsed."""

    allows: tuple[Disclosable, ...]
    since: Instant
    until: Instant
