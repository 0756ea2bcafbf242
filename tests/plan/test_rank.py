"""The one order of all parties."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import PartyId
from muster.ground.people.moment import HOUR, MINUTE
from muster.journey.plan.rank import Claimed, most_urgent, ranks
from tests.plan.made import identity

NOON = 12 * HOUR


def claimed(number: int, major: int = 0, minor: int = 0, at: int = NOON, turn: int = 0) -> Claimed:
    order = (turn, b"writer", "registry", 1, b"")
    return Claimed(PartyId(identity(b"p", number)), major, minor, at, order)


def in_order(*parties: Claimed) -> list[int]:
    found = ranks(parties)
    return sorted(range(len(parties)), key=lambda index: found[parties[index].id])


def test_the_major_decides_before_the_minor_and_the_minor_before_the_hour() -> None:
    parties = claimed(0, 1, 0, 0), claimed(1, 0, 1, 0), claimed(2, 0, 0, NOON + HOUR), claimed(3)
    assert in_order(*parties) == [3, 2, 1, 0]


def test_within_one_hour_the_order_of_facts_decides_and_not_the_minute() -> None:
    assert in_order(claimed(0, at=NOON, turn=9), claimed(1, at=NOON + 59 * MINUTE, turn=3)) == [
        1,
        0,
    ]
    assert in_order(claimed(0, at=NOON, turn=9), claimed(1, at=NOON + HOUR, turn=3)) == [0, 1]


def test_what_nothing_else_tells_apart_the_id_does() -> None:
    assert in_order(claimed(5), claimed(4)) == [1, 0]


def test_a_party_ranks_as_its_most_urgent_member() -> None:
    assert most_urgent([(2, 0), (1, 4), (1, 3)]) == (1, 3)


_parties = st.lists(
    st.builds(
        claimed,
        st.integers(0, 99),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(-3 * HOUR, 3 * HOUR),
        st.integers(0, 3),
    ),
    unique_by=lambda one: one.id,
)


@given(_parties, st.randoms())
def test_every_site_ranks_alike_however_the_facts_arrived(
    parties: list[Claimed], chance: Random
) -> None:
    mixed = chance.sample(parties, k=len(parties))
    assert ranks(mixed) == ranks(parties)
    assert sorted(ranks(parties).values()) == list(range(len(parties)))
