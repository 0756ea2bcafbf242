"""Laws of a site, whatever is done in whatever order: rows follow the record, everybody is counted.

A machine draws commands as a day would bring them, also ones that make no sense together. After
each step the books must add up; at the end the record must verify, rebuild to the same rows, and a
report as of an earlier moment must say what the report said then.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from muster.ground.people.category import Outcome
from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.sex import Sex
from muster.ground.problem import Problem
from muster.journey.arrival.facts import Presence
from muster.journey.figures.books import Stage
from muster.journey.figures.duplicates import joined
from muster.journey.incident.problems import PersonStopped
from muster.journey.matching.facts import Judgement
from muster.journey.plan.problems import PartyKept
from muster.site import upkeep
from muster.site.arrival import haven
from muster.site.figures import reporting
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.record.kinds import PERSON_TABLES
from muster.site.registry import desk, judging
from tests.world.site import World

Said = dict[str, tuple[int, int]]
HAPPENINGS = ("withdraw", "untraced", "heard", "missing", "dead", "ready")


class Days(RuleBasedStateMachine):
    """One site, any commands."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(self.folder / "site")
        self.people: list[PersonId] = []
        self.lifts: list[LiftId] = []
        self.found: list[PersonId] = []
        self.said: list[tuple[int, Said]] = []

    @override
    def teardown(self) -> None:
        """Ask what must hold at the end of any day."""
        site, by = self.world.site, self.world.by
        verified = upkeep.verify(site, by)
        assert verified.findings == ()
        assert upkeep.rebuild(site, by).equal
        for moment, said in self.said:
            assert self.figures(moment) == said
        site.close()
        shutil.rmtree(self.folder)

    def figures(self, as_of: int | None = None) -> Said:
        """Return the ends of all figures."""
        report = reporting.report(self.world.site, self.world.by, as_of)
        return {one.id: (one.lo, one.hi) for one in report.figures}

    def some(self, data: st.DataObject) -> list[PersonId]:
        """Draw a few people who are known or were."""
        return data.draw(
            st.lists(st.sampled_from(self.people), min_size=1, max_size=5, unique=True)
        )

    @rule(size=st.integers(1, 5), category=st.sampled_from(("citizen", "staff", "nonsense")))
    def claim(self, size: int, category: str) -> None:
        """A party claims."""
        self.people += self.world.party(size, category)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def decide(self, data: st.DataObject, outcome: Outcome) -> None:
        """An authority decides."""
        self.world.tick()
        some = self.some(data)
        desk.decide_as(
            self.world.site, self.world.by, some, outcome, reasons=("x",), authority="Test"
        )

    @precondition(lambda self: self.people)
    @rule(data=st.data(), what=st.sampled_from(HAPPENINGS))
    def happen(self, data: st.DataObject, what: str) -> None:
        """Something happens to people, wherever they are."""
        self.world.tick()
        site, by, some = self.world.site, self.world.by, self.some(data)
        match what:
            case "withdraw":
                desk.withdraw(site, by, some, "own wish")
            case "untraced":
                desk.lose_trace(site, by, some, site.now().latest)
            case "heard":
                desk.hear_from(site, by, some, "phone")
            case "missing":
                roll.report_missing(site, by, some, "Warden")
            case "dead":
                roll.report_deaths(site, by, some, data.draw(st.sampled_from("AB")))
            case _:
                ramp.ready(site, by, some, self.world.airport)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), counted=st.none() | st.integers(0, 9), leave=st.booleans())
    def fly(self, data: st.DataObject, counted: int | None, *, leave: bool) -> None:
        """A lift takes people, perhaps some who are aboard another one."""
        origin = data.draw(st.sampled_from((self.world.airport, self.world.base)))
        some = self.some(data)
        with contextlib.suppress(PersonStopped, PartyKept):  # the dead go on no manifest
            self.lifts.append(self.world.lift(some, counted=counted, origin=origin, leave=leave))

    @precondition(lambda self: self.lifts)
    @rule(data=st.data(), unknown=st.integers(0, 3))
    def land(self, data: st.DataObject, unknown: int) -> None:
        """A lift comes in with whoever is on it, was not, or is not known."""
        lift = data.draw(st.sampled_from(self.lifts))
        self.world.land(lift, self.some(data))
        seen = [(None, Sex.UNSTATED, False)] * unknown
        drawn = haven.find(self.world.site, self.world.by, lift, self.world.base, seen)
        self.found += drawn
        self.people += drawn

    @precondition(lambda self: self.found)
    @rule(data=st.data(), new=st.booleans())
    def settle(self, data: st.DataObject, *, new: bool) -> None:
        """Somebody finds out who a person found on arrival is."""
        self.world.tick()
        person = data.draw(st.sampled_from(self.found))
        claim = None if new else data.draw(st.sampled_from(self.people))
        if claim == person:
            return
        try:
            haven.settle_found(self.world.site, self.world.by, person, claim, "citizen")
        except Problem as problem:
            assert problem.code == "arrival.not-found-here"  # noqa: PT017 - else it is a bug

    @precondition(lambda self: self.people)
    @rule(data=st.data(), what=st.sampled_from((*Presence, "hand over", "leave")))
    def stay(self, data: st.DataObject, what: str) -> None:
        """People are mustered, handed over or go."""
        self.world.tick()
        site, by, some = self.world.site, self.world.by, self.some(data)
        try:
            match what:
                case "hand over":
                    haven.hand_over(site, by, some, "Example agency")
                case "leave":
                    haven.leave(site, by, some)
                case _:
                    haven.muster(site, by, self.world.base, some, Presence(what))
        except Problem as problem:
            assert problem.code == "arrival.not-arrived"  # noqa: PT017 - else it is a bug

    @precondition(lambda self: self.lifts)
    @rule(data=st.data(), what=st.sampled_from(("depart", "cancel", "settle", "bump")))
    def ramp(self, data: st.DataObject, what: str) -> None:
        """Something happens to a lift."""
        self.world.tick()
        site, by = self.world.site, self.world.by
        lift = data.draw(st.sampled_from(self.lifts))
        try:
            match what:
                case "depart":
                    ramp.depart(site, by, lift)
                case "cancel":
                    ramp.cancel(site, by, lift, "weather")
                case "settle":
                    ramp.settle(site, by, lift, 5, reason="counted again", witness="Two")
                case _:
                    ramp.bump(site, by, lift, self.some(data), "no seat")
        except Problem as problem:
            assert problem.code in {"lift.gone", "lift.not-departed"}  # noqa: PT017

    @precondition(lambda self: len(self.people) > 1)
    @rule(data=st.data(), what=st.sampled_from(Judgement))
    def judge(self, data: st.DataObject, what: Judgement) -> None:
        """Somebody judges two records."""
        self.world.tick()
        pair = st.lists(st.sampled_from(self.people), min_size=2, max_size=2, unique=True)
        one, other = data.draw(pair)
        judging.judge(self.world.site, self.world.by, one, other, what)

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def shred(self, data: st.DataObject) -> None:
        """Somebody is shredded: no figure moves."""
        before = self.figures()
        person = data.draw(st.sampled_from(self.people))
        try:
            upkeep.shred(self.world.site, self.world.by, person, "retention")
        except Problem as problem:
            assert problem.code == "site.nothing-known"  # noqa: PT017
        self.people = [one for one in self.people if one != person]
        self.found = [one for one in self.found if one != person]
        self.said = []
        assert self.figures() == before

    @rule()
    def report(self) -> None:
        """Somebody reads the report; it must be possible to read it again later."""
        self.said.append((self.world.clock.at, self.figures()))
        self.world.tick()

    @rule()
    def restart(self) -> None:
        """The machine is started anew."""
        self.world.reopen()

    @invariant()
    def everybody_is_in_exactly_one_place(self) -> None:
        """The partition is total and disjoint, and every ledger is closed."""
        site = self.world.site
        account = reporting.account(site)
        once, _ = joined(account)
        people = sum(n for line, n in once.lines.items() if line.stage is not Stage.MERGED)
        assert sum(once.lines.values()) == sum(account.lines.values())
        with site.view() as view:
            known = {row.subject for t in PERSON_TABLES for row in view.reader.rows_scan(t.name)}
        assert sum(account.lines.values()) == len(known)
        report = reporting.report(site, self.world.by)
        books = report.ledger
        assert books.registered == people
        assert books.safe + books.on_the_way + books.waiting + books.closed == people


Days.TestCase.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
TestDays = Days.TestCase
