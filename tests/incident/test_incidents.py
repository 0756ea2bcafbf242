"""An incident goes from reported over confirmed or false and accounted to closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import IncidentId, OperatorId, PlaceId
from muster.ground.people.moment import MINUTE, Moment
from muster.journey.incident import facts, rules
from muster.journey.incident.casualties import Harm, report_casualties, unaccounted
from muster.journey.incident.facts import CasualtiesReported
from muster.journey.incident.problems import (
    CasualtiesUnordered,
    IncidentOver,
    IncidentUnknown,
    NotAccounted,
    NotConfirmed,
    NoWarning,
    SourceMissing,
    WarningOver,
)
from muster.journey.incident.rules import Stage, stage
from muster.journey.incident.state import Incident, fold_incident

BY = OperatorId(b"operator".ljust(16, b"-"))
IT = IncidentId(b"incident".ljust(16, b"-"))
GATE = PlaceId(b"gate".ljust(16, b"-"))
Fact = (
    facts.IncidentReported
    | facts.IncidentConfirmed
    | facts.IncidentDismissed
    | facts.IncidentClosed
    | facts.WarningIssued
    | facts.WarningLifted
    | facts.StatementMade
    | CasualtiesReported
)


def at(minute: int) -> Moment:
    return Moment.at(minute * MINUTE)


def folded(*said: Fact) -> Incident:
    state = None
    for fact in said:
        state = fold_incident(state, fact)
    assert state is not None
    return state


REPORTED = facts.IncidentReported(IT, at(1), BY, GATE, "attack", "at the wall", "Radio")
NUMBERS = CasualtiesReported(
    IT, at(5), BY, "Hospital", "all", (2, 3), (10, 12), missing=(0, 0), confirmed=True
)
WARNING = facts.WarningIssued(IT, at(1), BY, (GATE,), "avoid the gate", "Army", 60 * MINUTE)


def test_an_incident_goes_its_way() -> None:
    said: list[Fact] = [REPORTED]
    assert stage(folded(*said), 0) is Stage.REPORTED
    said.append(rules.confirm(folded(*said), IT, "Guard", "", at(2), BY))
    assert stage(folded(*said), 0) is Stage.CONFIRMED
    with pytest.raises(NotAccounted) as told:
        rules.close(folded(*said), IT, "", at(3), BY)
    assert told.value.facts == {"missing": "dead, injured, missing"}
    said.append(report_casualties(folded(*said), NUMBERS))
    assert stage(folded(*said), 0) is Stage.ACCOUNTED
    said.append(rules.close(folded(*said), IT, "over", at(9), BY))
    assert stage(folded(*said), 0) is Stage.CLOSED
    with pytest.raises(IncidentOver):
        rules.confirm(folded(*said), IT, "Guard", "", at(10), BY)


def test_what_nobody_confirmed_is_not_closed_and_what_was_false_is() -> None:
    with pytest.raises(NotConfirmed):
        rules.close(folded(REPORTED), IT, "", at(3), BY)
    false = rules.dismiss(folded(REPORTED), IT, "Guard", "a tyre", at(2), BY)
    state = folded(REPORTED, false)
    assert stage(state, 0) is Stage.FALSE
    assert rules.close(state, IT, "", at(3), BY).subject == IT


def test_what_was_taken_for_false_can_turn_out_true() -> None:
    false = rules.dismiss(folded(REPORTED), IT, "Guard", "", at(2), BY)
    true = rules.confirm(folded(REPORTED, false), IT, "Hospital", "", at(3), BY)
    assert stage(folded(REPORTED, false, true), 0) is Stage.CONFIRMED
    assert folded(REPORTED, true, false) == folded(REPORTED, false, true)


def test_a_number_of_none_is_a_number_and_no_number_is_none() -> None:
    quiet = CasualtiesReported(IT, at(5), BY, "Hospital", "nobody", (0, 0))
    assert unaccounted(folded(REPORTED, quiet)) == (Harm.INJURED, Harm.MISSING)


def test_a_late_report_of_a_closed_incident_is_kept() -> None:
    done = facts.IncidentClosed(IT, at(9), BY, "over")
    late = folded(REPORTED, done, report_casualties(folded(REPORTED, done), NUMBERS))
    assert len(late.reports) == 1


def test_a_warning_ends_by_its_time_or_when_it_is_lifted() -> None:
    state = folded(rules.warn(WARNING))
    assert stage(state, 59 * MINUTE) is Stage.IN_FORCE
    assert stage(state, 60 * MINUTE) is Stage.OVER
    lifted = rules.lift_warning(state, IT, "Army", "all clear", at(30), BY)
    after = folded(WARNING, lifted)
    assert stage(after, 31 * MINUTE) is Stage.LIFTED
    assert after.until == 30 * MINUTE
    assert folded(lifted, WARNING) == after
    with pytest.raises(WarningOver):
        rules.lift_warning(after, IT, "Army", "", at(31), BY)


def test_a_threat_without_an_end_holds_until_it_is_lifted() -> None:
    threat = facts.WarningIssued(IT, at(1), BY, (GATE,), "may come", "Army", None, threat=True)
    state = folded(rules.warn(threat))
    assert (state.kind, state.threat) == ("threat", True)
    assert stage(state, 10**12) is Stage.IN_FORCE


def test_an_incident_is_dismissed_and_a_warning_lifted_never_the_other_way() -> None:
    with pytest.raises(NoWarning):
        rules.lift_warning(folded(REPORTED), IT, "Army", "", at(2), BY)
    with pytest.raises(IncidentOver):
        rules.dismiss(folded(WARNING), IT, "Army", "", at(2), BY)


def test_a_warning_that_would_be_over_already_is_refused() -> None:
    with pytest.raises(WarningOver):
        rules.warn(facts.WarningIssued(IT, at(9), BY, (GATE,), "avoid", "Army", 9 * MINUTE))


def test_every_word_has_its_source() -> None:
    state = folded(REPORTED)
    with pytest.raises(SourceMissing):
        rules.confirm(state, IT, " ", "", at(2), BY)
    with pytest.raises(SourceMissing):
        rules.state(state, facts.StatementMade(IT, at(2), BY, "", "we did it"))
    with pytest.raises(SourceMissing):
        rules.warn(facts.WarningIssued(IT, at(1), BY, (GATE,), "avoid", ""))
    with pytest.raises(IncidentUnknown):
        rules.confirm(None, IT, "Guard", "", at(2), BY)


def test_a_claim_of_responsibility_is_a_marked_statement_and_changes_nothing_else() -> None:
    claim = facts.StatementMade(IT, at(4), BY, "A group", "we did it", responsibility=True)
    other = facts.StatementMade(IT, at(5), BY, "Ministry", "we condemn it")
    state = folded(REPORTED, rules.state(folded(REPORTED), claim), other)
    assert [source for _, source, _ in state.statements] == ["A group", "Ministry"]
    assert [source for _, source, _ in state.claims] == ["A group"]
    assert stage(state, 0) is Stage.REPORTED
    assert state.source == "Radio"


@pytest.mark.parametrize(
    "wrong",
    [
        {"dead": (3, 2)},
        {"dead": (-1, 2)},
        {"missing": (5, 4)},
        {"missing": (0, 4), "missing_parts": (("children", 5, 6),)},
        {"injured": (0, 4), "injured_parts": (("children", 3, 2),)},
        {"dead": (0, 4), "parts": (("service", 5, 5),)},
    ],
)
def test_an_interval_the_wrong_way_round_or_a_part_above_its_whole_is_refused(
    wrong: dict[str, object],
) -> None:
    given_ = {"dead": (0, 9)} | wrong
    with pytest.raises(CasualtiesUnordered):
        report_casualties(
            folded(REPORTED),
            CasualtiesReported(IT, at(5), BY, "Hospital", "so many", **given_),  # type: ignore[arg-type]
        )


def decided(minute: int) -> tuple[Fact, ...]:
    return (
        facts.IncidentConfirmed(IT, at(minute), BY, "Guard"),
        facts.IncidentDismissed(IT, at(minute), BY, "Guard"),
        facts.IncidentClosed(IT, at(minute), BY, "over"),
    )


@given(st.permutations([REPORTED, *decided(3), *decided(5)]))
def test_any_order_of_decisions_gives_the_same_incident(said: list[Fact]) -> None:
    assert folded(*said) == folded(REPORTED, *decided(3), *decided(5))
