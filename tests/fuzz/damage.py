"""Inputs that nobody wrote: samples cut, filled, doubled and bent; the same for the same number.

Input ``number`` of a parser under a seed can be made again alone: that is how a crash is looked at.
"""

from collections.abc import Callable, Iterator
from random import Random

import msgspec

SPICE = (
    b"'", b"+", b"?", b":", b"<", b">", b"&", b'"', b";", b"\n", b"\x00", b"#", b"\xff", b"0", b"=",
    b"UNH+", b"UNT+", b"NAD+FL+++", b"<!DOCTYPE p>", b"<pfif:note>", b"]]>", b"\xef\xbb\xbf",
    "ۿ".encode(), b"99999999999999999999", b"-1", b"[[", b"{}", b"\xc1", b"\xdd\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff", b"1e999", b"nan", b"\xed\xa0\x80",
)  # fmt: skip
LEAVES: tuple[object, ...] = (
    0, 1, -1, 2**31, 2**53, 2**64 - 1, -(2**63), 1.5, float("inf"), float("nan"), True, None,
    "", "a" * 300, "\x00", "\u202e", b"", bytes(16), bytes(32), bytes(64), b"\xff" * 33, [], {},
    [[[[]]]],
)  # fmt: skip
_PIECES, _LONGEST = 8, 12

Tree = object
Codec = tuple[Callable[[bytes], Tree], Callable[[Tree], bytes]]
PACKED: Codec = (msgspec.msgpack.decode, msgspec.msgpack.encode)
JSON: Codec = (msgspec.json.decode, lambda tree: msgspec.json.encode(tree, enc_hook=repr))


def damaged(sample: bytes, chance: Random) -> bytes:
    """A sample with up to eight pieces cut out, put in, changed or doubled."""
    content = bytearray(sample)
    draw = chance.random
    for _ in range(1 + int(draw() * _PIECES)):
        start = int(draw() * (len(content) + 1))
        end = min(start + int(draw() * _LONGEST), len(content))
        match int(draw() * 4):
            case 0:
                del content[start:end]
            case 1:
                content[start:start] = SPICE[int(draw() * len(SPICE))]
            case 2:
                content[start:end] = chance.randbytes(end - start)
            case _:
                content[start:start] = content[start:end]
    return bytes(content)


def bent(tree: Tree, chance: Random) -> Tree:
    """A tree of plain values with one put in another's place, left out, doubled or drawn."""
    match tree:
        case [*items] if items and chance.random() < 0.8:
            at = int(chance.random() * len(items))
            match int(chance.random() * 8):
                case 0:
                    del items[at]
                case 1:
                    items.insert(at, items[at])
                case 2:
                    items[at] = items[int(chance.random() * len(items))]
                case _:
                    items[at] = bent(items[at], chance)
            return items
        case dict() if tree and chance.random() < 0.8:
            key = list(tree)[int(chance.random() * len(tree))]
            rest = {one: value for one, value in tree.items() if one != key}
            return rest if chance.random() < 0.1 else rest | {key: bent(tree[key], chance)}
        case bytes() if tree and chance.random() < 0.6:
            return damaged(tree, chance)
        case int() if chance.random() < 0.5:
            return tree + (1 if chance.random() < 0.5 else -1)
        case _:
            return LEAVES[int(chance.random() * len(LEAVES))]


def inputs(
    samples: tuple[bytes, ...], codec: Codec | None, seed: int, begin: int, count: int
) -> Iterator[tuple[int, bytes]]:
    """Yield ``count`` numbered inputs from ``begin`` on: samples, damage, bent ones, noise."""
    chance = Random()
    for number in range(begin, begin + count):
        yield number, one_input(samples, codec, chance, seed, number)


def one_input(
    samples: tuple[bytes, ...], codec: Codec | None, chance: Random, seed: int, number: int
) -> bytes:
    """Return the input ``number`` of a seed."""
    if number < len(samples):
        return samples[number]
    chance.seed(seed << 40 | number)
    sample = samples[int(chance.random() * len(samples))]
    if number % 16 == 0:
        return chance.randbytes(int(chance.random() * 200))
    if codec is not None and number % 2:
        read, write = codec
        try:
            return write(bent(read(sample), chance))
        except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
            return damaged(sample, chance)
    return damaged(sample, chance)
