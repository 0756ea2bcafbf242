"""A figure: a number as an interval that says why its ends differ, and arithmetic that refuses.

``Figure`` holds its own law: with the counted value c, ``lo`` is c plus all ``d_lo`` and ``hi`` is
c plus all ``d_hi``, each ``d_lo`` at most 0 and each ``d_hi`` at least 0. So the reasons add up to
the width, and a figure whose reasons do not is never made.

Arithmetic is typed. Two figures add or subtract only when unit, population, base and cut agree and
their windows meet; otherwise a Problem names what differs. Souls and seats never mix.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from muster.ground.people.moment import Instant, iso
from muster.ground.people.saying import Saying, say
from muster.journey.figures.problems import (
    BaseDiffers,
    CutDiffers,
    PopulationDiffers,
    UnitDiffers,
    WindowMissing,
    WindowsApart,
    WindowsOverlap,
)

Window = tuple[Instant, Instant]
Vector = tuple[tuple[str, int, str], ...]
NO_DATE = "none"


class Unit(StrEnum):
    """What a figure counts; for ``TIME`` the value is an instant in milliseconds."""

    SOULS = "souls"
    SEATS = "seats"
    PARTIES = "parties"
    LIFTS = "lifts"
    ITEMS = "items"
    SCANS = "scans"
    TIME = "time"


class ReasonCode(StrEnum):
    """Why ``lo`` is not ``hi``: a closed list. Stable: stored, translated, documented."""

    IDENTITY = "identity-not-known-here"
    HEAD_COUNT = "head-count-differs"
    FOUND = "found-on-arrival"
    UNTRACED = "untraced"
    CONFLICT = "conflict"
    CASUALTIES = "casualty-reports"
    DUPLICATES = "possible-duplicates"
    ESTIMATE = "estimate"
    QUARANTINED = "quarantined-entries"
    LATE = "late-comers"


class Reason(msgspec.Struct, frozen=True):
    """One reason: what it takes off ``lo``, what it adds to ``hi``, and the ids behind it."""

    code: ReasonCode
    d_lo: int
    d_hi: int
    text: Saying
    subjects: tuple[bytes, ...] = ()


class Population(msgspec.Struct, frozen=True):
    """A named, versioned definition of who is counted, with its sentence for the reader."""

    id: str
    unit: Unit
    sentence: Saying
    version: int = 1

    @property
    def key(self) -> str:
        """Return what stands in a report: the id and its version."""
        return f"{self.id}.v{self.version}"

    def part(self, name: str, sentence: Saying) -> "Population":
        """Return the people of this population under one heading: another population."""
        return Population(f"{self.id}/{name}", self.unit, sentence, self.version)


class Figure(msgspec.Struct, frozen=True):
    """A number from ``lo`` to ``hi``, both inclusive, in the unit of its population.

    ``window`` is half-open, UTC milliseconds; none for a stock at ``as_of``. ``base`` is the date
    from which a running total counts. ``cut`` is the vector of logs it was counted from: (log,
    sequence, hash), so that anyone can recount exactly it.
    """

    id: str
    lo: int
    hi: int
    population: Population
    window: Window | None
    base: Instant | None
    as_of: Instant
    cut: Vector
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        """Refuse reasons that do not add up to the width; that would be a fault of ours."""
        low = self.lo - sum(one.d_lo for one in self.reasons)
        high = self.hi - sum(one.d_hi for one in self.reasons)
        if low != high or any(one.d_lo > 0 or one.d_hi < 0 for one in self.reasons):
            text = f"the reasons of {self.id} do not add up"
            raise ValueError(text)

    @property
    def unit(self) -> Unit:
        """Return what it counts."""
        return self.population.unit

    @property
    def counted(self) -> int:
        """Return the value before any doubt."""
        return self.lo - sum(one.d_lo for one in self.reasons)

    @property
    def exact(self) -> bool:
        """Return whether both ends are one number."""
        return self.lo == self.hi


class Cut(msgspec.Struct, frozen=True):
    """What every figure of one report has in common: as of when, from which logs."""

    as_of: Instant
    vector: Vector

    def figure(
        self,
        identity: str,
        population: Population,
        counted: int,
        reasons: Iterable[Reason] = (),
        *,
        window: Window | None = None,
        base: Instant | None = None,
    ) -> Figure:
        """Return the figure of ``counted`` and its ``reasons``; one of no width is left out.

        Only that a number may rise is said though it has no width yet.
        """
        kept = tuple(one for one in reasons if one.d_lo or one.d_hi or one.code is ReasonCode.LATE)
        low = counted + sum(one.d_lo for one in kept)
        high = counted + sum(one.d_hi for one in kept)
        return Figure(identity, low, high, population, window, base, self.as_of, self.vector, kept)


def add(one: Figure, other: Figure) -> Figure:
    """Return the sum of two flows whose windows meet; raise the Problem that says what differs."""
    _alike(one, other)
    first, second = sorted((_window(one), _window(other)))
    if first[1] > second[0]:
        raise WindowsOverlap(first=iso(first[1]), second=iso(second[0]))
    if first[1] < second[0]:
        raise WindowsApart(first=iso(first[1]), second=iso(second[0]))
    window = (first[0], second[1])
    return _made(one, other.lo, other.hi, window, (*one.reasons, *other.reasons))


def subtract(whole: Figure, part: Figure) -> Figure:
    """Return ``whole`` less ``part``, whose window opens or ends that of ``whole``.

    A running total less an earlier one of the same base is the flow between the two.
    """
    _alike(whole, part)
    window = _rest(_window(whole), _window(part))
    turned = tuple(
        Reason(one.code, -one.d_hi, -one.d_lo, one.text, one.subjects) for one in part.reasons
    )
    return _made(whole, -part.hi, -part.lo, window, (*whole.reasons, *turned))


def _rest(whole: Window, part: Window) -> Window:
    """Return what is left of ``whole`` when ``part`` goes from its start or its end."""
    if part[0] == whole[0] and part[1] <= whole[1]:
        return part[1], whole[1]
    if part[1] == whole[1] and whole[0] <= part[0]:
        return whole[0], part[0]
    if part[1] <= whole[0] or whole[1] <= part[0]:
        raise WindowsApart(first=iso(whole[0]), second=iso(part[0]))
    raise WindowsOverlap(first=iso(whole[0]), second=iso(part[0]))


def _made(one: Figure, low: int, high: int, window: Window, reasons: tuple[Reason, ...]) -> Figure:
    kept = merged(reasons)
    return Figure(
        one.id,
        one.lo + low,
        one.hi + high,
        one.population,
        window,
        one.base,
        one.as_of,
        one.cut,
        kept,
    )


def merged(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return one reason for each code, with what all of that code contribute."""
    found: dict[ReasonCode, Reason] = {}
    for one in reasons:
        before = found.get(one.code)
        found[one.code] = one if before is None else _joined(before, one)
    return tuple(found.values())


def _joined(one: Reason, other: Reason) -> Reason:
    told = other.text.said() in one.text.said()
    text = one.text if told else say("{first} {second}", first=one.text, second=other.text)
    subjects = tuple(dict.fromkeys((*one.subjects, *other.subjects)))
    return Reason(one.code, one.d_lo + other.d_lo, one.d_hi + other.d_hi, text, subjects)


def _alike(one: Figure, other: Figure) -> None:
    """Raise the first of unit, population, base and cut in which two figures differ."""
    if one.unit is not other.unit or one.unit is Unit.TIME:
        raise UnitDiffers(first=one.unit.value, second=other.unit.value)
    if one.population != other.population:
        raise PopulationDiffers(first=one.population.key, second=other.population.key)
    if one.base != other.base:
        raise BaseDiffers(first=_date(one.base), second=_date(other.base))
    if (one.as_of, one.cut) != (other.as_of, other.cut):
        raise CutDiffers(first=iso(one.as_of), second=iso(other.as_of))


def _date(when: Instant | None) -> str:
    return NO_DATE if when is None else iso(when)


def _window(figure: Figure) -> Window:
    if figure.window is None:
        raise WindowMissing(figure=figure.id)
    return figure.window
