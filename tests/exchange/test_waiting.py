"""What comes before its key waits, and so does what goes on from it: nothing of it is refused."""

import msgspec

from muster.adapters.exchange.frames import Chunk, Frame
from muster.adapters.exchange.packing import unpacked
from muster.ground.record import segment as segments
from muster.site.exchange import exchanging
from muster.site.exchange.exchanging import SiteRecord
from tests.exchange.fleet import Fleet, chunks, turns


def test_what_goes_on_from_a_first_chunk_that_waits_for_its_key_waits_with_it(fleet: Fleet) -> None:
    """A log's certificate comes with its first chunk alone; that one may lie among what waits."""
    for _ in range(2):
        fleet.write(1, 2)  # parties: the first log of the second site at the desk
    told: list[Frame] = []
    here, there = fleet.pair(1, 0)
    for frame, speaker, listener in turns(here, there):
        if isinstance(frame, Chunk) and frame.compartment == "desk":
            told.append(frame)
            break
        exchanging.carry(frame, speaker, listener)
    [whole] = chunks(told)
    assert whole.certificate
    first, second = (segments.decode(raw) for raw in unpacked(whole)[:2])
    bare = msgspec.structs.replace(whole, parts=whole.parts[:1], epochs=(), wraps=())
    after = msgspec.structs.replace(
        bare,
        certificate=b"",
        first=second.first,
        previous=second.previous,
        lamport=second.lamport,
        parts=whole.parts[1:2],
    )
    record, sender = SiteRecord(fleet.sites[0]), fleet.sites[1].keys.site
    assert (record.take(sender, [bare]).waiting, first.first) == (1, 1)
    assert record.take(sender, [after]).refused == {}
    fleet.settle()
    assert fleet.held(0, frozenset({"desk"})) == fleet.held(1, frozenset({"desk"}))
