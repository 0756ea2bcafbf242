"""Braid many stories, each in order of time, into one stream in order of time.

A story is an iterator of moves with the instant at which it begins. It is first asked at that
instant and then once after each of its moves was taken, so that it sees whatever earlier moves of
other stories changed. What a story changes for others it does *after* the yield of the move that
changes it. Equal instants keep the order in which the stories were given.
"""

import heapq
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from muster.doors.drill.moves import Move
from muster.ground.people.moment import Instant

Story = tuple[Instant, Iterator[Move]]
_Strand = tuple[Instant, int, Move, Iterator[Move]]


def braid(stories: Iterable[Story]) -> Iterator[Move]:
    """Yield the moves of all stories in order of time; a story late for itself is moved up."""
    waiting = sorted(enumerate(stories), key=lambda one: one[1][0])
    strands: list[_Strand] = []
    following = 0
    while strands or following < len(waiting):
        while following < len(waiting) and (
            not strands or waiting[following][1][0] <= strands[0][0]
        ):
            order, (begins, moves) = waiting[following]
            following += 1
            _take(strands, begins, order, moves)
        if strands:
            at, order, move, moves = heapq.heappop(strands)
            yield move
            _take(strands, at, order, moves)


def _take(strands: list[_Strand], now: Instant, order: int, moves: Iterator[Move]) -> None:
    move = next(moves, None)
    if move is not None:
        late = move if move.at >= now else replace(move, at=now)
        heapq.heappush(strands, (late.at, order, late, moves))
