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
