"""The picture of a plan over time: lifts, gates, the ready area and bases, one lane each.

Columns are hours, or several where there are many, so that a phone can show three weeks. A lane's
outline is what there is room for, what is filled is taken; in a gate's lane those who were told are
darker. A gate that is shut all the time has a lane only where somebody is planned for it.
Everything is numbers for attributes: no style, no script.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec
from django.utils.translation import gettext as _

from muster.ground.people.moment import DAY, HOUR, Instant, calendar
from muster.site.plan.overview import Board

WIDTH = 1000
LANE = 64
INNER = 44
MOST_COLUMNS = 144
_MOST_DAYS = 12

Numbers = Sequence[int]


class Bar(msgspec.Struct, frozen=True):
    """A column: where it stands, how high its room and what is taken of it reach, who was told."""

    x: str
    width: str
    room: tuple[str, str]
    taken: tuple[str, str]
    told: tuple[str, str]


class Lane(msgspec.Struct, frozen=True):
    """One lane: its name as recorded or ours, its columns, what its full height stands for."""

    name: str
    ours: bool
    y: int
    most: int
    bars: tuple[Bar, ...]
    limit: str = ""


class Tick(msgspec.Struct, frozen=True):
    """A midnight on the axis."""

    x: str
    date: str


class Picture(msgspec.Struct, frozen=True):
    """All lanes, the midnights, and how high the picture is; ``hours`` are in each column."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    height: int
    hours: int


def picture(board: Board) -> Picture:
    """Return the picture of a board."""
    each = max(1, -(-board.hours // MOST_COLUMNS))
    makers = [*_lanes(board, each)]
    lanes = tuple(make(number * LANE + LANE) for number, make in enumerate(makers))
    height = len(lanes) * LANE + LANE // 2
    return Picture(lanes, tuple(_ticks(board)), height, each)


Maker = Callable[[int], Lane]


def _lanes(board: Board, each: int) -> Iterator[Maker]:
    """Yield what draws each lane; a gate that is shut all the time and has nobody is none."""
    yield _lifts(board, each)
    for gate in board.gates:
        if any(gate.rates) or any(gate.souls):
            yield _maker(gate.name, gate.rates, gate.souls, gate.told, each, ours=False)
    nobody = [0] * board.hours
    rooms = [board.room or 0] * board.hours
    yield _maker(_("Ready area"), rooms, board.ready, nobody, each, ours=True, level=True)
    for base in board.bases:
        stock, full = base.stock[: board.hours], [base.room] * board.hours
        yield _maker(base.name, full, stock, nobody, each, ours=False, level=True)


def _lifts(board: Board, each: int) -> Maker:
    seats, souls, told = ([0] * board.hours for _ in range(3))
    for lift in board.lifts:
        hour = (lift.at - board.base) // HOUR
        if 0 <= hour < board.hours:
            seats[hour] += lift.seats
            souls[hour] += lift.souls
            told[hour] += lift.told + lift.inside
    return _maker(_("Lifts"), seats, souls, told, each, ours=True)


def _maker(
    name: str,
    rooms: Numbers,
    taken: Numbers,
    told: Numbers,
    each: int,
    *,
    ours: bool,
    level: bool = False,
) -> Maker:
    """Return what draws a lane at a height; of a ``level`` the highest of a column counts."""
    gathered = [_gathered(one, each, level=level) for one in (rooms, taken, told)]
    most = max((max(one, default=0) for one in gathered[:2]), default=0) or 1

    def make(y: int) -> Lane:
        width = WIDTH * each / max(1, len(rooms))
        bars = tuple(
            Bar(f"{n * width:.1f}", f"{width * 0.86:.1f}", *(_up(one, y, most) for one in column))
            for n, column in enumerate(zip(*gathered, strict=True))
        )
        return Lane(name, ours, y, most, bars)

    return make


def _gathered(numbers: Numbers, each: int, *, level: bool) -> list[int]:
    columns = [numbers[start : start + each] for start in range(0, len(numbers), each)]
    return [max(one) if level else sum(one) for one in columns]


def _up(number: int, y: int, most: int) -> tuple[str, str]:
    """Return top and height of what stands on the floor ``y`` of a lane."""
    high = INNER * min(number, most) / most
    return f"{y - high:.1f}", f"{high:.1f}"


def _ticks(board: Board) -> Iterator[Tick]:
    """Yield midnights, so few that their dates do not run together."""
    ends: Instant = board.base + board.hours * HOUR
    first = -(-board.base // DAY) * DAY
    every = max(1, -(-(ends - first) // DAY // _MOST_DAYS)) * DAY
    for at in range(first, ends, every):
        x = WIDTH * (at - board.base) / (board.hours * HOUR)
        yield Tick(f"{x:.1f}", calendar(at).date().isoformat()[5:])
