"""Seeds of a whole operation on real sites: a few here, many under ``make campaign`` (T34).

Each seed is asked every law of ``laws``; planted faults show that the laws are about something.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulator.bugs import BUGS, CONTROLS, HERE, planted
from tests.simulator.run import played

ROOT = Path(__file__).parents[2]
SEEDS, FULL = 8, 1_000
BROKEN_ONCE = (11,)
"""Broke a law once: what went on over a hole and waited for its key waited for ever."""
QUICK = (
    "sends when unsure",
    "fold by order of arrival",
    "compartments told to non-members",
    "Lamport not raised on receipt",
    "acknowledged before durable",
    "wraps after the commit",
)
"""Faults that the first seeds find: enough to see that the simulator sees."""


@pytest.mark.campaign
def test_every_law_holds_whatever_the_seed(*, campaign: bool) -> None:
    outcomes = [played(seed) for seed in (*BROKEN_ONCE, *range(FULL if campaign else SEEDS))]
    broken = [one.text() for one in outcomes if one.broken]
    assert not broken, "\n".join(broken)
    kinds = {what for one in outcomes for what in one.counts}
    assert kinds >= {"deed", "meeting", "stick", "reading", "crash", "restore", "lie", "tablet"}


@pytest.mark.campaign
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_fault_is_found(name: str, *, campaign: bool) -> None:
    if not campaign and name not in QUICK:
        pytest.skip("planted by make campaign")
    for seed in range(BUGS[name].seeds):
        with planted(name):
            outcome = played(seed)
        if outcome.broken:
            assert f" at {HERE}:" not in outcome.broken, "the switch does not fit the program"
            assert f"--seed {seed}" in outcome.text()
            return
    pytest.fail(f"not found in {BUGS[name].seeds} seeds")


@pytest.mark.campaign
@pytest.mark.parametrize("name", CONTROLS)
def test_what_is_harmless_is_not_found(name: str, *, campaign: bool) -> None:
    for seed in range(CONTROLS[name].seeds if campaign else 1):
        with planted(name):
            outcome = played(seed)
        assert not outcome.broken, outcome.text()


def test_a_seed_ends_the_same_whatever_order_sets_have() -> None:
    """No set is gone through where order matters: another hash seed gives the same digest."""
    words = [sys.executable, "-m", "tests.simulator", "--seed", "3"]
    said = [
        subprocess.run(
            words,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert "digest" in said[0]
