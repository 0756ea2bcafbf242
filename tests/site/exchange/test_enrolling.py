"""A laptop becomes a site by two files, which nobody else can use; then it holds sessions."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from muster.adapters.formats.paper.codes import Level, matrix
from muster.ground.people.facts import SiteEnrolled
from muster.ground.problem import Problem
from muster.ground.record.parts import parts
from muster.ground.record.problems import PartsMissing
from muster.ground.secrecy.problems import PassphraseWrong
from muster.site import members
from muster.site.exchange import enrolling
from muster.site.exchange.exchanging import meet
from muster.site.opening import open_site
from muster.site.problems import (
    AnswerOther,
    AskingUnreadable,
    CompartmentNotHeld,
    FileMissing,
    NotAsked,
    NotFounder,
    SiteExists,
)
from muster.site.registry import desk, stories
from muster.site.site import Site
from tests.world.copies import CHEAP
from tests.world.site import PHRASE, World

OTHER = "another phrase of several words"


@pytest.fixture
def joined(world: World, tmp_path: Path) -> Iterator[Site]:
    """A laptop that joined by two files."""
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "Example base", cost=CHEAP)
    answer = enrolling.admit(world.site, world.by, asked.raw)
    site = enrolling.join(tmp_path / "laptop", OTHER, answer.raw, cost=CHEAP, clock=world.clock)
    yield site
    site.close()


def test_a_laptop_that_joined_exchanges_with_the_founder(world: World, joined: Site) -> None:
    people = world.people(4)
    here, there = meet(joined, joined.lead, world.site)
    assert here.complete
    assert there.complete
    assert stories.person(joined, joined.lead, people[0]).record is not None
    assert joined.state.operation == world.site.state.operation
    assert joined.state.name == "Example base"


def test_it_opens_again_under_its_own_phrase(joined: Site, tmp_path: Path) -> None:
    joined.close()
    assert not (tmp_path / "laptop" / enrolling.ASKED).exists()
    with pytest.raises(PassphraseWrong):
        open_site(tmp_path / "laptop", PHRASE)
    with open_site(tmp_path / "laptop", OTHER) as again:
        assert again.state.name == "Example base"


def test_both_files_have_six_words_to_compare(world: World, tmp_path: Path) -> None:
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "Example base", cost=CHEAP)
    assert enrolling.read(asked.raw).words == asked.words
    assert len(asked.words) == 6
    answer = enrolling.admit(world.site, world.by, asked.raw)
    assert len(answer.words) == 6
    assert answer.words != asked.words


def test_a_member_of_less_is_granted_less_and_told_less(world: World, tmp_path: Path) -> None:
    """T8: a gate laptop never holds the registry, not even sealed."""
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "Example gate", cost=CHEAP)
    answer = enrolling.admit(world.site, world.by, asked.raw, ("gates",))
    gate = enrolling.join(tmp_path / "laptop", OTHER, answer.raw, cost=CHEAP, clock=world.clock)
    world.people(4)
    meet(gate, gate.lead, world.site)
    held = {row.compartment for row in gate.store.logs()}
    assert "desk" not in held
    assert {row.compartment for row in gate.store.epochs()} == {"audit", "gates", "public"}
    with pytest.raises(CompartmentNotHeld):
        desk.claim(gate, gate.lead, [World.party_claim(1)])
    gate.close()


def test_a_changed_file_is_refused_at_either_end(world: World, tmp_path: Path) -> None:
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "Example base", cost=CHEAP)
    for at in range(0, len(asked.raw), 7):
        bad = bytearray(asked.raw)
        bad[at] ^= 1
        with pytest.raises(AskingUnreadable):
            enrolling.read(bytes(bad))
    answer = enrolling.admit(world.site, world.by, asked.raw)
    for at in range(0, len(answer.raw), 97):
        bad = bytearray(answer.raw)
        bad[at] ^= 1
        with pytest.raises(Problem):
            enrolling.join(tmp_path / "laptop", OTHER, bytes(bad), cost=CHEAP)
    site = enrolling.join(tmp_path / "laptop", OTHER, answer.raw, cost=CHEAP)
    site.close()


def test_an_answer_to_another_laptop_opens_nothing(world: World, tmp_path: Path) -> None:
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "Example base", cost=CHEAP)
    answer = enrolling.admit(world.site, world.by, asked.raw)
    enrolling.ask(tmp_path / "thief", OTHER, "Example base", cost=CHEAP)
    with pytest.raises(AnswerOther):
        enrolling.join(tmp_path / "thief", OTHER, answer.raw, cost=CHEAP)
    with pytest.raises(NotAsked):
        enrolling.join(tmp_path / "nobody", OTHER, answer.raw, cost=CHEAP)


def test_only_the_founder_admits_and_nothing_is_overwritten(
    world: World, joined: Site, tmp_path: Path
) -> None:
    asked = enrolling.ask(tmp_path / "more", OTHER, "Example post", cost=CHEAP)
    with pytest.raises(NotFounder):
        enrolling.admit(joined, joined.lead, asked.raw)
    for folder in ("more", "laptop"):
        with pytest.raises(SiteExists):
            enrolling.ask(tmp_path / folder, OTHER, "Example post", cost=CHEAP)
    with world.site.view() as view:
        assert len(members.cards(world.site, view)) == 2


def test_a_card_that_the_operation_did_not_sign_makes_nobody_a_member(
    world: World, joined: Site, tmp_path: Path
) -> None:
    """T16: a site gives itself a compartment, and everybody goes on by the operation's word."""
    stranger = World(tmp_path / "stranger")
    forged = members.own_founding_card(stranger.site)
    with world.site.writing() as journal:
        fact = SiteEnrolled(joined.keys.site, world.site.now(), world.by.id, forged)
        journal.put([fact])
    with world.site.view() as view:
        card = members.card_of(world.site, view, joined.keys.site)
    assert card.link != forged
    assert members.shared(world.site, world.site.rows, joined.keys.site)
    stranger.site.close()


def test_codes_as_text_or_as_pictures_are_as_good_as_the_file(tmp_path: Path) -> None:
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "Example base", cost=CHEAP)
    file, text = tmp_path / "asked", tmp_path / "codes"
    file.write_bytes(asked.raw)
    text.write_text("\n".join(reversed(parts(asked.raw, 200))))
    assert enrolling.brought([file]) == enrolling.brought([text]) == asked.raw
    pictures = [pictured(one, tmp_path / f"{n}.png") for n, one in enumerate(parts(asked.raw, 300))]
    assert len(pictures) > 1
    assert enrolling.brought(reversed(pictures)) == asked.raw
    with pytest.raises(PartsMissing):
        enrolling.brought(pictures[:1])
    with pytest.raises(FileMissing):
        enrolling.brought([tmp_path / "nowhere"])


def pictured(text: str, place: Path) -> Path:
    """Photograph a code, as well as a laptop's camera does."""
    grey = np.kron(~np.pad(np.array(matrix(text, Level.MEDIUM)), 4), np.ones((5, 5), bool))
    Image.fromarray(grey.astype(np.uint8) * 255).save(place)
    return place


def test_a_sheet_and_a_terminal_show_every_code(tmp_path: Path) -> None:
    asked = enrolling.ask(tmp_path / "laptop", OTHER, "A <b>base</b>", cost=CHEAP)
    sheet = enrolling.sheet(asked.raw, asked.name)
    assert sheet.count("<path ") == len(parts(asked.raw))
    assert "A &lt;b&gt;base&lt;/b&gt;" in sheet
    assert " ".join(asked.words) in sheet
    lines = enrolling.shown(asked.raw)
    assert max(map(len, lines)) <= 80
