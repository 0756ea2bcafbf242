"""The worked example says what the drill answers, and every row of the product's table is in it."""

import re
from pathlib import Path

import pytest

from muster.doors.drill.run import Drill, make_site, play
from muster.ground.people.moment import iso
from muster.ground.people.saying import said
from muster.ground.secrecy.slot import TRAINING
from muster.site.figures import reporting
from tests.stories.worked_example import PAGE, SECRET, Reader, shown

PHRASE = "a phrase of several words"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a passphrase in a file, where ``muster`` makes its site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MUSTER_SITE", raising=False)
    place = tmp_path / SECRET
    place.touch(0o600)
    place.write_text(f"{PHRASE}\n", "utf-8")
    return tmp_path


def test_every_command_of_the_worked_example_answers_what_is_shown(folder: Path) -> None:
    reader = Reader(folder)
    for one in shown(PAGE.read_text("utf-8")):
        found = list(reader.differences(one))
        assert not found, "\n".join(found)


def test_every_row_of_the_table_is_walked(shared: Path) -> None:
    page = PAGE.read_text("utf-8")
    product = (shared / "design" / "product.md").read_text("utf-8")
    table = product.partition("| in the report | in Muster |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines()[2:]]
    assert len(rows) == 8
    assert [row for row in rows if f"\n> {row}\n" not in page] == []


def test_every_row_says_what_is_typed_and_which_screen_shows_it() -> None:
    sections = PAGE.read_text("utf-8").split("\n## ")[1:]
    walked = [one for one in sections if "\n> " in one]
    assert len(walked) == 8
    for one in walked:
        assert "```console\n$ muster " in one, one.partition("\n")[0]
        assert re.search(r"^\*\*On the screen\*\*", one, re.MULTILINE), one.partition("\n")[0]


@pytest.mark.campaign
def test_the_airlift_says_the_sentences_of_the_public_report(
    tmp_path: Path, *, campaign: bool
) -> None:
    drill = Drill.of("kabul-2021", scale=1.0 if campaign else 0.02)
    site, clock = make_site(tmp_path / "site", PHRASE, drill, TRAINING)
    with site:
        play(site, clock, drill)
        report = reporting.report(site, site.lead)
        sentences = " ".join(said(one.text) for one in reporting.sentences(report))
    figures = {one.id: (one.lo, one.hi) for one in report.figures}
    lifts = drill.scenario.departures()
    assert figures["departed"] == (drill.scenario.souls(),) * 2
    assert figures["lifts"] == (lifts, lifts)
    if campaign:
        assert (figures["departed"][0], lifts) == (124_334, 778)
    assert iso(figures["last-lift"][0]) == "2021-08-30T19:29:00Z"
    assert 100 <= figures["remaining"][0] <= figures["remaining"][1] <= 200
    groups = {one.partition("/")[2] for one in figures if one.startswith("remaining/")}
    assert {"citizen", "resident", "worked-with"} <= groups
    assert figures["dead"] == (21, 170)
    assert figures["dead/us-service"] == (13, 13)
    assert "Monday 30 August 2021" in sentences
