"""What stays of a shredded person: their lines in the books, so that every count stays."""

import msgspec

from muster.ground.record.fact import Fact
from muster.journey.figures.facts import AccountKept


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A standing line and entries as ``books`` has them, under a random subject."""

    standing: bytes = b""
    entries: tuple[bytes, ...] = ()


def fold_kept(state: Kept | None, fact: Fact) -> Kept:
    """Return what is kept after ``fact``."""
    match fact:
        case AccountKept(standing=standing, entries=entries):
            return Kept(standing, entries)
        case _:
            return state or Kept()
