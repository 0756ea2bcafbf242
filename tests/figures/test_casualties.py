"""The dead as sources gave them: up to 170 with 13 among them, and 13 beside 169 or 170."""

from muster.journey.figures.books import Mark
from muster.journey.incident.facts import PersonMissing
from muster.journey.registry.facts import PersonHeardFrom, PersonUntraced
from tests.figures.operation import BY, Operation

US_SERVICE = (("us-service", 13, 13),)


def _attack() -> Operation:
    """Return an operation after 26 August, with what three sources said."""
    operation = Operation()
    attack = operation.attack()
    operation.report_dead(attack, "Pentagon", (13, 13), parts=US_SERVICE, confirmed=True)
    operation.report_dead(attack, "press", (95, 95), parts=US_SERVICE, whole=None)
    operation.report_dead(attack, "press", (169, 170), parts=US_SERVICE, whole=None)
    return operation


def test_up_to_170_dead_13_of_them_us_service() -> None:
    operation = _attack()
    assert operation.interval("dead") == (13, 170)
    assert operation.interval("dead/us-service") == (13, 13)


def test_the_other_reading_of_the_same_reports_is_182_or_183() -> None:
    assert _attack().interval("dead/other-reading") == (182, 183)


def test_the_reason_names_the_sources_and_the_incident() -> None:
    operation = _attack()
    dead = operation.report().figure("dead")
    assert dead is not None
    (reason,) = dead.reasons
    assert reason.code == "casualty-reports"
    assert "Pentagon" in reason.text.said()
    assert "press" in reason.text.said()
    assert reason.subjects == tuple(operation.account().incidents)


def test_a_later_report_of_a_source_stands_for_its_earlier_one() -> None:
    operation = Operation()
    attack = operation.attack()
    operation.report_dead(attack, "hospital", (200, 200))
    operation.report_dead(attack, "hospital", (150, 160))
    assert operation.interval("dead") == (0, 160)


def test_a_total_that_leaves_its_groups_out_is_read_with_them_where_none_other_is_known() -> None:
    operation = Operation()
    attack = operation.attack()
    operation.report_dead(attack, "press", (169, 170), parts=US_SERVICE, whole=False)
    assert operation.interval("dead") == (13, 183)
    assert operation.interval("dead/other-reading") == (182, 183)


def test_parts_that_lie_inside_their_total_have_no_other_reading() -> None:
    operation = Operation()
    operation.report_dead(operation.attack(), "press", (170, 170), parts=US_SERVICE, whole=True)
    assert operation.report().figure("dead/other-reading") is None


def test_deaths_established_here_are_certain() -> None:
    operation = _attack()
    operation.die(operation.claim(20))
    assert operation.interval("dead") == (20, 170)
    assert operation.interval("closed/dead") == (20, 20)


def test_nothing_confirmed_is_up_to_what_was_reported() -> None:
    operation = Operation()
    operation.report_dead(operation.attack(), "press", (90, 95), injured=(100, 150))
    assert operation.interval("dead") == (0, 95)
    assert operation.interval("injured") == (0, 150)


def test_two_incidents_add_up() -> None:
    operation = _attack()
    operation.report_dead(operation.attack(), "hospital", (2, 5), confirmed=True)
    assert operation.interval("dead") == (15, 175)
    assert operation.interval("dead/us-service") == (13, 13)


def test_without_reports_nobody_is_said_to_have_died() -> None:
    operation = Operation()
    operation.claim(1)
    assert operation.interval("dead") == (0, 0)
    assert operation.report().figure("injured") is None


def test_the_missing_are_an_interval_of_their_own_with_groups() -> None:
    operation = Operation()
    attack = operation.attack()
    groups = (("children", 1, 2),)
    operation.report_dead(attack, "press", (1, 1), missing=(3, 9), missing_parts=groups)
    operation.report_dead(attack, "hospital", (1, 1), missing=(4, 4), confirmed=True)
    assert operation.interval("missing") == (4, 9)
    assert operation.interval("missing/children") == (1, 2)
    assert operation.report().figure("injured") is None


def test_who_is_missed_waits_untraced_no_longer_until_seen_again() -> None:
    operation = Operation()
    (person,) = operation.claim(1)
    operation.put([PersonUntraced(person, operation.moment, BY, 0)])
    assert operation.interval("untraced") == (1, 1)
    operation.put([PersonMissing(person, operation.moment, BY, "warden")])
    assert operation.interval("untraced") == (0, 0)
    assert operation.interval("remaining") == (1, 1)
    operation.put([PersonHeardFrom(person, operation.moment, BY, "phone")])
    assert {line.mark for line in operation.account().lines} == {Mark.CLAIMED}
