"""Judging, what others said, and reports that say what changed, as a person types it."""

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from muster.doors.cli.commands.estimate_list import Estimates
from muster.doors.cli.commands.find import Hits
from muster.doors.cli.commands.judge import Judgements
from muster.doors.cli.commands.series_import import SeriesEntered
from muster.doors.cli.commands.series_list import PublishedNumbers
from muster.doors.cli.exits import Exit
from muster.doors.cli.refusal import Refused
from muster.ground.people.birth import Birth
from muster.ground.people.ids import spell
from muster.journey.registry.facts import PersonCorrected
from muster.site.record.kinds import RECORD
from muster.site.registry import desk, importing
from muster.site.registry.importing import Request
from tests.cli.conftest import Muster
from tests.world.site import World

PUBLISHED = ("--publisher", "press", "--sentence", "5 left")


def imported(world: World, born: str) -> None:
    world.tick()
    content = f"No;Full name;Date of birth\n1;Zarmina Jorgenson;{born}\n".encode()
    importing.import_list(world.site, world.by, content, Request("A consulate", "list"))
    world.tick()


def test_a_difference_is_settled_and_a_party_confirmed(tmp_path: Path, muster: Muster) -> None:
    world = World(tmp_path / "lists")
    site, by = world.site, world.by
    imported(world, "1990-05-31")
    with site.view() as view:
        ((person, record),) = view.scan(RECORD)
    told = PersonCorrected(person, site.now(), by.id, "heard", birth=Birth.on("1990-05-13"))
    desk.correct(site, by, told)
    imported(world, "1991-05-31")
    party = record.party
    site.close()
    at = ("--site", str(world.folder))
    (waits,) = json.loads(muster("lists", "--json", *at).stdout)["apart"]
    assert muster("settle", waits, "birth", *at).exit_code == Exit.USAGE
    assert muster("settle", waits, "birth", "--holds", "list", *at).exit_code == 0
    assert not json.loads(muster("lists", "--json", *at).stdout)["apart"]
    assert muster("settle", waits, "birth", "--holds", "corrected", *at).exit_code == 1
    assert not json.loads(muster("show", spell(party), "--json", *at).stdout)["confirmed"]
    assert muster("party", "confirm", spell(party), *at).exit_code == 0
    assert json.loads(muster("show", spell(party), "--json", *at).stdout)["confirmed"]


def ids(muster: Muster) -> list[str]:
    return [
        msgspec.json.decode(muster("find", f"Given0000{n}", "--json").stdout, type=Hits).found[0].id
        for n in (5, 6)
    ]


def figure(muster: Muster, identity: str) -> tuple[Any, Any]:
    told = json.loads(muster("report", "--json").stdout)
    (found,) = [one for one in told["figures"] if one["id"] == identity]
    return found["lo"], found["hi"]


def test_two_records_are_judged_and_the_judgement_is_undone(muster: Muster) -> None:
    one, other = ids(muster)
    assert figure(muster, "registered") == (8, 8)
    ended = muster("judge", one[:8], other[:8], "same", "--reason", "one phone", "--json")
    (said,) = msgspec.json.decode(ended.stdout, type=Judgements).judgements
    assert (said.judgement, said.reason) == ("same", "one phone")
    assert figure(muster, "registered") == (7, 7)
    muster("judge", one, other, "unsure")
    assert figure(muster, "registered") == (7, 8)
    muster("judge", one, other, "different")
    assert figure(muster, "registered") == (8, 8)
    assert "different" in muster("judge", one).stdout
    assert muster("judge").stdout == muster("judge", other).stdout


def test_half_a_judgement_is_none(muster: Muster) -> None:
    one, other = ids(muster)
    assert muster("judge", one, other).exit_code == Exit.USAGE
    assert muster("judge", one, other, "perhaps").exit_code == Exit.USAGE


def test_a_published_number_is_entered_and_stands_beside_ours(muster: Muster) -> None:
    window = ("--begins", "2021-08-15T00:00Z", "--ends", "2021-08-16T00:00Z")
    assert muster("series", "add", "out", "5", *PUBLISHED, *window).exit_code == Exit.DONE
    told = msgspec.json.decode(muster("series", "list", "--json").stdout, type=PublishedNumbers)
    assert [(one.published, one.gap) for one in told.beside] == [((5, 5), (-1, -1))]
    assert "out" in muster("series", "list").stdout


def test_a_list_of_numbers_comes_in_but_for_its_bad_rows(muster: Muster) -> None:
    Path("numbers.csv").write_text(
        "series,publisher,sentence,low\nout,press,5 left,5\nout,press,,6\n", "utf-8"
    )
    ended = muster("series", "import", "numbers.csv", "--json")
    assert ended.exit_code == Exit.REJECTED
    done = msgspec.json.decode(ended.stdout, type=SeriesEntered)
    assert (done.entered, [one.line for one in done.rejected]) == (1, [3])
    assert "3" in muster("series", "import", "numbers.csv").stdout
    assert muster("series", "import", "nothing.csv").exit_code == Exit.FAILED


def test_an_estimate_says_when_it_has_one_source_only(muster: Muster) -> None:
    words = ("--method", "survey", "--made", "2021-08-15", "--place", "example airport")
    muster("estimate", "add", "citizens", "100", "200", "--source", "embassy", *words)
    assert "one source only" in muster("estimate", "list").stdout
    muster("estimate", "add", "citizens", "50", "300", "--source", "press", *words)
    (kind,) = msgspec.json.decode(
        muster("estimate", "list", "--json").stdout, type=Estimates
    ).estimates
    assert (kind.shown, kind.place) == (True, "Example airport")
    assert figure(muster, "estimate/unnamed") == (0, 300)
    unknown = muster("estimate", "add", "x", "1", "2", "--source", "y", *words[:4], "--place", "z")
    assert unknown.exit_code == Exit.USAGE


def test_a_report_is_written_as_page_paper_and_table(muster: Muster) -> None:
    ended = muster("report", "--html", "a.html", "--pdf", "a.pdf", "--csv", "a.csv")
    assert ended.exit_code == Exit.DONE
    assert ended.stdout == ""
    assert Path("a.html").read_bytes().startswith(b"<!doctype html>")
    assert Path("a.pdf").read_bytes().startswith(b"%PDF-")
    rows = list(csv.reader(Path("a.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][0] == "#indicator+code"
    assert {oct(Path(name).stat().st_mode & 0o777) for name in ("a.pdf", "a.csv")} == {"0o600"}


@pytest.mark.parametrize("since", ["last", "before.json"])
def test_a_report_says_what_changed_since_one_that_was_kept(muster: Muster, since: str) -> None:
    before = muster("report", "--json", "--keep").stdout
    Path("before.json").write_text(before, "utf-8")
    one, other = ids(muster)
    muster("judge", one, other, "same")
    told = json.loads(muster("report", "--json", "--since", since).stdout)
    assert told["changes"]["since"] == json.loads(before)["as_of"]
    assert "What changed since the last report" in muster("report").stdout


def test_without_a_report_that_was_kept_nothing_changed_since_it(muster: Muster) -> None:
    ended = muster("report", "--since", "last", "--json")
    assert msgspec.json.decode(ended.stdout, type=Refused).error.code == "figures.no-report-kept"
    Path("x.json").write_text("{}", "utf-8")
    ended = muster("report", "--since", "x.json", "--json")
    assert msgspec.json.decode(ended.stdout, type=Refused).error.code == "figures.report-unreadable"
    assert json.loads(muster("report", "--json").stdout)["changes"] is None
