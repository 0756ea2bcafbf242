"""What cannot be used when something is left behind or closed."""

from muster.ground.problem import Problem, Refused


class ItemUnknown(Problem):
    """No such item here."""

    code = "closing.item-unknown"
    sentence = "No item with this id is known at this site."
    advice = "Open the list of items and choose one."


class DescriptionMissing(Problem):
    """An item or a print that nobody could recognise."""

    code = "closing.description-missing"
    sentence = "Expected {what}, found nothing."
    advice = "Write it so that somebody who was not there can tell the thing from others."


class CountImpossible(Problem):
    """A number of things or people that cannot be."""

    code = "closing.count-impossible"
    sentence = "Expected a number from {least} to {most}, found {found}."
    advice = "Count again; record what cannot be counted in several entries."


class DataUnsaid(Problem):
    """A thing bears data, and nobody says whose."""

    code = "closing.data-unsaid"
    sentence = "This item bears people's data, and it is not said whose."
    advice = "Give the people, parties or lists by id, or describe the group and about how many."


class DataDenied(Problem):
    """A thing bears no data, and somebody says whose."""

    code = "closing.data-denied"
    sentence = "This item is said to bear no data, and it is said whose. Entries: {found}."
    advice = "Say that it bears data, or leave out whose."


class MethodMissing(Problem):
    """A disposal or an assignment without a method."""

    code = "closing.method-missing"
    sentence = "How it is done is missing."
    advice = "Write how: the tool, the lift, who takes it over; one short line is enough."


class WitnessMissing(Refused):
    """Something that takes a witness."""

    code = "closing.witness-missing"
    sentence = "This needs a witness."
    advice = "Name who stood beside; only what was abandoned or seized may go without one."


class EvidenceUnreadable(Problem):
    """A hash that is none."""

    code = "closing.evidence-unreadable"
    sentence = "Expected a hash of {expected} bytes with the size of the file, found {found} bytes."
    advice = "Give the file itself: its hash and size are taken from it, and it stays where it is."


class NotYet(Problem):
    """A time that has not come."""

    code = "closing.not-yet"
    sentence = "Expected a time that has passed."
    advice = "Record what happened when it has happened."


class PrintUnknown(Problem):
    """No such print here."""

    code = "closing.print-unknown"
    sentence = "No print with this number or id is in the register."
    advice = "Open the register of prints and choose one."


class PrintNumberTaken(Problem):
    """Two prints of one number could not be told apart."""

    code = "closing.print-number-taken"
    sentence = "A print with this number is in the register already."
    advice = "Leave the number out: the register gives the next one."


class PrintGone(Refused):
    """A print that was destroyed."""

    code = "closing.print-gone"
    sentence = "This print was destroyed."
    advice = "If a sheet with its number is there, register it as a print of its own."


class NobodyNamed(Problem):
    """An attestation about nobody."""

    code = "closing.nobody-named"
    sentence = "Expected at least one person, found none."
    advice = "Give the people's ids."


class ReasonMissing(Refused):
    """Points of a checklist are open, and nobody says why that is so."""

    code = "closing.reason-missing"
    sentence = "Closing over open points of the checklist needs a reason. Open points: {found}."
    advice = "Go through `muster closing checklist`, or say why it has to close as it stands."


class WhyMissing(Problem):
    """Something is opened again, and nobody says why."""

    code = "closing.why-missing"
    sentence = "Opening again needs a reason."
    advice = "Write in one line what happened."


class WitnessToWaive(Refused):
    """Points of a checklist are open, and nobody stood beside."""

    code = "closing.witness-to-waive"
    sentence = "Closing over open points of the checklist needs a witness. Open points: {found}."
    advice = "Name who stood beside and agrees."


class AlreadyClosed(Refused):
    """It is closed already."""

    code = "closing.already-closed"
    sentence = "This is closed already."
    advice = "If it goes on, open it again first."


class NotClosed(Refused):
    """What is not closed cannot be opened again."""

    code = "closing.not-closed"
    sentence = "This is not closed."
    advice = "Nothing has to be done."


class NotGate(Problem):
    """A place that is no gate of ours."""

    code = "closing.not-gate"
    sentence = "No gate with this id is known at this site."
    advice = "Choose one of the gates on the list of places."


class PeopleOpen(Refused):
    """An operation closes over an open person only by naming that person."""

    code = "closing.people-open"
    sentence = "Expected everybody who is open to be named as left behind. Not named: {open}."
    advice = (
        "List them with `muster closing checklist --operation`; wait for them, or name each of "
        "them with a reason."
    )


class NamedNotOpen(Refused):
    """Somebody is named left behind who is not."""

    code = "closing.named-not-open"
    sentence = "Expected open people only. Safe, closed or not known here: {found}."
    advice = "Make the list of open people anew; somebody may have come in since."


class NamedTwice(Problem):
    """Somebody is named left behind twice in one act."""

    code = "closing.named-twice"
    sentence = "Expected each person to be named once. Named more than once: {found}."
    advice = "Name each person once, with one reason."


class NameWrong(Problem):
    """The operation's name was not typed as it is."""

    code = "closing.name-wrong"
    sentence = "The name of the operation was not given as it is."
    advice = "Type it letter for letter: closing an operation is not done by a slip."


class LeftUnreadable(Problem):
    """A line of a list of people left behind."""

    code = "closing.left-unreadable"
    sentence = "Line {line}: expected an id and one of: {reasons}."
    advice = "Write id, reason and what was last known, separated by commas, one person a line."
