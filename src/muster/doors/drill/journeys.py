"""The stories of people who leave: a crowd comes in, a lift takes it out, a lift takes it on.

Each story is a generator of moves for ``braid``: what it changes for another story it does after
the yield. Hours inside scale with the scenario's shortest stay, so that a ferry and an airlift go
through the same stations at their own speed.
"""

from collections.abc import Iterable, Iterator, Sequence

from muster.doors.drill.crowds import Crowd
from muster.doors.drill.moves import (
    Arrived,
    Boarded,
    Claimed,
    CountSettled,
    Decided,
    Departed,
    DocumentsSeen,
    FoundAgain,
    FoundNew,
    FoundSettled,
    HandedOver,
    Household,
    LeftOnOwnAccount,
    LiftOffered,
    ListReceived,
    MadeReady,
    Manifested,
    ManifestFrozen,
    Move,
    Mustered,
    Number,
    Numbers,
    Registered,
    Searched,
    SoulsCounted,
)
"""
