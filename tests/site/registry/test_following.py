"""Who is on record twice is found without anybody asking: typed, brought by others, taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.ground.people.birth import Birth
from muster.ground.people.ids import PersonId
from muster.ground.people.name import Name, named
from muster.journey.matching.facts import Judgement
from muster.journey.matching.familiar import Familiar, sound
from muster.journey.matching.forms import forms
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.journey.registry.state import Record
from muster.site import upkeep
from muster.site.exchange import exchanging
from muster.site.memory.compared import Row, Seen
from muster.site.registry import desk, judging, matching
from muster.site.registry.comparer import Here
from muster.site.registry.comparing import Beside
from muster.site.registry.following import Following
from muster.site.site import Site
from tests.world.site import World
from tests.world.sites import Joined

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE
PATIENCE = 30.0
BORN = Birth.on("1990-05-31")


def claim(
    world: World, name: Name, birth: Birth | None = BORN, phones: tuple[str, ...] = ("0700123456",)
) -> PersonId:
    """Let somebody claim alone."""
    world.tick()
    one = PersonClaim(name, birth=birth, contacts=phones)
    (ids,) = desk.claim(world.site, world.by, [PartyClaim((one,))])
    return ids.persons[0]


def standing(site: Site) -> list[tuple[PersonId, PersonId, Judgement]]:
    told = judging.judgements(site, site.lead)
    return sorted((one.one, one.other, one.judgement) for one in told)


@pytest.fixture
def following(world: World) -> Iterator[Following]:
    with Following(world.site, first=0.01, every=0.01) as found:
        yield found


def until(following: Following, reached: Callable[[], bool]) -> None:
    """Wait until something holds that nobody asked for; it is woken so that no test sleeps long."""
    waits = Event()
    for _ in range(int(PATIENCE * 100)):
        if reached():
            return
        waits.wait(0.01)
    raise AssertionError(following.problem)


def test_twins_who_were_here_and_who_come_later_are_found_by_themselves(
    world: World, following: Following
) -> None:
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"))
    until(following, lambda: len(standing(world.site)) == 1)
    assert isinstance(world.site.compared, Beside), "in a process of its own"
    claim(world, named("Basira", "Halvorsen"), phones=("0700999888",))
    again = claim(world, named("Basira", "Halvorsen"), phones=("0700999888",))
    until(following, lambda: len(standing(world.site)) == 2)
    assert {one.by for one in judging.judgements(world.site, world.by)} == {world.site.lead.name}
    upkeep.shred(world.site, world.by, again, "test")
    people = world.site.compared.people
    until(following, lambda: people() == 3)


def test_all_are_compared_anew_when_somebody_asks(world: World, following: Following) -> None:
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"))
    until(following, lambda: following.done and len(standing(world.site)) == 1)
    (pair,) = standing(world.site)
    following.anew()
    until(following, lambda: following.done)
    assert standing(world.site) == [pair]


def test_a_site_without_records_begins_no_process(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bool] = []
    asked = Following._holds_records

    def noting(following: Following) -> bool:
        looked.append(asked(following))
        return looked[-1]

    monkeypatch.setattr(Following, "_holds_records", noting)
    with Following(world.site, first=0.01, every=0.01) as following:
        until(following, lambda: len(looked) > 2)
    assert set(looked) == {False}
    assert world.site.compared is None


def test_a_process_that_was_lost_is_begun_anew(world: World) -> None:
    claim(world, named("Zarmina", "Jorgenson"))
    world.site.compared = lost = Beside()
    matching.run(world.site, world.by)
    lost.close()
    claim(world, named("Zarmina", "Jorgenson"))
    with pytest.raises((BrokenPipeError, ValueError)):
        matching.catch_up(world.site, world.by)
    assert matching.catch_up(world.site, world.by).same == 1
    assert isinstance(world.site.compared, Here)


WORDS = ("Zarmina", "Zarmeena", "Basira", "Khatera", "Jorgenson", "Jorgensen", "Halvorsen")
person = st.tuples(
    st.sampled_from(WORDS[:4]),
    st.sampled_from(WORDS[4:]),
    st.sampled_from(["", "0700123456", "0799000111"]),
    st.sampled_from(["1990-05-31", "1990-05-13", "1984-03-02"]),
)
moves = st.lists(st.tuples(st.integers(0, 7), st.none() | person), max_size=12)


@pytest.fixture(scope="module")
def beside() -> Iterator[Beside]:
    found = Beside()
    yield found
    found.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(begin=st.lists(person, max_size=5), moves=moves, cut=st.integers(1, 4))
def test_following_finds_what_comparing_from_nothing_finds_here_and_beside(
    beside: Beside,
    begin: list[tuple[str, ...]],
    moves: list[tuple[int, tuple[str, ...] | None]],
    cut: int,
) -> None:
    told = {bytes([at]) * 16: row(bytes([at]) * 16, one) for at, one in enumerate(begin)}
    here = Here()
    assert _found(here.fill([list(told.values())], Familiar()).seen) == _found(
        beside.fill([list(told.values())], Familiar()).seen
    )
    changes = [row(bytes([at]) * 16, one) for at, one in moves]
    for at in range(0, len(changes), cut):
        some = changes[at : at + cut]
        assert here.change(some) == beside.change(some)
        told |= {one[0]: one for one in some}
    known = sorted({(a, b) for a in told for b in told if a < b})
    assert here.ask(known) == beside.ask(known)
    fresh = Here()
    fresh.fill([list(told.values())], here.matcher.familiar)
    assert here.ask(known) == fresh.ask(known)
    assert here.explain(known) == beside.explain(known)


def row(identity: bytes, one: tuple[str, ...] | None) -> Row:
    """Return the row of a person as the store holds it; none of whoever is gone."""
    if one is None:
        return identity, None, None
    given_name, family, phone, born = one
    record = Record(
        name=named(given_name, family), birth=Birth.on(born), contacts=(phone,) if phone else ()
    )
    return identity, msgspec.msgpack.encode(record), None


def _found(seen: list[Seen]) -> list[Seen]:
    return sorted(seen, key=lambda one: one.pair)


def test_r31_twins_of_two_sites_are_found_after_the_exchange_without_anybody_asking(
    world: World, tmp_path: Path, following: Following
) -> None:
    second = Joined(world, tmp_path / "second")
    one = claim(world, named("Zarmina", "Jorgenson"))
    other = claim(second, named("Zarmina", "Jorgenson"))
    exchanging.meet(second.site, second.by, world.site)
    until(following, lambda: len(standing(world.site)) == 1)
    assert standing(world.site) == [(min(one, other), max(one, other), SAME)]
    exchanging.meet(second.site, second.by, world.site)
    assert standing(second.site) == standing(world.site)
    assert world.span("registered") == second.span("registered") == (1, 1)
    second.site.close()


def test_both_sites_may_run_the_rule_and_one_judgement_stands(world: World, tmp_path: Path) -> None:
    second = Joined(world, tmp_path / "second")
    claim(world, named("Zarmina", "Jorgenson"))
    claim(second, named("Zarmina", "Jorgenson"))
    exchanging.meet(second.site, second.by, world.site)
    for site in (world.site, second.site):
        assert matching.run(site, site.lead).same == 1
    exchanging.meet(second.site, second.by, world.site)
    for site in (world.site, second.site):
        done = matching.run(site, site.lead)
        assert (done.same, done.unsure, done.different, done.standing) == (0, 0, 0, 1)
    assert [one[2] for one in standing(world.site)] == [SAME]
    assert standing(second.site) == standing(world.site)
    assert world.span("registered") == second.span("registered") == (1, 1)
    second.site.close()


@pytest.mark.parametrize("first", [0, 1])
def test_sites_whose_rules_differ_ask_a_person_and_never_judge_each_other_anew(
    world: World, tmp_path: Path, first: int
) -> None:
    second = Joined(world, tmp_path / "second")
    common = {sound(word): 9_000 for word in forms("Zarmina Jorgenson")}
    with second.site.writing():
        second.site.store.meta_put(
            matching.FAMILIAR, msgspec.msgpack.encode(Familiar(10_000, common))
        )
    for _ in range(2):
        claim(world, named("Zarmina", "Jorgenson"), phones=())
    exchanging.meet(second.site, second.by, world.site)
    sites = [world.site, second.site][:: 1 if first == 0 else -1]
    for site in sites:
        matching.run(site, site.lead)
        exchanging.meet(second.site, second.by, world.site)
    told = [standing(site) for site in sites]
    assert [one[2] for one in told[0]] == [UNSURE]
    for site in sites * 2:
        before = site.store.logs()
        matching.run(site, site.lead)
        assert site.store.logs() == before, "nothing more is judged"
        exchanging.meet(second.site, second.by, world.site)
    assert [standing(site) for site in sites] == told
    second.site.close()
