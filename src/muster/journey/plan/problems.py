"""What cannot be called or recalled, and what to do about it."""

from muster.ground.problem import Problem, Refused


class CallUnknown(Problem):
    """No such call here."""

    code = "plan.call-unknown"
    sentence = "No call-forward with this id is known at this site."
    advice = "Open the list of calls and choose one."


class WindowWrong(Problem):
    """A window that ends before it begins, or is over."""

    code = "plan.window-wrong"
    sentence = (
        "Expected a window that ends after it begins and is not over, found {opens} to {closes}."
    )
    advice = "Give the time from which and until which the gate expects the party."


class GateNotOpen(Refused):
    """Nobody is called to a gate that lets nobody in."""

    code = "plan.gate-not-open"
    sentence = "This gate is shut or held; nobody is called to it."
    advice = "Choose a gate that is open, or open this one first."


class PartyKept(Refused):
    """One of the party is dead or missing, and nobody has confirmed the party since."""

    code = "plan.party-kept"
    sentence = "Parties with a dead or missing member that nobody confirmed since: {found}."
    advice = "Hear each adult and confirm the party; until then it is kept together where it is."


class AlreadyCalled(Refused):
    """One party has one live call at most."""

    code = "plan.already-called"
    sentence = "Parties that have a live call already: {found}."
    advice = "Take that call back first, or wait until it is over."


class CallOver(Refused):
    """Something that needs a live call."""

    code = "plan.call-over"
    sentence = "This call is not live any more."
    advice = "Look at what came of it; call the party anew if it should come."


class WindowOpen(Refused):
    """Whoever can still come is no no-show."""

    code = "plan.window-open"
    sentence = "The window of this call ends at {closes}; until then the party can still come."
    advice = "Record it when the window is over."


class NotRecalled(Refused):
    """Nobody can be reached with a recall that there is not."""

    code = "plan.not-recalled"
    sentence = "This call was not taken back."
    advice = "Take it back first, then say how the party was reached."


class NumberNegative(Problem):
    """A count, a rate or a weight below nothing."""

    code = "plan.number-negative"
    sentence = "Expected no number below 0 in {what}, found {found}."
    advice = (
        "Correct it: 0 is a lift that was cancelled, a gate that is shut, a haven that is full."
    )


class WeightsMissing(Problem):
    """Weights without a row."""

    code = "plan.weights-missing"
    sentence = "Expected weights for at least one priority, found none."
    advice = "Give the weights of those left behind and of waiting, the most urgent first."
