"""Letters, read-aloud codes and outer passes: what they say, and what no mistake makes of them."""

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.moment import DAY, HOUR, MINUTE, read_iso
from muster.journey.passes import aloud, letters, outer
from muster.journey.passes.outer import LENGTHS, QUARTER, Outer

KIDS = st.binary(min_size=4, max_size=4)
SLOTS = st.integers(0, (1 << 18) - 1)
CHECKPOINT, DAY_OF = b"c" * 16, "2021-08-20"
OUTERS = st.builds(
    Outer,
    st.integers(0, 15),
    st.integers(0, 95),
    st.sampled_from(LENGTHS),
    st.integers(1, 63),
    st.integers(0, 15),
    st.binary(min_size=8, max_size=8),
)


@given(st.binary(min_size=1, max_size=200))
def test_letters_read_are_the_bytes_spelled(raw: bytes) -> None:
    assert letters.read(letters.spell(raw)) == raw


@given(st.text(alphabet=letters.ALPHABET + "018=a _", min_size=1, max_size=60))
def test_every_bytes_has_one_spelling(text: str) -> None:
    raw = letters.read(text)
    assert raw is None or letters.spell(raw) == text


@given(KIDS, SLOTS)
def test_a_code_read_aloud_leads_back(kid: bytes, slot: int) -> None:
    code = aloud.spell(kid, slot)
    assert aloud.read(code) == (kid, slot)
    assert aloud.grouped(code).replace(" ", "") == code


@given(KIDS, SLOTS, st.data())
def test_any_two_wrong_letters_of_a_code_are_noticed(
    kid: bytes, slot: int, data: st.DataObject
) -> None:
    code = [*aloud.spell(kid, slot)]
    places = data.draw(st.lists(st.integers(0, 11), min_size=1, max_size=2, unique=True))
    for place in places:
        others = [letter for letter in letters.ALPHABET if letter != code[place]]
        code[place] = data.draw(st.sampled_from(others))
    assert aloud.read("".join(code)) is None


@given(KIDS, SLOTS, st.integers(0, 11), st.integers(0, 11))
def test_two_letters_that_changed_places_are_noticed(
    kid: bytes, slot: int, one: int, other: int
) -> None:
    code = [*aloud.spell(kid, slot)]
    code[one], code[other] = code[other], code[one]
    same = code[one] == code[other] or one == other
    assert (aloud.read("".join(code)) is not None) is same


@given(OUTERS, st.binary(min_size=32, max_size=32))
def test_an_outer_pass_says_what_it_was_told_and_nothing_else(said: Outer, key: bytes) -> None:
    """T28: every bit of it is one of the allowed fields, random, or the MAC."""
    text = outer.write(said, key, CHECKPOINT, DAY_OF)
    found = outer.read(text)
    assert found is not None
    assert (len(text), len(found.raw)) == (32, 20)
    assert outer.holds(found, key, CHECKPOINT, DAY_OF)
    fields = (found.number, found.start, found.length, found.souls, found.lane, found.random)
    assert fields == (said.number, said.start, said.length, said.souls, said.lane, said.random)


@given(OUTERS, st.integers(0, 159))
def test_no_bit_of_an_outer_pass_can_be_changed(said: Outer, bit: int) -> None:
    key = b"k" * 32
    raw = bytearray(letters.read(outer.write(said, key, CHECKPOINT, DAY_OF)) or b"")
    raw[bit >> 3] ^= 1 << (bit & 7)
    found = outer.read(letters.spell(bytes(raw)))
    assert found is None or not outer.holds(found, key, CHECKPOINT, DAY_OF)


@given(OUTERS)
def test_another_day_or_checkpoint_has_another_key(said: Outer) -> None:
    """T29."""
    root = b"r" * 32
    text = outer.write(said, outer.day_key(root, CHECKPOINT, DAY_OF), CHECKPOINT, DAY_OF)
    found = outer.read(text)
    assert found is not None
    for where, day in ((b"d" * 16, DAY_OF), (CHECKPOINT, "2021-08-21")):
        key = outer.day_key(root, where, day)
        assert not outer.holds(found, key, where, day)
        assert not outer.holds(found, key, CHECKPOINT, DAY_OF)


@given(st.integers(0, 10_000), st.integers(1, 12 * 60))
def test_an_outer_window_holds_the_whole_window_but_for_what_no_code_can_say(
    after: int, minutes: int
) -> None:
    opens = read_iso("2021-08-20T00:00Z") + after * MINUTE
    start, length = outer.fitted(opens, opens + minutes * MINUTE)
    begins = opens - opens % DAY + start * QUARTER
    assert begins <= opens < begins + QUARTER
    assert begins + length * QUARTER >= min(opens + minutes * MINUTE, begins + 12 * HOUR)
