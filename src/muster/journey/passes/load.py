"""How many souls a gate is to expect in each quarter hour, by the passes that lead to it.

A party may come at any time of its window, so its souls are spread over it evenly, in thousandths.
"""

from collections import defaultdict
from collections.abc import Iterable

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import HOUR, MINUTE, Instant

QUARTER = 15 * MINUTE
_QUARTERS_AN_HOUR = HOUR // QUARTER
_THOUSANDTHS = 1_000


class Load:
    """Souls by gate and quarter hour."""

    def __init__(self) -> None:
        self._expected: defaultdict[tuple[PlaceId, int], int] = defaultdict(int)

    def add(self, gate: PlaceId, window: tuple[Instant, Instant], souls: int) -> None:
        """Expect ``souls`` at ``gate`` in ``window``; fewer than none takes them off again."""
        quarters = _quarters(window)
        for quarter in quarters:
            self._expected[gate, quarter] += souls * _THOUSANDTHS // len(quarters)

    def fits(
        self, gate: PlaceId, window: tuple[Instant, Instant], souls: int, per_hour: int
    ) -> bool:
        """Say whether a gate that lets ``per_hour`` souls in can expect so many more."""
        quarters = _quarters(window)
        most = per_hour * _THOUSANDTHS // _QUARTERS_AN_HOUR
        more = souls * _THOUSANDTHS // len(quarters)
        return all(self._expected[gate, one] + more <= most for one in quarters)


def of(passes: Iterable[tuple[PlaceId, tuple[Instant, Instant], int]]) -> Load:
    """Return the load of these passes: gate, window, souls."""
    load = Load()
    for gate, window, souls in passes:
        load.add(gate, window, souls)
    return load


def _quarters(window: tuple[Instant, Instant]) -> range:
    opens, closes = window
    return range(opens // QUARTER, max(-(-closes // QUARTER), opens // QUARTER + 1))
