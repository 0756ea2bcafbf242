"""Somebody changes a log on disk, on a stick or on the way: whatever he does, it shows (T1).

He has the bytes of every segment and no key. What a reader accepts of what he made is always a
beginning of what the writer wrote. A log that was merely cut off at the end of a segment is whole
as far as it goes; that something is missing is known only to who remembers its head.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.problem import Problem
from muster.ground.record.entry import Entry
from muster.ground.record.problems import ChainBroken, SegmentUnreadable, SignatureWrong
from muster.ground.record.segment import Head, continues, decode, head_after
from tests.ground.logs import chain, followed, plain, written
from tests.vectors.certificates import STRANGER
from tests.vectors.segments import OTHER_LOG

LOG = written(plain(3), plain(1), plain(4), plain(2))
WRITTEN = followed(LOG)
OTHER_BRANCH = written(plain(3), plain(1, size=40), plain(4))

Log = list[bytes]


def accepted(raws: Log) -> list[Entry]:
    """Return what a reader takes of a log before the first thing that is wrong."""
    taken: list[Entry] = []
    for count in range(1, len(raws) + 1):
        try:
            taken = followed(raws[:count])
        except Problem:
            break
    return taken


@st.composite
def changed(draw: st.DrawFn) -> Log:
    """Draw what becomes of the log under a few moves of an attacker without keys."""
    raws = list(LOG)
    for _ in range(draw(st.integers(1, 4))):
        raws = draw(st.sampled_from(MOVES))(raws, draw)
    return raws


def remove(raws: Log, draw: st.DrawFn) -> Log:
    at = draw(st.integers(0, max(len(raws) - 1, 0)))
    return raws[:at] + raws[at + 1 :]


def repeat(raws: Log, draw: st.DrawFn) -> Log:
    at = draw(st.integers(0, len(raws)))
    return [*raws[:at], draw(st.sampled_from(LOG)), *raws[at:]]


def shuffle(raws: Log, draw: st.DrawFn) -> Log:
    return list(draw(st.permutations(raws)))


def splice(raws: Log, draw: st.DrawFn) -> Log:
    at = draw(st.integers(0, len(raws)))
    return raws[:at] + OTHER_BRANCH[draw(st.integers(0, 2)) :]


def overwrite(raws: Log, draw: st.DrawFn) -> Log:
    whole = bytearray(b"".join(raws))
    if whole:
        whole[draw(st.integers(0, len(whole) - 1))] = draw(st.integers(0, 255))
    sizes = [len(raw) for raw in raws]
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    return [bytes(whole[start : start + size]) for start, size in zip(starts, sizes, strict=True)]


def truncate(raws: Log, draw: st.DrawFn) -> Log:
    if not raws:
        return raws
    at = draw(st.integers(0, len(raws) - 1))
    return [*raws[:at], raws[at][: draw(st.integers(0, len(raws[at])))]]


MOVES = (remove, repeat, shuffle, splice, overwrite, truncate)


@given(changed())
def test_whatever_he_does_what_is_accepted_was_written(raws: Log) -> None:
    """T1: of this branch or of the other one that the writer signed too."""
    taken = accepted(raws)
    assert taken in (WRITTEN[: len(taken)], followed(OTHER_BRANCH)[: len(taken)])


def test_he_changes_one_byte_anywhere() -> None:
    chance = random.Random(7)
    for number, raw in enumerate(LOG):
        for at in range(len(raw)):
            other = bytes([raw[at] ^ chance.randrange(1, 256)])
            with pytest.raises(Problem):
                followed([*LOG[:number], raw[:at] + other + raw[at + 1 :], *LOG[number + 1 :]])


@pytest.mark.parametrize("at", range(len(LOG) - 1))
def test_he_takes_a_segment_out(at: int) -> None:
    with pytest.raises(ChainBroken):
        followed(LOG[:at] + LOG[at + 1 :])


@pytest.mark.parametrize("at", range(len(LOG) - 1))
def test_he_swaps_two_segments(at: int) -> None:
    with pytest.raises(ChainBroken):
        followed([*LOG[:at], LOG[at + 1], LOG[at], *LOG[at + 2 :]])


@pytest.mark.parametrize("at", range(len(LOG)))
def test_he_puts_a_segment_in_twice(at: int) -> None:
    with pytest.raises(ChainBroken):
        followed([*LOG[: at + 1], LOG[at], *LOG[at + 1 :]])


@pytest.mark.parametrize("at", range(len(LOG)))
def test_he_cuts_a_segment_in_the_middle(at: int) -> None:
    with pytest.raises(SegmentUnreadable):
        followed([*LOG[:at], LOG[at][: len(LOG[at]) // 2]])


def test_he_writes_a_segment_of_his_own() -> None:
    """T1: with a key of his own, and with the writer's key in the reader's hand."""
    with pytest.raises(SignatureWrong):
        followed(LOG, key=STRANGER)


def test_he_plays_a_segment_into_another_log() -> None:
    """T1: the log's id is under every entry's hash and under the signature."""
    other = chain(log=OTHER_LOG)
    for raw in LOG[:1]:
        segment = decode(raw)
        assert segment.log != other.log
        continues(segment, Head())
    moved = LOG[0].replace(decode(LOG[0]).log, OTHER_LOG)
    with pytest.raises(SignatureWrong):
        followed([moved])


def test_he_goes_on_from_another_branch_that_the_writer_signed() -> None:
    """T1, T2: both branches are genuine; neither continues the other."""
    assert followed(OTHER_BRANCH)[:3] == WRITTEN[:3]
    with pytest.raises(ChainBroken):
        followed([*LOG[:2], OTHER_BRANCH[2]])


@pytest.mark.parametrize("kept", range(len(LOG)))
def test_he_cuts_the_end_off_and_only_a_remembered_head_shows_it(kept: int) -> None:
    """T2: this is why heads are in vectors, in receipts and in the file beside a backup."""
    short = followed(LOG[:kept])
    assert short == WRITTEN[: len(short)]
    remembered = head_after(WRITTEN)
    assert (head_after(short) if short else Head()) != remembered
