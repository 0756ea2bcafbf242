"""Passes on paper: printed at the resolution of a cheap printer, they read again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
import typst
import zxingcpp

from muster.adapters.formats.paper import sheets
from muster.adapters.formats.paper.cards import Band, Card, Leaf, band, card, leaf
from muster.adapters.formats.paper.codes import Level, matrix
from muster.ground.people.moment import HOUR
from muster.journey.closing.facts import PrintKind
from muster.journey.passes import outer
from muster.journey.passes.problems import PageUnknown
from muster.site.passes import families, issuing, passbook, printing
from muster.site.passes.issuing import Wanted
from muster.site.record.kinds import PRINT
from tests.reports.nowhere import Nowhere
from tests.world.gates import Gates
from tests.world.png import grey

DPI = 203
OPENS = 1_629_460_800_000
CARD = Card("MP1" + "A" * 178, OPENS, OPENS + HOUR, 4, "ABCDEFGHIJKL", "North gate")
LEAF = Leaf(
    "HTTPS://FAMILY.EXAMPLE.ORG/" + "A" * 28 + "/PRS",
    "https://family.example.org",
    "AAAA AAAA AAAA AAAA AAAA AAAA AAAA",
    "ABCDEFGH",
    OPENS + HOUR,
)
OUTER = Card("A" * 32, OPENS, OPENS + HOUR, 4, lane=3, outer=True)


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def read(source: str, row: dict[str, object]) -> list[str]:
    """Return what a reader finds on one sheet, drawn at 203 dots an inch."""
    told = {"cards": json.dumps([row])}
    page = source.replace("FONTS", sheets._FONTS).encode()
    drawn = typst.compile(page, format="png", ppi=DPI, sys_inputs=told)
    assert isinstance(drawn, bytes)
    width, height, pixels = grey(drawn)
    image = memoryview(pixels).cast("B", (height, width))
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(
    ("letters", "level", "version"),
    [(181, Level.QUARTER, 9), (186, Level.QUARTER, 9), (32, Level.THIRD, 3), (12, Level.THIRD, 2)],
)
def test_a_code_is_as_small_as_it_was_measured(letters: int, level: Level, version: int) -> None:
    assert len(matrix("A" * letters, level)) == 17 + 4 * version


def test_the_card_of_a_family_page_reads_again_by_as_small_a_code_as_a_pass() -> None:
    assert read(sheets._START + sheets._LEAVES, leaf(LEAF)) == [LEAF.link]


@pytest.mark.parametrize("relative", [False, True])
def test_the_card_of_a_family_page_is_in_the_holders_language(*, relative: bool) -> None:
    told = leaf(msgspec.structs.replace(LEAF, relative=relative), Nowhere())
    words = [told["title"], *cast("list[str]", told["lines"]), *cast("list[str]", told["advice"])]
    english = leaf(msgspec.structs.replace(LEAF, relative=relative))
    assert not {*words} & {english["title"], *cast("list[str]", english["lines"])}


def test_a_family_page_is_printed_once_it_was_given_and_is_in_the_register(gates: Gates) -> None:
    site, by = gates.site, gates.by
    party = gates.called()
    given = families.give(site, by, party)
    printed = printing.print_page(site, by, given, address="https://example.org", holder="desk")
    assert printed.startswith(b"%PDF")
    assert given.code.encode() not in printed
    (sheet,) = [one for _, one in site.rows.scan(PRINT)]
    assert (sheet.kind, sheet.holder) == (PrintKind.PAGE, "desk")
    families.take_back(site, by, party, reason="lost")
    with pytest.raises(PageUnknown):
        printing.print_page(site, by, given, address="https://example.org", holder="desk")


@pytest.mark.parametrize("one", [CARD, OUTER], ids=["inner", "outer"])
def test_a_printed_code_reads_again(one: Card) -> None:
    assert read(sheets._START + sheets._CARDS, card(one)) == [one.text]


def test_a_wristband_reads_again() -> None:
    assert read(sheets._START + sheets._BANDS, band(Band("ABCDEFGHIJKL"))) == ["ABCDEFGHIJKL"]


def test_an_outer_card_says_window_lane_and_souls_and_nothing_else() -> None:
    """T28: neither gate, code, operation nor advice from us stands around it."""
    told = card(OUTER)
    assert told["lines"] == [
        ["From", "2021-08-20 12:00 UTC"],
        ["Until", "2021-08-20 13:00 UTC"],
        ["Lane", "3"],
        ["For", "4 people"],
    ]
    assert (told["code"], told["advice"], told["drill"]) == ("", [], "")


def test_every_word_of_a_card_is_said_in_the_holders_language() -> None:
    voice = Nowhere()
    told = card(msgspec.structs.replace(CARD, training=True), voice)
    words = [told["title"], told["drill"], *(line[0] for line in told["lines"]), *told["advice"]]  # type: ignore[misc,attr-defined]
    assert all(word not in json.dumps(card(CARD)) for word in words)


def test_many_are_printed_and_each_sheet_is_in_the_register(gates: Gates) -> None:
    tickets = [gates.issued(size) for size in (1, 2, 3)]
    ids = [ticket.id for ticket in tickets]
    made = printing.print_passes(gates.site, gates.by, ids, holder="north desk")
    assert made.startswith(b"%PDF")
    with gates.site.view() as view:
        prints = [one for _, one in view.scan(PRINT)]
    assert sorted(one.souls for one in prints) == [1, 2, 3]
    assert {one.kind for one in prints} == {PrintKind.PASS}
    assert {one.number for one in prints} == {ticket.code for ticket in tickets}
    printing.print_passes(gates.site, gates.by, ids[:1], holder="south desk")
    with gates.site.view() as view:
        numbers = {one.number for _, one in view.scan(PRINT)}
    assert f"{tickets[0].code}/2" in numbers
    assert printing.print_bands(gates.site, gates.by, ids).startswith(b"%PDF")


def test_an_outer_pass_is_printed_for_a_checkpoint(gates: Gates) -> None:
    checkpoint = gates.other_gate("Their checkpoint")
    party = gates.called(2)
    wanted = Wanted(party, checkpoint=checkpoint, lane=3)
    ticket = gates.ticket(issuing.issue(gates.site, gates.by, wanted), party)
    made = printing.print_passes(gates.site, gates.by, [ticket.id], holder="desk", outer=True)
    assert made.startswith(b"%PDF")
    text = passbook.outer_text(gates.site, gates.by, ticket.id) or ""
    found = outer.read(text)
    assert found is not None
    assert found.lane == 3
