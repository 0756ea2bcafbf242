"""Who looks after what, and which link is up: decided before anything is played."""

from hypothesis import given
from hypothesis import strategies as st

from muster.doors.drill.reading import load
from muster.doors.drill.seed import Streams
from muster.doors.drill.sites.cast import FEWEST, MOST, Cast, Duty, cast
from muster.doors.drill.sites.posts import Posts
from muster.doors.drill.sites.weather import Weather
from muster.doors.drill.timeline import moves
from muster.ground.people.moment import HOUR, instant

FERRY, KABUL = load("ferry-3000"), load("kabul-2021")
SEEDS = st.integers(0, 10_000)
SITES = st.integers(FEWEST, MOST)


def weather(seed: int, sites: int) -> tuple[Cast, Weather]:
    chosen = cast(KABUL, sites)
    return chosen, Weather(KABUL, chosen, Streams(seed))


@given(SITES)
def test_every_place_has_a_site_that_is_there(sites: int) -> None:
    for scenario in (FERRY, KABUL):
        chosen = cast(scenario, sites)
        assert {*chosen.places} == {one.id for one in scenario.places}
        assert {*chosen.places.values()} <= {one.duty for one in chosen.seats}
        assert all(chosen.duty(one) in {seat.duty for seat in chosen.seats} for one in Duty)


def test_every_move_of_a_drill_has_a_post() -> None:
    for sites in (FEWEST, 5, MOST):
        chosen = cast(FERRY, sites)
        posts, sitting = Posts(chosen), {one.duty for one in chosen.seats}
        assert {posts.duty(move) for move in moves(FERRY, 7)} <= sitting


@given(SEEDS, SITES)
def test_the_same_seed_has_the_same_weather(seed: int, sites: int) -> None:
    (_, one), (_, other) = weather(seed, sites), weather(seed, sites)
    assert (one.islands, one.due, one.death) == (other.islands, other.due, other.death)
    hours = range(instant(KABUL.operation.begins), instant(KABUL.operation.ends), 5 * HOUR)
    for duty in one.islands:
        assert [one.up(duty, at) for at in hours] == [other.up(duty, at) for at in hours]


@given(SEEDS, SITES)
def test_an_island_is_cut_off_for_as_long_as_it_lasts_and_all_is_up_at_the_end(
    seed: int, sites: int
) -> None:
    chosen, found = weather(seed, sites)
    begins, ends = instant(KABUL.operation.begins), instant(KABUL.operation.ends)
    for duty, (since, until) in found.islands.items():
        assert begins < since < until < ends
        assert not any(found.up(duty, at) for at in range(since, until, HOUR))
    assert all(found.up(one.duty, ends) for one in chosen.seats)


@given(SEEDS)
def test_the_laptop_that_dies_comes_back_from_a_copy_of_days_before(seed: int) -> None:
    _, found = weather(seed, MOST)
    assert found.death is not None
    assert found.death.copied < found.death.at < instant(KABUL.operation.ends)
