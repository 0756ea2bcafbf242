"""How many were aboard: R6 and R7 as they happened, and every count kept beside the others (T7)."""

from muster.journey.figures.souls import Counts, Sightings, came_off, reckon, share
from tests.figures.operation import Operation


def test_r06_640_scans_and_a_head_count_of_823_are_640_to_823() -> None:
    operation = Operation()
    lift = operation.offer()
    operation.board(lift, operation.claim(640))
    operation.count(lift, 823)
    operation.depart(lift)
    assert operation.interval("departed") == (640, 823)
    assert operation.interval("on-the-way") == (640, 823)
    departed = operation.report().figure("departed")
    assert departed is not None
    (reason,) = departed.reasons
    assert (reason.code, reason.d_lo, reason.d_hi) == ("head-count-differs", 0, 183)
    assert reason.subjects == (lift,)


def test_r06_after_183_lap_children_are_found_on_arrival_it_is_823() -> None:
    operation = Operation()
    lift = operation.offer()
    scanned, children = operation.claim(640), operation.claim(183)
    operation.board(lift, scanned)
    operation.count(lift, 823)
    operation.depart(lift)
    operation.land(lift, 823)
    operation.arrive(lift, [*scanned, *children])
    for figure in ("departed", "arrived", "safe"):
        assert operation.interval(figure) == (823, 823), figure
    (ledger,) = operation.report().lifts
    assert (ledger.scanned, ledger.counted, ledger.arrived, ledger.found) == (640, 823, 640, 183)
    assert ledger.stage == "reconciled"


def test_r06_after_somebody_settled_the_count_it_is_823() -> None:
    operation = Operation()
    lift = operation.offer()
    operation.board(lift, operation.claim(640))
    operation.count(lift, 823)
    operation.depart(lift)
    operation.settle(lift, 823)
    assert operation.interval("departed") == (823, 823)
    assert operation.interval("on-the-way") == (823, 823)


def test_r06_a_lift_is_never_reconciled_while_head_count_and_scans_differ() -> None:
    operation = Operation()
    lift = operation.offer()
    scanned = operation.claim(640)
    operation.board(lift, scanned)
    operation.count(lift, 823)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, scanned)
    (ledger,) = operation.report().lifts
    assert ledger.stage == "discrepancy"
    assert ledger.difference.lo == 183
    assert any(task.code == "counts-differ" for task in operation.report().tasks)


def test_r07_343_off_a_lift_with_188_manifested_are_155_found_on_arrival() -> None:
    operation = Operation()
    lift = operation.offer()
    manifested = operation.claim(188)
    operation.board(lift, manifested)
    operation.depart(lift)
    assert operation.interval("departed") == (188, 188)
    operation.land(lift, 343)
    operation.arrive(lift, manifested)
    found = operation.find(lift, 155)
    claims = operation.claim(60)
    assert operation.interval("found-on-arrival") == (155, 155)
    assert operation.interval("departed") == (343, 343)
    assert operation.interval("arrived") == (343, 343)
    assert operation.interval("registered") == (343, 343 + 60)
    for person, claim in zip(found, claims, strict=False):
        operation.match(person, claim)
    assert operation.interval("found-on-arrival") == (155, 155)
    assert operation.interval("departed") == (343, 343)
    assert operation.interval("arrived") == (343, 343)
    assert operation.interval("remaining") == (0, 0)
    assert operation.interval("registered") == (343, 343)


def test_a_found_person_who_is_a_missing_one_counts_once() -> None:
    operation = Operation()
    lift = operation.offer()
    scanned = operation.claim(3)
    operation.board(lift, scanned)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, scanned[:2])
    (found,) = operation.find(lift, 1)
    assert operation.interval("departed") == (3, 4)
    operation.match(found, scanned[2])
    assert operation.interval("departed") == (3, 3)
    assert operation.interval("missing-on-arrival") == (0, 0)


def test_a_count_coming_off_is_one_more_observation() -> None:
    assert _ends(Sightings(scanned=100), Counts(off=104, landed=True)) == (100, 104)
    assert _ends(Sightings(scanned=100), Counts(head=102, off=97, landed=True)) == (97, 102)


def test_no_head_count_narrows_what_scans_leave_open() -> None:
    seen = Sightings(scanned=188, arrived=185, unknown=158)
    assert _ends(seen, Counts(landed=True)) == (343, 346)
    assert _ends(seen, Counts(head=346, landed=True)) == (343, 346)


def test_who_may_have_been_on_another_lift_lowers_the_lower_end_only() -> None:
    souls = reckon(Sightings(scanned=100), Counts(), doubled=2)
    assert (souls.lo, souls.hi, souls.conflict) == (98, 100, -2)


def test_a_head_count_below_the_scans_may_have_missed_those_booked_twice_or_others() -> None:
    souls = share(Sightings(scanned=300), Counts(head=297), doubled=2, elsewhere=2)
    assert (souls.counted, souls.lo, souls.hi) == (298, 295, 298)


def test_a_share_is_never_below_nobody() -> None:
    seen = Sightings(scanned=1, unknown=1)
    souls = share(seen, Counts(landed=True), doubled=2, elsewhere=2)
    assert (souls.lo, souls.found, souls.fewer) == (0, 0, 0)
    assert share(seen, Counts(head=0, landed=True), doubled=1, elsewhere=1).lo == 0


def test_before_landing_nobody_is_missing() -> None:
    assert _ends(Sightings(scanned=10, unknown=0), Counts()) == (10, 10)


def test_those_missing_are_in_no_count_of_who_came_off() -> None:
    seen, settled = Sightings(scanned=188, arrived=185), Counts(settled=188, landed=True)
    assert came_off(seen, settled).counted == 185
    assert came_off(Sightings(scanned=640, arrived=640), Counts(settled=823, landed=True)).lo == 823


def _ends(seen: Sightings, counts: Counts) -> tuple[int, int]:
    souls = reckon(seen, counts)
    return souls.lo, souls.hi
