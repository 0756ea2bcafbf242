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
