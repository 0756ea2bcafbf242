"""What a sender asks for: whose rows in which form, for whom, what for, and how many."""

from enum import StrEnum
from typing import Final

import msgspec

from muster.ground.people.ids import RecipientId
from muster.site.export import carrier, tracing
from muster.site.export.people import Filters
from muster.site.export.profiles import Profile

LONGEST_DAYS: Final = 366
USUAL_DAYS: Final = 30


class Form(StrEnum):
    """How rows are written; documents for families and carriers have a form of their own."""

    WORKBOOK = "xlsx"
    CSV = "csv"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to leave, for whom and what for.

    ``expected`` is how many rows the sender takes it for. ``to`` is none where it leaves unsealed,
    which takes ``unsealed``, the reason, and a second person. ``columns`` are for the profile that
    has none of its own; ``hxl`` puts a row of tags into CSV; ``traced`` and ``carried`` are for
    families and carriers. In a drill, where it leaves unsealed, number and purpose may be left out.
    """

    profile: Profile
    expected: int | None = None
    purpose: str = ""
    to: RecipientId | None = None
    unsealed: str = ""
    days: int = USUAL_DAYS
    columns: tuple[str, ...] = ()
    filters: Filters = Filters()
    form: Form = Form.WORKBOOK
    hxl: bool = False
    traced: tracing.Asked | None = None
    carried: carrier.Asked | None = None
