"""Contradictory casualty reports: each is kept, and who contradicts whom in what is named."""

from hypothesis import given
from hypothesis import strategies as st

from muster.journey.incident.casualties import Contradiction, Harm, contradictions
from muster.journey.incident.state import Interval, Parts, Report


def report(
    at: int,
    source: str,
    dead: Interval,
    parts: Parts = (),
    *,
    whole: bool | None = True,
    missing: Interval | None = None,
    missing_parts: Parts = (),
) -> Report:
    return Report(
        at,
        source,
        "as said",
        dead,
        injured=None,
        parts=parts,
        whole=whole,
        confirmed=False,
        missing=missing,
        missing_parts=missing_parts,
    )


def test_intervals_that_share_a_number_do_not_contradict() -> None:
    assert contradictions([report(1, "A", (90, 170)), report(2, "B", (170, 182))]) == ()


def test_two_sources_apart_are_named_with_what_each_said() -> None:
    assert contradictions([report(1, "A", (95, 103)), report(2, "B", (169, 170))]) == (
        Contradiction(Harm.DEAD, "", ("A", "B"), ((95, 103), (169, 170))),
    )


def test_up_to_170_and_13_beside_169_or_170_do_not_contradict() -> None:
    """The report of 1 September 2021 and the press: both readings are in the record."""
    service = (("us-service", 13, 13),)
    up_to = report(1, "Report", (0, 170), service)
    beside = report(2, "Press", (169, 170), service, whole=None)
    assert contradictions([up_to, beside]) == ()


def test_a_total_that_leaves_its_groups_out_is_compared_with_them() -> None:
    service = (("us-service", 13, 13),)
    beside = report(1, "Press", (169, 170), service, whole=False)
    (found,) = contradictions([beside, report(2, "Ministry", (170, 170))])
    assert found.numbers == ((182, 183), (170, 170))


def test_a_sources_later_word_stands_for_its_earlier_one() -> None:
    early, late = report(1, "A", (13, 13)), report(3, "A", (90, 100))
    assert contradictions([late, report(2, "B", (95, 95)), early]) == ()


def test_a_later_report_that_says_nothing_of_the_missing_leaves_the_earlier_one_standing() -> None:
    told = [
        report(1, "A", (1, 1), missing=(5, 5)),
        report(2, "A", (1, 1)),
        report(3, "B", (1, 1), missing=(7, 9)),
    ]
    (found,) = contradictions(told)
    assert found.harm is Harm.MISSING


def test_sub_counts_contradict_in_their_population_though_the_totals_agree() -> None:
    told = [
        report(1, "A", (10, 20), missing=(0, 9), missing_parts=(("children", 1, 2),)),
        report(2, "B", (10, 20), missing=(0, 9), missing_parts=(("children", 5, 5),)),
    ]
    (found,) = contradictions(told)
    assert (found.harm, found.part, found.sources) == (Harm.MISSING, "children", ("A", "B"))


INTERVALS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda it: (min(it), max(it)))
REPORTS = st.lists(
    st.builds(
        report,
        st.integers(0, 99),
        st.sampled_from("ABCD"),
        INTERVALS,
        missing=st.none() | INTERVALS,
    ),
    max_size=8,
    unique_by=lambda one: one.at,
)


@given(REPORTS)
def test_two_sources_are_named_exactly_when_no_number_would_satisfy_both(
    told: list[Report],
) -> None:
    latest = {one.source: one for one in sorted(told, key=lambda one: one.at)}
    found = {it.sources for it in contradictions(told) if it.harm is Harm.DEAD}
    for one in latest:
        for other in latest:
            both = range(
                max(latest[one].dead[0], latest[other].dead[0]),
                min(latest[one].dead[1], latest[other].dead[1]) + 1,
            )
            named = (one, other) in found or (other, one) in found
            assert named == (not both)


@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_in_which_reports_are_held_changes_no_contradiction(
    told: list[Report], chance: object
) -> None:
    mixed = list(told)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert contradictions(mixed) == contradictions(told)
