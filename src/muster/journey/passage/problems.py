"""What cannot be done about an arrangement, or be told under it, and what to do."""

from muster.ground.problem import Problem, Refused


class ArrangementUnknown(Problem):
    """No such arrangement here."""

    code = "passage.unknown"
    sentence = "No arrangement with this id is known at this site."
    advice = "Open the list of arrangements and choose one, or propose one."


class CounterpartMissing(Problem):
    """An arrangement with nobody, or with nobody anywhere."""

    code = "passage.counterpart-missing"
    sentence = "Expected a role and a place, each of 1 to {limit} characters."
    advice = "Say what they command and where; never a person's name."


class TermsWrong(Problem):
    """An arrangement that would be over before it begins, or is over already."""

    code = "passage.terms-wrong"
    sentence = "Expected an arrangement that begins before it ends and has not ended yet."
    advice = "Give from when until when it holds; the end lies ahead."


class ReasonMissing(Problem):
    """Something that needs a reason."""

    code = "passage.reason-missing"
    sentence = "This needs a reason, and none was given."
    advice = "Say in a few words why or what happened; it goes on record."


class NotYetHappened(Problem):
    """A report of something that lies ahead."""

    code = "passage.not-yet-happened"
    sentence = "Expected a time that has passed."
    advice = "Give the time at which it happened."


class NotAgreed(Refused):
    """Nothing was agreed."""

    code = "passage.not-agreed"
    sentence = "Nothing is agreed under this arrangement."
    advice = "Record what was agreed first: what they may be told, and until when."


class AlreadyAgreed(Refused):
    """A proposal of what holds already."""

    code = "passage.already-agreed"
    sentence = "This arrangement is agreed already."
    advice = "Agree it again to change its terms, or propose another one."


class TooEarly(Refused):
    """The arrangement does not hold yet."""

    code = "passage.too-early"
    sentence = "This arrangement does not hold yet."
    advice = "Wait until it begins, or agree an earlier time."


class HasLapsed(Refused):
    """The arrangement is over."""

    code = "passage.lapsed"
    sentence = "This arrangement has lapsed: nothing more is told under it."
    advice = "Propose a new one. What was told afterwards all the same is reported as such."


class IsSuspended(Refused):
    """The arrangement rests."""

    code = "passage.suspended"
    sentence = "This arrangement is suspended: nothing is told under it."
    advice = "Record that it is resumed first."


class WasBreached(Refused):
    """The other side broke it."""

    code = "passage.breached"
    sentence = "This arrangement was breached: nothing is told under it."
    advice = "If it holds all the same, record that it is resumed first."


class NotInterrupted(Refused):
    """Resuming what neither rests nor was broken."""

    code = "passage.not-interrupted"
    sentence = "This arrangement is neither suspended nor breached."
    advice = "Nothing has to be resumed."


class NotCovered(Refused):
    """Something that the arrangement does not allow to be told."""

    code = "passage.not-covered"
    sentence = "This arrangement allows to tell {allowed}; it does not cover {found}."
    advice = "Leave it out, or agree with them that it may be told."


class NothingTold(Problem):
    """A disclosure of nothing."""

    code = "passage.nothing-told"
    sentence = "A disclosure says at least one of: people, vehicles, a window, tokens."
    advice = "Give what they are to be told, or were told."


class AmountImpossible(Problem):
    """A number that no convoy has."""

    code = "passage.amount-impossible"
    sentence = "Expected {what} from {low} to {limit}, found {found}."
    advice = "Count again and give the number."


class WindowWrong(Problem):
    """A window that closes before it opens."""

    code = "passage.window-wrong"
    sentence = "Expected a window that opens before it closes."
    advice = "Give both times, the earlier one first."


class TokensTell(Refused):
    """A number of tokens from which somebody could read how many parties there are (T31)."""

    code = "passage.tokens-tell"
    sentence = "Expected one token, one for each vehicle, or one for each person; found {found}."
    advice = "Any other number tells how many parties travel. Give one for the convoy."


class PartyUnknown(Problem):
    """No such party here."""

    code = "passage.party-unknown"
    sentence = "No party with this id is known at this site."
    advice = "Copy the id from the party's page."


class NobodyNamed(Problem):
    """A naming of nobody."""

    code = "passage.nobody-named"
    sentence = "A naming says who was named."
    advice = "Give the id of each person whose name is told."


class RecipientMissing(Problem):
    """Somebody was told, and nobody says whom."""

    code = "passage.recipient-missing"
    sentence = "Expected the role of who was told, of 1 to {limit} characters."
    advice = "Say what they command and where; never a person's name."


class CheckingDiffers(Refused):
    """A key of the day for a checkpoint that was to check in another way."""

    code = "passage.checking-differs"
    sentence = "The checkpoint was to check by {agreed}; this is the way of {found}."
    advice = "Agree with them anew how they check, then give the key."


class DayWrong(Problem):
    """A day that no key is given for."""

    code = "passage.day-wrong"
    sentence = "Expected a date like 2021-08-26, at most {limit} days ahead and not over."
    advice = "Give the key of the day on which the windows begin, in UTC."


class NotCheckpoint(Problem):
    """A place that is no checkpoint."""

    code = "passage.not-checkpoint"
    sentence = "This place is no checkpoint that others hold."
    advice = "Name the checkpoint first, or choose another place."
