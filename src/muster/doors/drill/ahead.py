"""Think moves up beside, on the machine's other core, while this process plays them.

Same scenario and seed, same stream as ``timeline.moves``: a child runs just that, a little ahead of
whoever plays. A small drill is not worth a process.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_

import msgspec

from muster.doors.drill.messy.gathering import with_lists
from muster.doors.drill.moves import Move
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.timeline import moves
from muster.ground.problem import Problem
from muster.site.record.child import Child, answer, heard

MANY = 10_000
AT_ONCE = 64


class Asked(msgspec.Struct, frozen=True):
    """Which stream is wanted; ``messy``: with people who come in by lists."""

    scenario: Scenario
    seed: int
    messy: bool = False


def _stream(asked: Asked) -> Iterator[Move]:
    return (with_lists if asked.messy else moves)(asked.scenario, asked.seed)


def moves_ahead(scenario: Scenario, seed: int, *, messy: bool = False) -> Iterator[Move]:
    """Yield the moves of ``scenario`` as ``moves`` does, for many souls from a child process.

    ``messy``: as ``with_lists`` does, for people who come in by lists.
    """
    asked = Asked(scenario, seed, messy)
    if scenario.souls() < MANY:
        yield from _stream(asked)
        return
    kinds = reduce(or_, Move.__subclasses__())
    decoder: msgspec.msgpack.Decoder[list[Move] | None] = msgspec.msgpack.Decoder(
        list[kinds] | None  # type: ignore[valid-type]
    )
    child = Child("muster.doors.drill.ahead")
    try:
        child.send(asked)
        child.flush()
        while some := decoder.decode(child.take()):
            yield from some
    finally:
        child.close()
    if some is None:
        yield from _stream(asked)  # what could not be thought up there is said here


def main() -> None:
    """Be the child: answer with the moves, some at once, and at the end with none."""
    asked: Asked | None = next(heard(msgspec.msgpack.Decoder(Asked)), None)
    if asked is None:
        return
    try:
        stream = _stream(asked)
        while some := list(islice(stream, AT_ONCE)):
            answer(some)
    except Problem:
        answer(None)
    else:
        answer([])


if __name__ == "__main__":
    main()
