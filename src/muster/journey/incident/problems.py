"""What cannot be used in a report about an incident."""

from muster.ground.problem import Problem, Refused


class IncidentUnknown(Problem):
    """No such incident here."""

    code = "incident.unknown"
    sentence = "No incident with this id is known at this site."
    advice = "Report the incident first."


class SourceMissing(Problem):
    """A report needs a source."""

    code = "incident.source-missing"
    sentence = "A casualty report or statement needs to say whose it is."
    advice = "Name the office, agency or post that said so."


class CasualtiesUnordered(Problem):
    """An interval whose ends are the wrong way round, or a part larger than its whole."""

    code = "incident.casualties-unordered"
    sentence = "Expected {what} from low to high, found {low} to {high}."
    advice = "Write the lowest number this source supports first."


class IntervalUnreadable(Problem):
    """A number of casualties that is neither a number nor an interval."""

    code = "incident.interval-unreadable"
    sentence = "Expected a number or an interval like 13-170, found {found} characters."
    advice = "Write the lowest and the highest number with a hyphen between; a group as who=1-4."


class IncidentOver(Refused):
    """An incident that was closed, or a warning, about which nothing is confirmed or closed."""

    code = "incident.over"
    sentence = "This incident is closed, or it is a warning."
    advice = "Report what is new as an incident of its own; lift a warning that is over."


class NotConfirmed(Refused):
    """Closing an incident of which nobody has said whether it happened."""

    code = "incident.not-confirmed"
    sentence = "Nobody has confirmed this incident or called it false."
    advice = "Confirm it or dismiss it first, with the source that says so."


class NotAccounted(Refused):
    """Closing an incident while nobody says how many were harmed."""

    code = "incident.not-accounted"
    sentence = "No source gives a number of: {missing}."
    advice = "Report what a source says, 0 included, with the sentence it used."


class NoWarning(Refused):
    """Lifting what is no warning."""

    code = "incident.no-warning"
    sentence = "This is an incident and no warning."
    advice = "Dismiss an incident that did not happen; close one that is over."


class WarningOver(Refused):
    """A warning that has ended already."""

    code = "incident.warning-over"
    sentence = "This warning is over."
    advice = "Give an end that is still to come, or issue a new warning."


class PersonStopped(Refused):
    """Whoever is dead or missing is put on no manifest."""

    code = "incident.person-stopped"
    sentence = "{found} of these people are dead or missing."
    advice = "Record who was seen again, at the gate, the desk or by phone; leave out the others."
