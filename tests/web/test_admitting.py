"""Admitting a site on screen: its codes or its file, six words, then the answer in codes."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.record.parts import parts
from muster.site import members, operators
from muster.site.exchange import enrolling
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.copies import CHEAP
from tests.world.site import PHRASE, World

AT = "/sites/admit"
FILE = re.compile(r'href="data:application/octet-stream;base64,([^"]+)"')


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The founder."""
    made = World(tmp_path / "founder")
    operators.enrol(made.site, made.by, "The Lead", ("lead",), PIN)
    operators.enrol(made.site, made.by, "The Guard", ("gate",), PIN)
    yield made
    made.site.close()


@pytest.fixture
def lead(world: World) -> Iterator[Visitor]:
    """A lead at its screens."""
    with beside(Door(world.site), Place("127.0.0.1", 0)) as address:
        made = Visitor(address)
        made.sign_in("The Lead")
        yield made


@pytest.fixture
def asked(tmp_path: Path) -> enrolling.Handed:
    """What a new laptop asks with."""
    return enrolling.ask(tmp_path / "north", PHRASE, "North", cost=CHEAP)


def test_codes_say_who_asks_and_admit_nobody(
    world: World, lead: Visitor, asked: enrolling.Handed
) -> None:
    page = lead.post(AT, {"asked": "\n".join(reversed(parts(asked.raw, 200)))})
    assert page.status == 200
    assert all(f"<code>{word}</code>" in page.text for word in asked.words)
    assert not members.cards(world.site, world.site.rows)


def test_the_answer_makes_the_laptop_a_site(
    world: World, lead: Visitor, asked: enrolling.Handed, tmp_path: Path
) -> None:
    fields: dict[str, str | list[str]] = {"asked": "\n".join(parts(asked.raw)), "admit": "1"}
    page = lead.post(AT, fields | {"compartments": ["gates", "lifts"]})
    assert page.status == 200
    assert page.text.count('<figure class="code"') > 1
    found = FILE.search(page.text)
    assert found is not None
    raw = base64.b64decode(found[1])
    assert all(f"<code>{word}</code>" in page.text for word in enrolling.words_of(raw))
    with enrolling.join(tmp_path / "north", PHRASE, raw, cost=CHEAP) as north:
        card = members.card_of(north, north.rows, north.keys.site)
        assert card.compartments == ("audit", "gates", "lifts", "public")
    assert len(members.cards(world.site, world.site.rows)) == 2


def test_a_file_is_as_good_as_codes(lead: Visitor, asked: enrolling.Handed) -> None:
    text = "FILE/" + base64.b64encode(asked.raw).decode()
    assert "North" in lead.post(AT, {"asked": text}).text


@pytest.mark.parametrize("text", ["", "nonsense", "FILE/AAAA", "FILE/*", "MQ1/AAAAAAAA/1/2/AA"])
def test_what_cannot_be_used_is_said_to_be_so(world: World, lead: Visitor, text: str) -> None:
    assert lead.post(AT, {"asked": text, "admit": "1"}, form=AT).status == 422
    assert not members.cards(world.site, world.site.rows)


def test_only_a_lead_admits(world: World, asked: enrolling.Handed) -> None:
    with beside(Door(world.site), Place("127.0.0.1", 0)) as address:
        guard = Visitor(address)
        guard.sign_in("The Guard")
        assert guard.get(AT).status == 403
        assert guard.post(AT, {"asked": parts(asked.raw)[0], "admit": "1"}).status == 403
