"""Numbers and estimates of others: entered with who said them, each once, bad rows by line."""

import pytest

from muster.adapters.formats.problems import FileTooBig, NumbersMissing
from muster.ground.problem import Problem
from muster.journey.figures.estimates import UNNAMED
from muster.site.figures import reporting, sources
from tests.world.site import World

LIST = b"""series,publisher,sentence,low,high,begins,ends,base,running
out,press,"1,200 left",1200,,2021-08-15,2021-08-16,,
total,press,"2,000 so far",2000,2000,,2021-08-15T12:00Z,2021-08-14,yes
total,press,"3,200 so far",3200,,,2021-08-16T12:00Z,2021-08-14,yes
"""


def test_a_list_comes_in_once_and_is_compared(world: World) -> None:
    done = sources.import_series(world.site, world.by, LIST)
    assert (done.entered, done.known, done.rejected) == (3, 0, ())
    again = sources.import_series(world.site, world.by, LIST)
    assert (again.entered, again.known) == (0, 3)
    series, compared = sources.published(world.site, world.by)
    assert sorted(one.name for one in series) == ["out", "total", "total"]
    assert [one.low for one in compared.beside] == [1200]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("out,press,said,many,,,,,", "formats.number-unreadable"),
        ("out,press,said,1,-2,,,,", "formats.number-unreadable"),
        ("out,press,said,1,,soon,,,", "formats.number-unreadable"),
        ("out,press,said,1,,,,,perhaps", "formats.number-unreadable"),
        ("out,,said,1,,,,,", "figures.publisher-missing"),
        ("out,press,said,5,1,,,,", "figures.reading-unordered"),
        ("out,press,said,1,,2021-08-16,2021-08-15,,", "figures.window-wrong"),
    ],
)
def test_a_bad_row_comes_back_by_its_line_and_the_good_ones_come_in(
    world: World, row: str, code: str
) -> None:
    done = sources.import_series(world.site, world.by, LIST + row.encode() + b"\n")
    assert done.entered == 3
    (refused,) = done.rejected
    assert (refused.line, refused.code) == (5, code)
    assert not any(word in refused.text for word in ("many", "soon", "perhaps"))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", NumbersMissing),
        (b"series,low\nx,1\n", NumbersMissing),
        (b"x" * 5_000_000, FileTooBig),
    ],
)
def test_a_file_that_is_no_such_list_changes_nothing(
    world: World, raw: bytes, problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        sources.import_series(world.site, world.by, raw)
    assert sources.published(world.site, world.by)[0] == ()


def test_r29_an_estimate_of_a_site_is_shown_from_two_sources_on(world: World) -> None:

    def estimate(source: str, high: int) -> None:
        sources.estimate(
            world.site,
            world.by,
            source=source,
            method="survey",
            made=world.clock.at,
            population="citizens not listed",
            low=1,
            high=high,
        )

    estimate("embassy", 9)
    assert [one.shown for one in sources.estimates(world.site, world.by)] == [False]
    estimate("press", 30)
    report = reporting.report(world.site, world.by)
    found = report.figure(UNNAMED)
    assert found is not None
    assert (found.lo, found.hi) == (0, 30)
