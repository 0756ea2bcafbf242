"""Somebody gets hold of the stick: copies it, swaps blocks, plays it again, seals his own (T17).

He may have every parcel that was ever written and every letterbox; he has no site's secrets. One
who holds a captured site has its secrets, and is a member of what it was a member of, no more.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from nacl.bindings import crypto_sign_seed_keypair

from muster.adapters.exchange.frames import Card, Chunk, Hello, decode, encode
from muster.adapters.exchange.parcel import Opening, framed, frames, signed
from muster.ground.problem import Problem
from muster.ground.secrecy.parcel import BLOCK, HEADER, letterbox, open_parcel, seal_parcel
from muster.site import upkeep
from muster.site.exchange import letterboxes, sticks
from muster.site.exchange.sticks import Read
from tests.exchange.carrying import Stick
from tests.exchange.fleet import Fleet, template
from tests.vectors.draw import draw
from tests.world.sites import normal

KEY = draw("the attacker's own key of a parcel", 32)
Blocks = list[bytes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sites, made once, the first of which has much to tell."""
    folder = tmp_path_factory.mktemp("sites")
    made = Fleet(template(folder / "new"), folder / "whole")
    for _ in range(400):
        made.write(0, 2)
    for site in made.sites:
        site.close()
    return made.folder


@pytest.fixture
def fleet(whole: Path) -> Iterator[Fleet]:
    """Three sites of one operation."""
    made = Fleet(whole, whole.with_name("fleet"))
    yield made
    made.close()


@pytest.fixture
def stick(fleet: Fleet, tmp_path: Path) -> Stick:
    """A stick between them."""
    return Stick(fleet, tmp_path / "stick")


def taken_apart(path: Path) -> tuple[bytes, Blocks]:
    raw = path.read_bytes()
    return raw[:HEADER], [raw[at : at + BLOCK] for at in range(HEADER, len(raw), BLOCK)]


def test_every_block_swapped_left_out_or_doubled_is_seen(fleet: Fleet, stick: Stick) -> None:
    path = stick.write(0, 1).path
    header, blocks = taken_apart(path)
    assert len(blocks) > 2
    path.unlink()
    changed: list[Blocks] = [blocks[:at] + blocks[at + 1 :] for at in range(len(blocks))]
    changed += [[*blocks[:at], blocks[at], *blocks[at:]] for at in range(len(blocks))]
    changed += [
        [*blocks[:at], blocks[at + 1], blocks[at], *blocks[at + 2 :]]
        for at in range(len(blocks) - 1)
    ]
    before = normal(fleet.sites[2].store)
    for one in changed:
        (stick.folder / "a.parcel").write_bytes(header + b"".join(one))
        problem = stick.only(1).problem
        assert problem is not None
        assert problem.code in {"secrecy.parcel-changed", "secrecy.parcel-cut"}
    assert normal(fleet.sites[2].store) == before
    assert upkeep.verify(fleet.sites[1], fleet.sites[1].lead).findings == ()


def test_blocks_of_two_parcels_for_one_site_do_not_mix(stick: Stick) -> None:
    header, blocks = taken_apart(stick.write(0, 1).path)
    _, others = taken_apart(stick.write(0, 1).path)
    stick.empty()
    (stick.folder / "a.parcel").write_bytes(header + others[0] + b"".join(blocks[1:]))
    assert code(stick.only(1)) == "secrecy.parcel-changed"


def test_it_opens_for_nobody_else_and_says_nothing_to_him(stick: Stick) -> None:
    stick.write(0, 1)
    found = stick.only(2)
    assert (code(found), found.ours, found.name, found.entries) == (
        "secrecy.parcel-not-ours",
        False,
        "",
        0,
    )


def test_played_again_a_hundred_times_it_brings_nothing(fleet: Fleet, stick: Stick) -> None:
    raw = stick.write(0, 1).path.read_bytes()
    stick.read(1)
    before = normal(fleet.sites[1].store)
    for number in range(20):
        (stick.folder / f"{number}.parcel").write_bytes(raw)
    assert sum(one.entries for one in stick.read(1).parcels) == 0
    assert normal(fleet.sites[1].store) == before


def test_an_old_parcel_played_late_takes_no_receipt_back(fleet: Fleet, stick: Stick) -> None:
    old = stick.write(1, 0).path.read_bytes()
    stick.empty()
    fleet.clock.at += 60_000
    stick.write(0, 1)
    stick.read(1, answer=True)
    stick.read(0)
    stick.empty()
    (stick.folder / "a.parcel").write_bytes(old)
    stick.read(0)
    stick.empty()
    assert stick.write(0, 1).entries == 0, "the newer receipt still holds"


def code(read: Read) -> str:
    """Return what ended the reading of a parcel."""
    return read.problem.code if read.problem else ""


