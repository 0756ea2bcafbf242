"""The report's figures: who remains and why it may be fewer, flows by day, places, what is open."""

from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.moment import DAY, HOUR, MINUTE, read_iso
from muster.ground.people.place import PlaceRole
from muster.journey.figures.books import Line, Mark, Stage
from muster.journey.figures.report import report
from muster.journey.figures.stages import Standing, stand
from tests.figures.operation import Operation

STRANGER = PersonId(b"somebody else's!")
ISSUED = (
    "departed",
    "arrived",
    "on-the-way",
    "waiting",
    "closed",
    "remaining",
    "remaining/citizen",
    "remaining/resident",
    "remaining/worked-with",
    "dead",
    "lifts",
)


def _depart(operation: Operation, souls: int, category: str = "worker") -> LiftId:
    lift = operation.offer()
    operation.board(lift, operation.claim(souls, category))
    operation.depart(lift)
    return lift


def test_the_figures_that_scripts_ask_for_are_there_from_the_first_moment() -> None:
    told = Operation().report()
    assert {one.id for one in told.figures} >= {*ISSUED}
    assert told.figure("last-lift") is None


def test_a_day_is_named_by_the_date_on_which_it_ends() -> None:
    operation = Operation(day_ends=7 * HOUR)
    operation.now = read_iso("2021-08-26T06:59Z") - 3 * MINUTE
    _depart(operation, 3)
    operation.now = read_iso("2021-08-26T07:00Z") - 3 * MINUTE
    _depart(operation, 5)
    days = {one.id: one.lo for one in operation.report().under("departed")}
    assert days == {"departed/2021-08-26": 3, "departed/2021-08-27": 5}


def test_days_without_a_lift_between_two_with_one_are_0() -> None:
    operation = Operation()
    _depart(operation, 3)
    operation.now += 3 * DAY
    _depart(operation, 4)
    assert [one.lo for one in operation.report().under("departed")] == [3, 0, 0, 4]


def test_a_clock_that_was_years_wrong_does_not_make_a_thousand_days() -> None:
    operation = Operation()
    _depart(operation, 3)
    operation.now += 4000 * DAY
    _depart(operation, 4)
    assert [one.lo for one in operation.report().under("departed")] == [3, 4]


def test_departures_before_the_base_date_are_not_in_the_total() -> None:
    operation = Operation(base=read_iso("2021-08-15T00:00Z"))
    _depart(operation, 3)
    operation.now += DAY
    _depart(operation, 4)
    assert operation.interval("departed") == (4, 4)
    assert operation.interval("lifts") == (1, 1)


def test_the_last_lift_is_the_one_declared_so() -> None:
    operation = Operation()
    lift = _depart(operation, 3)
    told = operation.report().figure("last-lift")
    assert told is not None
    assert told.population.id == "latest-lift"
    operation.depart(lift, last=True)
    told = operation.report().figure("last-lift")
    assert told is not None
    assert (told.population.id, told.lo) == ("last-lift", told.hi)


def test_a_lift_after_the_last_one_contradicts_it() -> None:
    operation = Operation()
    operation.depart(_depart(operation, 3), last=True)
    last = operation.interval("last-lift")[0]
    operation.now += HOUR
    later = _depart(operation, 1)
    told = operation.report().figure("last-lift")
    assert told is not None
    assert told.lo == last < told.hi
    assert told.reasons[0].code == "conflict"
    assert told.reasons[0].subjects == (later,)


def test_onward_lifts_are_never_counted_as_departed() -> None:
    operation = Operation()
    lift = operation.offer()
    people = operation.claim(4)
    operation.board(lift, people)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, people)
    onward = operation.offer(operation.base, operation.haven)
    operation.board(onward, people, operation.base)
    operation.depart(onward)
    operation.land(onward, at=operation.haven)
    operation.arrive(onward, people, operation.haven)
    for figure in ("departed", "arrived", "safe"):
        assert operation.interval(figure) == (4, 4), figure
    assert operation.interval("lifts") == (1, 1)


