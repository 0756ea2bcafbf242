"""What a column may be taken for. What is not in this list is never imported."""

from enum import StrEnum


class Target(StrEnum):
    """A field of a person's claim that a column can fill.

    There is none for ethnicity, religion or biometrics, and none for free remarks, in which people
    write just that.
    """

    FULL_NAME = "name"
    GIVEN_NAME = "given-name"
    FAMILY_NAME = "family-name"
    FATHER_NAME = "father-name"
    OTHER_NAME = "other-name"
    SEX = "sex"
    BIRTH_DATE = "birth"
    BIRTH_YEAR = "birth-year"
    AGE = "age"
    CATEGORY = "category"
    DOCUMENT_TYPE = "document-type"
    DOCUMENT_NUMBER = "document-number"
    DOCUMENT_STATE = "document-state"
    DOCUMENT_EXPIRY = "document-expiry"
    PHONE = "phone"
    MAIL = "mail"
    NEEDS = "needs"
    PARTY = "party"
    RELATION = "relation"
    HEAD = "head"
    PLACE = "place"
    ROW_ID = "row-id"
    MRZ = "mrz"


NAMES = frozenset({Target.FULL_NAME, Target.GIVEN_NAME, Target.FAMILY_NAME, Target.MRZ})
"""Any one of these names a person."""

MANY = frozenset({Target.OTHER_NAME, Target.PHONE, Target.MAIL, Target.NEEDS})
"""These may be filled by several columns."""

DOCUMENTS = frozenset(
    {
        Target.DOCUMENT_TYPE,
        Target.DOCUMENT_NUMBER,
        Target.DOCUMENT_STATE,
        Target.DOCUMENT_EXPIRY,
    }
)
"""These come in groups, one group per document."""

DATES = frozenset({Target.BIRTH_DATE, Target.DOCUMENT_EXPIRY})
"""Whether day or month comes first matters to these."""
