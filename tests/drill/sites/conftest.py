"""One small airlift, played at one site and at eight, for all tests that only look."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from muster.doors.drill.run import Drill, make_site, play
from muster.doors.drill.sites.fleet import Apart, play_apart
from muster.ground.secrecy.slot import TRAINING
from muster.journey.figures.report import Report
from muster.site.figures import reporting
from tests.simulator.operation import room

PHRASE = "a phrase of several words"
SEED = 7


class Both(NamedTuple):
    """The same drill at eight sites, with its folder, and the report of the one at one site."""

    folder: Path
    apart: Apart
    single: Report


@pytest.fixture(scope="session")
def both() -> Iterator[Both]:
    """Play the airlift of 300 people twice."""
    folder = room()
    try:
        scale = 300 / 124_334
        drill = Drill.of("kabul-2021", seed=SEED, scale=scale)
        site, clock = make_site(folder / "single", PHRASE, drill, TRAINING)
        with site:
            play(site, clock, drill)
            single = reporting.report(site, site.lead)
        drill = Drill.of("kabul-2021", seed=SEED, scale=scale, sites=8)
        apart = play_apart(folder / "sites", PHRASE, drill, cost=TRAINING)
        yield Both(folder / "sites", apart, single)
    finally:
        shutil.rmtree(folder)
