"""The catalogue: who is counted, each definition with its version and its sentence.

A definition that changes gets a new version; an old report keeps the old one. "On record" means
known by name here. People on record are counted from their own facts, people on a lift from what
was seen of the lift: scans, head counts, arrivals.
"""

from muster.ground.people.saying import say
from muster.journey.figures.figure import Population, Unit

REGISTERED = Population(
    "registered",
    Unit.SOULS,
    say("Everybody on record here, each person once, whatever became of them."),
)
DEPARTED = Population(
    "departed",
    Unit.SOULS,
    say(
        "Living people, infants included and crew left out, on lifts that left a place of origin "
        "for a place that is none; counted by us, on the lift. Onward lifts are not counted again."
    ),
)
ARRIVED = Population(
    "arrived",
    Unit.SOULS,
    say(
        "Living people who came off such lifts, wherever they landed, each once. Whoever travels "
        "on or was handed over stays in it; who is still aboard or was missing on arrival is not "
        "in it."
    ),
)
ON_THE_WAY = Population(
    "on-the-way",
    Unit.SOULS,
    say(
        "People aboard a lift that has left, onward lifts too, who have not been seen to come off."
    ),
)
WAITING = Population(
    "waiting",
    Unit.SOULS,
    say(
        "People on record whose case is open and who have not left, those aboard a lift that has "
        "not left included."
    ),
)
SAFE = Population(
    "safe",
    Unit.SOULS,
    say(
        "People on record who came off a lift at a staging base or safe haven and are still in our "
        "charge."
    ),
)
CLOSED = Population(
    "closed",
    Unit.SOULS,
    say("People on record whose case is closed with a reason."),
)
REMAINING = Population(
    "remaining",
    Unit.SOULS,
    say(
        "Named people on record who have not left and whose case is open, and those left behind. "
        "People who never came forward are not in it; it may rise after the last lift."
    ),
    2,
)
UNNAMED = Population(
    "estimate/unnamed",
    Unit.SOULS,
    say(
        "People whom nobody has named, as two or more sources estimate them; not counted, and in "
        "no other figure. Kinds of people may overlap: the upper end is the sum of all."
    ),
)
UNTRACED = Population(
    "untraced",
    Unit.SOULS,
    say("People on record who have not left and of whom nothing has been heard for too long."),
)
DEAD = Population(
    "dead",
    Unit.SOULS,
    say(
        "People dead in incidents of this operation: at least those an authority confirmed or "
        "whose death is established here, at most the highest number any named source gives as its "
        "total."
    ),
)
DEAD_OTHER = Population(
    "dead/other-reading",
    Unit.SOULS,
    say(
        "The same dead if the groups a source names lie outside its total and have to be added, "
        "which the source left open or says."
    ),
)
INJURED = Population(
    "injured",
    Unit.SOULS,
    say(
        "People injured in incidents of this operation: at least those an authority confirmed, at "
        "most the highest number any named source gives."
    ),
)
MISSED = Population(
    "missing",
    Unit.SOULS,
    say(
        "People missed since incidents of this operation: at least those an authority confirmed, "
        "at most the highest number any named source gives."
    ),
)
LIFTS = Population(
    "lifts",
    Unit.LIFTS,
    say("Lifts that left a place of origin for a place that is none."),
)
LIFTS_CANCELLED = Population(
    "lifts/cancelled",
    Unit.LIFTS,
    say("Lifts out of a place of origin that were offered and cancelled."),
)
LAST_LIFT = Population(
    "last-lift",
    Unit.TIME,
    say("When the lift left that was declared the last one out."),
)
LATEST_LIFT = Population(
    "latest-lift",
    Unit.TIME,
    say("When the latest lift out left; nobody has declared a last one."),
)
SEATS_TAKEN = Population(
    "seats",
    Unit.SEATS,
    say(
        "Places taken on lifts out, one for each scan at the ramp; a child on a lap takes none, "
        "and who is booked on two lifts takes two."
    ),
)
SEATS_OFFERED = Population(
    "seats/offered",
    Unit.SEATS,
    say("Seats and floor places offered on lifts out that left."),
)
FOUND = Population(
    "found-on-arrival",
    Unit.SOULS,
    say("People who came off a lift out without a scan that put them aboard."),
)
UNMATCHED = Population(
    "found-on-arrival/unmatched",
    Unit.SOULS,
    say("People found on arrival of whom nobody has said yet whether we know them from a claim."),
)
MISSING = Population(
    "missing-on-arrival",
    Unit.SOULS,
    say("People scanned aboard a lift that has landed, who were not seen to come off."),
)
NO_AGENCY = Population(
    "no-responsible-agency",
    Unit.SOULS,
    say("People who arrived and whom no named agency has taken charge of."),
)
ABSENT = Population(
    "absent",
    Unit.SOULS,
    say("People who arrived and were missed at the last muster."),
)
STOCK = Population(
    "stock",
    Unit.SOULS,
    say("People at this place now, with those aboard a lift that has not left it."),
)
ABOARD = Population(
    "aboard",
    Unit.SOULS,
    say("Living people aboard this lift when it left, infants included and crew left out."),
)
DIFFERENCE = Population(
    "difference",
    Unit.SOULS,
    say(
        "How far apart the counts of this lift are: scans with people found, head count, people "
        "who came off."
    ),
)
LET_THROUGH = Population(
    "let-through",
    Unit.SOULS,
    say(
        "Heads counted in at our gates on a pass, each time that somebody went in on one; who went "
        "in on a copy is in it."
    ),
)
WALKED_IN = Population(
    "walked-in",
    Unit.SOULS,
    say("People without a pass who were let in at our gates by two people."),
)
HELD = Population(
    "held",
    Unit.SCANS,
    say(
        "Times that somebody with a pass had to wait beside a gate for a supervisor, by the first "
        "of the doubts; who comes twice is counted twice."
    ),
)
TURNED_BACK = Population(
    "turned-back",
    Unit.SCANS,
    say(
        "Times that somebody was turned back at our gates, by the reason; one pass on a thousand "
        "telephones is counted a thousand times."
    ),
)
SECOND_USES = Population(
    "second-uses",
    Unit.SCANS,
    say(
        "Times that a pass let somebody in again after its first use, found when the records of "
        "posts met; at most one for each further island of posts of the gate that the pass names, "
        "and none at another gate unless a supervisor says so."
    ),
)
SECOND_HEADS = Population(
    "second-uses/heads",
    Unit.SOULS,
    say("Heads counted in by such second uses: at most the souls of the pass for each."),
)
SECOND_OPEN = Population(
    "second-uses/open",
    Unit.ITEMS,
    say("Passes with such a second use into which nobody has looked since."),
)
ISLANDS = Population(
    "islands",
    Unit.ITEMS,
    say(
        "Islands that the posts of one gate formed at most, which heard nothing of each other: a "
        "copy of a pass to that gate lets its party in so many times at most."
    ),
)
INTAKE_RECEIVED = Population(
    "intake/received",
    Unit.SOULS,
    say("People whose claim is stored here and was not sorted yet."),
)
INTAKE_TRIAGED = Population(
    "intake/triaged",
    Unit.SOULS,
    say("People whose claim was sorted, and about whom nobody has decided."),
)
INTAKE_DECIDED = Population(
    "intake/decided",
    Unit.SOULS,
    say("People about whom somebody decided, and who were not told."),
)
INTAKE_OLDEST = Population(
    "intake/oldest",
    Unit.TIME,
    say("Since when the claim waits that waits longest in this stage."),
)
INTAKE_MIDDLE = Population(
    "intake/middle",
    Unit.TIME,
    say("Since when a claim waits that half of those in this stage have not waited longer than."),
)
INTAKE_LATE = Population(
    "intake/late",
    Unit.TIME,
    say("Since when a claim waits that 19 of 20 in this stage have not waited longer than."),
)

CATALOGUE: tuple[Population, ...] = (
    REGISTERED,
    DEPARTED,
    ARRIVED,
    ON_THE_WAY,
    WAITING,
    SAFE,
    CLOSED,
    REMAINING,
    UNNAMED,
    UNTRACED,
    DEAD,
    DEAD_OTHER,
    INJURED,
    MISSED,
    LIFTS,
    LIFTS_CANCELLED,
    LAST_LIFT,
    LATEST_LIFT,
    SEATS_TAKEN,
    SEATS_OFFERED,
    FOUND,
    UNMATCHED,
    MISSING,
    NO_AGENCY,
    ABSENT,
    STOCK,
    ABOARD,
    DIFFERENCE,
    LET_THROUGH,
    WALKED_IN,
    HELD,
    TURNED_BACK,
    SECOND_USES,
    SECOND_HEADS,
    SECOND_OPEN,
    ISLANDS,
    INTAKE_RECEIVED,
    INTAKE_TRIAGED,
    INTAKE_DECIDED,
    INTAKE_OLDEST,
    INTAKE_MIDDLE,
    INTAKE_LATE,
)
