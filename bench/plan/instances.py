"""Operations with fixed seeds, like Kabul 2021 in number and shape, to measure the planner on.

Anchored: 124,000 people, 800 lifts, 18 days. Invented, because nobody published it: sizes,
priorities, needs, which gates and havens a party may use, rates, stocks. No public instances of
this problem were found; these are ours to publish. Shares no code with the planner.
"""

import random

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.journey.plan.operation import Gate, Haven, Lift, Operation, Party

DAYS = 18
HOURS = 24 * DAYS
BASE = 1_628_985_600_000  # 2021-08-15T00:00Z
KABUL = 124_000
LIFTS = 800

SIZES = (160, 140, 150, 160, 130, 100, 70, 40, 25, 13, 7, 5)
PRIORITY = (5, 8, 25, 32, 30)
GATE_SETS = ((0,), (1,), (0, 1), (1, 2), (2, 3), (3, 4), (0, 2, 4), (0, 1, 2, 3, 4))
GATE_SHARES = (8, 7, 20, 15, 15, 10, 10, 15)
HAVEN_SETS = (tuple(range(8)), (0, 1, 2, 3), (0, 4), (1, 2, 5), (3, 6, 7), (5, 6, 7))
HAVEN_SHARES = (45, 20, 10, 10, 8, 7)
ESCORTED = (0, 1, 3, 5, 6)
LIFTS_A_DAY = (2, 10, 25, 30, 35, 45, 55, 65, 80, 90, 95, 90, 80, 60, 45, 30, 20, 10)
TYPE_SHARES = (35, 15, 15, 20, 15)
TYPE_SEATS = (300, 92, 114, 170, 270)
TYPE_LITTERS = (9, 10, 8, 0, 0)
TYPE_WHEELCHAIRS = (12, 4, 6, 4, 8)
HAVENS = (30, 15, 12, 12, 10, 8, 7, 6)
GATES = (27, 24, 21, 16, 12)
LITTER, WHEELCHAIR, LONE_CHILD = 0.01, 0.03, 0.01
PARTIAL_PAPERS = 0.30
SHUT = 0.12
DAWN, DUSK = 6, 20
SETTINGS = {
    "roomy": (1.10, 1.25),
    "tight": (1.03, 1.10),
    "buses": (1.05, 1.25),
    "short": (0.98, 1.02),
    "tenth": (0.10, 0.12),
}


def instance(
    people: int,
    setting: str = "roomy",
    seed: int = 1,
    lifts: int | None = None,
    seats: tuple[int, int] | None = None,
) -> Operation:
    """Return the operation of that size, slack and seed.

    ``lifts`` is their number (800 for Kabul, fewer in proportion below). ``seats`` makes them
    buses or boats of so many seats, without litters.
    """
    chance = random.Random(f"{people}/{setting}/{seed}/{lifts}/{seats}")
    slack, gate_slack = SETTINGS[setting]
    parties = _parties(people, chance)
    souls = sum(one.souls for one in parties)
    number = lifts or max(4, round(LIFTS * min(1.0, people / KABUL)))
    offered = _lifts(number, round(souls * slack), seats, chance)
    every = max(1, round(31_000 / people))
    gates = _gates(offered, round(souls * gate_slack), every, chance)
    screening = tuple(round(4.5 * 1.3 * sum(hour)) for hour in zip(*gates, strict=True))
    return Operation(
        base=BASE,
        now=0,
        hours=HOURS,
        parties=tuple(parties),
        lifts=tuple(offered),
        gates=tuple(Gate(PlaceId(_id(b"gate", i)), row) for i, row in enumerate(gates)),
        havens=tuple(_havens(souls, max(one.seats for one in offered))),
        screening=screening,
        ready_room=max(60, round(12_000 * souls / KABUL)),
    )


