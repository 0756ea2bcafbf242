"""How many souls go on each lift of a day, so that the day adds up exactly."""

from collections.abc import Sequence

from msgspec import Struct

from muster.doors.drill.problems import LoadImpossible
from muster.doors.drill.scenario import Kind
from muster.doors.drill.seed import Stream

_SPREAD = (0.85, 1.15)
_LEAST_SHARE = 0.5


class Bounds(Struct, frozen=True):
    """What one lift may carry, in souls, and the weight of its claim on the day's people."""

    low: int
    high: int
    weight: float


def loads(souls: int, kinds: Sequence[Kind], stream: Stream, path: str) -> list[int]:
    """Return souls per lift, in the order of ``kinds``, that add up to ``souls``.

    Each lift gets its typical load, a little off by chance, scaled to the day; a lift that comes
    under its low bound on a thin day keeps at least half of the day's mean. ``path`` names the
    flow in the Problem raised where the people cannot fit.
    """
    if not kinds:
        return []
    mean = souls / len(kinds)
    bounds = [
        Bounds(
            max(1, round(min(kind.low, mean * _LEAST_SHARE))),
            kind.high,
            kind.typical * stream.uniform(*_SPREAD),
        )
        for kind in kinds
    ]
    low, high = sum(one.low for one in bounds), sum(one.high for one in bounds)
    if not low <= souls <= high:
        raise LoadImpossible(path=path, souls=souls, low=low, high=high)
    return _whole(_shared(souls, bounds), souls, bounds)


def _shared(souls: int, bounds: Sequence[Bounds]) -> list[float]:
    """Share out in proportion to weight, holding whoever meets a bound there; exact in the end."""
    low, high = 0.0, max(one.high / one.weight for one in bounds)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(_held(middle, one) for one in bounds) < souls:
            low = middle
        else:
            high = middle
    return [_held(high, one) for one in bounds]


def _held(level: float, one: Bounds) -> float:
    return min(one.high, max(one.low, level * one.weight))


def _whole(shares: Sequence[float], souls: int, bounds: Sequence[Bounds]) -> list[int]:
    """Round down, then give the rest to the largest remainders that have room."""
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(whole)), key=lambda n: (whole[n] - shares[n], n))
    missing = souls - sum(whole)
    while missing > 0:
        for n in by_remainder:
            if missing and whole[n] < bounds[n].high:
                whole[n] += 1
                missing -= 1
    return whole
