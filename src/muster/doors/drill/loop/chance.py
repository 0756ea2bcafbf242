"""What nobody decides: who comes when, how fast a gate works, when it is stuck.

Every draw depends on the seed and on what it is drawn for, never on what was drawn before: a
planner who does something else changes what follows from it, and no more. What is assumed is what
the outlook of a plan assumes, so that the two can be compared.
"""

from collections.abc import Callable
from functools import lru_cache

from muster.doors.drill.seed import Stream, Streams
from muster.ground.people.moment import HOUR, MINUTE, Instant
from muster.journey.plan.outlook import ASSUMED, EARLY, LATE

PROCESSING = (20 * MINUTE, 75 * MINUTE)
"""From the gate to the ready area: search, screening, registration."""
REACHED = 0.92
"""Of those told by message that they are not to come, who has read it at once."""


class Chance:
    """The chances of one drill."""

    def __init__(self, seed: int) -> None:
        self._streams = Streams(seed)
        self._came = lru_cache(200_000)(self._coming)
        self._pace = lru_cache(10_000)(self._serving)

    def _stream(self, *words: object) -> Stream:
        return self._streams.named("/".join(map(str, words)))

    def bytes_of(self, hour: int) -> Callable[[int], bytes]:
        """Return where a site draws its random bytes from in an hour: its people are invented."""
        return self._stream("site", hour).randbytes

    def comes(self, party: bytes, number: int) -> Instant | None:
        """Return how long after its window opens a party comes on its call of that number."""
        return self._came(party, number)

    def _coming(self, party: bytes, number: int) -> Instant | None:
        stream = self._stream("comes", party.hex(), number)
        if stream.random() < ASSUMED.no_show:
            return None
        return int(stream.uniform(-EARLY, LATE) * HOUR)

    def reached(self, party: bytes, number: int) -> bool:
        """Return whether a party reads at once that its call of that number is taken back."""
        return self._stream("reached", party.hex(), number).random() < REACHED

    def processing(self, party: bytes) -> Instant:
        """Return how long a party takes from the gate to the ready area."""
        return int(self._stream("processing", party.hex()).uniform(*PROCESSING))

    def taken(self, party: bytes, agency: str, percent: float) -> bool:
        """Return whether an agency that takes so many of hundred takes charge of a party."""
        return self._stream("taken", party.hex(), agency).uniform(0, 100) < percent

    def pace(self, gate: str, hour: int) -> float:
        """Return what a gate lets in in an hour, as a multiple of what it should; 0 is stuck."""
        return self._pace(gate, hour)

    def _serving(self, gate: str, hour: int) -> float:
        if any(self._stuck(gate, hour - past) > past for past in range(ASSUMED.longest)):
            return 0.0
        grain = 1 / ASSUMED.spread**2
        return self._stream("pace", gate, hour).gammavariate(grain, 1 / grain)

    def _stuck(self, gate: str, hour: int) -> int:
        """Return for how many hours a gate is stuck from an hour on, 0 for not."""
        stream = self._stream("stuck", gate, hour)
        if stream.random() >= ASSUMED.shut:
            return 0
        return stream.randint(ASSUMED.shortest, ASSUMED.longest)
