"""Every paper that a stranger reads: as it was approved, without a name, and without a trap.

A snapshot that should change is written anew with ``MUSTER_SNAPSHOTS=write`` and read by a person.
"""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from defusedxml import ElementTree
from typing_extensions import override

from muster.adapters.formats.problems import PaperMissing
from muster.adapters.formats.report import daily, document, hxl, journey, page, pdf, plain, stock
from muster.adapters.formats.report.drawing import ALARM, FAINT, INK, OURS, PAPER, THEIRS
from muster.ground.people.place import PlaceRole
from muster.ground.people.saying import English
from muster.journey.figures.report import Report
from muster.journey.figures.sentences import sentences
from tests.figures.operation import NAME, Operation
from tests.reports.evacuation import evacuation

SNAPSHOTS = Path(__file__).parent / "snapshots"
PICTURES: dict[str, Callable[[Report], str]] = {
    "daily.svg": daily,
    "journey.svg": journey,
    "stock.svg": stock,
}
PAPERS: dict[str, Callable[[Report], str]] = {
    "report.html": page,
    "report.txt": plain,
    "report.json": lambda report: json.dumps(json.loads(document(report)), indent=1) + "\n",
    **PICTURES,
}
FIGURE_KEYS = {
    "id",
    "lo",
    "hi",
    "unit",
    "population",
    "window",
    "base",
    "as_of",
    "reasons",
}


