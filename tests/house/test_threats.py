"""Each defence of the threats page stands in the code and in a test, and no number is unknown."""

import re

import pytest

from house.tree import ROOT, tracked

PAGE = ROOT / "docs" / "threats.md"
ROW = re.compile(r"^\| (T\d+) \| .+? \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
PARSER = re.compile(r"^\| [^|]+ \| `([^`]+\.py)` \| `(tests/[^`]+)` \|$", re.MULTILINE)
CITED = re.compile(r"\(T(\d+)(?:, T\d+)*\)")
DEFENCES = {number: (code, test) for number, code, test in ROW.findall(PAGE.read_text("utf-8"))}
MOST = 38


def cites(text: str, number: str) -> bool:
    return re.search(rf"\b{number}\b", text) is not None


@pytest.mark.parametrize("number", DEFENCES)
def test_a_defence_is_cited_by_a_test_that_is_there(number: str) -> None:
    _, test = DEFENCES[number]
    assert cites((ROOT / test).read_text("utf-8"), number)


@pytest.mark.parametrize("number", [one for one in DEFENCES if one != "T34"])
def test_a_defence_is_cited_by_its_code(number: str) -> None:
    """T34 is a defence by testing: nothing of it ships."""
    code, _ = DEFENCES[number]
    assert cites((ROOT / "src" / "muster" / code).read_text("utf-8"), number)


def test_every_file_that_is_named_is_there() -> None:
    named = [*DEFENCES.values(), *PARSER.findall(PAGE.read_text("utf-8"))]
    missing = [
        one
        for code, test in named
        for one in (ROOT / "src" / "muster" / code, ROOT / test)
        if not one.is_file()
    ]
    assert missing == []


def test_no_number_is_cited_that_the_page_does_not_know() -> None:
    page = PAGE.read_text("utf-8")
    for file in (*tracked("src/*.py"), *tracked("tests/*.py")):
        for number in CITED.findall(file.read_text("utf-8")):
            assert int(number) <= MOST, file
            assert cites(page, f"T{number}"), f"{file.relative_to(ROOT)}: T{number}"


def test_every_number_has_a_line_or_is_said_to_have_none() -> None:
    page = PAGE.read_text("utf-8")
    assert [one for one in range(1, MOST + 1) if not cites(page, f"T{one}")] == []


def test_each_parser_of_strangers_bytes_is_tried_with_random_ones() -> None:
    parsers = PARSER.findall(PAGE.read_text("utf-8"))
    assert len(parsers) >= 9
    random = re.compile(r"hypothesis|\bRandom\(|randbytes|parametrize|mutat")
    for _, test in parsers:
        assert random.search((ROOT / test).read_text("utf-8")), test
