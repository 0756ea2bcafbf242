"""Categories are configuration: a profile is dated, versioned data; code knows none by name."""

from collections.abc import Collection
from enum import StrEnum

import msgspec

from muster.ground.people.document import DocumentType
from muster.ground.people.moment import Instant
from muster.ground.people.need import Need
from muster.ground.people.problems import ProfileUnreadable


class Category(msgspec.Struct, frozen=True):
    """One category: ``group`` is the heading it is counted under, ``labels`` by language tag.

    ``documents`` lists what establishes it, any one of them; empty means that an authority's
    decision alone does.
    """

    id: str
    group: str
    labels: dict[str, str]
    documents: tuple[DocumentType, ...] = ()

    def label(self, language: str) -> str:
        """Return the label in ``language``, in English, or the id."""
        return self.labels.get(language) or self.labels.get("en") or self.id


class Outcome(StrEnum):
    """What an eligibility decision says."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    DEFERRED = "deferred"


class Profile(msgspec.Struct, frozen=True):
    """A rule version: who may leave, in which order, on which documents, from when.

    ``majors`` are in order of priority, and so are ``minors`` within each. ``evidence_at_gate``
    holds the documents accepted from ``effective`` on; an earlier decision keeps the version it was
    made under (R13). The schema has no free attribute: ethnicity, religion and biometrics cannot be
    put in.
    """

    id: str
    version: int
    effective: Instant
    majors: tuple[Category, ...]
    minors: tuple[Category, ...] = ()
    evidence_at_gate: tuple[DocumentType, ...] = ()
    authority: str = ""
    source: str = ""

    def category(self, identity: str) -> Category | None:
        """Return the major category of that id."""
        return next((one for one in self.majors if one.id == identity), None)

    def minor(self, needs: Collection[Need]) -> int:
        """Return which minor somebody with these needs is of, from 0, the most urgent.

        A minor whose id is that of a need holds whoever has it; who has none of those is of the
        last.
        """
        had = {one.value for one in needs}
        found = (index for index, one in enumerate(self.minors) if one.id in had)
        return next(found, max(0, len(self.minors) - 1))

    def groups(self) -> tuple[str, ...]:
        """Return the headings that people are counted under, in order of priority."""
        return tuple(dict.fromkeys(one.group for one in self.majors))


def read_profile(text: bytes) -> Profile:
    """Return the profile in a JSON ``text``; raise ``ProfileUnreadable`` naming the place."""
    try:
        return msgspec.convert(msgspec.json.decode(text), Profile)
    except msgspec.ValidationError as wrong:
        _, found, where = str(wrong).rpartition(" - at ")
        raise ProfileUnreadable(where=where if found else "the start") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ProfileUnreadable(where="the start") from None
