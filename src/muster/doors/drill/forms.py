"""The forms that values of a scenario take, shared by all its tables."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

Aware = Annotated[datetime, Meta(tz=True)]
Souls = Annotated[int, Meta(ge=0, le=10_000_000)]
Weight = Annotated[float, Meta(gt=0)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Hours = Annotated[float, Meta(ge=0, le=10_000)]
Stay = Annotated[float, Meta(ge=0.25, le=1_000)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
Words = Annotated[str, Meta(min_length=1, max_length=400)]
Labels = dict[str, Words]
Weights = Annotated[dict[Slug, Weight], Meta(min_length=1)]


class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the file: no key that nobody reads."""
