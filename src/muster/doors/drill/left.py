"""What a scenario says of things: left behind, printed, destroyed, and whose papers they were."""

from typing import Annotated

from msgspec import Meta

from muster.doors.drill.forms import Aware, Hours, Slug, Souls, Table, Words
from muster.journey.closing.facts import Disposal, ItemKind, PrintKind

Count = Annotated[int, Meta(ge=1, le=1_000_000)]


class Item(Table, frozen=True, kw_only=True):
    """A thing, or ``count`` of its kind, and what becomes of it.

    ``data_of`` describes the people whose data it bears, about ``data_souls``; left out where it
    bears none. ``parties_of`` adds by id the parties that were last called to a gate. Without
    ``ends`` nothing has become of it yet.
    """

    kind: ItemKind
    words: Words
    count: Count = 1
    place: Slug
    custodian: Words
    inventoried: Aware
    data_of: str = ""
    data_souls: Souls = 0
    parties_of: Slug | None = None
    ends: Aware | None = None
    fate: Disposal = Disposal.DISABLED
    method: Words = "as ordered"
    witness: Words = "site lead"
    quality: Words


class Prints(Table, frozen=True, kw_only=True):
    """Numbered sheets of one kind, one each so often; ``lost`` of them never come back."""

    kind: PrintKind
    holder: Words
    people: Souls
    begins: Aware
    until: Aware
    every_hours: Annotated[float, Meta(gt=0)]
    valid_hours: Hours
    destroyed: Aware
    witness: Words
    lost: Souls = 0
    quality: Words


class Attested(Table, frozen=True, kw_only=True):
    """Applicants whose papers we destroyed: ``souls`` of ``category`` who come in meanwhile."""

    category: Slug
    souls: Souls
    begins: Aware
    until: Aware
    words: Words
    quality: Words
