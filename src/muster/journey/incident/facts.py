"""What may be put on record about an incident."""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import IncidentId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class IncidentReported(Observation, frozen=True, tag="incident-reported"):
    """Something happened at a place, as first reported."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    place: PlaceId
    kind: str
    text: str
    source: str = ""


class WarningIssued(Observation, frozen=True, tag="warning-issued"):
    """Something may happen; it ends at ``until`` or when it is lifted."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    places: tuple[PlaceId, ...]
    text: str
    source: str
    until: Instant | None = None


class StatementMade(Observation, frozen=True, tag="statement-made"):
    """Who said what about it, when; a claim of responsibility is one, never a finding."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    source: str
    text: str


class CasualtiesReported(Observation, frozen=True, tag="casualties-reported"):
    """One source's report, with the sentence it used.

    ``dead`` and ``injured`` are souls, low and high. ``parts`` are sub-counts of the dead by
    population. ``whole`` says whether the parts are inside ``dead``; none where the source left it
    open. ``confirmed`` marks a report by an authority.
    """

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    source: str
    sentence: str
    dead: tuple[int, int]
    injured: tuple[int, int] | None = None
    parts: tuple[tuple[str, int, int], ...] = ()
    whole: bool | None = True
    confirmed: bool = False


class DeathReported(Observation, frozen=True, tag="death-reported"):
    """A known person died, by one observer or an authority."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    observer: str
    authority: bool
    incident: IncidentId | None = None


class KinTold(Observation, frozen=True, tag="kin-told"):
    """Next of kin know; before that no name is shown outside the desk."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    teller: str