def sealed_again(
    fleet: Fleet,
    stick: Stick,
    change: Callable[[list[bytes]], list[bytes]],
    *,
    frm: int = 0,
    to: int = 1,
) -> Read:
    """Let the holder of one site's parcel open it and seal what he likes to another site."""
    path = stick.write(frm, to).path
    site = fleet.sites[to]
    header, blocks = taken_apart(path)
    stick.empty()
    text = frames(open_parcel(header, blocks, letterboxes.seeds(site)))
    seed = letterboxes.seeds(site)[0]
    raw = b"".join(seal_parcel(framed(change([*text])), letterbox(seed), KEY))
    (stick.folder / "a.parcel").write_bytes(raw)
    return stick.only(to)


def test_a_parcel_that_was_for_another_site_is_refused_when_sealed_to_us(
    fleet: Fleet, stick: Stick
) -> None:
    other = stick.write(0, 2).path
    header, blocks = taken_apart(other)
    stick.empty()
    text = [*frames(open_parcel(header, blocks, letterboxes.seeds(fleet.sites[2])))]
    found = sealed_again(fleet, stick, lambda _: text)
    assert (code(found), found.entries) == ("exchange.parcel-of-others", 0)


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (lambda text: text[1:], "exchange.parcel-wrong"),
        (lambda text: [text[0], text[0], *text[1:]], "exchange.message-unreadable"),
        (
            lambda text: [text[0][:-1] + bytes([text[0][-1] ^ 1]), *text[1:]],
            "exchange.parcel-wrong",
        ),
        (lambda text: [text[0], b"\x93\x01\x02\x03"], "exchange.message-unreadable"),
        (lambda text: [text[0], b"\xc1" * 70_000], "exchange.message-too-large"),
        (lambda _: [], "exchange.parcel-wrong"),
    ],
    ids=[
        "no opening",
        "the opening twice",
        "a signature that is wrong",
        "no frame",
        "a frame of 70,000 bytes",
        "nothing",
    ],
)
def test_what_no_site_writes_is_refused(
    fleet: Fleet, stick: Stick, change: Callable[[list[bytes]], list[bytes]], ends: str
) -> None:
    found = sealed_again(fleet, stick, change)
    assert (code(found), found.entries) == (ends, 0)


def test_a_stranger_with_our_letterbox_cannot_write_to_us(fleet: Fleet, stick: Stick) -> None:
    public, secret = crypto_sign_seed_keypair(draw("a stranger", 32))
    assert public

    def forged(text: list[bytes]) -> list[bytes]:
        opening = msgspec.msgpack.decode(text[0], type=Opening)
        return [signed(opening, secret), *text[1:]]

    assert code(sealed_again(fleet, stick, forged)) == "exchange.parcel-wrong"


def test_a_captured_site_cannot_smuggle_a_compartment_to_one_that_is_no_member(
    fleet: Fleet, stick: Stick
) -> None:
    """T8: it names the registry as shared, and sends it sealed; the third site stores nothing."""
    registry = _chunks(fleet, stick)
    site = fleet.sites[0]
    _, secret = crypto_sign_seed_keypair(site.keys.writer_seed)

    def smuggled(text: list[bytes]) -> list[bytes]:
        opening = msgspec.msgpack.decode(text[0], type=Opening)
        card, hello = map(decode, opening.said[:2])
        assert isinstance(card, Card)
        assert isinstance(hello, Hello)
        more = msgspec.structs.replace(hello, compartments=("audit", "desk", "lifts", "public"))
        said = (opening.said[0], encode(more), *opening.said[2:])
        return [signed(msgspec.structs.replace(opening, said=said), secret), *registry]

    found = sealed_again(fleet, stick, smuggled, to=2)
    assert (code(found), found.entries) == ("exchange.parcel-wrong", 0)
    assert "desk" not in fleet.compartments(2)


def _chunks(fleet: Fleet, stick: Stick) -> list[bytes]:
    """Return the chunks of the registry, as a member is told them."""
    header, blocks = taken_apart(stick.write(0, 1).path)
    stick.empty()
    seeds = letterboxes.seeds(fleet.sites[1])
    _, *others = frames(open_parcel(header, blocks, seeds))
    return [raw for raw in others for one in [decode(raw)] if _is_of_desk(one)]


def _is_of_desk(frame: object) -> bool:
    return isinstance(frame, Chunk) and frame.compartment == "desk"


def test_a_folder_full_of_rubbish_holds_nothing_up(fleet: Fleet, stick: Stick) -> None:
    made = stick.write(0, 1)
    for number in range(30):
        (stick.folder / f"{number}.parcel").write_bytes(draw(f"rubbish {number}", 3_000))
    (stick.folder / "empty.parcel").touch()
    found = stick.read(1).parcels
    assert sum(one.entries for one in found) == made.entries
    assert sum(one.ours for one in found) == 1
    assert fleet.held(1, frozenset({"desk"})) >= fleet.held(0, frozenset({"desk"}))


def test_a_stick_that_runs_full_leaves_nothing_half_written(
    stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_clear: object, _to: bytes, _key: bytes) -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sticks, "seal_parcel", broken)
    with pytest.raises(Problem, match="no room"):
        stick.write(0, 1)
    assert [*stick.folder.iterdir()] == []
