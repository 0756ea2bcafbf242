"""Places: where people come from, pass, wait and are safe."""

from enum import StrEnum

import msgspec

from muster.ground.people.ids import PlaceId


class PlaceRole(StrEnum):
    """What a place is for people on their way; a checkpoint is held by others."""

    ORIGIN = "origin"
    GATE = "gate"
    STAGING = "staging-base"
    HAVEN = "safe-haven"
    CHECKPOINT = "checkpoint"


class Place(msgspec.Struct, frozen=True, array_like=True):
    """One place; ``capacity`` is souls at once, low and high reading, empty where unknown."""

    id: PlaceId
    name: str
    role: PlaceRole
    capacity: tuple[int, int] | None = None