def _parties(people: int, chance: random.Random) -> list[Party]:
    drawn: list[tuple[int, int, Party]] = []
    souls = 0
    while souls < people:
        size = chance.choices(range(1, 13), SIZES)[0]
        priority = chance.choices(range(5), PRIORITY)[0]
        need = chance.random()
        havens = chance.choices(HAVEN_SETS, HAVEN_SHARES)[0]
        lone = LITTER + WHEELCHAIR
        if lone <= need < lone + LONE_CHILD:
            havens = tuple(one for one in havens if one in ESCORTED)
        party = Party(
            id=PartyId(_id(b"party", len(drawn))),
            souls=size,
            kg=sum(chance.randint(62, 73) for _ in range(size)),
            litters=int(need < LITTER),
            wheelchairs=int(LITTER <= need < lone),
            priority=priority,
            rank=0,
            gates=_bits(chance.choices(GATE_SETS, GATE_SHARES)[0]),
            havens=_bits(havens),
            minutes=8 if chance.random() < PARTIAL_PAPERS else 3,
        )
        drawn.append((priority, chance.randrange(1 << 30), party))
        souls += size
    drawn.sort(key=lambda one: one[:2])
    ranked = [_ranked(one, rank) for rank, (_, _, one) in enumerate(drawn)]
    chance.shuffle(ranked)
    return ranked


def _ranked(party: Party, rank: int) -> Party:
    return Party(
        party.id,
        party.souls,
        party.kg,
        party.litters,
        party.wheelchairs,
        party.priority,
        rank,
        party.gates,
        party.havens,
        party.minutes,
    )


def _lifts(
    number: int, total: int, seats: tuple[int, int] | None, chance: random.Random
) -> list[Lift]:
    hours = sorted(_hour(chance) for _ in range(number))
    kinds = [chance.choices(range(5), TYPE_SHARES)[0] for _ in hours]
    raw = [chance.randint(*seats) if seats else TYPE_SEATS[kind] for kind in kinds]
    scale = total / sum(raw)
    grown = max(1.0, scale)
    found = []
    for index, (hour, kind, size) in enumerate(zip(hours, kinds, raw, strict=True)):
        capacity = max(1, round(size * scale))
        litters = 0 if seats else round(TYPE_LITTERS[kind] * grown)
        wheelchairs = 2 if seats else round(TYPE_WHEELCHAIRS[kind] * grown)
        haven = chance.choices(range(8), HAVENS)[0]
        identity = LiftId(_id(b"lift", index))
        found.append(Lift(identity, hour, capacity, litters, wheelchairs, 78 * capacity, haven))
    return found


def _hour(chance: random.Random) -> int:
    day = chance.choices(range(DAYS), LIFTS_A_DAY)[0]
    return 24 * day + chance.randrange(24)


def _gates(
    lifts: list[Lift], total: int, every: int, chance: random.Random
) -> list[tuple[int, ...]]:
    """Return souls by gate and hour: with the lifts of the next half day, by day and by night.

    Six-hour blocks are shut at 12 %. With ``every`` above 1 a gate opens at each such hour only.
    """
    leaving = [0] * (HOURS + 13)
    for one in lifts:
        leaving[one.hour] += one.seats
    shape = [sum(leaving[hour + 1 : hour + 13]) * _light(hour % 24) for hour in range(HOURS)]
    rows = []
    for share in GATES:
        shut = [chance.random() < SHUT for _ in range(HOURS // 6)]
        rows.append([0.0 if shut[t // 6] else share * shape[t] for t in range(HOURS)])
    pooled = [
        [sum(row[t : t + every]) if t % every == 0 else 0.0 for t in range(HOURS)] for row in rows
    ]
    scale = total / sum(map(sum, pooled))
    return [tuple(round(one * scale) for one in row) for row in pooled]


def _light(hour: int) -> float:
    return 0.5 if hour < DAWN else 1.3 if hour < DUSK else 0.8


def _havens(souls: int, largest: int) -> list[Haven]:
    """Return havens that hold 30 % of their share, and twice the largest lift at least."""
    found = []
    for index, share in enumerate(HAVENS):
        expected = souls * share / 100
        outflow = max(1, round(1.6 * expected / HOURS))
        room = max(round(0.30 * expected), 2 * largest)
        found.append(Haven(PlaceId(_id(b"haven", index)), room, 0, outflow))
    return found


def _bits(indexes: tuple[int, ...]) -> int:
    return sum(1 << one for one in indexes)


def _id(kind: bytes, number: int) -> bytes:
    return kind.ljust(8, b"-") + number.to_bytes(8, "big")
