"""The family page and its form at the desk, in a browser: both directions, and no script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from muster.doors.web.door import Door
from muster.doors.web.page_answers import Living, write
from muster.doors.web.serving import FamilyPage, Place, beside
from muster.ground.people.ids import spell
from muster.ground.people.kin import Relation
from muster.journey.passes import family
from muster.journey.plan.facts import Channel
from muster.site.passes import families
from tests.web.browser import chromium, watched
from tests.web.serving_family import served_family
from tests.web.visitor import TOKEN, Visitor
from tests.world.gates import Gates

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": True}
GROUPS = re.compile(r"<code>((?:[A-Z2-7]{4} ){6}[A-Z2-7]{4})</code>")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = Gates(tmp_path_factory.mktemp("site") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def address(gates: Gates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("public") / "answers"
    write(Living(gates.site, 270), file)
    with served_family(file) as found:
        yield found


@pytest.mark.parametrize("language", ["en", "prs"])
def test_it_reads_on_a_small_phone_without_a_violation(
    gates: Gates, browser: Browser, tmp_path: Path, language: str
) -> None:
    site, by = gates.site, gates.by
    party = gates.called(hours=12)
    called = families.give(site, by, party).code
    relative = families.give_relative(site, by, party, Relation.CHILD, Channel.PHONE).code
    write(Living(site, 270), tmp_path / "answers")
    with served_family(tmp_path / "answers") as address, watched(browser, address, **PHONE) as seen:
        for way in (f"/{called}/{language}", f"/{relative}/{language}", f"/{language}"):
            seen.go(way)
            assert seen.violations() == []
            wide = seen.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320
        assert seen.refused == []


def test_groups_that_are_typed_lead_to_the_page(browser: Browser, address: str) -> None:
    with watched(browser, address, java_script_enabled=False) as seen:
        seen.go("/prs")
        seen.page.fill("#code", family.typed(bytes(16)).lower())
        with seen.page.expect_navigation():
            seen.page.click("button")
        assert seen.page.url.endswith(f"/{family.spell(bytes(16))}/prs")
        with seen.page.expect_navigation():
            seen.page.click("nav a[hreflang=en]")
        assert seen.page.inner_text("h1") == "Wait"


def test_the_desk_gives_a_page_shows_its_code_once_and_takes_it_back(gates: Gates) -> None:
    party = gates.called(hours=12)
    door, page = Door(gates.site), FamilyPage(port=0, offset=270)
    with beside(door, Place(port=0, family=page)) as here:
        gates.operator("Desk", "registrar")
        desk, stranger = Visitor(here), Visitor(door.ways.family)
        assert desk.sign_in("Desk").status == 302
        way = f"/party/{spell(party)}/pages"
        answer = desk.post(way, {"whose": "own", "language": "prs", "days": "3"})
        assert answer.status == 200, answer.text
        found = GROUPS.search(answer.text)
        assert found is not None
        code = found[1].replace(" ", "")
        assert "<svg" in answer.text
        assert GROUPS.search(desk.get(way).text) is None
        assert "Come to the gate" in stranger.get(f"/{code}/en").text
        refused = desk.post(way, {"whose": "parent", "language": "en", "days": "3"})
        assert "Nobody of the party agreed" in refused.text
        mark = re.search(r'name="mark" value="([0-9a-f]+)"', desk.get(way).text)
        assert mark is not None
        assert TOKEN.search(desk.get(way).text)
        assert desk.post(way, {"mark": mark[1], "reason": "lost"}).status == 302
        assert "says wait" in desk.get(way).text
