"""All that was put on record, gathered by what it is about, up to a cut and as of a time."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from muster.doors.recount import lift as lifts
from muster.doors.recount import person as persons
from muster.doors.recount.entries import (
    FIELDS,
    HASH,
    KIND,
    LOG,
    OBSERVED,
    SEQUENCE,
    SUBJECT,
    UNREAD,
    Cut,
    Entry,
    Log,
    counting,
)
from muster.doors.recount.lift import Lift
from muster.doors.recount.person import Person
from muster.doors.recount.scanned import GATE_KINDS, Scanned

HOUSEKEEPING = frozenset({"public", "audit"})
ESTIMATE = "estimate-made"
SAID = frozenset({"figure-published", ESTIMATE})
"""Kinds that say what others counted or guessed: nobody moves by them."""
ORIGIN = "origin"
INSIDE = frozenset({ORIGIN, "gate"})
SAFE = frozenset({"staging-base", "safe-haven"})


class Report(NamedTuple):
    """One casualty report: intervals of souls; ``parts`` are of the dead, by name."""

    at: int
    source: str
    dead: tuple[int, int]
    injured: tuple[int, int] | None
    parts: tuple[tuple[str, int, int], ...]
    whole: bool | None
    confirmed: bool
    missing: tuple[int, int] | None
    injured_parts: tuple[tuple[str, int, int], ...]
    missing_parts: tuple[tuple[str, int, int], ...]


class Estimate(NamedTuple):
    """How many people nobody has named, by one source; ``made`` is when it was made."""

    made: int
    at: int
    source: str
    population: str
    high: int
    place: bytes


SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
JUDGED, JUDGEMENT_KEPT = "records-judged", "judgement-kept"


class Judgement(NamedTuple):
    """What stands of a pair of records, by whom; whether a rule said it, or people differ."""

    says: str
    by: bytes
    rule: bool = False
    contested: bool = False


class Version(NamedTuple):
    """One version of a rule, with the group of each category."""

    effective: int
    number: int
    groups: dict[str, str]


class Record:
    """Everything that counts, as of ``as_of``; ``site`` is whose report it is (16 bytes)."""

    def __init__(self, site: bytes, as_of: int) -> None:
        self.as_of = as_of
        self.entries = self.unread = 0
        self.persons: dict[bytes, Person] = {}
        self.lifts: dict[bytes, Lift] = {}
        self.roles: dict[bytes, str] = {}
        self.reports: dict[bytes, list[Report]] = {}
        self.judged: dict[tuple[bytes, bytes], Judgement] = {}
        self.estimates: dict[bytes, Estimate] = {}
        self.gates = Scanned()
        self.day_ends = self.base = 0
        self.site = site
        self._rules: dict[bytes, list[Version]] = {}
        self._public: list[Entry] = []
        self.looks_back = False

    def take(self, entry: Entry, *, housekeeping: bool) -> None:
        """Take in one entry; those of ``public`` and ``audit`` wait for the end."""
        self.entries += 1
        if len(entry) == UNREAD:
            self.unread += 1
        elif housekeeping:
            self._public.append(entry)
        elif entry[OBSERVED] <= self.as_of:
            self._change(entry)
        else:
            self.looks_back = self.looks_back or entry[KIND] not in SAID

    def end(self, *, looks_back: bool) -> None:
        """Take in what waited; a report that ``looks_back`` knows only of what was seen by then."""
        for entry in self._public:
            if entry[OBSERVED] <= self.as_of or not looks_back:
                self._name(entry)
        self._public = []

    def _change(self, entry: Entry) -> None:
        kind, subject, at, fields = entry[KIND], entry[SUBJECT], entry[OBSERVED], entry[FIELDS:]
        if (change := persons.CHANGES.get(kind)) is not None:
            person = self.persons.get(subject)
            if person is None:
                person = self.persons[subject] = Person()
            change(person, fields, at)
        elif (alter := lifts.CHANGES.get(kind)) is not None:
            alter(self.lift(subject), fields, at)
        elif kind in GATE_KINDS:
            self.gates.take(kind, subject, fields, at)
        elif kind == "casualties-reported":
            self.reports.setdefault(subject, []).append(_report(at, fields))
        elif kind == JUDGED:
            self._judge(subject, fields)
        elif kind == JUDGEMENT_KEPT:
            by, other, says = fields
            self.judged[subject, other] = Judgement(says, by)
        elif kind == ESTIMATE:
            source, made, population, high, place = fields
            self.estimates[subject] = Estimate(made, at, source, population, high, place)

    def _judge(self, one: bytes, fields: Sequence[Any]) -> None:
        """Let a judgement stand: a person's before a rule's; of two people who differ, unsure."""
        by, other, says, rule, settles = fields
        before = self.judged.get((one, other))
        if before is not None and not before.rule:
            if rule:
                return
            agrees = not before.contested and (by == before.by or says == before.says)
            if not (settles or agrees):
                self.judged[one, other] = Judgement(UNSURE, by, contested=True)
                return
        self.judged[one, other] = Judgement(says, by, rule)

    def lift(self, identity: bytes) -> Lift:
        """Return the lift of this id, known from here on."""
        found = self.lifts.get(identity)
        if found is None:
            found = self.lifts[identity] = Lift()
        return found

    def _name(self, entry: Entry) -> None:
        """Take in what is public: places, rules and the site."""
        kind, subject, fields = entry[KIND], entry[SUBJECT], entry[FIELDS:]
        if kind == "place-named":
            self.roles[subject] = fields[1]
        elif kind == "rule-adopted":
            effective, number, majors = fields[0]
            version = Version(effective, number, dict(majors))
            self._rules.setdefault(subject, []).append(version)
        elif kind == "site-opened" and subject == self.site:
            self.day_ends, self.base = fields

    def places(self, roles: frozenset[str]) -> set[bytes]:
        """Return the places with one of ``roles``."""
        return {place for place, role in self.roles.items() if role in roles}

    def groups(self) -> dict[str, str]:
        """Return the group of each category under the rule version that holds."""
        holding = []
        for rule in sorted(self._rules):
            due = [one for one in self._rules[rule] if one.effective <= self.as_of]
            due.sort(key=lambda one: (one.effective, one.number))
            holding += due[-1:]
        best = max(holding, key=lambda one: one.effective, default=None)
        return {} if best is None else best.groups


def read(
    whole: Record,
    entries: Iterable[Entry],
    logs: Sequence[Log],
    cut: Cut,
    beyond: Mapping[bytes, int],
    released: Container[bytes] = (),
) -> Record | None:
    """Take the entries within ``cut`` into ``whole``; raise ``Unusable``.

    Return another record without those ``beyond`` a sequence of some logs, where there are such,
    but with those among them whose hashes are ``released``.
    """
    sure = Record(whole.site, whole.as_of) if beyond else None
    housekeeping = [log.compartment in HOUSEKEEPING for log in logs]
    limits = [beyond.get(log.id) for log in logs]
    for entry in counting(entries, logs, cut):
        whole.take(entry, housekeeping=housekeeping[entry[LOG]])
        limit = limits[entry[LOG]]
        counts = limit is None or entry[SEQUENCE] < limit or entry[HASH] in released
        if sure is not None and counts:
            sure.take(entry, housekeeping=housekeeping[entry[LOG]])
    whole.end(looks_back=whole.looks_back)
    if sure is not None:
        sure.end(looks_back=whole.looks_back)
    return sure


def _report(at: int, fields: Sequence[Any]) -> Report:
    source, dead, injured, parts, whole, confirmed, missing, of_injured, of_missing = fields
    return Report(
        at,
        source,
        (dead[0], dead[1]),
        _pair(injured),
        _parts(parts),
        whole,
        confirmed,
        _pair(missing),
        _parts(of_injured),
        _parts(of_missing),
    )


def _pair(ends: Sequence[int] | None) -> tuple[int, int] | None:
    return None if ends is None else (ends[0], ends[1])


def _parts(parts: Sequence[Any]) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, low, high) for name, low, high in parts)
