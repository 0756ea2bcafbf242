"""What leaves for which purpose: the columns of each profile, block by block, and no more.

A profile is a closed list. ``receiving-state`` follows the fields that the public notice on the NEO
Tracking System names (OMB 0704-0629); ``repatriation`` has the blocks of the sheet that a head of
family fills in at a repatriation centre (DD Form 2585), not its layout or its numbers. What is
never kept, like a marital status or a sponsor, has its column and stays empty. ``partner-ngo`` has
no column for a person: numbers of people by stage, category and place. What whoever holds a road is
told is no profile: it leaves as a disclosure and in no other way.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from muster.journey.figures.books import Stage
from muster.site.export.people import Filters, Rows
from muster.site.record.kinds import PLACE
from muster.site.record.view import View


class Profile(StrEnum):
    """What a file is for. The value is stable: stored, translated, documented."""

    RECEIVING_STATE = "receiving-state"
    REPATRIATION = "repatriation"
    PARTNER = "partner-ngo"
    FAMILY = "family"
    CARRIER = "carrier"
    CHOSEN = "chosen"


Block = tuple[str, tuple[str, ...]]

BLOCKS: dict[Profile, tuple[Block, ...]] = {
    Profile.RECEIVING_STATE: (
        ("Registration", ("registered",)),
        ("Removal", ("removed-from", "removed-at", "removed-by", "arrived-at")),
        ("Document", ("document-type", "document-number", "document-state", "document-expiry")),
        ("Evacuee", ("wristbands", "name", "birth", "sex", "marital-status", "citizenship")),
        ("Family", ("relation", "sponsor")),
        ("Contact", ("mail", "phone")),
    ),
    Profile.REPATRIATION: (
        (
            "Evacuee",
            (
                "name",
                "birth",
                "sex",
                "marital-status",
                "citizenship",
                "document-type",
                "document-number",
                "document-state",
                "wristbands",
            ),
        ),
        ("Family group", ("party", "family-number", "family-size", "relation")),
        ("Sponsor", ("sponsor",)),
        ("Address", ("address", "phone", "mail")),
        ("Evacuated", ("removed-from", "removed-at", "removed-by")),
        ("Safe haven", ("place", "arrived-at", "agency")),
        ("Repatriation contact", ("onward-contact",)),
        ("Help needed", ("needs",)),
    ),
}
"""The blocks of the sheets that have a row for each person: a heading, and its columns."""

NAMED = {
    profile: tuple(chain.from_iterable(columns for _, columns in blocks))
    for profile, blocks in BLOCKS.items()
}
"""The columns of those sheets, in order."""

COUNTED = ("stage", "category", "place", "people")


def headings(profile: Profile) -> tuple[str, ...]:
    """Return the heading of each block above its first column, and nothing above the others."""
    blocks = BLOCKS.get(profile, ())
    return tuple(
        heading if at == 0 else "" for heading, columns in blocks for at in range(len(columns))
    )


def counted(view: View, filters: Filters) -> Rows:
    """Return numbers of people by stage, category and place: no row is about one of them."""
    names = {one: it.name for one, it in view.scan(PLACE)}
    found: Counter[tuple[str, str, str]] = Counter()
    for line, number in view.lines().items():
        if line.stage is not Stage.MERGED and filters.fits(line):
            found[line.stage.value, line.category, names.get(line.place, "")] += number
    return tuple(_rows(found))


def _rows(found: Counter[tuple[str, str, str]]) -> Iterator[tuple[str, ...]]:
    for (stage, category, place), number in sorted(found.items()):
        if number:
            yield stage, category, place, str(number)
