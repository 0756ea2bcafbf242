"""Judging pairs at the desk: side by side, by keyboard, taken back, and shown to nobody else."""

import re
from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import expect

from muster.doors.web import serve_in_thread
from muster.ground.people.birth import Birth
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.name import named
from muster.journey.matching.facts import Judgement
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators
from muster.site.registry import desk, judging, matching, reviewing
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.site import World

PAIRS = 4
MANY_PAIRS = 20
FAMILIES = ("Testany", "Jorgenson", "Halvorsen", "Brandywine")


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site where four pairs wait."""
    made = World(tmp_path_factory.mktemp("site") / "desk")
    for family in FAMILIES:
        births = (Birth.on("1990-05-31"), Birth.in_year(1990))
        claims = [PersonClaim(named("Zarmina", family), birth=one) for one in births]
        desk.claim(made.site, made.by, [PartyClaim((one,)) for one in claims])
    for name, role in (("The registrar", "registrar"), ("The head", "head")):
        operators.enrol(made.site, made.by, name, (role,), PIN)
    matching.run(made.site, made.by)
    assert waiting(made) == PAIRS
    yield made
    made.site.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serve_in_thread(world.site) as found:
        yield found


@pytest.fixture
def registrar(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in("The registrar")
    return visitor


def waiting(world: World) -> int:
    return len(reviewing.queue(world.site, world.by).waiting)


def shown(visitor: Visitor) -> dict[str, str | list[str]]:
    page = visitor.get("/people/pairs").text
    return {name: re.findall(rf'name="{name}" value="(\w+)"', page)[0] for name in ("one", "other")}


def judged(world: World) -> set[Judgement]:
    told = judging.judgements(world.site, world.by)
    return {one.judgement for one in told if not one.rule}


@pytest.mark.parametrize("judgement", Judgement)
def test_a_pair_is_shown_with_why_and_judged(
    world: World, registrar: Visitor, judgement: Judgement
) -> None:
    page = registrar.get("/people/pairs").text
    assert f"{PAIRS} pairs wait for a person." in page
    assert "names alike" in page
    assert "differs</span>" in page
    answer = registrar.post("/people/pairs", {**shown(registrar), "judgement": judgement.value})
    assert (answer.status, answer.headers["location"]) == (302, "/people/pairs")
    assert judged(world) == {judgement}
    assert f"{PAIRS - 1} pairs wait" in registrar.get("/people/pairs").text


def test_the_last_judgement_is_taken_back_and_its_pair_shown_again(
    world: World, registrar: Visitor
) -> None:
    first = shown(registrar)
    registrar.post("/people/pairs", {**first, "judgement": "same"})
    assert shown(registrar) != first
    registrar.post("/people/pairs/back", {}, "/people/pairs")
    assert shown(registrar) == first
    assert waiting(world) == PAIRS
    assert judged(world) == {Judgement.UNSURE}


def test_a_pair_nobody_could_tell_is_listed_and_looked_at_again(
    world: World, registrar: Visitor
) -> None:
    assert "Nobody could tell" not in registrar.get("/people/pairs").text
    first = shown(registrar)
    registrar.post("/people/pairs", {**first, "judgement": "unsure"})
    world.tick()
    page = registrar.get("/people/pairs").text
    assert "1 pair was judged so." in page
    assert all(f'value="{one}"' in page.split('id="untold"')[1] for one in first.values())
    assert shown(registrar) != first
    assert registrar.post("/people/pairs/again", first, "/people/pairs").status == 302
    assert shown(registrar) == first
    assert waiting(world) == PAIRS
    assert "Nobody could tell" not in registrar.get("/people/pairs").text
    world.tick()
    registrar.post("/people/pairs", {**first, "judgement": "different"})
    assert judged(world) == {Judgement.DIFFERENT}


def test_when_no_pair_waits_those_nobody_could_tell_are_where_the_board_leads(
    world: World, address: str, registrar: Visitor
) -> None:
    for _ in range(PAIRS):
        registrar.post("/people/pairs", {**shown(registrar), "judgement": "unsure"})
    operators.enrol(world.site, world.by, "Two posts", ("registrar", "planner"), PIN)
    both = Visitor(address)
    both.sign_in("Two posts")
    board = both.get("/").text
    task = board[: board.index("that may be of one person with another")].rsplit("<li", 1)[1]
    assert 'href="/people/pairs"' in task
    page = registrar.get("/people/pairs").text
    assert "Nobody has to look at a pair now." in page
    assert page.count("Look again</button>") == PAIRS


def test_only_a_pair_nobody_could_tell_is_looked_at_again(world: World, registrar: Visitor) -> None:
    first = shown(registrar)
    registrar.post("/people/pairs", {**first, "judgement": "same"})
    nobody = spell(PersonId(b"n" * 16))
    for pair in (first, shown(registrar), {**first, "other": nobody}, {**first, "other": "x"}):
        assert registrar.post("/people/pairs/again", pair, "/people/pairs").status in {302, 404}
    assert judged(world) == {Judgement.SAME}
    assert waiting(world) == PAIRS - 1


def test_a_pair_left_for_later_comes_after_the_others(registrar: Visitor) -> None:
    seen = []
    for _ in range(PAIRS):
        pair = shown(registrar)
        seen.append(str(sorted(pair.values())))
        registrar.post("/people/pairs", {**pair, "judgement": "later"})
    assert len(set(seen)) == PAIRS
    assert str(sorted(shown(registrar).values())) == seen[0]


def test_all_records_are_compared_when_somebody_asks(world: World, registrar: Visitor) -> None:
    world.site.compared = None
    assert "Compare all records</button>" in registrar.get("/people/pairs").text
    assert registrar.post("/people/pairs/compare", {}, "/people/pairs").status == 302
    waits = Event()
    asked = (registrar.get("/people/pairs").text for _ in range(600) if not waits.wait(0.05))
    assert any("Compare all records again" in page for page in asked)


def test_what_is_no_pair_of_records_here_judges_nothing(world: World, registrar: Visitor) -> None:
    pair = shown(registrar)
    nobody = spell(PersonId(b"n" * 16))
    for wrong in (
        {**pair, "judgement": "both"},
        {**pair, "other": nobody, "judgement": "same"},
        {**pair, "other": "x", "judgement": "same"},
        {**pair, "other": pair["one"], "judgement": "same"},
    ):
        assert registrar.post("/people/pairs", wrong).status in {302, 400, 404, 422}
    assert judged(world) == set()


def test_no_name_is_in_an_address_or_title_and_others_see_nothing(
    address: str, registrar: Visitor
) -> None:
    answer = registrar.get("/people/pairs")
    assert "Zarmina" in answer.text
    assert "Zarmina" not in answer.title
    assert not any(
        family in way for family in FAMILIES for way in re.findall("href=.*?>", answer.text)
    )
    head = Visitor(address)
    head.sign_in("The head")
    for ask in (head.get("/people/pairs"), head.post("/people/pairs", {"judgement": "same"}, "/")):
        assert ask.status == 403
        assert "Zarmina" not in ask.text


@pytest.mark.browser
def test_pairs_are_judged_and_taken_back_by_keyboard_alone(
    world: World, address: str, registrar: Visitor
) -> None:
    with chromium() as browser, watched(browser, address) as one:
        one.carry(registrar.cookies)
        one.go("/people/pairs")
        page = one.page
        for key, left in (("s", 3), ("d", 2), ("z", 3), ("u", 2)):
            page.keyboard.press(key)
            expect(page.get_by_role("status")).to_contain_text(f"{left} pairs wait")
            page.wait_for_load_state("load")
        assert one.violations() == []
    assert waiting(world) == PAIRS - 2


@pytest.mark.browser
def test_twenty_pairs_take_a_key_and_two_round_trips_each(
    world: World, address: str, registrar: Visitor
) -> None:
    given = ("Zarmina", "Basira", "Khatera", "Gulalai", "Nilofar", "Marzia", "Shabnam")
    more = [named(first, family) for first in given for family in FAMILIES][PAIRS:]
    for name in more:
        births = (Birth.on("1990-05-31"), Birth.in_year(1990))
        claims = [PersonClaim(name, birth=one) for one in births]
        desk.claim(world.site, world.by, [PartyClaim((one,)) for one in claims])
    matching.catch_up(world.site, world.by)
    left, keys, asked = waiting(world), 0, []
    assert left >= MANY_PAIRS
    with chromium() as browser, watched(browser, address) as one:
        one.carry(registrar.cookies)
        one.go("/people/pairs")
        page = one.page
        page.on("request", lambda request: asked.append(request.resource_type))
        for key in "sdusdusdusdusdusdusd":
            page.keyboard.press(key)
            keys += 1
            expect(page.get_by_role("status")).to_contain_text(f"{left - keys} pair")
            page.wait_for_load_state("load")
    assert keys == MANY_PAIRS
    assert waiting(world) == left - keys
    assert asked.count("document") == 2 * keys, "one takes the judgement, one brings the next pair"
