"""Day 12 of the drill: ten lifts are off and a gate closes; a planner reads, accepts, and goes on.

The airlift of August 2021 at a tenth of its size, stopped at the beginning of 25 August, the
twelfth of its eighteen days. The planner uses what a planner has, then lets the drill go on, and
whoever was called comes, early, late or not at all. The page that tells the day is typed first.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.drill.crew import Crew
from muster.doors.drill.loop import standing
from muster.doors.drill.loop.course import Course
from muster.doors.drill.loop.sums import GoneOn, summed
from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import HOUR
from muster.journey.lift.state import Passenger
from muster.journey.plan.operation import Standing
from muster.journey.plan.state import Calls
from muster.journey.registry.state import Record
from muster.site import command, upkeep
from muster.site.figures import reporting
from muster.site.lift import ramp
from muster.site.opening import open_site
from muster.site.plan import planning, queues
from muster.site.plan.differences import Kind, difference
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import Way
from muster.site.record.kinds import CALLS, PASSENGER, RECORD
from tests.stories.worked_example import PAGE, SECRET, Reader, shown

TOLD = PAGE.with_name("planners-day.md")
PHRASE, SCALE = "a phrase of several words", 0.1
QUEUE, HOURS = 4_000 * SCALE, 2.0
"""What the closed loop has to keep: people in line, and hours in line for each of them."""


class Day:
    """The drill on its twelfth day, and the planner in it."""

    def __init__(self, folder: Path) -> None:
        self.site = open_site(folder, PHRASE)
        self.crew = Crew.again(self.site)
        self.split_before = self.split()

    def go_on(self, hours: int) -> GoneOn:
        """Let the drill go on, its own planner at work; hold what must hold after each hour."""
        course = standing.take_up(self.site, self.crew, replanning=True)
        for _ in course.go_on(course.world.clock.at + hours * HOUR):
            self.books_are_closed(course)
        standing.stand(course)
        return summed(course)

    def books_are_closed(self, course: Course) -> None:
        """Hold that everybody is in one place, and everybody who came to a gate too."""
        report = reporting.report(self.site, self.site.lead)
        books = report.ledger
        assert books.registered == books.waiting + books.on_the_way + books.safe + books.closed
        for place in report.places:
            if place.came_in is not None:
                out = place.went_out + place.here.lo + place.closed + place.unseen
                assert place.came_in == out + place.absent
        tally, kept = course.world.kept.tally, course.world.kept
        sent = sum(one.souls for _, one in kept.sent.values())
        assert tally.came == tally.let_in + kept.waiting().total() + sent + tally.gave_up

    def split(self) -> set[PartyId]:
        """Return the parties of which some have left on other lifts than others, or not at all."""
        with self.site.view() as view:
            ways: dict[PartyId, set[bytes]] = {}
            passengers: dict[bytes, Passenger] = view.states(PASSENGER)
            for person, record in view.scan(RECORD):
                found = passengers.get(person, Passenger())
                if isinstance(record, Record) and record.party is not None:
                    first = found.legs[0].lift if found.legs else b""
                    ways.setdefault(record.party, set()).add(first)
        return {party for party, lifts in ways.items() if len(lifts) > 1}

    def gate(self, name: str) -> PlaceId:
        """Return a gate by its name."""
        return next(
            one.id for one in command.gates(self.site, self.crew.planner) if name in one.name
        )

    def told(self) -> dict[PartyId, bytes]:
        """Return who was told, and the gate of each."""
        with self.site.view() as view:
            known: dict[bytes, Calls] = view.states(CALLS)
        return {PartyId(one): each.live[-1].gate for one, each in known.items() if each.live}


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site where the first command of the page has been typed."""
    folder = tmp_path_factory.mktemp("stopped")
    (folder / SECRET).touch(0o600)
    (folder / SECRET).write_text(f"{PHRASE}\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MUSTER_SITE", raising=False)
        first = shown(TOLD.read_text("utf-8"))[0]
        assert list(Reader(folder, TOLD).differences(first)) == []
    return folder


