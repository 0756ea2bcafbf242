"""What reports about incidents add up to; each stays with its source."""

import msgspec

from muster.ground.people.ids import IncidentId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.incident import facts

_replace = msgspec.structs.replace


class Report(msgspec.Struct, frozen=True, array_like=True):
    """One casualty report, as in ``CasualtiesReported``."""

    at: Instant
    source: str
    sentence: str
    dead: tuple[int, int]
    injured: tuple[int, int] | None
    parts: tuple[tuple[str, int, int], ...]
    whole: bool | None
    confirmed: bool


class Incident(msgspec.Struct, frozen=True, array_like=True):
    """One incident or warning with all that was said about it, oldest first."""

    at: Instant = 0
    places: tuple[PlaceId, ...] = ()
    kind: str = ""
    text: str = ""
    source: str = ""
    until: Instant | None = None
    warning: bool = False
    reports: tuple[Report, ...] = ()
    statements: tuple[tuple[Instant, str, str], ...] = ()


class Death(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a person's death."""

    observers: tuple[str, ...] = ()
    authority: bool = False
    at: Instant | None = None
    incident: IncidentId | None = None
    kin_told: Instant | None = None

    @property
    def established(self) -> bool:
        """Whether two observers or an authority say so."""
        return self.authority or len(set(self.observers)) > 1


def fold_incident(state: Incident | None, fact: Fact) -> Incident:
    """Return the incident after ``fact``."""
    incident = state or Incident()
    match fact:
        case facts.IncidentReported():
            return _replace(
                incident,
                at=fact.observed.earliest,
                places=(fact.place,),
                kind=fact.kind,
                text=fact.text,
                source=fact.source,
            )
        case facts.WarningIssued():
            return _replace(
                incident,
                at=fact.observed.earliest,
                places=fact.places,
                kind="warning",
                text=fact.text,
                source=fact.source,
                until=fact.until,
                warning=True,
            )
        case facts.StatementMade(source=source, text=text):
            said = (fact.observed.latest, source, text)
            return _replace(incident, statements=(*incident.statements, said))
        case facts.CasualtiesReported():
            return _replace(incident, reports=(*incident.reports, _report(fact)))
        case _:
            return incident


def _report(fact: facts.CasualtiesReported) -> Report:
    return Report(
        fact.observed.latest,
        fact.source,
        fact.sentence,
        fact.dead,
        fact.injured,
        fact.parts,
        fact.whole,
        fact.confirmed,
    )


def fold_death(state: Death | None, fact: Fact) -> Death:
    """Return what is known of a death after ``fact``."""
    death = state or Death()
    match fact:
        case facts.DeathReported():
            return _replace(
                death,
                observers=(*death.observers, fact.observer),
                authority=death.authority or fact.authority,
                at=fact.observed.latest if death.at is None else death.at,
                incident=fact.incident or death.incident,
            )
        case facts.KinTold():
            return _replace(death, kin_told=fact.observed.latest)
        case _:
            return death
