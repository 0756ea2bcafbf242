"""``docs/figures.md`` says what the code counts: every population, reason, task and refusal."""

import re
from pathlib import Path

import pytest

from muster.journey.figures import problems
from muster.journey.figures.figure import Population, ReasonCode, Unit
from muster.journey.figures.populations import CATALOGUE
from muster.journey.figures.tasks import TaskCode

PAGE = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")
REFUSED = (
    problems.UnitDiffers,
    problems.PopulationDiffers,
    problems.BaseDiffers,
    problems.CutDiffers,
    problems.WindowMissing,
    problems.WindowsOverlap,
    problems.WindowsApart,
)


@pytest.mark.parametrize("population", CATALOGUE, ids=lambda one: one.key)
def test_a_population_is_documented_in_the_words_of_the_report(population: Population) -> None:
    assert f"| `{population.key}` | {population.unit} | {population.sentence.said()} |" in PAGE


@pytest.mark.parametrize("word", [*ReasonCode, *TaskCode, *Unit, *(one.code for one in REFUSED)])
def test_a_code_is_documented(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_page_names_no_reason_that_is_not_computed() -> None:
    table = PAGE.partition("## Why the ends differ")[2].partition("## The closed ledger")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == {*ReasonCode}
