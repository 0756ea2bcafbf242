"""What cannot be used in a report about an incident."""

from muster.ground.problem import Problem


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
