"""What cannot be used at the ramp, and what to do about it."""

from muster.ground.problem import Problem, Refused


class LiftUnknown(Problem):
    """No such lift here."""

    code = "lift.unknown"
    sentence = "No lift with this id is known at this site."
    advice = "Open the list of lifts and choose one."


class LiftGone(Refused):
    """The lift has left or was cancelled."""

    code = "lift.gone"
    sentence = "This lift has already departed or was cancelled."
    advice = "Record what was observed later as an arrival or settle the count."


class TimeOver(Problem):
    """A lift that would leave before now."""

    code = "lift.time-over"
    sentence = "A lift cannot be put off to a time that is over."
    advice = "Give a time that is still to come, or cancel the lift."


class NotDeparted(Refused):
    """Something that needs a departed lift."""

    code = "lift.not-departed"
    sentence = "This lift has not departed."
    advice = "Record the departure first."


class LiftFull(Refused):
    """More people than seats and floor places."""

    code = "lift.full"
    sentence = "Expected at most {places} people on this lift, found {people}."
    advice = "Manifest fewer, or offer the lift anew with the places that its crew allows."


class CountImpossible(Problem):
    """A head count that no lift can have."""

    code = "lift.count-impossible"
    sentence = "Expected a count from 0 to {limit}, found {found}."
    advice = "Count again and type the number on the clicker."


class WitnessMissing(Refused):
    """Settling a count takes a reason and a witness."""

    code = "lift.witness-missing"
    sentence = "Settling a count needs a reason and a witness."
    advice = "Write why this number holds and who stood beside."
