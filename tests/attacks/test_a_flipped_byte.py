"""A byte of the site's files changes: said plainly, nothing made worse, never a crash."""

import random
from pathlib import Path

import pytest

from muster.ground.problem import Problem
from muster.site import upkeep
from muster.site.figures import reporting
from muster.site.opening import DATABASE, SLOT, open_site
from tests.world.copies import closed_site, copy, files
from tests.world.site import PHRASE

CI_PLACES, CAMPAIGN_PLACES = 200, 20_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed site without a free page, so that every byte of its file means something."""
    return closed_site(tmp_path_factory.mktemp("whole") / "site")


def said(folder: Path) -> list[str]:
    """Return the codes of what opening, reporting and verifying say."""
    try:
        with open_site(folder, PHRASE) as site:
            reporting.report(site, site.lead)
            return [one.code for one in upkeep.verify(site, site.lead).findings]
    except Problem as problem:
        return [problem.code]


def flip(folder: Path, name: str, place: int, bit: int) -> dict[str, bytes]:
    """Flip one bit of a file; return all files as they are then."""
    content = bytearray((folder / name).read_bytes())
    content[place] ^= 1 << bit
    (folder / name).write_bytes(content)
    return files(folder)


def test_a_whole_site_says_nothing_and_is_only_read(whole: Path, tmp_path: Path) -> None:
    folder = copy(whole, tmp_path / "site")
    before = files(folder)
    assert said(folder) == []
    assert files(folder) == before


@pytest.mark.campaign
def test_a_flipped_byte_of_the_record_is_said_and_nothing_is_written(
    whole: Path, tmp_path: Path, *, campaign: bool
) -> None:
    chance = random.Random(5)
    size = (whole / DATABASE).stat().st_size
    count = CAMPAIGN_PLACES if campaign else CI_PLACES
    for place in [0, 15, 16, 23, 24, 99, size - 1, *(chance.randrange(size) for _ in range(count))]:
        folder = copy(whole, tmp_path / "site")
        before = flip(folder, DATABASE, place, chance.randrange(8))
        assert said(folder), f"byte {place} was flipped and nobody said so"
        assert files(folder) == before, f"byte {place}: the files were written to"


@pytest.mark.campaign
def test_a_flipped_byte_of_the_key_file_is_said_and_nothing_is_written(
    whole: Path, tmp_path: Path, *, campaign: bool
) -> None:
    chance = random.Random(6)
    size = (whole / SLOT).stat().st_size
    folder = copy(whole, tmp_path / "site")
    good = (folder / SLOT).read_bytes()
    for place in range(size) if campaign else chance.sample(range(size), 100):
        (folder / SLOT).write_bytes(good)
        before = flip(folder, SLOT, place, chance.randrange(8))
        (code,) = said(folder)
        assert code.startswith("secrecy.")
        assert files(folder) == before
    (folder / SLOT).write_bytes(good)
    assert said(folder) == []
