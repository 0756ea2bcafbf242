"""What a guard is told, and what to do: one sentence for each reason that a scan can have."""

from muster.ground.people.saying import Saying, say
from muster.journey.gate.checkpoint import Objection
from muster.journey.gate.outcomes import Doubt, Refusal
from muster.journey.passes.wrong import Unjudged, Wrong

REFUSALS: dict[Refusal, Saying] = {
    Refusal.GATE_CLOSED: say("This gate is closed. Send them back; nobody goes in here now."),
    Refusal.RECALLED: say("They were called back. Tell them where to go instead."),
    Refusal.REVOKED: say("This pass was withdrawn. Send them to the desk that called them."),
    Refusal.ALREADY_USED: say(
        "This pass was used already. Ask for the document it is bound to and scan again with it."
    ),
    Refusal.NOT_YET_CALLED: say("Too early. Let them wait until their window opens."),
    Refusal.WINDOW_OVER: say("Their window is over. Send them to the desk for a new one."),
    Refusal.SETTLED_AGAINST: say("A supervisor decided against it. Send them to the desk."),
}
DOUBTS: dict[Doubt, Saying] = {
    Doubt.OTHER_GATE: say("This pass is for another gate."),
    Doubt.MORE_HEADS: say("More people stand here than the pass is for."),
    Doubt.REST_OF_PARTY: say("Part of this party is inside already. Ask them who is missing."),
    Doubt.LATE: say("They are late, by less than an hour."),
    Doubt.CLOCK_UNSURE: say("The clock here is too unsure to tell whether their window is open."),
    Doubt.NEWS_STALE: say("News from the other posts is too old."),
    Doubt.NO_LIST: say("No list of withdrawn passes is here for this key."),
    Doubt.DOCUMENT_NOT_SHOWN: say("The document that the pass is bound to was not shown."),
    Doubt.DOCUMENT_DIFFERS: say("The document is not the one that the pass is bound to."),
    Doubt.USED_WITHOUT_DOCUMENT: say(
        "This document fits, but somebody without one used the pass before. They may be the holder."
    ),
    Doubt.OUTER_ONLY: say("This is a checkpoint's pass, and its record is not here."),
    Doubt.TYPED_CODE: say("A typed code can be guessed. Scan the pass, or see the document."),
    Doubt.ASKED_ELSEWHERE: say(
        "Another post asked about this pass just now. Ask there whether they went in."
    ),
    Doubt.HELD: say("They are to wait here. No reason is given."),
}
WRONGS: dict[Wrong, Saying] = {
    Wrong.FOREIGN: say("This is no pass of ours. If it is a ticket, ask for the pass."),
    Wrong.MALFORMED: say("This is no pass of ours: its bytes are not as we make them."),
    Wrong.HEADER: say("This is no pass of ours: it is signed in another way."),
    Wrong.SIGNATURE: say("This pass is forged: the signature is not ours."),
    Wrong.HOLDER: say("This pass is shown by another phone than its own."),
    Wrong.SCOPE: say("Whoever issued this pass may not issue it for this gate or so many people."),
    Wrong.WINDOW: say("Whoever issued this pass may not issue it for this time."),
}
UNJUDGED: dict[Unjudged, Saying] = {
    Unjudged.NEWER: say("A newer kind of pass. Ask the supervisor; turn nobody back for this."),
    Unjudged.KEY_UNKNOWN: say(
        "The key of this pass is not known here. Ask the supervisor; turn nobody back for this."
    ),
    Unjudged.LIST_MISSING: say(
        "The list of this delegate's passes is not here. Ask the supervisor."
    ),
    Unjudged.RECORD_NEEDED: say("Only the record of this pass could say. Ask the supervisor."),
    Unjudged.MISTYPED: say("A letter must be wrong. Hear the code again and type it anew."),
}
SHORT: dict[str, Saying] = {
    Refusal.GATE_CLOSED.value: say("gate closed"),
    Refusal.RECALLED.value: say("called back"),
    Refusal.REVOKED.value: say("pass withdrawn"),
    Refusal.ALREADY_USED.value: say("used already"),
    Refusal.NOT_YET_CALLED.value: say("too early"),
    Refusal.WINDOW_OVER.value: say("window over"),
    Refusal.SETTLED_AGAINST.value: say("a supervisor decided against it"),
    Doubt.OTHER_GATE.value: say("pass for another gate"),
    Doubt.MORE_HEADS.value: say("more people than the pass is for"),
    Doubt.REST_OF_PARTY.value: say("rest of a party"),
    Doubt.LATE.value: say("late by less than an hour"),
    Doubt.CLOCK_UNSURE.value: say("clock unsure"),
    Doubt.NEWS_STALE.value: say("news too old"),
    Doubt.NO_LIST.value: say("no list of withdrawn passes"),
    Doubt.DOCUMENT_NOT_SHOWN.value: say("document not shown"),
    Doubt.DOCUMENT_DIFFERS.value: say("another document"),
    Doubt.USED_WITHOUT_DOCUMENT.value: say("used before without a document"),
    Doubt.OUTER_ONLY.value: say("a checkpoint's pass without its record"),
    Doubt.TYPED_CODE.value: say("a code that was typed"),
    Doubt.HELD.value: say("to wait, no reason given"),
    Wrong.FOREIGN.value: say("no pass of ours"),
    Wrong.MALFORMED.value: say("not made as ours are"),
    Wrong.HEADER.value: say("signed in another way"),
    Wrong.SIGNATURE.value: say("forged"),
    Wrong.HOLDER.value: say("shown by another phone"),
    Wrong.SCOPE.value: say("issued beyond the issuer's scope"),
    Wrong.WINDOW.value: say("issued for a time beyond the issuer's scope"),
}
"""Each reason that a fact may carry in few words, for tables."""
OBJECTIONS: dict[Objection, Saying] = {
    Objection.NOT_OF_HERE: say("This is no code for this checkpoint today."),
    Objection.TOO_EARLY: REFUSALS[Refusal.NOT_YET_CALLED],
    Objection.OVER: REFUSALS[Refusal.WINDOW_OVER],
    Objection.SHOWN_BEFORE: say("This code was shown here before. Look who stands there."),
    Objection.NO_KEY: say("No key of that day is on this tablet. Ask the liaison for it."),
}
EVERY: dict[str, Saying] = {
    reason.value: said
    for table in (OBJECTIONS, REFUSALS, DOUBTS, WRONGS, UNJUDGED)
    for reason, said in table.items()
}
"""All of them by code, as a verdict carries it."""
