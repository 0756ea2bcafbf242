"""Passes through a drill: given with the call, shown at the gate, copied, forged, closed.

Parties come in as the scenario says, whatever becomes of their passes: whoever has none that is
good is let in by two people.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from muster.doors.drill.braid import Story
from muster.doors.drill.crowds import Crowd
from muster.doors.drill.gate_moves import (
    Bearing,
    DelegateAppointed,
    DelegateDismissed,
    ForgedShown,
    Forgery,
    LeakedShown,
    PassesGiven,
    PassesRevoked,
    PassRenewed,
    PassShown,
    PostsApart,
    PostsLinked,
    SecondUseSettled,
    WalkedIn,
)
from muster.doors.drill.gatework import Delegate, Forwarded, Outer, Passes
from muster.doors.drill.moves import ClaimedParty, Move, Number, Numbers
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Streams
from muster.ground.people.moment import HOUR, MINUTE, SECOND, Instant, instant

_EARLY = 15 * MINUTE
_RENEWED = 30 * MINUTE
_REST = 10 * MINUTE
_FOUND = 65 * MINUTE
_BEFORE_APART = MINUTE
_LEAKED_WINDOW = 6 * HOUR
_ODD = ("early", "elsewhere", "renewed", "in_parts", "aloud", "lost")
_OTHER_GATE = "sent to the gate on the pass"
_REST_SEEN = "those inside say that it is one of them"
_TORN = "the card was torn; they are as many as it says"
_LOST = "pass lost, known to the desk by a call"
_AGAIN = "the old one was seen on another telephone"


class Expected(Struct, frozen=True, gc=False):
    """A crowd that was given passes: when, gate, window, and its parties, the largest last."""

    given: Instant
    gate: str
    opens: Instant
    closes: Instant
    parties: Numbers


class Passing:
    """The passes of one drill; ``Calling`` asks it, and what nobody was called for it tells."""

    def __init__(self, scenario: Scenario, streams: Streams) -> None:
        self._rules = scenario.passes
        self._expected: list[list[Expected]] = [[] for _ in self._rules]
        self._lost: list[list[tuple[Instant, Number, str]]] = [[] for _ in self._rules]
        self._ways = [streams.named(f"passes/{n}") for n, _ in enumerate(self._rules)]

    def rule(self, gate: str, begins: Instant) -> int | None:
        """Return by which rule a crowd that comes to ``gate`` at ``begins`` has passes, if any."""
        for n, one in enumerate(self._rules):
            if gate in one.gates and instant(one.begins) <= begins < instant(one.until):
                return n
        return None

    def given(
        self, at: Instant, crowd: Crowd, parties: Sequence[ClaimedParty], closes: Instant
    ) -> Iterator[Move]:
        """Yield the passes of a crowd that was called just now, where it gets any."""
        gate, opens = crowd.slot.gate, crowd.slot.begins
        n = self.rule(gate, opens)
        if n is None:
            return
        by_size = sorted(parties, key=lambda one: (len(one.people), one.number))
        numbers = tuple(one.number for one in by_size)
        called = numbers[::-1]  # the largest first, so that no gate's rate keeps theirs back
        self._expected[n].append(Expected(at, gate, opens, closes, numbers))
        delegate = self._rules[n].delegate
        count = 0
        if delegate is not None and delegate.gate == gate and _serves(delegate, at, opens):
            count = round(len(called) * delegate.percent / 100)
            small = tuple(one.number for one in parties if len(one.people) <= delegate.most_souls)
            theirs = small[:count]
            yield PassesGiven(at, theirs, gate, opens, closes, delegate.name)
            called = tuple(one for one in called if one not in theirs)
        outer = self._outer(n, gate)
        beside = ("", outer.checkpoint, outer.bound) if outer is not None else ()
        yield PassesGiven(at, called, gate, opens, closes, *beside)

    def _outer(self, n: int, gate: str) -> Outer | None:
        found = self._rules[n].outer
        return found if found is not None and gate in found.gates else None

    def shown(
        self, crowd: Crowd, parties: Sequence[ClaimedParty], given: Instant
    ) -> Iterator[Move]:
        """Yield how the parties of a crowd come through their gate, with passes since ``given``."""
        gate, opens = crowd.slot.gate, crowd.slot.begins
        n = self.rule(gate, opens)
        if n is None:
            return
        took = (crowd.slot.ends - opens) // max(1, len(parties))
        for k, party in enumerate(parties):
            yield from self._coming(n, gate, opens + k * took, opens, party, given)

    def _coming(
        self,
        n: int,
        gate: str,
        at: Instant,
        opens: Instant,
        party: ClaimedParty,
        given: Instant,
    ) -> Iterator[Move]:
        number, others = party.number, [one for one in self._rules[n].gates if one != gate]
        match self._way(n):
            case "early" if given < opens - _EARLY:
                yield PassShown(opens - _EARLY, number, gate, in_vain=True)
            case "elsewhere" if others and given < at - _REST:
                there = others[number % len(others)]
                yield PassShown(at - _REST, number, there, settled=_OTHER_GATE, in_vain=True)
            case "renewed" if given < at - _RENEWED:
                yield PassRenewed(at - _RENEWED, number, _AGAIN)
                old = Bearing.OLD
                yield PassShown(at - MINUTE, number, gate, bearing=old, in_vain=True)
            case "in_parts" if len(party.people) > 1:
                yield PassShown(at, number, gate, heads=len(party.people) - 1)
                rest = (0, Bearing.GIVEN, 1, _REST_SEEN)
                yield PassShown(at + MINUTE, number, gate, *rest, let_through=True)
                return
            case "aloud":
                by_word = (0, Bearing.ALOUD, None, _TORN)
                yield PassShown(at, number, gate, *by_word, let_through=True)
                return
            case "lost":
                self._lost[n].append((at, number, gate))
                yield WalkedIn(at, gate, len(party.people), _LOST)
                return
            case _:
                pass
        outer = self._outer(n, gate) is not None
        yield PassShown(at, number, gate, bearing=Bearing.OUTER if outer else Bearing.GIVEN)

    def _way(self, n: int) -> str:
        draw, odd = self._ways[n].uniform(0, 100), self._rules[n].oddities
        for name in _ODD:
            draw -= getattr(odd, name)
            if draw < 0:
                return name
        return ""

    # ------------------------------------------------------------------ what nobody was called for

    def stories(self) -> Iterator[Story]:
        """Yield forgeries, delegates, lost passes found and passes forwarded, rule by rule."""
        for n, rule in enumerate(self._rules):
            yield instant(rule.begins), _forged(rule)
            hours = range(instant(rule.begins), instant(rule.until) + 3 * HOUR, HOUR)
            for at in hours:
                yield at, self._found(n, at)
            if rule.delegate is not None:
                yield instant(rule.delegate.appointed), _delegate(rule.delegate)
            for one in rule.forwarded:
                begins = instant(one.apart) - _BEFORE_APART
                yield begins, self._forwarded(n, one, begins)

    def _found(self, n: int, at: Instant) -> Iterator[Move]:
        """Yield passes that were lost, shown by somebody else when their window is over."""
        closed = {number: one.closes for one in self._expected[n] for number in one.parties}
        due = [
            (closes + _FOUND, number, gate)
            for _, number, gate in self._lost[n]
            if at <= (closes := closed[number]) + _FOUND < at + HOUR
        ]
        for when, number, gate in sorted(due):
            yield PassShown(when, number, gate, in_vain=True)

    def _forwarded(self, n: int, one: Forwarded, begins: Instant) -> Iterator[Move]:
        """Yield the phones on which the pass of a party is shown that was to come just then."""
        apart, linked, until = instant(one.apart), instant(one.linked), instant(one.until)
        found = next(filter(None, (self._sender(n, gate, apart) for gate in _gates(one))), None)
        if found is None:
            return
        home, party = found.gate, found.parties[-1]
        yield PostsApart(begins, home, one.islands)
        gates = (home, *(gate for gate in _gates(one) if gate != home))
        step = (until - apart) // one.phones
        met = False
        for k in range(one.phones):
            at, gate = apart + k * step, gates[k % len(gates)]
            if at >= linked and not met:
                yield PostsLinked(linked, home)
                met = True
            lane = k // len(gates) % one.islands if not met and gate == home else 0
            words = "" if gate == home else _OTHER_GATE
            yield PassShown(at, party, gate, lane, settled=words, in_vain=True)
        if not met:
            yield PostsLinked(linked, home)
        yield PassesRevoked(until + SECOND, (party,), one.words)
        yield PassShown(until + MINUTE, party, home, in_vain=True)
        if one.settled is not None:
            yield SecondUseSettled(instant(one.settled), party, one.words)

    def _sender(self, n: int, gate: str, apart: Instant) -> Expected | None:
        """Return whose pass is sent on: of the crowd at a gate whose window holds longest."""
        good = [
            expected
            for expected in self._expected[n]
            if expected.gate == gate
            and expected.given < apart - _BEFORE_APART
            and expected.opens <= apart + HOUR < expected.closes
        ]
        return max(good, key=lambda expected: expected.closes, default=None)


def _gates(one: Forwarded) -> tuple[str, ...]:
    return one.gate, *one.also_at


def _serves(delegate: Delegate, at: Instant, opens: Instant) -> bool:
    return instant(delegate.appointed) <= at and opens < instant(delegate.dismissed)


def _forged(rule: Passes) -> Iterator[Move]:
    begins, until, ways = instant(rule.begins), instant(rule.until), tuple(Forgery)
    for k in range(rule.forged):
        at = begins + (until - begins) * (k + 1) // (rule.forged + 1)
        gate = rule.gates[k % len(rule.gates)]
        yield ForgedShown(at, k, gate, ways[k % len(ways)])


def _delegate(one: Delegate) -> Iterator[Move]:
    """Yield a delegate's appointment, the passes that leak beyond its quota, and its dismissal."""
    begins, ends = instant(one.leaks), instant(one.dismissed)
    yield DelegateAppointed(instant(one.appointed), one.name, one.gate, one.quota, one.most_souls)
    dismissed = False
    for k in range(one.leaked):
        at = begins + (ends + HOUR - begins) * k // one.leaked
        if at >= ends and not dismissed:
            yield DelegateDismissed(ends, one.name, one.words)
            dismissed = True
        opens = at - at % HOUR
        souls = 1 + k % one.most_souls
        yield LeakedShown(at, one.name, one.gate, opens, opens + _LEAKED_WINDOW, souls)
    if not dismissed:
        yield DelegateDismissed(ends, one.name, one.words)
