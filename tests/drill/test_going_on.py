"""A drill that stands still goes on under the plan in force, by the commands that a site has."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from muster.doors.drill.crew import Crew
from muster.doors.drill.days import read_day
from muster.doors.drill.loop import standing
from muster.doors.drill.loop.chance import Chance
from muster.doors.drill.loop.sums import GoneOn, summed
from muster.doors.drill.problems import DayUnusable, NothingStands
from muster.doors.drill.reading import load
from muster.doors.drill.run import Drill, make_site, play
from muster.ground.people.moment import DAY, HOUR, instant, iso
from muster.ground.secrecy.slot import TRAINING
from muster.site.opening import open_site
from muster.site.record.kinds import CALLS, PASSENGER, RECORD, SEAT
from muster.site.site import Site

PHRASE = "a phrase of several words"


def stopped(folder: Path, day: str = "2031-05-08") -> tuple[Drill, int]:
    """Let the ferry evacuation stand still on a day; return it and its facts."""
    drill = Drill.of("ferry-3000", scale=0.2)
    site, clock = make_site(folder, PHRASE, drill, TRAINING)
    with site:
        until = read_day(day, drill.scenario.operation)
        played = play(site, clock, drill, crew=Crew.of_lead(site), until=until)
        assert played.stands == until == site.now().latest
    return drill, played.facts


def gone_on(site: Site, hours: int, *, seed: int | None = None) -> GoneOn:
    """Let the drill of a site go on, its own planner at work."""
    course = standing.take_up(site, Crew.again(site), seed=seed, replanning=True)
    for _ in course.go_on(course.world.clock.at + hours * HOUR):
        pass
    standing.stand(course)
    return summed(course)


def states(site: Site) -> str:
    """Return the SHA-256 of who was decided on, called, seated and taken aboard."""
    digest = sha256()
    with site.view() as view:
        for table in (RECORD, CALLS, SEAT, PASSENGER):
            for row in view.reader.rows_scan(table.name):
                digest.update(row.subject + row.state)
    return digest.hexdigest()


def test_a_drill_that_stands_still_is_opened_at_its_hour_and_goes_on_from_there(
    tmp_path: Path,
) -> None:
    stopped(tmp_path / "site")
    with open_site(tmp_path / "site", PHRASE) as site:
        assert iso(site.now().latest) == "2031-05-08T00:00:00Z"
        found = gone_on(site, 12)
        assert iso(site.now().latest) == iso(found.until) == "2031-05-08T12:00:00Z"
    assert found.called > 0
    assert found.let_in > 0
    assert found.came == found.let_in + found.waiting
    assert found.out + found.empty == found.seats


def test_two_steps_make_the_record_of_a_long_one_and_another_seed_another(tmp_path: Path) -> None:
    digests = []
    for name, seed, steps in (("once", None, (7,)), ("twice", None, (3, 4)), ("other", 11, (7,))):
        stopped(tmp_path / name)
        for hours in steps:
            with open_site(tmp_path / name, PHRASE) as site:
                gone_on(site, hours, seed=seed)
        with open_site(tmp_path / name, PHRASE) as site:
            digests.append(states(site))
    assert digests[0] == digests[1] != digests[2]


def test_a_drill_goes_on_the_same_whatever_words_hash_to(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; import sys\n"
        "from tests.drill.test_going_on import *\n"
        "stopped(Path(sys.argv[1]))\n"
        "with open_site(Path(sys.argv[1]), PHRASE) as site:\n"
        "    gone_on(site, 5); print(states(site))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "23")
    }
    assert len(said) == 1
    assert len(said.pop()) > 60


def test_no_drill_goes_on_where_none_stands_still(tmp_path: Path) -> None:
    drill = Drill.of("ferry-3000", scale=0.1)
    site, _ = make_site(tmp_path / "site", PHRASE, drill, TRAINING)
    with site, pytest.raises(NothingStands):
        standing.take_up(site, Crew.again(site), replanning=False)


def test_a_day_is_a_date_a_time_or_a_number_within_the_operation() -> None:
    operation = load("kabul-2021").operation
    begins = instant(operation.begins)
    assert read_day("12", operation) == begins + 11 * DAY
    assert iso(read_day("2021-08-25", operation)) == "2021-08-25T00:00:00Z"
    assert iso(read_day("2021-08-25T06:40+02:00", operation)) == "2021-08-25T04:00:00Z"
    for wrong in ("", "tomorrow", "0", "1", "400", "2022-01-01"):
        with pytest.raises(DayUnusable):
            read_day(wrong, operation)


def test_chance_depends_on_what_it_is_drawn_for_and_nothing_else() -> None:
    one, other = Chance(7), Chance(7)
    party = bytes(16)
    later = [other.comes(bytes([n] * 16), 0) for n in range(1, 9)]
    assert one.comes(party, 0) == other.comes(party, 0)
    assert len({*later}) > 1
    share = sum(one.comes(n.to_bytes(16), 0) is None for n in range(4_000)) / 4_000
    assert 0.06 < share < 0.10
    hours = [one.pace("north", hour) for hour in range(4_000)]
    assert 0.05 < hours.count(0.0) / 4_000 < 0.13
    working = [each for each in hours if each]
    assert 0.95 < sum(working) / len(working) < 1.05
