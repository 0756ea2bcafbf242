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


class IncidentConfirmed(Observation, frozen=True, tag="incident-confirmed"):
    """It did happen, says ``source``; what is true of it is still each source's to say."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    source: str
    text: str = ""


class IncidentDismissed(Observation, frozen=True, tag="incident-dismissed"):
    """It did not happen, says ``source``; what was reported stays on record."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    source: str
    text: str = ""


class IncidentClosed(Observation, frozen=True, tag="incident-closed"):
    """Nothing more is expected of it; a later report is kept all the same."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    text: str


class WarningIssued(Observation, frozen=True, tag="warning-issued"):
    """Something may happen; it ends at ``until`` or when it is lifted.

    ``threat`` marks that somebody is said to want it to happen.
    """

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    places: tuple[PlaceId, ...]
    text: str
    source: str
    until: Instant | None = None
    threat: bool = False


class WarningLifted(Observation, frozen=True, tag="warning-lifted"):
    """The warning or threat is over, says ``source``."""

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    source: str
    text: str = ""


class StatementMade(Observation, frozen=True, tag="statement-made"):
    """Who said what about it, when; never a finding of ours.

    ``responsibility`` marks a claim of responsibility: that ``source`` claims it is all it says.
    """

    about: ClassVar = Subject.INCIDENT
    compartment: ClassVar = Compartment.COMMAND

    source: str
    text: str
    responsibility: bool = False


class CasualtiesReported(Observation, frozen=True, tag="casualties-reported"):
    """One source's report, with the sentence it used.

    ``dead``, ``injured`` and ``missing`` are souls, low and high; of the latter two none where the
    source says nothing of them. ``parts`` are sub-counts of the dead by population,
    ``injured_parts`` and ``missing_parts`` of the others. ``whole`` says whether the parts of the
    dead are inside ``dead``; none where the source left it open. ``confirmed`` marks a report by an
    authority.
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
    missing: tuple[int, int] | None = None
    injured_parts: tuple[tuple[str, int, int], ...] = ()
    missing_parts: tuple[tuple[str, int, int], ...] = ()


class DeathReported(Observation, frozen=True, tag="death-reported"):
    """A known person died, by one observer or an authority."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    observer: str
    authority: bool
    incident: IncidentId | None = None


class PersonMissing(Observation, frozen=True, tag="person-missing"):
    """A known person is missed since an incident, by one observer; a later sighting undoes it."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    observer: str
    incident: IncidentId | None = None


class KinTold(Observation, frozen=True, tag="kin-told"):
    """Next of kin know; before that no name is shown outside the desk."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.COMMAND

    teller: str
