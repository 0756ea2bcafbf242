"""What the plan says of parties and plans in few words: hits, changes, reasons, violations."""

from muster.ground.people.saying import Saying, say
from muster.journey.plan.checking import Kind
from muster.journey.plan.comparing import Change, Known
from muster.journey.plan.keeping import Hit
from muster.journey.plan.why import Code

HITS: dict[Hit, Saying] = {
    Hit.LIFT: say("The lift was cancelled or leaves after the deadline."),
    Hit.OVER: say("The hour at the gate is over, and they have not come in."),
    Hit.GATE: say("The gate is shut at that hour."),
    Hit.HAVEN: say("The haven is gone."),
    Hit.PERMIT: say("The gate or the haven is not permitted for them any more."),
    Hit.TIMES: say("The hour at the gate and the lift are too near or too far apart."),
    Hit.LESS: say("There is less room there than was planned, and others come first."),
}
CHANGES: dict[Change, Saying] = {
    Change.KEPT: say("stays as it was"),
    Change.MOVED: say("moves"),
    Change.LOST: say("loses its place"),
    Change.GAINED: say("gets a place"),
    Change.LEFT: say("has no place"),
}
KNOWN: dict[Known, Saying] = {
    Known.TOLD: say("told"),
    Known.PLANNED: say("planned, not told"),
    Known.FREE: say("without a place before"),
    Known.INSIDE: say("in the ready area"),
}
REASONS: dict[Code, Saying] = {
    Code.HELD: say("held"),
    Code.INCOMPLETE: say("not complete"),
    Code.UNESCORTED: say("child without guardian or escort"),
    Code.NOT_PERMITTED: say("not permitted"),
    Code.CANNOT_ARRIVE: say("cannot arrive in time"),
    Code.FULL_BY_RANK: say("full, all rank before"),
    Code.TOLD: say("others were told"),
    Code.WORTH_MORE: say("worth more to others"),
}
VIOLATIONS: dict[Kind, Saying] = {
    Kind.LENGTH: say("The plan is of other parties."),
    Kind.UNKNOWN: say("A place names a gate, an hour or a lift that is not there."),
    Kind.NOT_SEATABLE: say("A party that is held, incomplete or without escort has a place."),
    Kind.NOT_BY_GATE: say("Somebody inside is called to a gate, or somebody outside is not."),
    Kind.GATE_FORBIDDEN: say("A party is called to a gate that is not permitted for it."),
    Kind.HAVEN_FORBIDDEN: say("A party is sent to a haven that is not permitted for it."),
    Kind.PAST: say("A place lies in the past."),
    Kind.DEADLINE: say("A lift leaves after the deadline."),
    Kind.LAG: say("A gate hour is too short before the lift."),
    Kind.STAY: say("Somebody would stay too long in the ready area."),
    Kind.SEATS: say("A lift has more people than seats."),
    Kind.LITTERS: say("A lift has more litters than it takes."),
    Kind.WHEELCHAIRS: say("A lift has more wheelchairs than it takes."),
    Kind.KG: say("A lift has more weight than it carries."),
    Kind.GATE: say("A gate has more people in an hour than it lets in."),
    Kind.SCREENING: say("An hour has more screening than minutes for it."),
    Kind.READY: say("The ready area holds more people than it has room for."),
    Kind.HAVEN: say("A haven holds more people than it has room for."),
    Kind.TOLD: say("A party that was told loses a place that it could keep."),
}
