"""The reader's words for the codes of the record: marked here for the catalogue, said on demand.

A code without a word would show as itself, in English; a test holds the tables complete.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

STAGES = {
    "waiting": _("Waiting"),
    "aboard": _("Aboard a lift"),
    "safe": _("Safe"),
    "closed": _("Closed"),
    "merged": _("One person with another record"),
    "": _("Not known here"),
}
MARKS = {
    "": "",
    "claimed": _("claimed, not decided"),
    "eligible": _("eligible"),
    "deferred": _("deferred"),
    "ready": _("ready, no seat yet"),
    "untraced": _("untraced"),
    "identity-not-known-here": _("identity not known here"),
    "found-on-arrival": _("found on arrival, not settled"),
    "absent": _("absent at the last muster"),
    "handed-over": _("handed over"),
    "dead": _("dead"),
    "missing": _("missing"),
    "withdrew": _("withdrew"),
    "left-on-own-account": _("left on own account"),
    "ineligible": _("ineligible"),
    "left-behind": _("left behind"),
    "left-behind-untraced": _("left behind, not heard of"),
}
SIGHTINGS = {
    "called": _("called"),
    "ready": _("ready"),
    "manifested": _("on a manifest"),
    "boarded": _("boarded"),
    "landed": _("landed"),
    "seen": _("seen"),
    "left-behind": _("left behind"),
}
ROLES = {
    "lead": _("Site lead"),
    "head": _("Head of operation"),
    "registrar": _("Registrar"),
    "planner": _("Planner"),
    "gate": _("Gate guard"),
    "ramp": _("Ramp controller"),
    "receiving": _("Receiving officer"),
    "liaison": _("Liaison"),
    "auditor": _("Auditor"),
}
RIGHTS = (
    _("take claims"),
    _("decide eligibility"),
    _("search people"),
    _("open a person's record"),
    _("offer and plan lifts"),
    _("board people and close lifts"),
    _("see lifts and manifests"),
    _("receive arrivals"),
    _("record gates, incidents and places"),
    _("record arrangements and disclosures"),
    _("appoint and dismiss pass issuers"),
    _("issue and revoke passes"),
    _("give and take back family pages"),
    _("scan passes at a gate"),
    _("record items and close what is over"),
    _("see figures"),
    _("enrol operators"),
    _("enrol tablets and start shifts"),
    _("export rows"),
    _("shred a person"),
    _("link this site to others"),
    _("verify and rebuild the record"),
    _("take out an audit bundle"),
    _("see who looked at whom"),
    _("plant canaries and hear of them"),
    _("look after your own sign-in"),
    _("open this page"),
)
GUESSES = (
    _("one that thousands use"),
    _("a run along a keyboard"),
    _("the same again and again"),
    _("a date"),
    _("little more than a name or word of this site"),
)
MASKED = {
    "documents": _("Numbers of documents"),
    "contacts": _("Contacts"),
    "address": _("Address"),
    "kin": _("Who spoke of them, and what was said"),
}
METHODS = {
    "passkey": _("Security key"),
    "one-time-codes": _("Codes from a telephone"),
    "codes-on-paper": _("Codes on paper"),
}
TOUCHES = {
    "found": _("shown in a search"),
    "opened": _("record opened"),
    "exported": _("left in an export"),
    "outside": _("seen outside"),
}
TIERS = {
    "full": _("full"),
    "live": _("live"),
    "plain": _("plain"),
    "": _("not known"),
}
LACKS = {
    "full": _("nothing is missing"),
    "live": _("a reload while alone loses the page"),
    "plain": _("no moving camera picture, no copy of the page; others on the Wi-Fi could alter it"),
    "": _("not known"),
}
PLACE_ROLES = {
    "origin": _("place of origin"),
    "gate": _("gate"),
    "staging-base": _("staging base"),
    "safe-haven": _("safe haven"),
    "checkpoint": _("checkpoint that others hold"),
}
WAYS = {
    "open": _("open"),
    "surge": _("surge"),
    "threat-hold": _("threat hold"),
    "shut": _("shut"),
    "shut-for-good": _("shut for good"),
}
READINGS = {
    "marked": _("marked"),
    "empty": _("empty"),
    "unclear": _("unclear"),
    "taken": _("on record already"),
    "differs": _("differs from what is on record"),
    "no-row": _("no row of this sheet"),
}
COMPARTMENTS = {
    "public": _("public"),
    "desk": _("desk"),
    "plan": _("plan"),
    "gates": _("gates"),
    "lifts": _("lifts"),
    "havens": _("havens"),
    "command": _("command"),
    "audit": _("audit"),
}
LEFT_REASONS = {
    "no-contact": _("no contact"),
    "could-not-reach-us": _("could not reach us"),
    "turned-back": _("turned back"),
    "no-place-aboard": _("no place aboard"),
    "chose-to-stay": _("chose to stay"),
    "not-seen-to-come-off": _("not seen to come off a lift"),
    "other": _("another reason"),
}
ITEM_KINDS = {
    "vehicle": _("vehicle"),
    "aircraft": _("aircraft"),
    "system": _("system"),
    "papers": _("papers"),
    "print": _("print"),
    "data-carrier": _("data carrier"),
    "other": _("something else"),
}
DISPOSALS = {
    "taken": _("taken along"),
    "destroyed": _("destroyed"),
    "disabled": _("disabled"),
    "handed-over": _("handed over"),
    "abandoned-unconfirmed": _("abandoned, not confirmed"),
    "seized": _("seized"),
}
ITEM_STATES = DISPOSALS | {
    "inventoried": _("inventoried"),
    "to-lift": _("to go on a lift"),
    "to-destroy": _("to be destroyed"),
    "to-hand-over": _("to be handed over"),
    "contradicted": _("disposed of twice"),
}
PRINT_KINDS = {
    "manifest": _("manifest"),
    "list-of-people": _("list of people"),
    "family-page": _("card of a family page"),
    "person": _("page of a person"),
    "pass": _("pass"),
    "report": _("report"),
    "form": _("form"),
    "other": _("something else"),
}
PRINT_ENDINGS = {
    "destroyed": _("destroyed"),
    "returned": _("came back"),
    "lost": _("lost"),
}
PRINT_ENDS = PRINT_ENDINGS | {"open": _("out")}
VALUES = LEFT_REASONS | {
    # whether two records are of one person
    "same": _("same"),
    "different": _("different"),
    "unsure": _("unsure"),
    # sex, as documents state it
    "F": _("female"),
    "M": _("male"),
    "X": _("other"),
    # relation to the head of the party
    "head": _("head"),
    "spouse": _("spouse"),
    "child": _("child"),
    "parent": _("parent"),
    "sibling": _("sibling"),
    "grandchild": _("grandchild"),
    "ward": _("ward"),
    "other-kin": _("other kin"),
    "not-kin": _("not kin"),
    "unknown": _("not stated"),
    # documents and the evidence for them
    "passport": _("passport"),
    "national-id": _("national identity card"),
    "residence-permit": _("residence permit"),
    "visa": _("visa"),
    "travel-document": _("travel document"),
    "birth-certificate": _("birth certificate"),
    "employment-letter": _("employment letter"),
    "referral": _("referral"),
    "destroyed-by-us": _("destroyed by us"),
    "seen": _("seen"),
    "copy": _("copy"),
    "claimed": _("claimed"),
    "attested": _("attested"),
    # needs
    "wheelchair": _("wheelchair"),
    "litter": _("litter"),
    "oxygen": _("oxygen"),
    "medication": _("medication"),
    "isolation": _("isolation"),
    "pregnant": _("pregnant"),
    "infant": _("infant"),
    "escort": _("escort"),
    "interpreter": _("interpreter"),
    "sign-language": _("sign language"),
    "guide": _("guide"),
    # outcomes, their reasons, presence
    "eligible": _("eligible"),
    "ineligible": _("ineligible"),
    "deferred": _("deferred"),
    "here": _("here"),
    "hospital": _("in hospital"),
    "absent": _("absent"),
    "registry.category-documented": _("a document establishes the category"),
    "registry.category-by-authority": _("the category rests on an authority's decision"),
    "registry.documents-destroyed-by-us": _("documents were destroyed by us"),
    "registry.category-not-in-rule": _("the rule does not know the category"),
    "registry.no-document-for-category": _("no document for the category"),
    "registry.document-not-accepted-at-gate": _("the document is not accepted at gates"),
    "registry.claim-withdrawn": _("the claim was withdrawn"),
}
KINDS = {
    "person-claimed": _("Claimed"),
    "person-corrected": _("Corrected"),
    "note-taken": _("Note taken"),
    "document-seen": _("Document seen"),
    "eligibility-decided": _("Eligibility decided"),
    "person-searched": _("Searched"),
    "person-registered": _("Registered"),
    "wristband-tied": _("Wristband tied"),
    "need-recorded": _("Needs recorded"),
    "claim-withdrawn": _("Claim withdrawn"),
    "claim-triaged": _("Claim sorted"),
    "claim-taken": _("Claim taken in hand"),
    "claim-handed-back": _("Claim handed back"),
    "claim-receipted": _("Told that the claim is stored"),
    "claim-answered": _("Claim answered"),
    "person-untraced": _("Untraced"),
    "person-heard-from": _("Heard from"),
    "person-ready": _("Ready, no seat yet"),
    "manifested": _("On the planned manifest"),
    "boarded": _("Boarded"),
    "bumped": _("Bumped"),
    "conflict-resolved": _("Contradiction resolved"),
    "arrived": _("Arrived"),
    "found-on-arrival": _("Found on arrival"),
    "found-settled": _("Settled who this is"),
    "mustered": _("Mustered"),
    "handed-over": _("Handed over"),
    "left-on-own-account": _("Left on own account"),
    "death-reported": _("Death reported"),
    "kin-told": _("Next of kin told"),
    "person-missing": _("Reported missing"),
    "account-kept": _("Account kept"),
    "records-judged": _("Judged against another record"),
    "judgement-kept": _("Judgement kept"),
    "left-behind": _("Left behind"),
    "documents-destroyed": _("Documents destroyed by us"),
}
FIELDS = {
    "desk": _("Desk"),
    "urgency": _("Urgency"),
    "holder": _("Who had it in hand"),
    "reference": _("Reference"),
    "souls": _("People"),
    "party": _("Party"),
    "name": _("Name"),
    "sex": _("Sex"),
    "category": _("Category"),
    "relation": _("Relation to the head"),
    "birth": _("Born"),
    "documents": _("Documents"),
    "document": _("Document"),
    "needs": _("Needs"),
    "contacts": _("Contacts"),
    "address": _("Address"),
    "contact": _("Contact"),
    "language": _("Language"),
    "guardian": _("Guardian"),
    "source": _("List"),
    "row": _("Line of the list"),
    "row_id": _("Id in the list"),
    "family": _("Family in the list"),
    "linked": _("Taken for the same as"),
    "flags": _("Flags"),
    "reason": _("Reason"),
    "reasons": _("Reasons"),
    "author": _("Author"),
    "said": _("Said"),
    "text": _("Text"),
    "status": _("Status"),
    "opens_task": _("Opens a task"),
    "outcome": _("Outcome"),
    "authority": _("Authority"),
    "version": _("Rule version"),
    "receipt": _("Receipt"),
    "wristband": _("Wristband"),
    "last_heard": _("Last heard of"),
    "via": _("Through"),
    "other": _("Other record"),
    "judgement": _("Judged"),
    "score": _("Score, in thousandths"),
    "settles": _("Knowing what was judged before"),
    "place": _("Place"),
    "lift": _("Lift"),
    "stays": _("Stands on"),
    "goes": _("Not on"),
    "evidence": _("Evidence"),
    "after": _("Resolutions known before"),
    "found": _("Without a scan"),
    "child": _("A child"),
    "claim": _("Claim"),
    "presence": _("Presence"),
    "agency": _("Agency"),
    "observer": _("Observer"),
    "incident": _("Incident"),
    "teller": _("Told by"),
    "last_known": _("Last known"),
    "second": _("Second person"),
    "what": _("What"),
    "account": _("How it was done"),
    "item": _("Item"),
}
YES = _("yes")
DAYS = {
    "Mon": _("Mon"),
    "Tue": _("Tue"),
    "Wed": _("Wed"),
    "Thu": _("Thu"),
    "Fri": _("Fri"),
    "Sat": _("Sat"),
    "Sun": _("Sun"),
}
MONTHS = {
    "Jan": _("Jan"),
    "Feb": _("Feb"),
    "Mar": _("Mar"),
    "Apr": _("Apr"),
    "May": _("May"),
    "Jun": _("Jun"),
    "Jul": _("Jul"),
    "Aug": _("Aug"),
    "Sep": _("Sep"),
    "Oct": _("Oct"),
    "Nov": _("Nov"),
    "Dec": _("Dec"),
}
FIGURES = {
    "departed": _("Out"),
    "arrived": _("Arrived"),
    "lifts": _("Lifts"),
    "lifts/cancelled": _("Lifts cancelled"),
    "last-lift": _("Last lift"),
    "seats": _("Places taken"),
    "seats/offered": _("Places offered"),
    "found-on-arrival": _("Found on arrival"),
    "found-on-arrival/unmatched": _("Found on arrival, not matched"),
    "missing-on-arrival": _("Missing on arrival"),
    "registered": _("On record"),
    "on-the-way": _("On the way"),
    "waiting": _("Waiting"),
    "safe": _("Safe"),
    "closed": _("Closed"),
    "closed/handed-over": _("Closed: handed over"),
    "closed/dead": _("Closed: dead"),
    "closed/withdrew": _("Closed: withdrew"),
    "closed/left-on-own-account": _("Closed: left on own account"),
    "closed/ineligible": _("Closed: not eligible"),
    "closed/left-behind": _("Closed: left behind"),
    "remaining": _("Remaining"),
    "estimate/unnamed": _("Nobody has named, as estimated"),
    "untraced": _("Untraced"),
    "no-responsible-agency": _("No responsible agency"),
    "absent": _("Absent at the last muster"),
    "dead": _("Dead in incidents"),
    "dead/other-reading": _("Dead, groups added to the total"),
    "injured": _("Injured"),
    "missing": _("Missing"),
    "intake/received": _("Claims not sorted"),
    "intake/received-oldest": _("Claims not sorted, the oldest since"),
    "intake/received-middle": _("Claims not sorted, half since"),
    "intake/received-late": _("Claims not sorted, 19 of 20 since"),
    "intake/triaged": _("Claims sorted, not decided"),
    "intake/triaged-oldest": _("Claims sorted, not decided, the oldest since"),
    "intake/triaged-middle": _("Claims sorted, not decided, half since"),
    "intake/triaged-late": _("Claims sorted, not decided, 19 of 20 since"),
    "intake/decided": _("Claims decided, not answered"),
    "intake/decided-oldest": _("Claims decided, not answered, the oldest since"),
    "intake/decided-middle": _("Claims decided, not answered, half since"),
    "intake/decided-late": _("Claims decided, not answered, 19 of 20 since"),
}
EXPORT_PROFILES = {
    "receiving-state": _("A state that takes people in"),
    "repatriation": _("A sheet for a head of family"),
    "partner-ngo": _("A partner: numbers alone"),
    "family": _("Families who search"),
    "carrier": _("The carrier of a lift"),
    "chosen": _("Chosen columns"),
}
INTAKE_STAGES = {
    "received": _("received, not sorted"),
    "triaged": _("sorted, not decided"),
    "decided": _("decided, not answered"),
    "answered": _("answered"),
    "met": _("stood before us"),
    "withdrawn": _("withdrawn"),
}
INTAKE_TAKES = {
    "received": _("Next to sort"),
    "triaged": _("Next to decide"),
    "decided": _("Next to answer"),
}
INTAKE_SPLITS = {
    "list": _("List"),
    "sender": _("Sender"),
    "desk": _("Desk"),
}
PARTS = {
    "out": _("Out"),
    "left": _("Who is left"),
    "transit": _("In transit"),
    "receiving": _("Receiving"),
    "incidents": _("Incidents and casualties"),
    "open": _("Differences and open tasks"),
    "published": _("Published numbers and gaps"),
}
VERDICTS = {
    "gap": _("gap"),
    "within-rounding": _("within rounding"),
    "exact": _("adds up"),
}
REASONS = {
    "identity-not-known-here": _("Identity not known here"),
    "head-count-differs": _("Counts of a lift differ"),
    "found-on-arrival": _("Found on arrival, not matched yet"),
    "untraced": _("Not heard of for too long"),
    "conflict": _("Scanned on two lifts"),
    "casualty-reports": _("Sources differ"),
    "possible-duplicates": _("Records that may be of one person"),
    "estimate": _("Estimated, not counted"),
    "quarantined-entries": _("Entries beyond a fork of their log"),
    "late-comers": _("May rise after the last lift"),
}
DIFFERENCES = {
    "found": _("found on arrival"),
    "missing": _("missing on arrival"),
    "unplanned": _("not on the planned manifest"),
    "not-boarded": _("planned, not boarded"),
    "bumped": _("bumped"),
}
LIFT_STAGES = {
    "offered": _("offered"),
    "boarding": _("boarding"),
    "cancelled": _("cancelled"),
    "departed": _("departed"),
    "reconciled": _("reconciled"),
    "discrepancy": _("discrepancy"),
}

STEPS = {
    "possible": _("possible"),
    "proposed": _("proposed"),
    "agreed": _("agreed"),
    "in-use": _("in use"),
    "honoured": _("honoured"),
    "breached": _("breached"),
    "suspended": _("suspended"),
    "resumed": _("resumed"),
    "lapsed": _("lapsed"),
}
FLAGS = {
    "no-arrangement": _("no arrangement"),
    "after-lapse": _("after it lapsed"),
    "after-breach": _("after the breach"),
    "while-suspended": _("while suspended"),
    "not-agreed": _("nothing was agreed"),
    "too-early": _("before it began"),
    "not-covered": _("not covered by it"),
}
CHECKINGS = {
    "sign": _("by the sign of the day and a number of heads; they hold nothing"),
    "lent": _("by our tablet, with one of ours there"),
    "key": _("alone, with the key of the day: they can check codes, and forge them"),
}
DISCLOSABLES = {
    "count": _("people"),
    "vehicles": _("vehicles"),
    "window": _("window"),
    "tokens": _("tokens"),
}
CHANNELS = {
    "radio": _("by radio"),
    "phone": _("by phone"),
    "message": _("by message"),
    "paper": _("on paper"),
    "in-person": _("in person"),
    "other": _("otherwise"),
}
WRITTEN = {
    "text": _("Save as text"),
    "csv": _("Save as CSV"),
    "json": _("Save as JSON"),
}

INCIDENT_STAGES = {
    "reported": _("reported"),
    "confirmed": _("confirmed"),
    "false": _("false"),
    "accounted": _("accounted for"),
    "closed": _("closed"),
    "in-force": _("in force"),
    "lifted": _("lifted"),
    "over": _("over"),
}
WARNINGS = {"warning": _("Warning"), "threat": _("Threat")}
INCIDENT_KINDS = {
    "incident-reported": _("Reported"),
    "incident-confirmed": _("Confirmed"),
    "incident-dismissed": _("Called false"),
    "incident-closed": _("Closed"),
    "warning-issued": _("Warning issued"),
    "warning-lifted": _("Warning lifted"),
    "statement-made": _("Statement"),
    "casualties-reported": _("Casualties reported"),
}
HARMS = {"dead": _("dead"), "injured": _("injured"), "missing": _("missing")}
HARMED = {
    "missing": _("missing"),
    "observer": _("dead, says an observer"),
    "authority": _("dead, says an authority"),
}
INSIDE = {
    "inside": _("inside the total"),
    "beside": _("beside the total"),
    "unsaid": _("inside or beside it: the source does not say"),
}
CAUSES = {
    "gate": _("the gate closed"),
    "incident": _("an incident"),
    "plan": _("the plan changed"),
}
REACHED = {
    "phone": _("by phone"),
    "message": _("by message"),
    "warden": _("by a warden"),
    "loudspeaker": _("by loudspeaker"),
    "radio": _("by radio"),
    "in-person": _("in person"),
}


def say(words: dict[str, str], code: str) -> str:
    """Return the reader's word for ``code``; the code itself where there is none."""
    word = words.get(code, code)
    return gettext(word) if word else ""
