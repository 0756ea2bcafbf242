"""What reports about incidents add up to; each stays with its source."""

import msgspec

from muster.ground.people.ids import IncidentId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.incident import facts

_replace = msgspec.structs.replace

Interval = tuple[int, int]
Parts = tuple[tuple[str, int, int], ...]
Said = tuple[Instant, str, str]
"""When, by whom, in which words."""


class Report(msgspec.Struct, frozen=True, array_like=True):
    """One casualty report, as in ``CasualtiesReported``."""

    at: Instant
    source: str
    sentence: str
    dead: Interval
    injured: Interval | None
    parts: Parts
    whole: bool | None
    confirmed: bool
    missing: Interval | None = None
    injured_parts: Parts = ()
    missing_parts: Parts = ()


class Incident(msgspec.Struct, frozen=True, array_like=True):
    """One incident or warning with all that was said about it, oldest first.

    ``until`` is when a warning ends, as said or because it was lifted. ``statements`` are all of
    them; those in ``claims`` claim responsibility. ``confirmed`` to ``closed`` are the latest of
    their kind, none until somebody says so; ``rules.stage`` reads from them how far it is.
    """

    at: Instant = 0
    places: tuple[PlaceId, ...] = ()
    kind: str = ""
    text: str = ""
    source: str = ""
    until: Instant | None = None
    warning: bool = False
    reports: tuple[Report, ...] = ()
    statements: tuple[Said, ...] = ()
    threat: bool = False
    claims: tuple[Said, ...] = ()
    confirmed: Said | None = None
    dismissed: Said | None = None
    lifted: Said | None = None
    closed: Said | None = None


class Death(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a person's death, or that they are missed.

    ``since`` is when the death was established, ``missing`` when the person was last reported
    missing; none until then. Whether somebody was seen later, other rooms say.
    """

    observers: tuple[str, ...] = ()
    authority: bool = False
    at: Instant | None = None
    incident: IncidentId | None = None
    kin_told: Instant | None = None
    since: Instant | None = None
    missing: Instant | None = None
    source: str = ""
    teller: str = ""

    @property
    def established(self) -> bool:
        """Whether two different observers or an authority say so."""
        return self.authority or len({_same(one) for one in self.observers}) > 1


def _same(observer: str) -> str:
    """Return what two spellings of one observer have in common: one is not two by a blank."""
    return " ".join(observer.split()).casefold()


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
            return _warned(incident, fact)
        case facts.StatementMade(source=source, text=text):
            said = (fact.observed.latest, source, text)
            claims = (*incident.claims, said) if fact.responsibility else incident.claims
            return _replace(incident, statements=(*incident.statements, said), claims=claims)
        case facts.CasualtiesReported():
            return _replace(incident, reports=(*incident.reports, _report(fact)))
        case _:
            return _settled(incident, fact)


def _warned(incident: Incident, fact: facts.WarningIssued) -> Incident:
    lifted = incident.lifted
    return _replace(
        incident,
        at=fact.observed.earliest,
        places=fact.places,
        kind="threat" if fact.threat else "warning",
        text=fact.text,
        source=fact.source,
        until=fact.until if lifted is None else _sooner(fact.until, lifted[0]),
        warning=True,
        threat=fact.threat,
    )


def _settled(incident: Incident, fact: Fact) -> Incident:
    """Return the incident after what somebody decided about it."""
    match fact:
        case facts.IncidentConfirmed(source=source, text=text):
            said = _later(incident.confirmed, (fact.observed.latest, source, text))
            return _replace(incident, confirmed=said)
        case facts.IncidentDismissed(source=source, text=text):
            said = _later(incident.dismissed, (fact.observed.latest, source, text))
            return _replace(incident, dismissed=said)
        case facts.IncidentClosed(text=text):
            return _replace(
                incident, closed=_later(incident.closed, (fact.observed.latest, "", text))
            )
        case facts.WarningLifted(source=source, text=text):
            said = _later(incident.lifted, (fact.observed.latest, source, text))
            until = _sooner(incident.until, fact.observed.latest)
            return _replace(incident, lifted=said, until=until)
        case _:
            return incident


def _later(one: Said | None, other: Said) -> Said:
    return other if one is None else max(one, other)


def _sooner(until: Instant | None, lifted: Instant) -> Instant:
    return lifted if until is None else min(until, lifted)


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
        fact.missing,
        fact.injured_parts,
        fact.missing_parts,
    )


def fold_death(state: Death | None, fact: Fact) -> Death:
    """Return what is known of a death after ``fact``."""
    death = state or Death()
    match fact:
        case facts.DeathReported():
            return _died(death, fact)
        case facts.PersonMissing(observer=source, incident=incident):
            if death.missing is not None and death.missing > fact.observed.latest:
                return death
            return _replace(
                death,
                missing=fact.observed.latest,
                source=source,
                incident=incident or death.incident,
            )
        case facts.KinTold(teller=teller):
            return _replace(death, kin_told=fact.observed.latest, teller=teller)
        case _:
            return death


def _died(death: Death, fact: facts.DeathReported) -> Death:
    after = _replace(
        death,
        observers=(*death.observers, fact.observer),
        authority=death.authority or fact.authority,
        at=fact.observed.latest if death.at is None else death.at,
        incident=fact.incident or death.incident,
    )
    if death.since is None and after.established:
        return _replace(after, since=fact.observed.latest)
    return after
