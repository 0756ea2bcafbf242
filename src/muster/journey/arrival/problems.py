"""What cannot be used at an arrival, and what to do about it."""

from muster.ground.problem import Problem, Refused


class NotFoundHere(Problem):
    """Only somebody found on arrival can be settled as such."""

    code = "arrival.not-found-here"
    sentence = "This person is not waiting to be settled as found on arrival."
    advice = "Open the list of people found on arrival and choose one."


class SameRecord(Problem):
    """Whom somebody found on arrival turns out to be has a record of their own."""

    code = "arrival.same-record"
    sentence = "This is the record that was made when they were found."
    advice = "Choose the record of their claim; or say that they are on no other."


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
