"""Passes in a drill: every verdict a fact, a copy goes in at most once an island, all counted."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from muster.doors.drill import gate_moves as kinds
from muster.doors.drill.crew import Crew
from muster.doors.drill.gatework import Passes
from muster.doors.drill.groundwork import ground
from muster.doors.drill.moves import Move
from muster.doors.drill.problems import ScenarioTime, ScenarioValue
from muster.doors.drill.reading import load
from muster.doors.drill.run import Drill, make_site, play
from muster.doors.drill.scenario import Scenario
from muster.ground.secrecy.slot import TRAINING
from muster.journey.figures.report import Report
from muster.journey.gate.outcomes import Form, Look
from muster.journey.gate.uses import Scans, Use
from muster.site.figures import reporting
from muster.site.passes import cards, issuers
from muster.site.passes.cards import Card
from muster.site.record.kinds import CALLS, SCANS
from muster.site.record.view import View

PHRASE = "a phrase of several words"


def seen(view: View) -> Iterator[tuple[Scans, Use]]:
    """Yield every use of a pass, with all that is known of the pass."""
    for _, one in view.scan(SCANS):
        for use in one.uses:
            yield one, use


class Quay:
    """The ferry evacuation by its guards, played once; what they leave behind."""

    def __init__(self, folder: Path) -> None:
        drill = Drill.of("ferry-3000")
        site, clock = make_site(folder, PHRASE, drill, TRAINING)
        with site:
            play(site, clock, drill, crew=Crew.enrolled(site, "58201947"))
            self.report: Report = reporting.report(site, site.lead)
            self.text = reporting.as_text(self.report)
            self.cards: list[Card] = cards.second_uses(site, site.lead, settled=True)
            self.still_open: list[Card] = cards.second_uses(site, site.lead)
            self.issuers = issuers.listed(site, site.lead)
            self.noted_again = cards.note_arrivals(site, site.lead)
            with site.view() as view:
                self.forms = Counter((one.form, use.document) for one, use in seen(view))
                self.came = sum(
                    one.came is not None for _, it in view.scan(CALLS) for one in it.calls
                )

    def number(self, figure: str) -> int:
        """Return a figure; 0 where there is none."""
        found = self.report.figure(figure)
        assert found is None or found.exact
        return 0 if found is None else found.lo


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Quay:
    return Quay(tmp_path_factory.mktemp("gates") / "site")


def test_a_forwarded_pass_goes_in_once_at_each_island_and_the_card_says_where(quay: Quay) -> None:
    (card,) = quay.cards
    assert {use.post for use, _ in card.uses} == {"lane 1", "laptop 2"}
    assert {gate for _, gate in card.uses} == {"Fish Quay"}
    assert sum(use.heads for use, _ in card.uses if not use.asked) == 2 * card.souls
    assert quay.number("second-uses") == 1
    assert quay.number("second-uses/heads") == card.souls


def test_a_card_that_was_looked_into_is_open_no_longer(quay: Quay) -> None:
    assert quay.still_open == []
    assert quay.number("second-uses/open") == 0


@pytest.mark.parametrize(
    "reason",
    [
        "gate.already-used",
        "gate.not-yet-called",
        "gate.revoked",
        "gate.window-over",
        "gate.gate-closed",
        "gate.settled-against",
        "passes.signature-wrong",
        "passes.not-a-pass",
    ],
)
def test_each_reason_to_turn_somebody_back_is_met_and_counted(quay: Quay, reason: str) -> None:
    assert quay.number(f"turned-back/{reason}") > 0


@pytest.mark.parametrize("reason", ["gate.other-gate", "gate.rest-of-party"])
def test_each_doubt_of_the_scenario_is_met_and_counted(quay: Quay, reason: str) -> None:
    assert quay.number(f"held/{reason}") > 0


def test_what_each_gate_decided_adds_up_to_the_whole(quay: Quay) -> None:
    at_gates: Counter[str] = Counter()
    for one in quay.report.under("gate"):
        _, _, sign, *reason = one.id.split("/")
        at_gates[sign] += one.hi
        if reason:
            at_gates["/".join((sign, *reason))] += one.hi
    assert at_gates["let-through"] > 500
    for sign, count in at_gates.items():
        assert quay.number(sign) == count, sign


def test_the_report_tells_clones_with_their_bound(quay: Quay) -> None:
    assert "at most one for each island of posts" in quay.text
    assert "At the gates" in quay.text
    assert "Turned back: forged" in quay.text


def test_a_delegate_whose_template_leaked_is_dismissed_and_let_in_nobody_beyond_its_quota(
    quay: Quay,
) -> None:
    (delegate,) = (one for one in quay.issuers if one.delegate)
    assert delegate.name == "Example ferry line"
    assert delegate.dismissed is not None
    assert quay.number("turned-back/gate.revoked") >= 8


def test_a_thousand_telephones_show_one_pass_at_three_gates(kabul: Scenario) -> None:
    (rule,) = kabul.passes
    thousand = rule.forwarded[0]
    assert (thousand.phones, thousand.islands, len(thousand.also_at)) == (1_000, 3, 2)
    assert (thousand.linked - thousand.apart).total_seconds() == 5 * 3600


def test_whoever_is_given_a_pass_was_called_and_no_gate_lets_in_on_it_twice_by_itself(
    ferry: list[Move],
) -> None:
    moves = [one for one in ferry if isinstance(one, kinds.PassesGiven)]
    given = {one for move in moves for one in move.called}
    shown = [one for one in ferry if isinstance(one, kinds.PassShown)]
    last = Counter(one.party for one in shown if not one.in_vain)
    assert given
    assert set(last) <= given
    assert max(last.values()) == 2  # in parts: the others, then one


def changed(passes: Passes, **what: object) -> Scenario:
    ferry = load("ferry-3000")
    return msgspec.structs.replace(ferry, passes=(msgspec.structs.replace(passes, **what),))


def test_a_delegate_at_a_gate_without_passes_is_refused() -> None:
    (passes,) = load("ferry-3000").passes
    with pytest.raises(ScenarioValue):
        ground(changed(passes, gates=("school",)))


def test_posts_that_meet_before_they_part_are_refused() -> None:
    (passes,) = load("ferry-3000").passes
    one = passes.forwarded[0]
    wrong = msgspec.structs.replace(one, linked=one.apart)
    with pytest.raises(ScenarioTime):
        ground(changed(passes, forwarded=(wrong,)))


def test_outer_passes_are_played_with_the_document_that_they_are_bound_to(quay: Quay) -> None:
    assert quay.forms[Form.OUTER, Look.FITS] > 100
    assert quay.forms[Form.OUTER, Look.NOT_ASKED] > 0


def test_the_number_of_islands_is_on_record_and_bounds_what_copies_let_in(quay: Quay) -> None:
    assert quay.number("islands") == 2
    for card in quay.cards:
        alone = [use for use, _ in card.uses if not use.asked]  # others a supervisor let in
        assert len(alone) <= quay.number("islands")
        assert sum(use.heads for use in alone) <= quay.number("islands") * card.souls
    assert "up to 2 islands" in quay.text


def test_the_plan_learns_from_the_gates_who_came(quay: Quay) -> None:
    assert quay.came > 100
    assert quay.noted_again == 0
