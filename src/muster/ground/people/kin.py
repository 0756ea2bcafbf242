"""Relation of a person to the head of the party."""

from enum import StrEnum


class Relation(StrEnum):
    """Who this person is to the head; ``WARD`` is a child whose guardian is not its parent."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    WARD = "ward"
    OTHER_KIN = "other-kin"
    NOT_KIN = "not-kin"
    UNKNOWN = "unknown"
