"""The answers to ASVS 5.0: every number of levels 1 and 2 once, every named test in being."""

import ast
import re
from pathlib import Path

import pytest

from house.tree import ROOT, tracked

PAGE = ROOT / "docs" / "asvs.md"
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333",
    "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
"""The level of each requirement by section, as in the standard, 5.0.0."""
ROW = re.compile(r"^\| ([\d., ]+) \| (.+?) \| (met|n/a|not met)(.*) \|$", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)`")


def wanted() -> set[str]:
    return {
        f"{section}.{number}"
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
        if level in "12"
    }


def rows() -> list[tuple[list[str], str, str]]:
    found = ROW.findall(PAGE.read_text("utf-8"))
    return [(numbers.split(", "), answer, rest) for numbers, _, answer, rest in found]


def names_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def test_the_standard_has_345_requirements_and_253_of_them_are_ours() -> None:
    said = "".join(LEVELS.values())
    assert (len(said), said.count("1"), said.count("2")) == (345, 70, 183)
    assert len(wanted()) == 253


def test_every_requirement_is_answered_once() -> None:
    answered = [number for numbers, _, _ in rows() for number in numbers]
    assert len(answered) == len({*answered})
    assert {*answered} == wanted()


def test_every_line_of_a_table_is_an_answer() -> None:
    lines = [one for one in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d", one)]
    assert len(lines) == len(rows())


def test_every_named_test_is_there() -> None:
    there = {name for file in tracked("tests/*.py") for name in names_of(file)}
    asked = {*NAMED.findall(PAGE.read_text("utf-8"))}
    assert asked - there == set()


def test_each_is_met_or_does_not_apply() -> None:
    assert [numbers for numbers, answer, _ in rows() if answer == "not met"] == []


@pytest.mark.parametrize("answer", ["met", "n/a"])
def test_an_answer_has_what_it_needs(answer: str) -> None:
    said = [rest for _, one, rest in rows() if one == answer]
    assert said
    if answer == "met":
        assert all(NAMED.search(rest) for rest in said)
    else:
        assert all(len(rest) > len(": none") for rest in said)
