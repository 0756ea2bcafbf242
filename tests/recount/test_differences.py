"""Whatever a report says otherwise is named; what cannot be compared is never passed over."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.doors.recount import compare
from muster.doors.recount.compare import Verdict
from muster.doors.recount.entries import Unusable, Why, ordered
from muster.journey.figures import stages
from tests.figures.operation import Operation
from tests.recount.told import LOGS, SITE, entries, facts, recounted, said

Json = dict[str, Any]


@pytest.fixture
def operation() -> Operation:
    """An operation in which every kind of thing happened once."""
    made = Operation()
    people = made.claim(9, "citizen")
    first, second = made.offer(), made.offer()
    made.board(first, people[:5])
    made.board(second, people[4:6])
    made.count(first, 7)
    for lift in (first, second):
        made.depart(lift, last=lift == second)
    made.land(first)
    made.arrive(first, people[:3])
    made.find(first, 2)
    made.lose(people[6:7])
    made.report_dead(made.attack(), "Example agency", (10, 13), parts=(("service", 2, 3),))
    return made


def verdict(operation: Operation, change: Callable[[Json], object]) -> Verdict:
    """Return what the recount says of the report of ``operation`` after ``change``."""
    told = entries(facts(operation))
    report = json.loads(json.dumps(said(operation, told)))
    change(report)
    return compare.recount(told, LOGS, SITE, compare.asked(report))


def figure(report: Json, identity: str) -> Json:
    """Return a figure of a report."""
    found: Json = next(one for one in report["figures"] if one["id"] == identity)
    return found


def test_an_unchanged_report_is_equal(operation: Operation) -> None:
    assert recounted(operation).equal


@given(st.data())
def test_one_digit_altered_anywhere_is_named(data: st.DataObject) -> None:
    operation = Operation()
    operation.board(operation.offer(), operation.claim(3))
    report = said(operation, entries(facts(operation)))
    chosen = data.draw(st.sampled_from([one["id"] for one in report["figures"]]))
    end = data.draw(st.sampled_from(["lo", "hi"]))

    def alter(report: Json) -> None:
        one = figure(report, chosen)
        one[end] = one[end] + 1 if isinstance(one[end], int) else one[end].replace("0", "1", 1)

    (found,) = verdict(operation, alter).differences
    assert (found.figure, found.what) == (chosen, end)
    assert found.said != found.counted


def test_a_reason_altered_is_named_though_the_ends_agree(operation: Operation) -> None:
    def alter(report: Json) -> None:
        reasons = figure(report, "departed")["reasons"]
        reasons[0]["d_lo"] -= 1

    (found,) = verdict(operation, alter).differences
    assert found.figure == "departed"
    assert found.what.endswith(" d_lo")


@pytest.mark.parametrize("what", ["base", "window"])
def test_another_base_or_window_is_named(operation: Operation, what: str) -> None:
    other = {"base": "2021-08-01T00:00:00Z", "window": ["2021-08-01T00:00:00Z"] * 2}[what]
    found = verdict(operation, lambda report: figure(report, "arrived").update({what: other}))
    assert [(one.figure, one.what) for one in found.differences] == [("arrived", what)]


def test_a_list_altered_is_named(operation: Operation) -> None:
    def alter(report: Json) -> None:
        report["lifts"][0]["souls"][1] += 1
        report["ledger"]["safe"] -= 1
        report["places"][1]["here"][0] += 2

    found = verdict(operation, alter).differences
    assert len(found) == 4
    assert {one.figure.partition("/")[0] for one in found} == {"lift", "ledger", "stock"}


def test_a_figure_that_is_not_counted_here_is_named(operation: Operation) -> None:
    found = verdict(operation, lambda report: figure(report, "safe").update(id="happy"))
    assert found.unknown == ("happy",)
    assert found.more == ("safe",)


def test_another_version_of_a_population_is_not_compared_with_ours(operation: Operation) -> None:
    newer = {"population": "waiting.v9", "lo": 0, "hi": 0}
    found = verdict(operation, lambda report: figure(report, "waiting").update(newer))
    assert found.unknown == ("waiting",)


def test_a_reason_that_is_not_counted_here_makes_the_figure_unknown(operation: Operation) -> None:
    reason = {"code": "weather", "d_lo": 0, "d_hi": 4, "text": ""}
    found = verdict(operation, lambda report: figure(report, "safe")["reasons"].append(reason))
    assert found.unknown == ("safe",)


def test_a_group_left_out_of_a_report_is_named(operation: Operation) -> None:
    def leave_out(report: Json) -> None:
        report["figures"] = [one for one in report["figures"] if one["id"] != "remaining/citizen"]

    found = verdict(operation, leave_out)
    assert found.left_out == ("remaining/citizen",)
    assert not found.equal


def test_a_cut_ahead_of_the_record_is_refused(operation: Operation) -> None:
    def ahead(report: Json) -> None:
        report["cut"][0]["sequence"] += 1

    with pytest.raises(Unusable) as refused:
        verdict(operation, ahead)
    assert refused.value.why is Why.AHEAD


def test_a_log_that_is_not_here_is_refused(operation: Operation) -> None:
    stranger = {"log": "ee" * 16, "sequence": 1, "hash": "00" * 32}
    with pytest.raises(Unusable) as refused:
        verdict(operation, lambda report: report["cut"].append(stranger))
    assert refused.value.why is Why.AHEAD


def test_a_cut_with_another_hash_is_refused(operation: Operation) -> None:
    with pytest.raises(Unusable) as refused:
        verdict(operation, lambda report: report["cut"][0].update(hash="ee" * 32))
    assert refused.value.why is Why.OTHER


def test_what_comes_after_the_cut_does_not_count(operation: Operation) -> None:
    told = entries(facts(operation))
    report = said(operation, told)
    operation.claim(5)
    operation.withdraw(operation.claim(1))
    later = entries(facts(operation))
    assert len(later) == len(told) + 7
    found = compare.recount(later, LOGS, SITE, compare.asked(report))
    assert found.equal
    assert found.entries == len(told)


@given(st.randoms(use_true_random=False))
def test_entries_in_any_order_are_put_in_theirs(chance: Any) -> None:  # noqa: ANN401
    operation = Operation()
    lift = operation.offer()
    people = operation.claim(3)
    operation.board(lift, people)
    operation.bump(lift, people[:1])
    operation.depart(lift)
    told = entries(facts(operation))
    asked = compare.asked(said(operation, told))
    mixed = [*told, *told[:4]]
    chance.shuffle(mixed)
    assert compare.recount(ordered(mixed, LOGS), LOGS, SITE, asked).equal
    if mixed != told:
        with pytest.raises(Unusable) as refused:
            compare.recount(mixed, LOGS, SITE, asked)
        assert refused.value.why is Why.UNORDERED


def test_a_bug_planted_in_a_room_is_caught(
    operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = stages.stand

    def forgetful(*given: Any) -> Any:  # noqa: ANN401
        standing = counted(*given)
        return stages.Standing.SAFE if standing is stages.Standing.ON_THE_WAY else standing

    monkeypatch.setattr(stages, "stand", forgetful)
    found = {one.figure for one in recounted(operation).differences}
    assert found >= {"safe", "on-the-way"}


@pytest.mark.parametrize(
    "report",
    [
        None,
        [],
        {},
        {"schema": 1, "as_of": "2021-08-28T07:16:00Z", "cut": [], "figures": [{}]},
        {"schema": 2, "as_of": "2021-08-28T07:16:00Z", "cut": [], "figures": []},
        {"schema": 1, "as_of": "yesterday", "cut": [], "figures": []},
        {"schema": 1, "as_of": "2021-08-28T07:16:00", "cut": [], "figures": []},
        {"schema": 1, "as_of": "2021-08-28T07:16:00Z", "cut": [{"log": "x"}], "figures": []},
    ],
)
def test_what_is_no_report_is_refused(report: object) -> None:
    with pytest.raises(Unusable) as refused:
        compare.asked(report)
    assert refused.value.why is Why.UNREADABLE