def test_a_hop_between_two_places_of_origin_moves_nobody_out() -> None:
    operation = Operation()
    embassy = operation.place("embassy", PlaceRole.ORIGIN)
    hop = operation.offer(embassy, operation.origin)
    people = operation.claim(4)
    operation.board(hop, people, embassy)
    operation.depart(hop)
    operation.land(hop, at=operation.origin)
    operation.arrive(hop, people, operation.origin)
    assert operation.interval("departed") == (0, 0)
    assert operation.interval("safe") == (0, 0)
    assert operation.interval("waiting") == (4, 4)
    lift = operation.offer()
    operation.board(lift, people)
    operation.depart(lift)
    assert operation.interval("departed") == (4, 4)


def test_aboard_a_lift_that_was_cancelled_is_still_waiting() -> None:
    operation = Operation()
    lift = operation.offer()
    operation.board(lift, operation.claim(4))
    assert operation.interval("waiting") == (4, 4)
    operation.cancel(lift)
    assert operation.interval("waiting") == (4, 4)
    assert operation.interval("lifts/cancelled") == (1, 1)
    assert operation.interval("departed") == (0, 0)


def test_booked_on_two_lifts_counts_once_as_a_soul_and_twice_as_seats() -> None:
    operation = Operation()
    people = operation.claim(5)
    for passengers in (people, people[:1]):
        lift = operation.offer()
        operation.board(lift, passengers)
        operation.depart(lift)
    assert operation.interval("departed") == (5, 5)
    assert operation.interval("seats") == (6, 6)
    assert operation.interval("on-the-way") == (5, 5)
    (day,) = operation.report().under("departed")
    assert (day.lo, day.hi, day.reasons[0].code) == (4, 6, "conflict")


def test_seen_to_come_off_two_lifts_out_counts_as_one_arrival() -> None:
    operation = Operation()
    people = operation.claim(1)
    first, second = operation.offer(), operation.offer()
    operation.board(first, people)
    for lift in (first, second):
        operation.depart(lift)
        operation.land(lift)
        operation.arrive(lift, people)
    for figure in ("departed", "arrived", "safe"):
        assert operation.interval(figure) == (1, 1), figure


def test_booked_on_a_cancelled_lift_before_is_no_conflict() -> None:
    operation = Operation()
    people = operation.claim(5)
    off = operation.offer()
    operation.board(off, people)
    operation.cancel(off)
    lift = operation.offer()
    operation.board(lift, people)
    operation.depart(lift)
    assert operation.interval("departed") == (5, 5)
    (day,) = operation.report().under("departed")
    assert day.exact


def test_found_at_the_base_after_a_scan_on_a_lift_that_never_left_is_safe() -> None:
    operation = Operation()
    people = operation.claim(2)
    off, lift = operation.offer(), operation.offer()
    operation.board(off, people)
    operation.cancel(off)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, people)
    assert operation.interval("safe") == (2, 2)
    assert operation.interval("departed") == (2, 2)
    assert operation.interval("found-on-arrival") == (2, 2)


def test_somebody_who_came_back_and_boarded_again_is_aboard() -> None:
    operation = Operation()
    people = operation.claim(1)
    first = operation.offer()
    operation.arrive(first, people)
    again = operation.offer()
    operation.board(again, people)
    operation.depart(again)
    assert operation.interval("on-the-way") == (1, 1)
    assert operation.interval("safe") == (0, 0)


def test_somebody_nobody_knows_is_one_unmatched_person_however_far_they_travel() -> None:
    operation = Operation()
    lift, onward = operation.offer(), operation.offer(operation.base, operation.haven)
    stranger = operation.find(lift, 1)
    operation.arrive(onward, stranger, operation.haven)
    assert operation.interval("found-on-arrival/unmatched") == (1, 1)


