"""What changed since the last report: a day that is other now, and the facts that made it so."""

import pytest

from muster.ground.people.ids import LiftId
from muster.ground.people.moment import DAY, HOUR
from muster.journey.figures.changes import MOST_KEPT
from muster.journey.figures.problems import NoReportKept, ReportUnreadable
from muster.journey.figures.report import Report
from muster.site.figures import corrections, reporting
from muster.site.lift import ramp
from tests.world.site import World


def reported(world: World) -> tuple[Report, LiftId]:
    """Return a report given two days after a lift left with a head count that differs."""
    lift = world.lift(world.people(4), counted=6)
    world.tick(2 * DAY)
    world.lift(world.people(1))
    found = corrections.report(world.site, world.by)
    corrections.keep(world.site, world.by, found, "page")
    world.tick(HOUR)
    return found, lift


def test_a_day_that_was_reported_and_is_other_now_names_the_facts(world: World) -> None:
    before, lift = reported(world)
    ramp.settle(world.site, world.by, lift, 6, reason="two on laps", witness="Two")
    world.lift(world.people(3))
    found = corrections.report(world.site, world.by)
    assert found.changes is not None
    assert found.changes.as_of == before.as_of
    (change,) = found.changes.changes
    assert change.now.id == "departed/2021-08-15"
    assert (change.before.lo, change.before.hi) == (4, 6)
    assert (change.now.lo, change.now.hi) == (6, 6)
    settled = next(one for one in change.causes if one.kind == "souls-settled")
    assert (settled.number, settled.subjects) == (1, (lift,))


def test_that_more_people_left_since_is_no_correction(world: World) -> None:
    reported(world)
    world.lift(world.people(3))
    found = corrections.report(world.site, world.by)
    assert found.changes is not None
    assert found.changes.changes == ()


def test_of_two_reports_as_of_one_time_every_figure_is_compared(world: World) -> None:
    before, _ = reported(world)
    world.clock.at = before.as_of - HOUR
    world.party(2)
    found = corrections.report(world.site, world.by, before.as_of)
    assert found.changes is not None
    changed = {one.now.id: one for one in found.changes.changes}
    assert {"registered", "remaining", "waiting"} <= changed.keys()
    causes = [one.kind for one in changed["registered"].causes]
    assert causes == ["party-proposed", "person-claimed"]


def test_the_json_of_a_report_says_what_the_kept_one_says(world: World) -> None:
    before, lift = reported(world)
    raw = reporting.as_json(before)
    ramp.settle(world.site, world.by, lift, 6, reason="two on laps", witness="Two")
    kept = corrections.report(world.site, world.by).changes
    read = corrections.report(world.site, world.by, since=corrections.read_report(raw)).changes
    assert kept is not None
    assert read is not None
    assert read.changes == kept.changes


def test_nothing_is_said_of_changes_before_a_report_was_kept(world: World) -> None:
    assert corrections.report(world.site, world.by).changes is None
    with pytest.raises(NoReportKept):
        corrections.last(world.site, world.by)


def test_the_last_reports_are_at_hand_and_a_rebuild_brings_them_back(world: World) -> None:
    found = corrections.report(world.site, world.by)
    for _ in range(MOST_KEPT + 2):
        world.tick()
        corrections.keep(world.site, world.by, found, "pdf")
    last = corrections.last(world.site, world.by)
    assert (last.form, last.as_of) == ("pdf", found.as_of)
    world.reopen()
    assert corrections.last(world.site, world.by) == last


def test_keeping_a_report_does_not_move_the_time_of_the_operation(world: World) -> None:
    world.people(1)
    found = corrections.report(world.site, world.by)
    world.tick(DAY)
    corrections.keep(world.site, world.by, found)
    assert reporting.report(world.site, world.by).as_of == found.as_of


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"schema": 1}', b"\xff\xfe", b"[" * 9999])
def test_a_file_that_is_no_report_is_refused(raw: bytes) -> None:
    with pytest.raises(ReportUnreadable):
        corrections.read_report(raw)
