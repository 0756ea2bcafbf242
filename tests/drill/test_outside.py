"""What a drill plays outside the gates: calls, arrangements, incidents and things left behind."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.drill import outside_moves
from muster.doors.drill.crew import Crew
from muster.doors.drill.moves import Move, Number
from muster.doors.drill.run import Drill, make_site, play
from muster.doors.drill.scenario import Scenario
from muster.ground.people.category import Outcome as Eligibility
from muster.ground.people.document import DocumentType, Evidence
from muster.ground.people.moment import instant, iso
from muster.ground.secrecy.slot import TRAINING
from muster.journey.closing.checklist import Scope
from muster.journey.closing.facts import Disposal, ItemKind
from muster.journey.figures.report import Report
from muster.journey.incident.rules import Stage
from muster.journey.passage.state import Step
from muster.journey.passage.terms import Disclosable
from muster.journey.plan.state import Outcome
from muster.site.closing import left
from muster.site.figures import reporting
from muster.site.incident import incidents, roll
from muster.site.passage import liaison
from muster.site.plan import calls
from muster.site.record.kinds import RECORD
from muster.site.site import Site

PHRASE = "a phrase of several words"


class Airlift:
    """A small airlift, played once for all tests that only look."""

    def __init__(self, folder: Path) -> None:
        drill = Drill.of("kabul-2021", scale=0.02)
        self.site: Site
        self.site, clock = make_site(folder, PHRASE, drill, TRAINING)
        play(self.site, clock, drill, crew=Crew.of_lead(self.site))
        self.by = self.site.lead
        self.report: Report = reporting.report(self.site, self.by)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airlift]:
    made = Airlift(tmp_path_factory.mktemp("outside") / "site")
    yield made
    made.site.close()


@pytest.fixture(params=["small", "ferry"])
def stream(request: pytest.FixtureRequest) -> list[Move]:
    found: list[Move] = request.getfixturevalue(request.param)
    return found


def test_nobody_is_called_to_a_gate_that_lets_nobody_in(stream: list[Move]) -> None:
    opened: set[str] = set()
    for move in stream:
        match move:
            case outside_moves.GateOpened():
                opened.add(move.place)
            case outside_moves.GateHeld() | outside_moves.GateShut():
                opened.discard(move.place)
            case outside_moves.PartiesCalled():
                assert move.gate in opened
                assert move.at <= move.opens < move.closes
            case _:
                pass


def test_a_party_has_one_live_call_and_each_is_answered_or_taken_back(stream: list[Move]) -> None:
    live: dict[Number, str] = {}
    for move in stream:
        match move:
            case outside_moves.PartiesCalled():
                assert not live.keys() & set(move.called)
                live.update(dict.fromkeys(move.called, move.gate))
            case outside_moves.PartiesCame():
                for party in move.called:
                    live.pop(party, None)
            case outside_moves.GateHeld() | outside_moves.GateShut():
                live = {party: gate for party, gate in live.items() if gate != move.place}
            case outside_moves.GatesWarned(recall=True):
                live = {party: gate for party, gate in live.items() if gate not in move.places}
            case outside_moves.RecallsReached():
                assert not live.keys() & set(move.called)
            case _:
                pass
    assert not live


def test_calls_fill_the_days_around_the_closures(kabul: Scenario, small: list[Move]) -> None:
    called: Counter[str] = Counter()
    for move in small:
        if isinstance(move, outside_moves.PartiesCalled):
            called[iso(move.at)[:10]] += len(move.called)
    assert {"2021-08-22", "2021-08-26"} <= called.keys()
    begins = min(instant(one.begins) for one in kabul.calls)
    assert min(called) >= iso(begins)[:10]


def test_the_road_is_told_of_a_convoy_only_while_it_is_agreed(
    kabul: Scenario, small: list[Move]
) -> None:
    stage: dict[str, str] = defaultdict(str)
    told = 0
    for move in small:
        match move:
            case outside_moves.ArrangementStepped():
                steps = kabul.arrangement(move.arrangement).steps
                stage[move.arrangement] = steps[move.step].stage.value
            case outside_moves.Disclosed():
                assert stage[move.arrangement] in {"in-use", "resumed"}
                assert move.vehicles * 45 >= move.souls > 0
                told += move.souls
            case outside_moves.ConvoyPassed():
                told -= move.souls
            case _:
                pass
    assert told == 0


def test_every_thing_and_every_sheet_has_its_end(stream: list[Move]) -> None:
    for begun, ended, key in (
        (outside_moves.ItemInventoried, outside_moves.ItemEnded, "item"),
        (outside_moves.SheetPrinted, outside_moves.SheetEnded, "sheet"),
    ):
        first = [getattr(one, key) for one in stream if isinstance(one, begun)]
        last = [getattr(one, key) for one in stream if isinstance(one, ended)]
        assert first
        assert sorted(first) == sorted(last)


def test_the_arrangement_went_from_possible_to_lapsed(played: Airlift) -> None:
    (row,) = liaison.arrangements(played.site, played.by)
    page = liaison.arrangement(played.site, played.by, row.id)
    steps = list(dict.fromkeys(turn.step for turn in page.story))
    assert steps[:4] == [Step.POSSIBLE, Step.PROPOSED, Step.AGREED, Step.IN_USE]
    assert {Step.HONOURED, Step.BREACHED, Step.SUSPENDED, Step.RESUMED} <= set(steps)
    assert row.step is Step.LAPSED
    assert row.honoured == row.told > 3
    assert row.flagged == 0


def test_nobody_was_ever_named_to_the_road(played: Airlift) -> None:
    (row,) = liaison.arrangements(played.site, played.by)
    allowed = {Disclosable.COUNT, Disclosable.VEHICLES, Disclosable.WINDOW}
    for told in liaison.arrangement(played.site, played.by, row.id).disclosures:
        assert set(told.kinds) == allowed
        assert told.parties
        assert not told.persons


def test_every_live_call_was_taken_back_and_the_unreached_are_counted(played: Airlift) -> None:
    rows = calls.listed(played.site, played.by)
    outcomes = Counter(row.call.outcome for row in rows)
    assert outcomes[Outcome.LIVE] == 0
    assert outcomes[Outcome.CAME] > 0
    outbox = calls.outbox(played.site, played.by)
    assert 0 < outbox.unreached < len(outbox.messages)
    assert outbox.stray == 0


def test_the_attack_is_closed_with_every_source_in_its_own_words(played: Airlift) -> None:
    rows = incidents.listed(played.site, played.by)
    (attack,) = (row for row in rows if row.incident.kind == "attack")
    assert attack.stage is Stage.CLOSED
    assert attack.apart > 0
    page = incidents.page(played.site, played.by, attack.id)
    assert len(page.incident.statements) == 2
    assert len(page.incident.claims) == 1
    warnings = [row for row in rows if row.incident.warning]
    assert len(warnings) == 4
    assert all(row.incident.source and row.incident.until for row in warnings)


def test_the_roll_keeps_names_and_the_missing_stay_open(played: Airlift) -> None:
    entries = roll.entries(played.site, played.by)
    assert sum(one.established for one in entries) == 21
    assert sum(one.kin_told is not None for one in entries) == 9
    assert sum(one.missing is not None for one in entries) == 5
    figure = played.report.figure("missing")
    assert figure
    assert figure.hi == 5


def test_what_was_left_is_disabled_with_the_published_counts(played: Airlift) -> None:
    rows = [row.item for row in left.items(played.site, played.by)]
    assert all(len(one.disposals) == 1 for one in rows)
    disabled = [one for one in rows if one.disposals[0].disposal is Disposal.DISABLED]
    counts = Counter(dict.fromkeys(ItemKind, 0))
    for one in disabled:
        counts[one.kind] += one.count
    assert counts[ItemKind.AIRCRAFT] == 73
    assert counts[ItemKind.VEHICLE] == 70 + 27
    assert counts[ItemKind.SYSTEM] == 1
    (box,) = (one for one in rows if one.disposals[0].disposal is Disposal.ABANDONED)
    assert box.bears_data
    assert box.parties


def test_the_operation_stays_open_over_those_who_are_left(played: Airlift) -> None:
    shown = left.checklist(played.site, played.by, Scope.OPERATION)
    open_points = {point.code.value: point.open for point in shown.points if point.open}
    records_claimed_twice = 6
    assert open_points["people-open"] == 183 + records_claimed_twice
    assert open_points["prints-lost"] == 1
    assert "gates-not-shut-for-good" not in open_points
    assert shown.closed.at is None
    assert all(row.closed.at is not None for row in left.gates(played.site, played.by))


def test_somebody_left_on_a_paper_that_we_destroyed(played: Airlift) -> None:
    with played.site.view() as view:
        records = view.states(RECORD)
    burned = [
        record
        for record in records.values()
        for one in record.documents
        if one.type is DocumentType.DESTROYED_BY_US and one.evidence is Evidence.ATTESTED
    ]
    assert len(burned) > 40
    assert {record.outcome for record in burned} == {Eligibility.ELIGIBLE}