def test_a_scan_aboard_a_lift_that_has_not_left_puts_no_other_in_doubt() -> None:
    operation = Operation()
    people = operation.claim(5)
    left, open_ = operation.offer(), operation.offer()
    operation.board(left, people)
    operation.depart(left)
    operation.board(open_, people[:1])
    (day,) = operation.report().under("departed")
    assert (day.lo, day.hi) == (5, 5)


def test_a_death_aboard_is_no_difference_between_scans_and_head_count() -> None:
    operation = Operation()
    people = operation.claim(3)
    lift = operation.offer()
    operation.board(lift, people)
    operation.count(lift, 3)
    operation.depart(lift)
    operation.die(people[:1])
    assert operation.interval("on-the-way") == (2, 2)
    assert operation.interval("closed/dead") == (1, 1)


def test_where_somebody_is_does_not_hang_on_which_arrival_is_known_first() -> None:
    operation = Operation()
    people = operation.claim(2)
    lift, onward = operation.offer(), operation.offer(operation.base, operation.haven)
    operation.board(lift, people)
    operation.board(onward, people, operation.base)
    operation.depart(lift)
    operation.depart(onward)
    operation.arrive(onward, people, operation.haven)
    operation.arrive(lift, people)
    (_, base, haven) = operation.report().places
    assert (haven.here.counted, base.here.counted, base.unseen) == (2, 0, 0)


def test_r29_untraced_people_lower_the_lower_end_of_who_remains() -> None:
    operation = Operation()
    people = operation.claim(10, "citizen")
    operation.lose(people[:3])
    assert operation.interval("remaining") == (7, 10)
    assert operation.interval("remaining/citizen") == (7, 10)
    assert operation.interval("untraced") == (3, 3)


def test_r29_people_found_and_not_matched_lower_every_group_they_may_belong_to() -> None:
    operation = Operation()
    operation.claim(10, "citizen")
    operation.claim(2, "worker")
    lift = operation.offer()
    operation.depart(lift)
    operation.land(lift)
    operation.find(lift, 4)
    assert operation.interval("remaining") == (8, 12)
    assert operation.interval("remaining/citizen") == (6, 10)
    assert operation.interval("remaining/worked-with") == (0, 2)
    assert operation.interval("remaining/resident") == (0, 0)


def test_r29_the_lower_end_is_never_below_nobody() -> None:
    operation = Operation()
    operation.lose(operation.claim(3))
    lift = operation.offer()
    operation.depart(lift)
    operation.land(lift)
    operation.find(lift, 9)
    told = operation.report().figure("remaining")
    assert told is not None
    assert (told.lo, told.hi) == (0, 3)
    assert [one.d_lo for one in told.reasons] == [-3]


def test_a_boarding_of_somebody_not_known_here_may_be_one_of_those_waiting() -> None:
    operation = Operation()
    operation.claim(5)
    lift = operation.offer()
    operation.board(lift, [STRANGER])
    operation.depart(lift)
    assert operation.interval("departed") == (1, 1)
    assert operation.interval("remaining") == (4, 5)
    assert operation.interval("registered") == (5, 6)


def test_a_record_without_a_claim_may_be_one_more() -> None:
    operation = Operation()
    operation.claim(5)
    operation.lose([STRANGER])
    assert operation.interval("remaining") == (5, 6)
    assert operation.interval("waiting") == (5, 6)


def test_people_of_a_category_outside_the_rule_are_still_counted() -> None:
    operation = Operation()
    operation.claim(2, "dropped-from-the-rule")
    assert operation.interval("remaining") == (2, 2)
    assert operation.interval("remaining/uncategorised") == (2, 2)


def test_r22_arrivals_without_a_responsible_agency_are_listed() -> None:
    operation = Operation()
    lift = operation.offer()
    people = operation.claim(4)
    operation.board(lift, people)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, people)
    operation.hand_over(people[:1])
    assert operation.interval("no-responsible-agency") == (3, 3)
    assert operation.interval("closed/handed-over") == (1, 1)


