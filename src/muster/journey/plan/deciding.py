"""Decide on what a plan is made under: weights, limits, what gates let in, who is held back.

Nothing here makes a plan. What is out of all bounds is a Problem, so that no plan is made from a
slip of the finger; what is merely bad news is not.
"""

from collections.abc import Sequence

from muster.ground.people.ids import OperatorId, PartyId, PlaceId
from muster.ground.people.moment import DAY, Instant, Moment
from muster.journey.plan.adopted import Limits, hundredths
from muster.journey.plan.facts import (
    GateExpected,
    LimitsSet,
    PartyEscorted,
    PartyHeldBack,
    PartyLetGo,
    PartyPermitted,
    PartyReleased,
    QueueCounted,
    WeightsSet,
)
from muster.journey.plan.operation import PRIORITIES, Weights
from muster.journey.plan.problems import (
    LimitImpossible,
    NotHeldBack,
    ReasonMissing,
    SpanWrong,
    WeightsWrong,
)
from muster.journey.plan.seats import Seat

MOST_WEIGHT = 1_000_000
MOST_SOULS = 1_000_000
MOST_PER_HOUR = 100_000
MOST_MINUTES = 24 * 60
LONGEST_STAY = 7 * 24
FURTHEST = 366 * DAY

Span = tuple[Instant, Instant, int]


def weigh(
    operation: bytes,
    weights: Weights,
    reason: str,
    observed: Moment,
    by: tuple[OperatorId, OperatorId],
) -> WeightsSet:
    """Return the weights that hold from now on, signed by two.

    Raises ``WeightsWrong``, ``ReasonMissing``.
    """
    _in_bounds("souls left behind", weights.left, PRIORITIES)
    _in_bounds("waiting", weights.waiting, PRIORITIES)
    _in_bounds("the ready area and kept places", (weights.ready, weights.planned, weights.told), 3)
    first, second = by
    waiting = tuple(hundredths(one) for one in weights.waiting)
    said = (weights.left, waiting, hundredths(weights.ready), weights.planned, weights.told)
    return WeightsSet(operation, observed, first, *said, _reasoned(reason), second)


def _in_bounds(field: str, numbers: Sequence[float], expected: int) -> None:
    fitting = sum(0 <= one <= MOST_WEIGHT for one in numbers)
    if len(numbers) != expected or fitting != expected:
        raise WeightsWrong(field=field, expected=expected, found=fitting, limit=MOST_WEIGHT)


def limit(operation: bytes, limits: Limits, observed: Moment, by: OperatorId) -> LimitsSet:
    """Return the limits that plans have to keep to from now on; raise ``LimitImpossible``.

    A deadline may be over already: then nobody is planned, and that is said.
    """
    _from_to("minutes of screening an hour", limits.screening, 0, MOST_SOULS)
    _from_to("room in the ready area", limits.ready_room, 0, MOST_SOULS)
    _from_to("hours in the ready area", limits.longest_stay, 1, LONGEST_STAY)
    for one in limits.minutes:
        _from_to("minutes of screening a soul", one, 0, MOST_MINUTES)
    if limits.deadline is not None:
        away = (limits.deadline - observed.latest) // DAY
        _from_to("days to the deadline", away, -FURTHEST // DAY, FURTHEST // DAY)
    said = (limits.deadline, limits.screening, limits.minutes, limits.ready_room)
    return LimitsSet(operation, observed, by, *said, limits.longest_stay)


def _from_to(field: str, number: int | None, least: int, most: int) -> None:
    if number is not None and not least <= number <= most:
        raise LimitImpossible(field=field, least=least, limit=most, found=number)


def expect(gate: PlaceId, spans: Sequence[Span], observed: Moment, by: OperatorId) -> GateExpected:
    """Return what a gate is expected to let in; raise ``SpanWrong``. No span takes all back."""
    before: Instant | None = None
    for number, (opens, ends, rate) in enumerate(spans, 1):
        late = before is not None and opens < before
        if late or ends <= opens or not 0 <= rate <= MOST_PER_HOUR:
            raise SpanWrong(number=number, limit=MOST_PER_HOUR)
        before = ends
    return GateExpected(gate, observed, by, tuple(spans))


def laid_over(spans: Sequence[Span], span: Span) -> tuple[Span, ...]:
    """Return ``spans`` in order with one more, which holds wherever it lies over another.

    What is left of a span on either side of it goes on as it was.
    """
    opens, ends, _ = span
    before = ((begin, min(end, opens), rate) for begin, end, rate in spans if begin < opens)
    after = ((max(begin, ends), end, rate) for begin, end, rate in spans if end > ends)
    return tuple(sorted({*before, span, *after}))


def count_queue(gate: PlaceId, souls: int, observed: Moment, by: OperatorId) -> QueueCounted:
    """Return how many wait outside a gate; raise ``LimitImpossible``."""
    _from_to("a queue", souls, 0, MOST_SOULS)
    return QueueCounted(gate, observed, by, souls)


def permit(
    party: PartyId,
    gates: Sequence[PlaceId],
    havens: Sequence[PlaceId],
    reason: str,
    observed: Moment,
    by: OperatorId,
) -> PartyPermitted:
    """Return which gates and havens a party may use, none for all; raise ``ReasonMissing``."""
    said = tuple(dict.fromkeys(gates)), tuple(dict.fromkeys(havens))
    return PartyPermitted(party, observed, by, *said, _reasoned(reason))


def hold_back(party: PartyId, reason: str, observed: Moment, by: OperatorId) -> PartyHeldBack:
    """Return that no lift takes the party for now; raise ``ReasonMissing``."""
    return PartyHeldBack(party, observed, by, _reasoned(reason))


def let_go(seat: Seat | None, party: PartyId, observed: Moment, by: OperatorId) -> PartyLetGo:
    """Return that the party is held back no more; raise ``NotHeldBack``."""
    if seat is None or seat.held is None:
        raise NotHeldBack
    return PartyLetGo(party, observed, by)


def release(party: PartyId, reason: str, observed: Moment, by: OperatorId) -> PartyReleased:
    """Return that the next plan may move a told party; raise ``ReasonMissing``."""
    return PartyReleased(party, observed, by, _reasoned(reason))


def escort(party: PartyId, said: str, observed: Moment, by: OperatorId) -> PartyEscorted:
    """Return who travels with children alone: a role and its body; raise ``ReasonMissing``."""
    return PartyEscorted(party, observed, by, _reasoned(said))


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason
