"""What cannot be used at an arrival, and what to do about it."""

from muster.ground.problem import Problem, Refused


class NotFoundHere(Problem):
    """Only somebody found on arrival can be settled as such."""

    code = "arrival.not-found-here"
    sentence = "This person is not waiting to be settled as found on arrival."
    advice = "Open the list of people found on arrival and choose one."


class NotArrived(Refused):
    """Somebody who has not arrived anywhere cannot be handed over or leave."""

    code = "arrival.not-arrived"
    sentence = "{people} of these people have not arrived anywhere."
    advice = "Record their arrival first, or that they were found on arrival."


class AgencyMissing(Refused):
    """Handing over needs to say to whom."""

    code = "arrival.agency-missing"
    sentence = "Handing people over needs the name of the agency that answers for them."
    advice = "Name the agency."
