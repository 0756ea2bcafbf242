"""Moves at the gates: passes given, shown, copied, forged and closed; as in ``moves``.

A pass goes by the number of its party. A ``lane`` is a post of a gate; lanes above 0 are on laptops
of their own while the posts of a gate are apart.
"""

from enum import StrEnum

from muster.doors.drill.moves import Move, Number, Numbers
from muster.ground.people.moment import Instant


class Bearing(StrEnum):
    """How a pass is shown: as it is, read aloud, as the outer one, or as the one before."""

    GIVEN = "given"
    ALOUD = "aloud"
    OUTER = "outer"
    OLD = "old"


class Forgery(StrEnum):
    """How a false pass was made."""

    ALTERED = "altered"
    FOREIGN = "foreign"
    OTHER_KEY = "other-key"


class PassesGiven(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Parties that are called get their passes, from the desk or from a ``delegate``.

    ``checkpoint``: outer ones too, for that place. ``bound``: tied to the document of the head.
    """

    called: Numbers
    gate: str
    opens: Instant
    closes: Instant
    delegate: str = ""
    checkpoint: str = ""
    bound: bool = False


class PassShown(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The pass of a party is shown; ``heads`` stand there, all of the pass where none is said.

    ``settled`` is what two people say who settle a doubt, and ``let_through`` how. ``in_vain``:
    nobody lets in who shows it where there is none, or where it cannot be checked.
    """

    party: Number
    gate: str
    lane: int = 0
    bearing: Bearing = Bearing.GIVEN
    heads: int | None = None
    settled: str = ""
    let_through: bool = False
    in_vain: bool = False


class PassRenewed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The pass of a party is closed and issued again."""

    party: Number
    words: str


class PassesRevoked(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Passes of parties are closed."""

    called: Numbers
    words: str


class ForgedShown(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Something is shown that is no pass of ours; ``number`` tells one from another."""

    number: int
    gate: str
    forgery: Forgery


class WalkedIn(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Parties without a pass are let in by two people."""

    gate: str
    heads: int
    words: str


class DelegateAppointed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A delegate may issue so many passes to a gate."""

    name: str
    gate: str
    quota: int
    most_souls: int


class LeakedShown(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A pass by the key of a delegate is shown that the delegate never gave to anybody."""

    delegate: str
    gate: str
    opens: Instant
    closes: Instant
    souls: int


class DelegateDismissed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A delegate issues no more, and what it issued is closed."""

    name: str
    words: str


class PostsApart(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The posts of a gate form so many islands from now on."""

    gate: str
    islands: int


class PostsLinked(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The posts of a gate tell each other what they saw."""

    gate: str


class SecondUseSettled(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Somebody looked into the uses of a party's pass."""

    party: Number
    words: str
