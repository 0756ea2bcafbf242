"""Whom a change concerns: comparing these alone finds what comparing everybody finds."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from muster.ground.people.birth import Birth
from muster.journey.matching.change import Change, Pair
from muster.journey.matching.facts import Judgement
from muster.journey.matching.matcher import Found, Matcher
from muster.journey.matching.traits import Traits
from tests.matching.test_matcher import (
    FEW_KEYS,
    FOURTH,
    ONE,
    OTHER,
    THIRD,
    TRAITS,
    all_found,
    passport,
)

PERSON = st.one_of(TRAITS, FEW_KEYS)
WORLD = st.dictionaries(st.integers(0, 11).map(lambda n: bytes([n + 1]) * 16), PERSON, max_size=12)
STEPS = st.dictionaries(
    st.integers(0, 17).map(lambda n: bytes([n + 1]) * 16), st.one_of(st.none(), PERSON), max_size=8
)


def filled(world: dict[bytes, Traits], most: int, change: Change | None = None) -> Matcher:
    matcher = Matcher(most=most)
    matcher.fill(world, change=change)
    return matcher


def change_of(before: dict[bytes, Traits], steps: dict[bytes, Traits | None]) -> Change:
    """Return what happened: who was not there, and who was there and is otherwise or gone."""
    return Change(
        [one for one in steps if one not in before],
        [one for one, now in steps.items() if one in before and before[one] != now],
    )


def after(before: dict[bytes, Traits], steps: dict[bytes, Traits | None]) -> dict[bytes, Traits]:
    return {one: now for one, now in (before | steps).items() if now is not None}


def together(known: dict[Pair, Found], part: Matcher) -> dict[Pair, Found]:
    """Return what was found before of all whom nothing concerns, and of the others what is now."""
    assert part.concerned is not None
    stays = {pair: found for pair, found in known.items() if not part.concerned & {*pair}}
    return stays | all_found(part)


@settings(deadline=None, max_examples=80)
@given(WORLD, STEPS, st.integers(2, 5))
def test_comparing_whom_a_change_concerns_finds_what_comparing_everybody_finds(
    before: dict[bytes, Traits], steps: dict[bytes, Traits | None], most: int
) -> None:
    known = all_found(filled(before, most))
    now, change = after(before, steps), change_of(before, steps)
    gone = {one for one, told in steps.items() if told is None}
    known_here = {pair: found for pair, found in known.items() if not gone & {*pair}}
    told = Change(change.came, change.changed, [*known])
    part = filled(now, most, told)
    assert together(known_here, part) == all_found(filled(now, most))


@settings(deadline=None, max_examples=50)
@given(WORLD, STEPS, st.integers(2, 5))
def test_of_whom_a_change_concerns_no_pair_is_left_out_nor_another_told(
    before: dict[bytes, Traits], steps: dict[bytes, Traits | None], most: int
) -> None:
    now, change = after(before, steps), change_of(before, steps)
    part = filled(now, most, change)
    assert part.concerned is not None
    whole = all_found(filled(now, most))
    assert all_found(part) == {
        pair: found for pair, found in whole.items() if part.concerned & {*pair}
    }


P, Q, R = b"p" * 16, b"q" * 16, b"r" * 16
FAMILY = {
    ONE: Traits(("Zarmina Jorgenson",), birth=Birth.on("1990-05-31"), party=P),
    OTHER: Traits(("Zarmina Jorgenson",), birth=Birth.in_year(1990), party=Q),
    THIRD: Traits(("Basira Halvorsen",), documents=passport("P123981"), party=Q),
}
SISTER = Traits(("Basira Halvorsen",), documents=passport("P123981"), party=P)


def test_a_sister_who_comes_speaks_for_who_was_here_before_her() -> None:
    known = all_found(filled(FAMILY, 100))
    assert known[ONE, OTHER].judgement is Judgement.UNSURE
    part = filled(FAMILY | {FOURTH: SISTER}, 100, Change([FOURTH], judged=[*known]))
    found = together(known, part)
    assert found == all_found(filled(FAMILY | {FOURTH: SISTER}, 100))
    assert found[ONE, OTHER].judgement is Judgement.SAME


def test_a_sister_who_is_somebody_else_speaks_for_her_party_no_more() -> None:
    known = all_found(filled(FAMILY | {FOURTH: SISTER}, 100))
    assert known[ONE, OTHER].judgement is Judgement.SAME
    now = FAMILY | {FOURTH: Traits(("Khatera Other",), party=R)}
    part = filled(now, 100, Change([], [FOURTH], [*known]))
    assert together(known, part) == all_found(filled(now, 100))


@example(11)
@settings(deadline=None, max_examples=5)
@given(st.integers(2, 40))
def test_who_stands_apart_from_a_change_is_not_compared(others: int) -> None:
    apart = {
        bytes([at, 1] * 8): Traits(names=(f"Zarmina {at}",), contacts=("0700 111 223",))
        for at in range(others)
    }
    newcomer = {b"n" * 16: Traits(names=("Basira Halvorsen",), contacts=("0799 333 444",))}
    part = filled(apart | newcomer, 100, Change([*newcomer]))
    assert part.concerned == {*newcomer}
    assert not all_found(part)
