"""A journey's end does not depend on which site was heard first."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import LiftId, OperatorId, PersonId, PlaceId
from muster.ground.people.moment import HOUR, Moment
from muster.journey.arrival import facts
from muster.journey.arrival.state import Guest, fold_guest

PERSON, BY = PersonId(bytes(16)), OperatorId(bytes(16))
BASE, HAVEN = PlaceId(b"b" * 16), PlaceId(b"h" * 16)


def landed(hour: int, place: PlaceId) -> facts.Arrived:
    lift = LiftId(bytes([hour]) * 16)
    return facts.Arrived(PERSON, Moment.at(hour * HOUR), BY, lift, place)


def handed(hour: int) -> facts.HandedOver:
    return facts.HandedOver(PERSON, Moment.at(hour * HOUR), BY, "Agency")


def left(hour: int) -> facts.LeftOnOwnAccount:
    return facts.LeftOnOwnAccount(PERSON, Moment.at(hour * HOUR), BY)


def folded(told: tuple[Observation, ...]) -> Guest:
    guest: Guest | None = None
    for fact in told:
        guest = fold_guest(guest, fact)
    assert guest is not None
    return guest


def test_a_base_that_is_heard_late_does_not_undo_the_handing_over_at_the_haven() -> None:
    for told in permutations((landed(1, BASE), landed(20, HAVEN), handed(44))):
        assert folded(told).handed == 44 * HOUR


def test_who_was_handed_over_at_a_base_and_travelled_on_is_handed_over_no_more() -> None:
    for told in permutations((landed(1, BASE), handed(2), landed(20, HAVEN))):
        assert folded(told).handed is None


HOURS = st.lists(st.integers(1, 90), min_size=1, max_size=4, unique=True)


@given(HOURS, HOURS, HOURS, st.randoms(use_true_random=False))
def test_the_end_is_the_same_in_any_order(
    landings: list[int], ends: list[int], leaving: list[int], chance: st.DataObject
) -> None:
    told = [
        *(landed(hour, HAVEN) for hour in landings),
        *(handed(hour) for hour in ends),
        *(left(hour) for hour in leaving),
    ]
    one = folded(tuple(told))
    chance.shuffle(told)  # type: ignore[attr-defined]
    other = folded(tuple(told))
    assert (one.handed, one.left) == (other.handed, other.left)
