"""Laws of taking in: whatever the order of arrival, the rows are what a rebuild would make.

Two sites write about the same people, apart and together, one of them restored and written on in
two ways; a third site takes it all in, in an order that is drawn.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.ground.people.moment import DAY, HOUR
from muster.ground.people.place import PlaceRole
from muster.ground.people.sex import Sex
from muster.ground.secrecy.slot import close_slot
from muster.journey.matching.facts import Judgement
from muster.journey.matching.state import Judged
from muster.journey.plan.facts import Channel
from muster.journey.registry.facts import PersonCorrected
from muster.site import command, upkeep
from muster.site.arrival import haven
from muster.site.clock import SetClock
from muster.site.figures import reporting, sources
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.opening import SLOT, open_site
from muster.site.plan import calls
from muster.site.problems import KeyLost, SegmentGap
from muster.site.record.kinds import RECORD
from muster.site.registry import desk, judging
from muster.site.site import Site
from tests.world.copies import CHEAP, copy
from tests.world.site import BEGIN, PHRASE, World
from tests.world.sites import Chunk, Joined, normal, own, tell


class Operation:
    """What two writers put on record, one of them in two branches, and a site that is new."""

    def __init__(self, folder: Path) -> None:
        first = World(folder / "first")
        slot = close_slot(first.site.keys, PHRASE, CHEAP, bytes(16), bytes(24))
        (folder / "first" / SLOT).write_bytes(slot)
        second = Joined(first, folder / "second")
        third = Joined(first, folder / "third", "Third site")
        self.fresh = folder / "third"
        third.site.close()
        people = first.people(8)
        self.gate = first.place("Example gate", PlaceRole.GATE)
        lift = first.lift(people[:4], counted=5, leave=False)
        tell(first, second.site)
        tell(second, first.site)
        self._apart(first, people, lift)
        self._apart(second, people, lift)
        upkeep.shred(first.site, first.by, people[7], "on request")
        first.site.close()
        restored = copy(folder / "first", folder / "restored")
        first.site = open_site(first.folder, PHRASE, clock=first.clock)
        self._branch(first, people[1:3], "one way")
        self.chunks = {chunk[:3]: chunk for chunk in own(first) + own(second)}
        branch = first
        branch.site.close()
        branch.site = open_site(restored, PHRASE, clock=first.clock)
        with branch.site.batch():  # one segment beside several: the branches overlap unevenly
            self._branch(branch, people[2:0:-1], "another way")
        self.chunks |= {chunk[:3]: chunk for chunk in own(branch)}
        for world in (branch, second):
            world.site.close()

    def _apart(self, world: World, people: list[Any], lift: Any) -> None:  # noqa: ANN401
        site, by = world.site, world.by
        world.tick()
        desk.register(site, by, people[2:6], world.airport)
        desk.correct(
            site, by, PersonCorrected(people[0], site.now(), by.id, "typing", name=world.name())
        )
        desk.withdraw(site, by, people[5:6], "own wish")
        ramp.board(site, by, lift, people[3:6])
        ramp.depart(site, by, lift)
        haven.land(site, by, lift, world.base)
        haven.arrive(site, by, lift, world.base, people[1:5])
        haven.find(site, by, lift, world.base, [(None, Sex.UNSTATED, False)])
        roll.report_deaths(site, by, people[6:7], str(by.id))
        self._called(world, people)
        world.people(3)
        self._judge(world, people)
        self._estimate(world)

    def _judge(self, world: World, people: list[Any]) -> None:
        """Two people judge apart, and differ on a pair; one pair is the same, one unsure."""
        differs = Judgement.SAME if isinstance(world, Joined) else Judgement.DIFFERENT
        for one, other, what in ((0, 1, differs), (2, 3, Judgement.SAME), (3, 4, Judgement.UNSURE)):
            judging.judge(world.site, world.by, people[one], people[other], what)

    def _estimate(self, world: World) -> None:
        sources.estimate(
            world.site,
            world.by,
            source=f"source {world.clock.at}",
            method="survey",
            made=BEGIN,
            population="not listed",
            low=1,
            high=9,
        )

    def _called(self, world: World, people: list[Any]) -> None:
        """Both call one party, one of them misses somebody, both close the gate."""
        site, by = world.site, world.by
        with site.view() as view:
            party = view.state(RECORD, people[0]).party
        window = (world.clock.at, world.clock.at + HOUR)
        command.open_gate(site, by, self.gate, 60)
        calls.call(site, by, [party], self.gate, window)
        world.tick()
        roll.report_missing(site, by, people[1:2], str(by.id))
        calls.reach(site, by, [party], Channel.WARDEN)
        command.shut_gate(site, by, self.gate, "shots")

    def _branch(self, world: World, people: list[Any], words: str) -> None:
        for one in people:
            world.tick()
            desk.hear_from(world.site, world.site.lead, [one], words)
            desk.withdraw(world.site, world.site.lead, [one], words)


@pytest.fixture(scope="module")
def operation() -> Iterator[Operation]:
    """The operation, once for all drawn orders."""
    folder = Path(tempfile.mkdtemp())
    yield Operation(folder)
    shutil.rmtree(folder)


def take_all(site: Site, waiting: list[Chunk]) -> None:
    """Take chunks in, in their order; what has to wait for another one comes again later."""
    while waiting:
        later = []
        for chunk in waiting:
            try:
                chunk.into(site)
            except (SegmentGap, KeyLost):
                later.append(chunk)
        assert len(later) < len(waiting), "nothing more can be taken in"
        waiting = later


@pytest.fixture(scope="module")
def expected(operation: Operation) -> dict[str, Any]:
    """The rows as a rebuild makes them, from one order of arrival."""
    with open_site(copy(operation.fresh, operation.fresh.with_name("plain")), PHRASE) as site:
        take_all(site, list(operation.chunks.values()))
        upkeep.rebuild(site, site.lead)
        return normal(site.store)


def figures(site: Site) -> dict[str, Any]:
    """Return the ends and reasons of every figure, as of one time."""
    report = reporting.report(site, site.lead, BEGIN + DAY)
    tasks = {one.code: one.number for one in report.tasks}
    return tasks | {
        one.id: (one.lo, one.hi, sorted((it.code, it.d_lo, it.d_hi) for it in one.reasons))
        for one in report.figures
    }


@pytest.fixture(scope="module")
def counted(operation: Operation) -> dict[str, Any]:
    """The figures from one order of arrival."""
    with open_site(copy(operation.fresh, operation.fresh.with_name("counted")), PHRASE) as site:
        take_all(site, list(operation.chunks.values()))
        return figures(site)


@given(data=st.data())
@settings(max_examples=12)
def test_whatever_the_order_of_arrival_the_rows_are_what_a_rebuild_makes(
    operation: Operation,
    expected: dict[str, Any],
    counted: dict[str, Any],
    data: st.DataObject,
) -> None:
    drawn = data.draw(st.permutations(list(operation.chunks.values())))
    folder = copy(operation.fresh, operation.fresh.with_name("drawn"))
    with open_site(folder, PHRASE, clock=SetClock(BEGIN)) as site:
        take_all(site, list(drawn))
        assert normal(site.store) == expected
        assert figures(site) == counted
        assert upkeep.verify(site, site.lead).findings == ()
        assert upkeep.rebuild(site, site.lead).equal
        assert all(chunk.into(site).entries == 0 for chunk in drawn)
        assert normal(site.store) == expected


def test_what_was_taken_in_one_batch_is_the_same(
    operation: Operation, expected: dict[str, Any]
) -> None:
    folder = copy(operation.fresh, operation.fresh.with_name("batch"))
    with open_site(folder, PHRASE, clock=SetClock(BEGIN)) as site:
        with site.batch():
            for chunk in operation.chunks.values():
                if chunk.log.compartment == "public":
                    chunk.into(site)
            for chunk in operation.chunks.values():
                chunk.into(site)
        assert normal(site.store) == expected


def test_the_law_is_about_something(operation: Operation, expected: dict[str, Any]) -> None:
    """Branches, ties, shredded people and rows of both writers are all in it."""
    held = {(chunk.log.id, chunk.first) for chunk in operation.chunks.values()}
    assert len(held) < len(operation.chunks)
    logs = [{log for log, _ in behind} for _, behind, _ in expected["registry_person"].values()]
    assert sum(len(one) > 1 for one in logs) > 2
    assert expected["figures_person"]
    judged = [
        msgspec.msgpack.decode(row[0], type=Judged) for row in expected["matching_person"].values()
    ]
    assert any(pair.contested for one in judged for pair in one.pairs)


def test_the_figures_are_of_both_sites_and_the_fork_is_said(counted: dict[str, Any]) -> None:
    assert counted["judgements-contradict"] == 1
    assert counted["quarantined-entries"] > 1
    assert counted["estimate/unnamed"][:2] == (0, 9)
    assert any(code == "possible-duplicates" for code, _, _ in counted["registered"][2])
