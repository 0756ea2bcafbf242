"""What an audit may keep of each kind of fact: an allow-list, field by field.

Counting needs ids of lifts and places, categories, times and numbers; it needs no name, document,
contact, note or free text. A person becomes a tag: the same in one audit, another in the next. A
field of which nothing stands here is dropped; a test holds that every field of every kind is
decided upon, one way or the other.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from muster.ground.people import facts as shared
from muster.ground.people import keys
from muster.ground.people.category import Profile
from muster.ground.people.fact import Observation
from muster.ground.record.fact import Subject, kind
from muster.journey.arrival import facts as arrival
from muster.journey.closing import facts as closing
from muster.journey.figures import facts as figures
from muster.journey.gate import outcomes
from muster.journey.incident import facts as incident
from muster.journey.lift import facts as lift
from muster.journey.matching import facts as matching
from muster.journey.passes import facts as passes
from muster.journey.registry import facts as registry

TAG = 16


class Keep(Enum):
    """What becomes of a field: as it is, a tag, whether it is there, or the groups of a rule."""

    AS_IS = "kept"
    TAGGED = "tagged"
    WHETHER = "whether"
    GROUPS = "groups"


Way = Callable[[Any], Any]
A, T, W, G = Keep.AS_IS, Keep.TAGGED, Keep.WHETHER, Keep.GROUPS

KEPT: dict[type[Observation], dict[str, Keep]] = {
    shared.SiteOpened: {"day_ends": A, "base": A},
    shared.PlaceNamed: {"name": A, "role": A},
    arrival.LiftArrived: {"counted": A},
    arrival.Arrived: {"lift": A, "place": A},
    arrival.FoundOnArrival: {"lift": A, "place": A},
    arrival.FoundSettled: {"claim": T, "category": A},
    arrival.Mustered: {"presence": A},
    figures.AccountKept: {"standing": A, "entries": A},
    incident.CasualtiesReported: {
        "source": A,
        "dead": A,
        "injured": A,
        "parts": A,
        "whole": A,
        "confirmed": A,
        "missing": A,
        "injured_parts": A,
        "missing_parts": A,
    },
    figures.EstimateMade: {"source": A, "made": A, "population": A, "high": A, "place": A},
    outcomes.LetThrough: {"gate": A, "heads": A, "settled": A},
    outcomes.Held: {"gate": A, "doubts": A},
    outcomes.TurnedBack: {"gate": A, "reason": A},
    outcomes.WalkedIn: {"heads": A},
    outcomes.IslandsCounted: {"islands": A},
    outcomes.SecondUseSettled: {"stands": A, "against": A, "after": A},
    passes.PassIssued: {"replaces": T},
    incident.DeathReported: {"observer": T, "authority": A},
    closing.LeftBehind: {"lift": A, "place": A},
    lift.LiftOffered: {"name": A, "origin": A, "destination": A, "seats": A, "floor": A},
    lift.SoulsCounted: {"souls": A},
    lift.SoulsSettled: {"souls": A},
    lift.PersonReady: {"place": A},
    lift.Boarded: {"lift": A, "place": A},
    lift.Bumped: {"lift": A},
    lift.ConflictResolved: {"stays": A, "goes": A, "after": A},
    matching.RecordsJudged: {"operator": T, "other": T, "judgement": A, "rule": W, "settles": A},
    matching.JudgementKept: {"operator": T, "other": T, "judgement": A},
    registry.PersonClaimed: {"category": A},
    registry.PersonCorrected: {"name": W, "category": A},
    registry.ClaimWithdrawn: {"source": W},
    registry.EligibilityDecided: {"outcome": A, "category": A},
    registry.RuleAdopted: {"profile": G},
}
"""By kind, the fields that stay, in the order of the kind. Other kinds keep their subject alone."""

OPEN_SUBJECTS = frozenset(
    {
        Subject.LIFT,
        Subject.PLACE,
        Subject.INCIDENT,
        Subject.RULE,
        Subject.SITE,
        Subject.SERIES,
    }
)
"""What is known by its id in public; every other subject becomes a tag."""
KEYS = (keys.EpochOpened, shared.KeyShredded)
"""Kinds about a site whose subject is the id of a key: a tag as well."""


def fields_kept(one: type[Observation]) -> dict[str, Keep]:
    """Return what stays of a kind, in the order of its fields."""
    kept = KEPT.get(one, {})
    return {name: kept[name] for name in one.__struct_fields__ if name in kept}


def subject_tagged(one: type[Observation]) -> bool:
    """Return whether the subject of a kind becomes a tag."""
    return one.about not in OPEN_SUBJECTS or one in KEYS


class Redaction:
    """Redacts for one audit: ``salt`` is drawn for it, told to nobody, and thrown away after."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt
        self._tags: dict[bytes, bytes] = {}
        self._plans: dict[type[Observation], tuple[str, bool, Callable[[Any], list[Any]]]] = {}

    def tag(self, value: bytes) -> bytes:
        """Return the tag that stands for ``value`` in this audit: 16 bytes."""
        found = self._tags.get(value)
        if found is None:
            found = hmac.digest(self._salt, value, hashlib.sha256)[:TAG]
            self._tags[value] = found
        return found

    def fact(self, fact: Observation) -> list[Any]:
        """Return what may leave of ``fact``: kind, subject, when observed, and its kept fields."""
        plan = self._plans.get(type(fact))
        if plan is None:
            plan = self._plans[type(fact)] = self._plan(type(fact))
        spelled, tagged, kept = plan
        subject = self.tag(fact.subject) if tagged else fact.subject
        return [spelled, subject, fact.observed.latest, *kept(fact)]

    def _plan(self, one: type[Observation]) -> tuple[str, bool, Callable[[Any], list[Any]]]:
        tagged = subject_tagged(one)
        ways: dict[Keep, Way] = {
            Keep.AS_IS: _plain,
            Keep.TAGGED: self._tagged,
            Keep.WHETHER: lambda value: value not in (None, ""),
            Keep.GROUPS: _groups,
        }
        steps = [(name, ways[way]) for name, way in fields_kept(one).items()]
        if all(way is _plain for _, way in steps):
            names = [name for name, _ in steps]
            return kind(one), tagged, lambda fact: [getattr(fact, name) for name in names]
        return kind(one), tagged, lambda fact: [way(getattr(fact, name)) for name, way in steps]

    def _tagged(self, value: bytes | str | None) -> bytes | None:
        if value is None:
            return None
        return self.tag(value if isinstance(value, bytes) else b"text:" + _folded(value))


def _folded(text: str) -> bytes:
    """Return what spellings of one observer have in common: letter case and blanks aside."""
    return " ".join(text.split()).casefold().encode()


def _plain(value: object) -> object:
    return value


def _groups(profile: Profile) -> list[Any]:
    """Return of a rule version what counting needs: from when, which version, who counts where."""
    majors = [[one.id, one.group] for one in profile.majors]
    return [profile.effective, profile.version, majors]


def described() -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of which fields stay, and how each of them stays."""
    for one in KEPT:
        yield kind(one), [f"{name}: {way.value}" for name, way in fields_kept(one).items()]
