"""The page of the other sites: alarms first, who lacks how much, where they listen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.ids import spell
from muster.site import operators
from muster.site.exchange import neighbours
from muster.site.exchange.exchanging import meet
from muster.site.opening import open_site
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.copies import copy
from tests.world.site import PHRASE, World
from tests.world.sites import Joined


class Two:
    """Two sites that met once, the first of them served."""

    def __init__(self, folder: Path) -> None:
        self.first = World(folder / "first")
        self.second = Joined(self.first, folder / "second")
        operators.enrol(self.first.site, self.first.by, "The Head", ("head",), PIN)
        operators.enrol(self.first.site, self.first.by, "The Guard", ("gate",), PIN)

    def meet(self) -> None:
        """Let both exchange."""
        meet(self.first.site, self.first.by, self.second.site)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Two sites."""
    made = Two(tmp_path)
    yield made
    made.first.site.close()
    made.second.site.close()


def page(two: Two, name: str = "The Head", *, met: bool = False) -> str:
    """Return what is shown; ``met`` lets both exchange before, that somebody signed in as well."""
    with serve_in_thread(two.first.site) as address:
        visitor = Visitor(address)
        visitor.sign_in(name)
        if met:
            two.meet()
        return visitor.get("/sites").text


def test_it_says_how_many_entries_die_with_this_disk(two: Two) -> None:
    assert "Everything written here is held by another site, too." in page(two, met=True)
    two.first.people(3)
    shown = page(two)
    only = neighbours.around(two.first.site, two.first.by).only_here
    assert only > 3, "three people, and that somebody signed in to look"
    assert f"Only here: {only}" in shown
    assert "Second site" in shown


def test_it_says_when_a_site_was_never_heard(two: Two) -> None:
    assert "never" in page(two)


def test_a_clock_that_is_off_is_marked(two: Two) -> None:
    two.meet()
    assert "agrees" in page(two)
    two.second.clock.at = two.first.clock.at + 3 * 60_000
    two.meet()
    assert "more than two minutes off" in page(two)
    row = neighbours.around(two.second.site, two.second.by).sites[0]
    assert row.drifts, "on both sides"


def test_an_address_is_kept_and_a_wrong_one_refused(two: Two) -> None:
    two.meet()
    other = spell(two.second.site.keys.site)
    with serve_in_thread(two.first.site) as address:
        visitor = Visitor(address)
        visitor.sign_in("The Head")
        assert visitor.post("/sites", {"site": other, "address": "10.0.0.7:99999"}).status == 422
        assert visitor.post("/sites", {"site": other, "address": "10.0.0.7"}).status == 302
        assert "10.0.0.7:8472" in visitor.get("/sites").text


def test_a_guard_sees_nothing_of_it(two: Two) -> None:
    with serve_in_thread(two.first.site) as address:
        visitor = Visitor(address)
        visitor.sign_in("The Guard")
        assert visitor.get("/sites").status == 403


def test_every_page_shows_a_log_with_two_branches_in_red(two: Two, tmp_path: Path) -> None:
    """Both sites that learn of it, whoever looks."""
    two.meet()
    two.second.site.close()
    older = copy(two.second.folder, tmp_path / "older")
    two.second.site = open_site(two.second.folder, PHRASE, clock=two.second.clock)
    two.second.people(1)
    two.meet()
    two.second.site.close()
    two.second.site = open_site(older, PHRASE, clock=two.second.clock)
    two.second.people(2)
    two.meet()
    shown = page(two)
    assert "two branches" in shown
    assert "Tell the site lead" in shown
    assert neighbours.alarm(two.first.site) == neighbours.alarm(two.second.site) > 0
    with serve_in_thread(two.first.site) as address:
        visitor = Visitor(address)
        visitor.sign_in("The Head")
        assert "Tell the site lead" in visitor.get("/").text


def test_the_list_of_whom_a_site_exposes_shows_names_to_whoever_may_see_them(two: Two) -> None:
    two.first.people(3)
    two.meet()
    operators.enrol(two.first.site, two.first.by, "The Lead", ("lead",), PIN)
    way = f"/sites/{spell(two.second.site.keys.site)}/exposed"
    with serve_in_thread(two.first.site) as address:
        head, lead = Visitor(address), Visitor(address)
        head.sign_in("The Head")
        lead.sign_in("The Lead")
        assert way in head.get("/sites").text
        assert "3 people" in head.get(way).text
        assert "Given0000" not in head.get(way).text
        shown = lead.get(way).text
        assert "Given00001" in shown
        assert "Whoever still waits comes first." in shown
        assert "This site has not fallen" in shown
        assert lead.get(f"{way}?page=2").status == 200
        assert lead.get(f"{way}?page=nothing").status == 200


def test_two_officers_say_on_a_page_that_a_site_has_fallen(two: Two) -> None:
    two.meet()
    for name in ("The Lead", "The Other"):
        operators.enrol(two.first.site, two.first.by, name, ("lead",), PIN)
    way = f"/sites/{spell(two.second.site.keys.site)}/fallen"
    said: dict[str, str | list[str]] = {"reason": "taken", "second": "The Lead", "second_pin": PIN}
    with serve_in_thread(two.first.site) as address:
        lead, head = Visitor(address), Visitor(address)
        lead.sign_in("The Lead")
        head.sign_in("The Head")
        assert head.get(way).status == 403
        assert lead.get(way).status == 200
        assert lead.post(way, said | {"reason": ""}).status == 422
        assert lead.post(way, said).status in {403, 409, 422}, "nobody signs twice"
        answer = lead.post(way, said | {"second": "The Other"})
        assert answer.status == 302
        assert "Presumed read" in lead.get(way.replace("fallen", "exposed")).text
        assert "In other hands since" in lead.get(way).text
        assert "Fallen" in head.get("/sites").text