@pytest.fixture(scope="module")
def day(stopped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day") / "site"
    shutil.copytree(stopped / "muster-site", folder)
    made = Day(folder)
    yield made
    made.site.close()


def test_the_page_tells_the_day_as_it_goes(
    stopped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "day"
    shutil.copytree(stopped, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("MUSTER_SITE", raising=False)
    reader = Reader(folder, TOLD)
    for one in shown(TOLD.read_text("utf-8"))[1:]:
        found = list(reader.differences(one))
        assert not found, "\n".join(found)
    with open_site(folder / "muster-site", PHRASE) as site:
        crew = Crew.again(site)
        after = summed(standing.take_up(site, crew, replanning=True))
        assert after.mean_wait <= HOURS
        assert after.peak <= QUEUE
        lines = {one.name: one.counts[-1][1] for one in queues.queues(site, crew.planner).gates}
        assert lines["Buses of partner states"] == 0
        assert max(lines.values()) > 0


def test_ten_lifts_are_cancelled_and_a_gate_closes_on_day_12(day: Day) -> None:
    before = day.go_on(7)
    assert before.let_in > 100
    told = day.told()
    cancelled, shut = _ten_lifts_and_a_gate(day)

    proposals = [
        planning.propose(day.site, day.crew.planner, way, seconds=5)
        for way in (Way.REPAIR, Way.STABLE)
    ]
    for proposal in proposals:
        _reads(proposal, shut)
        _moves_nobody_who_was_told_unless_hit(proposal, told, cancelled, shut)
    assert sum(proposals[1].left) <= sum(proposals[0].left)
    planning.adopt(day.site, day.crew.planner, proposals[1])
    assert planning.faults(day.site, day.crew.planner) == ()

    after = day.go_on(10)
    assert after.let_in > before.let_in + 100
    assert after.out > before.out
    assert after.peak <= QUEUE
    assert after.mean_wait <= HOURS
    assert {one.name: one.waiting for one in after.gates}["Buses of partner states"] == 0
    assert day.split() == day.split_before
    assert upkeep.verify(day.site, day.site.lead).findings == ()


def _ten_lifts_and_a_gate(day: Day) -> tuple[set[bytes], PlaceId]:
    """Cancel the next ten lifts that could still be filled, and shut the gate of the buses."""
    planner, operation = day.crew.planner, planning.look(day.site, day.crew.planner).operation
    lifts = [one.id for one in operation.lifts if one.seats and one.hour >= 4][:10]
    for lift in lifts:
        ramp.cancel(day.site, planner, lift, "the crews are needed elsewhere")
    gate = day.gate("Buses")
    recalled = command.shut_gate(day.site, day.crew.head, gate, "shots heard on the road")
    assert len(lifts) == 10
    assert recalled.calls > 0
    assert planning.faults(day.site, planner)
    return {*lifts}, gate


def _reads(proposal: Proposal, shut: PlaceId) -> None:
    """The difference says whom it moves in a few sentences, and seats nobody at the shut gate."""
    found = difference(proposal.gathered, proposal.plan.places)
    operation = proposal.operation
    gate = [one.id for one in operation.gates].index(shut)
    assert all(place is None or place.gate != gate for place in proposal.plan.places)
    assert len(found.said()) == 3
    assert found.after.seated + found.after.remaining == sum(
        party.souls for party in operation.parties if party.standing.seatable
    )
    kept = zip(operation.parties, proposal.plan.places, strict=True)
    assert {party.id for party, place in kept if place != party.old} == {
        one.party for one in found.moves
    }


def _moves_nobody_who_was_told_unless_hit(
    proposal: Proposal, told: dict[PartyId, bytes], cancelled: set[bytes], shut: PlaceId
) -> None:
    standing_of = {one.id: one.standing for one in proposal.operation.parties}
    for one in difference(proposal.gathered, proposal.plan.places).moves:
        if one.party not in told or one.kind is Kind.NEW or one.before is None:
            continue
        hit = told[one.party] == shut or one.before[2] in cancelled
        due = standing_of[one.party] is Standing.INSIDE  # only its lift is left to decide
        assert hit or due
