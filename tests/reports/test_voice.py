"""Every word of a paper that is not from the record is said in the language of its reader."""

from collections.abc import Callable

import pytest
from typing_extensions import override

from muster.adapters.formats.report import daily, journey, page, plain, stock
from muster.ground.people.saying import Voice
from muster.journey.figures.report import Report
from tests.figures.operation import GROUPS, Operation
from tests.reports.evacuation import evacuation
from tests.reports.nowhere import Nowhere, pseudo, record, typed_in

Paper = Callable[[Report, Voice], str]
PAPERS: dict[str, Paper] = {
    "report.html": page,
    "report.txt": plain,
    "daily.svg": daily,
    "journey.svg": journey,
    "stock.svg": stock,
}
OPERATIONS: dict[str, Callable[[], Operation]] = {"full": evacuation, "empty": Operation}
CATEGORIES = {word for one in GROUPS for word in one}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("name", PAPERS)
def test_no_word_of_a_paper_escapes_translation(name: str, operation: str) -> None:
    report = OPERATIONS[operation]().report()
    made = PAPERS[name](report, Nowhere())
    assert typed_in(made, {*record(report)} | CATEGORIES) == set()
    assert "⟦" in made


def test_a_word_typed_into_a_paper_would_be_seen() -> None:
    paper = f"<p title='Told'>{pseudo('Out')} Camp Lily <b>{pseudo('of {n}')} plain</b></p>"
    assert typed_in(paper, ["Camp Lily"]) == {"Told", "plain"}


def test_what_a_record_says_is_shown_as_it_was_written() -> None:
    report = evacuation().report()
    made = page(report, Nowhere())
    for text in ("North gate", "A group says that it did this.", "Pentagon", "people out"):
        assert text in made


def test_a_page_says_its_language_and_which_way_it_runs() -> None:
    report = evacuation().report()
    there = page(report, Nowhere())
    assert there.startswith('<!doctype html><html lang="eo" dir="rtl">')
    assert there.count('<div dir="ltr"><svg') == there.count("<svg") == 3
    assert '<div dir="ltr">' not in page(report)


def test_a_picture_makes_room_for_longer_words() -> None:
    class Long(Nowhere):
        @override
        def gettext(self, text: str, /) -> str:
            return text * 3

    made = daily(evacuation().report(), Long())
    places = [float(one.partition('"')[0]) for one in made.split('<text x="')[1:5]]
    assert places[0] + 6 * 12 < places[1]
    assert places[1] + 6 * 42 < places[2]
