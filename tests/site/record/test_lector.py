"""What is read beside is what is read here: same facts, same findings, whatever was done."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.adapters.store import transaction
from muster.ground.record import segment as segments
from muster.site import upkeep
from muster.site.keyring import Opener
from muster.site.record import walk
from muster.site.record.lector import AHEAD, Lector
from muster.site.record.walk import Walk
from tests.world.site import World

Harm = Callable[[World], None]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A site whose people came in many commits, so that each log has more segments than AHEAD."""
    made = World(tmp_path / "site")
    for _ in range(3 * AHEAD):
        made.lift(made.party())
    yield made
    made.site.close()


def told(world: World) -> tuple[list[Any], list[Any], int]:
    """Return every step with its fact, every finding and how many were shredded."""
    with world.site.store.reader() as reader:
        made = Walk(reader, world.site.keyring.opener(reader), world.site.operation)
        steps = [(one.log, one.entry, one.fact) for one in made]
    return steps, made.findings, made.shredded


def nothing(_: World) -> None:
    """Leave the record as it is."""


def shred(world: World) -> None:
    """Shred somebody who flew."""
    upkeep.shred(world.site, world.by, world.party()[0], "on request")


def change(world: World, old: bytes, new: bytes) -> None:
    """Put other bytes in the place of a segment's, in a way the store has no method for."""
    with transaction(world.site.store):
        writer = world.site.store._writer  # type: ignore[attr-defined]
        assert writer.write("UPDATE segment SET data = ? WHERE data = ?", (new, old))


def middle(world: World) -> bytes:
    """Return a segment from the middle of the desk's log."""
    logs = {row.compartment: row.number for row in world.site.store.logs()}
    rows = list(world.site.store.segments(logs["desk"]))
    return rows[len(rows) // 2].data


def flip(world: World) -> None:
    """Flip a bit of a sealed body: the signature no longer holds."""
    data = middle(world)
    at = data.index(segments.decode(data).links[0].sealed) + 30
    change(world, data, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def cut_short(world: World) -> None:
    """Leave half of a segment."""
    data = middle(world)
    change(world, data, data[: len(data) // 2])


def lose_a_key(world: World) -> None:
    """Lose the wrap of a person's key without shredding anybody."""
    with transaction(world.site.store):
        writer = world.site.store._writer  # type: ignore[attr-defined]
        writer.write("DELETE FROM wrap WHERE key_id IN (SELECT key_id FROM wrap LIMIT 1)")


HARMS: tuple[Harm, ...] = (nothing, shred, flip, cut_short, lose_a_key)


@pytest.mark.parametrize("harm", HARMS)
def test_it_is_told_the_same_beside_as_here(
    world: World, monkeypatch: pytest.MonkeyPatch, harm: Harm
) -> None:
    harm(world)
    here = told(world)
    lectors = []
    begin = Lector.__init__

    def spied(lector: Lector, opener: Opener) -> None:
        lectors.append(lector)
        begin(lector, opener)

    monkeypatch.setattr(Lector, "__init__", spied)
    monkeypatch.setattr(walk, "MANY", 1)
    assert told(world) == here
    assert lectors, "nothing was read beside"
    assert bool(here[1]) == (harm in {flip, cut_short, lose_a_key})


def test_a_narrow_pipe_only_takes_longer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    here = told(world)
    monkeypatch.setattr(walk, "MANY", 1)
    monkeypatch.setattr("muster.site.record.child._WANTED", 1 << 12)
    monkeypatch.setattr("muster.site.record.child._room", lambda _: 1 << 12)
    assert told(world) == here
