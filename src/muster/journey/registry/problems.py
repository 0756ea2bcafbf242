"""What cannot be used at the desk, and what to do about it."""

from muster.ground.problem import Problem


class PartyEmpty(Problem):
    """A party without people."""

    code = "registry.party-empty"
    sentence = "Expected a party of at least one person, found none."
    advice = "Add the people who move together, or leave the party out."


class HeadUnknown(Problem):
    """The head is no member of the party."""

    code = "registry.head-unknown"
    sentence = "Expected the head to be one of {expected} people, found number {found}."
    advice = "Choose who speaks for the party from its own members."


class NameMissing(Problem):
    """A claim without any name."""

    code = "registry.name-missing"
    sentence = "Person {number} of the party has no name at all."
    advice = "Write what the person is called, in any script; one name is enough."


class CategoryUnknown(Problem):
    """A category that the rule in force does not have."""

    code = "registry.category-unknown"
    sentence = "Expected one of the {expected} categories of rule version {version}."
    advice = "Choose a category of the rule, or leave it open until somebody decides."


class RuleMissing(Problem):
    """A decision without a rule in force."""

    code = "registry.rule-missing"
    sentence = "No rule version is in force at the time of the decision."
    advice = "Adopt a rule first: `muster site rule FILE`."


class DocumentNeeded(Problem):
    """A decision that the rule does not allow on this evidence."""

    code = "registry.document-needed"
    sentence = "Rule version {version} needs one of {expected} kinds of document, found none."
    advice = "Record the document that was seen, attest it, or defer the decision."


class PersonUnknown(Problem):
    """No such person here."""

    code = "registry.person-unknown"
    sentence = "No person with this id is known at this site."
    advice = "Search by name, or look at another site."


class NothingApart(Problem):
    """Nothing to settle: no list says otherwise than the desk in this field."""

    code = "registry.nothing-apart"
    sentence = "No list says otherwise in this field than what was corrected."
    advice = "Load the page again: somebody else may have settled it."


class ListUnknown(Problem):
    """No such list here."""

    code = "registry.list-unknown"
    sentence = "No list with this id came in at this site."
    advice = "See which lists came in: `muster lists`."


class ListGone(Problem):
    """A list that was taken back already."""

    code = "registry.list-taken-back"
    sentence = "This list was taken back already."
    advice = "Import it again, and its claims hold again."


class ListReasonMissing(Problem):
    """A list that nobody says why to take back."""

    code = "registry.list-reason-missing"
    sentence = "Taking a list back needs a reason, found none."
    advice = "Say why: the wrong file, a column taken for the wrong thing."


class TriageUnreadable(Problem):
    """A rule for sorting claims that cannot be read."""

    code = "registry.triage-unreadable"
    sentence = "The rule for sorting claims cannot be read at {where}."
    advice = "See docs/intake.md for its fields; a desk and a reason are words like medical."


class TriageMissing(Problem):
    """Claims are to be sorted by a rule, and none is in force."""

    code = "registry.triage-missing"
    sentence = "No rule for sorting claims is in force now."
    advice = "Adopt one: `muster intake rule FILE`."


class SortingImpossible(Problem):
    """A sorting by hand that makes no sense."""

    code = "registry.sorting-impossible"
    sentence = "Expected a desk, a reason and an urgency from {most} to {least}."
    advice = "Write desk and reason as words in small letters, like medical."


class ClaimUnstored(Problem):
    """Something is to be told about a claim that is not stored here."""

    code = "registry.claim-unstored"
    sentence = "No claim of this person is stored here, so that nothing can be said of one."
    advice = "Take the claim in first; only then is it true that it is here."


class ClaimUndecided(Problem):
    """An answer before a decision."""

    code = "registry.claim-undecided"
    sentence = "Nobody has decided this claim, so that there is no answer."
    advice = "Decide it first, or send a receipt, which says that nothing is decided."


class ClaimInHand(Problem):
    """Somebody else has this claim in hand."""

    code = "registry.claim-in-hand"
    sentence = "Somebody else has this claim in hand."
    advice = "Take another one, or let them hand it back."


class ClaimOver(Problem):
    """Nobody waits for an answer to this claim any more."""

    code = "registry.claim-over"
    sentence = "This claim has left the queue: {stage}."
    advice = "See the record; a further claim opens it again."


class HandsFull(Problem):
    """Somebody holds as many claims as one person may."""

    code = "registry.hands-full"
    sentence = "Nobody has more than {most} claims in hand at once."
    advice = "Hand some back first."


class QueueEmpty(Problem):
    """No claim waits."""

    code = "registry.queue-empty"
    sentence = "No claim waits that nobody has in hand."
    advice = "Ask for another stage, or look again later."


class WaitImpossible(Problem):
    """A limit that no wait can have."""

    code = "registry.wait-impossible"
    sentence = "Expected limits from 1 to {most} hours, or none."
    advice = "Name the hours, and leave out a stage that shall have no limit."
