"""What a site holds of records compared with each other: in memory, and gone with the process.

The matcher itself takes numpy, which most commands never need: the site knows it by this alone.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import msgspec

from muster.journey.matching.facts import Judgement
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import Score

Row = tuple[bytes, bytes | None, bytes | None]
"""A person with the bytes of the rows that say who it is: the record's, the guest's."""
Progress = Callable[[int, int], None]


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the rule finds of a pair, the smaller id first; none where it would not even ask.

    ``here``: both records are compared; whoever turned out to be somebody else is not.
    """

    one: bytes
    other: bytes
    judgement: Judgement | None
    here: bool = True

    @property
    def pair(self) -> tuple[bytes, bytes]:
        """The two records."""
        return self.one, self.other


class Filled(msgspec.Struct, frozen=True, array_like=True):
    """What came of comparing everybody: every pair that the rule would judge or ask about.

    ``crowded`` keys were borne by too many even when refined. ``familiar`` is what is known of
    words, and whether it was ``learned`` just now. Where only those were compared whom a change
    ``concerned``, it is every pair in which one of them is.
    """

    people: int
    crowded: int
    learned: bool
    familiar: Familiar
    seen: list[Seen]
    concerned: set[bytes] | None = None


class Compared(Protocol):
    """All records beside each other, in this process or in one beside it."""

    def fill(self, rows: Iterable[list[Row]], familiar: Familiar, *, learn: bool) -> Filled:
        """Compare everybody with everybody, and nobody of before. Guests come before records."""
        ...

    def change(self, rows: Sequence[Row]) -> list[Seen]:
        """Let records come, change or go; return the pairs of which something else may be found."""
        ...

    def ask(self, pairs: Sequence[tuple[bytes, bytes]]) -> list[Seen]:
        """Return what is found of pairs."""
        ...

    def explain(self, pairs: Sequence[tuple[bytes, bytes]]) -> list[Score | None]:
        """Return the score of each pair with its reasons, none where a record is not here."""
        ...

    def explain_now(self, one: bytes, other: bytes) -> Score | None:
        """Return the score of a pair; none where it is not here, or would have to be waited for."""
        ...

    def people(self) -> int:
        """Return how many records are compared."""
        ...

    def drop(self, person: bytes) -> None:
        """Let nothing be left of a record."""
        ...

    def close(self) -> None:
        """Let nothing be left of any."""
        ...
