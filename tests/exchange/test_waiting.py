"""What comes before its key waits, and so does what goes on from it: nothing of it is refused."""

import msgspec
import pytest

from muster.adapters.exchange.frames import Chunk, Frame, Keys, Part
from muster.adapters.exchange.packing import unpacked
from muster.adapters.store import View as Snapshot
from muster.ground.record import segment as segments
from muster.site.exchange import exchanging, waiting
from muster.site.exchange.exchanging import SiteRecord
from tests.exchange.fleet import Fleet, chunks, turns


def test_what_goes_on_from_a_first_chunk_that_waits_for_its_key_waits_with_it(fleet: Fleet) -> None:
    """A log's certificate comes with its first chunk alone; that one may lie among what waits."""
    for _ in range(2):
        fleet.write(1, 2)  # parties: the first log of the second site at the desk
    _, (bare, after, *_) = _without_keys(fleet)
    record, sender = SiteRecord(fleet.sites[0]), fleet.sites[1].keys.site
    assert (record.take(sender, [bare]).waiting, bare.first) == (1, 1)
    assert record.take(sender, [after]).refused == {}
    fleet.settle()
    assert fleet.held(0, frozenset({"desk"})) == fleet.held(1, frozenset({"desk"}))


def test_a_whole_log_that_waits_for_a_key_is_looked_at_a_few_times_not_once_for_each_segment(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(20):
        fleet.write(1, 2)
    keys, pieces = _without_keys(fleet)
    record, sender = SiteRecord(fleet.sites[0]), fleet.sites[1].keys.site
    for one in pieces:
        assert record.take(sender, [one]).refused == {}
    with fleet.sites[0].store.reader() as reader:
        waits, look, looks = reader.pending(), type(reader).pending, list[object]()
    assert len(waits) >= 20

    def counted(view: Snapshot, log: bytes | None = None) -> object:
        looks.append(log)
        return look(view, log)

    record.take(sender, [keys])
    monkeypatch.setattr(type(reader), "pending", counted)
    freed = record.settle()
    assert freed.entries >= len(waits)
    assert 0 < len(looks) <= 4
    assert not waiting.lacking(fleet.sites[0])
    fleet.settle()
    assert fleet.held(0, frozenset({"desk"})) == fleet.held(1, frozenset({"desk"}))


def test_what_nobody_signed_keeps_no_place_among_what_waits(fleet: Fleet) -> None:
    for _ in range(3):
        fleet.write(1, 2)
    keys, (first, *pieces) = _without_keys(fleet)
    record, sender = SiteRecord(fleet.sites[0]), fleet.sites[1].keys.site
    assert record.take(sender, [first]).waiting == 1
    for one in pieces:
        [part] = one.parts
        lie = msgspec.structs.replace(one, parts=(Part(part.links, bytes(64)),))
        assert [*record.take(sender, [lie]).refused.values()] == ["record.signature-wrong"]
    assert [record.take(sender, [one]).waiting for one in pieces] == [1] * len(pieces)
    record.take(sender, [keys])
    assert record.settle().entries > len(pieces)


def _without_keys(fleet: Fleet) -> tuple[Keys, list[Chunk]]:
    """Return what the second site tells the first of its desk's log: keys, and a segment each."""
    told: list[Frame] = []
    here, there = fleet.pair(1, 0)
    for frame, speaker, listener in turns(here, there):
        if isinstance(frame, Chunk) and frame.compartment == "desk":
            told.append(frame)
            break
        exchanging.carry(frame, speaker, listener)
    [whole] = chunks(told)
    assert whole.certificate
    keys = Keys(whole.compartment, whole.epochs, whole.wraps)
    return keys, [
        msgspec.structs.replace(
            whole,
            certificate=whole.certificate if one.first == 1 else b"",
            first=one.first,
            previous=one.previous,
            lamport=one.lamport,
            parts=(part,),
            epochs=(),
            wraps=(),
        )
        for one, part in zip(map(segments.decode, unpacked(whole)), whole.parts, strict=True)
    ]
