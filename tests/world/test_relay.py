"""The line that stands in for the kernel's netem is late, lets packets overtake, and loses some."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from socket import AF_UNIX, SOCK_SEQPACKET, socket, socketpair
from threading import Thread

from tests.world.relay import LOSS, Relay

PACKETS = 200


@contextmanager
def carried(seed: int) -> Iterator[tuple[socket, socket]]:
    """Give both outer ends of a relay, here between two pairs of sockets."""
    near, within = socketpair(AF_UNIX, SOCK_SEQPACKET)
    far, beyond = socketpair(AF_UNIX, SOCK_SEQPACKET)
    stopped, stop = os.pipe()
    relay = Relay((within.fileno(), beyond.fileno()), stopped, Random(seed))
    thread = Thread(target=relay.carry)
    thread.start()
    try:
        yield near, far
    finally:
        os.close(stop)
        thread.join()
        os.close(stopped)
        for end in (near, within, far, beyond):
            end.close()


def kept(seed: int) -> list[int]:
    """Return the numbers of the packets that ``seed`` lets through, in the order they are sent."""
    chance = Random(seed)
    drawn = ((chance.uniform(0, 1), chance.random()) for _ in range(PACKETS))
    return [number for number, (_, lost) in enumerate(drawn) if lost >= LOSS]


def test_what_the_seed_lets_through_comes_once_and_overtakes_each_other() -> None:
    with carried(7) as (near, far):
        far.settimeout(60.0)
        for number in range(PACKETS):
            near.send(number.to_bytes(2))
        found = [int.from_bytes(far.recv(16)) for _ in kept(7)]
    assert sorted(found) == kept(7)
    assert len(found) < PACKETS
    assert found != sorted(found)


def test_both_ways_are_carried() -> None:
    with carried(7) as (near, far):
        near.settimeout(60.0)
        far.send(b"back")
        assert near.recv(16) == b"back"
