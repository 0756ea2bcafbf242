"""What cannot be used of passes, and what to do about it."""

from muster.ground.problem import Problem, Refused


class PassUnknown(Problem):
    """No such pass here."""

    code = "passes.pass-unknown"
    sentence = "No pass with this code is known at this site."
    advice = "Give the twelve letters under the code, or scan it."


class IssuerUnknown(Problem):
    """No such issuer here."""

    code = "passes.issuer-unknown"
    sentence = "No issuer with this id is known at this site."
    advice = "Open the list of issuers and choose one."


class IssuerGone(Refused):
    """An issuer that was dismissed."""

    code = "passes.issuer-gone"
    sentence = "This issuer was dismissed."
    advice = "Appoint a new one; a dismissed key is never opened again."


class KeyNotHere(Refused):
    """The key of an issuer lies elsewhere."""

    code = "passes.key-not-here"
    sentence = "The key of this issuer is not held at this site."
    advice = "Issue where it is held, or appoint an issuer here."


class PassOver(Refused):
    """A pass that is revoked or replaced already."""

    code = "passes.pass-over"
    sentence = "This pass is revoked or replaced already."
    advice = "Look at what came of it."


class ReasonMissing(Problem):
    """Something that needs a reason."""

    code = "passes.reason-missing"
    sentence = "This needs a reason, and none was given."
    advice = "Say in a few words why, without names; it goes on record."


class ScopeWrong(Problem):
    """A scope that no key can have."""

    code = "passes.scope-wrong"
    sentence = (
        "Expected from 1 to {limit} gates, days that end after they begin, and from 1 to {most} "
        "souls for one pass."
    )
    advice = "Name the gates this issuer may send people to, and the days it may do so."


class QuotaWrong(Problem):
    """A quota that no list can hold."""

    code = "passes.quota-wrong"
    sentence = "Expected a quota of 1 to {limit} passes, found {found}."
    advice = "Give how many passes the delegate may issue in all."


class SoulsImpossible(Problem):
    """A number of souls that no pass can say."""

    code = "passes.souls-impossible"
    sentence = "Expected from 1 to {limit} souls for one pass, found {found}."
    advice = "Give how many come, infants too; a larger party needs several passes."


class DocumentMissing(Problem):
    """A binding to a document that nobody gave."""

    code = "passes.document-missing"
    sentence = "A pass that is bound to a document needs its issuing state and its number."
    advice = "Give both, or issue a pass without a binding."


class HolderKeyWrong(Problem):
    """A binding to a key that is none."""

    code = "passes.holder-key-wrong"
    sentence = "Expected a holder's key of {expected} bytes, found {found}."
    advice = "Take the key again from the phone that is to show the pass."


class ListNotOurs(Problem):
    """A list that our site did not sign."""

    code = "passes.list-not-ours"
    sentence = "This list is not signed by the site that it should come from."
    advice = "Take it again from the site's own screen or stick, and use no other."


class ListUnreadable(Problem):
    """A list that is signed and cannot be read."""

    code = "passes.list-unreadable"
    sentence = "This list cannot be read."
    advice = "Take it again; if it stays so, it comes from a newer Muster."


class ListOlder(Refused):
    """A list older than one seen before: a revocation would be taken back by it."""

    code = "passes.list-older"
    sentence = "This list has version {found}; version {expected} was seen before."
    advice = "Keep the newer one, and ask who handed over the old one."


class PageUnknown(Problem):
    """No such family page."""

    code = "passes.page-unknown"
    sentence = "This party has no family page that can still be taken back."
    advice = "List its pages, or give it one."


class PageTooLong(Problem):
    """A family page that would be answered for too long, or not at all."""

    code = "passes.page-too-long"
    sentence = "A family page lasts from 1 to {limit} days; {found} were asked for."
    advice = "Give it for as long as the operation may last, and give another one then."


class PartyNotAsked(Refused):
    """A relative's page that the party did not agree to."""

    code = "passes.party-not-asked"
    sentence = "Nobody of the party agreed that a relative holds a page."
    advice = "Ask an adult of the party, and say how they were asked."


class AnswersUnreadable(Problem):
    """A file of answers that is none, or is spoilt."""

    code = "passes.answers-unreadable"
    sentence = "This file of {found} bytes holds no answers of family pages."
    advice = "Write it anew with `muster family publish` and bring it over."


class OffsetWrong(Problem):
    """Local time that no place has."""

    code = "passes.offset-wrong"
    sentence = "Expected local time like +04:30, at most 14 hours from UTC."
    advice = "Look at a watch there and at UTC; for Kabul it is +04:30."
