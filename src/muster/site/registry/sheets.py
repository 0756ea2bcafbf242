"""What leaves for which purpose: the columns of each profile, and no more.

A profile is a closed list. ``receiving-state`` follows the field list of the NEO Tracking System
(OMB 0704-0629), ``repatriation`` what a receiving state asks a head of family (DD Form 2585), as
far as it is on record; what is never kept, like a marital status, has its column and stays empty.
``partner-ngo`` has no column for a person: numbers of people by stage, category and place. What
whoever holds a road is told is no profile: it leaves as a disclosure and in no other way.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from muster.journey.figures.books import Stage
from muster.site.record.kinds import PLACE
from muster.site.record.view import View
from muster.site.registry.exporting import Filters

Table = tuple[tuple[str, ...], ...]


class Profile(StrEnum):
    """What a file is for. The value is stable: stored, translated, documented."""

    RECEIVING_STATE = "receiving-state"
    REPATRIATION = "repatriation"
    PARTNER = "partner-ngo"
    FAMILY = "family"
    CARRIER = "carrier"
    CHOSEN = "chosen"


NAMED: dict[Profile, tuple[str, ...]] = {
    Profile.RECEIVING_STATE: (
        "registered",
        "removed-from",
        "removed-at",
        "removed-by",
        "arrived-at",
        "document-type",
        "document-number",
        "document-state",
        "document-expiry",
        "wristbands",
        "name",
        "birth",
        "sex",
        "marital-status",
        "relation",
        "sponsor",
        "mail",
        "phone",
    ),
    Profile.REPATRIATION: (
        "party",
        "relation",
        "name",
        "birth",
        "sex",
        "document-state",
        "document-type",
        "document-number",
        "removed-from",
        "removed-at",
        "place",
        "arrived-at",
        "needs",
        "phone",
        "mail",
        "agency",
    ),
}
"""The columns of profiles that have a row for each person."""

COUNTED = ("stage", "category", "place", "people")


def counted(view: View, filters: Filters) -> Table:
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
