"""What a scenario says of those who hold the road: arrangements, and what they are told."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from muster.doors.drill.forms import Aware, Slug, Table, Words
from muster.journey.passage.terms import Channel, Disclosable


class Stage(StrEnum):
    """A step in the story of an arrangement."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_USE = "in-use"
    BREACHED = "breached"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    LAPSED = "lapsed"


class Step(Table, frozen=True):
    """The arrangement comes to a stage, and why."""

    at: Aware
    stage: Stage
    words: Words
    quality: Words


class Convoys(Table, frozen=True):
    """Parties that are brought through ``gates`` under the arrangement.

    Every so often the counterpart is told by ``channel`` how many people come in how many vehicles
    of ``seats`` each, and between when and when; a convoy that was let through honours it.
    """

    begins: Aware
    until: Aware
    every_hours: Annotated[float, Meta(gt=0)]
    gates: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    seats: Annotated[int, Meta(ge=1)]
    channel: Channel


class Arrangement(Table, frozen=True, kw_only=True):
    """What was agreed with whoever holds a road.

    ``counterpart`` is a role, never a person. ``possible`` is when ``source`` first called it so,
    with nothing agreed and no time given; ``until`` how long it was to hold once agreed.
    """

    id: Slug
    counterpart: Words
    place: Slug
    source: Words
    words: Words
    quality: Words
    possible: Aware
    until: Aware
    discloses: Annotated[tuple[Disclosable, ...], Meta(min_length=1)]
    steps: tuple[Step, ...] = ()
    convoys: tuple[Convoys, ...] = ()
