"""``muster drill`` as scripts call it: a small ferry operation, as fast as possible."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from muster.doors.cli.commands.drill import Drilled
from muster.doors.cli.commands.find import Hits
from tests.cli.conftest import Muster

SMALL = ("ferry-3000", "--scale", "0.03", "--unlock", "training", "--site", "drill")


def departed(report: dict[str, Any]) -> int:
    """Return how many left, by a report."""
    return int(next(one["lo"] for one in report["figures"] if one["id"] == "departed"))


def test_a_drill_answers_with_its_figures_and_leaves_a_report(muster: Muster) -> None:
    ended = muster("drill", *SMALL, "--json")
    assert ended.exit_code == 0
    assert not ended.stderr
    said = msgspec.json.decode(ended.stdout, type=Drilled)
    assert said.scenario == "ferry-3000"
    assert said.souls >= 90
    assert said.facts > said.souls
    assert said.facts_per_second == pytest.approx(said.facts / said.seconds, rel=0.05)
    assert said.peak_memory_bytes > 2**20
    kept = json.loads(Path(said.report).read_bytes())
    asked = json.loads(muster("report", "--site", "drill", "--json").stdout)
    assert kept["figures"] == asked["figures"]
    assert departed(kept) == said.souls
    for file in (said.report, said.report_html):
        assert Path(file).parent == Path("drill")
        assert Path(file).stat().st_mode & 0o077 == 0


def test_a_drill_holds_its_people_and_its_report_names_none(muster: Muster) -> None:
    muster("drill", *SMALL, "--quiet")
    ended = muster("export", "people", "--columns", "name", "--json", "--site", "drill")
    names = [row["name"] for row in json.loads(ended.stdout)["rows"] if " " in row["name"]]
    assert len(names) > 50
    for file in ("report.json", "report.html"):
        text = Path("drill", file).read_text("utf-8")
        assert not [name for name in names if name in text]
    found = muster("find", names[0], "--json", "--site", "drill")
    hits = msgspec.json.decode(found.stdout, type=Hits).found
    assert names[0] in {hit.name for hit in hits}
    assert muster("verify", "--site", "drill").exit_code == 0
    assert json.loads(muster("rebuild", "--site", "drill", "--json").stdout)["equal"]


def test_the_same_seed_gives_the_same_figures(muster: Muster) -> None:
    figures = []
    for place in ("one", "two"):
        muster("drill", *SMALL[:-1], place, "--quiet")
        figures.append(json.loads(Path(place, "report.json").read_bytes())["figures"])
    assert figures[0] == figures[1]


def test_a_drill_at_several_sites_ends_with_the_same_figures_on_all(muster: Muster) -> None:
    ended = muster("drill", *SMALL, "--sites", "3", "--json")
    assert ended.exit_code == 0
    said = msgspec.json.decode(ended.stdout, type=Drilled)
    assert said.agree
    assert [one.site for one in said.sites] == ["control-centre", "desk", "ramp"]
    assert [one.site for one in said.links] == ["desk", "ramp"]
    assert [one.only_here for one in said.sites] == [0, 0, 0]
    assert said.sites[-1].most_only_here > 0
    assert said.lost is not None
    assert said.lost.site == "ramp"
    asked = muster("report", "--site", "drill/desk", "--json")
    assert departed(json.loads(asked.stdout)) == said.souls
    shown = muster("drill", *SMALL[:-1], "again", "--sites", "2").stdout
    assert "all agree" in shown
    assert "Control centre" in shown


def test_a_drill_never_touches_a_site_that_is_there(folder: Path, muster: Muster) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    ended = muster("drill", "ferry-3000", "--scale", "0.05")
    assert ended.exit_code == 1
    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ferry-3000 --scale 0", 2),
        ("ferry-3000 --scale 1.5", 2),
        ("ferry-3000 --scale nan", 2),
        ("ferry-3000 --pace fast", 2),
        ("ferry-3000 --open", 2),
        ("ferry-3000 --sites 9", 2),
        ("ferry-3000 --sites 2 --serve", 2),
        ("ferry-3000 --people 10 --scale 0.1", 2),
        ("nowhere-1999", 2),
        ("nowhere.toml", 2),
        ("broken.toml", 4),
    ],
)
def test_a_drill_that_makes_no_sense_makes_no_site(muster: Muster, words: str, code: int) -> None:
    Path("broken.toml").write_text("schema = ", "utf-8")
    ended = muster("drill", *words.split(), "--site", "drill", "--json")
    assert ended.exit_code == code
    assert json.loads(ended.stdout)["error"]["exit"] == code
    assert not Path("drill").exists()


def test_the_box_lists_its_scenarios(muster: Muster) -> None:
    said = json.loads(muster("drill", "--list", "--json", file=None).stdout)
    assert said == {"schema": 1, "scenarios": ["ferry-3000", "kabul-2021"]}


def test_a_drill_that_was_stopped_goes_on_by_command_and_sums_up(muster: Muster) -> None:
    site = ("--site", "drill")
    said = json.loads(muster("drill", *SMALL, "--until", "2031-05-08", "--json").stdout)
    assert said["stands"] == "2031-05-08T00:00:00Z"
    assert muster("replan", "--repair", "--yes", *site).exit_code in (0, 1)
    first = json.loads(muster("go-on", "--hours", "6", "--replan", "--json", *site).stdout)
    assert first["until"] == "2031-05-08T06:00:00Z"
    then = json.loads(
        muster("go-on", "--until", "2031-05-08T14:00Z", "--replan", "--json", *site).stdout
    )
    assert then["since"] == first["since"] == said["stands"]
    assert then["until"] == "2031-05-08T14:00:00Z"
    assert then["let_in"] + then["waiting"] > 0
    assert then["out"] + then["seats_empty"] == then["seats"]
    assert muster("verify", *site).exit_code == 0


def test_nothing_goes_on_at_a_site_where_no_drill_stands_still(muster: Muster) -> None:
    muster("drill", *SMALL, "--quiet")
    ended = muster("go-on", "--json", "--site", "drill")
    assert json.loads(ended.stdout)["error"]["code"] == "drill.nothing-stands"
