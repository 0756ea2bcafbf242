"""What there is to be closed, gathered from all rooms in plain words for the closing checklist.

Everything is read from one look at the rows, so that a decision and the list it rests on agree.
"""

from collections.abc import Iterator

import msgspec

from muster.ground.people.ids import PersonId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import Device
from muster.journey.arrival.state import Guest
from muster.journey.closing.checklist import Scene, Scope
from muster.journey.closing.rules import End
from muster.journey.closing.state import Item, Print
from muster.journey.figures import ledger, movements
from muster.journey.figures.account import Account
from muster.journey.figures.books import Line, decode_line, whereabouts
from muster.journey.figures.ledger import LiftStage
from muster.journey.figures.movements import Movement
from muster.journey.figures.stages import Standing, settle, stand
from muster.journey.gate.state import Gate, Way
from muster.journey.lift.state import Passenger
from muster.journey.passage.state import HOLDING, INTERRUPTED, stands
from muster.journey.plan.state import Calls
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import (
    ARRANGEMENT,
    CALLS,
    DEVICE,
    GATE,
    GUEST,
    ITEM,
    KEPT,
    LANDED,
    LIFT,
    PASSENGER,
    PLACE,
    PRINT,
)
from muster.site.record.view import View
from muster.site.site import Site

OPEN = frozenset({Standing.WAITING, Standing.ON_THE_WAY})
"""Where somebody stands who is not safe and whose case is open."""
_OURS = frozenset({PlaceRole.ORIGIN, PlaceRole.GATE})
_UNRECONCILED = frozenset(
    {LiftStage.OFFERED, LiftStage.BOARDING, LiftStage.DEPARTED, LiftStage.DISCREPANCY}
)
_AGREED = frozenset({*HOLDING, *INTERRUPTED})
_AT_ONCE = 10_000


class OpenLine(msgspec.Struct, frozen=True):
    """Somebody who is open, and the line they stand on."""

    person: PersonId
    line: Line


class Ground:
    """One look at where everybody stands and what became of each lift, as of ``when``."""

    def __init__(self, site: Site, view: View, when: Instant) -> None:
        self._view = view
        self.places = view.states(PLACE)
        self.account = Account(
            lines=view.lines(),
            entries=view.entries(),
            lifts=view.states(LIFT),
            landed=view.states(LANDED),
            places=self.places,
            receiving={},
            gates=view.states(GATE),
            incidents={},
            published=(),
            profile=None,
            site=site.state,
            as_of=when,
            cut=(),
        )
        self.movements: dict[bytes, Movement] = movements.read(self.account)
        self.standings = settle(self.account, self.movements)

    def standing(self, line: Line) -> Standing | None:
        """Return where people on ``line`` stand."""
        return stand(line, self.movements.get(line.lift), self.account.role(line.place))

    def is_open(self, line: Line) -> bool:
        """Return whether people on ``line`` are open."""
        return self.standing(line) in OPEN

    def open_people(self, after: bytes = b"", limit: int | None = None) -> Iterator[OpenLine]:
        """Yield everybody who is open, by id, behind ``after``; shredded people have no id."""
        raw = {
            raw: line
            for raw in self._view.reader.tally(STANDING)
            if self.is_open(line := decode_line(raw))
        }
        shredded = {one for one, _ in self._view.scan(KEPT)}
        left = _AT_ONCE * _AT_ONCE if limit is None else limit
        while left > 0 and raw:
            rows = self._view.reader.accounts_in(STANDING, [*raw], min(left, _AT_ONCE), after)
            if not rows:
                return
            for row in rows:
                if row.subject not in shredded:
                    left -= 1
                    yield OpenLine(PersonId(row.subject), raw[row.account])
            after = rows[-1].subject

    def shredded(self) -> int:
        """Return how many people were shredded while they were open."""
        kept = (decode_line(one.standing) for _, one in self._view.scan(KEPT))
        return sum(map(self.is_open, kept))

    def end(self, person: PersonId) -> End:
        """Return where a person's journey ends: lift and place, empty where it has not begun."""
        passenger: Passenger | None = self._view.state(PASSENGER, person)
        guest: Guest | None = self._view.state(GUEST, person)
        where = whereabouts(passenger, guest)
        return (b"", b"") if where is None else (where.lift, where.place)

    def scene(self, scope: Scope, place: PlaceId | None = None) -> Scene:
        """Return what there is to be closed in ``scope``; of a gate, at ``place``."""
        if scope is Scope.GATE and place is not None:
            return self._at_gate(place)
        total, shredded = self.standings.total, self.shredded()
        inside = [one for one, named in self.places.items() if named.role in _OURS]
        return Scene(
            self._items(),
            self._prints(),
            self._open_gates(),
            self._open_lifts(),
            self._live_calls(),
            self._live_arrangements(),
            self._tablets(),
            open=sum(total[one] for one in OPEN) - shredded,
            here=sum(self.standings.here[one] for one in inside),
            cared=total[Standing.SAFE],
            shredded=shredded,
        )

    def _at_gate(self, gate: PlaceId) -> Scene:
        return Scene(
            {one: item for one, item in self._items().items() if item.place == gate},
            {one: sheet for one, sheet in self._prints().items() if sheet.place == gate},
            tuple(one for one in self._open_gates() if one == gate),
            calls=self._live_calls(gate),
            tablets=self._tablets(gate),
            here=self.standings.here[gate],
        )

    def _items(self) -> dict[bytes, Item]:
        return {one: item for one, item in self._view.scan(ITEM) if item.inventoried}

    def _prints(self) -> dict[bytes, Print]:
        return {one: sheet for one, sheet in self._view.scan(PRINT) if sheet.number}

    def _live_calls(self, gate: PlaceId | None = None) -> tuple[bytes, ...]:
        """Return the parties that may be on their way to a gate, or to ``gate``."""
        calls: Iterator[tuple[bytes, Calls]] = self._view.scan(CALLS)
        return tuple(
            party
            for party, state in calls
            if any(gate is None or one.gate == gate for one in state.live)
        )

    def _tablets(self, gate: PlaceId | None = None) -> tuple[bytes, ...]:
        """Return the tablets that may write now, and so hold keys and lists; those at ``gate``."""
        devices: Iterator[tuple[bytes, Device]] = self._view.scan(DEVICE)
        return tuple(
            one
            for one, device in devices
            if device.revoked is None
            and self.account.as_of <= device.until
            and gate in (None, device.place)
        )

    def _live_arrangements(self) -> tuple[bytes, ...]:
        when = self.account.as_of
        return tuple(
            one
            for one, state in self._view.scan(ARRANGEMENT)
            if stands(state, when).step in _AGREED
        )

    def _open_gates(self) -> tuple[bytes, ...]:
        return tuple(
            one
            for one, named in self.places.items()
            if named.role is PlaceRole.GATE and not shut_for_good(self.account.gates.get(one))
        )

    def _open_lifts(self) -> tuple[bytes, ...]:
        ledgers = ledger.lifts(self.account, self.movements)
        return tuple(one.id for one in ledgers if one.stage in _UNRECONCILED)


def shut_for_good(gate: Gate | None) -> bool:
    """Return whether a gate was shut for good."""
    return gate is not None and gate.way is Way.SHUT_FOR_GOOD