@pytest.fixture(scope="module", name="report")
def _report() -> Report:
    return evacuation().report()


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_as_it_was_approved(name: str, report: Report) -> None:
    made, approved = PAPERS[name](report), SNAPSHOTS / name
    if os.environ.get("MUSTER_SNAPSHOTS") == "write":
        approved.parent.mkdir(exist_ok=True)
        approved.write_text(made, "utf-8")
    assert made == approved.read_text("utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_names_a_person(name: str, report: Report) -> None:
    made = PAPERS[name](report)
    assert not [word for word in NAME.split() if word in made]


def test_no_line_of_the_terminal_is_longer_than_it_is_wide(report: Report) -> None:
    assert max(map(len, plain(report).splitlines())) <= 100


@pytest.mark.parametrize("name", PAPERS)
def test_an_operation_that_has_not_begun_has_its_papers_too(name: str) -> None:
    assert PAPERS[name](Operation().report())


def test_the_json_is_what_scripts_rely_on(report: Report) -> None:
    told = json.loads(document(report))
    assert told["schema"] == 1
    assert [{*one} for one in told["cut"]] == [{"log", "sequence", "hash"}]
    figures = {one["id"]: one for one in told["figures"]}
    assert len(figures) == len(told["figures"])
    for figure in figures.values():
        assert {*figure} == FIGURE_KEYS
        assert all({*one} == {"code", "d_lo", "d_hi", "text"} for one in figure["reasons"])
        assert told["populations"][figure["population"]]
    assert figures["departed"]["window"] == ["2021-08-26T06:04:00Z", "2021-08-28T07:16:00Z"]
    assert figures["departed"]["base"] == "2021-08-26T06:04:00Z"
    assert figures["last-lift"]["lo"] == figures["last-lift"]["hi"] == "2021-08-27T09:03:00Z"


def test_r07_155_are_found_on_arrival_on_paper_too(report: Report) -> None:
    told = {one["id"]: one for one in json.loads(document(report))["figures"]}
    found = told["found-on-arrival"]
    assert (found["lo"], found["hi"]) == (155, 155)


def test_the_report_says_the_sentences_of_its_records(report: Report) -> None:
    said = " ".join(one.text.said() for one in sentences(report))
    for words in (
        "people have left on 4 lifts in 3 days, the first of them ending on Thursday 26 August",
        "The last lift left on Friday 27 August 2021 at 09:03 UTC.",
        "with between 640 and 823 people.",
        "Up to 170 people (13 confirmed or established) died in incidents",
        "among them 13 (US service).",
        "between 182 and 183 people died.",
        "are still waiting: citizen up to 52, resident up to 30, worked with between 135 and 260.",
        "base holds 286 people, 86 over its capacity of 200.",
        "since Saturday 21 August 2021 does not run at 2 steps: -220, +1,000.",
    ):
        assert words in said, words


def test_every_sentence_comes_from_a_figure_of_the_report(report: Report) -> None:
    ids = {one.id for one in report.figures} | {"series"}
    for sentence in sentences(report):
        assert sentence.figure in ids
        template = sentence.text.template
        assert not any(letter.isdigit() for letter in template), template


class Elements(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _elements(text: str) -> Elements:
    parser = Elements()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser


def test_the_page_runs_no_script_and_asks_nobody_for_anything(report: Report) -> None:
    found = _elements(page(report))
    assert not found.tags & {"script", "link", "img", "iframe", "object", "image", "use", "form"}
    names = {name for name, _ in found.attributes}
    assert not names & {"src", "href", "style", "action", "srcset"}
    assert not [name for name in names if name.startswith("on")]
    assert "url(" not in page(report)
    assert "@import" not in page(report)


def test_ids_in_the_page_are_unique_and_labels_lead_somewhere(report: Report) -> None:
    found = _elements(page(report)).attributes
    ids = [value for name, value in found if name == "id"]
    assert len(ids) == len({*ids})
    wanted = {one for name, value in found if name == "aria-labelledby" for one in value.split()}
    assert wanted <= {*ids}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_attributes_only_and_says_in_words_what_it_shows(
    name: str, report: Report
) -> None:
    root = ElementTree.fromstring(PICTURES[name](report))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title")
    assert len(root.findtext(f"{space}desc") or "") > 40
    for element in root.iter():
        assert element.tag.removeprefix(space) not in {"style", "script", "image", "foreignObject"}
        assert "style" not in element.attrib
        assert not [one for one in element.attrib if "href" in one or one.startswith("on")]


@pytest.mark.parametrize("colour", [INK, FAINT, OURS, THEIRS, ALARM])
def test_what_is_written_or_drawn_stands_out_from_the_paper(colour: str) -> None:
    assert (_light(PAPER) + 0.05) / (_light(colour) + 0.05) > 4.5


def _light(colour: str) -> float:
    """Return relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_pdf_is_paper_and_the_same_bytes_each_time(report: Report) -> None:
    made = pdf(report)
    assert made.startswith(b"%PDF-")
    assert made == pdf(report)


def test_the_pdf_is_set_from_data_in_any_direction(report: Report) -> None:
    assert pdf(report, Leftward()) != pdf(report)


class Leftward(English):
    """Reads from right to left."""

    language = "fa"
    leftward = True


def test_what_is_typed_into_the_record_is_no_source_of_the_pdf() -> None:
    operation = Operation()
    operation.place('#panic("x") $ $ `', PlaceRole.STAGING)
    operation.publish('#read("/etc/passwd")', 1, 1, running=True)
    assert pdf(operation.report()).startswith(b"%PDF-")


def test_the_pdf_says_what_is_missing_where_the_extra_is(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PaperMissing):
        pdf(report)


def test_the_csv_has_a_row_of_tags_and_one_for_each_figure(report: Report) -> None:
    head, tags, *rows = csv.reader(io.StringIO(hxl(report).decode("utf-8-sig"), newline=""))
    assert len(head) == len(tags)
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z]+)+", tag) for tag in tags)
    assert [row[0] for row in rows] == [one.id for one in report.figures]
    ends = {row[0]: (row[2], row[3]) for row in rows}
    assert ends["found-on-arrival"] == ("155", "155")
    assert ends["last-lift"] == ("2021-08-27T09:03:00Z",) * 2


def test_no_cell_of_the_csv_is_a_formula() -> None:
    operation = Operation()
    attack = operation.attack()
    operation.report_dead(attack, "=cmd()", (1, 2), parts=(("+1", 1, 1), ("@x", 1, 1)))
    cells = csv.reader(io.StringIO(hxl(operation.report()).decode("utf-8-sig"), newline=""))
    assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "@", "-"))]


HOSTILE = '<script>alert(1)</script>"&\x1b[31m\u202e'


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_typed_into_the_record_cannot_steer_a_paper(name: str) -> None:
    operation = Operation()
    place = operation.place(HOSTILE, PlaceRole.STAGING)
    lift = operation.offer(to=place)
    operation.board(lift, operation.claim(2))
    operation.count(lift, 3)
    operation.depart(lift)
    attack = operation.attack()
    operation.report_dead(attack, HOSTILE, (1, 2), parts=((HOSTILE, 1, 1),))
    operation.publish(HOSTILE, 1, 1, running=True)
    made = PAPERS[name](operation.report())
    if name == "report.txt":
        assert not {*made} & {"\x1b", "\u202e"}
    elif name == "report.json":
        assert json.loads(made)["schema"] == 1
    else:
        assert "<script" not in made
        assert _elements(made).tags
