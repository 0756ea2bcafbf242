"""An operation in memory: facts are put as the rooms' rules make them, and folded into an account.

``Operation`` keeps every fact. ``account`` folds them all anew, subject by subject, so a test can
take facts away, or fold them in another order, and ask again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from muster.ground.people.category import Category, Outcome, Profile
from muster.ground.people.fact import Observation
from muster.ground.people.facts import PlaceNamed
from muster.ground.people.ids import (
    LiftId,
    OperatorId,
    PartyId,
    PassId,
    PersonId,
    PlaceId,
    RuleId,
)
from muster.ground.people.kin import Relation
from muster.ground.people.moment import HOUR, MINUTE, Moment, read_iso
from muster.ground.people.name import Name
from muster.ground.people.place import PlaceRole
from muster.ground.people.sex import Sex
from muster.ground.people.state import SiteState
from muster.journey.arrival import facts as arrival
from muster.journey.arrival import rules as arriving
from muster.journey.figures.account import Account
from muster.journey.figures.books import (
    Entry,
    Line,
    decode_entry,
    decode_line,
    encode_line,
    entries,
    standing,
)
from muster.journey.figures.facts import EstimateMade, FigurePublished
from muster.journey.figures.report import Report, report
from muster.journey.gate import outcomes
from muster.journey.gate.outcomes import Doubt, Form, Look
from muster.journey.incident import facts as incident
from muster.journey.lift import facts as lift
from muster.journey.lift.state import Passenger
from muster.journey.matching.facts import Judgement, RecordsJudged
from muster.journey.passes.binding import Binding
from muster.journey.passes.facts import PassIssued
from muster.journey.registry import facts as registry
from muster.site.record.kinds import DEATH, GUEST, LEFT, PASSENGER, RECORD, TABLE_OF
from muster.site.registry import judging

PEOPLE = (RECORD, PASSENGER, GUEST, DEATH, LEFT)
BEGINS = read_iso("2021-08-14T12:00Z")
NAME = "Zarmarked Qolmarked"
BY = b"operator".ljust(16, b"-")
GROUPS = (("citizen", "citizen"), ("resident", "resident"), ("worker", "worked-with"))
PROFILE = Profile("test", 1, 0, tuple(Category(one, group, {"en": one}) for one, group in GROUPS))


class Operation:
    """Facts in the order in which they were put; ``now`` moves on a minute with each."""

    def __init__(self, *, day_ends: int = 7 * HOUR, base: int = 0) -> None:
        self.facts: list[Observation] = []
        self.now = BEGINS
        self.site = SiteState("test", "airfield", day_ends, training=True, base=base)
        self._ids = 0
        self._states: dict[str, dict[bytes, Any]] = {}
        self.origin = self.place("airfield", PlaceRole.ORIGIN)
        self.base = self.place("base", PlaceRole.STAGING, (100, 200))
        self.haven = self.place("haven", PlaceRole.HAVEN)

    def id(self) -> bytes:
        """Return the next id."""
        self._ids += 1
        return self._ids.to_bytes(16, "big")

    def put(self, facts: Iterable[Observation]) -> None:
        """Put ``facts`` on record."""
        for fact in facts:
            self.facts.append(fact)
            _fold(self._states, fact)
        self.now += MINUTE

    @property
    def moment(self) -> Moment:
        """Return the present."""
        return Moment.at(self.now)

    # ---------------------------------------------------------------------------------- registry

    def place(self, name: str, role: PlaceRole, capacity: tuple[int, int] | None = None) -> PlaceId:
        """Name a place."""
        identity = PlaceId(self.id())
        self.put([PlaceNamed(identity, self.moment, BY, name, role, capacity)])
        return identity

    def claim(self, number: int, category: str = "worker") -> list[PersonId]:
        """Claim ``number`` people."""
        people = [PersonId(self.id()) for _ in range(number)]
        party = PartyId(self.id())
        self.put(
            registry.PersonClaimed(
                one, self.moment, BY, party, Name(NAME), Sex.UNSTATED, category, Relation.UNKNOWN
            )
            for one in people
        )
        return people

    def withdraw(self, people: Iterable[PersonId]) -> None:
        """Withdraw claims."""
        self.put(registry.ClaimWithdrawn(one, self.moment, BY, "wish") for one in people)

    def lose(self, people: Iterable[PersonId]) -> None:
        """Lose trace of people."""
        self.put(registry.PersonUntraced(one, self.moment, BY, self.now) for one in people)

    def refuse(self, people: Iterable[PersonId]) -> None:
        """Decide that people are not eligible."""
        self.put(
            registry.EligibilityDecided(
                one,
                self.moment,
                BY,
                Outcome.INELIGIBLE,
                "",
                "desk",
                RuleId(BY),
                1,
                (),
            )
            for one in people
        )

    # -------------------------------------------------------------------------------------- ramp

    def offer(self, origin: PlaceId | None = None, to: PlaceId | None = None) -> LiftId:
        """Offer a lift, by default from the airfield to the base."""
        identity = LiftId(self.id())
        way = (origin or self.origin, to or self.base)
        window = (self.now, self.now + HOUR)
        name = f"L{self._ids}"
        self.put([lift.LiftOffered(identity, self.moment, BY, name, "C", *way, 300, 50, *window)])
        return identity

    def board(self, one: LiftId, people: Iterable[PersonId], at: PlaceId | None = None) -> None:
        """Scan people aboard."""
        place = at or self.origin
        self.put(lift.Boarded(person, self.moment, BY, one, place) for person in people)

    def bump(self, one: LiftId, people: Iterable[PersonId]) -> None:
        """Take people off."""
        self.put(lift.Bumped(person, self.moment, BY, one, "full") for person in people)

    def count(self, one: LiftId, souls: int) -> None:
        """Count souls aboard."""
        self.put([lift.SoulsCounted(one, self.moment, BY, souls)])

    def depart(self, one: LiftId, *, last: bool = False) -> None:
        """Let a lift leave."""
        self.put([lift.LiftDeparted(one, self.moment, BY, -1, -1)])
        if last:
            self.put([lift.LastLiftDeparted(one, self.moment, BY)])

    def cancel(self, one: LiftId) -> None:
        """Cancel a lift."""
        self.put([lift.LiftCancelled(one, self.moment, BY, "field overrun")])

    def settle(self, one: LiftId, souls: int) -> None:
        """Settle a lift's count."""
        self.put([lift.SoulsSettled(one, self.moment, BY, souls, "laps", "a witness")])

    def legs(self, person: PersonId) -> list[LiftId]:
        """Return the lifts somebody was scanned aboard, in order."""
        passenger: Passenger | None = self._state(PASSENGER, person)
        return [leg.lift for leg in passenger.legs] if passenger is not None else []

    # ----------------------------------------------------------------------------------- arrival

    def land(self, one: LiftId, counted: int = -1, at: PlaceId | None = None) -> None:
        """Let a lift come in."""
        self.put([arrival.LiftArrived(one, self.moment, BY, at or self.base, counted)])

    def arrive(self, one: LiftId, people: Sequence[PersonId], at: PlaceId | None = None) -> None:
        """Let known people come off, scanned aboard or not."""
        known = [(person, self._state(PASSENGER, person)) for person in people]
        self.put(arriving.arrive(one, at or self.base, known, self.moment, BY))  # type: ignore[arg-type]

    def find(self, one: LiftId, number: int, at: PlaceId | None = None) -> list[PersonId]:
        """Let unknown people come off."""
        people = [PersonId(self.id()) for _ in range(number)]
        where = (one, at or self.base)
        nobody = (None, Sex.UNSTATED, False)
        self.put(
            arriving.find(person, where, nobody, self.moment, BY)  # type: ignore[arg-type]
            for person in people
        )
        return people

    def match(self, person: PersonId, claim: PersonId | None) -> None:
        """Say who somebody found on arrival is: the one of a claim, or nobody known."""
        known = (self._state(GUEST, person), self._state(PASSENGER, person))
        self.put(arriving.settle(person, known, claim, "", self.moment, BY))  # type: ignore[arg-type]

    def hand_over(self, people: Iterable[PersonId]) -> None:
        """Hand people over."""
        self.put(arrival.HandedOver(one, self.moment, BY, "agency") for one in people)

    def leave(self, people: Iterable[PersonId]) -> None:
        """Let people go their own way."""
        self.put(arrival.LeftOnOwnAccount(one, self.moment, BY) for one in people)

    def miss(self, people: Iterable[PersonId], at: PlaceId | None = None) -> None:
        """Miss people at a muster."""
        absent = arrival.Presence.ABSENT
        self.put(arrival.Mustered(one, self.moment, BY, at or self.base, absent) for one in people)

    # ----------------------------------------------------------------------------------- command

    def die(self, people: Iterable[PersonId]) -> None:
        """Establish deaths."""
        self.put(
            incident.DeathReported(one, self.moment, BY, "doctor", authority=True) for one in people
        )

    def attack(self) -> bytes:
        """Report an incident at the airfield."""
        one = self.id()
        self.put([incident.IncidentReported(one, self.moment, BY, self.origin, "attack", "")])
        return one

    def report_dead(self, one: bytes, source: str, dead: tuple[int, int], **facts: Any) -> None:  # noqa: ANN401
        """Report casualties of an incident."""
        sentence = f"{dead[1]} dead"
        self.put(
            [incident.CasualtiesReported(one, self.moment, BY, source, sentence, dead, **facts)]
        )

    def publish(self, series: str, low: int, high: int, **facts: Any) -> None:  # noqa: ANN401
        """Publish a number in souls."""
        identity = self.id()
        number = FigurePublished(
            identity, self.moment, BY, series, "press", "as printed", "souls", low, high, **facts
        )
        self.put([number])

    def judge(
        self,
        one: PersonId,
        other: PersonId,
        judgement: Judgement,
        by: bytes = BY,
        **facts: Any,  # noqa: ANN401
    ) -> None:
        """Judge two records."""
        first, second = sorted((one, other))
        self.put([RecordsJudged(first, self.moment, by, second, judgement, **facts)])

    def estimate(self, source: str, low: int, high: int, **facts: Any) -> None:  # noqa: ANN401
        """Let a source estimate people nobody has named, or those that ``facts`` say."""
        told = {"method": "a count", "made": self.now, "population": "unnamed", **facts}
        self.put([EstimateMade(self.id(), self.moment, BY, source, low=low, high=high, **told)])

    # ----------------------------------------------------------------------------------- account

    def states(self, facts: Iterable[Observation] | None = None) -> dict[str, dict[bytes, Any]]:
        """Return the folded state of every subject by table."""
        found: dict[str, dict[bytes, Any]] = {}
        for fact in self.facts if facts is None else facts:
            _fold(found, fact)
        return found

    def _state(self, table: Any, subject: bytes) -> Any:  # noqa: ANN401
        return self._states.get(table.name, {}).get(subject)

    def account(self, facts: Iterable[Observation] | None = None) -> Account:
        """Return the account of ``facts``, by default of all."""
        states = self.states(facts)
        lines, seen = books(states)
        return Account(
            lines,
            seen,
            states.get("lift_lift", {}),
            states.get("arrival_lift", {}),
            states.get("people_place", {}),
            states.get("arrival_place", {}),
            states.get("gate_place", {}),
            states.get("incident_incident", {}),
            tuple(states.get("figures_series", {}).values()),
            PROFILE,
            self.site,
            self.now,
            (("00" * 16, len(self.facts), "11" * 32),),
            **self._judged(states),
        )

    def _judged(self, states: dict[str, dict[bytes, Any]]) -> dict[str, Any]:
        """Return what was judged and estimated, as a site hands it to a report."""

        def line(one: bytes) -> bytes:
            rows = (states.get(table.name, {}).get(one) for table in PEOPLE)
            return encode_line(standing(*rows))

        known = {one for table in PEOPLE for one in states.get(table.name, {})}
        found = judging.books(
            states.get("matching_person", {}),
            lambda people: {one: line(one) for one in people if one in known},
            lambda table, one: states.get(table.name, {}).get(one),
        )
        return {
            "judgements": found.edges,
            "judged": found.judged,
            "contested": found.contested,
            "estimates": tuple(states.get("figures_estimate", {}).values()),
            **self._scanned(states),
        }

    def _scanned(self, states: dict[str, dict[bytes, Any]]) -> dict[str, Any]:
        """Return what was seen at gates, as a site hands it to a report."""
        return {
            "scans": states.get("gate_pass", {}),
            "walked_in": states.get("gate_entries", {}),
            "replaced": {
                one: found.replaces
                for one, found in states.get("passes_pass", {}).items()
                if found.replaces is not None
            },
        }

    # ------------------------------------------------------------------------------------- gates

    def issue(self, identity: bytes, replaces: bytes | None = None) -> PassId:
        """Issue a pass, maybe in the place of another one."""
        before = None if replaces is None else PassId(replaces)
        said = (self.origin, 0, 4, self.now, self.now + HOUR, Binding.NONE, b"abc", before)
        self.put([PassIssued(identity, self.moment, BY, b"key", *said)])
        return PassId(identity)

    def let_through(
        self, identity: bytes, gate: PlaceId, heads: int, settled: tuple[Doubt, ...] = ()
    ) -> None:
        """Let heads in on a pass."""
        said = (gate, "lane 1", heads, 4, Form.INNER, Look.NOT_ASKED, self.now, settled)
        self.put([outcomes.LetThrough(identity, self.moment, BY, *said)])

    def hold(self, identity: bytes, gate: PlaceId, *doubts: Doubt) -> None:
        """Let somebody wait."""
        self.put([outcomes.Held(identity, self.moment, BY, gate, "lane 1", 2, Form.INNER, doubts)])

    def turn_back(self, identity: bytes, gate: PlaceId, reason: str) -> None:
        """Turn somebody back."""
        said = (gate, "lane 1", 2, Form.INNER, reason)
        self.put([outcomes.TurnedBack(identity, self.moment, BY, *said)])

    def walk_in(self, gate: PlaceId, heads: int) -> None:
        """Let heads in without a pass."""
        self.put(
            [outcomes.WalkedIn(gate, self.moment, BY, "lane 1", heads, "lost", OperatorId(BY))]
        )

    def look_into(self, identity: bytes) -> None:
        """Settle the second use of a pass."""
        self.put([outcomes.SecondUseSettled(identity, self.moment, BY, "a photograph")])

    def report(self) -> Report:
        """Return the report of all facts."""
        return report(self.account())

    def interval(self, identity: str) -> tuple[int, int]:
        """Return the ends of one figure of the report."""
        figure = self.report().figure(identity)
        assert figure is not None, f"no figure {identity}"
        return figure.lo, figure.hi


def _fold(states: dict[str, dict[bytes, Any]], fact: Observation) -> None:
    table = TABLE_OF[type(fact)]
    rows = states.setdefault(table.name, {})
    rows[fact.subject] = table.fold(rows.get(fact.subject), fact)


def books(states: dict[str, dict[bytes, Any]]) -> tuple[dict[Line, int], dict[Entry, int]]:
    """Return the tallies over everybody, each line and entry by way of its bytes."""
    people = {
        one
        for table in (RECORD, PASSENGER, GUEST, DEATH, LEFT)
        for one in states.get(table.name, {})
    }
    lines: Counter[Line] = Counter()
    seen: Counter[Entry] = Counter()
    for one in people:
        record, passenger, guest, death, left = (
            states.get(table.name, {}).get(one) for table in (RECORD, PASSENGER, GUEST, DEATH, LEFT)
        )
        lines[decode_line(encode_line(standing(record, passenger, guest, death, left)))] += 1
        seen.update(decode_entry(raw) for raw in entries(passenger, guest))
    return dict(lines), dict(seen)