def test_r28_every_figure_says_in_words_of_whom_it_is() -> None:
    operation = Operation()
    _depart(operation, 3)
    for figure in operation.report().figures:
        assert figure.population.sentence.said().endswith("."), figure.id


def test_every_reason_for_a_closed_case_is_counted_apart() -> None:
    operation = Operation()
    operation.withdraw(operation.claim(2))
    operation.refuse(operation.claim(3))
    operation.die(operation.claim(1))
    assert operation.interval("closed") == (6, 6)
    parts = {one.id.partition("/")[2]: one.lo for one in operation.report().under("closed")}
    assert parts == {
        "handed-over": 0,
        "dead": 1,
        "withdrew": 2,
        "left-on-own-account": 0,
        "ineligible": 3,
        "left-behind": 0,
    }


def test_a_base_over_its_capacity_is_said() -> None:
    operation = Operation()
    lift = operation.offer()
    people = operation.claim(205)
    operation.board(lift, people)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, people)
    told = operation.report()
    base = next(one for one in told.places if one.id == operation.base)
    assert (base.here.lo, base.capacity, base.over) == (205, (100, 200), 5)
    assert [(one.code, one.number) for one in told.tasks] == [("over-capacity", 5)]


def test_whoever_turns_up_elsewhere_unseen_is_missed_at_the_place_they_left() -> None:
    operation = Operation()
    lift = operation.offer()
    people = operation.claim(3)
    operation.board(lift, people)
    operation.depart(lift)
    operation.land(lift)
    operation.arrive(lift, people)
    onward = operation.offer(operation.base, operation.haven)
    operation.depart(onward)
    operation.land(onward, at=operation.haven)
    operation.arrive(onward, people[:1], operation.haven)
    told = operation.report()
    base = next(one for one in told.places if one.id == operation.base)
    assert (base.came_in, base.went_out, base.here.lo, base.unseen) == (3, 0, 2, 1)
    assert [(one.code, one.number) for one in told.tasks] == [("unseen-moves", 1)]


def test_a_lift_nobody_saw_leave_has_left_when_people_come_off_it() -> None:
    operation = Operation()
    lift = operation.offer()
    people = operation.claim(3)
    operation.board(lift, people)
    operation.arrive(lift, people)
    assert operation.interval("departed") == (3, 3)
    assert operation.interval("safe") == (3, 3)


def test_settling_in_the_air_adds_people_whom_no_record_tells_of() -> None:
    operation = Operation()
    lift = operation.offer()
    operation.board(lift, operation.claim(3))
    operation.depart(lift)
    operation.settle(lift, 5)
    told = operation.report()
    assert operation.interval("on-the-way") == (5, 5)
    assert (told.ledger.on_the_way, told.ledger.unrecorded, told.ledger.registered) == (3, 2, 3)


def test_the_seat_figures_are_in_seats() -> None:
    operation = Operation()
    _depart(operation, 3)
    seats, offered = (operation.report().figure(one) for one in ("seats", "seats/offered"))
    assert seats is not None
    assert offered is not None
    assert (seats.unit, seats.lo, offered.lo) == ("seats", 3, 350)


def test_a_merged_record_is_no_person() -> None:
    line = Line(Stage.MERGED, Mark.NONE, "")
    assert stand(line, None, None) is None


def test_whoever_came_ashore_where_nobody_is_safe_still_waits() -> None:
    line = Line(Stage.SAFE, Mark.NONE, "")
    assert stand(line, None, PlaceRole.GATE) is Standing.WAITING
    assert stand(line, None, PlaceRole.HAVEN) is Standing.SAFE


def test_the_same_account_gives_the_same_report() -> None:
    operation = Operation()
    _depart(operation, 3)
    account = operation.account()
    assert report(account) == report(account)
