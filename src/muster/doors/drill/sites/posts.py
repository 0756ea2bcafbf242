"""Whose move each move of a drill is, and whom a post asks before it acts.

A lift belongs to the site of the place it leaves from, people who came off one to the site where
they came off. What no other post does is the control centre's.
"""

from collections.abc import Iterator
from itertools import chain

from muster.doors.drill import gate_moves, moves, outside_moves
from muster.doors.drill.moves import Move, Number
from muster.doors.drill.sites.cast import Cast, Duty

_DESK = (
    moves.RuleAdopted,
    moves.Claimed,
    moves.ListReceived,
    moves.DocumentsSeen,
    moves.Decided,
    moves.Searched,
    moves.Registered,
    moves.Withdrew,
    moves.Untraced,
    outside_moves.HeardFrom,
    outside_moves.Judged,
    outside_moves.DocumentsAttested,
)
_HEADQUARTERS = (moves.NumberPublished, outside_moves.EstimateMade)
_AT_A_PLACE = (
    moves.MadeReady,
    moves.Landed,
    moves.Arrived,
    moves.FoundAgain,
    moves.FoundNew,
    moves.Mustered,
    moves.HandedOver,
    moves.LeftOnOwnAccount,
    moves.DeparturesPaused,
    moves.DeparturesResumed,
)
_OF_A_LIFT = (
    moves.LiftCancelled,
    moves.Manifested,
    moves.ManifestFrozen,
    moves.Boarded,
    moves.SoulsCounted,
    moves.Departed,
    moves.CountSettled,
)
_AT_A_GATE = (
    gate_moves.PassShown,
    gate_moves.WalkedIn,
    gate_moves.ForgedShown,
    gate_moves.LeakedShown,
    gate_moves.PostsApart,
    gate_moves.PostsLinked,
)
_OF_CALLS = (
    outside_moves.PartiesCalled,
    outside_moves.PartiesCame,
    outside_moves.RecallsReached,
    gate_moves.PassesGiven,
    gate_moves.PassRenewed,
    gate_moves.PassesRevoked,
)
_ASKS_DESK = (
    outside_moves.PartiesCalled,
    gate_moves.PassesGiven,
    outside_moves.Died,
    outside_moves.WentMissing,
    outside_moves.Disclosed,
    outside_moves.ItemInventoried,
)
_ASKS_GATES = (gate_moves.SecondUseSettled, outside_moves.GateClosed)


class Posts:
    """Says at which site each move is played; remembers where lifts leave and people came off."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._from: dict[Number, str] = {}
        self._found: dict[Number, str] = {}

    def duty(self, move: Move) -> Duty:
        """Return the duty of the site that plays ``move``, which comes in order of time."""
        place = self._place(move)
        if place:
            return self._cast.places[place]
        if isinstance(move, _DESK):
            return self._cast.duty(Duty.DESK)
        return self._cast.duty(Duty.HEADQUARTERS if isinstance(move, _HEADQUARTERS) else _CONTROL)

    def _place(self, move: Move) -> str:
        """Return the place at which a move happens, where one decides whose it is."""
        match move:
            case moves.LiftOffered():
                self._from[move.lift] = move.origin
                return move.origin
            case moves.FoundSettled():
                return self._found[move.people[0]]
            case gate_moves.PassShown() | gate_moves.WalkedIn() | gate_moves.ForgedShown():
                return move.gate
            case gate_moves.LeakedShown() | gate_moves.PostsApart() | gate_moves.PostsLinked():
                return move.gate
            case moves.FoundNew():
                found = chain.from_iterable(one.people for one in move.parties)
                self._found |= dict.fromkeys((one.number for one in found), move.place)
                return move.place
            case _:
                pass
        if isinstance(move, _OF_A_LIFT):
            return self._from[move.lift]
        return move.place if isinstance(move, _AT_A_PLACE) else ""

    def asks(self, move: Move, duty: Duty) -> Iterator[Duty]:
        """Yield whose news a post at ``duty`` fetches before it makes ``move``, if it can."""
        if isinstance(move, _AT_A_GATE):
            yield Duty.CONTROL
        elif isinstance(move, outside_moves.PlanMended):
            yield from (one.duty for one in self._cast.seats if one.duty is not duty)
        elif isinstance(move, _ASKS_DESK):
            yield Duty.DESK
        elif isinstance(move, _ASKS_GATES):
            yield from (Duty.GATE, Duty.OTHER_GATE)


_CONTROL = Duty.CONTROL


def may_wait(move: Move) -> bool:
    """Say whether ``move`` is about what another site put on record, and may have to wait."""
    return isinstance(move, (*_OF_CALLS, *_ASKS_DESK))
