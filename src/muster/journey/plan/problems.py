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


class PartyElsewhere(Refused):
    """Somebody of the party is called or inside under another record: nobody is called twice."""

    code = "plan.party-elsewhere"
    sentence = (
        "Parties of whom somebody is called or inside already, under another record: {found}."
    )
    advice = (
        "Look at both records. If they are two people, judge them different; if the others of the"
        " party are here too, let them go with the party that is called."
    )


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


class DeadlinePast(Problem):
    """A plan for an operation that should be over."""

    code = "plan.deadline-past"
    sentence = "The deadline has been over for {found} hours."
    advice = "Set a later deadline, or none, then plan again."


class PlanFaulty(Refused):
    """The checker found something that a plan must not do."""

    code = "plan.faulty"
    sentence = "The checker found {found} things that this plan must not do, {kind} first."
    advice = "Plan again; what changed since this plan was made is taken up then."


class NoProposal(Refused):
    """There is no such plan to accept, or somebody accepted another one since."""

    code = "plan.no-proposal"
    sentence = "This plan is not proposed any more."
    advice = "Plan again and accept what you see."


class NoPlan(Refused):
    """Something that needs an adopted plan."""

    code = "plan.none-adopted"
    sentence = "No plan has been adopted yet."
    advice = "Make one and accept it: `muster plan`."


class PlannerStopped(Refused):
    """The process that computes the plan ended before it had one."""

    code = "plan.planner-stopped"
    sentence = "The planner ended before it had a plan."
    advice = "Plan again; if it happens once more, tell who looks after this machine."


class ScopeNameless(Problem):
    """A planner's post without a name that can be shown."""

    code = "plan.scope-nameless"
    sentence = "Expected a name for the planner's post of 1 to {limit} signs."
    advice = "Name the post, not a person: such as North gate, or Harbour."


class ScopeTaken(Refused):
    """A gate or lift that another planner's post has already."""

    code = "plan.scope-taken"
    sentence = "Gates and lifts that another planner's post has: {found}."
    advice = "Take them out of the other post first, or leave them out of this one."


class OutsideScope(Refused):
    """A plan that moves parties of another planner's post."""

    code = "plan.outside-scope"
    sentence = "This plan changes places at another planner's gates or lifts, of parties: {found}."
    advice = "Make a plan of your own scope, or let the other planner accept this one."


class WeightsWrong(Problem):
    """Weights that no plan can be made with."""

    code = "plan.weights-wrong"
    sentence = "Expected {expected} numbers from 0 to {limit} for {field}, found {found} that fit."
    advice = "Give one for each priority, the most urgent first."


class LimitImpossible(Problem):
    """A limit that nothing has."""

    code = "plan.limit-impossible"
    sentence = "Expected {field} from {least} to {limit}, found {found}."
    advice = "Give a number in this span, or none where it is not limited."


class SpanWrong(Problem):
    """A span of a gate that ends before it begins, or two that overlap."""

    code = "plan.span-wrong"
    sentence = "Span {number} ends before it begins, overlaps the one before, or has no rate."
    advice = "Give spans in order of time, each with souls an hour from 0 to {limit}."


class ReasonMissing(Problem):
    """Something that has to be defended later takes a reason."""

    code = "plan.reason-missing"
    sentence = "This needs a reason."
    advice = "Write why, in a few words without names."


class NotHeldBack(Refused):
    """A party that nobody holds back cannot be let go."""

    code = "plan.not-held-back"
    sentence = "This party is not held back."
    advice = "Look at what else keeps it from a place: `muster why PARTY`."


class NotWaiting(Problem):
    """The party is not among those who wait."""

    code = "plan.not-waiting"
    sentence = "This party is not among those who wait for a place."
    advice = "Look it up: it has left, is on a manifest, or its case is closed."


class AssumptionWrong(Problem):
    """A what-if that names something that is not there, or a number that nothing has."""

    code = "plan.assumption-wrong"
    sentence = (
        "Assumption {number} names no {what} that is in the plan, or no rate from 0 to {limit}."
    )
    advice = "Name it as the board does; a rate is 0 to {limit} souls an hour."


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
