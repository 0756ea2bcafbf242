"""What cannot be used at a gate."""

from muster.ground.problem import Problem, Refused


class GateShutForGood(Refused):
    """A gate that was shut for good is not opened again by a slip."""

    code = "gate.shut-for-good"
    sentence = "This gate was shut for good."
    advice = "Name a new gate if another one is opened there."


class ReasonMissing(Problem):
    """Whoever stands before a held gate will ask why."""

    code = "gate.reason-missing"
    sentence = "Holding a gate needs a reason."
    advice = "Write what the threat is, in a few words without names."


class RateImpossible(Problem):
    """A rate that no gate has."""

    code = "gate.rate-impossible"
    sentence = "Expected from 1 to {limit} souls an hour, found {found}."
    advice = "Give about how many the gate lets in; to let nobody in, shut it."


class GateUnknown(Problem):
    """No such gate here."""

    code = "gate.unknown"
    sentence = "No gate with this id is known at this site."
    advice = "Open the list of gates and choose one, or name the place first."


class NothingWaits(Refused):
    """A settlement of nothing."""

    code = "gate.nothing-waits"
    sentence = "Nobody waits at a gate with this pass."
    advice = "Scan the pass first; what can be settled is a hold."


class IslandsImpossible(Problem):
    """A number of islands that no gate's posts form."""

    code = "gate.islands-impossible"
    sentence = "Expected from 1 to {limit} islands, found {found}."
    advice = "Count the groups of posts that hear each other; with a link between all it is 1."


class UseUnknown(Problem):
    """No such use of a pass that was used more than once."""

    code = "gate.use-unknown"
    sentence = "No such use of a pass that was used more than once is known here."
    advice = "Open the list of passes used twice and choose one of the uses on a card."
