"""A12, T6: bytes that promise more than they hold, to what is read without a fence.

What is read in the server's own process is bounded before it is decoded (decision 23): no few bytes
take much memory there, or much time. Each is run in a child that is measured and would be ended.
"""

import pytest

from tests.fuzz import batches, targets
from tests.fuzz.batches import batch
from tests.fuzz.parsers import PARSERS, Parser

MEGA = 1 << 20
KILO = 1 << 10
MOST_MEMORY = 256 * KILO
"""Kilobytes of a whole process, with all that it loaded: the limit of the design for one input."""
NAMES = ("frame", "parcel", "segment", "fact", "certificate", "delivery", "status-list", "note",
         "pass", "outer-pass", "mrz", "admission-text", "admission", "scan-question")  # fmt: skip
BOMBS = (
    b"\xdd\xff\xff\xff\xff",  # an array of four thousand million, and nothing in it
    b"\x92\x03\xdd\xff\xff\xff\xff" + b"\x90" * (60 * KILO),
    b"\x92\x04\xc6\xff\xff\xff\xff" + b"x" * (60 * KILO),
    b"\xdf\xff\xff\xff\xff",
    b"\x91" * (60 * KILO),  # arrays in arrays
    b"\x91" * MEGA,
    b"\xdd\x00\x0f\xff\xff" + b"\x90" * (MEGA - 1),
    b"\x00\x0f\xff\xff" + b"\x97\x01" * (MEGA // 2),  # a frame of a parcel, as long as may be
    b"\x9f" * MEGA,  # for CBOR: without an end
    b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    b"[" * MEGA,
    b"<" * (64 * KILO),
    b"MQ1/" + b"A" * (64 * KILO),
    b"9" * (64 * KILO),
    b"\n" * (64 * KILO),
)
"""Most are longer than the door lets anything in: 64 kB."""


@pytest.mark.parametrize("name", NAMES)
def test_no_few_bytes_take_much_memory_or_time(name: str) -> None:
    parser = next(one for one in PARSERS if one.name == name)
    bombs = Parser(name, "", parser.run, lambda: BOMBS, None, parser.refusals)
    done = batch(bombs, 0, 0, len(BOMBS), seconds=30)
    assert (done.done, done.found) == (len(BOMBS), ())
    assert done.memory < MOST_MEMORY


def test_a_parser_that_does_take_much_is_seen() -> None:
    """The control."""
    greedy = Parser("greedy", "", lambda _: bytearray(b"x" * (400 * MEGA)), lambda: (b"x",))
    assert batch(greedy, 0, 0, 1, seconds=30).memory > MOST_MEMORY
    assert batches.MEMORY > MOST_MEMORY * KILO
    assert targets.LIMITS.unpacked < MOST_MEMORY * KILO
