"""A drill played at a real site: the record says what the scenario said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.drill import moves as kinds
from muster.doors.drill.crew import Crew
from muster.doors.drill.guards import Guards
from muster.doors.drill.known import Known
from muster.doors.drill.list_moves import BY_LISTS
from muster.doors.drill.moves import Move
from muster.doors.drill.outside import Outside
from muster.doors.drill.player import Player
from muster.doors.drill.run import Drill, Played, Progress, make_site, play
from muster.ground.people.moment import iso
from muster.ground.secrecy.slot import TRAINING
from muster.journey.figures.report import Report
from muster.site import upkeep
from muster.site.figures import reporting
from muster.site.problems import SiteExists
from muster.site.record.kinds import PLANNED
from muster.site.site import Site

PHRASE = "a phrase of several words"
PIN = "58201947"


class Ferry:
    """The ferry evacuation, played once for all tests that only look."""

    def __init__(self, folder: Path) -> None:
        self.drill = Drill.of("ferry-3000")
        self.site, clock = make_site(folder, PHRASE, self.drill, TRAINING)
        self.heard: list[Progress] = []
        crew = Crew.enrolled(self.site, PIN)
        self.played: Played = play(self.site, clock, self.drill, crew=crew, watch=self.heard.append)
        self.report: Report = reporting.report(self.site, self.site.lead)

    def interval(self, figure: str) -> tuple[int, int]:
        """Return the ends of a figure."""
        found = self.report.figure(figure)
        assert found is not None
        return found.lo, found.hi


@pytest.fixture(scope="module")
def ferry_played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ferry]:
    made = Ferry(tmp_path_factory.mktemp("drill") / "site")
    yield made
    made.site.close()


def test_everybody_who_left_is_counted_on_the_day_they_left(ferry_played: Ferry) -> None:
    assert ferry_played.interval("departed") == (3_005, 3_005)
    days = {"2031-05-07": 1_040, "2031-05-08": 1_190, "2031-05-09": 775}
    assert {day: ferry_played.interval(f"departed/{day}")[1] for day in days} == days
    assert ferry_played.interval("arrived") == (3_005, 3_005)


def test_who_remains_is_an_interval_with_the_untraced_as_its_reason(ferry_played: Ferry) -> None:
    assert ferry_played.interval("remaining") == (17, 23)
    assert ferry_played.interval("remaining/islander") == (17, 23)
    figure = ferry_played.report.figure("remaining/islander")
    assert figure
    codes = {reason.code.value: -reason.d_lo for reason in figure.reasons}
    assert codes == {"untraced": 5, "possible-duplicates": 1}


def test_lifts_that_went_and_the_one_that_did_not_are_told_apart(ferry_played: Ferry) -> None:
    assert ferry_played.interval("lifts") == (10, 10)
    assert ferry_played.interval("lifts/cancelled") == (1, 1)
    assert iso(ferry_played.interval("last-lift")[0]) == "2031-05-09T17:10:00Z"


def test_lap_children_are_souls_once_they_are_counted(ferry_played: Ferry) -> None:
    (lift,) = (one for one in ferry_played.report.lifts if one.name == "BS777")
    assert (lift.scanned, lift.counted, lift.settled) == (417, 488, 488)


def test_the_result_says_what_it_took(ferry_played: Ferry) -> None:
    played = ferry_played.played
    assert (played.scenario, played.seed, played.scale) == ("ferry-3000", 7, 1.0)
    assert played.souls == 3_005
    assert played.facts == ferry_played.heard[-1].facts > 25_000
    assert played.seconds > 0
    assert played.facts_per_second > 0
    assert played.peak_memory_bytes > 1_000_000


def test_the_plan_is_mended_after_every_inject_and_its_difference_kept(
    ferry_played: Ferry,
) -> None:
    plans = ferry_played.played.plans
    assert [one.way for one in plans] == ["greedy", *("repair", "stable") * 3]
    assert [one.at for one in plans] == sorted({one.at for one in plans})
    assert not any(one.told_unhit for one in plans)
    assert all(one.parties for one in plans)
    with ferry_played.site.view() as view:
        planned = view.state(PLANNED, ferry_played.site.operation_id())
    assert planned.before + 1 == len(plans)


def test_progress_rises_to_the_end(ferry_played: Ferry) -> None:
    done = [one.done for one in ferry_played.heard]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(1.0, abs=0.2)


def test_the_record_of_a_drill_verifies(ferry_played: Ferry) -> None:
    site = ferry_played.site
    assert not upkeep.verify(site, site.lead).findings


def test_people_came_by_lists_too_and_all_of_them_came_in(ferry_played: Ferry) -> None:
    dead_or_missing, pairs_in_doubt = 3, 1
    claimed = 3_005 + 45 + 23 + dead_or_missing
    assert ferry_played.interval("registered") == (claimed - pairs_in_doubt, claimed)


def test_a_drill_does_not_write_into_a_site_that_exists(ferry_played: Ferry) -> None:
    with pytest.raises(SiteExists):
        make_site(ferry_played.site.directory, PHRASE, ferry_played.drill, TRAINING)


def test_the_same_seed_gives_the_same_record_to_the_last_hash(tmp_path: Path) -> None:
    """But for the public log, whose grants of keys are sealed with fresh ones each time."""

    def heads(name: str, seed: int) -> dict[str, bytes]:
        drill = Drill.of("ferry-3000", seed=seed, scale=0.05)
        site, clock = make_site(tmp_path / name, PHRASE, drill, TRAINING)
        with site:
            play(site, clock, drill)
            logs = {row.compartment: row.head_hash for row in site.store.logs()}
        return {compartment: head for compartment, head in logs.items() if compartment != "public"}

    first = heads("one", 1)
    assert first == heads("other", 1)
    assert not first.items() & heads("third", 2).items()


def test_a_drill_that_is_halted_keeps_what_was_played(tmp_path: Path) -> None:
    drill = Drill.of("kabul-2021", scale=0.02)
    site, clock = make_site(tmp_path / "site", PHRASE, drill, TRAINING)
    with site:
        played = play(site, clock, drill, halt=lambda: True)
        assert 0 < played.facts < 40_000
        assert not upkeep.verify(site, site.lead).findings


def test_the_airlift_in_small_keeps_who_remains_and_who_died(tmp_path: Path) -> None:
    drill = Drill.of("kabul-2021", scale=0.01)
    site, clock = make_site(tmp_path / "site", PHRASE, drill, TRAINING)
    with site:
        play(site, clock, drill)
        report = reporting.report(site, site.lead)
    figures = {one.id: (one.lo, one.hi) for one in report.figures}
    assert figures["departed"] == (1_243, 1_243)
    assert 100 <= figures["remaining"][0] <= figures["remaining"][1] <= 200
    assert figures["dead"][1] == 170
    assert figures["dead/us-service"] == (13, 13)
    assert iso(figures["last-lift"][0]) == "2021-08-30T19:29:00Z"


@pytest.mark.parametrize("kind", Move.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_kind_of_move_can_be_played(kind: type[Move]) -> None:
    posts = [post.__dict__["play"].dispatcher.dispatch for post in (Player, Outside, Guards)]
    assert any(dispatch(kind) is not dispatch(Move) for dispatch in posts)


def test_a_move_that_nobody_can_play_is_a_bug(tmp_path: Path) -> None:
    drill = Drill.of("ferry-3000")
    site, _ = make_site(tmp_path / "site", PHRASE, drill, TRAINING)
    with site, pytest.raises(NotImplementedError):
        _player(site, drill).play(Move(0))


def _player(site: Site, drill: Drill) -> Player:
    return Player(Known(site, Crew.of_lead(site), drill.scenario))


def test_both_scenarios_together_use_every_kind_of_move(
    ferry: list[Move], small: list[Move]
) -> None:
    used = {type(move) for move in (*ferry, *small)}
    unused = {one.__name__ for one in Move.__subclasses__()} - {one.__name__ for one in used}
    assert unused <= {one.__name__ for one in (kinds.FoundSettled, *BY_LISTS)}
