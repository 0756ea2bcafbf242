"""The picture of queues: a lane for each gate, what was counted and what the calls aim at.

Numbers for attributes only, no style and no script. The first lane is all gates together, with what
is expected from now on.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from django.utils.translation import gettext as _

from muster.ground.people.moment import DAY, HOUR, Instant, calendar
from muster.site.plan.queues import Queues

WIDTH, LANE, INNER = 1000, 64, 46

Counts = Sequence[tuple[Instant, int]]


class Line(msgspec.Struct, frozen=True):
    """One lane: points of what was counted and is expected, the height of the aim, the latest."""

    name: str
    ours: bool
    y: int
    most: int
    latest: int
    counted: str
    expected: str = ""
    aim: str = ""


class Drawn(msgspec.Struct, frozen=True):
    """All lanes, midnights, where now is, and how high the picture is."""

    lanes: tuple[Line, ...]
    ticks: tuple[tuple[str, str], ...]
    now: str
    height: int


def drawn(queues: Queues) -> Drawn:
    """Return the picture of queues; it has no lane where nobody has counted."""
    lanes = tuple(_lanes(queues)) if queues.gates else ()
    height = len(lanes) * LANE + LANE // 2
    return Drawn(lanes, tuple(_ticks(queues)), _x(queues, queues.now), height)


def _lanes(queues: Queues) -> Iterator[Line]:
    ahead = [(queues.now + n * HOUR, souls) for n, souls in enumerate(queues.expected, 1)]
    yield _lane(queues, 0, _("All gates"), _together(queues), ahead, 0, ours=True)
    for number, gate in enumerate(queues.gates, 1):
        yield _lane(queues, number, gate.name, gate.counts, (), gate.aim, ours=False)


def _together(queues: Queues) -> list[tuple[Instant, int]]:
    """Return what stood before all gates at each count, of each the one before it."""
    at: defaultdict[Instant, dict[int, int]] = defaultdict(dict)
    for number, gate in enumerate(queues.gates):
        for when, souls in gate.counts:
            at[when][number] = souls
    latest: dict[int, int] = {}
    found = []
    for when in sorted(at):
        latest |= at[when]
        found.append((when, sum(latest.values())))
    return found


def _lane(
    queues: Queues,
    number: int,
    name: str,
    counts: Counts,
    ahead: Counts,
    aim: int,
    *,
    ours: bool,
) -> Line:
    y = (number + 1) * LANE
    most = max((souls for _at, souls in (*counts, *ahead)), default=0)
    most = max(most, aim, 1)

    def points(some: Counts) -> str:
        return " ".join(f"{_x(queues, at)},{y - INNER * souls / most:.1f}" for at, souls in some)

    height = f"{y - INNER * aim / most:.1f}" if aim else ""
    return Line(name, ours, y, most, counts[-1][1], points(counts), points(ahead), height)


def _x(queues: Queues, at: Instant) -> str:
    return f"{WIDTH * (at - queues.begins) / (queues.ends - queues.begins):.1f}"


def _ticks(queues: Queues) -> Iterator[tuple[str, str]]:
    first = -(-queues.begins // DAY) * DAY
    for at in range(first, queues.ends, DAY):
        yield _x(queues, at), calendar(at).date().isoformat()[5:]
