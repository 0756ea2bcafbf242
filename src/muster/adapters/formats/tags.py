"""What HXL tags mean for a list of people (hxlstandard.org); a tag that is not here is ignored.

The attributes that say what a column is about a person (``+given``, ``+father``, ``+document``) are
no part of the standard's core: they are those that our own lists carry, and what others often use.
"""

import re
from typing import Final

from muster.adapters.formats.headers import Meaning
from muster.adapters.formats.targets import Target

_PARTS: Final = re.compile(r"[#+]\s*([a-z][a-z0-9_]*)")

# The hashtag, an attribute it must carry (or none), and what the column then holds; first fit wins.
_MEANINGS: Final = (
    ("affected", "given", Target.GIVEN_NAME),
    ("affected", "family", Target.FAMILY_NAME),
    ("affected", "father", Target.FATHER_NAME),
    ("affected", "name", Target.FULL_NAME),
    ("affected", "sex", Target.SEX),
    ("affected", "gender", Target.SEX),
    ("affected", "age", Target.AGE),
    ("affected", "birth", Target.BIRTH_DATE),
    ("affected", "category", Target.CATEGORY),
    ("affected", "relation", Target.RELATION),
    ("affected", "needs", Target.NEEDS),
    ("affected", "hh", Target.PARTY),
    ("affected", "id", Target.ROW_ID),
    ("date", "birth", Target.BIRTH_DATE),
    ("date", "expiry", Target.DOCUMENT_EXPIRY),
    ("item", "document", Target.DOCUMENT_TYPE),
    ("meta", "document", Target.DOCUMENT_NUMBER),
    ("meta", "mrz", Target.MRZ),
    ("meta", "id", Target.ROW_ID),
    ("contact", "phone", Target.PHONE),
    ("contact", "email", Target.MAIL),
    ("loc", "name", Target.PLACE),
    ("loc", "", Target.PLACE),
    ("adm1", "name", Target.PLACE),
    ("adm1", "", Target.PLACE),
    ("geo", "name", Target.PLACE),
)
_SAME: Final = {"beneficiary": "affected", "respondee": "affected"}


def tag_meaning(tag: str) -> Meaning | None:
    """Return what a column with this HXL tag holds, or ``None``."""
    hashtag, *attributes = _PARTS.findall(tag.lower()) or [""]
    hashtag = _SAME.get(hashtag, hashtag)
    for known, attribute, target in _MEANINGS:
        if hashtag == known and (attribute in attributes or not attribute):
            return Meaning(target)
    return None
