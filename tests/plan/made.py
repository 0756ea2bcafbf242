"""Small operations for tests: one made by hand, and a strategy for any other."""

from random import Random
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.journey.plan.greedy import greedy
from muster.journey.plan.operation import (
    Gate,
    Haven,
    Lift,
    Operation,
    Party,
    Place,
    Standing,
)

replace = msgspec.structs.replace


def identity(letter: bytes, number: int) -> bytes:
    return letter + number.to_bytes(15, "big")


def party(index: int, souls: int = 2, **more: Any) -> Party:  # noqa: ANN401 - fields of a struct
    """A party that may go by either gate to either haven; its rank is its index."""
    given = {
        "kg": 70 * souls,
        "litters": 0,
        "wheelchairs": 0,
        "priority": 0,
        "rank": index,
        "gates": 0b11,
        "havens": 0b11,
        "minutes": 3,
    }
    return Party(PartyId(identity(b"p", index)), souls, **{**given, **more})


def lift(index: int, hour: int, seats: int = 10, **more: Any) -> Lift:  # noqa: ANN401 - fields of a struct
    given = {"litters": 2, "wheelchairs": 2, "kg": 100 * max(seats, 0), "haven": 0}
    return Lift(LiftId(identity(b"l", index)), hour, seats, **{**given, **more})


def gate(index: int, souls: tuple[int, ...]) -> Gate:
    return Gate(PlaceId(identity(b"g", index)), souls)


def haven(index: int, room: int = 50, stock: int = 0, outflow: int = 5, **more: Any) -> Haven:  # noqa: ANN401 - fields of a struct
    return Haven(PlaceId(identity(b"h", index)), room, stock, outflow, **more)


def operation(
    *parties: Party,
    lifts: tuple[Lift, ...] | None = None,
    hours: int = 24,
    **more: Any,  # noqa: ANN401 - fields of a struct
) -> Operation:
    """Two gates of 10 souls an hour, two havens, lifts of 10 seats at hours 8, 12 and 20."""
    given = {
        "base": 0,
        "now": 0,
        "hours": hours,
        "parties": parties,
        "lifts": (lift(0, 8), lift(1, 12, haven=1), lift(2, 20)) if lifts is None else lifts,
        "gates": (gate(0, (10,) * hours), gate(1, (10,) * hours)),
        "havens": (haven(0), haven(1)),
        "screening": (60,) * hours,
        "ready_room": 20,
    }
    return Operation(**{**given, **more})


def any_operation(chance: Random, standings: tuple[Standing, ...] = tuple(Standing)) -> Operation:
    """Any small operation, tight enough that everything that is limited binds now and then."""
    hours, now = chance.randint(6, 30), chance.randint(0, 5)
    gates, havens = chance.randint(0, 3), chance.randint(1, 3)
    flown = chance.randint(0, 5)
    lifts = tuple(
        lift(
            number,
            chance.randint(0, hours + 1),
            chance.choice((0, 4, 8, 12)),
            litters=chance.randint(0, 2),
            wheelchairs=chance.randint(0, 2),
            kg=chance.choice((0, 400, 900, 900)),
            haven=chance.randrange(havens),
        )
        for number in range(flown)
    )
    made = []
    for number in range(chance.randint(0, 14)):
        standing = chance.choice(standings)
        souls = chance.randint(1, 5)
        made.append(
            party(
                number,
                souls,
                kg=chance.randint(40, 90) * souls,
                litters=chance.choice((0, 0, 0, 1)),
                wheelchairs=chance.choice((0, 0, 0, 1)),
                priority=chance.randint(0, 5),
                gates=chance.randrange(1 << gates) | chance.randrange(1 << gates),
                havens=chance.randrange(1 << havens) | chance.randrange(1 << havens),
                minutes=chance.randint(0, 8),
                standing=standing,
                old=any_place(chance, gates, hours, flown, standing),
            )
        )
    rates = [chance.randint(0, 12) for _ in range(hours)]
    return operation(
        *made,
        lifts=lifts,
        hours=hours,
        now=now,
        gates=tuple(
            gate(number, tuple(chance.choices(rates, k=chance.randint(hours // 2, hours))))
            for number in range(gates)
        ),
        havens=tuple(_any_haven(chance, number, hours) for number in range(havens)),
        screening=tuple(chance.randint(0, 90) for _ in range(hours)),
        ready_room=chance.randint(0, 25),
        longest_stay=chance.randint(3, 30),
    )


def _any_haven(chance: Random, number: int, hours: int) -> Haven:
    coming = tuple(
        (chance.randint(0, hours + 3), chance.randint(1, 6)) for _ in range(chance.randint(0, 2))
    )
    room, stock, outflow = chance.randint(0, 20), chance.randint(0, 20), chance.randint(0, 4)
    return haven(number, room, stock, outflow, arriving=coming)


def any_place(
    chance: Random, gates: int, hours: int, lifts: int, standing: Standing
) -> Place | None:
    """None, or a place that the operation knows, allowed or not."""
    inside = standing is Standing.INSIDE
    if not lifts or chance.random() < 0.4 or not (gates or inside):
        return None
    if inside:
        return Place(-1, -1, chance.randrange(lifts))
    return Place(chance.randrange(gates), chance.randrange(hours), chance.randrange(lifts))


def planned(chance: Random) -> Operation:
    """Any small operation under way: some told, some inside, with the places of a greedy plan."""
    given = any_operation(chance, (Standing.FREE, Standing.FREE, Standing.INSIDE, Standing.HELD))
    given = replace(given, parties=tuple(replace(one, old=None) for one in given.parties))
    told = (Standing.PLANNED, Standing.TOLD)
    return replace(
        given,
        parties=tuple(
            one
            if place is None
            else replace(
                one, old=place, standing=one.standing if place.gate < 0 else chance.choice(told)
            )
            for one, place in zip(given.parties, greedy(given).places, strict=True)
        ),
    )


def shaken(chance: Random, given: Operation) -> Operation:
    """The operation later, with lifts cancelled or smaller, gates slower, bases fuller."""
    changes: dict[str, Any] = {}
    if chance.random() < 0.4:
        changes["now"] = given.now + chance.randint(1, 6)
    if chance.random() < 0.5:
        changes["lifts"] = tuple(
            replace(one, seats=chance.choice((one.seats, one.seats // 2, 0)), hour=one.hour + late)
            for one in given.lifts
            for late in (chance.choice((0, 0, 0, 3, -2)),)
        )
    if chance.random() < 0.5:
        changes["gates"] = tuple(
            replace(one, souls=tuple(chance.choice((souls, souls // 2, 0)) for souls in one.souls))
            for one in given.gates
        )
    if chance.random() < 0.4:
        changes["havens"] = tuple(
            replace(one, room=chance.choice((one.room, one.room // 2)), stock=chance.randint(0, 20))
            for one in given.havens
        )
    if chance.random() < 0.4:
        changes["ready_room"] = chance.randint(0, given.ready_room)
    if chance.random() < 0.3:
        changes["screening"] = tuple(one // chance.choice((1, 1, 2)) for one in given.screening)
    return replace(given, **changes)


def examples(number: int) -> settings:
    """So many examples, and as many as the profile says in ``make campaign``."""
    return settings(max_examples=max(number, settings().max_examples))


chances = st.integers(0, 2**32 - 1).map(Random)
"""Seeded generators, as many as a law asks for."""
