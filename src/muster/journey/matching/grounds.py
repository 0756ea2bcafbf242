"""What speaks for two records being one person, or against it, and what no machine may pass over.

A score is a sum of grounds, each with its weight, and each can be told in words beside the pair.
A *bar* has no weight: where one stands, a person judges, whatever the score.
"""

from enum import StrEnum
from typing import Final

import msgspec

from muster.ground.people.saying import Saying, say


class Ground(StrEnum):
    """One thing that two records agree or differ in. The value is stable: stored, translated."""

    DOCUMENT_SAME = "document-same"
    DOCUMENT_NEAR = "document-near"
    DOCUMENT_OTHER = "document-other"
    CONTACT_SAME = "contact-same"
    CONTACT_OTHER = "contact-other"
    WRISTBAND_SAME = "wristband-same"
    NAME_ALIKE = "name-alike"
    NAME_DIFFERS = "name-differs"
    FATHER_ALIKE = "father-alike"
    FATHER_DIFFERS = "father-differs"
    BIRTH_SAME = "birth-same"
    BIRTH_SWAPPED = "birth-swapped"
    BIRTH_NEAR = "birth-near"
    BIRTH_YEAR = "birth-year"
    BIRTH_YEAR_NEAR = "birth-year-near"
    BIRTH_OTHER = "birth-other"
    SEX_SAME = "sex-same"
    SEX_OTHER = "sex-other"
    PLACE_SAME = "place-same"
    PLACE_OTHER = "place-other"
    PARTY_SAME = "party-same"
    FAMILY_SAME = "family-same"
    FAMILY_OTHER = "family-other"


class Bar(StrEnum):
    """Why no machine may judge two records the same. The value is stable: translated."""

    DOCUMENTS = "documents-of-one-state"
    WRISTBANDS = "two-wristbands"
    PARTY = "one-party"
    NAMES = "name-differs"
    BIRTH = "birth-differs"
    SEX = "sex-differs"


WORDS: Final[dict[Ground | Bar, Saying]] = {
    Ground.DOCUMENT_SAME: say("same document number"),
    Ground.DOCUMENT_NEAR: say("document numbers differ in one sign"),
    Ground.DOCUMENT_OTHER: say("document numbers differ"),
    Ground.CONTACT_SAME: say("same phone or mail"),
    Ground.CONTACT_OTHER: say("no phone or mail in common"),
    Ground.WRISTBAND_SAME: say("same wristband"),
    Ground.NAME_ALIKE: say("names alike"),
    Ground.NAME_DIFFERS: say("a word of the name differs"),
    Ground.FATHER_ALIKE: say("father's name alike"),
    Ground.FATHER_DIFFERS: say("father's name differs"),
    Ground.BIRTH_SAME: say("same date of birth"),
    Ground.BIRTH_SWAPPED: say("day and month of birth exchanged"),
    Ground.BIRTH_NEAR: say("dates of birth nearly the same"),
    Ground.BIRTH_YEAR: say("same year of birth, no more is known"),
    Ground.BIRTH_YEAR_NEAR: say("born a year or two apart"),
    Ground.BIRTH_OTHER: say("dates of birth differ"),
    Ground.SEX_SAME: say("same sex"),
    Ground.SEX_OTHER: say("sex differs"),
    Ground.PLACE_SAME: say("same place"),
    Ground.PLACE_OTHER: say("another place"),
    Ground.PARTY_SAME: say("claimed side by side in one party"),
    Ground.FAMILY_SAME: say("others of the two parties are the same people"),
    Ground.FAMILY_OTHER: say("somebody else of that party is this person"),
    Bar.DOCUMENTS: say("two documents of one kind and state with different numbers"),
    Bar.WRISTBANDS: say("two different wristbands"),
    Bar.PARTY: say("both in one party"),
    Bar.NAMES: say("a word of the name differs"),
    Bar.BIRTH: say("dates of birth differ, and no document is the same"),
    Bar.SEX: say("sex differs"),
}


class Reason(msgspec.Struct, frozen=True):
    """One ground of a score with its weight."""

    ground: Ground
    weight: float

    @property
    def words(self) -> Saying:
        """What agrees or differs, in words."""
        return WORDS[self.ground]

    def text(self) -> str:
        """Return the reason in English: ``same document number: +9``."""
        return f"{self.words.said()}: {self.weight:+.3g}"


class Score(msgspec.Struct, frozen=True):
    """What speaks for one person in two records: the sum of its reasons, and what bars a machine.

    ``value`` is in thousandths, so that what is stored is what was reckoned.
    """

    value: int
    reasons: tuple[Reason, ...] = ()
    bars: tuple[Bar, ...] = ()

    @property
    def barred(self) -> tuple[Saying, ...]:
        """What bars a machine, in words."""
        return tuple(WORDS[bar] for bar in self.bars)
