"""Laws of calls: whatever is done in whatever order, no live call leads to a gate that is shut.

A machine draws what planners, gates and incidents do on a day, also what makes no sense together.
Two sites that were apart may leave a call astray; then it is counted, and one act takes it back.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from muster.ground.people.ids import PartyId, PersonId, PlaceId
from muster.ground.people.moment import HOUR
from muster.ground.people.place import PlaceRole
from muster.ground.problem import Problem
from muster.journey.plan.facts import Channel
from muster.site import command, together, upkeep
from muster.site.incident import incidents, roll
from muster.site.plan import calls, recalling
from muster.site.record.kinds import CALLS, GATE, RECORD
from muster.site.registry import desk
from tests.world.site import World
from tests.world.sites import Joined, tell


class Gates(RuleBasedStateMachine):
    """One site with three gates; any command in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(self.folder / "site")
        self.gates = [self.world.place(name, PlaceRole.GATE) for name in ("A", "B", "C")]
        self.people: list[PersonId] = []
        self.parties: list[PartyId] = []

    @override
    def teardown(self) -> None:
        """The record verifies, and a rebuild makes the same rows."""
        site, by = self.world.site, self.world.by
        assert upkeep.verify(site, by).findings == ()
        assert upkeep.rebuild(site, by).equal
        site.close()
        shutil.rmtree(self.folder)

    @rule(size=st.integers(1, 3))
    def claim(self, size: int) -> None:
        """A party claims."""
        people = self.world.party(size)
        self.people += people
        self.parties.append(self.world.site.rows.state(RECORD, people[0]).party)

    @rule(data=st.data(), rate=st.integers(1, 900), surge=st.booleans())
    def open(self, data: st.DataObject, rate: int, *, surge: bool) -> None:
        """A gate opens, unless it is shut for good."""
        gate = data.draw(st.sampled_from(self.gates))
        with contextlib.suppress(Problem):
            command.open_gate(self.world.site, self.world.by, gate, rate, surge=surge)

    @rule(
        data=st.data(),
        how=st.sampled_from(("shut", "hold", "for good", "warn")),
        elsewhere=st.booleans(),
    )
    def close(self, data: st.DataObject, how: str, *, elsewhere: bool) -> None:
        """A gate closes or is warned of, with or without another one to go to."""
        site, by = self.world.site, self.world.by
        gate = data.draw(st.sampled_from(self.gates))
        to = data.draw(st.sampled_from(self.gates)) if elsewhere else None
        self.world.tick()
        with contextlib.suppress(Problem):
            match how:
                case "hold":
                    command.hold_gate(site, by, gate, "threat", to=to)
                case "warn":
                    incidents.warn(site, by, [gate], "avoid", source="Army", recall=True, to=to)
                case _:
                    good = how == "for good"
                    command.shut_gate(site, by, gate, "night", for_good=good, to=to)

    @precondition(lambda self: self.parties)
    @rule(data=st.data(), hours=st.integers(0, 3))
    def call(self, data: st.DataObject, hours: int) -> None:
        """Parties are called, or not."""
        gate = data.draw(st.sampled_from(self.gates))
        parties = data.draw(st.lists(st.sampled_from(self.parties), max_size=3, unique=True))
        window = (self.world.clock.at, self.world.clock.at + hours * HOUR)
        with contextlib.suppress(Problem):
            calls.call(self.world.site, self.world.by, parties, gate, window)

    @precondition(lambda self: self.parties)
    @rule(data=st.data(), what=st.sampled_from(("came", "missed", "recall", "reach", "confirm")))
    def answer(self, data: st.DataObject, what: str) -> None:
        """Something comes of a call."""
        site, by = self.world.site, self.world.by
        party = [data.draw(st.sampled_from(self.parties))]
        self.world.tick(HOUR)
        with contextlib.suppress(Problem):
            match what:
                case "came":
                    calls.came(site, by, party)
                case "missed":
                    calls.did_not_come(site, by, party)
                case "recall":
                    calls.recall(site, by, party)
                case "reach":
                    calls.reach(site, by, party, Channel.RADIO)
                case _:
                    desk.confirm_parties(site, by, party)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), what=st.sampled_from(("dead", "missing", "seen")))
    def happen(self, data: st.DataObject, what: str) -> None:
        """Somebody dies, is missed, or is heard of."""
        site, by = self.world.site, self.world.by
        some = [data.draw(st.sampled_from(self.people))]
        self.world.tick()
        match what:
            case "dead":
                roll.report_deaths(site, by, some, data.draw(st.sampled_from("AB")))
            case "missing":
                roll.report_missing(site, by, some, "Warden")
            case _:
                desk.hear_from(site, by, some, "phone")

    @invariant()
    def no_live_call_leads_to_a_gate_that_lets_nobody_in(self) -> None:
        """R26, and nobody is called whose party is kept together."""
        rows = self.world.site.rows
        kept = together.kept(rows)
        with self.world.site.view() as view:
            for party, state in view.scan(CALLS):
                for one in state.live:
                    assert view.state(GATE, one.gate).open
                    assert party not in kept
                assert len(state.live) <= 1
        assert recalling.stray(rows) == []

    @invariant()
    def everybody_who_was_recalled_is_told_or_counted(self) -> None:
        """One message a party, and the unreached are the ones without a channel."""
        told = calls.outbox(self.world.site, self.world.by)
        assert len({one.party for one in told.messages}) == len(told.messages)
        assert told.unreached == sum(one.reached is None for one in told.messages)


TestGates = Gates.TestCase
TestGates.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


def _apart(folder: Path) -> tuple[World, Joined, PlaceId, list[PartyId]]:
    """Return two sites that know the same, a gate that is open, and two parties."""
    first = World(folder / "first")
    gate = first.place("North gate", PlaceRole.GATE)
    command.open_gate(first.site, first.by, gate, 300)
    people = [first.party(2)[0] for _ in range(2)]
    parties = [first.site.rows.state(RECORD, one).party for one in people]
    second = Joined(first, folder / "second")
    tell(first, second.site)
    return first, second, gate, parties


@given(closed_first=st.booleans())
@settings(max_examples=2, deadline=None)
def test_a_call_made_apart_from_the_closing_is_counted_astray_and_taken_back_in_one_act(
    *, closed_first: bool
) -> None:
    folder = Path(tempfile.mkdtemp())
    first, second, gate, parties = _apart(folder)
    until = first.clock.at + HOUR
    for closing in (closed_first, not closed_first):
        if closing:
            command.shut_gate(first.site, first.by, gate, "shots")
        else:
            calls.call(second.site, second.by, parties, gate, (first.clock.at, until))
    tell(second, first.site)
    assert calls.outbox(first.site, first.by).stray == 2
    assert calls.recall_stray(first.site, first.by).calls == 2
    told = calls.outbox(first.site, first.by)
    assert (told.stray, told.unreached) == (0, 2)
    assert upkeep.rebuild(first.site, first.by).equal
    for world in (first, second):
        world.site.close()
    shutil.rmtree(folder)
