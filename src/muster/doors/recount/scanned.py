"""The figures over the gates: "At the gates" in ``docs/figures.md``, counted from each verdict."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from muster.doors.recount.figure import Counted, figure, spelled

WENT_IN, HELD, BACK = "let-through", "held", "turned-back"
WALKED, LOOKED, ISSUED = "walked-in", "second-use-settled", "pass-issued"
APART = "islands-counted"
GATE_KINDS = frozenset({WENT_IN, HELD, BACK, WALKED, LOOKED, ISSUED, APART})
_ASKED = {"gate.rest-of-party", "gate.used-without-document"}


class Entry(NamedTuple):
    """Heads that went in on a pass at once; ``asked``: a supervisor was asked about a use."""

    at: int
    gate: bytes
    heads: int
    asked: bool


class Word(NamedTuple):
    """Somebody's word which of ``known`` uses was the right one, made after so many words."""

    stands: bytes
    known: int
    after: int


class Admission(NamedTuple):
    """The entries of one admission, in time, when it was last looked into, and what was said."""

    entries: list[Entry]
    looked: int | None
    words: set[Word]

    @property
    def is_open(self) -> bool:
        """Say whether a later use was not looked into, or two who did say differently."""
        if not self.words:
            return self.looked is None or self.looked < self.entries[-1].at
        last = max(one.after for one in self.words)
        stands = {one.stands for one in self.words if one.after == last}
        known = max(one.known for one in self.words if one.after == last)
        return len(stands) > 1 or known < len(self.entries)


class Scanned:
    """What was seen at the gates, in the order of the record."""

    def __init__(self) -> None:
        self.any = False
        self.entries: dict[bytes, list[Entry]] = {}
        self.walked: Counter[bytes] = Counter()
        self.verdicts: Counter[tuple[bytes, str, str]] = Counter()
        self.islands: dict[bytes, int] = {}
        self.looked: dict[bytes, int] = {}
        self.words: dict[bytes, set[Word]] = {}
        self.replaced: dict[bytes, bytes] = {}

    def take(self, kind: str, subject: bytes, fields: Sequence[Any], at: int) -> None:
        """Take in one fact of ``GATE_KINDS``."""
        self.any = self.any or kind != ISSUED
        if kind == WENT_IN:
            gate, heads, settled = fields
            asked = not _ASKED.isdisjoint(settled)
            self.entries.setdefault(subject, []).append(Entry(at, gate, heads, asked))
        elif kind == HELD:
            gate, doubts = fields
            self.verdicts[gate, HELD, doubts[0] if doubts else ""] += 1
        elif kind == BACK:
            gate, reason = fields
            self.verdicts[gate, BACK, reason] += 1
        elif kind == WALKED:
            self.walked[subject] += fields[0]
        elif kind == APART:
            self.islands[subject] = max(self.islands.get(subject, 0), fields[0])
        elif kind == LOOKED:
            self.looked[subject] = at
            stands, against, after = fields
            if stands:
                word = Word(stands, 1 + len(against), after)
                self.words.setdefault(subject, set()).add(word)
        elif fields[0] is not None:
            self.replaced[subject] = fields[0]

    def admissions(self) -> Iterator[Admission]:
        """Yield every admission: a pass, with those that took its place."""
        passes: dict[bytes, list[bytes]] = {}
        for one in sorted(self.entries):
            passes.setdefault(self._first(one), []).append(one)
        for some in passes.values():
            entries = sorted(
                (entry for one in some for entry in self.entries[one]), key=lambda one: one[:3]
            )
            looked = [self.looked[one] for one in some if one in self.looked]
            words = {word for one in some for word in self.words.get(one, ())}
            yield Admission(entries, max(looked, default=None), words)

    def _first(self, identity: bytes) -> bytes:
        seen = {identity}
        while (before := self.replaced.get(identity)) is not None and before not in seen:
            identity = before
            seen.add(identity)
        return identity


def figures(gates: Scanned) -> Iterator[Counted]:
    """Yield every figure over the gates; none before anybody came to one."""
    if not gates.any:
        return
    went: Counter[bytes] = Counter()
    for some in gates.entries.values():
        for entry in some:
            went[entry.gate] += entry.heads
    yield figure(WENT_IN, went.total())
    yield figure(WALKED, gates.walked.total())
    for sign in (HELD, BACK):
        reasons: Counter[str] = Counter()
        for (_, told, reason), times in gates.verdicts.items():
            if told == sign:
                reasons[reason] += times
        yield figure(sign, reasons.total())
        for reason, times in reasons.items():
            yield figure(f"{sign}/{reason}", times)
    yield from _second(gates)
    if gates.islands:
        yield figure("islands", max(gates.islands.values()))
    yield from _at_each(gates, went)


def _second(gates: Scanned) -> Iterator[Counted]:
    uses = souls = still = 0
    where: Counter[bytes] = Counter()
    for one in gates.admissions():
        again = [entry for entry in one.entries[1:] if not entry.asked]
        uses += len(again)
        where.update(entry.gate for entry in again)
        souls += sum(entry.heads for entry in again)
        still += bool(again) and one.is_open
    yield figure("second-uses", uses)
    yield figure("second-uses/heads", souls)
    yield figure("second-uses/open", still)
    for gate, times in where.items():
        yield figure(f"gate/{spelled(gate)}/second-uses", times, population="second-uses")


def _at_each(gates: Scanned, went: Counter[bytes]) -> Iterator[Counted]:
    known = {*went, *gates.walked, *gates.islands, *(gate for gate, _, _ in gates.verdicts)}
    for gate in known:
        name = f"gate/{spelled(gate)}"
        yield figure(f"{name}/{WENT_IN}", went[gate], population=WENT_IN)
        if gate in gates.walked:
            yield figure(f"{name}/{WALKED}", gates.walked[gate], population=WALKED)
        if gate in gates.islands:
            yield figure(f"{name}/islands", gates.islands[gate], population="islands")
    for (gate, sign, reason), times in gates.verdicts.items():
        part = f"{sign}/{reason}"
        yield figure(f"gate/{spelled(gate)}/{part}", times, population=part)
