"""Eight sites with their links going up and down end with the same figures on all of them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from muster.doors.drill.run import Drill
from muster.doors.drill.sites.cast import SEATS, Duty
from muster.doors.drill.sites.ending import figures
from muster.doors.drill.sites.fleet import Apart, play_apart
from muster.ground.secrecy.slot import TRAINING
from muster.site.exchange import neighbours
from muster.site.members import EVERY, memberships
from muster.site.opening import open_site
from tests.drill.sites.conftest import PHRASE, Both
from tests.simulator.operation import room


def test_all_sites_end_with_the_same_figures(both: Both) -> None:
    assert len(both.apart.standings) == 8
    assert both.apart.agree
    full = [one for one in both.apart.standings if one.compartments == EVERY]
    assert len(full) == 3
    assert len({one.entries for one in full}) == 1
    assert all(one.figures == full[0].figures for one in full)


def test_they_are_the_figures_of_the_drill_at_one_site(both: Both) -> None:
    assert both.apart.standings[0].figures == figures(both.single)


def test_a_site_says_what_it_may_hold_and_nothing_of_the_rest(both: Both) -> None:
    said = {one.duty: one.figures for one in both.apart.standings}
    assert "remaining" in said[Duty.DESK]
    assert "remaining" not in said[Duty.GATE]
    assert "let-through" in said[Duty.GATE]
    assert "lifts" in said[Duty.RAMP]
    assert "departed" not in said[Duty.RAMP]
    assert {"departed", "arrived", "safe"} <= said[Duty.HAVEN].keys()


def test_every_record_verifies_and_nothing_is_lost_or_waits(both: Both) -> None:
    for one in both.apart.standings:
        assert (one.findings, one.only_here, one.waiting, one.forked) == (0, 0, 0, 0)
    assert both.apart.too_late == 0


def test_links_went_down_sessions_broke_off_and_a_stick_carried_the_rest(both: Both) -> None:
    told = both.apart.told
    assert all(told[one].down for one in (Duty.BASE, Duty.RAMP, Duty.HEADQUARTERS))
    assert sum(one.broken for one in told.values()) > 5
    assert not told[Duty.HAVEN].sessions
    assert told[Duty.HAVEN].parcels > 20
    assert all(both.apart.most_only_here[one] > 5 for one in (Duty.BASE, Duty.RAMP, Duty.HAVEN))
    assert {*both.apart.islands} == {*Duty} - {Duty.CONTROL, Duty.DESK}


def test_a_laptop_died_and_came_back_from_a_backup_of_days_before(both: Both) -> None:
    lost = both.apart.lost
    assert lost is not None
    assert lost.copied < lost.at
    assert lost.only_here
    assert lost.back > lost.only_here


def test_no_site_holds_a_compartment_that_it_is_no_member_of(both: Both) -> None:
    for seat in SEATS:
        with open_site(both.folder / seat.duty, PHRASE) as site:
            held = {row.compartment for row in site.store.logs()}
            assert held <= {*memberships(seat.compartments)}
            about = neighbours.around(site, site.lead)
            assert about.founder == (seat.duty is Duty.CONTROL)
            assert len(about.sites) >= 7


@pytest.mark.campaign
def test_whatever_the_weather_all_sites_agree(*, campaign: bool) -> None:
    for seed in range(11, 61 if campaign else 12):
        folder = room()
        try:
            drill = Drill.of("ferry-3000", seed=seed, scale=0.02, sites=8)
            apart = play_apart(folder, PHRASE, drill, cost=TRAINING)
        finally:
            shutil.rmtree(folder)
        assert apart.agree, seed
        assert not any(one.findings for one in apart.standings), seed


def test_a_drill_is_the_same_whatever_the_hash_seed() -> None:
    assert _in_a_process("0") == _in_a_process("4242")


def _in_a_process(hashes: str) -> object:
    """Return what a small drill says in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill.sites.test_eight_sites"],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONHASHSEED": hashes},
        capture_output=True,
        check=True,
        timeout=200,
    )
    return json.loads(done.stdout)


def digest(apart: Apart) -> object:
    """Return what does not depend on the machine: what was said, and what went where."""
    told = {
        duty: (one.sessions, one.broken, one.down, one.parcels, one.out, one.home, one.trips)
        for duty, one in apart.told.items()
    }
    figures_of = {one.duty: one.figures for one in apart.standings}
    lost = apart.lost and (apart.lost.at, apart.lost.only_here, apart.lost.back)
    return [told, figures_of, apart.most_only_here, apart.waited, apart.islands, lost]


def main() -> None:
    """Play a small ferry at four sites; say what came of it as JSON."""
    folder = room()
    try:
        drill = Drill.of("ferry-3000", scale=0.02, sites=4)
        apart = play_apart(folder, PHRASE, drill, cost=TRAINING)
        sys.stdout.write(json.dumps(digest(apart)))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
